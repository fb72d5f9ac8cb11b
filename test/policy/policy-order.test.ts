import { App, aws_bedrockagentcore as agentcore, Stack, type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim } from '../../lib/cedar';
import { ToolGateway } from '../../lib/gateway';
import { ToolPolicy } from '../../lib/policy';
import { ENV, functionIn, jwt, refundTools } from '../gateway/shop';

const group = (name: string) => Claim.of('groups').includes(name);

/** A shop whose engine was given policies with the L2, in this order. */
function shopWithPlain(...ids: string[]) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const engine = new agentcore.PolicyEngine(stack, 'Engine');
  const unpermittedTools = { reason: 'the test is about the order' };
  const tools = new ToolGateway(stack, 'Tools', { policyEngine: engine, inboundAuth: jwt(), unpermittedTools });
  tools.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
  const plain = (id: string) =>
    engine.addPolicy(id, {
      statement: agentcore.PolicyStatement.fromCedar(
        `forbid(principal is AgentCore::OAuthUser, action, resource is AgentCore::Gateway) when { principal.hasTag("${id}") };`,
      ),
    });
  return { app, stack, tools, plain, added: ids.map(plain) };
}

type WithPolicy = ToolPolicy | agentcore.Policy;

/** The policies that each of these waits for. */
function order(stack: Stack, policies: Readonly<Record<string, WithPolicy>>): Record<string, string[]> {
  const template = Template.fromStack(stack).toJSON();
  const logicalId = (one: WithPolicy) =>
    Stack.of(one).getLogicalId((one instanceof ToolPolicy ? one.policy : one).node.defaultChild as CfnResource);
  const names = new Map(Object.entries(policies).map(([name, one]) => [logicalId(one), name]));
  return Object.fromEntries(
    [...names].map(([id, name]) => [
      name,
      ((template.Resources[id].DependsOn ?? []) as string[]).flatMap((other) => names.get(other) ?? []),
    ]),
  );
}

describe('The policies of a stack are created', () => {
  it("with the first one after the last that was added to the L2's engine, and the others after that", () => {
    const { stack, tools, added } = shopWithPlain('Plain', 'Middle', 'Last');
    const [plain, middle, last] = added;
    const first = tools.permit('First', { when: [group('support')] });
    const second = tools.permit('Second', { when: [group('manager')] });
    const { First, Second } = order(stack, { plain, middle, last, First: first, Second: second });
    expect({ First, Second }).toEqual({ First: ['last'], Second: ['First'] });
  });

  it("after what is added to the L2's engine later in the code, too", () => {
    const { stack, tools, added, plain } = shopWithPlain('Plain');
    const First = tools.permit('First', { when: [group('support')] });
    const late = plain('Late');
    expect(order(stack, { early: added[0], late, First }).First).toEqual(['late']);
  });

  it('permits before forbids, whatever their order in the code', () => {
    const { stack, tools } = shopWithPlain();
    const Forbid = tools.forbid('Forbid', { when: [group('intern')] });
    const Permit = tools.permit('Permit', { when: [group('support')] });
    const Again = tools.forbid('Again', { when: [group('contractor')] });
    expect(order(stack, { Forbid, Permit, Again })).toEqual({ Permit: [], Forbid: ['Permit'], Again: ['Forbid'] });
  });

  it('after the one before it in its own stack, whatever is written in others meanwhile', () => {
    const { app, tools } = shopWithPlain('Plain');
    const other = new Stack(app, 'Other', { env: ENV });
    const inOther = (name: string) =>
      new ToolPolicy(other, name, { gateway: tools, effect: agentcore.PolicyEffect.PERMIT, when: [group(name)] });
    const First = inOther('support');
    tools.permit('Own', { when: [group('auditor')] });
    const Second = inOther('manager');
    expect(order(other, { First, Second })).toEqual({ First: [], Second: ['First'] });
  });
});
