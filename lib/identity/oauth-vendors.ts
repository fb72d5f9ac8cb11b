/** The vendors that AgentCore knows, and which block of the configuration is theirs: dated data. */

/** What the endpoints of a tenant are made of, after its issuer. */
export interface EndpointPaths {
  readonly authorization: string;
  readonly token: string;
}

export interface VendorRow {
  /** The block of `Oauth2ProviderConfigInput`. */
  readonly block: string;
  /** The factory in `OAuthVendor`, for messages. */
  readonly factory: string;
}

/** The block of every vendor without one of its own. */
export const INCLUDED_BLOCK = 'includedOauth2ProviderConfig';

const included = (factory: string): VendorRow => ({ block: INCLUDED_BLOCK, factory });

/**
 * By the service's names, as of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-idps.html
 */
export const OAUTH_VENDORS = {
  AtlassianOauth2: { block: 'atlassianOauth2ProviderConfig', factory: 'atlassian' },
  Auth0Oauth2: included('auth0'),
  CognitoOauth2: included('cognito'),
  CustomOauth2: { block: 'customOauth2ProviderConfig', factory: 'custom' },
  CyberArkOauth2: included('cyberArk'),
  DropboxOauth2: included('dropbox'),
  FacebookOauth2: included('facebook'),
  FusionAuthOauth2: included('fusionAuth'),
  GithubOauth2: { block: 'githubOauth2ProviderConfig', factory: 'github' },
  GoogleOauth2: { block: 'googleOauth2ProviderConfig', factory: 'google' },
  HubspotOauth2: included('hubspot'),
  LinkedinOauth2: { block: 'linkedinOauth2ProviderConfig', factory: 'linkedin' },
  MicrosoftOauth2: { block: 'microsoftOauth2ProviderConfig', factory: 'microsoft' },
  NotionOauth2: included('notion'),
  OktaOauth2: included('okta'),
  OneLoginOauth2: included('oneLogin'),
  PingOneOauth2: included('pingOne'),
  RedditOauth2: included('reddit'),
  SalesforceOauth2: { block: 'salesforceOauth2ProviderConfig', factory: 'salesforce' },
  SlackOauth2: { block: 'slackOauth2ProviderConfig', factory: 'slack' },
  SpotifyOauth2: included('spotify'),
  TwitchOauth2: included('twitch'),
  XOauth2: included('x'),
  YandexOauth2: included('yandex'),
  ZoomOauth2: included('zoom'),
} as const satisfies Record<string, VendorRow>;

export type OAuthVendorName = keyof typeof OAUTH_VENDORS;

/** Where a vendor's endpoints stand below the issuer of a tenant, as its page in the guide shows it, as of 2026-11-21. */
export const TENANT_PATHS = {
  Auth0Oauth2: { authorization: '/authorize', token: '/oauth/token' },
  OktaOauth2: { authorization: '/v1/authorize', token: '/v1/token' },
  OneLoginOauth2: { authorization: '/auth', token: '/token' },
  PingOneOauth2: { authorization: '/authorize', token: '/token' },
} as const satisfies Partial<Record<OAuthVendorName, EndpointPaths>>;
