/** @jest-environment-options {"ownPackages": true} */
import { App, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { AgentTraces, BedrockModel, type Agent } from '../../lib/runtime';
import { agentIn, appOf, EU, shopStack } from './shop-with-agents';

/** What CloudFormation Validate says of an agent with everything. */
function verdict(act: (agent: Agent) => void = () => undefined): string {
  const stack = shopStack(EU, new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } }));
  const support = agentIn(stack, 'Support', {
    models: [BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6')],
    traces: AgentTraces.toTransactionSearch(),
    logContent: { reason: 'a test system' },
    requestHeaders: ['X-Shop'],
  });
  support.use(agentIn(stack, 'Billing'));
  support.addEndpoint('beta');
  act(support);
  try {
    appOf(stack).synth();
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('CloudFormation Validate', () => {
  beforeAll(() => {
    process.env.CDK_VALIDATION = 'true';
  });
  afterAll(() => {
    process.env.CDK_VALIDATION = 'false';
  });

  it('accepts an agent with everything', () => expect(verdict()).toBe('accepted'));

  it('is asked: it refuses a lifetime that is none', () => {
    const broken = ({ runtime }: Agent) =>
      (runtime.node.defaultChild as agentcore.CfnRuntime).addPropertyOverride('LifecycleConfiguration', {
        MaxLifetime: 'long',
      });
    expect(verdict(broken)).toMatch(/MaxLifetime/);
  });
});
