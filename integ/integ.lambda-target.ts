/** Tools of a function: lists and results in their schemas, two versions of one side by side, and tools in a bucket. Never deployed. */
import { join } from 'node:path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { ToolDefinitions, ToolFunction, ToolGateway, ToolList, type ToolDefinition } from '../lib';
import { echoTools } from './echo/definitions';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegLambdaTarget');

const [echo] = echoTools;
const severalTexts: ToolDefinition = {
  ...echo,
  inputSchema: {
    type: 'object',
    description: 'What to say',
    properties: { texts: { type: 'array', items: { type: 'string' }, description: 'One after the other' } },
    required: ['texts'],
  },
  outputSchema: {
    type: 'object',
    description: 'What was said',
    properties: { echoes: { type: 'array', items: { type: 'string' } } },
    required: ['echoes'],
  },
};
const handler = new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') });
const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested is the target, not who may call it' },
});
const versions = tools.versioned('Echo', {
  versions: [
    { version: 'v1', handler, tools: ToolDefinitions.of(echo) },
    { version: 'v2', handler, tools: ToolDefinitions.of(severalTexts), description: 'Says several texts' },
  ],
  endsAt: { v1: '2027-01-01T00:00:00Z' },
});
// Nobody has this bucket: what is tested of it is the template.
const partners = s3.Bucket.fromBucketName(stack, 'Partners', 'partner-tools');
tools.addLambda('Partner', {
  handler,
  tools: ToolDefinitions.of(echo),
  toolList: ToolList.fromBucket(partners, 'echo.json', { ownerAccount: '111122223333' }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
for (const version of ['v1', 'v2']) expectTarget(test, tools, versions.version(version));
