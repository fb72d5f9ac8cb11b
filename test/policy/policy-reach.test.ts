import { App, aws_bedrockagentcore as agentcore, Stack, Validations } from 'aws-cdk-lib';
import { Cedar } from '../../lib/cedar';
import { ToolGateway } from '../../lib/gateway';
import { inNewFolder, write } from '../cedar/policy-folder';
import { ENV, functionIn, jwt, orderTools, synthError } from '../gateway/shop';

inNewFolder();

/** Gateways of these names on one engine. */
function gateways(...ids: string[]) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const policyEngine = new agentcore.PolicyEngine(stack, 'Engine');
  const handler = functionIn(stack);
  const made = ids.map((id) => {
    const gateway = new ToolGateway(stack, id, {
      policyEngine,
      inboundAuth: jwt(),
      unpermittedTools: { reason: 'the test is about one policy' },
    });
    gateway.addLambda('Orders', { handler, tools: orderTools() });
    return gateway;
  });
  return { app, made };
}

const about = (effect: string) =>
  `${effect}(principal is AgentCore::OAuthUser, action, resource is AgentCore::Gateway) when { principal.hasTag("scope") };`;
const FOUND =
  'the permit is "for Shop/Second, Shop/Third too". Allowed: a permit for Shop/First, which it is written on: ' +
  'resource is AgentCore::Gateway is every gateway of the policy engine. Write resource == AgentCore::Gateway::';
const ACKNOWLEDGE =
  "If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:policy-for-all-gateways', reason: '…' }).";

describe('A permit about every gateway of a shared engine', () => {
  it('is a finding that names the others', () => {
    const { app, made } = gateways('First', 'Second', 'Third');
    made[0].addPolicy('All', Cedar.fromText(about('permit')));
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        `  [Shop/First/All] [cdk-agentcore:policy-for-all-gateways] ${FOUND}"\${gateway.gatewayArn}". ${ACKNOWLEDGE}`,
    );
  });

  it('is a finding at its place in the file', () => {
    write('all.cedar', `// Everyone.\n${about('permit')}`);
    const { app, made } = gateways('First', 'Second', 'Third');
    made[0].addPolicies(Cedar.fromFile('all.cedar'));
    expect(synthError(app)).toContain(
      `[cdk-agentcore:policy-for-all-gateways] all.cedar:2:1: ${FOUND}"\${gateway}". ${ACKNOWLEDGE}`,
    );
  });

  it('is right once it is acknowledged', () => {
    const { app, made } = gateways('First', 'Second');
    const policy = made[0].addPolicy('All', Cedar.fromText(about('permit')));
    Validations.of(policy).acknowledge({ id: 'cdk-agentcore:policy-for-all-gateways', reason: 'one team has both' });
    expect(() => app.synth()).not.toThrow();
  });

  it.each([
    ['there is one gateway', ['First'], about('permit')],
    ['it forbids', ['First', 'Second'], about('forbid')],
    [
      'it names its gateway',
      ['First', 'Second'],
      about('permit').replace('is AgentCore::Gateway)', '== AgentCore::Gateway::"${gateway}")'),
    ],
  ])('is nothing to speak of where %s', (_, ids, text) => {
    const { app, made } = gateways(...ids);
    made[0].addPolicy('All', Cedar.fromText(text));
    expect(() => app.synth()).not.toThrow();
  });
});
