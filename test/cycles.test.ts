import {
  App,
  aws_bedrockagentcore as agentcore,
  aws_iam as iam,
  aws_s3 as s3,
  CfnResource,
  Fn,
  Stack,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Claim, Input, Principal } from '../lib/cedar';
import { LambdaTools, ToolGateway, type ToolGatewayProps } from '../lib/gateway';
import { ToolPolicy } from '../lib/policy';
import { Agent, AgentCode, type AgentProps } from '../lib/runtime';
import { DependencyGraph } from './dependency-graph';
import { ENV, functionIn, jwt, orderTools } from './gateway/shop';

function agentIn(scope: Construct, id: string, props: Partial<AgentProps> = {}): Agent {
  const bucket = s3.Bucket.fromBucketName(scope, `${id}Bucket`, 'code-of-the-shop');
  const code = AgentCode.zip(bucket, 'agent.zip', {
    runtime: agentcore.AgentCoreRuntime.NODE_22,
    entryPoint: ['index.js'],
  });
  return new Agent(scope, id, { code, ...props });
}

function stackIn(app: App, id: string): Stack {
  return new Stack(app, id, { env: ENV });
}

/** The gateway calls the agent as an MCP server. */
function addMcpTarget(scope: Construct, tools: ToolGateway, agent: Agent): agentcore.GatewayTarget {
  agent.grantInvoke(tools.role).assertSuccess();
  return agentcore.GatewayTarget.forMcpServer(scope, 'Researcher', {
    gateway: tools.gateway,
    gatewayTargetName: 'Researcher',
    endpoint: agent.agentUrl,
    credentialProviderConfigurations: [
      agentcore.GatewayCredentialProvider.fromIamRole({ service: 'bedrock-agentcore' }),
    ],
  });
}

const always = [Input.of('order_id').notEqualTo('')];
const allOf = (agent: Agent) => ({ principals: [Principal.role(agent.role)], when: always });

describe('No cycle', () => {
  it.each<[string, ToolGatewayProps]>([
    ['IAM', {}],
    ['a JWT', { inboundAuth: jwt() }],
  ])("when a tool's function starts an agent that uses the gateway, with %s", (_name, { inboundAuth }) => {
    const app = new App();
    const stack = stackIn(app, 'Shop');
    const tools = new ToolGateway(stack, 'Tools', { inboundAuth });
    const handler = functionIn(stack);
    tools.addLambda('Orders', { handler, tools: orderTools() });
    const agent = agentIn(stack, 'Agent', { inboundAuth, uses: [tools] });
    handler.addEnvironment('AGENT_ARN', agent.agentArn);
    if (inboundAuth) {
      tools.permit('All', { when: [Claim.of('scope').present()] });
    } else {
      agent.grantInvoke(handler);
      tools.permit('All', allOf(agent));
    }

    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/OrdersTarget/, /AgentRuntime/)).toBe(true);
    expect(graph.waits(/Shop\/Function/, /ToolsGateway/)).toBe(true);
  });

  it('when an agent is a target of the gateway and uses it', () => {
    const app = new App();
    const stack = stackIn(app, 'Shop');
    const tools = new ToolGateway(stack, 'Tools');
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const agent = agentIn(stack, 'Agent', { protocol: agentcore.ProtocolType.MCP, uses: [tools] });
    tools.permit('All', allOf(agent));
    agent.grantInvoke(tools.role).assertSuccess();
    tools.gateway.addMcpServerTarget('Researcher', {
      gatewayTargetName: 'Researcher',
      endpoint: agent.agentUrl,
      credentialProviderConfigurations: [
        agentcore.GatewayCredentialProvider.fromIamRole({ service: 'bedrock-agentcore' }),
      ],
    });

    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/Researcher/, /AgentRuntime/)).toBe(true);
    expect(graph.waits(/Researcher/, /ToolsRoleGrants/)).toBe(true);
    expect(graph.waits(/AgentRuntime/, /ToolsGateway/)).toBe(true);
    expect(graph.waits(/ToolsGateway[0-9A-F]{8}$/, /ToolsRoleGrants/)).toBe(false);
  });

  it('when two agents call each other and use the gateway', () => {
    const app = new App();
    const stack = stackIn(app, 'Shop');
    const tools = new ToolGateway(stack, 'Tools');
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const planner = agentIn(stack, 'Planner', { uses: [tools] });
    const worker = agentIn(stack, 'Worker', { uses: [tools, planner] });
    planner.use(worker.viaParameter());
    tools.permit('Planner', allOf(planner));
    tools.permit('Worker', allOf(worker));

    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/WorkerRuntime/, /PlannerRuntime/)).toBe(true);
  });

  it('when the agent that uses the gateway is in another stack, with its policies', () => {
    const app = new App();
    const shop = stackIn(app, 'Shop');
    const agents = stackIn(app, 'Agents');
    const tools = new ToolGateway(shop, 'Tools');
    tools.addLambda('Orders', { handler: functionIn(shop), tools: orderTools() });
    const agent = agentIn(agents, 'Agent', { uses: [tools] });
    tools.permit('Support', allOf(agent));
    new ToolPolicy(agents, 'Manager', {
      gateway: tools,
      effect: agentcore.PolicyEffect.FORBID,
      principals: [Principal.role(agent.role)],
      when: [Input.of('order_id').equalTo('A-1')],
    });

    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/Agents\/AgentRuntime/, /Shop\/ToolsGateway/)).toBe(true);
    expect(graph.waits(/Agents\/.*Support/, /Shop\/ToolsPolicyEngine/)).toBe(true);
    expect(shop.dependencies).toEqual([]);
  });

  it('when the stack of the agents came first', () => {
    const app = new App();
    const agents = stackIn(app, 'Agents');
    const agent = agentIn(agents, 'Agent');
    const shop = stackIn(app, 'Shop');
    const tools = new ToolGateway(shop, 'Tools');
    tools.addLambda('Orders', { handler: functionIn(shop), tools: orderTools() });
    tools.permit('Support', allOf(agent));
    agent.use(tools);

    expect(DependencyGraph.of(app).cycle).toBeUndefined();
    expect(shop.dependencies).toEqual([]);
  });

  it('when the gateway needs the stack of an agent: as a target, and from the code of a tool', () => {
    const app = new App();
    const agents = stackIn(app, 'Agents');
    const researcher = agentIn(agents, 'Researcher', { protocol: agentcore.ProtocolType.MCP });
    const shop = stackIn(app, 'Shop');
    const tools = new ToolGateway(shop, 'Tools');
    const handler = functionIn(shop);
    handler.addEnvironment('AGENT_ARN', researcher.agentArn);
    researcher.grantInvoke(handler);
    tools.addLambda('Orders', { handler, tools: orderTools() });
    addMcpTarget(shop, tools, researcher).node.addDependency(tools.grants);
    const caller = new iam.Role(shop, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    tools.permit('All', { principals: [Principal.role(caller)], when: always });

    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/Shop\/Researcher/, /Agents\/ResearcherRuntime/)).toBe(true);
    expect(agents.dependencies).toEqual([]);
  });

  it("when an agent in another stack is target and user, and its stack has a tool's function too", () => {
    const app = new App();
    const shop = stackIn(app, 'Shop');
    const agents = stackIn(app, 'Agents');
    const tools = new ToolGateway(shop, 'Tools');
    const agent = agentIn(agents, 'Agent', { protocol: agentcore.ProtocolType.MCP, uses: [tools] });
    const handler = functionIn(agents);
    handler.addEnvironment('AGENT_ARN', agent.agentArn);
    const orders = new LambdaTools(agents, 'Orders', { gateway: tools, handler, tools: orderTools() });
    addMcpTarget(agents, tools, agent);
    tools.permit('Look', { tools: orders.allTools, ...allOf(agent) });

    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/Agents\/OrdersTarget/, /Agents\/AgentRuntime/)).toBe(true);
    expect(graph.waits(/Agents\/.*Look/, /Agents\/OrdersTarget/)).toBe(true);
    expect(shop.dependencies).toEqual([]);
  });
});

describe('The graph by which cycles are found', () => {
  const resource = (stack: Stack, id: string, properties: object = {}) =>
    new CfnResource(stack, id, { type: 'Test::Test::Test', properties });

  it.each([
    ['Ref', { A: { Ref: 'B' } }],
    ['Fn::GetAtt', { A: [{ 'Fn::GetAtt': ['B', 'Arn'] }] }],
    ['Fn::Sub', { A: { 'Fn::Sub': 'x-${B.Arn}-${!C}' } }],
    ['Fn::Sub with variables', { A: { 'Fn::Sub': ['${V}', { V: { Ref: 'B' } }] } }],
  ])('knows %s', (_name, properties) => {
    const app = new App();
    const stack = stackIn(app, 'Shop');
    resource(stack, 'A', properties);
    resource(stack, 'B', { A: { Ref: 'A' } });
    expect(DependencyGraph.of(app).cycle).toEqual(['Shop/A', 'Shop/B', 'Shop/A']);
  });

  it('knows DependsOn', () => {
    const app = new App();
    const stack = stackIn(app, 'Shop');
    const [a, b] = [resource(stack, 'A'), resource(stack, 'B', { A: { Ref: 'A' } })];
    a.addResourceDependency(b);
    expect(DependencyGraph.of(app).cycle).toEqual(['Shop/A', 'Shop/B', 'Shop/A']);
  });

  it('takes a variable of Fn::Sub and a literal for no reference', () => {
    const app = new App();
    const stack = stackIn(app, 'Shop');
    resource(stack, 'A', { A: { 'Fn::Sub': ['${B}${!B}', { B: 'b' }] } });
    resource(stack, 'B', { A: { Ref: 'A' } });
    expect(DependencyGraph.of(app).cycle).toBeUndefined();
  });

  it('knows exports, of stacks that do not know of each other', () => {
    const app = new App();
    const [first, second] = [stackIn(app, 'First'), stackIn(app, 'Second')];
    first.exportValue(resource(first, 'A', { B: Fn.importValue('b') }).ref, { name: 'a' });
    second.exportValue(resource(second, 'B').ref, { name: 'b' });
    resource(second, 'C', { A: Fn.importValue('a') });
    expect(DependencyGraph.of(app).cycle).toEqual(['First', 'Second', 'First']);
  });

  it('tells what waits for what by way of others', () => {
    const app = new App();
    const stack = stackIn(app, 'Shop');
    resource(stack, 'A', { B: { Ref: 'B' } });
    resource(stack, 'B', { C: { Ref: 'C' } });
    resource(stack, 'C');
    const graph = DependencyGraph.of(app);
    expect([graph.waits(/A$/, /C$/), graph.waits(/C$/, /A$/)]).toEqual([true, false]);
  });
});
