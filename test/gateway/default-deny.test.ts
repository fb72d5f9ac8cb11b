import { aws_bedrockagentcore as agentcore, aws_iam as iam, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cedar, Claim, Input, Principal } from '../../lib/cedar';
import { InboundAuth } from '../../lib/identity';
import { ToolPolicy } from '../../lib/policy';
import { ENV, functionIn, jwt, orderTools, refundTools, shop, shopWithRefunds, synthError } from './shop';

const support = () => Claim.of('cognito:groups').includes('support');

describe('A tool that no policy permits', () => {
  it('is refused at synth, with what to write', () => {
    const { app } = shopWithRefunds();
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Tools] [cdk-agentcore:unpermitted-tools] No policy permits Refunds___process_refund, Refunds___get_refund, so every call of them is denied. ' +
        "Write gateway.permit('…', { tools: [target.tool(\"process_refund\")], when: [Claim.of('…').equalTo('…')] }), " +
        "or say why nobody may call: unpermittedTools: { reason: '…' }." +
        " If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:unpermitted-tools', reason: '…' }).",
    );
  });

  it('is named alone where the others are permitted, with a role where callers sign with IAM', () => {
    const { app, stack, tools, refunds } = shopWithRefunds({ inboundAuth: InboundAuth.iam() });
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    tools.permit('Refund', {
      tools: [refunds.tool('process_refund')],
      principals: [Principal.role(role)],
      when: [Input.of('amount').lessThan(500)],
    });
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Tools] [cdk-agentcore:unpermitted-tools] No policy permits Refunds___get_refund, so every call of it is denied. ' +
        'Write gateway.permit(\'…\', { tools: [target.tool("get_refund")], principals: [Principal.role(…)] }), ' +
        "or say why nobody may call: unpermittedTools: { reason: '…' }." +
        " If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:unpermitted-tools', reason: '…' }).",
    );
  });

  it('is permitted by its input where callers do not authenticate', () => {
    const { app } = shopWithRefunds({ inboundAuth: InboundAuth.none({ reason: 'a public demo' }) });
    expect(synthError(app)).toContain(
      "Write gateway.permit('…', { tools: [target.tool(\"process_refund\")], when: [Input.of('…').equalTo('…')] }), ",
    );
  });

  it('is accepted with a reason, which stands in the template', () => {
    const { stack } = shopWithRefunds({
      unpermittedTools: { reason: 'the policies are in the repository of the risk team' },
    });
    Template.fromStack(stack).hasResource('AWS::BedrockAgentCore::Gateway', {
      Metadata: {
        'cdk-agentcore:justifications': { unpermittedTools: 'the policies are in the repository of the risk team' },
      },
    });
  });

  it('is not permitted by a forbid', () => {
    const { app, tools, refunds } = shopWithRefunds();
    tools.forbid('Nobody', { tools: [...refunds.allTools], when: [support()] });
    expect(synthError(app)).toContain('No policy permits Refunds___process_refund, Refunds___get_refund,');
  });

  it('is not permitted by a policy that is only logged', () => {
    const { app, tools } = shopWithRefunds();
    const { policy } = tools.permit('All', { when: [support()] });
    (policy.node.defaultChild as agentcore.CfnPolicy).enforcementMode = 'LOG_ONLY';
    expect(synthError(app)).toContain('No policy permits Refunds___process_refund, Refunds___get_refund,');
  });
});

describe('A tool is permitted', () => {
  it('by a permit for all tools, also one that was written before the target was added', () => {
    const { app, stack, tools } = shop({ inboundAuth: jwt() });
    tools.permit('All', { when: [support()] });
    tools.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
    tools.addLambda('Orders', { handler: functionIn(stack, 'OrdersFunction'), tools: orderTools() });
    app.synth();
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::Policy', {
      Definition: {
        Cedar: {
          Statement: {
            'Fn::Join': [
              '',
              [
                'permit (\n  principal is AgentCore::OAuthUser,\n' +
                  '  action in\n    [AgentCore::Action::"Refunds___process_refund",\n' +
                  '     AgentCore::Action::"Refunds___get_refund",\n     AgentCore::Action::"Orders___get_order"],\n' +
                  '  resource == AgentCore::Gateway::"',
                { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayArn'] },
                '"\n)\nwhen\n{ principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"support\\"*" };',
              ],
            ],
          },
        },
      },
    });
  });

  it('by a text that names its target', () => {
    const { app, tools } = shopWithRefunds();
    tools.addPolicy(
      'All',
      Cedar.fromText(`permit(principal is AgentCore::OAuthUser, action in AgentCore::Action::"Refunds",
        resource == AgentCore::Gateway::"${tools.gatewayArn}") when { principal.hasTag("scope") };`),
    );
    expect(() => app.synth()).not.toThrow();
  });

  it('by a policy in another stack', () => {
    const { app, tools } = shopWithRefunds();
    const other = new Stack(app, 'Policies', { env: ENV });
    new ToolPolicy(other, 'All', { gateway: tools, effect: agentcore.PolicyEffect.PERMIT, when: [support()] });
    expect(() => app.synth()).not.toThrow();
  });

  it("by the L2's policies on its engine", () => {
    const { app, stack, tools } = shopWithRefunds();
    const statement = (tool: string) =>
      agentcore.PolicyStatement.fromCedar(
        `permit(principal, action == AgentCore::Action::"${tool}", resource == AgentCore::Gateway::"${tools.gatewayArn}") when { principal.hasTag("scope") };`,
      );
    new agentcore.Policy(stack, 'Process', {
      policyEngine: tools.policyEngine,
      statement: statement('Refunds___process_refund'),
    });
    new agentcore.Policy(stack, 'Get', {
      policyEngine: tools.policyEngine,
      statement: statement('Refunds___get_refund'),
    });
    expect(() => app.synth()).not.toThrow();
  });

  it('not by a policy on the engine of another gateway', () => {
    const { app, stack } = shopWithRefunds();
    const engine = new agentcore.PolicyEngine(stack, 'Engine');
    engine.addPolicy('All', {
      statement: agentcore.PolicyStatement.fromCedar('permit(principal, action, resource is AgentCore::Gateway);'),
    });
    expect(synthError(app)).toContain('No policy permits Refunds___process_refund, Refunds___get_refund,');
  });
});

describe('A tool whose policies live elsewhere', () => {
  it('is acknowledged', () => {
    const { app, tools } = shopWithRefunds();
    Validations.of(tools).acknowledge({
      id: 'cdk-agentcore:unpermitted-tools',
      reason: 'The risk team has the policies.',
    });
    expect(() => app.synth()).not.toThrow();
  });
});
