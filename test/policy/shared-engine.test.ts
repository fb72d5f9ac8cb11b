import { App, aws_bedrockagentcore as agentcore, Fn, Stack, Stage, Validations, type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cedar, Claim, Input } from '../../lib/cedar';
import { LambdaTools, ToolGateway, type ToolGatewayProps } from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import { Rollout, type ToolPolicy } from '../../lib/policy';
import { ToolDefinitions } from '../../lib/tools';
import { ENV, functionIn, jwt, orderTools, refundTools, synthError } from '../gateway/shop';

const ENGINE_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/Risk-a1b2c3d4e5';
const support = () => Claim.of('cognito:groups').includes('support');
const DENIED = { unpermittedTools: { reason: 'the test is about one policy' } };
const errors = (...problems: string[]) =>
  ['Validation failed with the following errors:', ...problems.map((problem) => `  [${problem}`)].join('\n');

/** Two gateways on one engine: refunds in the first one, orders in the second one. */
function twoGateways(props: ToolGatewayProps = {}, second: ToolGatewayProps = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const policyEngine = new agentcore.PolicyEngine(stack, 'Engine');
  const first = new ToolGateway(stack, 'First', { policyEngine, inboundAuth: jwt(), ...props });
  const other = new ToolGateway(stack, 'Second', { policyEngine, inboundAuth: jwt(), ...props, ...second });
  const handler = functionIn(stack);
  const refunds = first.addLambda('Refunds', { handler, tools: refundTools() });
  const orders = other.addLambda('Orders', { handler, tools: orderTools() });
  return { app, stack, policyEngine, handler, first, second: other, refunds, orders };
}

function importedEngine(scope: Stack, id = 'Engine', policyEngineArn = ENGINE_ARN) {
  return agentcore.PolicyEngine.fromPolicyEngineAttributes(scope, id, { policyEngineArn });
}

function idOf(stack: Stack, construct: { node: { defaultChild?: unknown } }): string {
  return stack.getLogicalId(construct.node.defaultChild as CfnResource);
}

function dependenciesOf(stack: Stack, policy: ToolPolicy): string[] {
  return Template.fromStack(stack).toJSON().Resources[idOf(stack, policy.policy)].DependsOn ?? [];
}

/** A permit of whatever tool of every gateway on the engine, written on one of them on purpose. */
function permitAnyTool(gateway: ToolGateway): ToolPolicy {
  const statement =
    'permit(principal is AgentCore::OAuthUser, action, resource is AgentCore::Gateway) when { principal.hasTag("scope") };';
  const policy = gateway.addPolicy('All', Cedar.fromText(statement));
  Validations.of(policy).acknowledge({ id: 'cdk-agentcore:policy-for-all-gateways', reason: 'the test is about it' });
  return policy;
}

describe('Several gateways on one engine', () => {
  it('ask that engine and no other, and their roles name it', () => {
    const { stack, policyEngine } = twoGateways(DENIED);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::BedrockAgentCore::PolicyEngine', 1);
    const Arn = { 'Fn::GetAtt': [idOf(stack, policyEngine), 'PolicyEngineArn'] };
    template.allResourcesProperties('AWS::BedrockAgentCore::Gateway', {
      PolicyEngineConfiguration: { Arn, Mode: 'ENFORCE' },
    });
    for (const name of ['shop-first-', 'shop-second-']) {
      const roles = Object.values(template.findResources('AWS::IAM::Role')).filter((role: any) =>
        JSON.stringify(role).includes(name),
      ) as any[];
      expect(roles).toHaveLength(1);
      expect(roles[0].Properties.Policies[0].PolicyDocument.Statement).toEqual([
        { Effect: 'Allow', Action: 'bedrock-agentcore:GetPolicyEngine', Resource: Arn },
        {
          Effect: 'Allow',
          Action: ['bedrock-agentcore:AuthorizeAction', 'bedrock-agentcore:PartiallyAuthorizeActions'],
          Resource: [
            Arn,
            { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, expect.stringContaining(`:gateway/${name}`)]] },
          ],
        },
      ]);
    }
  });

  it('have their policies created one after the other, the permits of both before the forbids of both', () => {
    const { stack, first, second, refunds, orders } = twoGateways();
    const never = first.forbid('Never', { tools: refunds.allTools, when: [Input.of('order_id').equalTo('0')] });
    const look = second.permit('Look', { tools: orders.allTools, when: [support()] });
    const refund = first.permit('Refund', { tools: refunds.allTools, when: [support()] });
    const ids = [look, refund, never].map(({ policy }) => idOf(stack, policy));
    expect([look, refund, never].map((one) => dependenciesOf(stack, one).filter((id) => ids.includes(id)))).toEqual([
      [],
      [ids[0]],
      [ids[1]],
    ]);
  });

  it('have a policy that names no tool after the targets of both, and one that does after its own only', () => {
    const { stack, first, refunds } = twoGateways(DENIED);
    const targets = (policy: ToolPolicy) => dependenciesOf(stack, policy).filter((id) => id.includes('Target'));
    const all = permitAnyTool(first);
    const own = first.permit('Own', { tools: refunds.allTools, when: [support()] });
    expect(targets(own)).toEqual([expect.stringMatching(/^FirstRefundsTarget/)]);
    expect(targets(all)).toEqual([
      expect.stringMatching(/^FirstRefundsTarget/),
      expect.stringMatching(/^SecondOrdersTarget/),
    ]);
  });

  it('have a forbid without tools after the targets of its own only, as it is about no other', () => {
    const { stack, first } = twoGateways(DENIED);
    const nobody = first.forbid('Nobody', { when: [Claim.of('employment').equalTo('contractor')] });
    expect(dependenciesOf(stack, nobody).filter((id) => id.includes('Target'))).toEqual([
      expect.stringMatching(/^FirstRefundsTarget/),
    ]);
  });

  it('each have what is written about all tools of one held against that one', () => {
    const { app, first, second } = twoGateways(DENIED, { inboundAuth: InboundAuth.iam() });
    const about = (principal: string, gateway: ToolGateway) =>
      Cedar.fromText(
        `permit(principal is AgentCore::${principal}, action, resource == AgentCore::Gateway::"${gateway.gatewayArn}") when { context.system.now > datetime("2027-01-01") };`,
      );
    first.addPolicy('Users', about('OAuthUser', first));
    second.addPolicy('Roles', about('IamEntity', second));
    second.addPolicy('Wrong', about('OAuthUser', second));
    expect(synthError(app)).toBe(
      errors(
        'Shop/Second/Wrong] line 1, column 21: No caller of this gateway is an AgentCore::OAuthUser: they authenticate with IAM. ' +
          'Write principal is AgentCore::IamEntity, or change inboundAuth of the gateway.',
      ),
    );
  });

  it('need no permit for tools that a policy of the other one permits, as it names none', () => {
    const { app, first } = twoGateways();
    permitAnyTool(first);
    expect(() => app.synth()).not.toThrow();
  });

  it('each need permits of their own where a policy names tools of one', () => {
    const { app, first, refunds } = twoGateways();
    first.permit('Refund', { tools: refunds.allTools, when: [support()] });
    expect(synthError(app)).toContain(
      '[Shop/Second] [cdk-agentcore:unpermitted-tools] No policy permits Orders___get_order,',
    );
    expect(synthError(app)).not.toContain('Shop/First');
  });

  it('each need permits of their own where a text is about all tools of one', () => {
    const { app, first } = twoGateways();
    first.addPolicy(
      'All',
      Cedar.fromText(
        `permit(principal is AgentCore::OAuthUser, action, resource == AgentCore::Gateway::"${first.gatewayArn}") when { principal.hasTag("scope") };`,
      ),
    );
    expect(synthError(app)).toContain(
      '[Shop/Second] [cdk-agentcore:unpermitted-tools] No policy permits Orders___get_order,',
    );
    expect(synthError(app)).not.toContain('[Shop/First');
  });

  it('each need permits of their own where a permit is about all tools of one', () => {
    const { app, first } = twoGateways();
    first.permit('Refund', { when: [support()] });
    expect(synthError(app)).toContain(
      '[Shop/Second] [cdk-agentcore:unpermitted-tools] No policy permits Orders___get_order,',
    );
  });

  it("count the L2's policies for the gateway that they name", () => {
    const { app, stack, policyEngine, first, second } = twoGateways();
    first.permit('Refund', { when: [support()] });
    const permitting = (gateway: ToolGateway) =>
      agentcore.PolicyStatement.fromCedar(
        `permit(principal, action == AgentCore::Action::"Orders___get_order", resource == AgentCore::Gateway::"${gateway.gatewayArn}") when { principal.hasTag("scope") };`,
      );
    new agentcore.Policy(stack, 'Wrong', { policyEngine, statement: permitting(first) });
    expect(synthError(app)).toContain(
      '[Shop/Second] [cdk-agentcore:unpermitted-tools] No policy permits Orders___get_order,',
    );
    new agentcore.Policy(stack, 'Right', { policyEngine, statement: permitting(second) });
    expect(() => app.synth()).not.toThrow();
  });

  it('may have the same tool with the same input', () => {
    const { app, second, handler } = twoGateways(DENIED);
    second.addLambda('Refunds', { handler, tools: refundTools() });
    expect(() => app.synth()).not.toThrow();
  });

  it('are refused with tools of one name and different inputs', () => {
    const { app, second, handler } = twoGateways(DENIED);
    const inputSchema = { type: 'object', properties: { order_id: { type: 'integer' } }, required: ['order_id'] };
    const tools = ToolDefinitions.of({ name: 'get_refund', description: 'Looks a refund up', inputSchema });
    second.addLambda('Refunds', { handler, tools });
    expect(synthError(app)).toBe(
      errors(
        'Shop/Second] policyEngine is "shared with Shop/First, which has another Refunds___get_refund". ' +
          'Allowed: gateways whose tools of the same name have the same input: an engine has one schema for all. ' +
          'Rename the target Refunds of one of them, or give the gateways engines of their own.',
      ),
    );
  });

  describe('compare what of an input becomes a type in Cedar', () => {
    const text = { type: 'string' };
    const listOf = (items?: object) => ({ properties: { list: { type: 'array', ...(items && { items }) } } });
    const recordIn = (required: string[]) => ({
      properties: { address: { type: 'object', properties: { city: text, zip: text }, required } },
    });

    function synthesized(one: object, other: object): () => unknown {
      const { app, first, second, handler } = twoGateways(DENIED);
      [first, second].forEach((gateway, index) => {
        const inputSchema = { type: 'object', ...(index === 0 ? one : other) };
        const tools = ToolDefinitions.of({ name: 'find', description: `Finds for ${gateway.node.id}`, inputSchema });
        gateway.addLambda('Search', { handler, tools });
      });
      return () => app.synth();
    }

    it.each<[string, object, object]>([
      ['a field that one of them requires', { properties: { a: text }, required: ['a'] }, { properties: { a: text } }],
      ['a field of a record that one of them requires', recordIn(['city', 'zip']), recordIn(['city'])],
      ['what is in a list', listOf(text), listOf({ type: 'integer' })],
      [
        'a field in the records of a list that one of them requires',
        listOf({ type: 'object', properties: { a: text }, required: ['a'] }),
        listOf({ type: 'object', properties: { a: text } }),
      ],
    ])('and are refused where the inputs differ only in %s', (_, one, other) => {
      const refusal = '[Shop/Second] policyEngine is "shared with Shop/First, which has another Search___find".';
      expect(synthesized(one, other)).toThrow(refusal);
      expect(synthesized(other, one)).toThrow(refusal);
    });

    it.each<[string, object, object]>([
      ['descriptions', { properties: { a: { ...text, description: 'One' } } }, { properties: { a: text } }],
      ['the order of fields', { properties: { a: text, b: text } }, { properties: { b: text, a: text } }],
      [
        'the order of what is required',
        { properties: { a: text, b: text }, required: ['a', 'b'] },
        { properties: { a: text, b: text }, required: ['b', 'a'] },
      ],
    ])('and are accepted where the inputs differ only in %s', (_, one, other) => {
      expect(synthesized(one, other)).not.toThrow();
    });
  });

  it('have a statement that names no tool held against the callers of both', () => {
    const roles = Cedar.fromText(
      'forbid(principal is AgentCore::IamEntity, action, resource is AgentCore::Gateway) when { principal.id like "*-batch" };',
    );
    const iam = twoGateways(DENIED, { inboundAuth: InboundAuth.iam() });
    iam.first.addPolicy('NoBatch', roles);
    expect(() => iam.app.synth()).not.toThrow();
    const users = twoGateways(DENIED);
    users.first.addPolicy('NoBatch', roles);
    expect(synthError(users.app)).toContain('No caller of this gateway is an AgentCore::IamEntity');
  });

  it('do not lend each other their tools', () => {
    const { app, first } = twoGateways(DENIED);
    first.addPolicy(
      'Look',
      Cedar.fromText(`permit(principal, action == AgentCore::Action::"Orders___get_order",
        resource == AgentCore::Gateway::"${first.gatewayArn}") when { principal.hasTag("scope") };`),
    );
    expect(synthError(app)).toContain(
      'No tool of this gateway has the action AgentCore::Action::"Orders___get_order".',
    );
  });

  it('are in shadow each for itself', () => {
    const { stack } = twoGateways(
      { ...DENIED, rollout: Rollout.shadow({ reason: 'new tools' }) },
      { rollout: undefined },
    );
    const modes = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Gateway')).map(
      ({ Properties }: any) => Properties.PolicyEngineConfiguration.Mode,
    );
    expect(modes).toEqual(['LOG_ONLY', 'ENFORCE']);
  });

  it('may be in several stacks, which come after that of the engine', () => {
    const app = new App();
    const engines = new Stack(app, 'Engines', { env: ENV });
    const policyEngine = new agentcore.PolicyEngine(engines, 'Engine');
    const stacks = ['First', 'Second'].map((id) => {
      const stack = new Stack(app, id, { env: ENV });
      const tools = new ToolGateway(stack, 'Tools', { policyEngine, inboundAuth: jwt() });
      new LambdaTools(stack, 'Orders', { gateway: tools, handler: functionIn(stack), tools: orderTools() });
      tools.permit('Look', { when: [support()] });
      return stack;
    });
    app.synth();
    expect(engines.dependencies).toEqual([]);
    expect(stacks.map(({ dependencies }) => dependencies)).toEqual([[engines], [engines]]);
  });
});

describe('A gateway on an imported engine', () => {
  function shopOnImported(props: ToolGatewayProps = {}) {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const tools = new ToolGateway(stack, 'Tools', {
      policyEngine: importedEngine(stack),
      inboundAuth: jwt(),
      ...props,
    });
    const refunds = tools.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
    return { app, stack, tools, refunds };
  }

  it('asks it, and puts its policies on it in their order', () => {
    const { stack, tools, refunds } = shopOnImported(DENIED);
    const never = tools.forbid('Never', { tools: refunds.allTools, when: [Input.of('order_id').equalTo('0')] });
    const refund = tools.permit('Refund', { tools: refunds.allTools, when: [support()] });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::BedrockAgentCore::Gateway', {
      PolicyEngineConfiguration: { Arn: ENGINE_ARN },
    });
    template.allResourcesProperties('AWS::BedrockAgentCore::Policy', { PolicyEngineId: 'Risk-a1b2c3d4e5' });
    expect(dependenciesOf(stack, never)).toContain(idOf(stack, refund.policy));
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyDocument: {
            Statement: [{ Action: 'bedrock-agentcore:GetPolicyEngine', Resource: ENGINE_ARN }, {}],
          },
        },
      ],
    });
  });

  it('has a finding for tools that no policy of the app permits, as others may', () => {
    const { app, tools, refunds } = shopOnImported();
    tools.permit('Look', { tools: [refunds.tool('get_refund')], when: [support()] });
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools] [cdk-agentcore:unpermitted-tools] policyEngine is ' +
          '"imported, and no policy of this app permits Refunds___process_refund on it". ' +
          'Allowed: a permit for every tool, in this app or in the one that has the engine. ' +
          "Write gateway.permit('…', { tools: [target.tool(\"process_refund\")], when: [Claim.of('…').equalTo('…')] }), " +
          "or say why nobody may call: unpermittedTools: { reason: '…' }. If it is right as it is: " +
          "Validations.of(construct).acknowledge({ id: 'cdk-agentcore:unpermitted-tools', reason: '…' }).",
      ),
    );
  });

  it('has no such finding once it is acknowledged, or the reason is given in the gateway', () => {
    const acknowledged = shopOnImported();
    Validations.of(acknowledged.tools).acknowledge({
      id: 'cdk-agentcore:unpermitted-tools',
      reason: 'the risk team writes the policies',
    });
    for (const { app } of [acknowledged, shopOnImported(DENIED)]) expect(() => app.synth()).not.toThrow();
  });

  it('shares it with whatever gateway of the app imports the same one', () => {
    const app = new App();
    const policies = ['First', 'Second'].map((id) => {
      const stack = new Stack(app, id, { env: ENV });
      const tools = new ToolGateway(stack, 'Tools', { policyEngine: importedEngine(stack), inboundAuth: jwt() });
      tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
      return tools;
    });
    permitAnyTool(policies[0]);
    expect(() => app.synth()).not.toThrow();
  });

  it('knows it again by the export that it is imported from', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const [first, second] = ['First', 'Second'].map((id) => {
      const policyEngine = importedEngine(stack, `${id}Engine`, Fn.importValue('EngineArn'));
      return new ToolGateway(stack, id, { policyEngine, inboundAuth: jwt() });
    });
    first.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
    second.addLambda('Orders', { handler: functionIn(stack, 'Orders'), tools: orderTools() });
    permitAnyTool(first);
    expect(() => app.synth()).not.toThrow();
  });

  describe('knows it by an export', () => {
    /** A gateway with a policy about any tool, and another one whose only tool that policy may permit. */
    function synthesized(firstStack: Stack, secondStack: Stack): () => unknown {
      const [first, second] = [firstStack, secondStack].map((stack) => {
        const policyEngine = importedEngine(stack, 'Engine', Fn.importValue('EngineArn'));
        return new ToolGateway(stack, 'Tools', { policyEngine, inboundAuth: jwt() });
      });
      first.addLambda('Refunds', { handler: functionIn(firstStack), tools: refundTools() });
      second.addLambda('Orders', { handler: functionIn(secondStack), tools: orderTools() });
      permitAnyTool(first);
      return () => Stage.of(secondStack)!.synth();
    }
    const stackIn = (scope: App | Stage, id: string, env = ENV) => new Stack(scope, id, { env });

    it('of the same account and region, in whichever stacks it is imported', () => {
      const app = new App();
      expect(synthesized(stackIn(app, 'First'), stackIn(app, 'Second'))).not.toThrow();
    });

    it.each<[string, (app: App) => [Stack, Stack]]>([
      ['stage', (app) => [stackIn(new Stage(app, 'Test'), 'Shop'), stackIn(new Stage(app, 'Production'), 'Shop')]],
      ['region', (app) => [stackIn(app, 'First'), stackIn(app, 'Second', { ...ENV, region: 'eu-west-1' })]],
      ['account', (app) => [stackIn(app, 'First'), stackIn(app, 'Second', { ...ENV, account: '210987654321' })]],
    ])('that is another engine in another %s', (_, stacks) => {
      const [first, second] = stacks(new App());
      expect(synthesized(first, second)).toThrow(
        `[${second.node.path}/Tools] [cdk-agentcore:unpermitted-tools] policyEngine is ` +
          '"imported, and no policy of this app permits Orders___get_order on it".',
      );
    });
  });

  it('is refused where the engine is in another region', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const policyEngine = importedEngine(stack, 'Engine', ENGINE_ARN.replace('eu-central-1', 'us-east-1'));
    expect(() => new ToolGateway(stack, 'Tools', { policyEngine })).toThrow(
      new Error(
        'Shop/Tools cannot be built:\n' +
          '  - policyEngine is "an engine in us-east-1". Allowed: an engine in eu-central-1, the region of the gateway. ' +
          'Give the gateway an engine of its own region, or leave policyEngine out.',
      ),
    );
  });
});
