/** Targets of gateways. */
import type { TypeCoverage } from './coverage';
import { privateEndpoint } from './private-endpoints';

/** A description, in the template or in a bucket. */
function described(path: string, inTemplate: string, fromBucket: string): Record<string, string> {
  return {
    [`${path}.inlinePayload`]: inTemplate,
    [`${path}.s3.uri`]: fromBucket,
    [`${path}.s3.bucketOwnerAccountId`]: `${fromBucket}, \`ownerAccount\``,
  };
}

function inBucket(path: string, prop: string): Record<string, string> {
  return {
    [`${path}.uri`]: `${prop}: \`ToolList.fromBucket\``,
    [`${path}.bucketOwnerAccountId`]: `${prop}: \`ToolList.fromBucket\`, \`ownerAccount\``,
  };
}

/** The schema of what a tool takes or gives; it holds others of its kind. */
function toolSchema(path: string, field: string): Record<string, string> {
  const prop = (what: string) => `\`addLambda\` \`tools\`: \`${field}\`, ${what}`;
  return {
    [`${path}.type`]: prop('`type` of it and of its fields'),
    [`${path}.description`]: prop('`description` of it and of its fields'),
    [`${path}.properties`]: prop('`properties`'),
    [`${path}.required`]: prop('`required`'),
    [`${path}.items`]: prop('`items` of a field that is a list; what is at the top is an object'),
  };
}

const PROVIDER = 'credentialProviderConfigurations.credentialProvider';
const CONFIGURATION = 'targetConfiguration';
const { mcp, http, inference } = {
  mcp: `${CONFIGURATION}.mcp`,
  http: `${CONFIGURATION}.http`,
  inference: `${CONFIGURATION}.inference`,
};
const TOOLS_OF_REST = `${mcp}.apiGateway.apiGatewayToolConfiguration`;
const HTTP_SCHEMA = '`HttpSchema.of`, `fromFile`, `fromInline`';

export const GATEWAY_TARGET: TypeCoverage = {
  type: 'GatewayTarget',
  by: 'a method of `ToolGateway` for each kind, `addLambda`, `addOpenApi` and so on, or the class that it makes',
  props: {
    gatewayIdentifier: '`gateway`',
    name: '`targetName`',
    description: '`description`',
    'certificateConfigurations.s3.uri': '`certificate`: `TargetCertificate.fromBucket`',
    'certificateConfigurations.s3.bucketOwnerAccountId':
      '`certificate`: `TargetCertificate.fromBucket`, `ownerAccount`',
    'certificateConfigurations.secretsManager.secretArn': '`certificate`: `TargetCertificate.fromSecret`',
    'credentialProviderConfigurations.credentialProviderType': '`outbound`: one of the ways of `Outbound`',
    [`${PROVIDER}.apiKeyCredentialProvider.providerArn`]: '`outbound`: the provider of `Outbound.apiKey`',
    [`${PROVIDER}.apiKeyCredentialProvider.credentialLocation`]:
      '`outbound`: `Outbound.apiKey`, `place`, `ApiKeyPlace.header` or `query`',
    [`${PROVIDER}.apiKeyCredentialProvider.credentialParameterName`]:
      '`outbound`: `Outbound.apiKey`, `place`, the name in `ApiKeyPlace`',
    [`${PROVIDER}.apiKeyCredentialProvider.credentialPrefix`]:
      '`outbound`: `Outbound.apiKey`, `place`, `ApiKeyPlace.header`, `prefix`',
    [`${PROVIDER}.iamCredentialProvider.service`]: '`outbound`: `Outbound.gatewayRole`, `service`',
    [`${PROVIDER}.iamCredentialProvider.region`]: '`outbound`: `Outbound.gatewayRole`, `region`',
    [`${PROVIDER}.oauthCredentialProvider.providerArn`]:
      '`outbound`: the provider of `Outbound.oauth`, `userOAuth` and `onBehalfOf`',
    [`${PROVIDER}.oauthCredentialProvider.grantType`]: '`outbound`: `Outbound.oauth`, `userOAuth` or `onBehalfOf`',
    [`${PROVIDER}.oauthCredentialProvider.scopes`]: '`outbound`: `Outbound.oauth`, `userOAuth`, `onBehalfOf`, `scopes`',
    [`${PROVIDER}.oauthCredentialProvider.customParameters`]:
      '`outbound`: `Outbound.oauth`, `userOAuth`, `onBehalfOf`, `parameters`',
    [`${PROVIDER}.oauthCredentialProvider.defaultReturnUrl`]: '`outbound`: `Outbound.userOAuth`, `returnUrl`',
    'metadataConfiguration.allowedRequestHeaders': '`passes`: `requestHeaders`',
    'metadataConfiguration.allowedQueryParameters': '`passes`: `queryParameters`',
    'metadataConfiguration.allowedResponseHeaders': '`passes`: `responseHeaders`',
    ...privateEndpoint('privateEndpoint', '`privateEndpoint`'),

    [`${http}.agentcoreRuntime.arn`]: '`addAgent` `agent`',
    [`${http}.agentcoreRuntime.qualifier`]: '`addAgent` `qualifier`',
    ...described(
      `${http}.agentcoreRuntime.schema.source`,
      `\`addAgent\` \`schema\`: ${HTTP_SCHEMA}`,
      '`addAgent` `schema`: `HttpSchema.fromBucket`',
    ),
    [`${http}.connector.source.connectorId`]: '`addHttpConnector` `connector`: `HttpConnector.memory` or `of`',
    [`${http}.connector.parameters`]:
      '`addHttpConnector` `connector`: the memory of `HttpConnector.memory`, the `parameters` of `of`',
    [`${http}.passthrough.endpoint`]: '`addPassthrough` `endpoint`',
    [`${http}.passthrough.protocolType`]: '`addPassthrough` `protocol`',
    ...described(
      `${http}.passthrough.schema.source`,
      `\`addPassthrough\` \`schema\`: ${HTTP_SCHEMA}`,
      '`addPassthrough` `schema`: `HttpSchema.fromBucket`',
    ),
    [`${http}.passthrough.stickinessConfiguration.identifier`]:
      '`addPassthrough` `stickiness`: `Stickiness.byHeader` or `by`',
    [`${http}.passthrough.stickinessConfiguration.timeout`]: '`addPassthrough` `stickiness`: the timeout',

    [`${inference}.connector.source.connectorId`]:
      '`addInference` `provider`: `InferenceProvider.bedrock`, `openai`, `anthropic` or `connector`',
    [`${inference}.provider.endpoint`]: '`addInference` `provider`: the address of `InferenceProvider.custom`',
    [`${inference}.provider.modelMapping.providerPrefix.strip`]:
      '`addInference` `provider`: `InferenceProvider.custom`, `modelPrefix`, `optional`',
    [`${inference}.provider.modelMapping.providerPrefix.separator`]:
      '`addInference` `provider`: `InferenceProvider.custom`, `modelPrefix`, `separator`',
    [`${inference}.provider.operations.path`]:
      '`addInference` `provider`: `InferenceProvider.custom`, `operations`, `api`',
    [`${inference}.provider.operations.providerPath`]:
      '`addInference` `provider`: `InferenceProvider.custom`, `operations`, `providerPath`',
    [`${inference}.provider.operations.models.model`]:
      '`addInference` `provider`: `InferenceProvider.custom`, `operations`, `models`',

    [`${mcp}.apiGateway.restApiId`]: '`addApiGateway` `api`',
    [`${mcp}.apiGateway.stage`]: '`addApiGateway` `stage`',
    [`${TOOLS_OF_REST}.toolFilters.filterPath`]: '`addApiGateway` `methods`: the path of `RestMethods.of`',
    [`${TOOLS_OF_REST}.toolFilters.methods`]: '`addApiGateway` `methods`: the methods of `RestMethods.of`',
    [`${TOOLS_OF_REST}.toolOverrides.path`]: '`addApiGateway` `overrides`: `path`',
    [`${TOOLS_OF_REST}.toolOverrides.method`]: '`addApiGateway` `overrides`: `method`',
    [`${TOOLS_OF_REST}.toolOverrides.name`]: '`addApiGateway` `overrides`: `name`',
    [`${TOOLS_OF_REST}.toolOverrides.description`]: '`addApiGateway` `overrides`: `description`',
    [`${mcp}.connector.source.connectorId`]:
      '`addConnector` `connector`: `Connector.webSearch`, `knowledgeBase`, `agenticRetrieval` or `of`',
    [`${mcp}.connector.enabled`]: '`addConnector` `connector`: `Connector.of`, `enabled`',
    [`${mcp}.connector.configurations.name`]:
      '`addConnector` `connector`: known of the presets; `Connector.of`, `tools`, `name`',
    [`${mcp}.connector.configurations.description`]:
      '`addConnector` `connector`: `description` of the presets; `Connector.of`, `tools`, `description`',
    [`${mcp}.connector.configurations.parameterValues`]:
      '`addConnector` `connector`: what the presets are told; `Connector.of`, `tools`, `values`',
    [`${mcp}.connector.configurations.parameterOverrides.path`]:
      '`addConnector` `connector`: `callersSet` of the presets; `Connector.of`, `tools`, `parameters`, `path`',
    [`${mcp}.connector.configurations.parameterOverrides.visible`]:
      '`addConnector` `connector`: `callersSet` of the presets; `Connector.of`, `tools`, `parameters`, `visible`',
    [`${mcp}.connector.configurations.parameterOverrides.description`]:
      '`addConnector` `connector`: `Connector.of`, `tools`, `parameters`, `description`',
    [`${mcp}.lambda.lambdaArn`]: '`addLambda` `handler`',
    [`${mcp}.lambda.toolSchema.inlinePayload.name`]: '`addLambda` `tools`: `name`',
    [`${mcp}.lambda.toolSchema.inlinePayload.description`]: '`addLambda` `tools`: `description`',
    ...toolSchema(`${mcp}.lambda.toolSchema.inlinePayload.inputSchema`, 'inputSchema'),
    ...toolSchema(`${mcp}.lambda.toolSchema.inlinePayload.outputSchema`, 'outputSchema'),
    ...inBucket(`${mcp}.lambda.toolSchema.s3`, '`addLambda` `toolList`'),
    [`${mcp}.mcpServer.endpoint`]: '`addMcpServer` `server`: `McpServer.url` or `agent`',
    [`${mcp}.mcpServer.listingMode`]: '`addMcpServer` `listingMode`',
    [`${mcp}.mcpServer.resourcePriority`]: '`addMcpServer` `resourcePriority`',
    [`${mcp}.mcpServer.mcpToolSchema.inlinePayload`]: '`addMcpServer` `tools`, where users log in for the server',
    ...inBucket(`${mcp}.mcpServer.mcpToolSchema.s3`, '`addMcpServer` `toolList`'),
    ...described(
      `${mcp}.openApiSchema`,
      '`addOpenApi` `api`: `OpenApiDescription.fromFile` or `fromInline`',
      '`addOpenApi` `api`: `OpenApiDescription.fromBucket`',
    ),
    ...described(
      `${mcp}.smithyModel`,
      '`addSmithy` `model`: `SmithyModel.fromFile` or `fromInline`',
      '`addSmithy` `model`: `SmithyModel.fromBucket`',
    ),
  },
};
