import { App, aws_bedrockagentcore as agentcore, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim, Input } from '../../lib/cedar';
import { McpServer, Outbound, ToolGateway } from '../../lib/gateway';
import { InboundAuthType } from '../../lib/identity';
import { allowedBy, denied, deniedAsInput, deniedBy, GatewayPolicies } from '../../lib/testing';
import { ToolDefinitions } from '../../lib/tools';
import { ENV, jwt, refundTools, shop } from '../gateway/shop';

const groups = Claim.of('cognito:groups');
const SUPPORT = { 'cognito:groups': ['support'] };
const server = () => ({
  server: McpServer.url('https://mcp.example.com'),
  outbound: Outbound.none({ reason: 'a public server' }),
});

describe('a target whose tools are not known', () => {
  const { stack, tools } = shop({ inboundAuth: jwt() });
  const docs = tools.addMcpServer('Docs', server());
  tools.permit('AllDocs', { tools: [docs.everyTool], when: [groups.includes('support')] });
  tools.forbid('Contractors', { tools: [docs.everyTool], when: [Claim.of('employment').equalTo('contractor')] });
  const policies = GatewayPolicies.of(tools);

  it.each([
    ['Docs___anything', SUPPORT, allowedBy('AllDocs')],
    ['Docs___anything', {}, denied()],
    ['Docs___anything', { ...SUPPORT, employment: 'contractor' }, deniedBy('Contractors')],
    ['Docs___*', SUPPORT, allowedBy('AllDocs')],
  ])('decides about %s for %j by the policies about all of them', (tool, user, decision) => {
    expect(policies.decide({ tool, user, input: { query: 'x' } })).toEqual(decision);
    expect(policies.decide({ tool: docs.everyTool, user })).toEqual(decision);
  });

  it('is said to be so', () => {
    expect(policies.tools).toEqual(['Docs___*']);
    expect(policies.unsure).toEqual(['the tools of target Docs are not known: the server lists them itself']);
  });

  it('is not another target', () => {
    expect(() => policies.decide({ tool: 'Mail___send', user: SUPPORT })).toThrow(
      'The gateway has no tool Mail___send.',
    );
    expect(() => policies.decide({ tool: 'Docs_search', user: SUPPORT })).toThrow(
      'The gateway has no tool Docs_search.',
    );
  });

  it('is among the tools of properties', () => {
    expect(() => policies.expectNever({ when: [groups.includes('support')] })).toThrow(
      /A call must never be allowed, and is:\n {2}a user with .* calls Docs___\* /,
    );
    expect(() => policies.expectNever({ when: [Claim.of('employment').equalTo('contractor')] })).toThrow(
      'but that is not proved: the templates do not tell everything: the tools of target Docs are not known',
    );
  });

  it('counts in the coverage', () => {
    const fresh = GatewayPolicies.of(tools);
    fresh.decide({ tool: 'Docs___one', user: SUPPORT });
    fresh.decide({ tool: 'Docs___two', user: {} });
    const [permit] = fresh.coverage().policies;
    expect(permit).toMatchObject({ policy: 'AllDocs', applied: true, conditions: [{ held: true, failed: true }] });
  });

  it('is the same of a template', () => {
    const fromTemplate = GatewayPolicies.fromTemplate(Template.fromStack(stack));
    expect(fromTemplate.decide({ tool: 'Docs___anything', user: SUPPORT }).allowed).toBe(true);
  });
});

it('tools that are declared are known from the template alone', () => {
  const { stack, tools } = shop({ inboundAuth: jwt() });
  const inputSchema = { type: 'object', properties: { query: { type: 'string', minLength: 1 } }, required: ['query'] };
  const definitions = ToolDefinitions.of({ name: 'search', description: 'Searches', inputSchema });
  const docs = tools.addMcpServer('Docs', { ...server(), tools: definitions });
  tools.permit('Public', {
    tools: [docs.tool('search')],
    when: [groups.includes('support'), Input.of('query').matches('public*')],
  });
  const policies = GatewayPolicies.fromTemplate(Template.fromStack(stack));
  const [name] = policies.names;
  const call = (input: object) => policies.decide({ tool: 'Docs___search', user: SUPPORT, input: { ...input } });
  expect(policies.unsure).toEqual([]);
  expect(call({ query: 'public holidays' })).toEqual(allowedBy(name));
  expect(call({ query: 'salaries' })).toEqual(denied());
  expect(call({})).toEqual(deniedAsInput());
  expect(() => call({ qery: 'x' })).toThrow('Docs___search has no field qery. Did you mean "query"?');
});

describe('an imported gateway', () => {
  const ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/shop-tools-a1b2c3d4e5';
  const ENGINE = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/Shop-a1b2c3d4e5';
  const imported = (gatewayArn = ARN, policyEngineArn = ENGINE) => {
    const stack = new Stack(new App(), 'Agents', { env: ENV });
    const tools = ToolGateway.fromGatewayAttributes(stack, 'Tools', {
      gatewayArn,
      policyEngine: agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', { policyEngineArn }),
      inboundAuthType: InboundAuthType.JWT,
      targets: { Refunds: refundTools() },
      unknownTargets: ['Docs'],
    });
    const refund = tools.target('Refunds').tool('process_refund');
    tools.permit('Small', { tools: [refund], when: [groups.includes('support'), Input.of('amount').lessThan(500)] });
    tools.permit('AllDocs', { tools: [tools.target('Docs').everyTool], when: [groups.includes('support')] });
    return { tools, refund };
  };

  it.each([
    ['by its ARN', ARN, ENGINE],
    ['whose ARN only the deployment knows', Fn.importValue('ToolsArn'), Fn.importValue('EngineArn')],
  ])('%s is decided about by the policies that are written here', (_, gatewayArn, engineArn) => {
    const { tools, refund } = imported(gatewayArn, engineArn);
    const policies = GatewayPolicies.of(tools);
    const call = (amount: number) =>
      policies.decide({ tool: refund, user: SUPPORT, input: { order_id: 'A-1', amount } });
    expect(call(499)).toEqual(allowedBy('Small'));
    expect(call(500)).toEqual(denied());
    expect(policies.decide({ tool: 'Docs___anything', user: SUPPORT })).toEqual(allowedBy('AllDocs'));
    expect(policies.tools).toEqual(['Docs___*', 'Refunds___get_refund', 'Refunds___process_refund']);
    expect(policies.unsure).toEqual([
      'another app deploys the gateway, its authorization and policies',
      'the policies of its engine are not all in this app',
      'the tools of target Docs are not known: they were not declared',
    ]);
  });

  it('is not taken for another one that asks the same engine', () => {
    const { tools } = imported();
    const stack = Stack.of(tools);
    const other = ToolGateway.fromGatewayAttributes(stack, 'Other', {
      gatewayArn: ARN.replace('shop-tools', 'test-tools'),
      policyEngine: agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine2', { policyEngineArn: ENGINE }),
      inboundAuthType: InboundAuthType.JWT,
      targets: { Refunds: refundTools() },
    });
    other.permit('Anything', { tools: other.target('Refunds').allTools, when: [groups.includes('support')] });
    expect(GatewayPolicies.of(tools).names).toEqual(['AllDocs', 'Small']);
    expect(GatewayPolicies.of(other).names).toEqual(['Anything']);
  });

  it('cannot be said to hold whatever another app permits', () => {
    const { tools } = imported();
    expect(() => GatewayPolicies.of(tools).expectNever({ tools: ['Refunds___get_refund'] })).toThrow(
      'another app deploys the gateway',
    );
  });
});
