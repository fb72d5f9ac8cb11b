/**
 * Targets over HTTP, connectors and models before the judge that CDK has for every template.
 *
 * @jest-environment-options {"ownPackages": true}
 */
import { App, Duration, Stack } from 'aws-cdk-lib';
import {
  Connector,
  GatewayProtocol,
  HttpConnector,
  HttpOperation,
  HttpSchema,
  InferenceApi,
  InferenceProvider,
  Outbound,
  PassthroughProtocol,
  RetrieveSetting,
  Stickiness,
  ToolGateway,
} from '../../../lib/gateway';
import { AgentMemory, Strategy } from '../../../lib/memory';
import { agentIn } from '../../runtime/shop-with-agents';
import { ENV, synthError } from '../shop';
import { DENIED } from './http-shop';

jest.setTimeout(60_000);

const BASE = 'KB12345678';
const ENDPOINT = 'https://partner.example.com';

const KINDS: Record<string, (tools: ToolGateway, stack: Stack) => unknown> = {
  'an agent over HTTP': (tools, stack) =>
    tools.addAgent('Target', {
      agent: agentIn(stack),
      qualifier: 'DEFAULT',
      schema: HttpSchema.of(HttpOperation.of('POST', '/invocations')),
    }),
  'a passthrough': (tools) =>
    tools.addPassthrough('Target', {
      endpoint: ENDPOINT,
      protocol: PassthroughProtocol.A2A,
      outbound: Outbound.gatewayRole({ service: 'execute-api' }),
      stickiness: Stickiness.byHeader('x-session-id', Duration.minutes(5)),
    }),
  'a memory over HTTP': (tools, stack) => {
    const { memory } = new AgentMemory(stack, 'Memory', { strategies: [Strategy.semantic()] });
    return tools.addHttpConnector('Target', { connector: HttpConnector.memory(memory) });
  },
  'models of Bedrock': (tools) => tools.addInference('Target', { provider: InferenceProvider.bedrock() }),
  'models at an address': (tools) =>
    tools.addInference('Target', {
      provider: InferenceProvider.custom(ENDPOINT, {
        modelPrefix: {},
        operations: [{ api: InferenceApi.MESSAGES, models: ['claude-*'], providerPath: '/v1/messages' }],
      }),
      outbound: Outbound.gatewayRole(),
    }),
  'web search': (tools) =>
    tools.addConnector('Target', { connector: Connector.webSearch({ includeDomains: ['example.com'] }) }),
  'a knowledge base': (tools) => {
    const connector = Connector.knowledgeBase(BASE, { callersSet: [RetrieveSetting.USER_CONTEXT] });
    return tools.addConnector('Target', { connector });
  },
  'several knowledge bases': (tools) =>
    tools.addConnector('Target', { connector: Connector.agenticRetrieval([{ knowledgeBaseId: BASE }]) }),
};

function shopWith(add: (tools: ToolGateway, stack: Stack) => unknown): App {
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const stack = new Stack(app, 'Shop', { env: { ...ENV, region: 'us-east-1' } });
  add(new ToolGateway(stack, 'Tools', { protocol: GatewayProtocol.ANY, ...DENIED }), stack);
  return app;
}

describe('CloudFormation Validate', () => {
  beforeAll(() => {
    process.env.CDK_VALIDATION = 'true';
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterAll(() => {
    process.env.CDK_VALIDATION = 'false';
    jest.restoreAllMocks();
  });

  it.each(Object.entries(KINDS))('finds nothing wrong with %s', (_, add) => {
    expect(() => shopWith(add).synth()).not.toThrow();
  });

  it('would find it', () => {
    const app = shopWith((tools) =>
      tools.addPassthrough('Target', {
        endpoint: ENDPOINT,
        protocol: PassthroughProtocol.of('GRPC'),
        outbound: Outbound.gatewayRole(),
      }),
    );
    expect(synthError(app)).toContain('GRPC');
  });
});
