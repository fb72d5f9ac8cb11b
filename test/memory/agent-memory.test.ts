import {
  App,
  aws_bedrock as bedrock,
  aws_bedrockagentcore as agentcore,
  aws_iam as iam,
  aws_kms as kms,
  Duration,
  RemovalPolicy,
  Stack,
  Tags,
  Validations,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AgentMemory, Strategy, type AgentMemoryProps } from '../../lib/memory';

const MEMORY = 'AWS::BedrockAgentCore::Memory';

function stackWith(props?: AgentMemoryProps) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
  const memory = new AgentMemory(stack, 'Memory', props);
  return { app, stack, memory };
}

function template(props?: AgentMemoryProps): Template {
  return Template.fromStack(stackWith(props).stack);
}

function resource(props?: AgentMemoryProps): Record<string, any> {
  return Object.values(template(props).findResources(MEMORY))[0];
}

describe('AgentMemory', () => {
  it('keeps what it holds when the stack is deleted, and leaves nothing behind when its first creation fails', () => {
    expect(resource()).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  it('is deleted with the stack where that is asked for', () => {
    expect(resource({ removalPolicy: RemovalPolicy.DESTROY })).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
  });

  it('keeps conversations for 90 days, and learns nothing, unless told', () => {
    expect(resource().Properties).toEqual({
      Name: expect.stringMatching(/^Shop_?Memory\w*$/),
      EventExpiryDuration: 90,
      MemoryExecutionRoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^MemoryRole/), 'Arn'] },
    });
  });

  it.each([3, 6, 7, 365])('keeps conversations for %d days', (days) => {
    expect(resource({ expiry: Duration.days(days) }).Properties.EventExpiryDuration).toBe(days);
  });

  it('says its name, its description and its tags, beside those of the stack', () => {
    const { stack } = stackWith({ memoryName: 'support', description: 'Support.', tags: { team: 'shop', note: '' } });
    Tags.of(stack).add('stage', 'prod');
    Template.fromStack(stack).hasResourceProperties(MEMORY, {
      Name: 'support',
      Description: 'Support.',
      Tags: { team: 'shop', note: '', stage: 'prod' },
    });
  });

  it('has a role that only this memory can assume and that may do nothing', () => {
    const built = template({ memoryName: 'support', strategies: [Strategy.semantic()] });
    built.hasResourceProperties('AWS::IAM::Role', {
      Policies: Match.absent(),
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '111122223333' },
              ArnLike: {
                'aws:SourceArn': {
                  'Fn::Join': [
                    '',
                    [
                      'arn:',
                      { Ref: 'AWS::Partition' },
                      ':bedrock-agentcore:eu-central-1:111122223333:memory/support-??????????',
                    ],
                  ],
                },
              },
            },
          },
        ],
      },
    });
    built.resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('shows the L2 inside, with the role for what is added to it', () => {
    const { stack, memory } = stackWith();
    memory.memory.executionRole!.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['arn:aws:sns:eu-central-1:111122223333:x'] }),
    );
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'sns:Publish' })] },
    });
  });
});

describe('the L2 inside an AgentMemory', () => {
  it('takes a strategy with a model of your own, and waits for its permission', () => {
    const { stack, memory } = stackWith();
    const model = bedrock.FoundationModel.fromFoundationModelId(
      stack,
      'Model',
      new bedrock.FoundationModelIdentifier('anthropic.claude-sonnet-4-6'),
    );
    memory.memory.addMemoryStrategy(
      agentcore.MemoryStrategy.usingSemantic({
        strategyName: 'facts',
        namespaces: ['/actors/{actorId}/facts/'],
        customExtraction: { model, appendToPrompt: 'Only what concerns orders.' },
      }),
    );
    const built = Template.fromStack(stack);
    const [[policyId, policy]] = Object.entries(built.findResources('AWS::IAM::Policy'));
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Action: 'bedrock:InvokeModel*' }),
    ]);
    built.hasResource(MEMORY, { DependsOn: Match.arrayWith([policyId]) });
  });
});

describe('strategies of an AgentMemory', () => {
  it('keep the records of each user apart, and summaries and episodes of each session', () => {
    const strategies = [Strategy.semantic(), Strategy.userPreferences(), Strategy.summaries(), Strategy.episodes()];
    expect(resource({ strategies }).Properties.MemoryStrategies).toEqual([
      { SemanticMemoryStrategy: { Name: 'facts', Namespaces: ['/actors/{actorId}/facts/'] } },
      { UserPreferenceMemoryStrategy: { Name: 'preferences', Namespaces: ['/actors/{actorId}/preferences/'] } },
      { SummaryMemoryStrategy: { Name: 'summaries', Namespaces: ['/actors/{actorId}/summaries/{sessionId}/'] } },
      {
        EpisodicMemoryStrategy: {
          Name: 'episodes',
          Namespaces: ['/actors/{actorId}/episodes/{sessionId}/'],
          ReflectionConfiguration: { Namespaces: ['/actors/{actorId}/episodes/'] },
        },
      },
    ]);
  });

  it('have the name, namespace and description that they are given', () => {
    const strategies = [
      Strategy.semantic({
        name: 'Orders',
        namespace: '/{memoryStrategyId}/{actorId}/',
        description: 'What was ordered.',
      }),
      Strategy.episodes({ namespace: '/e/{actorId}/{sessionId}/', reflectionNamespace: '/e/{actorId}/' }),
    ];
    expect(resource({ strategies }).Properties.MemoryStrategies).toEqual([
      {
        SemanticMemoryStrategy: {
          Name: 'Orders',
          Namespaces: ['/{memoryStrategyId}/{actorId}/'],
          Description: 'What was ordered.',
        },
      },
      {
        EpisodicMemoryStrategy: {
          Name: 'episodes',
          Namespaces: ['/e/{actorId}/{sessionId}/'],
          ReflectionConfiguration: { Namespaces: ['/e/{actorId}/'] },
        },
      },
    ]);
  });

  it('share records between users only with a reason, which stands in the template', () => {
    const sharedBetweenUsers = { reason: 'product knowledge, no personal data' };
    const built = resource({ strategies: [Strategy.semantic({ namespace: '/products/', sharedBetweenUsers })] });
    expect(built.Properties.MemoryStrategies[0].SemanticMemoryStrategy.Namespaces).toEqual(['/products/']);
    expect(built.Metadata['cdk-agentcore:justifications']).toEqual({
      'users share strategy facts': 'product knowledge, no personal data',
    });
  });
});

describe('an AgentMemory with a key', () => {
  function withKey(removalPolicy?: RemovalPolicy, memoryRemovalPolicy?: RemovalPolicy) {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
    const encryptionKey = new kms.Key(stack, 'Key', { removalPolicy });
    const memory = new AgentMemory(stack, 'Memory', { encryptionKey, removalPolicy: memoryRemovalPolicy });
    return { app, stack, memory, encryptionKey };
  }
  const keyArn = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };

  it('is encrypted with it, by a role that uses it through AgentCore only and has the permission from the start', () => {
    const built = Template.fromStack(withKey().stack);
    const [memory] = Object.values(built.findResources(MEMORY));
    expect(memory.Properties.EncryptionKeyArn).toEqual(keyArn);
    const [role] = Object.values(built.findResources('AWS::IAM::Role'));
    expect(role.Properties.Policies.map((policy: any) => policy.PolicyDocument.Statement)).toEqual([
      [
        {
          Effect: 'Allow',
          Action: [
            'kms:CreateGrant',
            'kms:Decrypt',
            'kms:DescribeKey',
            'kms:GenerateDataKey',
            'kms:GenerateDataKeyWithoutPlaintext',
            'kms:ReEncryptFrom',
            'kms:ReEncryptTo',
          ],
          Resource: keyArn,
          Condition: { StringEquals: { 'kms:ViaService': 'bedrock-agentcore.eu-central-1.amazonaws.com' } },
        },
      ],
    ]);
    built.resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('lets agents use the key through AgentCore only', () => {
    const { stack, memory } = withKey();
    const role = new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });
    const { statements } = memory.bind(stack, { role });
    expect(stack.resolve(statements!.map((statement) => statement.toStatementJson()))[1]).toEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: keyArn,
      Condition: { StringEquals: { 'kms:ViaService': 'bedrock-agentcore.eu-central-1.amazonaws.com' } },
    });
  });

  it('fails the synth where the memory is kept and its key is not, which can be acknowledged', () => {
    const { app, memory } = withKey(RemovalPolicy.DESTROY);
    expect(() => app.synth()).toThrow(
      '[Shop/Memory] [cdk-agentcore:memory-key-not-kept] encryptionKey is "Shop/Key, which is deleted with its stack". ' +
        'Allowed: a key that is kept as long as the memory. ' +
        'Give the key RemovalPolicy.RETAIN, or the memory RemovalPolicy.DESTROY. If it is right as it is: ' +
        "Validations.of(construct).acknowledge({ id: 'cdk-agentcore:memory-key-not-kept', reason: '…' }).",
    );
    Validations.of(memory).acknowledge({ id: 'cdk-agentcore:memory-key-not-kept', reason: 'sandbox' });
    expect(() => app.synth()).not.toThrow();
  });

  it.each([
    ['both are kept', undefined, undefined],
    ['both are deleted', RemovalPolicy.DESTROY, RemovalPolicy.DESTROY],
  ])('synthesizes where %s', (_, key, memory) => {
    expect(() => withKey(key, memory).app.synth()).not.toThrow();
  });
});

describe('AgentMemory as a capability', () => {
  const always = [
    'bedrock-agentcore:CreateEvent',
    'bedrock-agentcore:GetEvent',
    'bedrock-agentcore:ListEvents',
    'bedrock-agentcore:ListSessions',
    'bedrock-agentcore:GetMemoryRecord',
    'bedrock-agentcore:ListMemoryRecords',
    'bedrock-agentcore:RetrieveMemoryRecords',
  ];

  it.each<[string, AgentMemoryProps, string[]]>([
    ['read, and add to conversations', {}, always],
    [
      'delete, where that is asked for',
      { agentsMayDelete: true },
      [
        ...always,
        'bedrock-agentcore:DeleteEvent',
        'bedrock-agentcore:DeleteMemoryRecord',
        'bedrock-agentcore:BatchDeleteMemoryRecords',
      ],
    ],
    [
      'write records, where that is asked for',
      { agentsMayWriteRecords: true },
      [...always, 'bedrock-agentcore:BatchCreateMemoryRecords', 'bedrock-agentcore:BatchUpdateMemoryRecords'],
    ],
  ])('lets an agent %s, in this memory only', (_, props, actions) => {
    const { stack, memory } = stackWith(props);
    const binding = memory.bind(stack, {
      role: new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() }),
    });
    expect(stack.resolve(binding.statements!.map((statement) => statement.toStatementJson()))).toEqual([
      {
        Effect: 'Allow',
        Action: actions,
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Memory/), 'MemoryArn'] },
      },
    ]);
  });

  it.each([
    ['Memory', 'MEMORY_ID'],
    ['CustomerNotes', 'MEMORY_CUSTOMER_NOTES_ID'],
  ])('tells the agent its id: the construct %s as %s', (id, variable) => {
    const stack = new Stack(new App(), 'Shop');
    const memory = new AgentMemory(stack, id);
    const role = new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });
    expect(stack.resolve(memory.bind(stack, { role }).environment)).toEqual({
      [variable]: { 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${id}`)), 'MemoryId'] },
    });
    expect(memory.capabilityName).toBe(`Shop/${id}`);
  });
});

describe('grants of an AgentMemory', () => {
  it.each<[string, (memory: AgentMemory, role: iam.Role) => iam.Grant, string[]]>([
    [
      'to read',
      (memory, role) => memory.grantRead(role),
      ['GetEvent', 'ListEvents', 'ListSessions', 'GetMemoryRecord', 'ListMemoryRecords', 'RetrieveMemoryRecords'],
    ],
    ['to add to conversations', (memory, role) => memory.grantWrite(role), ['CreateEvent']],
    [
      'to write records',
      (memory, role) => memory.grantWriteRecords(role),
      ['BatchCreateMemoryRecords', 'BatchUpdateMemoryRecords'],
    ],
    [
      'to delete',
      (memory, role) => memory.grantDelete(role),
      ['DeleteEvent', 'DeleteMemoryRecord', 'BatchDeleteMemoryRecords'],
    ],
  ])('give the permission %s, and its key with it', (_, grant, actions) => {
    const { stack } = stackWith();
    const encryptionKey = new kms.Key(stack, 'Key');
    const memory = new AgentMemory(stack, 'Encrypted', { encryptionKey });
    const role = new iam.Role(stack, 'Desk', { assumedBy: new iam.AccountRootPrincipal() });
    grant(memory, role).assertSuccess();
    const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const [memoryStatement, keyStatement, ...others] = policy.Properties.PolicyDocument.Statement;
    expect(others).toEqual([]);
    expect([memoryStatement.Action].flat()).toEqual(actions.map((action) => `bedrock-agentcore:${action}`));
    expect(memoryStatement.Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Encrypted/), 'MemoryArn'] });
    expect(keyStatement).toMatchObject({
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
      Condition: { StringEquals: { 'kms:ViaService': 'bedrock-agentcore.eu-central-1.amazonaws.com' } },
    });
    expect([keyStatement.Action].flat()).toContain('kms:Decrypt');
    expect([keyStatement.Action].flat()).not.toContain('kms:CreateGrant');
  });
});

describe('an imported AgentMemory', () => {
  const memoryArn = 'arn:aws:bedrock-agentcore:eu-west-1:444455556666:memory/support-aB3dE6gH9j';

  it('is a capability like any other', () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:444455556666:key/k');
    const memory = AgentMemory.fromMemoryAttributes(stack, 'Support', {
      memoryArn,
      encryptionKey,
      agentsMayDelete: true,
    });
    const role = new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });
    const { environment, statements } = memory.bind(stack, { role });
    expect(environment).toEqual({ MEMORY_SUPPORT_ID: 'support-aB3dE6gH9j' });
    expect(statements!.map((statement) => statement.resources)).toEqual([
      [memoryArn],
      ['arn:aws:kms:eu-west-1:444455556666:key/k'],
    ]);
    expect(statements![0].actions).toContain('bedrock-agentcore:DeleteEvent');
    expect(statements![1].conditions).toEqual({
      StringEquals: { 'kms:ViaService': 'bedrock-agentcore.eu-west-1.amazonaws.com' },
    });
  });

  it('needs no role, and knows where it is', () => {
    const stack = new Stack(new App(), 'Shop');
    const { memory, memoryId } = AgentMemory.fromMemoryAttributes(stack, 'Support', { memoryArn });
    expect(memoryId).toBe('support-aB3dE6gH9j');
    expect(memory.env).toEqual({ account: '444455556666', region: 'eu-west-1' });
    expect(memory.executionRole).toBeUndefined();
    Template.fromStack(stack).templateMatches({ Resources: Match.absent() });
  });

  it('is refused where the ARN is none', () => {
    const stack = new Stack(new App(), 'Shop');
    expect(() => AgentMemory.fromMemoryAttributes(stack, 'Support', { memoryArn: 'support-aB3dE6gH9j' })).toThrow(
      'Shop/Support cannot be built:\n' +
        '  - memoryArn is "support-aB3dE6gH9j". Allowed: arn:<partition>:bedrock-agentcore:<region>:<account>:memory/<id>. ' +
        'Write the ARN, not the id or the name of the memory.',
    );
  });
});
