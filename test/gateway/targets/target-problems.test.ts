import { App, aws_bedrockagentcore as agentcore, Stack } from 'aws-cdk-lib';
import { Outbound } from '../../../lib/gateway';
import { TARGET_KINDS } from '../../../lib/gateway/targets/target-kind';
import { ENV, shop, synthError } from '../shop';
import { AnyTarget } from './any-target';

const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };
const TOO_MANY =
  'the number of targets is 101. Allowed: at most 100 on a gateway. Put tools together that belong together, or make ' +
  'another gateway; both can ask one policyEngine.';

function shopWith(count: number) {
  const app = new App();
  const { stack, tools } = shop(DENIED, app);
  const outbound = Outbound.none({ reason: 'open' });
  const add = (id: string) => new AnyTarget(stack, id, { gateway: tools, kind: TARGET_KINDS.mcpServer, outbound });
  for (let index = 1; index <= count; index++) add(`Target${index}`);
  return { app, tools, add };
}

describe('A gateway', () => {
  it('has at most 100 targets', () => {
    const { add } = shopWith(100);
    expect(() => add('Target101')).toThrow(new Error(`Shop/Target101 cannot be built:\n  - ${TOO_MANY}`));
  });

  it('has at most 100 together with those of the L2 and the L1, in whatever stack', () => {
    const { app, tools } = shopWith(98);
    const other = new Stack(app, 'Other', { env: ENV });
    agentcore.GatewayTarget.forMcpServer(other, 'WithL2', {
      gateway: tools.gateway,
      gatewayTargetName: 'with-l2',
      endpoint: 'https://mcp.example.com',
      credentialProviderConfigurations: [],
    });
    new agentcore.CfnGatewayTarget(other, 'WithL1', {
      gatewayIdentifier: tools.gateway.gatewayId,
      name: 'with-l1',
      targetConfiguration: { mcp: { mcpServer: { endpoint: 'https://mcp.example.com' } } },
    });
    expect(() => app.synth()).not.toThrow();

    const all = shopWith(99);
    all.tools.gateway.addMcpServerTarget('First', {
      gatewayTargetName: 'first',
      endpoint: 'https://mcp.example.com',
      credentialProviderConfigurations: [],
    });
    all.tools.gateway.addMcpServerTarget('Second', {
      gatewayTargetName: 'second',
      endpoint: 'https://mcp.example.com',
      credentialProviderConfigurations: [],
    });
    expect(synthError(all.app)).toContain(`[Shop/Tools] ${TOO_MANY}`);
  });
});
