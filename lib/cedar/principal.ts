/** Who a statement is about. */
import { Stack, type aws_iam as iam } from 'aws-cdk-lib';
import type { PrincipalKind } from './cedar-gateway';
import { quoted } from './quoting';

/**
 * Who a statement is about. The gateway's inbound authorization says which kinds there are: users with a JWT, or roles that
 * sign with IAM.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
 */
export class Principal {
  /** Every user whose token the gateway accepts. What the token must say is a condition: see `Claim`. */
  static anyUser(): Principal {
    return new Principal('OAuthUser');
  }

  /** Every IAM identity that may invoke the gateway. */
  static anyRole(): Principal {
    return new Principal('IamEntity');
  }

  /** Every session of this role, which needs the IAM permission to invoke the gateway besides. */
  static role(role: iam.IRole): Principal {
    return new Principal('IamEntity', role);
  }

  private constructor(
    /** @internal */
    readonly _kind: PrincipalKind,
    private readonly role?: iam.IRole,
  ) {}

  /** @internal The one entity, or undefined for all of the kind. The service leaves the session's name out of the id. */
  get _entity(): string | undefined {
    if (!this.role) return undefined;
    const { partition } = Stack.of(this.role);
    const arn = `arn:${partition}:sts::${this.role.env.account}:assumed-role/${this.role.roleName}`;
    return `AgentCore::IamEntity::${quoted(arn)}`;
  }
}
