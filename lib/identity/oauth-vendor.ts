/** Whose OAuth server it is: the vendors that AgentCore knows, and any other. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problem } from '../core/refusal';
import { ClientAuthentication } from './client-authentication';
import type {
  CustomOAuthOptions,
  DescribedOAuthServer,
  DiscoveredOAuthServer,
  MicrosoftTenant,
  TenantEndpoints,
  TenantIssuer,
} from './oauth-vendor-options';
import {
  discoveryProblems,
  endpointProblems,
  exchangeProblems,
  newVendorProblems,
  privateProblems,
  responseTypeProblems,
  tenantProblems,
} from './oauth-vendor-problems';
import { INCLUDED_BLOCK, OAUTH_VENDORS, TENANT_PATHS, type OAuthVendorName } from './oauth-vendors';
import type { OnBehalfOf } from './on-behalf-of';
import type { StoredSecret } from './stored-secret';

type ConfigInput = agentcore.CfnOAuth2CredentialProvider.Oauth2ProviderConfigInputProperty;

/** What a factory knows of its vendor. */
interface VendorSettings {
  /** Fields of the vendor's block besides the client. */
  readonly fields?: object;
  readonly problems?: readonly Problem[];
  readonly authentication?: ClientAuthentication;
  readonly onBehalfOf?: OnBehalfOf;
  /** What names the server in a token for it, where that is known. */
  readonly audiences?: readonly string[];
}

/**
 * Whose OAuth server it is. AgentCore knows the endpoints and the habits of 25 vendors; `custom` and `customEndpoints` are
 * for any other server, and for what the presets do not offer: private keys, and exchange on behalf of a user.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-idps.html
 */
export class OAuthVendor {
  /** Atlassian: Jira, Confluence. */
  static atlassian(): OAuthVendor {
    return known('AtlassianOauth2');
  }

  /** Auth0. The issuer is `https://<tenant>.<region>.auth0.com`, or a domain of your own. */
  static auth0(tenant: TenantIssuer): OAuthVendor {
    return below('Auth0Oauth2', tenant);
  }

  /** An Amazon Cognito user pool; its endpoints are at the pool's domain, its issuer is not. */
  static cognito(tenant: TenantEndpoints): OAuthVendor {
    return at('CognitoOauth2', tenant);
  }

  /** CyberArk. */
  static cyberArk(tenant: TenantEndpoints): OAuthVendor {
    return at('CyberArkOauth2', tenant);
  }

  /** Dropbox. */
  static dropbox(): OAuthVendor {
    return known('DropboxOauth2');
  }

  /** Facebook. */
  static facebook(): OAuthVendor {
    return known('FacebookOauth2');
  }

  /** FusionAuth; the issuer is what the tenant says it is. */
  static fusionAuth(tenant: TenantEndpoints): OAuthVendor {
    return at('FusionAuthOauth2', tenant);
  }

  /** GitHub. */
  static github(): OAuthVendor {
    return known('GithubOauth2');
  }

  /** Google. */
  static google(): OAuthVendor {
    return known('GoogleOauth2');
  }

  /** HubSpot. */
  static hubspot(): OAuthVendor {
    return known('HubspotOauth2');
  }

  /** LinkedIn. */
  static linkedin(): OAuthVendor {
    return known('LinkedinOauth2');
  }

  /** Microsoft: Entra ID and what it guards, like Microsoft 365. It also exchanges the token of a user by itself. */
  static microsoft(tenant: MicrosoftTenant = {}): OAuthVendor {
    const { tenantId } = tenant;
    return known('MicrosoftOauth2', { fields: { tenantId }, problems: tenantProblems(tenantId) });
  }

  /** Notion. */
  static notion(): OAuthVendor {
    return known('NotionOauth2');
  }

  /** Okta. The issuer is `https://<tenant>.okta.com/oauth2/<authorization server>`. */
  static okta(tenant: TenantIssuer): OAuthVendor {
    return below('OktaOauth2', tenant);
  }

  /** OneLogin. The issuer is `https://<tenant>.onelogin.com/oidc/2`. */
  static oneLogin(tenant: TenantIssuer): OAuthVendor {
    return below('OneLoginOauth2', tenant);
  }

  /** PingOne. The issuer is `https://auth.pingone.<region>/<environment>/as`. */
  static pingOne(tenant: TenantIssuer): OAuthVendor {
    return below('PingOneOauth2', tenant);
  }

  /** Reddit. */
  static reddit(): OAuthVendor {
    return known('RedditOauth2');
  }

  /** Salesforce. */
  static salesforce(): OAuthVendor {
    return known('SalesforceOauth2');
  }

  /** Slack. */
  static slack(): OAuthVendor {
    return known('SlackOauth2');
  }

  /** Spotify. */
  static spotify(): OAuthVendor {
    return known('SpotifyOauth2');
  }

  /** Twitch. */
  static twitch(): OAuthVendor {
    return known('TwitchOauth2');
  }

  /** X. */
  static x(): OAuthVendor {
    return known('XOauth2');
  }

  /** Yandex. */
  static yandex(): OAuthVendor {
    return known('YandexOauth2');
  }

  /** Zoom. */
  static zoom(): OAuthVendor {
    return known('ZoomOauth2');
  }

  /** Any server that publishes where its endpoints are. */
  static custom(server: DiscoveredOAuthServer): OAuthVendor {
    const { discoveryUrl } = server;
    return ofServer(server, { discoveryUrl }, discoveryProblems(discoveryUrl));
  }

  /** Any server, with its endpoints. */
  static customEndpoints(server: DescribedOAuthServer): OAuthVendor {
    const { issuer, authorizationEndpoint, tokenEndpoint, responseTypes } = server;
    const authorizationServerMetadata = { issuer, authorizationEndpoint, tokenEndpoint, responseTypes };
    const problems = [...endpointProblems(server), ...responseTypeProblems(responseTypes)];
    return ofServer(server, { authorizationServerMetadata }, problems, [issuer, tokenEndpoint]);
  }

  /**
   * A vendor that AgentCore learnt later, by its service's name, like `ExampleOauth2`.
   * @param tenant its endpoints, where it has different ones for each tenant
   */
  static of(vendorName: string, tenant?: TenantEndpoints): OAuthVendor {
    return new OAuthVendor(vendorName, INCLUDED_BLOCK, {
      fields: tenant && endpointFields(tenant),
      problems: [...newVendorProblems(vendorName), ...(tenant ? endpointProblems(tenant) : [])],
    });
  }

  /** @internal */
  static _known(vendorName: OAuthVendorName, settings: VendorSettings = {}): OAuthVendor {
    return new OAuthVendor(vendorName, OAUTH_VENDORS[vendorName].block, settings);
  }

  private constructor(
    /** The service's name: `SlackOauth2`. */
    readonly vendorName: string,
    private readonly block: string,
    private readonly settings: VendorSettings,
  ) {}

  /** @internal How the client proves that it is the client; of the vendors that AgentCore knows, with its secret. */
  get _authentication(): ClientAuthentication {
    return this.settings.authentication ?? ClientAuthentication.basic();
  }

  /** @internal What may be asked of AWS for the server: whose token, and for whom; undefined when nothing is. */
  get _iamTokenAudiences(): readonly string[] | undefined {
    const { authentication, onBehalfOf, audiences = [] } = this.settings;
    return authentication?._needsIamToken || onBehalfOf?._needsIamToken ? audiences : undefined;
  }

  /** @internal What keeps a client of it from exchanging the tokens of users. */
  _exchangeProblems(about: string, client: string): Problem[] {
    return this.settings.onBehalfOf ? [] : exchangeProblems(about, client, this.vendorName);
  }

  /** @internal */
  _problems(construct: IConstruct): Problem[] {
    const { problems = [], authentication, onBehalfOf } = this.settings;
    return [...problems, ...(authentication?._problems(construct) ?? []), ...(onBehalfOf?._problems() ?? [])];
  }

  /** @internal */
  _render(clientId: string | undefined, clientSecret: StoredSecret | undefined): ConfigInput {
    return { [this.block]: { clientId, ...secretFields(clientSecret), ...this.settings.fields } };
  }
}

function known(vendorName: OAuthVendorName, settings?: VendorSettings): OAuthVendor {
  return OAuthVendor._known(vendorName, settings);
}

function at(vendorName: OAuthVendorName, tenant: TenantEndpoints): OAuthVendor {
  return known(vendorName, { fields: endpointFields(tenant), problems: endpointProblems(tenant) });
}

function below(vendorName: keyof typeof TENANT_PATHS, tenant: TenantIssuer): OAuthVendor {
  const { issuer } = tenant;
  const { authorization, token } = TENANT_PATHS[vendorName];
  // An issuer may end in a slash, as those of Auth0 do; a path has one already.
  const base = issuer.replace(/\/$/, '');
  return at(vendorName, {
    issuer,
    authorizationEndpoint: tenant.authorizationEndpoint ?? base + authorization,
    tokenEndpoint: tenant.tokenEndpoint ?? base + token,
  });
}

function ofServer(
  { clientAuthentication, onBehalfOf, privateEndpoint, privateEndpointOverrides }: CustomOAuthOptions,
  oauthDiscovery: object,
  problems: readonly Problem[],
  audiences?: readonly string[],
): OAuthVendor {
  return known('CustomOauth2', {
    fields: {
      oauthDiscovery,
      ...clientAuthentication?._render(),
      onBehalfOfTokenExchangeConfig: onBehalfOf?._render(),
      privateEndpoint: privateEndpoint?._render(),
      privateEndpointOverrides:
        privateEndpointOverrides &&
        Object.entries(privateEndpointOverrides).map(([domain, endpoint]) => ({
          domain,
          privateEndpoint: endpoint._render(),
        })),
    },
    problems: [...problems, ...privateProblems({ privateEndpoint, privateEndpointOverrides })],
    authentication: clientAuthentication,
    onBehalfOf,
    audiences,
  });
}

function endpointFields({ issuer, authorizationEndpoint, tokenEndpoint }: TenantEndpoints): object {
  return { issuer, authorizationEndpoint, tokenEndpoint };
}

function secretFields(secret: StoredSecret | undefined): object {
  if (!secret) return {};
  return secret._field
    ? { clientSecretSource: 'EXTERNAL', clientSecretConfig: secret._field }
    : { clientSecretSource: 'MANAGED', clientSecret: secret._value };
}
