/** A role that AgentCore assumes for one resource: exact trust, and grants that never make the resource wait. */
import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { GrantsPolicy } from './grants-policy';

export interface ServiceRoleProps {
  /** The ARN, or ARN pattern, of the one resource that may assume the role. */
  readonly sourceArn: string;
  readonly description: string;
  /**
   * Statements without which the resource cannot be created. They are part of the role itself, so whatever depends on
   * the role has them. Everything granted later goes into a policy beside the role, and nothing waits for that:
   * it may refer to the resource itself, or to what refers to it, without a cycle.
   */
  readonly required?: iam.PolicyStatement[];
  /** Statements that an L2 adds by itself and that ours replace. */
  readonly replaces?: (statement: iam.PolicyStatement) => boolean;
}

export class ServiceRole extends iam.Role {
  private readonly grantsScope: Construct;
  private readonly grantsId: string;
  private policy?: GrantsPolicy;
  private readonly replaces: (statement: iam.PolicyStatement) => boolean;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id, {
      description: props.description,
      assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
          ArnLike: { 'aws:SourceArn': props.sourceArn },
        },
      }),
      inlinePolicies: props.required?.length
        ? { Required: new iam.PolicyDocument({ statements: props.required }) }
        : undefined,
    });
    this.replaces = props.replaces ?? (() => false);
    this.grantsScope = scope;
    this.grantsId = `${id}Grants`;
  }

  /** The policy beside the role. Targets that need a grant depend on it. Made when it is first needed: an empty one is an error. */
  get granted(): iam.Policy {
    return (this.policy ??= new GrantsPolicy(this.grantsScope, this.grantsId, this));
  }

  override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    if (this.replaces(statement)) return { statementAdded: true, policyDependable: this };
    this.granted.addStatements(statement);
    return { statementAdded: true, policyDependable: this.granted };
  }
}
