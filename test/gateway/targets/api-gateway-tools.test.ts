import {
  App,
  aws_apigateway as apigateway,
  aws_cognito as cognito,
  aws_iam as iam,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiGatewayTools, ApiKeyPlace, Outbound, RestMethods, type ApiGatewayToolsOptions } from '../../../lib/gateway';
import { ApiKeyProvider } from '../../../lib/identity';
import { ToolDefinitions } from '../../../lib/tools';
import { DependencyGraph } from '../../dependency-graph';
import { ENV, shop, synthError } from '../shop';

const TARGET = 'AWS::BedrockAgentCore::GatewayTarget';
const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };
const { IAM } = apigateway.AuthorizationType;
const RESPONSES = [{ statusCode: '200' }];
const SIGNED = { authorizationType: IAM, methodResponses: RESPONSES };

/** `GET /orders`, `GET` and `PUT /orders/{id}`, `GET /`. */
function shopApi(scope: Stack, props: apigateway.RestApiProps = {}) {
  const api = new apigateway.RestApi(scope, 'Orders', { cloudWatchRole: false, ...props });
  const mock = new apigateway.MockIntegration();
  const orders = api.root.addResource('orders');
  const order = orders.addResource('{id}');
  const model = api.addModel('Change', {
    schema: {
      type: apigateway.JsonSchemaType.OBJECT,
      properties: {
        status: { type: apigateway.JsonSchemaType.STRING, enum: ['open', 'shipped'] },
        items: { type: apigateway.JsonSchemaType.ARRAY, items: { type: apigateway.JsonSchemaType.INTEGER } },
      },
      required: ['status'],
    },
  });
  api.root.addMethod('GET', mock, SIGNED);
  orders.addMethod('GET', mock, {
    ...SIGNED,
    operationName: 'list_orders',
    requestParameters: {
      'method.request.querystring.limit': true,
      'method.request.querystring.after': false,
      'method.request.header.X-Tenant': true,
      'method.request.header.Authorization': true,
    },
  });
  order.addMethod('GET', mock, { ...SIGNED, operationName: 'get_order' });
  order.addMethod('PUT', mock, {
    ...SIGNED,
    operationName: 'change_order',
    requestModels: { 'application/json': model },
  });
  return { api, orders, order, mock };
}

const targetIn = (stack: Stack): any => Object.values(Template.fromStack(stack).findResources(TARGET))[0];
const grantsIn = (stack: Stack): any[] =>
  Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(
    (policy: any) => policy.Properties.PolicyDocument.Statement,
  );
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const refusal = (...problems: string[]) =>
  new Error(['Shop/Tools/Shop cannot be built:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));

type Options = Omit<ApiGatewayToolsOptions, 'api'>;

function added(options: Options, change: (api: ReturnType<typeof shopApi>, stack: Stack) => void = () => undefined) {
  const { app, stack, tools } = shop(DENIED);
  const made = shopApi(stack);
  change(made, stack);
  return { app, stack, tools, ...made, target: tools.addApiGateway('Shop', { api: made.api, ...options }) };
}

const keyProvider = (stack: Stack) =>
  ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Key', {
    providerArn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/apikeycredentialprovider/key',
  });

describe('Methods of a REST API of the app', () => {
  it('are tools by their filters, of the stage that the API deploys itself to', () => {
    const { stack } = added({
      methods: [RestMethods.of('/orders/*', 'get', 'PUT'), RestMethods.of('/orders', 'GET')],
      overrides: [{ path: '/orders/{id}', method: 'get', name: 'look_up', description: 'Looks an order up' }],
      passes: { requestHeaders: ['x-trace'] },
    });
    expect(targetIn(stack).Properties).toEqual({
      Name: 'Shop',
      Description: join('REST API Orders, deployment ', { Ref: expect.stringMatching(/^OrdersDeployment/) }),
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      CredentialProviderConfigurations: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
      MetadataConfiguration: { AllowedRequestHeaders: ['x-trace'] },
      TargetConfiguration: {
        Mcp: {
          ApiGateway: {
            RestApiId: { Ref: 'OrdersA9B65338' },
            Stage: { Ref: expect.stringMatching(/^OrdersDeploymentStageprod/) },
            ApiGatewayToolConfiguration: {
              ToolFilters: [
                { FilterPath: '/orders/*', Methods: ['GET', 'PUT'] },
                { FilterPath: '/orders', Methods: ['GET'] },
              ],
              ToolOverrides: [
                { Path: '/orders/{id}', Method: 'GET', Name: 'look_up', Description: 'Looks an order up' },
              ],
            },
          },
        },
      },
    });
  });

  it('may be invoked by the gateway, each by itself', () => {
    const { stack } = added({ methods: [RestMethods.of('/orders/*', 'GET', 'PUT'), RestMethods.of('/orders', 'GET')] });
    const arn = (place: string) =>
      join(
        'arn:',
        { Ref: 'AWS::Partition' },
        ':execute-api:eu-central-1:123456789012:',
        { Ref: 'OrdersA9B65338' },
        '/',
        { Ref: expect.stringMatching(/^OrdersDeploymentStageprod/) },
        place,
      );
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'execute-api:Invoke',
        Resource: [arn('/GET/orders'), arn('/GET/orders/*'), arn('/PUT/orders/*')],
      },
    ]);
  });

  it('are asked for after the stage is deployed, with all methods', () => {
    const graph = DependencyGraph.of(added({ methods: [RestMethods.of('/orders', 'GET')] }).app);
    const target = /ShopTarget/;
    expect(graph.waits(target, /OrdersDeploymentStageprod/)).toBe(true);
    expect(graph.waits(target, /OrdersordersidPUT/)).toBe(true);
    expect(graph.waits(target, /ToolsRoleGrants/)).toBe(true);
    expect(graph.cycle).toBeUndefined();
  });

  it('have the names of their operations, parameters and the fields of the body side by side', () => {
    const { stack, target } = added({
      methods: [RestMethods.of('/orders/*', 'GET', 'PUT'), RestMethods.of('/orders', 'GET')],
      overrides: [{ path: '/orders/{id}', method: 'GET', name: 'look_up', description: 'Looks an order up' }],
    });
    expect(target.allTools.map(({ definition }) => definition)).toEqual([
      {
        name: 'list_orders',
        description: 'GET /orders',
        inputSchema: {
          type: 'object',
          properties: { limit: { type: 'string' }, after: { type: 'string' }, 'X-Tenant': { type: 'string' } },
          required: ['limit', 'X-Tenant'],
        },
      },
      {
        name: 'look_up',
        description: 'Looks an order up',
        inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      },
      {
        name: 'change_order',
        description: 'PUT /orders/{id}',
        inputSchema: {
          type: 'object',
          properties: {
            status: { type: 'string' },
            items: { type: 'array', items: { type: 'integer' } },
            id: { type: 'string' },
          },
          required: ['id'],
        },
      },
    ]);
    expect(targetIn(stack).Metadata['cdk-agentcore:tools']).toEqual(
      target.allTools.map(({ definition }) => definition),
    );
  });

  it('have an open input where the body is a model of elsewhere, or of another kind', () => {
    const { target } = added(
      { methods: [RestMethods.of('/orders', 'POST', 'PATCH')] },
      ({ api, orders, mock }, stack) => {
        const elsewhere = apigateway.Model.fromModelName(stack, 'Elsewhere', 'Order');
        orders.addMethod('POST', mock, {
          ...SIGNED,
          operationName: 'order',
          requestModels: { 'application/json': elsewhere },
        });
        const text = api.addModel('Text', { schema: { type: apigateway.JsonSchemaType.STRING } });
        orders.addMethod('PATCH', mock, { ...SIGNED, operationName: 'note', requestModels: { 'text/plain': text } });
      },
    );
    expect(target.allTools.map(({ definition }) => definition.inputSchema)).toEqual([
      { type: 'object' },
      { type: 'object' },
    ]);
  });

  it('below / are all but that of / itself', () => {
    const { target } = added({ methods: [RestMethods.of('/*', 'GET')] });
    expect(target.allTools.map(({ name }) => name)).toEqual(['list_orders', 'get_order']);
  });

  it('may be selected twice, once by a wildcard', () => {
    const { target } = added({ methods: [RestMethods.of('/orders/{id}', 'GET'), RestMethods.of('/orders/*', 'GET')] });
    expect(target.allTools.map(({ name }) => name)).toEqual(['get_order']);
  });

  it('are called with an API key of API Gateway, which needs no permission to invoke', () => {
    const { app, stack, tools } = shop(DENIED);
    const api = new apigateway.RestApi(stack, 'Orders', { cloudWatchRole: false });
    api.root.addResource('orders').addMethod('GET', undefined, {
      apiKeyRequired: true,
      operationName: 'list_orders',
      methodResponses: RESPONSES,
    });
    tools.addApiGateway('Shop', {
      api,
      methods: [RestMethods.of('/orders', 'GET')],
      outbound: Outbound.apiKey(keyProvider(stack), { place: ApiKeyPlace.header({ name: 'X-API-Key' }) }),
    });
    expect(targetIn(stack).Properties.CredentialProviderConfigurations[0].CredentialProviderType).toBe('API_KEY');
    expect(grantsIn(stack).flatMap(({ Action }) => Action)).not.toContain('execute-api:Invoke');
    expect(() => app.synth()).not.toThrow();
  });

  it('stay as described where the target is in another stack, from which the deployment would be an export', () => {
    const app = new App();
    const { stack, tools } = shop(DENIED, app);
    const other = new Stack(app, 'Api', { env: ENV });
    const { api } = shopApi(other);
    tools.addApiGateway('Shop', { api, methods: [RestMethods.of('/orders', 'GET')], description: 'x'.repeat(200) });
    expect(targetIn(stack).Properties.Description).toBe('x'.repeat(200));
    expect(stack.dependencies).toEqual([other]);
  });

  it('follow their deployments from the stack of the API', () => {
    const app = new App();
    const { stack, tools } = shop(DENIED, app);
    const other = new Stack(app, 'Api', { env: ENV });
    const { api } = shopApi(other);
    new ApiGatewayTools(other, 'Shop', { gateway: tools, api, methods: [RestMethods.of('/orders', 'GET')] });
    expect(targetIn(other).Properties.Description).toEqual(
      join('REST API Orders, deployment ', { Ref: expect.stringMatching(/^OrdersDeployment/) }),
    );
    expect(grantsIn(other).map(({ Action }) => Action)).toEqual(['execute-api:Invoke']);
    expect(other.dependencies).toEqual([stack]);
  });
});

describe('Methods of a REST API that the app does not have', () => {
  const imported = (options: Partial<ApiGatewayToolsOptions> = {}) => {
    const { app, stack, tools } = shop(DENIED);
    const api = apigateway.RestApi.fromRestApiId(stack, 'Orders', 'a1b2c3');
    const stage = apigateway.Stage.fromStageAttributes(stack, 'Live', { restApi: api, stageName: 'live' });
    const methods = [RestMethods.of('/orders/*', 'GET'), RestMethods.of('/orders/{id}/refunds', 'POST')];
    return { app, stack, tools, target: tools.addApiGateway('Shop', { api, stage, methods, ...options }) };
  };

  it('are not known, and may be invoked as the filters say', () => {
    const { stack, target } = imported();
    expect(target.allTools).toEqual([target.everyTool]);
    const { Description, TargetConfiguration } = targetIn(stack).Properties;
    expect(Description).toBeUndefined();
    expect(TargetConfiguration.Mcp.ApiGateway).toMatchObject({ RestApiId: 'a1b2c3', Stage: 'live' });
    const arn = (place: string) =>
      join('arn:', { Ref: 'AWS::Partition' }, `:execute-api:eu-central-1:123456789012:a1b2c3/live/${place}`);
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'execute-api:Invoke',
        Resource: [arn('GET/orders/*'), arn('POST/orders/*/refunds')],
      },
    ]);
  });

  it('are known where they are declared', () => {
    const get = { name: 'get_order', description: 'Looks an order up', inputSchema: { type: 'object' } };
    const { stack, target } = imported({
      tools: ToolDefinitions.of(get),
      overrides: [{ path: '/orders/{id}', method: 'GET', name: 'get_order' }],
    });
    expect(target.allTools.map(({ fullName }) => fullName)).toEqual(['Shop___get_order']);
    expect(targetIn(stack).Metadata['cdk-agentcore:tools']).toEqual([get]);
  });

  it('are not known either where the API is a description', () => {
    const { stack, tools } = shop(DENIED);
    const apiDefinition = apigateway.ApiDefinition.fromInline({ openapi: '3.0.1', info: {}, paths: {} });
    const api = new apigateway.SpecRestApi(stack, 'Orders', { apiDefinition, cloudWatchRole: false });
    const target = tools.addApiGateway('Shop', { api, methods: [RestMethods.of('/orders', 'GET')] });
    expect(target.allTools).toEqual([target.everyTool]);
    expect(targetIn(stack).Properties.Description).toEqual(
      join('REST API Orders, deployment ', { Ref: expect.stringMatching(/^OrdersDeployment/) }),
    );
  });

  it('are refused where they cannot be', () => {
    const overrides = [{ path: '/orders/{id}', method: 'GET', name: 'fetch_order' }];
    const get = { name: 'get_order', description: 'Looks an order up', inputSchema: { type: 'object' } };
    expect(() => imported({ stage: undefined })).toThrow(
      refusal(
        'stage is missing. Allowed: a stage that the API is deployed to; an API of the app has one unless deploy is false. Give the stage; one that exists already is Stage.fromStageAttributes.',
      ),
    );
    expect(() => imported({ tools: ToolDefinitions.of() })).toThrow(
      refusal('the number of tools is 0. Allowed: 1 to 1000 per target. Define a tool.'),
    );
    expect(() => imported({ overrides, tools: ToolDefinitions.of(get) })).toThrow(
      refusal(
        'overrides[0].name is "fetch_order". Allowed: the name of one of the declared tools. Add the tool to tools.',
      ),
    );
  });

  it('are refused where the API is somewhere else, or the stage is of another one', () => {
    const app = new App();
    const { stack, tools } = shop(DENIED, app);
    const other = new Stack(app, 'Far', { env: { account: '210987654321', region: 'us-east-1' } });
    const api = apigateway.RestApi.fromRestApiId(other, 'Orders', 'a1b2c3');
    const near = apigateway.RestApi.fromRestApiId(stack, 'Near', 'd4e5f6');
    const stage = apigateway.Stage.fromStageAttributes(stack, 'Live', { restApi: near, stageName: 'live' });
    expect(() => tools.addApiGateway('Shop', { api, stage, methods: [RestMethods.of('/orders', 'GET')] })).toThrow(
      refusal(
        'api is "an API in us-east-1". Allowed: an API in eu-central-1, the region of the gateway. Deploy the two together, or describe the API with OpenAPI.',
        'api is "an API in 210987654321". Allowed: an API in 123456789012, the account of the gateway. Deploy the two together, or describe the API with OpenAPI.',
        'stage is "Shop/Live, of the API Shop/Near". Allowed: a stage of the API Far/Orders. Give a stage of the same API, or leave it out for the one that the API has.',
      ),
    );
  });
});

describe('Methods of a REST API are refused', () => {
  const get = RestMethods.of('/orders/{id}', 'GET');

  it.each<[string, Options, string[]]>([
    [
      'where there are none',
      { methods: [] },
      [
        "methods is []. Allowed: at least one RestMethods. Say which methods are tools: RestMethods.of('/orders/{id}', 'GET').",
      ],
    ],
    [
      'without a method',
      { methods: [RestMethods.of('/orders')] },
      [
        "methods[0] methods is []. Allowed: at least one method. Name them after the path: RestMethods.of('/orders', 'GET').",
      ],
    ],
    [
      'with methods that are none',
      { methods: [RestMethods.of('/orders', 'GETS', 'ANY', 'GET', 'GET')] },
      [
        'methods[0] method is "GETS". Allowed: GET, DELETE, HEAD, OPTIONS, PATCH, PUT, POST. Did you mean "GET"?',
        'methods[0] method is "ANY". Allowed: GET, DELETE, HEAD, OPTIONS, PATCH, PUT, POST. Name each method; the API has to have them one by one.',
        'methods[0] method is "GET". Allowed: each method once. Remove it.',
      ],
    ],
    [
      'with paths that are none',
      {
        methods: [
          RestMethods.of('orders', 'GET'),
          RestMethods.of('/orders*', 'GET'),
          RestMethods.of('/{proxy+}', 'GET'),
        ],
      },
      [
        'methods[0] is "orders". Allowed: a path like /orders/{id}, or /orders/* for all below /orders. Write "/orders".',
        'methods[1] is "/orders*". Allowed: a path like /orders/{id}, or /orders/* for all below /orders. Write the path as the API has it.',
        'methods[2] is "/{proxy+}". Allowed: a path without {…+}: the gateway does not support proxy resources. Give the API a resource for each path that a tool calls.',
      ],
    ],
    [
      'with the same method of the same path twice',
      { methods: [get, RestMethods.of('/orders/{id}', 'GET', 'PUT')] },
      ['methods[1] is "GET /orders/{id}". Allowed: each path with each method once. Remove it.'],
    ],
    [
      'that the API does not have',
      {
        methods: [
          RestMethods.of('/order/{id}', 'GET'),
          RestMethods.of('/orders/{id}', 'DELETE'),
          RestMethods.of('/orders/*', 'POST'),
          RestMethods.of('/customers/*', 'GET'),
        ],
      },
      [
        'methods[0] is "GET /order/{id}". Allowed: a method that the API has when the target is added. Did you mean "GET /orders/{id}"?',
        'methods[1] is "DELETE /orders/{id}". Allowed: a method that the API has when the target is added. It has GET /orders/{id}, PUT /orders/{id}.',
        'methods[2] is "POST /orders/*". Allowed: a wildcard that at least one method of the API fits. It has GET /orders/{id}, PUT /orders/{id}.',
        'methods[3] is "GET /customers/*". Allowed: a wildcard that at least one method of the API fits. Add the method to the API first.',
      ],
    ],
    [
      'without a name',
      { methods: [RestMethods.of('/', 'GET')] },
      [
        "the name of GET / is missing. Allowed: an operationName of the method, or a name in overrides: the tool is called by it. Give the method operationName: '…'.",
      ],
    ],
    [
      'with overrides of what is not selected, of wildcards, of one method twice, and of none',
      {
        methods: [get],
        overrides: [
          { path: '/orders/{id}', method: 'GET', name: 'one' },
          { path: '/orders/{id}', method: 'get', name: 'two' },
          { path: '/orders/{id}', method: 'PUT', name: 'three' },
          { path: '/orders/*', method: 'FETCH', name: 'four' },
        ],
      },
      [
        'overrides[1] is "GET /orders/{id}". Allowed: one override for a method. Remove it.',
        'overrides[2] is "PUT /orders/{id}". Allowed: a method that methods selects. Did you mean "GET /orders/{id}"?',
        'overrides[3] path is "/orders/*". Allowed: the path of one method, like /orders/{id}, without a wildcard. Write the path as the API has it.',
        'overrides[3] method is "FETCH". Allowed: GET, DELETE, HEAD, OPTIONS, PATCH, PUT, POST. Did you mean "PATCH"?',
      ],
    ],
    [
      'with overrides of methods that the API does not have',
      {
        methods: [RestMethods.of('/orders/*', 'GET')],
        overrides: [{ path: '/orders/{orderId}', method: 'GET', name: 'get_order' }],
      },
      [
        'overrides[0] is "GET /orders/{orderId}". Allowed: a method that the API has when the target is added. Did you mean "GET /orders/{id}"?',
      ],
    ],
    [
      'with two tools of one name',
      {
        methods: [RestMethods.of('/orders/{id}', 'GET', 'PUT')],
        overrides: [{ path: '/orders/{id}', method: 'PUT', name: 'get_order' }],
      },
      [
        'tools[1].name is "get_order". Allowed: a name that no other tool of the target has; tools[0] has it. Rename one of them, or remove it.',
      ],
    ],
    [
      'with tools that are declared, though the app has the methods',
      { methods: [get], tools: ToolDefinitions.of() },
      [
        'tools is "given beside an API of the app". Allowed: for an API whose methods the app does not have; here they say what the tools are. Leave it out; names and descriptions go into overrides.',
      ],
    ],
    [
      'with a description that leaves no room for the deployment',
      { methods: [get], description: 'x'.repeat(178) },
      [
        `description is "${'x'.repeat(117)}...". Allowed: at most 177 characters, as the deployment of the API stands behind it, and it has 178. Shorten it.`,
      ],
    ],
    [
      'with a way out that cannot sign',
      { methods: [get], outbound: Outbound.none({ reason: 'open' }) },
      [
        'GET /orders/{id} authorizationType is "AWS_IAM". Allowed: with Outbound.gatewayRole. Give the target that way out, or make a target of its own for such methods.',
      ],
    ],
  ])('%s', (_what, options, problems) => {
    expect(() => added(options)).toThrow(refusal(...problems));
  });

  it.each<[string, (made: ReturnType<typeof shopApi>, stack: Stack) => apigateway.MethodOptions, string]>([
    [
      'that a user pool guards',
      (_made, stack) => ({
        authorizer: new apigateway.CognitoUserPoolsAuthorizer(stack, 'Pool', {
          cognitoUserPools: [cognito.UserPool.fromUserPoolId(stack, 'Users', 'eu-central-1_1')],
        }),
      }),
      'POST /orders authorizationType is "COGNITO_USER_POOLS". Allowed: AWS_IAM or NONE: the gateway refuses a target with a method that an authorizer guards. Leave the method out, or add the same integration as another method with AuthorizationType.IAM.',
    ],
    [
      'that an authorizer of yours guards',
      () => ({ authorizationType: apigateway.AuthorizationType.CUSTOM, authorizer: { authorizerId: 'a1' } }),
      'POST /orders authorizationType is "CUSTOM". Allowed: AWS_IAM or NONE: the gateway refuses a target with a method that an authorizer guards. Leave the method out, or add the same integration as another method with AuthorizationType.IAM.',
    ],
    [
      'that need a signature and an API key',
      () => ({ authorizationType: IAM, apiKeyRequired: true }),
      'POST /orders authorizationType is "AWS_IAM with an API key". Allowed: one of the two: the gateway takes no method that needs both. Leave the method out, or apiKeyRequired.',
    ],
    [
      'that need an API key and get none',
      () => ({ apiKeyRequired: true }),
      'POST /orders apiKeyRequired is true. Allowed: with Outbound.apiKey. Give the target that way out, or make a target of its own for such methods.',
    ],
  ])('%s', (_what, options, problem) => {
    const add = () =>
      added({ methods: [RestMethods.of('/orders', 'POST')] }, (made, stack) =>
        made.orders.addMethod('POST', made.mock, { operationName: 'order', ...options(made, stack) }),
      );
    expect(add).toThrow(refusal(problem));
  });

  it.each([
    [undefined, 'header Authorization after \\"Bearer \\"'],
    [ApiKeyPlace.query('x-api-key'), 'query parameter x-api-key'],
    [ApiKeyPlace.header({ name: 'x-api-key', prefix: 'Key ' }), 'header x-api-key after \\"Key \\"'],
  ])('with an API key where API Gateway does not look for it: %#', (place, where) => {
    const { stack, tools } = shop(DENIED);
    const api = new apigateway.RestApi(stack, 'Orders', { cloudWatchRole: false });
    api.root.addMethod('GET', undefined, { apiKeyRequired: true, operationName: 'list_orders' });
    const outbound = Outbound.apiKey(keyProvider(stack), { place });
    expect(() => tools.addApiGateway('Shop', { api, methods: [RestMethods.of('/', 'GET')], outbound })).toThrow(
      refusal(
        `outbound Outbound.apiKey is "in the ${where}". Allowed: in the header x-api-key alone, where API Gateway looks for its keys. Write place: ApiKeyPlace.header({ name: 'x-api-key' }).`,
      ),
    );
  });

  it('of a private API, and of one without its default endpoint', () => {
    const { stack, tools } = shop(DENIED);
    const { api } = shopApi(stack, {
      endpointConfiguration: { types: [apigateway.EndpointType.PRIVATE] },
      disableExecuteApiEndpoint: true,
    });
    expect(() => tools.addApiGateway('Shop', { api, methods: [get] })).toThrow(
      refusal(
        'api endpoint is "PRIVATE". Allowed: REGIONAL or EDGE: the gateway cannot reach a private API. Make the API regional, guard its methods with AuthorizationType.IAM, and reach the VPC with a VpcLink.',
        'api disableExecuteApiEndpoint is true. Allowed: an API with its default endpoint, which is the one that the gateway calls. Leave it out.',
      ),
    );
  });

  it('of a path that takes any method, as that is no operation of its export', () => {
    expect(() =>
      added({ methods: [RestMethods.of('/any', 'GET')] }, ({ api, mock }) =>
        api.root.addResource('any').addMethod('ANY', mock, SIGNED),
      ),
    ).toThrow(
      refusal(
        'methods[0] is "GET /any". Allowed: a method that the API has when the target is added. The path has ANY, which is no tool: add GET to it.',
      ),
    );
  });

  it('of a proxy resource that a wildcard would select', () => {
    expect(() =>
      added({ methods: [RestMethods.of('/files/*', 'GET')] }, ({ api, mock }) =>
        api.root
          .addResource('files')
          .addResource('{path+}')
          .addMethod('GET', mock, { ...SIGNED, operationName: 'file' }),
      ),
    ).toThrow(
      refusal(
        'GET /files/{path+} is "selected". Allowed: paths without {…+}: the gateway does not support proxy resources. Select the other paths one by one.',
      ),
    );
  });
});

describe('What only the end of the synth knows', () => {
  it('is a method that was added after the target', () => {
    const { app, orders, mock } = added({ methods: [RestMethods.of('/*', 'GET')] });
    orders.addResource('open').addMethod('GET', mock, { ...SIGNED, operationName: 'open_orders' });
    expect(synthError(app)).toContain(
      'methods is "without GET /orders/open, which was added to the API later". Allowed: methods that the API has when the target is added, as policies are verified against them. Add the target after the last method.',
    );
  });

  it('is a method without responses, until it is acknowledged', () => {
    const synthesized = () =>
      added({ methods: [RestMethods.of('/orders', 'POST')] }, ({ orders, mock }) =>
        orders.addMethod('POST', mock, { operationName: 'order', authorizationType: IAM }),
      );
    expect(synthError(synthesized().app)).toContain(
      "[cdk-agentcore:rest-method-responses] the method responses of POST /orders is missing. Allowed: at least one: without, the export that the gateway reads is no valid OpenAPI. Give the method methodResponses: [{ statusCode: '200' }].",
    );
    const { app, target } = synthesized();
    Validations.of(target).acknowledge({ id: 'cdk-agentcore:rest-method-responses', reason: 'tried' });
    expect(() => app.synth()).not.toThrow();
  });

  describe('is a method that is open to the world', () => {
    const NONE = { methodResponses: RESPONSES, operationName: 'order' };
    const synthesized = (props: apigateway.RestApiProps = {}, outbound?: Outbound, acknowledged?: string) => {
      const { app, stack, tools } = shop(DENIED);
      const { api, orders, mock } = shopApi(stack, props);
      orders.addMethod('POST', mock, NONE);
      const target = tools.addApiGateway('Shop', {
        api,
        methods: [RestMethods.of('/orders', 'POST', 'GET')],
        outbound,
      });
      if (acknowledged) Validations.of(target).acknowledge({ id: acknowledged, reason: 'public by intent' });
      return app;
    };

    it('and called with a signature that nobody verifies, until it is acknowledged', () => {
      const found = synthError(synthesized());

      expect(found).toContain(
        '[cdk-agentcore:open-rest-method] authorizationType of POST /orders is "NONE". Allowed: AWS_IAM, as whoever knows the address of the API calls the method without the gateway and its policies. Give the method authorizationType: AuthorizationType.IAM, or the API a policy.',
      );
      expect(found).not.toContain('GET /orders');
      expect(() => synthesized({}, undefined, 'cdk-agentcore:open-rest-method').synth()).not.toThrow();
    });

    it('but not where the API has a policy', () => {
      const policy = new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['execute-api:Invoke'],
            resources: ['execute-api:/*'],
            principals: [new iam.AccountRootPrincipal()],
          }),
        ],
      });
      expect(() => synthesized({ policy }).synth()).not.toThrow();
    });
  });
});
