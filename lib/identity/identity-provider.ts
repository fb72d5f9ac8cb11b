/** Who issues the tokens that callers bring. */
import { Stack, Token, type aws_cognito as cognito } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { acceptedProblems } from './accepted-values';

/** The clients of a Cognito user pool whose tokens are accepted. */
export interface CognitoOptions {
  /** App clients of the pool. Cognito's access tokens carry no `aud`, so clients are what is checked. At least one. */
  readonly clients: cognito.IUserPoolClient[];
}

/** What the tokens of an OpenID Connect issuer are checked for. */
export interface OidcOptions {
  /**
   * Accepted values of the `aud` claim.
   * @default - `aud` is not checked
   */
  readonly audiences?: string[];
  /**
   * Accepted values of the `client_id` claim.
   * @default - `client_id` is not checked
   */
  readonly clients?: string[];
}

/**
 * An issuer of JSON Web Tokens, and which of its tokens are meant for us.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html
 */
export class IdentityProvider {
  /** A Cognito user pool; access tokens of the given app clients are accepted. */
  static cognito(userPool: cognito.IUserPool, options: CognitoOptions): IdentityProvider {
    // An imported pool may be in another region than the stack that imports it.
    const issuer = `https://cognito-idp.${userPool.env.region}.${Stack.of(userPool).urlSuffix}/${userPool.userPoolId}`;
    return new IdentityProvider(`${issuer}/.well-known/openid-configuration`, {
      clients: options.clients.map((client) => client.userPoolClientId),
    });
  }

  /**
   * Any OpenID Connect issuer.
   * @param discoveryUrl ends in `/.well-known/openid-configuration`
   */
  static oidc(discoveryUrl: string, options: OidcOptions = {}): IdentityProvider {
    return new IdentityProvider(discoveryUrl, options);
  }

  private constructor(
    /** The OpenID Connect discovery URL. */
    readonly discoveryUrl: string,
    private readonly options: OidcOptions,
  ) {}

  /** Accepted values of `aud`; empty when it is not checked. */
  get audiences(): string[] {
    return this.options.audiences ?? [];
  }

  /** Accepted values of `client_id`; empty when it is not checked. */
  get clients(): string[] {
    return this.options.clients ?? [];
  }

  /** @internal */
  _problems(): Problem[] {
    return [
      ...discoveryProblems(this.discoveryUrl),
      ...acceptedProblems('inboundAuth clients', this.options.clients),
      ...acceptedProblems('inboundAuth audiences', this.options.audiences),
    ];
  }
}

function discoveryProblems(url: string): Problem[] {
  if (Token.isUnresolved(url) || /^https:\/\/.+\/\.well-known\/openid-configuration$/.test(url)) return [];
  return [
    {
      about: 'inboundAuth discoveryUrl',
      value: url,
      allowed: 'an https URL that ends in /.well-known/openid-configuration',
      fix: `Write the issuer followed by /.well-known/openid-configuration.`,
    },
  ];
}
