import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Claim } from '../../lib/cedar';
import { shopWithRefunds, synthError } from '../gateway/shop';

/** What the policy looks like that is not made with ToolPolicy. */
interface Plain {
  readonly enforcementMode?: string;
  readonly language?: 'cedar' | 'policy';
  readonly policyEngineId?: string;
}

/** A shop with a permit of all its tools that is written with the L1. */
function shopWithPlain({ enforcementMode, language = 'cedar', policyEngineId }: Plain = {}) {
  const made = shopWithRefunds();
  const statement =
    `permit(principal is AgentCore::OAuthUser, action, resource == AgentCore::Gateway::"${made.tools.gatewayArn}") ` +
    'when { principal.hasTag("team") };';
  new agentcore.CfnPolicy(made.stack, 'Plain', {
    policyEngineId: policyEngineId ?? made.tools.policyEngine.policyEngineId,
    name: 'Plain',
    definition: { [language]: { statement } },
    enforcementMode,
  });
  return made;
}

const UNPERMITTED =
  '[Shop/Tools] [cdk-agentcore:unpermitted-tools] No policy permits Refunds___process_refund, Refunds___get_refund, so every call of them';

describe("A permit that is written with CDK's own constructs", () => {
  it.each<[string, Plain]>([
    ['as it is', {}],
    ['that is active', { enforcementMode: 'ACTIVE' }],
    ["in the service's newer form", { language: 'policy' }],
  ])('permits the tools that it covers, %s', (_, plain) => {
    expect(() => shopWithPlain(plain).app.synth()).not.toThrow();
  });

  it.each<[string, Plain]>([
    ['is only logged', { enforcementMode: 'LOG_ONLY' }],
    ['is on another engine', { policyEngineId: 'Other-a1b2c3d4e5' }],
  ])('permits nobody anything where it %s', (_, plain) => {
    expect(synthError(shopWithPlain(plain).app)).toContain(UNPERMITTED);
  });

  it('does not make another one superfluous where it is only logged', () => {
    const permitted = (plain: Plain) => {
      const { app, tools } = shopWithPlain(plain);
      tools.permit('Sales', { when: [Claim.of('team').equalTo('sales')] });
      return app;
    };
    expect(synthError(permitted({ enforcementMode: 'ACTIVE' }))).toContain(
      '[Shop/Tools/Sales] [cdk-agentcore:policy-without-effect]',
    );
    expect(() => permitted({ enforcementMode: 'LOG_ONLY' }).synth()).not.toThrow();
  });
});
