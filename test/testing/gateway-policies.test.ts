import { App, aws_bedrockagentcore as agentcore, aws_iam as iam, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cedar, Claim, Input, Principal } from '../../lib/cedar';
import { Rollout } from '../../lib/policy';
import { InboundAuth } from '../../lib/identity';
import { allowedBy, denied, deniedAsInput, deniedBy, GatewayPolicies } from '../../lib/testing';
import { functionIn, orderTools, shop, shopWithRefunds } from '../gateway/shop';

const groups = Claim.of('cognito:groups');
const SUPPORT = { 'cognito:groups': ['support'] };
const MANAGER = { 'cognito:groups': ['manager'] };

/** Support refunds less than 500, managers any amount up to 1000. */
function refundShop() {
  const built = shopWithRefunds();
  const { tools, refunds } = built;
  const refund = refunds.tool('process_refund');
  tools.permit('Support', { tools: [refund], when: [groups.includes('support'), Input.of('amount').lessThan(500)] });
  tools.permit('Managers', { tools: refunds.allTools, when: [groups.includes('manager')] });
  tools.forbid('NobodyAbove1000', { tools: [refund], when: [Input.of('amount').greaterThan(1000)] });
  return { ...built, refund };
}

const REFUND = 'Refunds___process_refund';
const amount = (value: number) => ({ order_id: 'A-1', amount: value });

describe('a tool gateway', () => {
  const { tools, refund, refunds } = refundShop();
  const policies = GatewayPolicies.of(tools);

  it.each([
    ['support', SUPPORT, 499, allowedBy('Support')],
    ['support', SUPPORT, 500, denied()],
    ['a manager', MANAGER, 1000, allowedBy('Managers')],
    ['a manager', MANAGER, 1001, deniedBy('NobodyAbove1000')],
    ['both', { 'cognito:groups': ['support', 'manager'] }, 10, allowedBy('Managers', 'Support')],
    ['nobody', {}, 10, denied()],
  ])('decides what %s (%j) refunds of %d', (_, user, value, decision) => {
    expect(policies.decide({ user, tool: refund, input: amount(value) })).toEqual(decision);
  });

  it('names its policies as the code does', () => {
    expect(policies.names).toEqual(['Managers', 'NobodyAbove1000', 'Support']);
    expect(policies.unsure).toEqual([]);
  });

  it('takes the tool by its full name, and the caller by sub', () => {
    const input = { order_id: 'A-1' };
    expect(policies.decide({ user: { sub: 'anna', ...MANAGER }, tool: 'Refunds___get_refund', input })).toEqual(
      allowedBy('Managers'),
    );
    expect(policies.decide({ user: SUPPORT, tool: refunds.tool('get_refund'), input })).toEqual(denied());
  });

  it('says why an input does not fit the tool', () => {
    const { allowed, errors } = policies.decide({
      user: MANAGER,
      tool: REFUND,
      input: { order_id: 'A-1', amount: '7' },
    });
    expect(allowed).toBe(false);
    expect(errors).toHaveLength(1);
    expect(policies.decide({ user: MANAGER, tool: REFUND, input: { amount: 7 } }).errors).toEqual([
      'input.order_id is missing',
    ]);
  });

  it('takes no text for a number, even if it reads like one', () => {
    for (const wrong of ['7', '7.0', [7], true]) {
      const input = { order_id: 'A-1', amount: wrong };
      expect(policies.decide({ user: MANAGER, tool: REFUND, input })).toEqual(deniedAsInput());
    }
    expect(policies.decide({ user: {}, tool: REFUND, input: amount(7) })).not.toEqual(deniedAsInput());
  });

  it('knows its tools', () => expect(policies.tools).toEqual(['Refunds___get_refund', REFUND]));

  it('decides with statements that somebody might add', () => {
    const more = policies.with({
      Extra: 'permit(principal is AgentCore::OAuthUser, action, resource == AgentCore::Gateway::"${gateway}");',
    });
    expect(more.decide({ user: {}, tool: refund, input: amount(1000) })).toEqual(allowedBy('Extra'));
    expect(more.decide({ user: {}, tool: refund, input: amount(1001) })).toEqual(deniedBy('NobodyAbove1000'));
    expect(policies.names).not.toContain('Extra');
  });

  it.each([
    [
      {
        Extra:
          'permit(principal, action == AgentCore::Action::"Refunds__process_refund", resource == AgentCore::Gateway::"${gateway}");',
      },
      'Extra is no right statement:\n  line 1, column 48: No tool of this gateway has the action AgentCore::Action::"Refunds__process_refund". Did you mean "Refunds___process_refund"? Between target and tool stand three underscores.',
    ],
    [{ Extra: 'permit' }, 'Extra is no right statement:\n  line 1, column 1: This is no Cedar statement.'],
    [
      { Support: 'permit(principal, action, resource is AgentCore::Gateway);' },
      'There is a policy Support: give the statement another name.',
    ],
  ])('takes no statement that nobody could add: %j', (statements, message) => {
    expect(() => policies.with(statements as Record<string, string>)).toThrow(message);
  });

  it.each([
    [
      { user: {}, tool: 'Refunds___proces_refund' },
      'The gateway has no tool Refunds___proces_refund. Did you mean "Refunds___process_refund"?',
    ],
    [
      { user: {}, tool: REFUND, input: { amuont: 5 } },
      'Refunds___process_refund has no field amuont. Did you mean "amount"?',
    ],
    [{ tool: REFUND, role: 'Support' }, 'Callers of this gateway bring a JWT: give user instead of role.'],
    [{ tool: REFUND }, 'A call is made by a user or by a role: give one of the two, for example user: {}.'],
    [
      { tool: REFUND, user: {}, role: 'Support' },
      'A call is made by a user or by a role: give one of the two, for example user: {}.',
    ],
    [
      { tool: REFUND, user: {}, input: amount(1), at: 'noon' },
      'at is "noon", which is no time in UTC. Write it like 2026-11-21T08:00:00Z.',
    ],
  ])('refuses the call %j', (request, message) => {
    expect(() => policies.decide(request)).toThrow(message);
  });

  it('counts policies in shadow only where they are asked for', () => {
    const { tools: shadowed, refund: tool } = refundShop();
    shadowed.forbid('Shadow', {
      tools: [tool],
      when: [Input.of('amount').greaterThan(5)],
      rollout: Rollout.shadow({ reason: 'watched first' }),
    });
    const call = { user: SUPPORT, tool, input: amount(10) };
    expect(GatewayPolicies.of(shadowed).decide(call)).toEqual(allowedBy('Support'));
    expect(GatewayPolicies.of(shadowed, { shadowDecides: true }).decide(call)).toEqual(deniedBy('Shadow'));
  });

  it('decides nothing where all policies are in shadow, unless that is asked for', () => {
    const rollout = Rollout.shadow({ reason: 'watched first' });
    const { tools: shadowed, refunds: target } = shopWithRefunds({ rollout });
    shadowed.permit('Managers', { tools: target.allTools, when: [groups.includes('manager')] });
    expect(() => GatewayPolicies.of(shadowed)).toThrow(
      'Shop/Tools has its policies in shadow: every call is allowed. Test what they will decide once they are enforced: shadowDecides: true.',
    );
    const call = { user: MANAGER, tool: target.tool('get_refund'), input: { order_id: '1' } };
    expect(GatewayPolicies.of(shadowed, { shadowDecides: true }).decide(call)).toEqual(allowedBy('Managers'));
  });

  it('decides by the time that is asked about', () => {
    const { tools: timed, refunds: target } = shopWithRefunds();
    timed.addPolicy(
      'ByDay',
      Cedar.fromText(
        'permit(principal is AgentCore::OAuthUser, action in AgentCore::Action::"Refunds", resource == AgentCore::Gateway::"${gateway}") when { context.system.now.toTime() < duration("18h") };',
      ),
    );
    const at = (time?: string) =>
      GatewayPolicies.of(timed).decide({
        user: {},
        tool: target.tool('get_refund'),
        input: { order_id: '1' },
        at: time,
      });
    expect(() => at(undefined)).toThrow("ByDay asks for the time: say it, for example at: '2026-11-21T08:00:00Z'.");
    expect(() => at('2026-11-21T17:59:59')).toThrow('which is no time in UTC');
    expect(at('2026-11-21T17:59:59Z')).toEqual(allowedBy('ByDay'));
    expect(at('2026-11-21T18:00:00Z')).toEqual(denied());
  });
});

describe('roles', () => {
  const { stack, tools } = shop({ inboundAuth: InboundAuth.iam() });
  const orders = tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
  const role = (id: string, account = '123456789012') =>
    new iam.Role(stack, id, { assumedBy: new iam.AccountPrincipal(account) });
  const reader = role('Reader');
  tools.permit('Read', {
    tools: [orders.tool('get_order')],
    principals: [Principal.role(reader), Principal.role(iam.Role.fromRoleName(stack, 'Batch', 'batch'))],
    when: [Input.of('order_id').notEqualTo('')],
  });
  const policies = GatewayPolicies.of(tools);
  const call = (caller: iam.IRole | string) =>
    policies.decide({ role: caller, tool: orders.tool('get_order'), input: { order_id: '1' } });

  it.each([
    ['the construct', reader, allowedBy('Read')],
    ['its path', 'Shop/Reader', allowedBy('Read')],
    ['a name', 'batch', allowedBy('Read')],
    ['an ARN', 'arn:aws:sts::123456789012:assumed-role/batch', allowedBy('Read')],
    ['a role that no policy names', role('Other'), denied()],
    ['a name that no policy has', 'somebody', denied()],
  ])('are known by %s', (_, caller, decision) => expect(call(caller)).toEqual(decision));

  it('are not misspelt', () => {
    expect(() => call('bacth')).toThrow('No policy names the role bacth. Did you mean "batch"?');
  });
});

describe('gateways that were made otherwise', () => {
  /** With the L2s of aws-cdk-lib, and a policy of each level. */
  function plainStack(gateways: string[] = ['Gateway']) {
    const app = new App();
    const stack = new Stack(app, 'Plain');
    const policyEngine = new agentcore.PolicyEngine(stack, 'Engine', { policyEngineName: 'engine' });
    for (const id of gateways) {
      const gateway = new agentcore.Gateway(stack, id, {
        gatewayName: id.toLowerCase(),
        authorizerConfiguration: agentcore.GatewayAuthorizer.usingAwsIam(),
        policyEngineConfiguration: { policyEngine, mode: agentcore.PolicyEngineMode.ENFORCE },
      });
      gateway.addLambdaTarget('Orders', {
        gatewayTargetName: 'Orders',
        lambdaFunction: functionIn(stack, `${id}Function`),
        toolSchema: agentcore.ToolSchema.fromInline([
          {
            name: 'get_order',
            description: 'Looks an order up',
            inputSchema: {
              type: agentcore.SchemaDefinitionType.OBJECT,
              properties: { order_id: { type: agentcore.SchemaDefinitionType.STRING } },
              required: ['order_id'],
            },
          },
        ]),
      });
      const statement = (condition: string) =>
        `permit(principal is AgentCore::IamEntity, action == AgentCore::Action::"Orders___get_order", resource == AgentCore::Gateway::"${gateway.gatewayArn}") when { ${condition} };`;
      new agentcore.Policy(stack, `${id}L2`, {
        policyEngine,
        policyName: `${id}L2`,
        statement: agentcore.PolicyStatement.fromCedar(statement('context.input.order_id like "A-*"')),
      });
      new agentcore.CfnPolicy(stack, `${id}L1`, {
        policyEngineId: policyEngine.policyEngineId,
        name: `${id}L1`,
        definition: { policy: { statement: statement('context.input.order_id like "B-*"') } },
      });
    }
    return { app, stack };
  }
  const call = (order: string) => ({ role: 'anyone', tool: 'Orders___get_order', input: { order_id: order } });

  it('are read from a template', () => {
    const policies = GatewayPolicies.fromTemplate(Template.fromStack(plainStack().stack));
    expect(policies.decide(call('A-1'))).toEqual(allowedBy('GatewayL2'));
    expect(policies.decide(call('B-1'))).toEqual(allowedBy('GatewayL1'));
    expect(policies.decide(call('C-1'))).toEqual(denied());
  });

  it('are read from what a synth wrote', () => {
    const { directory } = plainStack(['One', 'Two']).app.synth();
    const policies = GatewayPolicies.fromAssembly(directory, { gateway: 'Plain/Two' });
    expect(policies.names).toEqual(['TwoL1', 'TwoL2']);
    expect(policies.decide(call('A-1'))).toEqual(allowedBy('TwoL2'));
  });

  it.each([
    [undefined, 'There are several gateways: say which, gateway: "Plain/One".'],
    ['Tow', 'There is no gateway Tow. Choose one of "Plain/One", "Plain/Two".'],
  ])('are chosen by name: %s', (gateway, message) => {
    const { directory } = plainStack(['One', 'Two']).app.synth();
    expect(() => GatewayPolicies.fromAssembly(directory, { gateway })).toThrow(message);
  });

  it('need a policy engine, or there is nothing to test', () => {
    const stack = new Stack(new App(), 'Open');
    new CfnResource(stack, 'Gateway', {
      type: 'AWS::BedrockAgentCore::Gateway',
      properties: { Name: 'open', AuthorizerType: 'AWS_IAM', ProtocolType: 'MCP' },
    });
    expect(() => GatewayPolicies.fromTemplate(Template.fromStack(stack))).toThrow(
      'Template1/Gateway has no policy engine: every call is allowed, and there is nothing to test.',
    );
    expect(() => GatewayPolicies.fromTemplate({ toJSON: () => ({ Resources: {} }) })).toThrow('There is no gateway.');
  });
});

describe('properties', () => {
  const { tools, refund } = refundShop();
  const policies = GatewayPolicies.of(tools);
  const large = [Input.of('amount').greaterThanOrEqualTo(500)];

  it('that hold are proved', () => {
    expect(policies.expectNever({ tools: [refund], when: large, unless: [groups.includes('manager')] })).toEqual({
      proved: true,
    });
    expect(policies.expectNever({ unless: [groups.includesAny('manager', 'support')] })).toEqual({ proved: true });
    expect(
      policies.expectAlways({ tools: [refund], when: [groups.includes('manager'), Input.of('amount').lessThan(1000)] }),
    ).toEqual({ proved: true });
  });

  it('that do not hold show a call that breaks them, and who let it through', () => {
    expect(() => policies.expectNever({ tools: [refund], when: large })).toThrow(
      'A call must never be allowed, and is:\n' +
        '  a user with {"sub":"other","cognito:groups":["manager"]} calls Refunds___process_refund with {"order_id":"x","amount":500}\n' +
        '  allowed by Managers',
    );
    expect(() => policies.expectAlways({ tools: [refund], when: [groups.includes('manager')] })).toThrow(
      'A call must always be allowed, and is not:\n' +
        '  a user with {"sub":"other","cognito:groups":["manager"]} calls Refunds___process_refund with {"order_id":"x","amount":1001}\n' +
        '  denied by NobodyAbove1000',
    );
    expect(() =>
      policies.expectAlways({ tools: ['Refunds___get_refund'], when: [groups.includes('support')] }),
    ).toThrow('denied because no policy permits it');
  });

  it('that compare two fields are searched, and say so', () => {
    const { tools: other, refunds } = shopWithRefunds();
    other.permit('Own', {
      tools: [refunds.tool('get_refund')],
      when: [Input.of('order_id').equalTo(Claim.of('order'))],
    });
    other.permit('Rest', { tools: [refunds.tool('process_refund')], when: [groups.includes('manager')] });
    const own = GatewayPolicies.of(other);
    const property = {
      tools: ['Refunds___get_refund'],
      when: [Input.of('order_id').notEqualTo(Claim.of('order'))],
    };
    expect(own.expectNever({ ...property, searchIsEnough: true })).toEqual({
      proved: false,
      notProved: 'a condition that is more than a comparison with constants: order_id and claim order',
    });
    expect(() => own.expectNever(property)).toThrow(
      'No call was found that must never be allowed and is, but that is not proved: a condition that is more than a comparison with constants: order_id and claim order. Where a search is enough, say so: searchIsEnough: true.',
    );
  });

  it.each([
    ['no tool', { tools: [] }],
    ['what is never true', { tools: [refund], when: [...large, Input.of('amount').lessThan(500)] }],
    ['what is left out again', { tools: [refund], when: large, unless: [Input.of('amount').greaterThan(5)] }],
  ])('that are about %s are refused, because they would always hold', (_, property) => {
    const message = 'No call is one that this is about, so nothing is tested: correct tools, when and unless.';
    expect(() => policies.expectNever(property)).toThrow(message);
    expect(() => policies.expectAlways(property)).toThrow(message);
  });

  it('are not proved where a policy compares with what only the deployment knows', () => {
    const { stack, tools: other, refunds } = shopWithRefunds();
    const team = new CfnParameter(stack, 'Team').valueAsString;
    other.permit('Team', { tools: refunds.allTools, when: [Claim.of('team').equalTo(team)] });
    const property = { unless: [Claim.of('team').present()] };
    expect(() => GatewayPolicies.of(other).expectNever(property)).toThrow(
      'that is not proved: Team compares with "<Shop.Team>", which only the deployment knows.',
    );
  });

  it('are refused where no tool has such a field', () => {
    expect(() => policies.expectNever({ tools: [refund], when: [Input.of('amuont').lessThan(5)] })).toThrow(
      'Input.of is "amuont". Allowed: a field of the input of Refunds___process_refund. Did you mean "amount"?',
    );
  });
});

describe('many policies', () => {
  it('do not keep a property from being proved', () => {
    const { tools, refunds } = shopWithRefunds();
    for (let team = 0; team < 12; team++) {
      tools.permit(`Team${team}`, { tools: refunds.allTools, when: [groups.includes(`team${team}`)] });
    }
    const all = GatewayPolicies.of(tools);
    expect(all.expectAlways({ when: [groups.includes('team3')] })).toEqual({ proved: true });
  });
});

describe('coverage', () => {
  it('says which conditions no call has tried', () => {
    const { tools, refund } = refundShop();
    const policies = GatewayPolicies.of(tools);
    policies.decide({ user: SUPPORT, tool: refund, input: amount(499) });
    policies.decide({ user: MANAGER, tool: refund, input: amount(600) });
    const { missing, percent, policies: each } = policies.coverage();
    expect(missing).toEqual([
      'NobodyAbove1000: no call to which it applies',
      'NobodyAbove1000: no call in which this holds: amount > 1000',
    ]);
    expect(percent).toBe(81);
    expect(each.find(({ policy }) => policy === 'Support')).toEqual({
      policy: 'Support',
      applied: true,
      conditions: [
        { condition: 'group includes "support"', held: true, failed: true },
        { condition: 'amount < 500', held: true, failed: true },
      ],
    });
    policies.decide({ user: MANAGER, tool: refund, input: amount(1001) });
    expect(policies.coverage()).toMatchObject({ missing: [], percent: 100 });
  });

  it('counts a condition only in calls that the policy is about', () => {
    const { tools } = refundShop();
    const policies = GatewayPolicies.of(tools);
    policies.decide({ user: SUPPORT, tool: 'Refunds___get_refund', input: { order_id: '1' } });
    expect(policies.coverage().policies.find(({ policy }) => policy === 'Support')?.conditions).toEqual([
      { condition: 'group includes "support"', held: false, failed: false },
      { condition: 'amount < 500', held: false, failed: false },
    ]);
  });
});
