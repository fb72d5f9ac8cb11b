import { aws_kms as kms, type Stack } from 'aws-cdk-lib';
import { Claim, Input } from '../../../lib/cedar';
import { HttpConnector, HttpOperation, MemoryOperation, Outbound } from '../../../lib/gateway';
import { AgentMemory, Strategy } from '../../../lib/memory';
import { jwt } from '../shop';
import { grantsIn, httpShop, refusals, targetIn } from './http-shop';

const memoryIn = (stack: Stack, props = {}) =>
  new AgentMemory(stack, 'Memory', { strategies: [Strategy.semantic()], ...props });

describe('HttpConnectorTarget', () => {
  it('is a memory, of which the gateway may do what an agent does', () => {
    const { stack, tools } = httpShop();
    const memory = memoryIn(stack);
    tools.addHttpConnector('Memory2', { connector: HttpConnector.memory(memory) });
    expect(targetIn(stack).Properties).toMatchObject({
      CredentialProviderConfigurations: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
      TargetConfiguration: {
        Http: {
          Connector: {
            Source: { ConnectorId: 'agentcore-memory' },
            Parameters: { memoryId: stack.resolve(memory.memoryId) },
          },
        },
      },
    });
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'bedrock-agentcore:ListEvents',
          'bedrock-agentcore:CreateEvent',
          'bedrock-agentcore:GetEvent',
          'bedrock-agentcore:ListSessions',
          'bedrock-agentcore:RetrieveMemoryRecords',
          'bedrock-agentcore:ListMemoryRecords',
          'bedrock-agentcore:GetMemoryRecord',
        ],
        Resource: stack.resolve(memory.memoryArn),
      },
    ]);
  });

  it('names its operations as policies do', () => {
    const { stack, tools } = httpShop();
    const all = [
      MemoryOperation.LIST_EVENTS,
      MemoryOperation.CREATE_EVENT,
      MemoryOperation.READ_EVENT,
      MemoryOperation.DELETE_EVENT,
      MemoryOperation.LIST_SESSIONS,
      MemoryOperation.LIST_ACTORS,
      MemoryOperation.RETRIEVE_RECORDS,
      MemoryOperation.LIST_RECORDS,
      MemoryOperation.READ_RECORD,
      MemoryOperation.DELETE_RECORD,
      MemoryOperation.LIST_EXTRACTION_JOBS,
      MemoryOperation.START_EXTRACTION_JOB,
    ];
    const connector = HttpConnector.memory(memoryIn(stack), { operations: all });
    expect(tools.addHttpConnector('Mem', { connector }).allTools.map(({ fullName }) => fullName)).toEqual([
      'Mem___POST:/memories/{memoryId}/actor/{actorId}/sessions/{sessionId}',
      'Mem___POST:/memories/{memoryId}/events',
      'Mem___GET:/memories/{memoryId}/actor/{actorId}/sessions/{sessionId}/events/{eventId}',
      'Mem___DELETE:/memories/{memoryId}/actor/{actorId}/sessions/{sessionId}/events/{eventId}',
      'Mem___POST:/memories/{memoryId}/actor/{actorId}/sessions',
      'Mem___POST:/memories/{memoryId}/actors',
      'Mem___POST:/memories/{memoryId}/retrieve',
      'Mem___POST:/memories/{memoryId}/memoryRecords',
      'Mem___GET:/memories/{memoryId}/memoryRecord/{memoryRecordId}',
      'Mem___DELETE:/memories/{memoryId}/memoryRecords/{memoryRecordId}',
      'Mem___POST:/memories/{memoryId}/extractionJobs',
      'Mem___POST:/memories/{memoryId}/extractionJobs/start',
    ]);
  });

  it('keeps each user to the sessions of that user', () => {
    const { app, stack, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const connector = HttpConnector.memory(memoryIn(stack), { operations: MemoryOperation.SESSIONS });
    const memory = tools.addHttpConnector('Mem', { connector });
    tools.permit('OwnSessions', { tools: memory.allTools, when: [Input.of('actorId').equalTo(Claim.of('sub'))] });
    expect(() => app.synth()).not.toThrow();
  });

  it('has policies on sessions and on records, each by what their calls name', () => {
    const { app, stack, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: { reason: 'records by their id' } });
    const memory = tools.addHttpConnector('Mem', { connector: HttpConnector.memory(memoryIn(stack)) });
    const sessions = memory.tools(...MemoryOperation.SESSIONS);
    expect(sessions.map(({ name }) => name)).toEqual(MemoryOperation.SESSIONS.map(({ operation }) => operation.name));
    tools.permit('OwnSessions', { tools: sessions, when: [Input.of('actorId').equalTo(Claim.of('sub'))] });
    tools.permit('OwnRecords', {
      tools: memory.tools(...MemoryOperation.RECORDS),
      when: [Input.of('namespace').equalTo(Claim.of('sub'))],
    });
    expect(() => app.synth()).not.toThrow();
    expect(() => memory.tools(MemoryOperation.DELETE_EVENT)).toThrow(
      'tool is "DELETE:/memories/{memoryId}/actor/{actorId}/sessions/{sessionId}/events/{eventId}". Allowed: a tool of this target.',
    );
  });

  it('may use the key of an encrypted memory through AgentCore alone', () => {
    const { stack, tools } = httpShop();
    const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd');
    const memory = memoryIn(stack, { encryptionKey: key });
    const connector = HttpConnector.memory(memory, { operations: [MemoryOperation.LIST_EVENTS] });
    tools.addHttpConnector('Mem', { connector });
    expect(grantsIn(stack)[1]).toEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd',
      Condition: { StringEquals: { 'kms:ViaService': 'bedrock-agentcore.eu-central-1.amazonaws.com' } },
    });
  });

  it('needs nothing itself where callers sign for themselves', () => {
    const { stack, tools } = httpShop();
    const connector = HttpConnector.memory(memoryIn(stack));
    tools.addHttpConnector('Mem', { connector, outbound: Outbound.callerIam() });
    expect(grantsIn(stack)).toEqual([]);
  });

  it('may be one that this library does not know', () => {
    const { stack, tools } = httpShop();
    const operations = [MemoryOperation.of('Forget', HttpOperation.of('POST', '/memories/{memoryId}/forget'))];
    expect(operations[0].operationName).toBe('Forget');
    const target = tools.addHttpConnector('Other', { connector: HttpConnector.of('agentcore-other') });
    expect(target.allTools.map(({ isEvery }) => isEvery)).toEqual([true]);
    expect(targetIn(stack).Properties.TargetConfiguration.Http.Connector).toEqual({
      Source: { ConnectorId: 'agentcore-other' },
    });
  });

  it('is refused with the token of the caller', () => {
    const { stack, tools } = httpShop({ inboundAuth: jwt() });
    const connector = HttpConnector.memory(memoryIn(stack));
    const add = () => tools.addHttpConnector('Mem', { connector, outbound: Outbound.jwtPassthrough() });
    expect(refusals(add)).toEqual([
      'outbound is "Outbound.jwtPassthrough". Allowed: for a connector over HTTP: Outbound.gatewayRole, ' +
        'Outbound.callerIam. Choose one of these.',
    ]);
  });

  it('is refused without operations', () => {
    const { stack, tools } = httpShop();
    const connector = HttpConnector.memory(memoryIn(stack), { operations: [] });
    expect(refusals(() => tools.addHttpConnector('Mem', { connector }))).toEqual([
      'connector operations is []. Allowed: at least one operation. Name what callers do.',
    ]);
  });

  it('is refused with parameters that the service does not take', () => {
    const { tools } = httpShop();
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`p${index}`, 'x']));
    const connector = HttpConnector.of('', { parameters: { ...many, '1': 'x', empty: '', long: 'x'.repeat(1025) } });
    expect(refusals(() => tools.addHttpConnector('Mem', { connector }))).toEqual([
      'connector id is "". Allowed: 1 to 256 characters, and it has 0. Write the id as AWS documents it.',
      'connector parameters is 12. Allowed: at most 10. Leave out what the connector does not need.',
      'connector parameters key is "1". Allowed: a letter, then up to 127 letters, digits, _ and -. Write the name as AWS ' +
        'documents it.',
      'connector parameters empty is "". Allowed: 1 to 1024 characters, and it has 0. Leave it out.',
      `connector parameters long is "${'x'.repeat(117)}...". Allowed: 1 to 1024 characters, and it has 1025. Shorten it.`,
    ]);
  });
});
