/** The log groups of a runtime: their names, who may encrypt them, and retention for those that the service creates. */
import { aws_iam as iam, aws_logs as logs, custom_resources as custom, Stack, type aws_kms as kms } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { SERVICE_SUFFIX } from '../core/arns';
import { FunctionRole } from '../core/function-role';

/** How logs are kept, whoever creates their group. */
export interface LogKeeping {
  readonly retention: logs.RetentionDays;
  readonly encryptionKey?: kms.IKey;
}

/** The group that the service itself creates for each endpoint, at the first invocation if not before. */
export function serviceLogGroupName(runtimeId: string, endpoint: string): string {
  return `/aws/bedrock-agentcore/runtimes/${runtimeId}-${endpoint}`;
}

export function serviceLogGroupArn(scope: IConstruct, runtimeId: string, endpoint: string): string {
  return logGroupArn(scope, serviceLogGroupName(runtimeId, endpoint));
}

/** `/aws/vendedlogs/` needs no resource policy, of which an account has ten; the id makes the name new with the runtime. */
export function vendedLogGroupName(runtimeId: string, kind: string): string {
  return `/aws/vendedlogs/bedrock-agentcore/runtimes/${runtimeId}/${kind}`;
}

function logGroupArn(scope: IConstruct, name: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
}

/**
 * Lets CloudWatch Logs use the key for the groups of this agent and for nothing else. By name, so that the key waits for
 * none of them. On a key that is not in this app its owner has to add the statement.
 */
export function allowLogsToUse(key: kms.IKey, scope: IConstruct, agentName: string): void {
  const { region, urlSuffix } = Stack.of(scope);
  const runtimeId = `${agentName}${SERVICE_SUFFIX}`;
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${region}.${urlSuffix}`)],
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: ['*'], // In a key's policy: this key.
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': [
            serviceLogGroupArn(scope, runtimeId, '*'),
            logGroupArn(scope, vendedLogGroupName(runtimeId, '*')),
          ],
        },
      },
    }),
  );
}

/**
 * Retention, and the key if there is one, for a group that the service creates outside the template: created here if it
 * is not there yet, and never deleted.
 */
export class ServiceLogGroup extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: LogKeeping & { readonly runtimeId: string; readonly endpoint: string },
  ) {
    super(scope, id);
    const logGroupName = serviceLogGroupName(props.runtimeId, props.endpoint);
    const arn = serviceLogGroupArn(this, props.runtimeId, props.endpoint);
    const { role } = CallerOfLogs.of(this);
    const call = (callId: string, action: string, parameters: object, ignoreErrorCodesMatching?: string) =>
      new custom.AwsCustomResource(this, callId, {
        resourceType: 'Custom::AgentLogGroup',
        // Runs at creation too, and again whenever a parameter changes. Without a call on delete the group stays.
        onUpdate: {
          service: 'CloudWatchLogs',
          action,
          parameters: { logGroupName, ...parameters },
          physicalResourceId: custom.PhysicalResourceId.of(logGroupName),
          ...(ignoreErrorCodesMatching && { ignoreErrorCodesMatching }),
        },
        policy: custom.AwsCustomResourcePolicy.fromStatements([
          new iam.PolicyStatement({
            actions: [`logs:${action[0].toUpperCase()}${action.slice(1)}`],
            resources: [arn, `${arn}:*`],
          }),
        ]),
        installLatestAwsSdk: false,
        role,
        logGroup: role.logGroup,
      });

    const created = call('Create', 'createLogGroup', {}, 'ResourceAlreadyExistsException');
    const retention =
      props.retention === logs.RetentionDays.INFINITE
        ? call('Retention', 'deleteRetentionPolicy', {})
        : call('Retention', 'putRetentionPolicy', { retentionInDays: props.retention });
    retention.node.addDependency(created);
    if (props.encryptionKey) {
      const encryption = call('Encryption', 'associateKmsKey', { kmsKeyId: props.encryptionKey.keyArn });
      encryption.node.addDependency(created, props.encryptionKey);
    }
  }
}

/** What the function behind the custom resources runs with, once in a stack. */
class CallerOfLogs extends Construct {
  static of(scope: Construct): CallerOfLogs {
    const stack = Stack.of(scope);
    const id = 'AgentCoreCustomResource';
    const existing = stack.node.tryFindChild(id);
    return existing instanceof CallerOfLogs ? existing : new CallerOfLogs(stack, id);
  }

  readonly role: FunctionRole;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.role = new FunctionRole(this, { description: 'Sets how long the logs of agents are kept' });
  }
}
