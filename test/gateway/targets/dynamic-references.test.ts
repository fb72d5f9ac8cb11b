/** CloudFormation resolves `{{resolve:…}}` wherever a template has it, so that no text of others may bring one along. */
import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import {
  GatewayProtocol,
  HttpOperation,
  HttpSchema,
  McpServer,
  OpenApiDescription,
  Outbound,
  PassthroughProtocol,
  RestMethods,
  SmithyModel,
  type ToolGateway,
} from '../../../lib/gateway';
import { OAuthProvider } from '../../../lib/identity';
import { ToolDefinitions } from '../../../lib/tools';
import { pets } from '../../openapi/pets';
import { inventoryModel, shapeId } from '../../smithy/inventory';
import { functionIn, jwt, shop } from '../shop';

const REFERENCE = '{{resolve:secretsmanager:prod/db:SecretString:password}}';
const TEXT = `The key is ${REFERENCE}`;
const SAID =
  `is "${REFERENCE}". Allowed: text without {{resolve:…}}, in whose place CloudFormation would put a secret when it ` +
  'deploys. Take it out of the text.';
const none = Outbound.none({ reason: 'the test is about texts' });
const url = 'https://mcp.example.com/mcp';

const toolOf = (parts: object) =>
  ToolDefinitions.of({ name: 'search', description: 'Searches.', inputSchema: { type: 'object' }, ...parts });
const passing = (schema: HttpSchema) => (tools: ToolGateway) =>
  tools.addPassthrough('Target', {
    endpoint: 'https://claims.example.com',
    protocol: PassthroughProtocol.CUSTOM,
    outbound: Outbound.gatewayRole(),
    schema,
  });
const smithy = () => {
  const model = inventoryModel();
  model.shapes[shapeId('Inventory')].operations.pop();
  model.shapes[shapeId('Inventory')].traits['smithy.api#documentation'] = TEXT;
  return SmithyModel.fromInline(model);
};
const user = (tools: ToolGateway) =>
  Outbound.userOAuth(
    OAuthProvider.fromOAuthProviderAttributes(tools, 'Provider', {
      providerArn:
        'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/oauth2credentialprovider/docs',
    }),
    { returnUrl: 'https://app.example.com/consent' },
  );

describe('A text that CloudFormation would put a secret into is refused', () => {
  it.each<[string, (tools: ToolGateway) => unknown, string]>([
    [
      'in the description of a tool of a function',
      (tools) => tools.addLambda('Target', { handler: functionIn(tools), tools: toolOf({ description: TEXT }) }),
      'tools[0].description',
    ],
    [
      'in the description of a field',
      (tools) => {
        const inputSchema = { type: 'object', properties: { a: { type: 'string', description: TEXT } } };
        return tools.addLambda('Target', { handler: functionIn(tools), tools: toolOf({ inputSchema }) });
      },
      'tools[0].inputSchema.properties.a.description',
    ],
    [
      'in what a server says of a tool, also where policies do not know of it',
      (tools) =>
        tools.addMcpServer('Target', {
          server: McpServer.url(url),
          outbound: user(tools),
          tools: toolOf({ inputSchema: { type: 'object', properties: { a: { type: 'string', enum: [TEXT] } } } }),
        }),
      'tools[0].inputSchema.properties.a.enum.0',
    ],
    [
      'in the address of a server',
      (tools) => tools.addMcpServer('Target', { server: McpServer.url(`${url}/${REFERENCE}`), outbound: none }),
      'targetConfiguration.mcp.mcpServer.endpoint',
    ],
    [
      'in an OpenAPI description',
      (tools) => {
        const api = OpenApiDescription.fromInline(
          JSON.stringify(pets({ paths: { '/pets': { get: { summary: TEXT } } } })),
        );
        return tools.addOpenApi('Target', { api, outbound: none });
      },
      'openapi:1: GET /pets summary',
    ],
    [
      'in a Smithy model',
      (tools) => tools.addSmithy('Target', { model: smithy() }),
      `model: shapes.${shapeId('Inventory')}.traits.smithy.api#documentation`,
    ],
    [
      'in the description of a target over HTTP',
      passing(HttpSchema.fromInline(`openapi: 3.0.3\ninfo:\n  title: ${JSON.stringify(TEXT)}\npaths: {}\n`)),
      'schema:3: the text',
    ],
    [
      'in a field of an operation over HTTP',
      passing(
        HttpSchema.of(
          HttpOperation.of('POST', '/claims', {
            type: 'object',
            properties: { a: { type: 'string', description: TEXT } },
          }),
        ),
      ),
      'tools.0.inputSchema.properties.a.description',
    ],
    [
      'in other words for a method',
      (tools) => {
        const api = apigateway.RestApi.fromRestApiAttributes(tools, 'Api', { restApiId: 'a', rootResourceId: 'b' });
        return tools.addApiGateway('Target', {
          api,
          stage: apigateway.Stage.fromStageAttributes(tools, 'Stage', { stageName: 'prod', restApi: api }),
          methods: [RestMethods.of('/orders', 'GET')],
          overrides: [{ path: '/orders', method: 'GET', name: 'orders', description: TEXT }],
        });
      },
      'targetConfiguration.mcp.apiGateway.apiGatewayToolConfiguration.toolOverrides.0.description',
    ],
  ])('%s', (_, add, about) => {
    const { tools } = shop({
      protocol: GatewayProtocol.ANY,
      inboundAuth: jwt(),
      unpermittedTools: { reason: 'the test is about texts' },
    });
    expect(() => add(tools)).toThrow(`Shop/Tools/Target cannot be built:\n  - ${about} ${SAID}`);
  });
});
