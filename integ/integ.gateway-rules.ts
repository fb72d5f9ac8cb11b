/** Rules and rate limits: canary, fallback, configuration bundles; by caller, model and target. Never deployed. */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, Stack } from 'aws-cdk-lib';
import {
  BundleOverride,
  FallbackTrigger,
  GatewayProtocol,
  InferenceProvider,
  Outbound,
  PassthroughProtocol,
  RateLimitDimension,
  RequestRate,
  Route,
  RuleCondition,
  ToolGateway,
  type BundleReference,
  type RouteFallback,
} from '../lib';
import { agentcoreCall } from './agentcore-call';
import { apiKey } from './oauth-clients';

const app = new App();
const stack = new Stack(app, 'IntegGatewayRules');

const tools = new ToolGateway(stack, 'Models', {
  protocol: GatewayProtocol.ANY,
  unpermittedTools: { reason: 'What is tested are rules, not who may call' },
});
const bedrock = tools.addInference('Bedrock', { provider: InferenceProvider.bedrock() });
const own = tools.addInference('Own', {
  provider: InferenceProvider.custom('https://models.example.com'),
  outbound: Outbound.apiKey(apiKey(stack, 'Key')),
});
const [orders, newOrders] = ['Orders', 'NewOrders'].map((id) =>
  tools.addPassthrough(id, {
    endpoint: `https://${id.toLowerCase()}.example.com`,
    protocol: PassthroughProtocol.CUSTOM,
    outbound: Outbound.gatewayRole({ service: 'execute-api' }),
  }),
);

const fallback: RouteFallback = {
  targets: [
    {
      target: own,
      model: 'acme.large',
      failures: [FallbackTrigger.CONNECTION_ERROR, FallbackTrigger.status(429)],
      firstByteTimeout: Duration.seconds(20),
    },
  ],
  failures: [FallbackTrigger.FIRST_BYTE_TIMEOUT, FallbackTrigger.SERVER_ERRORS],
  firstByteTimeout: Duration.seconds(10),
  circuitBreaker: true,
};
const small = 'openai.gpt-oss-20b';
tools.addRule('SmallModels', {
  priority: 10,
  description: 'Small models, with another to fall back on',
  when: [
    RuleCondition.models('openai.gpt-oss-*'),
    RuleCondition.iamPrincipals('arn:aws:iam::111122223333:role/Batch*'),
  ],
  route: Route.to(bedrock, { model: small, fallback }),
});
tools.addRule('TryTheLarge', {
  priority: 20,
  when: [RuleCondition.models('acme.medium')],
  route: Route.weighted(
    { target: bedrock, weight: 90, model: small, fallback, description: 'As before', metadata: { owner: 'models' } },
    { target: own, weight: 10, shareName: 'large', model: 'acme.large' },
  ),
});
tools.addRule('Canary', {
  priority: 30,
  when: [RuleCondition.requestsTo(orders)],
  route: Route.weighted({ target: orders, weight: 95 }, { target: newOrders, weight: 5 }),
});
const version = (id: string): BundleReference => ({
  bundleArn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:configuration-bundle/Prompts-abcdefghij',
  bundleVersion: `${id}2345678-1234-1234-1234-123456789012`,
});
tools.addRule('PinnedPrompts', {
  priority: 40,
  when: [RuleCondition.paths('/NewOrders/*')],
  configurationBundle: BundleOverride.pinned(version('1')),
});
tools.addRule('NewPrompts', {
  priority: 50,
  configurationBundle: BundleOverride.weighted(
    { bundle: version('1'), weight: 50, description: 'As before', metadata: { owner: 'prompts' } },
    { bundle: version('2'), weight: 50 },
  ),
});

const principal = RateLimitDimension.iamPrincipal();
const model = RateLimitDimension.model();
tools.addRateLimit('ByCallerAndModel', {
  rateLimitId: 'caller-and-model',
  description: 'Batches may ask for less',
  by: [principal, model],
  entries: [
    {
      when: [principal.equalTo('arn:aws:iam::111122223333:role/Batch'), model.equalTo(small)],
      requests: RequestRate.perMinute(100),
      tokensPerMinute: 50_000,
      concurrentRequests: 5,
    },
    { requests: RequestRate.perSecond(10) },
  ],
});
tools.addRateLimit('ByTarget', {
  by: [RateLimitDimension.target()],
  entries: [{ when: [RateLimitDimension.target().equalTo('Orders')], requests: RequestRate.perSecond(50) }],
});

// There is neither such a bundle nor such a provider: what is tested of the rules is the template.
const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
agentcoreCall(test, 'bedrock-agentcore-control', 'GetGatewayRateLimit', {
  gatewayIdentifier: tools.gateway.gatewayId,
  rateLimitId: 'caller-and-model',
}).expect(ExpectedResult.objectLike({ dimensionKeys: ['$.context.iam.principal', 'qualifiedModelId'] }));
