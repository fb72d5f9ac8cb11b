/** A memory with every strategy: it becomes active with these namespaces, and keeps an event. Never deployed. */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, aws_kms as kms, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AgentMemory, Strategy } from '../lib';
import { agentcoreCall } from './agentcore-call';

const app = new App();
const stack = new Stack(app, 'IntegAgentMemory');

const memory = new AgentMemory(stack, 'Memory', {
  strategies: [Strategy.semantic(), Strategy.userPreferences(), Strategy.summaries(), Strategy.episodes()],
  expiry: Duration.days(7),
  encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY }),
  removalPolicy: RemovalPolicy.DESTROY,
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

agentcoreCall(test, 'bedrock-agentcore-control', 'GetMemory', { memoryId: memory.memoryId })
  .expect(
    ExpectedResult.objectLike({
      memory: {
        status: 'ACTIVE',
        eventExpiryDuration: 7,
        strategies: Match.arrayWith([
          Match.objectLike({ name: 'facts', status: 'ACTIVE', namespaces: ['/actors/{actorId}/facts/'] }),
        ]),
      },
    }),
  )
  .next(
    agentcoreCall(test, 'bedrock-agentcore', 'CreateEvent', {
      memoryId: memory.memoryId,
      actorId: 'ada',
      sessionId: 'session-1',
      eventTimestamp: '2026-11-21T12:00:00.000Z',
      payload: [{ conversational: { role: 'USER', content: { text: 'I prefer tea.' } } }],
    }).expect(ExpectedResult.objectLike({ event: { actorId: 'ada' } })),
  );
