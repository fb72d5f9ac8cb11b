/** Models behind a gateway: those of Amazon Bedrock, those of a provider with a key, and some at an address. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { GatewayProtocol, InferenceApi, InferenceProvider, Outbound, ToolGateway } from '../lib';
import { apiKey } from './oauth-clients';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegInferenceTarget');

const tools = new ToolGateway(stack, 'Models', {
  protocol: GatewayProtocol.ANY,
  unpermittedTools: { reason: 'What is tested are the targets, not who may call them' },
});
const key = apiKey(stack, 'Key');
const bedrock = tools.addInference('Bedrock', { provider: InferenceProvider.bedrock() });
// The key is none: the provider would not tell its models.
tools.addInference('Anthropic', { provider: InferenceProvider.anthropic(key) });
tools.addInference('Own', {
  provider: InferenceProvider.custom('https://models.example.com', {
    operations: [{ api: InferenceApi.CHAT_COMPLETIONS, providerPath: '/chat', models: ['acme.small-*', 'acme.large'] }],
    modelPrefix: { optional: true, separator: '.' },
  }),
  outbound: Outbound.apiKey(key),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, bedrock);
