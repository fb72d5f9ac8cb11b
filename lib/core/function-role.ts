/** What a function that this library brings along runs with: a role of its own, and logs that end with it. */
import { aws_iam as iam, aws_logs as logs, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface FunctionRoleProps {
  /** What the function does. */
  readonly description: string;
  /**
   * How long its logs are kept.
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}

/**
 * A role that writes to its own log group and to no other. Without the group, Lambda would make one that stays for ever
 * outside the template.
 */
export class FunctionRole extends iam.Role {
  /** Where the function logs. */
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, props: FunctionRoleProps) {
    super(scope, 'Role', {
      description: props.description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    this.logGroup = new logs.LogGroup(scope, 'Logs', {
      retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.logGroup.grantWrite(this);
  }
}
