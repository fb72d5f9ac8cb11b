/** Grants of several statements as one. */
import { aws_iam as iam } from 'aws-cdk-lib';

/** Gives a principal some statements, at least one. */
export function grantStatements(grantee: iam.IGrantable, statements: readonly iam.PolicyStatement[]): iam.Grant {
  const [first, ...others] = statements.map((statement) =>
    iam.Grant.addToPrincipal({
      grantee,
      actions: statement.actions,
      resourceArns: statement.resources,
      conditions: statement.conditions as Record<string, Record<string, unknown>>,
    }),
  );
  return others.reduce((all, grant) => all.combine(grant), first);
}
