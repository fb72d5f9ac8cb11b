/** What is granted to a role beyond what is part of it, however much that gets. */
import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Characters that IAM takes, white space aside: 10,240 in all inline policies of a role, 6,144 in a managed policy.
 * What is part of the role, or is attached by other stacks, needs some of the former.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const INLINE_CHARACTERS = 8_000;
const MANAGED_CHARACTERS = 6_000;

/** What is known at deployment only is counted as an ARN, and these are rarely longer. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;
const ARN = '-'.repeat(120);

/** An inline policy of one role. What it has no space for goes into managed policies that are part of this construct. */
export class GrantsPolicy extends iam.Policy {
  private readonly role: iam.IRole;
  private readonly written = new Map<string, iam.Policy | iam.ManagedPolicy>();
  private last: iam.Policy | iam.ManagedPolicy = this;
  private free = INLINE_CHARACTERS;
  private overflows = 0;

  constructor(scope: Construct, id: string, role: iam.IRole) {
    super(scope, id, { roles: [role] });
    this.role = role;
  }

  override addStatements(...statements: iam.PolicyStatement[]): void {
    for (const statement of statements) {
      const text = JSON.stringify(statement.toStatementJson());
      const policy = this.written.get(text) ?? this.policyFor(text.replace(TOKEN, ARN).length);
      this.written.set(text, policy);
      if (policy === this) super.addStatements(statement);
      else policy.addStatements(statement);
    }
  }

  /** Where a statement of this size goes. CDK writes equal statements of a policy once. */
  private policyFor(characters: number): iam.Policy | iam.ManagedPolicy {
    if (characters > this.free) {
      this.overflows += 1;
      this.last = new iam.ManagedPolicy(this, `More${this.overflows}`, { roles: [this.role] });
      this.free = MANAGED_CHARACTERS;
    }
    this.free -= characters + 1;
    return this.last;
  }
}
