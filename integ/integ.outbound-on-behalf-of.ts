/** A way out: a token that a server gives for that of the caller. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { ActorToken, IdentityProvider, InboundAuth, OnBehalfOf, Outbound, ToolGateway } from '../lib';
import { ordersApi } from './apis/orders';
import { oauthClient, SERVER } from './oauth-clients';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundOnBehalfOf');

const provider = oauthClient(stack, 'Client', {
  onBehalfOf: OnBehalfOf.tokenExchange(ActorToken.machineToMachine(['agents'])),
});
const staff = IdentityProvider.oidc(`${SERVER.issuer}/.well-known/openid-configuration`, { audiences: ['tools'] });
const tools = new ToolGateway(stack, 'Tools', {
  inboundAuth: InboundAuth.jwt(staff),
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const orders = tools.addOpenApi('Orders', {
  api: ordersApi,
  outbound: Outbound.onBehalfOf(provider, { scopes: ['orders.read'] }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, orders);
