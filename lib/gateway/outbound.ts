/** How a gateway proves to a target who it is, or on whose behalf it calls. */
import { aws_iam as iam, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { justificationProblems, type Justification } from '../core/justification';
import type { Problem } from '../core/refusal';
import type { IApiKeyProvider } from '../identity/api-key-provider';
import { InboundAuthType } from '../identity/inbound-auth';
import type { IOAuthProvider } from '../identity/oauth-provider';
import { ApiKeyPlace } from './api-key-place';
import { pathInPortal } from './consent-portal-url';
import { inboundProblems, oauthProblems, providerPlaceProblems, signingProblems, wrongPair } from './outbound-problems';
import { OutboundType } from './outbound-type';
import type { TakenPlace } from './target-metadata';
import type { TargetKind } from './targets/target-kind';

/** What a signed request is signed for. */
export interface SigningOptions {
  /**
   * The service that checks the signature, by the name that signatures use: `execute-api`, `bedrock-agentcore`, `lambda`.
   * 1 to 64 letters, digits, `.`, `_` and `-`.
   * @default - known from the kind of target; MCP servers and OpenAPI targets need it
   */
  readonly service?: string;
  /**
   * The region that the signature is for.
   * @default - the region of the gateway
   */
  readonly region?: string;
}

/** What a token is asked for. */
export interface OAuthOptions {
  /**
   * The scopes of the token: up to 100, each of 1 to 64 characters.
   * @default - none
   */
  readonly scopes?: string[];
  /**
   * Parameters for the provider's token endpoint, such as `audience`: up to 10, names of up to 256 characters, values of up
   * to 2048.
   * @default - none
   */
  readonly parameters?: { [name: string]: string };
}

/** What the token of a user is asked for. */
export interface UserOAuthOptions extends OAuthOptions {
  /**
   * Where the user's browser goes after the user has agreed: the `returnUrl` of a `ConsentPortal`, or a page of your own,
   * whose backend calls CompleteResourceTokenAuth. 1 to 2048 characters.
   */
  readonly returnUrl: string;
}

/** Where the key goes. */
export interface ApiKeyOptions {
  /**
   * Where a request carries the key.
   * @default ApiKeyPlace.header()
   */
  readonly place?: ApiKeyPlace;
}

/**
 * How a gateway authorizes its calls of a target. Each kind of target accepts some of them; another one is refused at synth.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-outbound-auth.html
 */
export class Outbound {
  /**
   * Requests are signed with the gateway's role. What is behind the target has to be granted to `gateway.role`, unless
   * the target's own method says that it does so.
   */
  static gatewayRole(signing: SigningOptions = {}): Outbound {
    return new Outbound(OutboundType.GATEWAY_IAM_ROLE, { signing });
  }

  /** Requests are signed on behalf of the caller, whose own permissions decide. The callers of the gateway have to sign. */
  static callerIam(): Outbound {
    return new Outbound(OutboundType.CALLER_IAM_CREDENTIALS);
  }

  /** A token of the application itself (client credentials). Whoever calls, the target sees the same application. */
  static oauth(provider: IOAuthProvider, options: OAuthOptions = {}): Outbound {
    return new Outbound(OutboundType.CLIENT_CREDENTIALS, { provider, oauth: options });
  }

  /**
   * A token that the user has agreed to in the browser (authorization code). The target sees the user.
   *
   * The workload identity of the gateway has to allow a page of your own as return URL. The service makes that identity, so
   * CloudFormation cannot say it: a custom resource of the gateway adds the page with `UpdateWorkloadIdentity`, and may do
   * nothing else. When the target or the URL is removed, the identity still allows the URL. For a `ConsentPortal` nothing is
   * added, as AWS does not ask for it.
   *
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/oauth2-authorization-url-session-binding.html
   */
  static userOAuth(provider: IOAuthProvider, options: UserOAuthOptions): Outbound {
    return new Outbound(OutboundType.AUTHORIZATION_CODE, { provider, oauth: options, returnUrl: options.returnUrl });
  }

  /** A token that the provider gives for the caller's token (token exchange). The target sees the user and the agent. */
  static onBehalfOf(provider: IOAuthProvider, options: OAuthOptions = {}): Outbound {
    return new Outbound(OutboundType.TOKEN_EXCHANGE, { provider, oauth: options });
  }

  /** The caller's token as it is, after the gateway has checked it. The target has to check it again: it is meant for both. */
  static jwtPassthrough(): Outbound {
    return new Outbound(OutboundType.JWT_PASSTHROUGH);
  }

  /** An API key. */
  static apiKey(provider: IApiKeyProvider, options: ApiKeyOptions = {}): Outbound {
    return new Outbound(OutboundType.API_KEY, { apiKey: provider, place: options.place ?? ApiKeyPlace.header() });
  }

  /** Nothing: whoever can reach the target can call it too. */
  static none(justification: Justification): Outbound {
    return new Outbound(OutboundType.NONE, { justification });
  }

  private constructor(
    /** The kind, by the service's name. */
    readonly type: OutboundType,
    private readonly how: How = {},
  ) {}

  /** Why there is no authorization; only with `none`. */
  get justification(): Justification | undefined {
    return this.how.justification;
  }

  /** @internal What is wrong with it on a target of this kind, behind this gateway with this inbound authorization. */
  _problems(kind: TargetKind, inbound: InboundAuthType, gateway: IConstruct): Problem[] {
    const accepted: readonly OutboundType[] = kind.outbound;
    if (!accepted.includes(this.type)) return [wrongPair(this.type, kind)];
    const { justification, signing, provider, oauth, returnUrl, apiKey, place } = this.how;
    const credentials = provider ?? apiKey;
    return [
      ...(justification ? justificationProblems('Outbound.none', justification) : []),
      ...(signing ? signingProblems(signing, kind) : []),
      ...(credentials ? providerPlaceProblems(credentials, gateway) : []),
      ...(this.type === OutboundType.TOKEN_EXCHANGE ? provider!._exchangeProblems('outbound Outbound.onBehalfOf') : []),
      ...(oauth ? oauthProblems(oauth, returnUrl) : []),
      ...(place?._problems() ?? []),
      ...inboundProblems(this.type, inbound),
    ];
  }

  /** @internal The provider whose tokens users agree to. */
  get _userProvider(): IOAuthProvider | undefined {
    return this.type === OutboundType.AUTHORIZATION_CODE ? this.how.provider : undefined;
  }

  /** @internal Where users return to, unless it is a consent portal. The identity of the gateway has to allow it. */
  get _ownReturnUrl(): string | undefined {
    const { returnUrl } = this.how;
    return returnUrl !== undefined && pathInPortal(returnUrl) === undefined ? returnUrl : undefined;
  }

  /** @internal Where requests carry the API key, which callers of the gateway must not set. */
  get _takenPlace(): TakenPlace | undefined {
    return this.how.place?._taken;
  }

  /** @internal */
  _render(): agentcore.CfnGatewayTarget.CredentialProviderConfigurationProperty | undefined {
    const { signing, provider, oauth, returnUrl, apiKey, place } = this.how;
    if (this.type === OutboundType.NONE) return undefined;
    if (provider) {
      const { scopes = [], parameters = {} } = oauth!;
      return {
        credentialProviderType: 'OAUTH',
        credentialProvider: {
          oauthCredentialProvider: {
            providerArn: provider.providerArn,
            grantType: this.type,
            scopes,
            ...(returnUrl !== undefined && { defaultReturnUrl: returnUrl }),
            ...(Object.keys(parameters).length > 0 && { customParameters: parameters }),
          },
        },
      };
    }
    return {
      credentialProviderType: this.type,
      ...(signing?.service !== undefined && {
        credentialProvider: {
          iamCredentialProvider: {
            service: signing.service,
            ...(signing.region !== undefined && { region: signing.region }),
          },
        },
      }),
      ...(apiKey && {
        credentialProvider: {
          apiKeyCredentialProvider: { providerArn: apiKey.providerArn, ...place!._render() },
        },
      }),
    };
  }

  /** @internal What the gateway's role needs to get the token or the key: of this provider, with its own identity. */
  _statements(workloadIdentityArns: string[], inbound: InboundAuthType): iam.PolicyStatement[] {
    const provider = this.how.provider ?? this.how.apiKey;
    if (!provider) return [];
    const forUser = this.type === OutboundType.AUTHORIZATION_CODE || this.type === OutboundType.TOKEN_EXCHANGE;
    const action = `bedrock-agentcore:GetWorkloadAccessToken${forUser ? USER[inbound] : ''}`;
    return [
      // The user's flows start for the application, too: the tools of an MCP server are listed without a user.
      new iam.PolicyStatement({
        actions: [...new Set(['bedrock-agentcore:GetWorkloadAccessToken', action])],
        resources: workloadIdentityArns,
      }),
      ...provider._tokenStatements(workloadIdentityArns),
    ];
  }
}

/** By what the gateway knows the user whose token it asks for. */
const USER: Readonly<Record<InboundAuthType, string>> = {
  [InboundAuthType.JWT]: 'ForJWT',
  [InboundAuthType.IAM]: 'ForUserId',
  [InboundAuthType.AUTHENTICATE_ONLY]: 'ForUserId',
  [InboundAuthType.NONE]: '',
};

interface How {
  readonly signing?: SigningOptions;
  readonly provider?: IOAuthProvider;
  readonly oauth?: OAuthOptions;
  readonly returnUrl?: string;
  readonly apiKey?: IApiKeyProvider;
  readonly place?: ApiKeyPlace;
  readonly justification?: Justification;
}
