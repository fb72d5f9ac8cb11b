/** How callers prove who they are, the same words for agents and gateways. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { CallerToken } from '../core/capability';
import { justificationProblems, type Justification } from '../core/justification';
import type { Problem } from '../core/refusal';
import { ACCEPTED, acceptedProblems } from './accepted-values';
import type { ClaimRequirement } from './claim-requirement';
import type { PrivateEndpoint } from '../network/private-endpoint';
import type { IdentityProvider } from './identity-provider';
import { gatewayProblems } from './inbound-problems';

/** What a token must carry besides being issued for us. */
export interface JwtOptions {
  /**
   * Scopes of which the token must carry at least one.
   * @default - scopes are not checked
   */
  readonly scopes?: string[];
  /**
   * Claims that the token must carry, all of them.
   * @default - no other claim is checked
   */
  readonly claims?: ClaimRequirement[];
  /**
   * What a client is told to ask for in place of a scope of `scopes`, where the issuer gives scopes other names than it
   * writes into its tokens: `{ read: 'api://shop/read' }`. Up to 50. Gateways only.
   * @default - each scope as it is
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html
   */
  readonly advertisedScopes?: { [scope: string]: string };
  /**
   * The way to an issuer that only a VPC can reach. Gateways only.
   * @default - the issuer is public
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-private-idp.html
   */
  readonly privateEndpoint?: PrivateEndpoint;
}

/** The kinds of inbound authorization, by the service's names. */
export enum InboundAuthType {
  /** A JSON Web Token of a named issuer. */
  JWT = 'CUSTOM_JWT',
  /** A request signed with AWS credentials. */
  IAM = 'AWS_IAM',
  /** Proof of who calls, without a decision whether that one may: the targets decide. */
  AUTHENTICATE_ONLY = 'AUTHENTICATE_ONLY',
  /** Nothing. */
  NONE = 'NONE',
}

/**
 * How callers of an agent or a gateway prove who they are.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html
 */
export class InboundAuth {
  /** Callers bring a JSON Web Token of this provider. */
  static jwt(provider: IdentityProvider, options: JwtOptions = {}): InboundAuth {
    return new InboundAuth(InboundAuthType.JWT, provider, options);
  }

  /** Callers sign with AWS credentials and need the IAM permission to invoke. */
  static iam(): InboundAuth {
    return new InboundAuth(InboundAuthType.IAM);
  }

  /**
   * Callers sign with AWS credentials, of any account, and need no permission. Whoever is behind the gateway has to decide;
   * policies can. Gateways only.
   */
  static authenticateOnly(justification: Justification): InboundAuth {
    return new InboundAuth(InboundAuthType.AUTHENTICATE_ONLY, undefined, {}, justification);
  }

  /** Anyone who can reach it may call it. Gateways only; a runtime always authenticates. */
  static none(justification: Justification): InboundAuth {
    return new InboundAuth(InboundAuthType.NONE, undefined, {}, justification);
  }

  private constructor(
    /** The kind, by the service's name. */
    readonly type: InboundAuthType,
    /** The issuer of the tokens; only with `jwt`. */
    readonly provider?: IdentityProvider,
    private readonly options: JwtOptions = {},
    /** Why there is no authorization; only with `none` and `authenticateOnly`. */
    readonly justification?: Justification,
  ) {}

  /** @internal The token that callers bring, if they bring one. */
  get _callerToken(): CallerToken | undefined {
    if (!this.provider) return undefined;
    const { discoveryUrl, clients, audiences } = this.provider;
    return { discoveryUrl, ...(clients.length > 0 && { clients }), ...(audiences.length > 0 && { audiences }) };
  }

  /** @internal What a client asks for: the scopes, by the names that clients are told. */
  get _scopes(): string[] {
    const { scopes = [], advertisedScopes = {} } = this.options;
    return scopes.map((scope) => advertisedScopes[scope] ?? scope);
  }

  /** @internal How it is written. */
  get _inCode(): string {
    return INBOUND_IN_CODE[this.type];
  }

  /** @internal */
  _problems(): Problem[] {
    if (this.justification) return justificationProblems(this._inCode, this.justification);
    if (!this.provider) return [];
    const { audiences, clients } = this.provider;
    const { scopes, claims } = this.options;
    const problems = [
      ...this.provider._problems(),
      ...acceptedProblems('inboundAuth scopes', scopes, ACCEPTED.scope),
      ...acceptedProblems(
        'inboundAuth claims',
        claims?.map(({ claim }) => claim),
        ACCEPTED.claimName,
      ),
      ...(claims ?? []).flatMap((claim, index) => claim._problems(`inboundAuth claims[${index}]`)),
      ...gatewayProblems(this.options),
    ];
    if ([audiences, clients, scopes ?? [], claims ?? []].every((list) => list.length === 0)) {
      problems.push({
        about: 'inboundAuth',
        value: 'InboundAuth.jwt without audience, client, scope or claim',
        allowed: 'at least one of them, or every token of the issuer would be accepted',
        fix: 'Name the clients or audiences in IdentityProvider, or the scopes or claims in InboundAuth.jwt.',
      });
    }
    return problems;
  }

  /** @internal */
  _forRuntime(): agentcore.RuntimeAuthorizerConfiguration {
    if (!this.provider) return agentcore.RuntimeAuthorizerConfiguration.usingIAM();
    return agentcore.RuntimeAuthorizerConfiguration.usingJWT(
      this.provider.discoveryUrl,
      unlessEmpty(this.provider.clients),
      unlessEmpty(this.provider.audiences),
      unlessEmpty(this.options.scopes),
      unlessEmpty(this.options.claims?.map((claim) => claim._forRuntime())),
    );
  }

  /** @internal What only gateways can be told; a reader of the code would think that it has an effect. */
  _gatewayOnly(): string[] {
    const { advertisedScopes, privateEndpoint } = this.options;
    return Object.entries({ advertisedScopes, privateEndpoint })
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name);
  }

  /** @internal */
  _forGateway(): agentcore.IGatewayAuthorizerConfig {
    if (this.type === InboundAuthType.NONE) return agentcore.GatewayAuthorizer.withNoAuth();
    if (!this.provider) return agentcore.GatewayAuthorizer.usingAwsIam();
    return agentcore.GatewayAuthorizer.usingCustomJwt({
      discoveryUrl: this.provider.discoveryUrl,
      allowedClients: unlessEmpty(this.provider.clients),
      allowedAudience: unlessEmpty(this.provider.audiences),
      allowedScopes: unlessEmpty(this.options.scopes),
      customClaims: unlessEmpty(this.options.claims?.map((claim) => claim._forGateway())),
    });
  }

  /** @internal Sets what the L2 of a gateway does not. */
  _complete(gateway: agentcore.CfnGateway): void {
    if (this.type === InboundAuthType.AUTHENTICATE_ONLY) gateway.authorizerType = this.type;
    const { advertisedScopes, privateEndpoint } = this.options;
    const path = 'AuthorizerConfiguration.CustomJWTAuthorizer';
    if (advertisedScopes) gateway.addPropertyOverride(`${path}.AdvertisedScopeMapping`, advertisedScopes);
    if (privateEndpoint) gateway.addPropertyOverride(`${path}.PrivateEndpoint`, privateEndpoint._capitalized());
  }
}

/** How each is written in code. */
export const INBOUND_IN_CODE: Readonly<Record<InboundAuthType, string>> = {
  [InboundAuthType.JWT]: 'InboundAuth.jwt',
  [InboundAuthType.IAM]: 'InboundAuth.iam',
  [InboundAuthType.AUTHENTICATE_ONLY]: 'InboundAuth.authenticateOnly',
  [InboundAuthType.NONE]: 'InboundAuth.none',
};

function unlessEmpty<T>(list: T[] | undefined): T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}
