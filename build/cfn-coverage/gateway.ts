/** Gateways, their resource policies, rate limits and consent portals. */
import type { TypeCoverage } from './coverage';
import { privateEndpoint } from './private-endpoints';

const JWT = 'authorizerConfiguration.customJwtAuthorizer';
const CLAIM = `${JWT}.customClaims`;
const MCP = 'protocolConfiguration.mcp';

export const GATEWAY: TypeCoverage = {
  type: 'Gateway',
  by: '`ToolGateway`',
  props: {
    authorizerType: '`inboundAuth`: `InboundAuth.jwt`, `iam`, `authenticateOnly` or `none`',
    [`${JWT}.discoveryUrl`]: '`inboundAuth`: the `IdentityProvider` of `InboundAuth.jwt`',
    [`${JWT}.allowedAudience`]: '`inboundAuth`: the `audiences` of the `IdentityProvider`',
    [`${JWT}.allowedClients`]: '`inboundAuth`: the `clients` of the `IdentityProvider`',
    [`${JWT}.allowedScopes`]: '`inboundAuth`: `InboundAuth.jwt`, `scopes`',
    [`${JWT}.advertisedScopeMapping`]: '`inboundAuth`: `InboundAuth.jwt`, `advertisedScopes`',
    [`${CLAIM}.inboundTokenClaimName`]: '`inboundAuth`: `claims`, the first argument of each `ClaimRequirement`',
    [`${CLAIM}.inboundTokenClaimValueType`]:
      '`inboundAuth`: `claims`, text with `ClaimRequirement.equalTo`, a list with `includes` and `includesAny`',
    [`${CLAIM}.authorizingClaimMatchValue.claimMatchOperator`]:
      '`inboundAuth`: `claims`, `ClaimRequirement.equalTo`, `includes` or `includesAny`',
    [`${CLAIM}.authorizingClaimMatchValue.claimMatchValue.matchValueString`]:
      '`inboundAuth`: `claims`, the value of `ClaimRequirement.equalTo` and `includes`',
    [`${CLAIM}.authorizingClaimMatchValue.claimMatchValue.matchValueStringList`]:
      '`inboundAuth`: `claims`, the values of `ClaimRequirement.includesAny`',
    ...privateEndpoint(`${JWT}.privateEndpoint`, '`inboundAuth`: `InboundAuth.jwt`, `privateEndpoint`'),
    name: '`gatewayName`',
    description: '`description`',
    exceptionLevel: '`detailedErrors`, with the reason',
    'interceptorConfigurations.interceptor.lambda.arn': '`interceptors`: the `handler` of each `Interceptor`',
    'interceptorConfigurations.interceptionPoints':
      '`interceptors`: `Interceptor.request`, `response` or `both`; `TenantInterceptor` `interceptor`',
    'interceptorConfigurations.inputConfiguration.passRequestHeaders': '`interceptors`: `passRequestHeaders`',
    'interceptorConfigurations.inputConfiguration.payloadFilter': '`interceptors`: `excludeResponseBody`',
    kmsKeyArn: '`encryptionKey`',
    'policyEngineConfiguration.arn': '`policyEngine`; an engine of its own without it',
    'policyEngineConfiguration.mode': '`rollout`',
    [`${MCP}.disableMcpListToolsPagination`]: '`paginatedToolList`',
    [`${MCP}.instructions`]: '`instructions`',
    [`${MCP}.searchType`]: '`semanticSearch`',
    [`${MCP}.sessionConfiguration.sessionTimeoutInSeconds`]: '`sessionTimeout`',
    [`${MCP}.streamingConfiguration.enableResponseStreaming`]: '`responseStreaming`',
    [`${MCP}.supportedVersions`]: '`protocolVersions`',
    protocolType: '`protocol`',
    roleArn: 'the role that the gateway makes: `gateway.role`',
    tags: '`tags`',
    'wafConfiguration.failureMode': '`webAcl`, and `uninspectedRequests` with the reason',
  },
};

export const RESOURCE_POLICY: TypeCoverage = {
  type: 'ResourcePolicy',
  by: '`ToolGateway` `allowFrom`, `onlyFrom` and `addToResourcePolicy`, and `ResourcePolicy` for other resources',
  props: {
    policy: '`ToolGateway` `allowFrom`, `onlyFrom`, `addToResourcePolicy`; `ResourcePolicy` `statements`',
    resourceArn: 'the gateway itself; `ResourcePolicy` `resourceArn`',
  },
};

export const RATE_LIMIT: TypeCoverage = {
  type: 'GatewayRateLimit',
  by: '`gateway.addRateLimit` or `GatewayRateLimit`',
  props: {
    gatewayIdentifier: '`gateway`',
    rateLimitId: '`rateLimitId`',
    description: '`description`',
    dimensionKeys: '`by`: `RateLimitDimension`',
    'entries.dimensions': '`entries`: `when`, each value by `RateLimitDimension` `equalTo`',
    'entries.requests.rate': '`entries`: `requests`, the number of `RequestRate`',
    'entries.requests.period': '`entries`: `requests`, `RequestRate.perSecond` or `perMinute`',
    'entries.tokens.rate': '`entries`: `tokensPerMinute`',
    'entries.tokens.period': '`entries`: `tokensPerMinute`, always the minute',
    'entries.connections.rate': '`entries`: `concurrentRequests`',
    'entries.connections.period': '`entries`: `concurrentRequests`, always the second',
  },
};

export const CONSENT_PORTAL: TypeCoverage = {
  type: 'ConsentPortal',
  by: '`ConsentPortal`',
  props: {
    name: '`portalName`',
    description: '`description`',
    executionRoleArn:
      'the role that the portal makes: `portal.role`, for the providers of its targets, `outboundProviders` or `everyProvider`',
    'idpConfig.credentialProviderArn': '`signInProvider`',
    'idpConfig.scopes': '`scopes`',
    'idpConfig.audience': '`audience`',
    'sources.identifier': '`gateway`',
    'sources.type': '`gateway`; the service knows no other kind of source',
    tags: '`tags`',
  },
};
