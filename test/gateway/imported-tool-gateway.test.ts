import { App, aws_bedrockagentcore as agentcore, aws_iam as iam, Fn, Stack, type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cedar, Claim, Input, Principal } from '../../lib/cedar';
import { ToolGateway, type ToolGatewayAttributes } from '../../lib/gateway';
import { InboundAuthType } from '../../lib/identity';
import { Rollout, ToolPolicy } from '../../lib/policy';
import { ToolDefinitions } from '../../lib/tools';
import { ENV, functionIn, jwt, orderTools, refundTools, synthError } from './shop';

const GATEWAY_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/shop-tools-a1b2c3d4e5';
const ENGINE_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/Shop-a1b2c3d4e5';
const support = () => Claim.of('cognito:groups').includes('support');
const errors = (...problems: string[]) =>
  ['Validation failed with the following errors:', ...problems.map((problem) => `  [${problem}`)].join('\n');

/** An agent's app, in which the gateway of the shop is imported. */
function agents(attributes: Partial<ToolGatewayAttributes> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Agents', { env: ENV });
  const policyEngine = agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', {
    policyEngineArn: ENGINE_ARN,
  });
  const tools = ToolGateway.fromGatewayAttributes(stack, 'Tools', {
    gatewayArn: GATEWAY_ARN,
    policyEngine,
    inboundAuthType: InboundAuthType.JWT,
    targets: { Refunds: refundTools(), Orders: orderTools() },
    ...attributes,
  });
  return { app, stack, policyEngine, tools };
}

function policyIn(stack: Stack, policy: ToolPolicy): any {
  const id = stack.getLogicalId(policy.policy.node.defaultChild as CfnResource);
  return Template.fromStack(stack).toJSON().Resources[id];
}

describe('An imported gateway', () => {
  it('has policies on its engine, and nothing else in the template', () => {
    const { stack, tools } = agents();
    const refund = tools.target('Refunds').tool('process_refund');
    const policy = tools.permit('Small', { tools: [refund], when: [support(), Input.of('amount').lessThan(500)] });
    expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toHaveLength(1);
    expect(policyIn(stack, policy).Properties).toMatchObject({
      PolicyEngineId: 'Shop-a1b2c3d4e5',
      EnforcementMode: 'ACTIVE',
      Definition: {
        Cedar: {
          Statement:
            'permit (\n  principal is AgentCore::OAuthUser,\n' +
            '  action == AgentCore::Action::"Refunds___process_refund",\n' +
            `  resource == AgentCore::Gateway::"${GATEWAY_ARN}"\n)\nwhen\n{\n` +
            '  principal.hasTag("cognito:groups") &&\n' +
            '  principal.getTag("cognito:groups") like "*\\"support\\"*" &&\n  context.input.amount < 500\n};',
        },
      },
    });
    expect(policyIn(stack, policy).DependsOn).toBeUndefined();
  });

  it('takes every kind of policy, permits before forbids', () => {
    const { app, stack, tools } = agents();
    const never = tools.forbid('Never', { when: [Claim.of('employment').equalTo('contractor')] });
    const text = tools.addPolicy(
      'Text',
      Cedar.fromText(
        `permit(principal, action in AgentCore::Action::"Orders", resource == AgentCore::Gateway::"${tools.gatewayArn}") when { principal.hasTag("scope") };`,
      ),
      { rollout: Rollout.shadow({ reason: 'is it ever used?' }) },
    );
    const whole = new ToolPolicy(stack, 'Whole', {
      gateway: tools,
      effect: agentcore.PolicyEffect.PERMIT,
      tools: tools.target('Orders').allTools,
      when: [support()],
    });
    app.synth();
    const ids = [text, whole].map(({ policy }) => stack.getLogicalId(policy.node.defaultChild as CfnResource));
    expect(policyIn(stack, whole).DependsOn).toEqual([ids[0]]);
    expect(policyIn(stack, never).DependsOn).toEqual([ids[1]]);
    expect(policyIn(stack, text).Properties.EnforcementMode).toBe('LOG_ONLY');
  });

  it('has a forbid without tools that is about it alone, as the engine may have other gateways', () => {
    const { stack, tools } = agents();
    const never = tools.forbid('Never', { when: [Claim.of('employment').equalTo('contractor')] });
    expect(policyIn(stack, never).Properties.Definition.Cedar.Statement).toContain(
      `action,\n  resource == AgentCore::Gateway::"${GATEWAY_ARN}"\n)`,
    );
  });

  it('may be known by an export, and its policies may name roles of the app', () => {
    const { app, stack, tools } = agents({
      gatewayArn: Fn.importValue('GatewayArn'),
      inboundAuthType: InboundAuthType.IAM,
    });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const policy = tools.permit('Look', {
      tools: tools.target('Orders').allTools,
      principals: [Principal.role(role)],
      when: [Input.of('order_id').notEqualTo('0')],
    });
    app.synth();
    expect(JSON.stringify(policyIn(stack, policy).Properties.Definition)).toContain('{"Fn::ImportValue":"GatewayArn"}');
  });

  it('has its statements verified against the tools that are declared', () => {
    const { app, tools } = agents();
    tools.permit('Misspelt', { tools: tools.target('Refunds').allTools, when: [Input.of('amunt').lessThan(5)] });
    tools.addPolicy(
      'Unknown',
      Cedar.fromText(
        `permit(principal, action == AgentCore::Action::"Orders___get_oder", resource == AgentCore::Gateway::"${GATEWAY_ARN}") when { principal.hasTag("scope") };`,
      ),
    );
    const error = synthError(app);
    expect(error).toContain('[Agents/Tools/Misspelt] Input.of is "amunt".');
    expect(error).toContain(
      '[Agents/Tools/Unknown] line 1, column 48: No tool of this gateway has the action ' +
        'AgentCore::Action::"Orders___get_oder". Did you mean "Orders___get_order"?',
    );
  });

  it('is not another gateway of the app', () => {
    const { app, stack, tools } = agents();
    const own = new ToolGateway(stack, 'Own', { inboundAuth: jwt() });
    tools.addPolicy(
      'Look',
      Cedar.fromText(
        `permit(principal, action == AgentCore::Action::"Orders___get_order", resource == AgentCore::Gateway::"${own.gatewayArn}") when { principal.hasTag("scope") };`,
      ),
    );
    expect(synthError(app)).toBe(
      errors(
        'Agents/Tools/Look] statement is "about Agents/Own/Gateway/Resource". Allowed: a statement about Agents/Tools. ' +
          'Write the ARN of this gateway, or the policy on the other one.',
      ),
    );
  });

  it('shares its engine with a gateway of the app, whose tools of one name must have one input', () => {
    const { app, stack, policyEngine } = agents();
    const own = new ToolGateway(stack, 'Own', {
      policyEngine,
      inboundAuth: jwt(),
      unpermittedTools: { reason: 'the test is about names' },
    });
    const inputSchema = { type: 'object', properties: {} };
    own.addLambda('Orders', {
      handler: functionIn(stack),
      tools: ToolDefinitions.of({ name: 'get_order', description: 'Looks the last order up', inputSchema }),
    });
    expect(synthError(app)).toContain(
      '[Agents/Own] policyEngine is "shared with Agents/Tools, which has another Orders___get_order".',
    );
  });

  const engineAt = (app: App, policyEngineArn: string) =>
    agentcore.PolicyEngine.fromPolicyEngineAttributes(new Stack(app, 'Risk'), 'Engine', { policyEngineArn });

  it.each([
    ['region', ENGINE_ARN.replace('eu-central-1', 'us-east-1'), 'us-east-1 of 123456789012'],
    ['account', ENGINE_ARN.replace('123456789012', '210987654321'), 'eu-central-1 of 210987654321'],
  ])('is refused with an engine of another %s', (_, policyEngineArn, place) =>
    expect(() => agents({ policyEngine: engineAt(new App(), policyEngineArn) })).toThrow(
      new Error(
        'Agents/Tools cannot be built:\n' +
          `  - policyEngine is "an engine in ${place}". Allowed: an engine in eu-central-1 of 123456789012, as the gateway is. ` +
          'Give the ARN of the engine that the gateway asks.',
      ),
    ),
  );

  it('is refused with an engine of a stack in another region, as far as it is known', () => {
    const made = (env?: { region: string }) =>
      new agentcore.PolicyEngine(new Stack(new App(), 'Risk', { env }), 'Engine');
    expect(() => agents({ policyEngine: made({ region: 'us-east-1' }) })).toThrow(
      'policyEngine is "an engine in us-east-1 of some account".',
    );
    expect(() => agents({ policyEngine: made() })).not.toThrow();
  });

  it.each([
    ['gateway', { gatewayArn: Fn.importValue('GatewayArn') }],
    ['engine', { policyEngine: engineAt(new App(), Fn.importValue('EngineArn')) }],
  ])('may have an engine anywhere where the ARN of the %s is not known', (_, attributes) =>
    expect(() => agents(attributes)).not.toThrow(),
  );

  it('is refused with an ARN, names or tools that cannot be', () => {
    const wrong = ToolDefinitions.of({ name: '', description: 'Nothing', inputSchema: { type: 'object' } });
    expect(() =>
      agents({ gatewayArn: 'shop-tools-a1b2c3d4e5', targets: { 'Re funds': refundTools(), Orders: wrong } }),
    ).toThrow(
      new Error(
        'Agents/Tools cannot be built:\n' +
          '  - gatewayArn is "shop-tools-a1b2c3d4e5". ' +
          'Allowed: arn:<partition>:bedrock-agentcore:<region>:<account>:gateway/<id>. ' +
          'Write the ARN, not the id, the name or the URL of the gateway.\n' +
          '  - targets is "Re funds". Allowed: 1 to 100 letters, digits and single hyphens between them. Write "Re-funds".\n' +
          '  - tools[0].name is "". Allowed: 1 or more of letters, digits, _ and -. ' +
          'Name the tool by what it does: "process_refund".',
      ),
    );
  });

  it.each([
    [
      'target',
      (tools: ReturnType<typeof agents>['tools']) => tools.target('Refund'),
      'target is "Refund". Allowed: a target of this gateway whose tools are known. Did you mean "Refunds"?',
    ],
    [
      'tool',
      (tools: ReturnType<typeof agents>['tools']) => tools.target('Refunds').tool('get_refunds'),
      'tool is "get_refunds". Allowed: a tool of this target. Did you mean "get_refund"?',
    ],
  ])('refuses a %s that it is not said to have', (_, ask, problem) => {
    const { tools } = agents();
    expect(() => ask(tools)).toThrow(new Error(`Agents/Tools cannot be built:\n  - ${problem}`));
  });
});

describe('A gateway of the app', () => {
  it('gives its targets by name, like an imported one', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const tools = new ToolGateway(stack, 'Tools', { inboundAuth: jwt() });
    const refunds = tools.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
    expect(tools.target('Refunds')).toBe(refunds);
    expect(() => tools.target('Orders')).toThrow(/target is "Orders"\. .* Choose one of "Refunds"\./);
  });
});
