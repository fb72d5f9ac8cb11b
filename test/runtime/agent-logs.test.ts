import { aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AgentTraces, type AgentProps } from '../../lib/runtime';
import { agentIn, EU, readable, refusals, resource, runtimeOf, shopStack } from './shop-with-agents';

const GROUP = '/aws/bedrock-agentcore/runtimes/<SupportRuntime.AgentRuntimeId>-DEFAULT';
const inRegion = `arn:<AWS::Partition>:logs:${EU.region}:${EU.account}:log-group`;

/** The calls that are made to CloudWatch Logs at deployment, by the logical id's prefix. */
function calls(stack: ReturnType<typeof shopStack>): Record<string, any> {
  const found = Template.fromStack(stack).findResources('Custom::AgentLogGroup');
  return Object.fromEntries(
    Object.entries(found).map(([id, call]) => {
      const { Create, Update, Delete } = (readable(call) as any).Properties;
      expect(Update).toEqual(Create);
      expect(Delete).toBeUndefined();
      return [id.replace(/[0-9A-F]{8}$/, ''), JSON.parse(Create)];
    }),
  );
}

describe("An agent's logs", () => {
  it('are kept for a month: the group of the service gets its retention, is made if it is not there, and stays', () => {
    const stack = shopStack();
    agentIn(stack);
    expect(calls(stack)).toEqual({
      SupportLogsDEFAULTCreate: {
        service: 'CloudWatchLogs',
        action: 'createLogGroup',
        parameters: { logGroupName: GROUP },
        physicalResourceId: { id: GROUP },
        ignoreErrorCodesMatching: 'ResourceAlreadyExistsException',
      },
      SupportLogsDEFAULTRetention: {
        service: 'CloudWatchLogs',
        action: 'putRetentionPolicy',
        parameters: { logGroupName: GROUP, retentionInDays: 30 },
        physicalResourceId: { id: GROUP },
      },
    });
    expect(resource(stack, 'Custom::AgentLogGroup', 'SupportLogsDEFAULTRetention').DependsOn).toContainEqual(
      expect.stringMatching(/^SupportLogsDEFAULTCreate[0-9A-F]{8}$/),
    );
  });

  it('are set by a function that may do so for this group only, without code from elsewhere', () => {
    const stack = shopStack();
    agentIn(stack);
    const policy = resource(stack, 'AWS::IAM::Policy', 'SupportLogsDEFAULTRetention');
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      {
        Action: 'logs:PutRetentionPolicy',
        Effect: 'Allow',
        Resource: [`${inRegion}:${GROUP}`, `${inRegion}:${GROUP}:*`],
      },
    ]);
    expect(resource(stack, 'Custom::AgentLogGroup', 'SupportLogsDEFAULTRetention').Properties.InstallLatestAwsSdk).toBe(
      false,
    );
    expect(resource(stack, 'AWS::Lambda::Function').Properties).toMatchObject({
      LoggingConfig: { LogGroup: '<AgentCoreCustomResourceLogs>' },
      Role: '<AgentCoreCustomResourceRole.Arn>',
    });
    expect(resource(stack, 'AWS::IAM::Role', 'AgentCoreCustomResource').Properties.ManagedPolicyArns).toBeUndefined();
    const own = resource(stack, 'AWS::IAM::Policy', 'AgentCoreCustomResource').Properties.PolicyDocument.Statement;
    expect(own).toEqual([
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: '<AgentCoreCustomResourceLogs.Arn>',
      },
    ]);
  });

  it('are kept for as long as one says, for every endpoint', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { logs: { retention: logs.RetentionDays.ONE_YEAR } }).addEndpoint('beta');
    const { SupportLogsDEFAULTRetention, SupportLogsbetaRetention } = calls(stack);
    expect(SupportLogsDEFAULTRetention.parameters.retentionInDays).toBe(365);
    expect(SupportLogsbetaRetention.parameters).toEqual({
      logGroupName: GROUP.replace('DEFAULT', 'beta'),
      retentionInDays: 365,
    });
  });

  it('are kept for ever if one says so', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { logs: { retention: logs.RetentionDays.INFINITE } });
    expect(calls(stack).SupportLogsDEFAULTRetention).toMatchObject({
      action: 'deleteRetentionPolicy',
      parameters: { logGroupName: GROUP },
    });
  });

  it('are encrypted with a key that CloudWatch Logs may use for them only, by name', () => {
    const stack = shopStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    agentIn(stack, 'Support', { logs: { encryptionKey } });
    expect(calls(stack).SupportLogsDEFAULTEncryption).toMatchObject({
      action: 'associateKmsKey',
      parameters: { logGroupName: GROUP, kmsKeyId: '<Key.Arn>' },
    });
    expect(resource(stack, 'AWS::Logs::LogGroup', 'SupportLogsUsage').Properties.KmsKeyId).toBe('<Key.Arn>');
    expect(resource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement.slice(-1)).toEqual([
      {
        Action: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        Effect: 'Allow',
        Principal: { Service: 'logs.eu-central-1.<AWS::URLSuffix>' },
        Resource: '*',
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': [
              `${inRegion}:/aws/bedrock-agentcore/runtimes/support-??????????-*`,
              `${inRegion}:/aws/vendedlogs/bedrock-agentcore/runtimes/support-??????????/*`,
            ],
          },
        },
      },
    ]);
  });

  it('tell the usage of its sessions, in a group that outlives it and needs no resource policy of the account', () => {
    const stack = shopStack();
    agentIn(stack);
    const group = resource(stack, 'AWS::Logs::LogGroup', 'SupportLogsUsage');
    expect(group.Properties).toEqual({
      LogGroupName: '/aws/vendedlogs/bedrock-agentcore/runtimes/<SupportRuntime.AgentRuntimeId>/usage',
      RetentionInDays: 30,
    });
    expect(group.DeletionPolicy).toBe('RetainExceptOnCreate');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'USAGE_LOGS' });
    template.resourceCountIs('AWS::Logs::Delivery', 1);
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
  });

  it('tell no usage if one says so', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { logs: { usage: false } });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::Delivery', 0);
  });

  it('have requests and answers in them only for a reason, which stands in the template', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { logContent: { reason: 'a test system' } });
    expect(resource(stack, 'AWS::Logs::DeliverySource', 'SupportLogsContent').Properties.LogType).toBe(
      'APPLICATION_LOGS',
    );
    expect(runtimeOf(stack).Metadata).toMatchObject({
      'cdk-agentcore:justifications': { logContent: 'a test system' },
    });
  });
});

describe("An agent's traces", () => {
  const variablesOf = (props: Partial<AgentProps>) => {
    const stack = shopStack();
    agentIn(stack, 'Support', props);
    return runtimeOf(stack).Properties.EnvironmentVariables;
  };

  it('are off, in the code too', () => {
    const stack = shopStack();
    agentIn(stack);
    Template.fromStack(stack).resourcePropertiesCountIs('AWS::Logs::DeliverySource', { LogType: 'TRACES' }, 0);
    expect(variablesOf({})).toEqual({ DISABLE_ADOT_OBSERVABILITY: 'true' });
  });

  it('go to X-Ray without messages, answers and tool arguments', () => {
    const traces = AgentTraces.toTransactionSearch();
    const stack = shopStack();
    agentIn(stack, 'Support', { traces });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::DeliveryDestination', {
      DeliveryDestinationType: 'XRAY',
    });
    expect(variablesOf({ traces })).toEqual({
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'false',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '0',
    });
  });

  it('have content in them for the same reason as the logs', () => {
    const traces = AgentTraces.toTransactionSearch();
    expect(variablesOf({ traces, logContent: { reason: 'a test system' } })).toBeUndefined();
  });

  it('need no policies of the stack where the account has its own', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { traces: AgentTraces.toTransactionSearch({ deliveryPolicies: false }) });
    Template.fromStack(stack).resourceCountIs('AWS::XRay::ResourcePolicy', 0);
  });

  it('are delivered one after the other with the logs', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', {
      traces: AgentTraces.toTransactionSearch(),
      logContent: { reason: 'a test system' },
    });
    const waitsFor = (id: string) => resource(stack, 'AWS::Logs::Delivery', id).DependsOn;
    expect(waitsFor('SupportLogsUsage')).toContainEqual(
      expect.stringMatching(/^SupportRuntimeTracesDelivery[0-9A-F]{8}$/),
    );
    expect(waitsFor('SupportLogsContent')).toContainEqual(
      expect.stringMatching(/^SupportLogsUsageDelivery[0-9A-F]{8}$/),
    );
  });

  it.each([
    ['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'true'],
    ['OTEL_SPAN_EVENT_COUNT_LIMIT', '128'],
    ['OTEL_SEMCONV_STABILITY_OPT_IN', 'gen_ai_latest_experimental,gen_ai_span_attributes_only'],
  ])('refuse %s=%s without the reason', (name, value) => {
    expect(refusals(() => agentIn(shopStack(), 'Support', { environment: { [name]: value } }))).toEqual([
      `environment ${name} is "${value}". ` +
        'Allowed: what keeps prompts, answers and tool arguments out of traces and logs. ' +
        "Take it out, or let content in for a reason: logContent: { reason: '…' }.",
    ]);
    expect(() =>
      agentIn(shopStack(), 'Support', { environment: { [name]: value }, logContent: { reason: 'a test system' } }),
    ).not.toThrow();
  });

  it('leave other opt-ins alone', () => {
    expect(variablesOf({ environment: { OTEL_SEMCONV_STABILITY_OPT_IN: 'gen_ai_latest_experimental' } })).toMatchObject(
      {
        OTEL_SEMCONV_STABILITY_OPT_IN: 'gen_ai_latest_experimental',
      },
    );
  });
});
