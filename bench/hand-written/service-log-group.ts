/** The log group that the service creates outside the template, in the hand-written stack. */
import { aws_iam as iam, aws_logs as logs, custom_resources as custom, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { logGroupArn } from './arns';

/** Retention for a group that the service creates, now or at the first invocation. */
export function keepServiceLogGroup(scope: Construct, logGroupName: string): void {
  const logGroup = new logs.LogGroup(scope, 'CustomResourceLogs', {
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new iam.Role(scope, 'CustomResourceRole', {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);
  const arn = logGroupArn(scope, logGroupName);
  const call = (id: string, action: string, permission: string, sdkCall: Partial<custom.AwsSdkCall>) =>
    new custom.AwsCustomResource(scope, id, {
      resourceType: 'Custom::AgentLogGroup',
      onUpdate: {
        service: 'CloudWatchLogs',
        action,
        parameters: { logGroupName },
        physicalResourceId: custom.PhysicalResourceId.of(logGroupName),
        ...sdkCall,
      },
      policy: custom.AwsCustomResourcePolicy.fromStatements([
        new iam.PolicyStatement({ actions: [permission], resources: [arn, `${arn}:*`] }),
      ]),
      installLatestAwsSdk: false,
      role,
      logGroup,
    });
  const created = call('CreateAgentLogs', 'createLogGroup', 'logs:CreateLogGroup', {
    ignoreErrorCodesMatching: 'ResourceAlreadyExistsException',
  });
  const retention = call('KeepAgentLogs', 'putRetentionPolicy', 'logs:PutRetentionPolicy', {
    parameters: { logGroupName, retentionInDays: logs.RetentionDays.ONE_MONTH },
  });
  retention.node.addDependency(created);
}
