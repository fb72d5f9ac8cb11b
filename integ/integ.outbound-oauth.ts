/** A way out: a token of the application itself. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { Outbound, ToolGateway } from '../lib';
import { ordersApi } from './apis/orders';
import { oauthClient } from './oauth-clients';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundOAuth');

const provider = oauthClient(stack, 'Client');
const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const orders = tools.addOpenApi('Orders', {
  api: ordersApi,
  outbound: Outbound.oauth(provider, {
    scopes: ['orders.read'],
    parameters: { audience: 'https://orders.example.com' },
  }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, orders, {
  credentialProviderConfigurations: [
    {
      credentialProviderType: 'OAUTH',
      credentialProvider: {
        oauthCredentialProvider: {
          providerArn: provider.providerArn,
          grantType: 'CLIENT_CREDENTIALS',
          scopes: ['orders.read'],
          customParameters: { audience: 'https://orders.example.com' },
        },
      },
    },
  ],
});
