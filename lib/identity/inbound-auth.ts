/** How callers prove who they are, the same words for agents and gateways. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { CallerToken } from '../core/capability';
import { justificationProblems, type Justification } from '../core/justification';
import type { Problem } from '../core/refusal';
import { acceptedProblems } from './accepted-values';
import type { ClaimRequirement } from './claim-requirement';
import type { IdentityProvider } from './identity-provider';

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
}

/** The kinds of inbound authorization, by the service's names. */
export enum InboundAuthType {
  /** A JSON Web Token of a named issuer. */
  JWT = 'CUSTOM_JWT',
  /** A request signed with AWS credentials. */
  IAM = 'AWS_IAM',
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
    /** Why there is no authorization; only with `none`. */
    readonly justification?: Justification,
  ) {}

  /** @internal The token that callers bring, if they bring one. */
  get _callerToken(): CallerToken | undefined {
    if (!this.provider) return undefined;
    const { discoveryUrl, clients, audiences } = this.provider;
    return { discoveryUrl, ...(clients.length > 0 && { clients }), ...(audiences.length > 0 && { audiences }) };
  }

  /** @internal */
  _problems(): Problem[] {
    if (this.justification) return justificationProblems('InboundAuth.none', this.justification);
    if (!this.provider) return [];
    const { audiences, clients } = this.provider;
    const { scopes, claims } = this.options;
    const problems = [
      ...this.provider._problems(),
      ...acceptedProblems('inboundAuth scopes', scopes),
      ...acceptedProblems(
        'inboundAuth claims',
        claims?.map(({ claim }) => claim),
      ),
      ...(claims ?? []).flatMap((claim, index) => claim._problems(`inboundAuth claims[${index}]`)),
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
}

function unlessEmpty<T>(list: T[] | undefined): T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}
