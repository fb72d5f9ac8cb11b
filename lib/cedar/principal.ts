/** Who a statement is about. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import { assumedRoleId } from './assumed-role';
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

  /** @internal The one entity, or undefined for all of the kind. */
  get _entity(): string | undefined {
    return this.role && `AgentCore::IamEntity::${quoted(assumedRoleId(this.role))}`;
  }
}
