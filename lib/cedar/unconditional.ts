/** Statements that decide every request of their scope alike: legal Cedar, and rejected by the service's analysis. */
import type { PlacedProblem } from './cedar-problem';
import { codeOnly } from './source-text';
import type { Expr, PolicyJson } from './statement-json';

/** The codes of the problems found here; a reason can make them right. */
export const UNCONDITIONAL: readonly string[] = ['overly-permissive', 'overly-restrictive'];

/**
 * A permit that allows, or a forbid that denies, whatever is asked.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-validation-overview.html
 */
export function unconditionalProblems({ effect, conditions }: PolicyJson, text: string): PlacedProblem[] {
  if (!conditions.every(({ kind, body }) => isAlways(kind === 'when', body))) return [];
  const at = codeOnly(text).search(effect === 'permit' ? /(?<!@)\bpermit\b/ : /(?<!@)\bforbid\b/);
  if (effect === 'permit') {
    return [
      {
        code: 'overly-permissive',
        at,
        cause: 'The permit asks for nothing: everyone in its scope may do it with any input.',
        hint: 'Add a condition, or say in ignoreFindings why that is right.',
      },
    ];
  }
  return [
    {
      code: 'overly-restrictive',
      at,
      cause: 'The forbid asks for nothing: nobody in its scope may do it with any input.',
      hint: 'Add a condition, leave the tools out of the permits instead, or say in ignoreFindings why that is right.',
    },
  ];
}

/** The scope holds one caller at most; a condition that only names several is part of it. */
function isAlways(expected: boolean, body: Expr): boolean {
  return constant(body) === expected || (expected && namesCallersOnly(body));
}

function namesCallersOnly(test: Expr): boolean {
  if (constant(test) === true) return true;
  const [operator, operands] = Object.entries(test)[0] as [string, unknown];
  if (operator === '||' || operator === '&&') {
    const { left, right } = operands as Sides;
    return namesCallersOnly(left) && namesCallersOnly(right);
  }
  if (!['==', 'is', 'in'].includes(operator)) return false;
  const { left } = operands as Sides;
  return 'Var' in left && left.Var === 'principal';
}

interface Sides {
  readonly left: Expr;
  readonly right: Expr;
}

/** What an expression is in every request, as far as it can be told without looking at one. */
function constant(expression: Expr): boolean | undefined {
  const [operator, operand] = Object.entries(expression)[0] as [string, unknown];
  if (operator === 'Value') return typeof operand === 'boolean' ? operand : undefined;
  if (operator === '!') {
    const inner = constant((operand as { arg: Expr }).arg);
    return inner === undefined ? undefined : !inner;
  }
  if (operator !== '&&' && operator !== '||' && operator !== '==') return undefined;
  const { left, right } = operand as Sides;
  if (operator === '==') return JSON.stringify(left) === JSON.stringify(right) ? true : undefined;
  const decisive = operator === '||';
  const sides = [constant(left), constant(right)];
  if (sides.includes(decisive)) return decisive;
  return sides.includes(undefined) ? undefined : !decisive;
}
