import { App, aws_cognito as cognito, aws_iam as iam, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../../lib/core';
import { ToolGateway } from '../../lib/gateway';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { AgentMemory, Strategy } from '../../lib/memory';
import { BedrockModel } from '../../lib/runtime';
import { DependencyGraph } from '../dependency-graph';
import { actionsOf, agentIn, EU, grantsOf, ISSUER, refusals, runtimeOf, shopStack, staff } from './shop-with-agents';

/** Something to use that needs whatever a test wants. */
class Thing implements ICapability {
  hosts: CapabilityHost[] = [];

  constructor(
    readonly capabilityName: string,
    private readonly binding: CapabilityBinding,
  ) {}

  bind(_scope: unknown, host: CapabilityHost): CapabilityBinding {
    this.hosts.push(host);
    return this.binding;
  }
}

const queue = new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-central-1:1:q'] });

describe('What an agent uses', () => {
  it('gives it variables, headers, statements and what it waits for', () => {
    const stack = shopStack();
    const first = new CfnResource(stack, 'First', { type: 'AWS::SQS::Queue' });
    const thing = new Thing('Shop/Queue', {
      environment: { QUEUE_URL: first.ref },
      requestHeaders: ['X-Tenant'],
      statements: [queue],
      dependencies: [first],
    });
    const agent = agentIn(stack, 'Support', { uses: [thing] });
    expect(runtimeOf(stack).Properties).toMatchObject({
      EnvironmentVariables: { QUEUE_URL: '<First>' },
      RequestHeaderConfiguration: { RequestHeaderAllowlist: ['X-Tenant'] },
    });
    expect(runtimeOf(stack).DependsOn).toEqual(['First', expect.stringMatching(/^SupportRole/)]);
    expect(grantsOf(stack).slice(-1)[0]).toMatchObject({ Action: 'sqs:SendMessage' });
    const [{ role, callerToken, workloadIdentityArns }] = thing.hosts;
    expect(role).toBe(agent.role);
    expect(callerToken).toBeUndefined();
    expect(workloadIdentityArns).toEqual([
      expect.stringMatching(/:workload-identity-directory\/default\/workload-identity\/support-\*$/),
    ]);
  });

  it('may be said after it was made', () => {
    const stack = shopStack();
    const agent = agentIn(stack);
    agent.use(new Thing('Shop/Queue', { environment: { QUEUE_URL: 'q' }, requestHeaders: ['X-Tenant'] }));
    expect(runtimeOf(stack).Properties).toMatchObject({
      EnvironmentVariables: { QUEUE_URL: 'q' },
      RequestHeaderConfiguration: { RequestHeaderAllowlist: ['X-Tenant'] },
    });
  });

  it('is bound once, however often it is named', () => {
    const stack = shopStack();
    const model = BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6');
    const agent = agentIn(stack, 'Support', { models: [model], uses: [model] });
    agent.use(model);
    expect(actionsOf(stack).filter((action) => action === 'bedrock:InvokeModel')).toHaveLength(2);
  });

  it('is refused when two claim one variable, naming both', () => {
    const stack = shopStack();
    const uses = [
      new Thing('Shop/Sales', { environment: { MEMORY_ID: 'a' } }),
      new Thing('Shop/Returns', { environment: { MEMORY_ID: 'b' } }),
    ];
    const message = (first: string, second: string) =>
      `the environment variable MEMORY_ID is "claimed by ${first} and by ${second}". Allowed: one value. ` +
      'Give one of them another construct id (a model another `name`), or take one of them out.';
    expect(refusals(() => agentIn(stack, 'Support', { uses }))).toEqual([message('Shop/Sales', 'Shop/Returns')]);
    const agent = agentIn(stack, 'Other', { environment: { MEMORY_ID: 'x' } });
    expect(refusals(() => agent.use(uses[0]))).toEqual([message('environment', 'Shop/Sales')]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a reserved name',
      { AWS_SECRET_ACCESS_KEY: 'x' },
      'the environment variable AWS_SECRET_ACCESS_KEY of environment is "reserved". ' +
        'Allowed: variables that neither the runtime sets nor the AWS SDKs take credentials from. ' +
        'Leave it out: the runtime sets the region, and credentials come from agent.role.',
    ],
    [
      'a name with a hyphen',
      { 'A-B': 'x' },
      'the name of a variable of environment is "A-B". ' +
        'Allowed: 1 to 100 letters, digits and "_", not starting with a digit. ' +
        'Write it in capitals with "_" between words.',
    ],
    [
      'a long value, which the message does not repeat',
      { LONG: 'x'.repeat(5001) },
      'the length of the environment variable LONG of environment is 5001. Allowed: at most 5000 characters. ' +
        'Keep it in a parameter, a secret or a file of the code, and its name in the variable.',
    ],
    [
      'more than fifty',
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`V${index}`, 'x'])),
      'the number of environment variables, those of what the agent uses included, is 51. Allowed: at most 50. ' +
        'Keep settings in a parameter or a file of the code, and its name in one variable.',
    ],
  ])('is refused with a variable of %s', (_what, environment, message) => {
    expect(refusals(() => agentIn(shopStack(), 'Support', { environment }))).toEqual([message]);
  });

  it('may have a value of 5000 characters', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { environment: { LONG: 'x'.repeat(5000) } });
    expect(runtimeOf(stack).Properties.EnvironmentVariables.LONG).toHaveLength(5000);
  });

  it.each<[string, string[], string]>([
    [
      'a header of AWS',
      ['X-Amzn-Trace'],
      'the request header of requestHeaders is "X-Amzn-Trace". ' +
        'Allowed: no x-amz-* or x-amzn-* header, except X-Amzn-Bedrock-AgentCore-Runtime-Custom-*. ' +
        'Send it as X-Amzn-Bedrock-AgentCore-Runtime-Custom-Trace.',
    ],
    [
      'a header of HTTP',
      ['Content-Type'],
      'the request header of requestHeaders is "Content-Type". Allowed: headers that HTTP itself does not use. ' +
        'Send it as X-Amzn-Bedrock-AgentCore-Runtime-Custom-Content-Type.',
    ],
    [
      'Authorization, where callers sign',
      ['Authorization'],
      'the request header of requestHeaders is "Authorization". ' +
        'Allowed: Authorization only where callers bring a JWT; with IAM it holds their signature. ' +
        'Give the agent inboundAuth: InboundAuth.jwt(…), or take the header out.',
    ],
    [
      'a header with its value',
      ['X-Tenant: acme'],
      'the request header of requestHeaders is "X-Tenant: acme". ' +
        'Allowed: 1 to 256 letters, digits, "-" and "_", starting with a letter. ' +
        'Write the name of one header, without its value.',
    ],
    [
      'twenty-one headers',
      Array.from({ length: 21 }, (_, index) => `X-H${index}`),
      'the number of request headers, those of what the agent uses included, is 21. Allowed: at most 20. ' +
        'Send what belongs together in one header, or in the body.',
    ],
  ])('is refused with %s', (_what, requestHeaders, message) => {
    expect(refusals(() => agentIn(shopStack(), 'Support', { requestHeaders }))).toEqual([message]);
  });

  it('has headers once, whatever their case, and custom ones of AgentCore', () => {
    const stack = shopStack();
    const custom = 'X-Amzn-Bedrock-AgentCore-Runtime-Custom-Tenant';
    agentIn(stack, 'Support', {
      requestHeaders: ['X-Tenant', 'x-tenant', custom, 'authorization'],
      inboundAuth: staff(),
    });
    expect(runtimeOf(stack).Properties.RequestHeaderConfiguration).toEqual({
      RequestHeaderAllowlist: ['authorization', custom, 'X-Tenant'],
    });
  });
});

describe("What needs the caller's token", () => {
  const tools = (clients?: string[], discoveryUrl = ISSUER) =>
    new Thing('Shop/Tools', {
      requestHeaders: ['Authorization'],
      requiredCallerToken: { discoveryUrl, ...(clients && { clients }) },
    });
  const about = 'what callers bring, who use Shop/Tools through the agent, is';
  const fix =
    'Give the agent the same InboundAuth as Shop/Tools, ' +
    "or give Shop/Tools InboundAuth.iam() and permit the agent's role there.";

  it.each([
    ['the same clients', ['web']],
    ['a client in common', ['web', 'mobile']],
    ['any client', undefined],
  ])('is used by an agent whose callers bring one, with %s', (_what, clients) => {
    const stack = shopStack();
    agentIn(stack, 'Support', { inboundAuth: staff(), uses: [tools(clients)] });
    expect(runtimeOf(stack).Properties.RequestHeaderConfiguration.RequestHeaderAllowlist).toEqual(['Authorization']);
  });

  it('is refused to an agent whose callers bring none', () => {
    expect(refusals(() => agentIn(shopStack(), 'Support', { uses: [tools()] }))).toEqual([
      `${about} "no JWT". Allowed: a JWT of the issuer ${ISSUER}, which the agent passes on. ${fix}`,
    ]);
  });

  it('is refused to an agent whose callers bring another issuer’s', () => {
    const other = 'https://other.example.com/.well-known/openid-configuration';
    expect(
      refusals(() => agentIn(shopStack(), 'Support', { inboundAuth: staff(), uses: [tools(['web'], other)] })),
    ).toEqual([`${about} "a JWT of the issuer ${ISSUER}". Allowed: a JWT of the issuer ${other}. ${fix}`]);
  });

  it('is refused to an agent whose callers use other clients', () => {
    expect(
      refusals(() => agentIn(shopStack(), 'Support', { inboundAuth: staff(['web', 'app']), uses: [tools(['kiosk'])] })),
    ).toEqual([`${about} "a JWT of the clients web, app". Allowed: a JWT of the client kiosk. ${fix}`]);
  });

  const forAudiences = (audiences: string[], clients?: string[]) =>
    InboundAuth.jwt(IdentityProvider.oidc(ISSUER, { audiences, clients }));

  it('is refused to an agent whose tokens are for other audiences, and of other clients', () => {
    const needs = new Thing('Shop/Tools', { requiredCallerToken: forAudiences(['tools'], ['kiosk'])._callerToken });
    const bring = (audiences: string[], clients?: string[]) => () =>
      agentIn(shopStack(), 'Support', { inboundAuth: forAudiences(audiences, clients), uses: [needs] });
    const audiences = `${about} "a JWT of the audiences shop, desk". Allowed: a JWT of the audience tools. ${fix}`;
    expect(refusals(bring(['shop', 'desk']))).toEqual([audiences]);
    expect(refusals(bring(['shop', 'desk'], ['web']))).toEqual([
      `${about} "a JWT of the client web". Allowed: a JWT of the client kiosk. ${fix}`,
      audiences,
    ]);
    expect(bring(['shop', 'tools'])).not.toThrow();
  });

  it('is used by an agent that does not check audiences, or whose audiences only the deployment knows', () => {
    const needs = new Thing('Shop/Tools', { requiredCallerToken: forAudiences(['tools'])._callerToken });
    for (const inboundAuth of [staff(), forAudiences([Fn.importValue('Audience')])])
      expect(() => agentIn(shopStack(), 'Support', { inboundAuth, uses: [needs] })).not.toThrow();
  });

  it('is not refused where only the deployment knows whether the issuer is the same', () => {
    const stack = shopStack();
    const imported = () => InboundAuth.jwt(IdentityProvider.oidc(Fn.importValue('Issuer'), { clients: ['web'] }));
    const needs = new Thing('Shop/Tools', { requiredCallerToken: imported()._callerToken });
    expect(() => agentIn(stack, 'Support', { inboundAuth: imported(), uses: [needs] })).not.toThrow();
  });

  it('is compared by reference where issuer and clients are made in the app', () => {
    const stack = shopStack();
    const pool = new cognito.UserPool(stack, 'Staff');
    const [web, kiosk] = [pool.addClient('Web'), pool.addClient('Kiosk')];
    const auth = (client: cognito.UserPoolClient) =>
      InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [client] }));
    const needs = (client: cognito.UserPoolClient) =>
      new Thing('Shop/Tools', { requiredCallerToken: auth(client)._callerToken });
    expect(() => agentIn(stack, 'Support', { inboundAuth: auth(web), uses: [needs(web)] })).not.toThrow();
    expect(refusals(() => agentIn(stack, 'Other', { inboundAuth: auth(web), uses: [needs(kiosk)] }))).toEqual([
      `${about} "a JWT of the client Shop/Staff/Web". Allowed: a JWT of the client Shop/Staff/Kiosk. ${fix}`,
    ]);

    const customers = new cognito.UserPool(stack, 'Customers');
    const shop = InboundAuth.jwt(IdentityProvider.cognito(customers, { clients: [customers.addClient('App')] }));
    expect(refusals(() => agentIn(stack, 'Third', { inboundAuth: shop, uses: [needs(web)] }))).toEqual([
      `${about} "a JWT of the issuer Shop/Customers". Allowed: a JWT of the issuer Shop/Staff. ${fix}`,
    ]);
    expect(refusals(() => agentIn(stack, 'Fourth', { uses: [needs(web)] }))).toEqual([
      `${about} "no JWT". Allowed: a JWT of the issuer Shop/Staff, which the agent passes on. ${fix}`,
    ]);
  });
});

describe('An agent with a memory and a tool gateway', () => {
  it("keeps both in its variables, and passes its caller's token on", () => {
    const stack = shopStack();
    const memory = new AgentMemory(stack, 'Memory', { strategies: [Strategy.semantic()] });
    const tools = new ToolGateway(stack, 'Tools', { inboundAuth: staff() });
    agentIn(stack, 'Support', {
      inboundAuth: staff(),
      models: [BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6')],
      uses: [memory, tools],
    });
    const { EnvironmentVariables, RequestHeaderConfiguration } = runtimeOf(stack).Properties;
    expect(Object.keys(EnvironmentVariables)).toEqual([
      'DISABLE_ADOT_OBSERVABILITY',
      'GATEWAY_TOOLS_URL',
      'MEMORY_ID',
      'MODEL_ID',
    ]);
    expect(RequestHeaderConfiguration.RequestHeaderAllowlist).toEqual(['Authorization']);
  });

  it('is refused a gateway that needs a token its callers do not bring', () => {
    const stack = shopStack();
    const tools = new ToolGateway(stack, 'Tools', { inboundAuth: staff() });
    expect(refusals(() => agentIn(stack, 'Support', { uses: [tools] }))[0]).toContain(
      'what callers bring, who use Shop/Tools through the agent, is "no JWT".',
    );
  });
});

describe('An agent that uses another', () => {
  it('finds its ARN and may invoke it and its endpoints, by its name', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { uses: [agentIn(stack, 'Billing')] });
    expect(runtimeOf(stack).Properties.EnvironmentVariables.AGENT_BILLING_ARN).toBe('<BillingRuntime.AgentRuntimeArn>');
    const billing = 'arn:<AWS::Partition>:bedrock-agentcore:eu-central-1:123456789012:runtime/billing-??????????';
    expect(grantsOf(stack).slice(-1)).toEqual([
      {
        Action: 'bedrock-agentcore:InvokeAgentRuntime',
        Effect: 'Allow',
        Resource: [billing, `${billing}/runtime-endpoint/*`],
      },
    ]);
  });

  it('passes the token of its caller on where the other one wants a JWT, and needs no permission', () => {
    const stack = shopStack();
    const billing = agentIn(stack, 'Billing', { inboundAuth: staff() });
    agentIn(stack, 'Support', { inboundAuth: staff(), uses: [billing] });
    expect(runtimeOf(stack).Properties.RequestHeaderConfiguration.RequestHeaderAllowlist).toEqual(['Authorization']);
    expect(actionsOf(stack)).not.toContain('bedrock-agentcore:InvokeAgentRuntime');
    expect(refusals(() => agentIn(stack, 'Web', { uses: [billing] }))[0]).toContain('is "no JWT"');
  });

  it('is refused when they would wait for each other, with the way out', () => {
    const stack = shopStack();
    const billing = agentIn(stack, 'Billing');
    const orders = agentIn(stack, 'Orders', { uses: [billing] });
    const support = agentIn(stack, 'Support', { uses: [orders] });
    expect(refusals(() => billing.use(support))).toEqual([
      'uses is "Shop/Billing -> Shop/Support -> Shop/Orders -> Shop/Billing". ' +
        'Allowed: no cycle: each agent would wait for the ARN of the next. ' +
        'Write use(….viaParameter()) for Shop/Support here: the name of a parameter waits for nothing.',
    ]);
    expect(refusals(() => support.use(support))[0]).toContain('"Shop/Support -> Shop/Support"');
  });

  it('may use it back by the name of a parameter, in one stack or two', () => {
    const app = new App();
    const one = shopStack(EU, app);
    const two = new Stack(app, 'Back', { env: EU });
    const support = agentIn(one, 'Support');
    const billing = agentIn(one, 'Billing', { uses: [support] });
    const backOffice = agentIn(two, 'BackOffice', { uses: [billing] });
    support.use(billing.viaParameter());
    support.use(backOffice.viaParameter());
    support.use(support.viaParameter());

    expect(runtimeOf(one).Properties.EnvironmentVariables).toMatchObject({
      AGENT_BILLING_ARN_PARAMETER: '/cdk-agentcore/agents/billing/arn',
      AGENT_BACK_OFFICE_ARN_PARAMETER: '/cdk-agentcore/agents/backoffice/arn',
      AGENT_SUPPORT_ARN_PARAMETER: '/cdk-agentcore/agents/support/arn',
    });
    expect(grantsOf(one)).toContainEqual({
      Action: 'ssm:GetParameter',
      Effect: 'Allow',
      Resource: 'arn:<AWS::Partition>:ssm:eu-central-1:123456789012:parameter/cdk-agentcore/agents/billing/arn',
    });
    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/Shop\/SupportRuntime/, /Billing/)).toBe(false);
    expect(one.dependencies).toEqual([]);
  });

  it('is refused a parameter of another region', () => {
    const app = new App();
    const there = new Stack(app, 'There', { env: { region: 'us-east-1', account: EU.account } });
    const billing = agentIn(there, 'Billing');
    expect(refusals(() => agentIn(shopStack(EU, app), 'Support', { uses: [billing.viaParameter()] }))).toEqual([
      'There/Billing via its parameter is "in us-east-1 of 123456789012, used from eu-central-1 of 123456789012". ' +
        'Allowed: the same account and region: a parameter is read there by its name. ' +
        'Use the agent itself, and let the other of the two go via its parameter.',
    ]);
  });
});
