/** Credential providers and workload identities. */
import type { TypeCoverage } from './coverage';
import { privateEndpoint } from './private-endpoints';

const INPUT = 'oauth2ProviderConfigInput';
const CUSTOM = `${INPUT}.customOauth2ProviderConfig`;
const METADATA = `${CUSTOM}.oauthDiscovery.authorizationServerMetadata`;
const INCLUDED = `${INPUT}.includedOauth2ProviderConfig`;

/** What every client has; the vendor decides the block. */
function client(block: string, vendor: string): Record<string, string> {
  const path = `${INPUT}.${block}Oauth2ProviderConfig`;
  const prop = (name: string) => `${name}, with \`vendor\`: ${vendor}`;
  return {
    [`${path}.clientId`]: prop('`clientId`'),
    [`${path}.clientSecretConfig.secretId`]: prop('`clientSecret`: the secret of `StoredSecret.field`'),
    [`${path}.clientSecretConfig.jsonKey`]: prop('`clientSecret`: the field of `StoredSecret.field`'),
    [`${path}.clientSecret`]: prop('`clientSecret`: `StoredSecret.inTemplate`, with the reason'),
    [`${path}.clientSecretSource`]: prop('`clientSecret`: `StoredSecret.field` or `inTemplate`'),
  };
}

const SERVER = '`OAuthVendor.custom` or `customEndpoints`';
const server = (name: string) => `\`vendor\`: ${SERVER}, ${name}`;
const described = (name: string) => `\`vendor\`: \`OAuthVendor.customEndpoints\`, \`${name}\``;
const key = (name: string) => server(`\`clientAuthentication\`, \`ClientAuthentication.privateKeyJwt\`, \`${name}\``);
const tenant = (name: string) =>
  `\`vendor\`: \`${name}\` of \`OAuthVendor.auth0\`, \`cognito\`, \`cyberArk\`, \`fusionAuth\`, \`okta\`, \`oneLogin\`, \`pingOne\`, \`of\``;

export const OAUTH_PROVIDER: TypeCoverage = {
  type: 'OAuth2CredentialProvider',
  by: '`OAuthProvider`',
  props: {
    name: '`providerName`',
    credentialProviderVendor: '`vendor`: one of `OAuthVendor`',
    tags: '`tags`',
    ...client('atlassian', '`OAuthVendor.atlassian`'),
    ...client('github', '`OAuthVendor.github`'),
    ...client('google', '`OAuthVendor.google`'),
    ...client('linkedin', '`OAuthVendor.linkedin`'),
    ...client('microsoft', '`OAuthVendor.microsoft`'),
    [`${INPUT}.microsoftOauth2ProviderConfig.tenantId`]: '`vendor`: `OAuthVendor.microsoft`, `tenantId`',
    ...client('salesforce', '`OAuthVendor.salesforce`'),
    ...client('slack', '`OAuthVendor.slack`'),
    ...client('included', 'any other that AgentCore knows'),
    [`${INCLUDED}.issuer`]: tenant('issuer'),
    [`${INCLUDED}.authorizationEndpoint`]: tenant('authorizationEndpoint'),
    [`${INCLUDED}.tokenEndpoint`]: tenant('tokenEndpoint'),
    ...client('custom', SERVER),
    [`${CUSTOM}.clientAuthenticationMethod`]: server('`clientAuthentication`'),
    [`${CUSTOM}.privateKeyJwtConfig.privateKeySource.kmsKeySource.kmsKeyArn`]: key('key'),
    [`${CUSTOM}.privateKeyJwtConfig.signingAlgorithm`]: key('algorithm'),
    [`${CUSTOM}.privateKeyJwtConfig.additionalHeaderClaims`]: key('headerClaims'),
    [`${CUSTOM}.privateKeyJwtConfig.additionalPayloadClaims`]: key('payloadClaims'),
    [`${CUSTOM}.oauthDiscovery.discoveryUrl`]: '`vendor`: `OAuthVendor.custom`, `discoveryUrl`',
    [`${METADATA}.issuer`]: described('issuer'),
    [`${METADATA}.authorizationEndpoint`]: described('authorizationEndpoint'),
    [`${METADATA}.tokenEndpoint`]: described('tokenEndpoint'),
    [`${METADATA}.responseTypes`]: described('responseTypes'),
    [`${CUSTOM}.onBehalfOfTokenExchangeConfig.grantType`]: server(
      '`onBehalfOf`, `OnBehalfOf.tokenExchange` or `jwtAuthorizationGrant`',
    ),
    [`${CUSTOM}.onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.actorTokenContent`]: server(
      '`onBehalfOf`, `OnBehalfOf.tokenExchange`, one of `ActorToken`',
    ),
    [`${CUSTOM}.onBehalfOfTokenExchangeConfig.tokenExchangeGrantTypeConfig.actorTokenScopes`]: server(
      '`onBehalfOf`, `OnBehalfOf.tokenExchange`, the scopes of `ActorToken.machineToMachine`',
    ),
    ...privateEndpoint(`${CUSTOM}.privateEndpoint`, server('`privateEndpoint`')),
    [`${CUSTOM}.privateEndpointOverrides.domain`]: server('`privateEndpointOverrides`, its keys'),
    ...privateEndpoint(`${CUSTOM}.privateEndpointOverrides.privateEndpoint`, server('`privateEndpointOverrides`')),
  },
};

export const API_KEY_PROVIDER: TypeCoverage = {
  type: 'ApiKeyCredentialProvider',
  by: '`ApiKeyProvider`',
  props: {
    name: '`providerName`',
    apiKey: '`apiKey`: `StoredSecret.inTemplate`, with the reason',
    'apiKeySecretConfig.secretId': '`apiKey`: the secret of `StoredSecret.field`',
    'apiKeySecretConfig.jsonKey': '`apiKey`: the field of `StoredSecret.field`',
    apiKeySecretSource: '`apiKey`: `StoredSecret.field` or `inTemplate`',
    tags: '`tags`',
  },
};

export const WORKLOAD_IDENTITY: TypeCoverage = {
  type: 'WorkloadIdentity',
  by: '`AgentIdentity`',
  props: {
    name: '`identityName`',
    allowedResourceOauth2ReturnUrls: '`returnUrls`',
    tags: '`tags`',
  },
};
