/** A way out: the caller's own token, after the gateway has checked it. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_cognito as cognito, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { GatewayProtocol, IdentityProvider, InboundAuth, Outbound, PassthroughProtocol, ToolGateway } from '../lib';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundJwtPassthrough');

const pool = new cognito.UserPool(stack, 'Staff', { removalPolicy: RemovalPolicy.DESTROY });
const tools = new ToolGateway(stack, 'Tools', {
  protocol: GatewayProtocol.ANY,
  inboundAuth: InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [pool.addClient('Console')] })),
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const partner = tools.addPassthrough('Partner', {
  endpoint: 'https://partner.example.com',
  protocol: PassthroughProtocol.A2A,
  outbound: Outbound.jwtPassthrough(),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, partner, {
  credentialProviderConfigurations: [{ credentialProviderType: 'JWT_PASSTHROUGH' }],
});
