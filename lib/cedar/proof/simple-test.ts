/** Which tests compare one part of a request with constants; of others no finite number of values tells all. */
import { only, type Expr, type Sides } from '../statement-json';
import { chainOf, partOf, type Read } from './reads';

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='];
const DECIMAL_COMPARISONS = ['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'];
const SET_TESTS = ['contains', 'containsAll', 'containsAny', 'in'];

/** Whether the test asks for one part and compares it, as it is, with what stands in the policy. */
export function isSimple(expression: Expr, reads: readonly Read[]): boolean {
  if (reads.length > 1 || reads.some(({ kind }) => kind === 'unknown')) return false;
  const [operator, operand] = only(expression);
  if (reads.length === 0 || partOf(expression)) return true;
  if (operator === 'has' || operator === 'hasTag' || operator === 'is') {
    return chainOf((operand as { left: Expr }).left) !== undefined;
  }
  if (operator === 'like') return isPart((operand as { left: Expr }).left);
  if (operator === 'isEmpty') return isPart((operand as { arg: Expr }).arg);
  if (DECIMAL_COMPARISONS.includes(operator)) return oneEach((operand as Expr[])[0], (operand as Expr[])[1]);
  if (!COMPARISONS.includes(operator) && !SET_TESTS.includes(operator)) return false;
  const { left, right } = operand as Sides;
  return oneEach(left, right);
}

function oneEach(left: Expr, right: Expr): boolean {
  return (isPart(left) && isConstant(right)) || (isConstant(left) && isPart(right));
}

/** Times of day and days count as the time itself: both are compared with constants of their own. */
function isPart(expression: Expr): boolean {
  const [operator, operand] = only(expression);
  if (operator === 'toTime' || operator === 'toDate') return partOf((operand as Expr[])[0])?.kind === 'time';
  return partOf(expression) !== undefined;
}

function isConstant(expression: Expr): boolean {
  const [operator, operand] = only(expression);
  if (operator === 'Value') return true;
  if (operator === 'Set') return (operand as Expr[]).every(isConstant);
  if (operator === 'Var') return operand === 'action' || operand === 'resource';
  return ['decimal', 'datetime', 'duration', 'ip'].includes(operator) && (operand as Expr[]).every(isConstant);
}
