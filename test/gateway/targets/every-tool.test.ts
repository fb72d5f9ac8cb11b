import { Template } from 'aws-cdk-lib/assertions';
import { Cedar, Claim, Input, Principal } from '../../../lib/cedar';
import { McpServer, Outbound, ToolGateway, type ToolGatewayProps } from '../../../lib/gateway';
import { InboundAuth, InboundAuthType } from '../../../lib/identity';
import { ToolDefinitions } from '../../../lib/tools';
import { functionIn, jwt, orderTools, shop, shopWithRefunds, synthError } from '../shop';

const support = () => Claim.of('cognito:groups').includes('support');
const outbound = () => Outbound.none({ reason: 'a public server' });
const errors = (...problems: string[]) =>
  ['Validation failed with the following errors:', ...problems.map((problem) => `  [${problem}`)].join('\n');

/** A gateway with a server whose tools nobody knows. */
function docsShop(props: ToolGatewayProps = {}) {
  const built = shop({ inboundAuth: jwt(), ...props });
  const docs = built.tools.addMcpServer('Docs', {
    server: McpServer.url('https://mcp.example.com'),
    outbound: outbound(),
  });
  return { ...built, docs };
}

/** The statements, each in one line, without the ARN. */
function statementsIn(stack: Parameters<typeof Template.fromStack>[0]): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Policy')).map(
    ({ Properties }) => {
      const { Statement } = Properties.Definition.Cedar;
      const text =
        typeof Statement === 'string' ? Statement : Statement['Fn::Join'][1].map(textOr('<gateway>')).join('');
      return text.replace(/\s+/g, ' ');
    },
  );
}
const textOr = (other: string) => (part: unknown) => (typeof part === 'string' ? part : other);

describe('A policy about every tool of a target', () => {
  it('names the target, so that it is also about tools that the target gets later', () => {
    const { stack, tools, docs } = docsShop();
    tools.permit('All', { tools: [docs.everyTool], when: [support()] });
    expect(statementsIn(stack)).toEqual([
      'permit ( principal is AgentCore::OAuthUser, action in AgentCore::Action::"Docs", ' +
        'resource == AgentCore::Gateway::"<gateway>" ) when { principal.hasTag("cognito:groups") && ' +
        'principal.getTag("cognito:groups") like "*\\"support\\"*" };',
    ]);
  });

  it('is what all tools of a target are that are not known', () => {
    const { docs } = docsShop();
    expect(docs.allTools).toEqual([docs.everyTool]);
    expect(docs.allTools[0]).toMatchObject({ isEvery: true, fullName: 'Docs___*', targetName: 'Docs' });
  });

  it('waits for the target, as does any policy for what it names', () => {
    const { app, stack, tools, docs } = docsShop();
    const policy = tools.permit('All', { tools: [docs.everyTool], when: [support()] });
    app.synth();
    const id = stack.getLogicalId(policy.policy.node.defaultChild as any);
    const target = stack.getLogicalId(docs.target.node.defaultChild as any);
    expect(Template.fromStack(stack).toJSON().Resources[id].DependsOn).toContain(target);
  });

  it('cannot ask for the input', () => {
    const { app, tools, docs } = docsShop();
    tools.permit('All', { tools: [docs.everyTool], when: [support(), Input.of('query').equalTo('x')] });
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/All] Input.of is "query". Allowed: no input where Docs___* stands for every tool of the target: each has an input of its own. Name the tools. Where they cannot be known at synth, declare them on the target.',
      ),
    );
  });

  it('may stand beside others, and may forbid', () => {
    const { app, stack, tools, docs } = docsShop();
    const orders = tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    tools.permit('Both', { tools: [docs.everyTool, orders.tool('get_order')], when: [support()] });
    tools.forbid('Never', { tools: [docs.everyTool], when: [Claim.of('employment').equalTo('contractor')] });
    app.synth();
    const [both, never] = statementsIn(stack);
    expect(both).toContain('action in [AgentCore::Action::"Docs", AgentCore::Action::"Orders___get_order"]');
    expect(never).toMatch(/^forbid .* action in AgentCore::Action::"Docs", /);
  });

  it('takes in those that are named beside it', () => {
    const { app, stack, tools, refunds } = shopWithRefunds();
    tools.permit('All', { tools: [refunds.tool('get_refund'), refunds.everyTool], when: [support()] });
    app.synth();
    expect(statementsIn(stack)).toEqual([expect.stringContaining('action in AgentCore::Action::"Refunds", resource')]);
  });

  it('permits each tool that is known: none of them is denied by default', () => {
    const { app, tools, refunds } = shopWithRefunds();
    tools.permit('All', { tools: [refunds.everyTool], when: [support()] });
    expect(() => app.synth()).not.toThrow();
  });

  it('can be about an imported target', () => {
    const { stack, tools } = docsShop({ unpermittedTools: { reason: 'the test is about an imported one' } });
    const { policyEngine } = tools;
    const imported = ToolGateway.fromGatewayAttributes(stack, 'Other', {
      gatewayArn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/other-a1b2c3d4e5',
      policyEngine,
      inboundAuthType: InboundAuthType.JWT,
      targets: { Orders: orderTools() },
    });
    imported.permit('All', { tools: [imported.target('Orders').everyTool], when: [support()] });
    expect(statementsIn(stack)).toEqual([expect.stringContaining('action in AgentCore::Action::"Orders"')]);
  });
});

describe('A target whose tools are not known', () => {
  it.each([
    [InboundAuthType.JWT, jwt, "when: [Claim.of('…').equalTo('…')]"],
    [InboundAuthType.IAM, () => InboundAuth.iam(), 'principals: [Principal.role(…)]'],
    [InboundAuthType.NONE, () => InboundAuth.none({ reason: 'open' }), "ignoreFindings: { reason: '…' }"],
  ])('is denied by default, behind %s', (_, inbound, who) => {
    const { app } = docsShop({ inboundAuth: inbound() });
    expect(synthError(app)).toBe(
      errors(
        `Shop/Tools] [cdk-agentcore:unpermitted-tools] No policy permits any tool of Docs, so every call of it is denied. Write gateway.permit('…', { tools: [target.everyTool], ${who} }), or say why nobody may call: unpermittedTools: { reason: '…' }. If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:unpermitted-tools', reason: '…' }).`,
      ),
    );
  });

  it('is permitted by a permit without tools, and by a text about all of them', () => {
    const first = docsShop();
    first.tools.permit('All', { when: [support()] });
    const second = docsShop();
    second.tools.addPolicy(
      'All',
      Cedar.fromText(
        `permit(principal, action in AgentCore::Action::"Docs", resource == AgentCore::Gateway::"${second.tools.gatewayArn}") when { principal.hasTag("scope") };`,
      ),
    );
    expect(() => first.app.synth()).not.toThrow();
    expect(() => second.app.synth()).not.toThrow();
  });

  it('says so when it is asked for one of them', () => {
    expect(() => docsShop().docs.tool('search')).toThrow(
      'Shop/Tools/Docs cannot be built:\n' +
        '  - tool is "search". Allowed: everyTool, as the tools of this target are not known at synth. Declare them on the target with tools, or write everyTool for all of them.',
    );
  });

  const text = (action: string, arn: string) =>
    Cedar.fromText(
      `permit(principal is AgentCore::OAuthUser, action ${action}, resource == AgentCore::Gateway::"${arn}") when { principal.hasTag("scope") };`,
    );
  const HINT =
    'The tools of Docs are not known at synth: declare them on the target with tools, or write action in AgentCore::Action::"Docs" for all of them.';
  it.each([
    ['== AgentCore::Action::"Docs___search"', 'Docs___search', HINT],
    [
      '== AgentCore::Action::"Docs___*"',
      'Docs___*',
      'There are no wildcards in action names: name the tools, or write action in AgentCore::Action::"Docs" for all tools of the target.',
    ],
    ['in [AgentCore::Action::"Doks"]', 'Doks', 'Did you mean "Docs"?'],
    ['== AgentCore::Action::"Mail___send"', 'Mail___send', 'Its tools are not known at synth; its targets are "Docs".'],
  ])('says so of a text with action %s', (action, id, hint) => {
    const { app, tools } = docsShop({ unpermittedTools: { reason: 'the test is about texts' } });
    tools.addPolicy('Text', text(action, tools.gatewayArn));
    const message = synthError(app);
    expect(message).toContain(`No tool of this gateway has the action AgentCore::Action::"${id}". ${hint}`);
    expect(message.split('\n')).toHaveLength(2);
  });

  it('does not keep a text from asking for the input of tools that are known', () => {
    const { app, stack, tools } = docsShop({ unpermittedTools: { reason: 'the test is about forbids' } });
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    tools.addPolicy(
      'Text',
      Cedar.fromText(
        `forbid(principal is AgentCore::OAuthUser, action == AgentCore::Action::"Orders___get_order", resource == AgentCore::Gateway::"${tools.gatewayArn}") when { context.input.order_id == "A-1" };`,
      ),
    );
    expect(() => app.synth()).not.toThrow();
  });

  it('is known as soon as its tools are declared', () => {
    const { app, stack, tools } = shop({ inboundAuth: InboundAuth.iam() });
    const docs = tools.addMcpServer('Docs', {
      server: McpServer.url('https://mcp.example.com'),
      outbound: outbound(),
      tools: ToolDefinitions.of({ name: 'search', description: 'Searches', inputSchema: { type: 'object' } }),
    });
    const { role } = tools;
    tools.permit('Search', { tools: [docs.tool('search')], principals: [Principal.role(role)] });
    app.synth();
    expect(statementsIn(stack)[0]).toContain('action == AgentCore::Action::"Docs___search"');
  });
});
