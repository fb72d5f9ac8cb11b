/** What a gateway for any protocol passes requests on to: an agent, services, a memory. Never deployed. */
import { join } from 'node:path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_s3 as s3, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  Agent,
  AgentCode,
  AgentMemory,
  GatewayProtocol,
  HttpConnector,
  HttpOperation,
  HttpSchema,
  Outbound,
  PassthroughProtocol,
  Stickiness,
  ToolGateway,
} from '../lib';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegHttpTargets');

const tools = new ToolGateway(stack, 'Tools', {
  protocol: GatewayProtocol.ANY,
  unpermittedTools: { reason: 'What is tested are the targets, not who may call them' },
});
const agent = new Agent(stack, 'EchoAgent', { code: AgentCode.typescript(join(__dirname, 'echo/agent.ts')) });
const memory = new AgentMemory(stack, 'Memory', { removalPolicy: RemovalPolicy.DESTROY });
const invocation = HttpOperation.of('POST', '/invocations', {
  type: 'object',
  properties: { prompt: { type: 'string' } },
  required: ['prompt'],
});
const partners = s3.Bucket.fromBucketName(stack, 'Partners', 'partner-apis');
const inBucket = (operations?: HttpOperation[]) =>
  HttpSchema.fromBucket(partners, 'api.json', { ownerAccount: '111122223333', operations });
const endpoint = 'https://partner.example.com/api';

const targets = [
  tools.addAgent('Echo', { agent, qualifier: 'DEFAULT', schema: HttpSchema.of(invocation) }),
  tools.addPassthrough('Orders', {
    endpoint,
    protocol: PassthroughProtocol.CUSTOM,
    outbound: Outbound.gatewayRole({ service: 'execute-api' }),
    schema: HttpSchema.of(HttpOperation.of('GET', '/orders/{id}')),
    stickiness: Stickiness.byHeader('x-session-id', Duration.minutes(30)),
  }),
  tools.addHttpConnector('Memories', { connector: HttpConnector.memory(memory) }),
];
// Nobody has this bucket: what is tested of these is the template.
tools.addAgent('EchoByFile', { agent, schema: inBucket([invocation]) });
tools.addPassthrough('Partner', {
  endpoint,
  protocol: PassthroughProtocol.A2A,
  outbound: Outbound.callerIam(),
  schema: inBucket(),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
for (const target of targets) expectTarget(test, tools, target);
