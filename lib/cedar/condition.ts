/** A condition of a statement, and how conditions are combined. */
import type { Problem } from '../core/refusal';
import type { Tool } from '../tools/tool';
import type { CedarGateway } from './cedar-gateway';
import { every, member, negated, some, type Piece } from './expression';

/** @internal What a condition is written for; it reports what does not fit. */
export interface ConditionContext {
  readonly gateway: CedarGateway;
  /** The tools that the statement is about; a field must be the same in each of them. */
  readonly tools: readonly Tool[];
  readonly problems: Problem[];
}

/**
 * Something that a request has to fulfil. Made by `Claim` (who calls), `Input` (with what) and `TimeWindow` (when), combined
 * here.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-conditions.html
 */
export class Condition {
  /** All of the conditions hold. */
  static allOf(...conditions: Condition[]): Condition {
    return Condition.combined('Condition.allOf', conditions, every);
  }

  /** At least one of the conditions holds. */
  static anyOf(...conditions: Condition[]): Condition {
    return Condition.combined('Condition.anyOf', conditions, some);
  }

  /** None of the conditions holds. A condition on a claim or a field that is missing does not hold. */
  static noneOf(...conditions: Condition[]): Condition {
    return Condition.combined('Condition.noneOf', conditions, (pieces) => negated(some(pieces)));
  }

  /** @internal */
  static _of(render: (context: ConditionContext) => Piece): Condition {
    return new Condition(render);
  }

  private static combined(about: string, conditions: Condition[], combine: (pieces: Piece[]) => Piece): Condition {
    return new Condition((context) => {
      if (conditions.length > 0) return combine(conditions.map((condition) => condition._render(context)));
      context.problems.push({ about, allowed: 'at least one condition', fix: 'Name the conditions, or leave it out.' });
      return member('true');
    });
  }

  private constructor(private readonly render: (context: ConditionContext) => Piece) {}

  /** @internal */
  _render(context: ConditionContext): Piece {
    return this.render(context);
  }
}
