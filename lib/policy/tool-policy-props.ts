/** What a policy on tools takes. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Cedar } from '../cedar/cedar';
import type { Condition } from '../cedar/condition';
import type { Principal } from '../cedar/principal';
import type { Justification } from '../core/justification';
import type { Tool } from '../tools/tool';
import type { IPolicyGateway } from './policy-gateway';
import type { Rollout } from './rollout';

/** What every policy takes, however its statement is written. */
export interface ToolPolicyOptions {
  /**
   * What the policy is for: 1 to 4096 characters.
   * @default - no description
   */
  readonly description?: string;
  /**
   * Accepts what is legal but probably not meant, such as a permit or a forbid that asks for nothing. It also switches
   * off the service's own analysis of this policy together with the others of the gateway, and what is found here of the
   * policy beside the others. The reason stands in the template.
   *
   * @default - such a policy is refused
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-validation-overview.html
   */
  readonly ignoreFindings?: Justification;
  /**
   * The name: 1 to 48 letters, digits and `_`, a letter first; unique in the account and region. Another name makes
   * another policy.
   * @default - made from the construct path
   */
  readonly policyName?: string;
  /**
   * Whether the policy decides, or is only observed: in shadow, a permit permits nobody and a forbid forbids nothing.
   * @default Rollout.enforced()
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-test-a-policy.html
   */
  readonly rollout?: Rollout;
}

/** A statement in terms of tools, callers, claims and inputs. */
export interface ToolStatementOptions extends ToolPolicyOptions {
  /**
   * The tools that it is about, all of this gateway.
   * @default - every tool of the gateway, also one that is added after the policy in code. A forbid that asks for no input
   * is about whatever tool the gateway has or gets, also those of the L2's own targets.
   */
  readonly tools?: Tool[];
  /**
   * Who it is about: any of them.
   * @default - every caller that the gateway accepts
   */
  readonly principals?: Principal[];
  /**
   * Conditions that must all hold.
   * @default - none
   */
  readonly when?: Condition[];
  /**
   * Conditions of which none may hold.
   * @default - none
   */
  readonly unless?: Condition[];
}

/** The policy: an effect with tools, principals and conditions, or a whole statement as text. */
export interface ToolPolicyProps extends ToolStatementOptions {
  /** The gateway whose tools it is about. It may belong to another stack. */
  readonly gateway: IPolicyGateway;
  /**
   * Whether it permits or forbids. A forbid wins over every permit; what nobody permits is denied.
   * @default - the effect stands in `statement`
   */
  readonly effect?: agentcore.PolicyEffect;
  /**
   * The whole statement as text, in place of `effect`, `tools`, `principals`, `when` and `unless`.
   * @default - the statement is made from these
   */
  readonly statement?: Cedar;
}
