/** A way out: an API key, in a header and in the query. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { ApiKeyPlace, Outbound, ToolGateway } from '../lib';
import { ordersApi } from './apis/orders';
import { apiKey } from './oauth-clients';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundApiKey');

const key = apiKey(stack, 'Key');
const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const orders = tools.addOpenApi('Orders', {
  api: ordersApi,
  outbound: Outbound.apiKey(key, { place: ApiKeyPlace.header({ name: 'X-Api-Key', prefix: 'Key ' }) }),
});
const weather = tools.addOpenApi('Weather', {
  api: ordersApi,
  outbound: Outbound.apiKey(key, { place: ApiKeyPlace.query('key') }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
for (const [target, place] of [
  [orders, { credentialLocation: 'HEADER', credentialParameterName: 'X-Api-Key', credentialPrefix: 'Key ' }],
  [weather, { credentialLocation: 'QUERY_PARAMETER', credentialParameterName: 'key' }],
] as const) {
  expectTarget(test, tools, target, {
    credentialProviderConfigurations: [
      {
        credentialProviderType: 'API_KEY',
        credentialProvider: { apiKeyCredentialProvider: { providerArn: key.providerArn, ...place } },
      },
    ],
  });
}
