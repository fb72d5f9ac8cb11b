/** How policies name an IAM role. */
import { Stack, type aws_iam as iam } from 'aws-cdk-lib';

/** The id of every session of a role: the service leaves the session's name out. */
export function assumedRoleId(role: iam.IRole): string {
  const { partition } = Stack.of(role);
  return `arn:${partition}:sts::${role.env.account}:assumed-role/${role.roleName}`;
}
