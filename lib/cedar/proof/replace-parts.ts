/** Expressions with some of their parts replaced. */
import { only, type Expr } from '../statement-json';

/** @param replacement what stands in the place of a part; of undefined, its own parts are looked at */
export function withReplaced(expression: Expr, replacement: (part: Expr) => Expr | undefined): Expr {
  const found = replacement(expression);
  if (found) return found;
  const [operator, operands] = only(expression);
  if (operator === 'Value' || operator === 'Var' || operator === 'Slot') return expression;
  const replaced = (part: unknown): unknown =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? withReplaced(part as Expr, replacement) : part;
  const parts: unknown = Array.isArray(operands)
    ? operands.map(replaced)
    : Object.fromEntries(Object.entries(operands as object).map(([name, part]) => [name, replaced(part)]));
  return { [operator]: parts } as unknown as Expr;
}
