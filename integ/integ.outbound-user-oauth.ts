/** A way out: a token that the user has agreed to, in the portal in which users agree. Never deployed. */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { ConsentPortal, IdentityProvider, InboundAuth, Outbound, ToolGateway } from '../lib';
import { agentcoreCall } from './agentcore-call';
import { ordersApi } from './apis/orders';
import { oauthClient, SERVER } from './oauth-clients';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundUserOAuth');

const provider = oauthClient(stack, 'Client');
const staff = IdentityProvider.oidc(`${SERVER.issuer}/.well-known/openid-configuration`, { audiences: ['tools'] });
const tools = new ToolGateway(stack, 'Tools', {
  inboundAuth: InboundAuth.jwt(staff),
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const portal = new ConsentPortal(stack, 'Portal', {
  gateway: tools,
  signInProvider: oauthClient(stack, 'SignIn'),
  scopes: ['openid', 'email'],
  audience: 'tools',
  outboundProviders: [provider],
  description: 'Where staff let agents read their orders',
  tags: { team: 'orders' },
});
const orders = tools.addOpenApi('Orders', {
  api: ordersApi,
  outbound: Outbound.userOAuth(provider, { returnUrl: portal.returnUrl, scopes: ['orders.read'] }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, orders);
agentcoreCall(test, 'bedrock-agentcore-control', 'GetConsentPortal', {
  consentPortalIdentifier: portal.portalId,
}).expect(ExpectedResult.objectLike({ name: portal.portalName }));
