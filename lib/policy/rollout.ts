/** Whether decisions are acted on, or only observed until they can be trusted. */
import { justificationProblems, type Justification } from '../core/justification';
import type { Problem } from '../core/refusal';

/**
 * How far a policy, or everything that a gateway's policies decide, has been rolled out. In shadow it is evaluated on every
 * call and its result is logged, traced and counted (metrics `LogOnlyMatches`, `LogOnlyDecisionFlips`), and no call is
 * decided by it.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-test-a-policy.html
 */
export class Rollout {
  /** What is decided is done: the default everywhere. */
  static enforced(): Rollout {
    return new Rollout();
  }

  /**
   * What is decided is only logged. On a policy: a permit permits nobody and a forbid forbids nothing. On a gateway:
   * **every caller whom it lets in may call every tool**, whatever its policies say. The reason stands in the template.
   */
  static shadow(justification: Justification): Rollout {
    return new Rollout(justification);
  }

  private constructor(
    /** Why it is only observed; only with `shadow`. */
    readonly justification?: Justification,
  ) {}

  /** @internal */
  _problems(): Problem[] {
    return this.justification ? justificationProblems('rollout', this.justification) : [];
  }
}
