/** Who issues the tokens that callers bring. */
import { Stack, type aws_cognito as cognito } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { acceptedProblems } from './accepted-values';
import { ClaimRequirement } from './claim-requirement';
import {
  EntraIdVersion,
  type Auth0Options,
  type CognitoOptions,
  type EntraIdOptions,
  type OidcOptions,
  type OktaOptions,
  type PingOneOptions,
} from './identity-provider-options';
import {
  auth0Problems,
  discoveryProblems,
  entraIdProblems,
  oidcProblems,
  oktaProblems,
  pingOneProblems,
  WELL_KNOWN,
} from './issuer-problems';

/** What a preset knows besides the URL. */
interface IssuerSettings extends OidcOptions {
  /** The claim that says for which client a token was issued. */
  readonly clientClaim?: string;
  readonly problems?: readonly Problem[];
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
    return new IdentityProvider(issuer + WELL_KNOWN, {
      clients: options.clients.map((client) => client.userPoolClientId),
    });
  }

  /** Okta; access tokens of one authorization server for the given audiences are accepted. */
  static okta(options: OktaOptions): IdentityProvider {
    const { domain, authorizationServer = 'default', audiences } = options;
    return new IdentityProvider(`https://${domain}/oauth2/${authorizationServer}${WELL_KNOWN}`, {
      audiences,
      clientClaim: 'cid',
      problems: oktaProblems(options),
    });
  }

  /**
   * Microsoft Entra ID; access tokens for one application are accepted, of the version that it issues.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-idp-microsoft.html
   */
  static entraId(options: EntraIdOptions): IdentityProvider {
    const { tenantId, applicationId, version, authority = 'login.microsoftonline.com' } = options;
    const isV1 = version === EntraIdVersion.V1;
    // Who asks by the URI gets it as the audience, who asks by the id gets the id; both are this application.
    const audiences = isV1 ? [options.applicationIdUri ?? `api://${applicationId}`, applicationId] : [applicationId];
    return new IdentityProvider(`https://${authority}/${tenantId}${isV1 ? '' : '/v2.0'}${WELL_KNOWN}`, {
      audiences,
      clientClaim: isV1 ? 'appid' : 'azp',
      problems: entraIdProblems(options),
    });
  }

  /**
   * Auth0; access tokens for the given APIs are accepted.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-idp-auth0.html
   */
  static auth0(options: Auth0Options): IdentityProvider {
    const { domain, audiences } = options;
    return new IdentityProvider(`https://${domain}${WELL_KNOWN}`, {
      audiences,
      clientClaim: 'azp',
      problems: auth0Problems(options),
    });
  }

  /** PingOne; access tokens of one environment for the given audiences or clients are accepted. */
  static pingOne(options: PingOneOptions): IdentityProvider {
    const { environmentId, audiences, clients, domain = 'auth.pingone.com' } = options;
    return new IdentityProvider(`https://${domain}/${environmentId}/as${WELL_KNOWN}`, {
      audiences,
      clients,
      problems: pingOneProblems(options),
    });
  }

  /**
   * Any OpenID Connect issuer.
   * @param discoveryUrl ends in `/.well-known/openid-configuration`
   */
  static oidc(discoveryUrl: string, options: OidcOptions = {}): IdentityProvider {
    return new IdentityProvider(discoveryUrl, { ...options, problems: oidcProblems(discoveryUrl, options) });
  }

  private constructor(
    /** The OpenID Connect discovery URL. */
    readonly discoveryUrl: string,
    private readonly settings: IssuerSettings,
  ) {}

  /** Accepted values of `aud`; empty when it is not checked. */
  get audiences(): string[] {
    return this.settings.audiences ?? [];
  }

  /** Accepted values of `client_id`; empty when it is not checked. */
  get clients(): string[] {
    return this.settings.clients ?? [];
  }

  /**
   * That a token was issued to this client, by the claim in which the issuer says so: `cid` of Okta, `appid` or `azp` of
   * Entra ID, `azp` of Auth0, else `client_id`. For the `claims` of `InboundAuth.jwt`; one client, since AgentCore compares
   * a text with one value.
   */
  issuedTo(clientId: string): ClaimRequirement {
    return ClaimRequirement.equalTo(this.settings.clientClaim ?? 'client_id', clientId);
  }

  /** @internal */
  _problems(): Problem[] {
    const { problems = [], clients, audiences } = this.settings;
    return [
      // What a preset was told wrong makes the URL wrong too; once is enough.
      ...(problems.length > 0 ? problems : discoveryProblems(this.discoveryUrl)),
      ...acceptedProblems('inboundAuth clients', clients),
      ...(audiences?.length === 0 && problems.length > 0 ? [] : acceptedProblems('inboundAuth audiences', audiences)),
    ];
  }
}
