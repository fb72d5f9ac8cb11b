/** What an expression of Cedar can come to, as a set: true, false, an error, or several of these while not all is known. */

/** A set of outcomes, one bit for each. */
export type Outcomes = number;

export const TRUE: Outcomes = 1;
export const FALSE: Outcomes = 2;
export const ERROR: Outcomes = 4;
export const ANY: Outcomes = TRUE | FALSE | ERROR;

/** Whether only one outcome is left. */
export function isDefinite(outcomes: Outcomes): boolean {
  return outcomes === TRUE || outcomes === FALSE || outcomes === ERROR;
}

/** `a && b`: what stands right counts only where the left is true, and an error on the left is one of the whole. */
export function conjunction(left: Outcomes, right: () => Outcomes): Outcomes {
  return (left & (FALSE | ERROR)) | (left & TRUE ? right() : 0);
}

/** `a || b`. */
export function disjunction(left: Outcomes, right: () => Outcomes): Outcomes {
  return (left & (TRUE | ERROR)) | (left & FALSE ? right() : 0);
}

/** `!a`. */
export function negation(outcomes: Outcomes): Outcomes {
  return (outcomes & ERROR) | (outcomes & TRUE ? FALSE : 0) | (outcomes & FALSE ? TRUE : 0);
}

/** `if a then b else c`. */
export function choice(test: Outcomes, then: () => Outcomes, otherwise: () => Outcomes): Outcomes {
  return (test & ERROR) | (test & TRUE ? then() : 0) | (test & FALSE ? otherwise() : 0);
}
