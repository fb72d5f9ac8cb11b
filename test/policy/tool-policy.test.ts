import { App, aws_bedrockagentcore as agentcore, aws_iam as iam, Stack, type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cedar, Claim, Input, Principal, TimeWindow } from '../../lib/cedar';
import { LambdaTools, ToolGateway } from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import { ToolPolicy } from '../../lib/policy';
import { ENV, functionIn, jwt, orderTools, refundTools, shop, shopWithRefunds, synthError } from '../gateway/shop';

const POLICY = 'AWS::BedrockAgentCore::Policy';
const support = () => Claim.of('cognito:groups').includes('support');
/** These tests are about one policy; the other tools stay denied. */
const DENIED = { unpermittedTools: { reason: 'the test is about one policy' } };

function policyOf(stack: Stack, policy: ToolPolicy): any {
  const logicalId = stack.getLogicalId(policy.policy.node.defaultChild as CfnResource);
  return Template.fromStack(stack).findResources(POLICY)[logicalId];
}

/** The statement with `<token>` for what is known only at deployment. */
function statementOf(stack: Stack, policy: ToolPolicy): string {
  const { Statement } = policyOf(stack, policy).Properties.Definition.Cedar;
  return (Statement['Fn::Join'][1] as unknown[]).map((part) => (typeof part === 'string' ? part : '<token>')).join('');
}

function dependenciesOf(stack: Stack, policy: ToolPolicy): string[] {
  return policyOf(stack, policy).DependsOn;
}

describe('ToolPolicy', () => {
  it('is a statement about the gateway, checked by the service against all others, with a name from its path', () => {
    const { stack, tools, refunds } = shopWithRefunds(DENIED);
    const policy = tools.permit('SupportRefundsUnder500', {
      tools: [refunds.tool('process_refund')],
      when: [support(), Input.of('amount').lessThan(500)],
      description: 'Support may refund small amounts',
    });
    expect(policyOf(stack, policy).Properties).toEqual({
      Name: 'Shop_Tools_SupportRefundsUnder500_D9556EDD',
      Description: 'Support may refund small amounts',
      PolicyEngineId: { 'Fn::GetAtt': ['ToolsPolicyEngine90EB28C6', 'PolicyEngineId'] },
      ValidationMode: 'FAIL_ON_ANY_FINDINGS',
      EnforcementMode: 'ACTIVE',
      Definition: {
        Cedar: {
          Statement: {
            'Fn::Join': [
              '',
              [
                'permit (\n  principal is AgentCore::OAuthUser,\n' +
                  '  action == AgentCore::Action::"Refunds___process_refund",\n  resource == AgentCore::Gateway::"',
                { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayArn'] },
                '"\n)\nwhen\n{\n  principal.hasTag("cognito:groups") &&\n' +
                  '  principal.getTag("cognito:groups") like "*\\"support\\"*" &&\n  context.input.amount < 500\n};',
              ],
            ],
          },
        },
      },
    });
    expect(policy.policyName).toBe('Shop_Tools_SupportRefundsUnder500_D9556EDD');
  });

  it('forbids, excepts and names who it is about', () => {
    const { stack, tools, refunds } = shopWithRefunds(DENIED);
    const policy = tools.forbid('OnlyManagersRefund', {
      tools: [refunds.tool('process_refund')],
      principals: [Principal.anyUser()],
      unless: [Claim.of('cognito:groups').includes('manager')],
    });
    expect(statementOf(stack, policy)).toBe(
      'forbid (\n  principal is AgentCore::OAuthUser,\n' +
        '  action == AgentCore::Action::"Refunds___process_refund",\n  resource == AgentCore::Gateway::"<token>"\n)\n' +
        'unless\n{ principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"manager\\"*" };',
    );
  });

  it('takes a statement as text, as it was written', () => {
    const { stack, tools } = shopWithRefunds(DENIED);
    const text = `// Business hours only.
      permit(principal is AgentCore::OAuthUser, action in AgentCore::Action::"Refunds",
        resource == AgentCore::Gateway::"${tools.gatewayArn}")
      when { context.system.now.toTime() >= duration("9h") };`;
    const policy = tools.addPolicy('BusinessHours', Cedar.fromText(text), { policyName: 'BusinessHours' });
    expect(statementOf(stack, policy)).toBe(text.replace(tools.gatewayArn, '<token>'));
    expect(policyOf(stack, policy).Properties.Name).toBe('BusinessHours');
  });

  it('is about tools that are added after it where it is about all', () => {
    const { stack, tools } = shop({ inboundAuth: jwt(), ...DENIED });
    const policy = tools.forbid('Nobody', { when: [Input.of('order_id').equalTo('0')] });
    tools.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
    tools.addLambda('Orders', { handler: functionIn(stack, 'Orders'), tools: orderTools() });
    expect(statementOf(stack, policy)).toContain(
      '[AgentCore::Action::"Refunds___process_refund",\n' +
        '     AgentCore::Action::"Refunds___get_refund",\n     AgentCore::Action::"Orders___get_order"]',
    );
  });

  it('forbids what its gateway has and gets, where it names no tool, in the form for a gateway with its own engine', () => {
    const { stack, tools } = shopWithRefunds(DENIED);
    const policy = tools.forbid('NoContractors', { when: [Claim.of('employment').equalTo('contractor')] });
    expect(policyOf(stack, policy).Properties.Definition.Cedar.Statement).toContain(
      'principal is AgentCore::OAuthUser,\n  action,\n  resource is AgentCore::Gateway\n)',
    );
  });

  it('forbids what its own gateway has and gets, where another one asks the engine, also a later one', () => {
    const { stack, tools } = shopWithRefunds(DENIED);
    const policy = tools.forbid('NoContractors', { when: [Claim.of('employment').equalTo('contractor')] });
    new ToolGateway(stack, 'Later', { policyEngine: tools.policyEngine, inboundAuth: jwt() });
    expect(statementOf(stack, policy)).toContain(
      'principal is AgentCore::OAuthUser,\n  action,\n  resource == AgentCore::Gateway::"<token>"\n)',
    );
  });

  it('asks for the input and for nobody where callers do not authenticate', () => {
    const { stack, tools, refunds } = shopWithRefunds({
      inboundAuth: InboundAuth.none({ reason: 'a public demo' }),
      ...DENIED,
    });
    const policy = tools.permit('Small', {
      tools: [refunds.tool('process_refund')],
      when: [Input.of('amount').lessThan(5)],
    });
    expect(statementOf(stack, policy)).toMatch(/^permit \(\n {2}principal,\n/);
  });

  it('needs no condition where it names a role', () => {
    const { stack, tools, refunds } = shopWithRefunds({ inboundAuth: InboundAuth.iam(), ...DENIED });
    const support = new iam.Role(stack, 'Support', { assumedBy: new iam.AccountRootPrincipal() });
    const policy = tools.permit('Look', { tools: refunds.allTools, principals: [Principal.role(support)] });
    expect(policyOf(stack, policy).Properties.ValidationMode).toBe('FAIL_ON_ANY_FINDINGS');
  });

  it('asks for nothing only with a reason, which stands in the template and switches the analysis off', () => {
    const { stack, tools, refunds } = shopWithRefunds(DENIED);
    const policy = tools.permit('Look', {
      tools: [refunds.tool('get_refund')],
      ignoreFindings: { reason: 'every user may look up refunds' },
    });
    expect(policyOf(stack, policy)).toMatchObject({
      Properties: { ValidationMode: 'IGNORE_ALL_FINDINGS' },
      Metadata: { 'cdk-agentcore:justifications': { ignoreFindings: 'every user may look up refunds' } },
    });
  });

  it('has a name of its own within 48 characters, however long the path is', () => {
    const app = new App();
    const stack = new Stack(app, 'AStackWithALongNameForTheCustomersOfTheShop', { env: ENV });
    const tools = new ToolGateway(stack, 'TheToolsForCustomerSupport', { inboundAuth: jwt() });
    const names = ['SupportMayRefundLessThan500', 'SupportMayRefundLessThan1000'].map(
      (id) => tools.permit(id, { when: [support()] }).policyName,
    );
    for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,47}$/);
    expect(new Set(names).size).toBe(2);
  });
});

describe('The order in which policies are created', () => {
  it('has the targets of their tools and the grants of the gateway first', () => {
    const { stack, tools, refunds } = shopWithRefunds(DENIED);
    tools.addLambda('Orders', { handler: functionIn(stack, 'Orders'), tools: orderTools() });
    const policy = tools.permit('Look', { tools: [refunds.tool('get_refund')], when: [support()] });
    expect(dependenciesOf(stack, policy)).toEqual([
      'ToolsPolicyEngine90EB28C6',
      'ToolsRefundsTarget9BA74EBF',
      'ToolsRoleGrants494F7647',
    ]);
  });

  it('has the targets first that a text names, and all of them where it names none', () => {
    const { stack, tools } = shopWithRefunds(DENIED);
    tools.addLambda('Orders', { handler: functionIn(stack, 'Orders'), tools: orderTools() });
    const scope = `resource == AgentCore::Gateway::"${tools.gatewayArn}"`;
    const named = tools.addPolicy(
      'Named',
      Cedar.fromText(
        `permit(principal, action == AgentCore::Action::"Orders___get_order", ${scope}) when { principal.hasTag("scope") };`,
      ),
    );
    const all = tools.addPolicy(
      'All',
      Cedar.fromText(`permit(principal, action, resource is AgentCore::Gateway) when { principal.hasTag("team") };`),
    );
    expect(dependenciesOf(stack, named)).toEqual([
      'ToolsOrdersTarget9A69269C',
      'ToolsPolicyEngine90EB28C6',
      'ToolsRoleGrants494F7647',
    ]);
    expect(dependenciesOf(stack, all)).toEqual(
      expect.arrayContaining(['ToolsOrdersTarget9A69269C', 'ToolsRefundsTarget9BA74EBF']),
    );
  });

  it('has forbids after all permits, also those written after them, and one policy after the other', () => {
    const { stack, tools, refunds } = shopWithRefunds();
    const process = { tools: [refunds.tool('process_refund')] };
    const nobody = tools.forbid('Nobody', { ...process, when: [Input.of('amount').greaterThan(1000)] });
    const small = tools.permit('Small', { ...process, when: [support(), Input.of('amount').lessThan(500)] });
    const night = tools.addPolicy(
      'Night',
      Cedar.fromText(`@permit("by day") forbid(principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___process_refund",
        resource == AgentCore::Gateway::"${tools.gatewayArn}") when { context.system.now.toTime() < duration("6h") };`),
    );
    const look = tools.permit('Look', { tools: [refunds.tool('get_refund')], when: [support()] });

    const order = [small, look, nobody, night];
    const ids = order.map(({ policy }) => stack.getLogicalId(policy.node.defaultChild as CfnResource));
    expect(order.map((policy) => dependenciesOf(stack, policy).filter((id) => ids.includes(id)))).toEqual([
      [],
      [ids[0]],
      [ids[1]],
      [ids[2]],
    ]);
  });

  it.each(['@permit("by day")', '@ permit ("by day")', '@permit'])('takes %s for an annotation', (annotation) => {
    const { tools } = shopWithRefunds(DENIED);
    const night = tools.addPolicy(
      'Night',
      Cedar.fromText(`${annotation} forbid(principal is AgentCore::OAuthUser, action, resource is AgentCore::Gateway)
        when { context.system.now.toTime() < duration("6h") };`),
    );
    expect(night._forbids).toBe(true);
  });

  it("has the policies first that the L2's engine was given", () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const policyEngine = new agentcore.PolicyEngine(stack, 'Engine');
    const tools = new ToolGateway(stack, 'Tools', { policyEngine, inboundAuth: jwt(), ...DENIED });
    const orders = tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const policy = tools.permit('Look', { tools: orders.allTools, when: [support()] });
    const plain = policyEngine.addPolicy('Plain', {
      statement: agentcore.PolicyStatement.fromCedar(
        'permit(principal, action, resource is AgentCore::Gateway) when { principal.hasTag("scope") };',
      ),
    });
    expect(dependenciesOf(stack, policy)).toContain(stack.getLogicalId(plain.node.defaultChild as CfnResource));
  });
});

describe('A policy in another stack than its gateway', () => {
  it('refers to the gateway, which does not refer to it', () => {
    const app = new App();
    const { stack, tools, refunds } = shopWithRefunds(DENIED, app);
    const other = new Stack(app, 'Agents', { env: ENV });
    const policy = new ToolPolicy(other, 'Look', {
      gateway: tools,
      effect: agentcore.PolicyEffect.PERMIT,
      tools: [refunds.tool('get_refund')],
      when: [support()],
    });
    expect(policyOf(other, policy).Properties).toMatchObject({
      Name: 'Agents_Look_99D868A1',
      PolicyEngineId: { 'Fn::ImportValue': expect.stringContaining('Shop:ExportsOutputFnGetAttToolsPolicyEngine') },
    });
    expect(policyOf(other, policy).DependsOn).toBeUndefined();
    expect(other.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([]);
  });

  it('is where permit puts it when it names a role of that stack, so that the stacks do not need each other', () => {
    const app = new App();
    const { stack, tools, refunds } = shopWithRefunds({ inboundAuth: InboundAuth.iam(), ...DENIED }, app);
    const other = new Stack(app, 'Agents', { env: ENV });
    const role = new iam.Role(other, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const policy = tools.permit('Look', {
      tools: [refunds.tool('get_refund')],
      principals: [Principal.role(role)],
      when: [Input.of('order_id').notEqualTo('0')],
    });
    expect(policy.node.path).toBe('Agents/ShopToolsPolicies/Look');
    expect(statementOf(other, policy)).toBe(
      'permit (\n  principal == AgentCore::IamEntity::"arn:<token>:sts::123456789012:assumed-role/<token>",\n' +
        '  action == AgentCore::Action::"Refunds___get_refund",\n  resource == AgentCore::Gateway::"<token>"\n)\n' +
        'when { context.input.order_id != "0" };',
    );
    expect([stack.dependencies, other.dependencies]).toEqual([[], [stack]]);
  });

  it("stays with the gateway when it names a role of the gateway's stack, or roles of several", () => {
    const app = new App();
    const { stack, tools, refunds } = shopWithRefunds({ inboundAuth: InboundAuth.iam(), ...DENIED }, app);
    const role = (scope: Stack) => new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id, { env: ENV }));
    const options = { tools: [refunds.tool('get_refund')], when: [Input.of('order_id').notEqualTo('0')] };
    const here = tools.permit('Here', { ...options, principals: [Principal.role(role(stack))] });
    const several = tools.permit('Several', {
      ...options,
      principals: [role(first), role(second)].map((one) => Principal.role(one)),
    });
    expect([here, several].map(({ node }) => node.path)).toEqual(['Shop/Tools/Here', 'Shop/Tools/Several']);
  });

  it('is where permit puts it when it names tools whose target is in that stack', () => {
    const app = new App();
    const { tools } = shop({ inboundAuth: jwt(), ...DENIED }, app);
    const other = new Stack(app, 'Orders', { env: ENV });
    const orders = new LambdaTools(other, 'Orders', {
      gateway: tools,
      handler: functionIn(other),
      tools: orderTools(),
    });
    const policy = tools.permit('Look', { tools: orders.allTools, when: [support()] });
    expect(policy.node.path).toBe('Orders/ShopToolsPolicies/Look');
    expect(dependenciesOf(other, policy)).toEqual(['OrdersGrantsEEDE8A81', 'OrdersTargetED3E2143']);
  });

  it('may come before tools that it does not name: those of several other stacks', () => {
    const app = new App();
    const { tools } = shop({ inboundAuth: jwt(), ...DENIED }, app);
    for (const id of ['Orders', 'Refunds']) {
      const other = new Stack(app, id, { env: ENV });
      new LambdaTools(other, id, { gateway: tools, handler: functionIn(other), tools: orderTools() });
    }
    const policy = tools.forbid('NoContractors', { when: [Claim.of('employment').equalTo('contractor')] });
    expect(policy.node.path).toBe('Shop/Tools/NoContractors');
    expect(() => app.synth()).not.toThrow();
  });

  it('is refused where its tools come later', () => {
    const app = new App();
    const { stack, tools } = shop({ inboundAuth: jwt(), ...DENIED }, app);
    const other = new Stack(app, 'Orders', { env: ENV });
    const orders = new LambdaTools(other, 'Orders', {
      gateway: tools,
      handler: functionIn(other),
      tools: orderTools(),
    });
    new ToolPolicy(stack, 'Look', {
      gateway: tools,
      effect: agentcore.PolicyEffect.PERMIT,
      tools: orders.allTools,
      when: [support()],
    });
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Look] the stack of the policy is "Shop". Allowed: the stack of its tools, which must exist before the policy, and there are tools in Orders. ' +
        'Write new ToolPolicy(…) in Orders.',
    );
  });
});

describe('A policy without tools', () => {
  const ordersIn = (scope: Stack, gateway: ToolGateway, id = 'Orders') =>
    new LambdaTools(scope, id, { gateway, handler: functionIn(scope), tools: orderTools() });

  it('stays with the gateway when a target is added in another stack', () => {
    const app = new App();
    const { tools } = shop({ inboundAuth: jwt(), ...DENIED }, app);
    ordersIn(new Stack(app, 'Orders', { env: ENV }), tools);
    const forbid = tools.forbid('NoContractors', { when: [Claim.of('employment').equalTo('contractor')] });
    expect(forbid.node.path).toBe('Shop/Tools/NoContractors');
    expect(() => app.synth()).not.toThrow();
  });

  it('belongs to the stack of the role that it names', () => {
    const app = new App();
    const { tools } = shopWithRefunds({ inboundAuth: InboundAuth.iam(), ...DENIED }, app);
    const role = new iam.Role(new Stack(app, 'Agents', { env: ENV }), 'Role', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    const forbid = tools.forbid('Never', {
      principals: [Principal.role(role)],
      when: [TimeWindow.startingAt('2027-01-01T00:00:00Z')],
    });
    expect(forbid.node.path).toBe('Agents/ShopToolsPolicies/Never');
  });

  it.each([
    ['before the targets', true],
    ['after the targets', false],
  ])('is refused as a permit, written %s, where these are in other stacks', (_, first) => {
    const app = new App();
    const { stack, tools } = shopWithRefunds(DENIED, app);
    const permit = () => tools.permit('All', { when: [support()] });
    if (first) permit();
    for (const id of ['Orders', 'Third']) ordersIn(new Stack(app, id, { env: ENV }), tools, id);
    if (!first) permit();
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        `  [${stack.node.path}/Tools/All] the stack of the policy is "Shop". Allowed: the stack of its tools, which must exist before the policy, and there are tools in Orders, Third. ` +
        'Name the tools, those of each stack in one policy: tools: [Refunds___process_refund, Refunds___get_refund] for Shop, ' +
        'tools: [Orders___get_order] for Orders, tools: [Third___get_order] for Third.',
    );
  });

  it('is refused as a permit where there is one other stack only, and right with the tools', () => {
    const app = new App();
    const { tools } = shop({ inboundAuth: jwt(), ...DENIED }, app);
    const orders = ordersIn(new Stack(app, 'Orders', { env: ENV }), tools);
    tools.permit('All', { when: [support()] });
    expect(synthError(app)).toContain(
      'Name the tools, those of each stack in one policy: tools: [Orders___get_order] for Orders.',
    );
    expect(tools.permit('Orders', { tools: orders.allTools, when: [support()] }).node.path).toBe(
      'Orders/ShopToolsPolicies/Orders',
    );
  });

  it('is refused as a text that names tools of several stacks', () => {
    const app = new App();
    const { tools } = shop({ inboundAuth: jwt(), ...DENIED }, app);
    for (const id of ['Orders', 'Third']) ordersIn(new Stack(app, id, { env: ENV }), tools, id);
    tools.addPolicy(
      'All',
      Cedar.fromText(
        `permit(principal is AgentCore::OAuthUser, action in [AgentCore::Action::"Orders___get_order", AgentCore::Action::"Third___get_order"],
        resource == AgentCore::Gateway::"${tools.gatewayArn}") when { principal.hasTag("scope") };`,
      ),
    );
    expect(synthError(app)).toContain(
      'Write a statement about the tools of each stack: [Orders___get_order] for Orders, [Third___get_order] for Third.',
    );
  });
});

describe('ToolPolicy is refused at once', () => {
  const refusal = (...problems: string[]) =>
    new Error(['Shop/Policy cannot be built:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));

  it('with everything that is wrong with its props in one message', () => {
    const { stack, tools } = shopWithRefunds();
    expect(
      () =>
        new ToolPolicy(stack, 'Policy', {
          gateway: tools,
          tools: [],
          principals: [],
          policyName: '1st',
          description: '',
          ignoreFindings: { reason: '' },
        }),
    ).toThrow(
      refusal(
        'effect is missing. Allowed: PolicyEffect.PERMIT or PolicyEffect.FORBID, or a whole statement. Say the effect, or give statement: Cedar.fromText(…).',
        'policyName is "1st". Allowed: 1 to 48 letters, digits and _, a letter first. Rename it, or leave it out: a name is made from the construct path.',
        'description is "". Allowed: 1 to 4096 characters, and it has 0. Leave it out.',
        'ignoreFindings.reason is "". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
        'tools is []. Allowed: at least one. Name the tools, or leave tools out for every tool of the gateway.',
        'principals is []. Allowed: at least one. Name the principals, or leave principals out for every caller.',
      ),
    );
  });

  it('with a statement and parts of one', () => {
    const { stack, tools } = shopWithRefunds();
    const statement = Cedar.fromText('permit(principal, action, resource);');
    expect(
      () =>
        new ToolPolicy(stack, 'Policy', {
          gateway: tools,
          statement,
          effect: agentcore.PolicyEffect.FORBID,
          when: [support()],
        }),
    ).toThrow(
      refusal(
        'effect is "given beside statement". Allowed: one of the two: the text says everything. Write it into the statement, or leave the statement out.',
        'when is "given beside statement". Allowed: one of the two: the text says everything. Write it into the statement, or leave the statement out.',
      ),
    );
  });

  it('with a description that is too long', () => {
    const { stack, tools } = shopWithRefunds();
    const effect = agentcore.PolicyEffect.PERMIT;
    expect(() => new ToolPolicy(stack, 'Policy', { gateway: tools, effect, description: 'x'.repeat(4097) })).toThrow(
      /Allowed: 1 to 4096 characters, and it has 4097\. Shorten it\./,
    );
  });
});

describe('ToolPolicy is refused at synth', () => {
  const errors = (...problems: string[]) =>
    ['Validation failed with the following errors:', ...problems.map((problem) => `  [${problem}`)].join('\n');

  it('with a field that its tool does not have', () => {
    const { app, tools, refunds } = shopWithRefunds(DENIED);
    tools.permit('Small', { tools: [refunds.tool('process_refund')], when: [Input.of('amunt').lessThan(500)] });
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Small] Input.of is "amunt". Allowed: a field of the input of Refunds___process_refund. Did you mean "amount"?',
      ),
    );
  });

  it('with a permit that asks for nothing', () => {
    const { app, tools, refunds } = shopWithRefunds(DENIED);
    tools.permit('Look', { tools: [refunds.tool('get_refund')] });
    expect(synthError(app)).toContain('[Shop/Tools/Look] line 1, column 1: The permit asks for nothing: ');
  });

  it('with a text that is wrong, by line, column, cause and what was meant, every mistake of every policy', () => {
    const { app, tools } = shopWithRefunds(DENIED);
    const text = (action: string, condition: string) =>
      Cedar.fromText(
        `permit(\n  principal,\n  action == AgentCore::Action::"${action}",\n  resource == AgentCore::Gateway::"${tools.gatewayArn}"\n)\nwhen { ${condition} };`,
      );
    tools.addPolicy('Misspelt', text('Refunds___proces_refund', 'principal.hasTag("scope")'));
    tools.addPolicy('Decimal', text('Refunds___process_refund', 'context.input.amount.lessThan(decimal("5.0"))'));
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Misspelt] line 3, column 32: No tool of this gateway has the action AgentCore::Action::"Refunds___proces_refund". Did you mean "Refunds___process_refund"?',
        'Shop/Tools/Decimal] line 6, column 8: An "integer" of a tool is a whole number (Long) in Cedar, and no decimal: it is compared with <, <=, > and >=. Write context.input.amount < 5.',
      ),
    );
  });

  it('with a tool of another gateway, also of the same name', () => {
    const { app, stack, tools, handler } = shopWithRefunds(DENIED);
    const others = new ToolGateway(stack, 'Others', { inboundAuth: jwt(), ...DENIED });
    const refunds = others.addLambda('Refunds', { handler, tools: refundTools() });
    const orders = others.addLambda('Orders', { handler, tools: orderTools() });
    tools.permit('Look', { tools: [refunds.tool('get_refund'), orders.tool('get_order')], when: [support()] });
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Look] tools is "Orders___get_order". Allowed: tools of the same gateway. Take the tool from a target of this gateway, or write the policy on the gateway that has it.',
        'Shop/Tools/Look] tools is "Refunds___get_refund of another gateway". Allowed: tools of Shop/Tools. Take it from the target of that gateway: target.tool("get_refund").',
      ),
    );
  });

  it('with a text about another gateway of the app', () => {
    const { app, stack, tools } = shopWithRefunds(DENIED);
    const others = new ToolGateway(stack, 'Others', { inboundAuth: jwt() });
    tools.addPolicy(
      'Look',
      Cedar.fromText(`permit(principal, action == AgentCore::Action::"Refunds___get_refund",
        resource == AgentCore::Gateway::"${others.gatewayArn}") when { principal.hasTag("scope") };`),
    );
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Look] statement is "about Shop/Others/Gateway/Resource". Allowed: a statement about Shop/Tools. ' +
          'Write the ARN of this gateway, or the policy on the other one.',
      ),
    );
  });

  it('with a name that another policy of the account and region has', () => {
    const { app, stack, tools, refunds } = shopWithRefunds(DENIED);
    const options = { tools: [refunds.tool('get_refund')], when: [support()] };
    tools.permit('Look', { ...options, policyName: 'Look' });
    new agentcore.CfnPolicy(stack, 'Plain', { policyEngineId: 'other-0123456789', name: 'Look', definition: {} });
    const elsewhere = new Stack(app, 'Elsewhere', { env: { ...ENV, region: 'us-east-1' } });
    new agentcore.CfnPolicy(elsewhere, 'Plain', { policyEngineId: 'other-0123456789', name: 'Look', definition: {} });
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Look] policyName is "Look". Allowed: a name that is unique in the account and region; ' +
          'Shop/Tools/Look/Policy/Resource and Shop/Plain have it. Rename one of them, or leave policyName out.',
      ),
    );
  });

  it('for all tools of a gateway that has none', () => {
    const { app, tools } = shop({ inboundAuth: jwt() });
    tools.permit('All', { when: [support()] });
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/All] tools is missing. Allowed: at least one tool of the gateway. Add a target to the gateway first.',
      ),
    );
  });
});
