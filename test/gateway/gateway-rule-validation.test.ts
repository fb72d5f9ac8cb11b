/** @jest-environment-options {"ownPackages": true} */
import { App, aws_bedrockagentcore as agentcore, Stack } from 'aws-cdk-lib';
import { GatewayProtocol, Route, RuleCondition, ToolGateway } from '../../lib/gateway';
import { ENV } from './shop';

/** What CloudFormation Validate says of a gateway with two inference targets. */
function verdict(act: (stack: Stack, tools: ToolGateway) => void): string {
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const stack = new Stack(app, 'Shop', { env: ENV });
  const tools = new ToolGateway(stack, 'Tools', { protocol: GatewayProtocol.ANY });
  for (const name of ['claude', 'gpt']) {
    new agentcore.CfnGatewayTarget(stack, name, {
      gatewayIdentifier: tools.gateway.gatewayId,
      name,
      targetConfiguration: { inference: { connector: { source: { connectorId: 'bedrock-mantle' } } } },
      credentialProviderConfigurations: [{ credentialProviderType: 'GATEWAY_IAM_ROLE' }],
    });
  }
  act(stack, tools);
  try {
    app.synth();
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('CloudFormation Validate, whose schema knows no models of rules yet', () => {
  beforeAll(() => {
    process.env.CDK_VALIDATION = 'true';
  });
  afterAll(() => {
    process.env.CDK_VALIDATION = 'false';
  });

  it('accepts a rule with conditions on models and a fallback, as GatewayRule answers for it', () => {
    const act = (_: Stack, tools: ToolGateway) =>
      tools.addRule('Rule', {
        priority: 1,
        when: [RuleCondition.models('anthropic.claude-*')],
        route: Route.to({ targetName: 'claude' }, { fallback: { targets: [{ target: { targetName: 'gpt' } }] } }),
      });
    expect(verdict(act)).toBe('accepted');
  });

  it('still judges the same rule of the L1, so the exception is not out of date', () => {
    const act = (stack: Stack, tools: ToolGateway) =>
      new agentcore.CfnGatewayRule(stack, 'Rule', {
        gatewayIdentifier: tools.gateway.gatewayId,
        priority: 1,
        conditions: [{ matchModels: { anyOf: [{ value: 'anthropic.claude-*' }] } }],
        actions: [{ routeToTarget: { staticRoute: { targetName: 'claude' } } }],
      });
    expect(verdict(act)).toContain("Acknowledge with 'CloudFormation-Validate::F3018'");
  });
});
