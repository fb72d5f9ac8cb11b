/** Who a statement is about. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import { assumedRoleId } from './assumed-role';
import type { PrincipalKind } from './cedar-gateway';
import type { Condition } from './condition';
import { quoted } from './quoting';

/**
 * Who a statement is about. The gateway's inbound authorization says which kinds there are: users with a JWT, or roles that
 * sign with IAM.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
 */
export class Principal {
  /** Every user whose token the gateway accepts. */
  static anyUser(): Principal {
    return new Principal('OAuthUser');
  }

  /**
   * Every user for whom all of these conditions hold. Several of them in one statement each have conditions of their own;
   * what everybody in it has to fulfil is said in `when`.
   * @param conditions about the token, see `Claim`, and about what this user may ask for, see `Input`; at least one
   */
  static user(...conditions: Condition[]): Principal {
    return new Principal('OAuthUser', { conditions });
  }

  /** Every IAM identity that may invoke the gateway. */
  static anyRole(): Principal {
    return new Principal('IamEntity');
  }

  /**
   * Every session of this role, which needs the IAM permission to invoke the gateway besides. Imported roles and those of
   * other accounts are known by account and name; the path does not count. A role whose ARN is a token as a whole and has a
   * path is imported by its name: CDK takes the first part of the path for the name.
   */
  static role(role: iam.IRole): Principal {
    return new Principal('IamEntity', { role });
  }

  private constructor(
    /** @internal */
    readonly _kind: PrincipalKind,
    private readonly only: { readonly role?: iam.IRole; readonly conditions?: readonly Condition[] } = {},
  ) {}

  /** @internal What holds for those of the kind that are meant, or undefined for all of them. */
  get _conditions(): readonly Condition[] | undefined {
    return this.only.conditions;
  }

  /** @internal The one entity, or undefined for all others. */
  get _entity(): string | undefined {
    const { role } = this.only;
    return role && `AgentCore::IamEntity::${quoted(assumedRoleId(role))}`;
  }
}
