/** What Cedar's validator says of a statement, in its author's terms. */
import type { PlacedProblem } from './cedar-problem';
import {
  confusableText,
  guardHint,
  impossible,
  mergedGuard,
  optionalClaim,
  optionalField,
  unknownAttribute,
  unknownField,
  unknownType,
} from './field-problem';
import { incompatible, mismatchedType } from './mismatch-problem';
import { incompatibleNumbers, malformedDecimal, mismatchedNumber } from './number-problem';
import { malformedTime, mismatchedTime } from './time-problem';
import { unrecognizedAction } from './unknown-action';
import { asSentence, type Explain, type ValidatorMessage } from './validator-message';

const EXPLANATIONS: readonly Explain[] = [
  unrecognizedAction,
  optionalField,
  optionalClaim,
  unknownField,
  unknownAttribute,
  unknownType,
  malformedDecimal,
  malformedTime,
  mismatchedNumber,
  mismatchedTime,
  incompatibleNumbers,
  incompatible,
  mismatchedType,
  impossible,
  confusableText,
];

/** The problem of one message; in the validator's own words where there are no better ones. */
export function typeProblem(reported: ValidatorMessage): PlacedProblem {
  for (const explain of EXPLANATIONS) {
    const explanation = explain(reported);
    if (explanation) return { at: reported.start, ...explanation };
  }
  const { start, message, help } = reported;
  return { at: start, code: 'validation', cause: asSentence(message), ...(help && { hint: asSentence(help) }) };
}

/**
 * One problem for one mistake: the validator reports a missing guard for each part of a path, both sides of a comparison,
 * and everything once more for each tool.
 */
export function distinctProblems(problems: readonly PlacedProblem[]): PlacedProblem[] {
  const distinct: PlacedProblem[] = [];
  for (const problem of problems) {
    const same = distinct.findIndex(({ at, code }) => at === problem.at && code === problem.code);
    const known = distinct[same];
    if (!known) distinct.push(problem);
    else if (problem.code === 'optional-field' && known.hint !== problem.hint && known.hint && problem.hint) {
      const deeper = known.cause.length > problem.cause.length ? known : problem;
      distinct[same] = { ...deeper, hint: guardHint(mergedGuard(known.hint, problem.hint)) };
    } else if (known.cause !== problem.cause) distinct.push(problem);
  }
  return distinct.filter((problem) => !isOtherSide(problem, distinct));
}

/** The decimal of `amount < decimal("5.0")`, where the comparison is already reported. */
function isOtherSide(problem: PlacedProblem, all: readonly PlacedProblem[]): boolean {
  return (
    problem.code === 'number-as-integer' &&
    !problem.hint?.includes('context.') &&
    all.some((other) => other.code === 'number-as-integer' && other.hint?.includes('context.'))
  );
}
