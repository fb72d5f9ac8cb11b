/** The single conditions of a statement, as a reader counts them. */
import { conditionInWords, isGuard } from './condition-words';
import { chained, type Expr, type PolicyJson } from './statement-json';

export interface StatementCondition {
  /** `amount < 500`. */
  readonly words: string;
  readonly expression: Expr;
}

/**
 * What is joined by `&&`, `||` and `!` in all clauses, each once, in the order of the text. A test that something is there is
 * part of the condition that asks for it.
 */
export function conditionsOf({ conditions }: PolicyJson): StatementCondition[] {
  const found = new Map<string, StatementCondition>();
  for (const { body } of conditions) {
    for (const expression of singles(body)) {
      const words = conditionInWords(expression);
      if (!found.has(words)) found.set(words, { words, expression });
    }
  }
  return [...found.values()];
}

function singles(expression: Expr): Expr[] {
  if ('!' in expression) return singles((expression['!'] as { arg: Expr }).arg);
  if ('&&' in expression) {
    const parts = chained(expression, '&&');
    return parts.filter((part) => !isGuard(part, parts)).flatMap(singles);
  }
  if ('||' in expression) return chained(expression, '||').flatMap(singles);
  // A constant cannot be made true or false by any call.
  return 'Value' in expression ? [] : [expression];
}
