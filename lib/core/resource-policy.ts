/** Who may use one resource of AgentCore, said on the resource: of another account, of an organization, or from a network. */
import { aws_bedrockagentcore as agentcore, Lazy, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { allowStatement, denyElsewhereStatement, type Caller } from './caller';
import { reportFindings } from './finding';
import { recordJustification } from './justification';
import { Problems, sentence } from './refusal';
import {
  actionFindings,
  arnProblems,
  kindOf,
  resourcePolicyProblems,
  type CheckedStatement,
  type PolicyStatementJson,
} from './resource-policy-problems';

/** A resource, and who may use it. */
export interface ResourcePolicyProps {
  /** The ARN of the gateway, agent runtime, runtime endpoint or memory. A resource has one policy. */
  readonly resourceArn: string;
  /**
   * What the policy says. A statement without resources is about the resource of the policy, and none can be about another.
   * @default - nothing yet: see `addStatements`
   */
  readonly statements?: iam.PolicyStatement[];
}

/**
 * The policy of one resource of AgentCore. A gateway has one of its own: `gateway.allowFrom`, `gateway.addToResourcePolicy`.
 * A caller of another account needs the permission of both accounts; to call an agent it needs that of the runtime and
 * that of the endpoint.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html
 */
export class ResourcePolicy extends Construct {
  /** The ARN of the resource. */
  readonly resourceArn: string;
  private readonly resource: agentcore.CfnResourcePolicy;
  private readonly statements: iam.PolicyStatement[] = [];
  private readonly networks: Caller[] = [];
  /** Those for which there is a reason to let in everybody. */
  private readonly open = new Set<iam.PolicyStatement>();

  constructor(scope: Construct, id: string, props: ResourcePolicyProps) {
    super(scope, id);
    new Problems(this).add(...arnProblems(props.resourceArn)).refuse();
    this.resourceArn = props.resourceArn;
    this.resource = new agentcore.CfnResourcePolicy(this, 'Resource', {
      resourceArn: this.resourceArn,
      policy: Lazy.uncachedString({ produce: () => Stack.of(this).toJsonString(this.document()) }),
    });
    this.addStatements(...(props.statements ?? []));
    this.node.addValidation({
      validate: () => resourcePolicyProblems(this.resource, this.inTemplate(), this.checked()).map(sentence),
    });
    reportFindings(this, () => actionFindings(this.inTemplate(), kindOf(this.resourceArn)));
  }

  /** Adds to what the policy says. */
  addStatements(...statements: iam.PolicyStatement[]): void {
    this.statements.push(...statements);
  }

  /** @internal */
  _allow(caller: Caller, action: string): void {
    const statement = allowStatement(caller, action);
    this.addStatements(statement);
    if (!caller._justification) return;
    this.open.add(statement);
    recordJustification(this.resource, 'Caller.anyToken', caller._justification);
  }

  /** @internal Denies what comes from elsewhere than these networks and those that were named before. */
  _denyElsewhere(networks: readonly Caller[], action: string): void {
    if (this.networks.length === 0) this.addStatements(denyElsewhereStatement(this.networks, action));
    this.networks.push(...networks);
  }

  private document(): iam.PolicyDocument {
    return new iam.PolicyDocument({ statements: this.statements.map((statement) => this.aboutResource(statement)) });
  }

  private inTemplate(): PolicyStatementJson[] {
    const { Statement: statements } = Stack.of(this).resolve(this.document().toJSON() ?? { Statement: [] }) as {
      Statement: PolicyStatementJson[];
    };
    return statements;
  }

  private checked(): CheckedStatement[] {
    return this.statements.map((statement) => ({
      json: Stack.of(this).resolve(this.aboutResource(statement).toStatementJson()) as PolicyStatementJson,
      isOpen: this.open.has(statement),
    }));
  }

  /** The service accepts statements about the resource itself only. */
  private aboutResource(statement: iam.PolicyStatement): iam.PolicyStatement {
    return statement.hasResource ? statement : statement.copy({ resources: [this.resourceArn] });
  }
}
