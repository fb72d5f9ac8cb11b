/** An agent in TypeScript: it becomes ready, and answers a caller with AWS credentials. Never deployed. */
import { join } from 'node:path';
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Agent, AgentCode, BedrockModel } from '../lib';
import { agentcoreCall } from './agentcore-call';

const app = new App();
const stack = new Stack(app, 'IntegAgent');

const agent = new Agent(stack, 'Echo', {
  code: AgentCode.typescript(join(__dirname, 'echo/agent.ts')),
  description: 'Says what it was told',
  models: [BedrockModel.geo('us', 'anthropic.claude-sonnet-4-6')],
  environment: { LOG_LEVEL: 'info' },
  idleSessionTimeout: Duration.minutes(5),
  maxLifetime: Duration.hours(1),
});
agent.addEndpoint('stable', { version: '1' });

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

agentcoreCall(test, 'bedrock-agentcore-control', 'GetAgentRuntime', {
  agentRuntimeId: agent.runtime.agentRuntimeId,
})
  .expect(ExpectedResult.objectLike({ status: 'READY', networkConfiguration: { networkMode: 'PUBLIC' } }))
  .next(
    agentcoreCall(test, 'bedrock-agentcore', 'InvokeAgentRuntime', {
      agentRuntimeArn: agent.agentArn,
      qualifier: 'stable',
      runtimeSessionId: 'integration-test-of-an-agent-in-typescript',
      contentType: 'application/json',
      payload: JSON.stringify({ prompt: 'hello' }),
    }).expect(ExpectedResult.objectLike({ statusCode: 200, contentType: 'application/json' })),
  );
