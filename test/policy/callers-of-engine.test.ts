import { App, aws_bedrockagentcore as agentcore, Stack } from 'aws-cdk-lib';
import { ToolGateway } from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import { ENV, jwt, synthError } from '../gateway/shop';

const open = () => InboundAuth.none({ reason: 'a public demo' });

/** Gateways on one engine. */
function gateways(...inboundAuths: InboundAuth[]): App {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const policyEngine = new agentcore.PolicyEngine(stack, 'Engine');
  inboundAuths.forEach((inboundAuth, index) => {
    new ToolGateway(stack, `Tools${index}`, { policyEngine, inboundAuth });
  });
  return app;
}

describe('The callers of gateways that share an engine', () => {
  it.each([
    ['users and roles', [jwt(), InboundAuth.iam()]],
    ['users', [jwt(), jwt()]],
    ['anyone', [open(), open()]],
  ])('may be %s', (_, inboundAuths) => expect(() => gateways(...inboundAuths).synth()).not.toThrow());

  it.each([
    ['users', [jwt(), open()], 'authenticate with a JWT', 'do not authenticate'],
    ['roles', [InboundAuth.iam(), open()], 'authenticate with IAM', 'do not authenticate'],
    ['users, written later', [open(), jwt()], 'do not authenticate', 'authenticate with a JWT'],
  ])('are refused where some do not authenticate and others are %s', (_, inboundAuths, those, these) =>
    expect(synthError(gateways(...inboundAuths))).toBe(
      'Validation failed with the following errors:\n' +
        `  [Shop/Tools1] policyEngine is "shared with Shop/Tools0, whose callers ${those}". ` +
        `Allowed: gateways whose callers ${these}: a policy for callers who are known could let in those who are not. ` +
        'Give the gateway with InboundAuth.none(…) an engine of its own.',
    ),
  );
});
