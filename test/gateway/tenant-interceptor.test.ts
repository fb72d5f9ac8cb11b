import { App, aws_logs as logs, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  GatewayProtocol,
  McpServer,
  Outbound,
  TenantInput,
  TenantInterceptor,
  ToolGateway,
  type TenantInterceptorProps,
  type ToolGatewayProps,
} from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import type { InterceptorLambda } from '../../lib/lambda';
import { ToolDefinitions } from '../../lib/tools';
import { DependencyGraph } from '../dependency-graph';
import { invoke, mcpEvent, toolCall } from '../lambda/interceptor-events';
import { ENV, functionIn, jwt, orderTools, synthError } from './shop';

const DENIED = { unpermittedTools: { reason: 'the test is about tenants' } };

/** A tool whose input has these fields. */
const tool = (name: string, properties: object) => ({
  name,
  description: 'A tool of the shop',
  inputSchema: { type: 'object', properties },
});

const text = { type: 'string' };
const OPEN = Outbound.none({ reason: 'The documentation is public.' });

/** A gateway with one target, Shop, and the interceptor. */
function shopWithTenant(
  definitions: ReturnType<typeof tool>[],
  props: Partial<TenantInterceptorProps> = {},
  gateway: ToolGatewayProps = {},
) {
  const app = new App();
  const stack = new Stack(app, 'Prod', { env: ENV });
  const tenant = new TenantInterceptor(stack, 'Tenant', {
    claim: 'tenant_id',
    input: TenantInput.mustMatch('tenantId'),
    ...props,
  });
  const interceptors = [tenant.interceptor];
  const tools = new ToolGateway(stack, 'Tools', { inboundAuth: jwt(), interceptors, ...DENIED, ...gateway });
  tools.addLambda('Shop', { handler: functionIn(stack), tools: ToolDefinitions.of(...definitions) });
  return { app, stack, tenant, tools };
}

function ofType(stack: Stack, type: string): Record<string, any> {
  return Template.fromStack(stack).findResources(type);
}

const functionOf = (stack: Stack) =>
  Object.entries(ofType(stack, 'AWS::Lambda::Function')).find(([id]) => id.startsWith('TenantFunction'))![1];

/** The code of the template, as Lambda runs it: a CommonJS module named index. */
function deployedIn(stack: Stack): InterceptorLambda {
  const module = { exports: {} as { handler: InterceptorLambda } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the code of our own template
  new Function('module', 'exports', 'require', functionOf(stack).Properties.Code.ZipFile as string)(
    module,
    module.exports,
    undefined,
  );
  return module.exports.handler;
}

const claims = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const ACME = { Authorization: `Bearer e30.${claims({ tenant_id: 'acme' })}.c2ln` };

async function answerOf(stack: Stack, name: string, input: object, headers: Record<string, string> = ACME) {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const { mcp } = await invoke(deployedIn(stack), mcpEvent(toolCall(name, input), headers));
  write.mockRestore();
  return mcp!.transformedGatewayRequest?.body.params.arguments ?? mcp!.transformedGatewayResponse.body.error.message;
}

describe('TenantInterceptor', () => {
  it('is refused with a target that it cannot know, however late that is added', () => {
    const { app, stack, tools } = shopWithTenant([tool('get', { tenantId: text })]);
    tools.gateway.addLambdaTarget('Late', {
      lambdaFunction: functionIn(stack, 'LateFunction'),
      toolSchema: orderTools()._toolSchema(),
    });
    expect(synthError(app)).toContain(
      'Prod/Tools/Gateway/Late/Resource is "a target that was added with the L2 or the L1". Allowed: one whose tools say for which tenant they are called. ' +
        'Add it with a method of the ToolGateway, such as addLambda.',
    );
  });

  it('is a request interceptor that gets the token', () => {
    const { stack } = shopWithTenant([tool('get', { tenantId: text })]);
    const [gateway] = Object.values(ofType(stack, 'AWS::BedrockAgentCore::Gateway'));
    expect(gateway.Properties.InterceptorConfigurations).toEqual([
      {
        InterceptionPoints: ['REQUEST'],
        Interceptor: { Lambda: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^TenantFunction/), 'Arn'] } } },
        InputConfiguration: { PassRequestHeaders: true },
      },
    ]);
  });

  it('is a function on arm64 without variables, network and tracing', () => {
    const { stack } = shopWithTenant([tool('get', { tenantId: text })]);
    expect(functionOf(stack).Properties).toEqual({
      Description: 'Refuses calls of tools for another tenant than the caller',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Code: { ZipFile: expect.any(String) },
      MemorySize: 256,
      Timeout: 5,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringMatching(/^TenantLogs/) } },
      Role: { 'Fn::GetAtt': [expect.stringMatching(/^TenantRole/), 'Arn'] },
    });
  });

  it('may write its own logs and do nothing else', () => {
    const { stack } = shopWithTenant([tool('get', { tenantId: text })]);
    const [[roleId, role]] = Object.entries(ofType(stack, 'AWS::IAM::Role')).filter(([id]) =>
      id.startsWith('TenantRole'),
    );
    expect(role.Properties).toEqual({
      Description: 'Refuses calls of tools for another tenant than the caller',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
    });
    const policies = Object.entries(ofType(stack, 'AWS::IAM::Policy')).filter(
      ([, { Properties }]) => Properties.Roles[0].Ref === roleId,
    );
    expect(policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^TenantLogs/), 'Arn'] },
      },
    ]);
    expect(functionOf(stack).DependsOn).toContain(policies[0][0]);
  });

  it.each([
    [{}, 30],
    [{ logRetention: logs.RetentionDays.ONE_YEAR }, 365],
  ])('retains nothing: its logs go with it, and are kept %j as said', (props, days) => {
    const { stack } = shopWithTenant([tool('get', { tenantId: text })], props);
    expect(Object.values(ofType(stack, 'AWS::Logs::LogGroup'))).toEqual([
      expect.objectContaining({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: days } }),
    ]);
  });

  it('makes nothing wait in a circle, also from another stack', () => {
    expect(DependencyGraph.of(shopWithTenant([tool('get', { tenantId: text })]).app).cycle).toBeUndefined();
    const app = new App();
    const security = new Stack(app, 'Security', { env: ENV });
    const tenant = new TenantInterceptor(security, 'Tenant', {
      claim: 'tenant_id',
      input: TenantInput.mustMatch('order_id'),
    });
    const stack = new Stack(app, 'Prod', { env: ENV });
    const props = { inboundAuth: jwt(), interceptors: [tenant.interceptor], ...DENIED };
    new ToolGateway(stack, 'Tools', props).addLambda('Shop', { handler: functionIn(stack), tools: orderTools() });
    expect(DependencyGraph.of(app).cycle).toBeUndefined();
    expect(functionOf(security).Properties.Code.ZipFile).toContain('Shop___get_order');
  });
});

describe('The code in the template', () => {
  it('compares the tenant of every tool, where that tool takes it', async () => {
    const { stack } = shopWithTenant(
      [
        tool('get', { tenantId: text }),
        tool('search', { filter: { type: 'object', properties: { tenant: text } } }),
        tool('report', { tenantId: { type: 'array', items: text } }),
        tool('hours', {}),
      ],
      {
        inputs: { Shop___search: TenantInput.mustMatch('filter.tenant') },
        exempt: { Shop___hours: { reason: 'Opening hours are public.' } },
      },
    );
    const OTHER = 'Refused: the call is for another tenant than that of the caller.';
    expect(await answerOf(stack, 'Shop___get', { tenantId: 'acme' })).toEqual({ tenantId: 'acme' });
    expect(await answerOf(stack, 'Shop___get', { tenantId: 'globex' })).toBe(OTHER);
    expect(await answerOf(stack, 'Shop___search', { filter: { tenant: 'globex' } })).toBe(OTHER);
    expect(await answerOf(stack, 'Shop___report', { tenantId: ['acme', 'globex'] })).toBe(OTHER);
    expect(await answerOf(stack, 'Shop___report', { tenantId: ['acme'] })).toEqual({ tenantId: ['acme'] });
    expect(await answerOf(stack, 'Shop___hours', { day: 'monday' })).toEqual({ day: 'monday' });
    expect(await answerOf(stack, 'x_amz_bedrock_agentcore_search', { query: 'orders' })).toEqual({ query: 'orders' });
    expect(await answerOf(stack, 'Shop___delete', { tenantId: 'acme' })).toBe(
      'Refused: the tenant of this tool cannot be checked.',
    );
  });

  it('fills the tenant in where that is said', async () => {
    const { stack } = shopWithTenant([tool('get', { tenantId: text }), tool('list', { tenantId: text })], {
      input: TenantInput.fromClaim('tenantId'),
      inputs: { Shop___list: TenantInput.mustMatch('tenantId') },
    });
    expect(await answerOf(stack, 'Shop___get', { order: '1' })).toEqual({ order: '1', tenantId: 'acme' });
    expect(await answerOf(stack, 'Shop___list', {})).toBe(
      'Refused: the call does not say for which tenant it is. Call again with the tenant of the caller.',
    );
  });

  it('knows tools that are added last, a thousand of them, and an odd claim', async () => {
    const claim = '"]\n\u2028`${process.exit(1)}\\';
    const { stack, tools } = shopWithTenant([tool('get', { tenantId: text })], {
      claim,
      exempt: { Many___tool_998: { reason: 'It is public.' } },
    });
    const many = Array.from({ length: 1000 }, (_, n) => tool(`tool_${n}`, { tenantId: text }));
    tools.addLambda('Many', { handler: functionIn(stack, 'Many'), tools: ToolDefinitions.of(...many) });
    const headers = { Authorization: `Bearer e30.${claims({ [claim]: 'acme' })}.c2ln` };
    expect(await answerOf(stack, 'Many___tool_998', {})).toEqual({});
    expect(await answerOf(stack, 'Many___tool_999', { tenantId: 'acme' }, headers)).toEqual({ tenantId: 'acme' });
    expect(await answerOf(stack, 'Many___tool_999', { tenantId: 'globex' }, headers)).toMatch(/^Refused/);
    expect((functionOf(stack).Properties.Code.ZipFile as string).length).toBeLessThan(100_000);
  });

  it('knows of a target only that it is exempt where its tools are not known', async () => {
    const { stack, tools } = shopWithTenant([tool('get', { tenantId: text })], {
      exempt: { 'Docs___*': { reason: 'The documentation is public.' } },
    });
    tools.addMcpServer('Docs', { server: McpServer.url('https://docs.example.com/mcp'), outbound: OPEN });
    expect(await answerOf(stack, 'Docs___read', { page: '1' })).toEqual({ page: '1' });
    expect(await answerOf(stack, 'Shop___get', {})).toMatch(/^Refused/);
  });

  it('lets tools pass that are said to be exempt once the targets are made', async () => {
    const { app, stack, tenant, tools } = shopWithTenant([tool('get', { tenantId: text }), tool('hours', {})]);
    const docs = tools.addMcpServer('Docs', { server: McpServer.url('https://docs.example.com/mcp'), outbound: OPEN });
    tenant.exempt(tools.target('Shop').tool('hours'), { reason: 'Opening hours are public.' });
    tenant.exempt(docs.everyTool, { reason: 'The documentation is public.' });
    expect(() => app.synth()).not.toThrow();
    expect(await answerOf(stack, 'Shop___hours', { day: 'monday' })).toEqual({ day: 'monday' });
    expect(await answerOf(stack, 'Docs___read', { page: '1' })).toEqual({ page: '1' });
    expect(functionOf(stack).Metadata['cdk-agentcore:justifications']).toEqual({
      'TenantInterceptor exempt Shop___hours': 'Opening hours are public.',
      'TenantInterceptor exempt Docs___*': 'The documentation is public.',
    });
  });

  it('exempts no tool without a reason, nor one of which it is said where it takes the tenant', () => {
    const inputs = { Shop___get: TenantInput.mustMatch('tenantId') };
    const { tenant, tools } = shopWithTenant([tool('get', { tenantId: text })], { inputs });
    expect(() => tenant.exempt(tools.target('Shop').tool('get'), { reason: '' })).toThrow(
      'Prod/Tenant cannot be built:\n  - exempt.Shop___get.reason is "". Allowed: a sentence that a reviewer can judge. Say why ' +
        'the default does not fit here.\n  - exempt.Shop___get is "a tool that stands in inputs too". Allowed: a tool in one of ' +
        'the two. Leave it out of exempt if its calls are for a tenant.',
    );
  });

  it('says in the template which tools are exempt, and why', () => {
    const { stack } = shopWithTenant([tool('hours', {})], {
      exempt: { Shop___hours: { reason: 'Opening hours are public.' } },
    });
    expect(functionOf(stack).Metadata['cdk-agentcore:justifications']).toEqual({
      'TenantInterceptor exempt Shop___hours': 'Opening hours are public.',
    });
  });
});

describe('What is refused at synth', () => {
  it.each<[string, ReturnType<typeof tool>[], Partial<TenantInterceptorProps>, string]>([
    [
      'a tool without the field',
      [tool('get', { tenantId: text }), tool('hours', {})],
      {},
      'Shop___hours is "a tool without tenantId as text, whole number or list of them". Allowed: a tool that says for ' +
        'which tenant it is called. Add tenantId to its schema, say where else it takes the tenant in inputs, ' +
        'or why it needs none: exempt: { "Shop___hours": { reason: \'…\' } }.',
    ],
    [
      'a field that is a fraction',
      [tool('get', { tenantId: { type: 'number' } })],
      {},
      'Shop___get is "a tool without',
    ],
    ['a field that is an object', [tool('get', { tenantId: { type: 'object' } })], {}, 'Shop___get is "a tool without'],
    ['a list of anything', [tool('get', { tenantId: { type: 'array' } })], {}, 'Shop___get is "a tool without'],
    [
      'a nested field that is not there',
      [tool('get', { tenantId: text })],
      { inputs: { Shop___get: TenantInput.mustMatch('filter.tenantId') } },
      'Shop___get is "a tool without filter.tenantId as text',
    ],
    [
      'a misspelt tool with an input of its own',
      [tool('get', { tenantId: text })],
      { inputs: { Shop___gte: TenantInput.mustMatch('tenantId') } },
      'inputs.Shop___gte is "Shop___gte". Allowed: the full name of a tool of the gateway. Did you mean "Shop___get"?',
    ],
    [
      'a misspelt tool that is exempt',
      [tool('get', { tenantId: text })],
      { exempt: { Shop___gte: { reason: 'It is public.' } } },
      'exempt.Shop___gte is "Shop___gte". Allowed: the full name of a tool of the gateway. Did you mean "Shop___get"?',
    ],
  ])('is %s', (_words, definitions, props, message) => {
    expect(synthError(shopWithTenant(definitions, props).app)).toContain(message);
  });

  it('is a target whose tools are not known', () => {
    const { app, tools } = shopWithTenant([tool('get', { tenantId: text })]);
    tools.addMcpServer('Docs', { server: McpServer.url('https://docs.example.com/mcp'), outbound: OPEN });
    expect(synthError(app)).toContain(
      'Docs is "a target whose tools are not known at synth". Allowed: one whose tools say for which tenant they are ' +
        `called. Declare its tools, or say why none of them needs a tenant: exempt: { "Docs___*": { reason: '…' } }.`,
    );
  });

  it('is one that no gateway has', () => {
    const app = new App();
    new TenantInterceptor(new Stack(app, 'Prod'), 'Tenant', { claim: 't', input: TenantInput.mustMatch('t') });
    expect(synthError(app)).toContain(
      'interceptor is "given to no gateway". Allowed: one that a gateway has. Write interceptors: [tenant.interceptor] ' +
        'in the props of the gateway, or leave the TenantInterceptor out.',
    );
  });

  it.each([
    ['AWS_IAM', undefined],
    ['AWS_IAM', InboundAuth.iam()],
    ['NONE', InboundAuth.none({ reason: 'a test' })],
    ['AUTHENTICATE_ONLY', InboundAuth.authenticateOnly({ reason: 'a test' })],
  ])('is a gateway that verifies no token: %s', (type, inboundAuth) => {
    expect(() => shopWithTenant([], {}, { inboundAuth })).toThrow(
      expect.objectContaining({
        message:
          `Prod/Tools cannot be built:\n  - interceptors[0] is "a TenantInterceptor on a gateway with ${type} ` +
          'authorization". Allowed: one on a gateway that verifies tokens: the function reads the claim of a token as it ' +
          'stands. Give the gateway InboundAuth.jwt(…).',
      }),
    );
  });

  it('is a gateway for more than MCP', () => {
    expect(() => shopWithTenant([], {}, { protocol: GatewayProtocol.ANY })).toThrow(
      'interceptors[0] is "a TenantInterceptor on a gateway with GatewayProtocol.ANY". Allowed: one on a gateway for MCP: ' +
        'of other requests it is not known where they say their tenant. Give agents, services and models a gateway of ' +
        'their own.',
    );
  });

  it('is a second gateway', () => {
    const { stack, tenant } = shopWithTenant([tool('get', { tenantId: text })]);
    const again = () => new ToolGateway(stack, 'Again', { inboundAuth: jwt(), interceptors: [tenant.interceptor] });
    expect(again).toThrow(
      'interceptors[0] is "the interceptor of Prod/Tenant, which Prod/Tools has". Allowed: one that no other gateway has: ' +
        'it knows the tools of one. Make a TenantInterceptor for each gateway.',
    );
  });

  it('are all mistakes in its props together', () => {
    const props: TenantInterceptorProps = {
      claim: ' ',
      input: TenantInput.mustMatch('filter..tenantId'),
      inputs: { A___a: TenantInput.fromClaim(Lazy.string({ produce: () => 'tenantId' })) },
      exempt: { A___a: { reason: ' ' } },
    };
    expect(() => new TenantInterceptor(new Stack(), 'Tenant', props)).toThrow(
      expect.objectContaining({
        message: [
          'Default/Tenant cannot be built:',
          '  - claim is " ". Allowed: the name of a claim, known at synth. Write the name as it stands in the tokens, ' +
            'for example tenant_id.',
          '  - input is "filter..tenantId". Allowed: the name of a field, or names of nested fields with dots between. ' +
            'Write the name as it stands in the schemas of the tools, for example tenantId.',
          '  - inputs.A___a is "<token>". Allowed: the name of a field, or names of nested fields with dots between, ' +
            'known at synth. Write the name as it stands in the schemas of the tools, for example tenantId.',
          '  - exempt.A___a.reason is " ". Allowed: a sentence that a reviewer can judge. Say why the default does not ' +
            'fit here.',
          '  - exempt.A___a is "a tool that stands in inputs too". Allowed: a tool in one of the two. Leave it out of ' +
            'exempt if its calls are for a tenant.',
        ].join('\n'),
      }),
    );
  });
});
