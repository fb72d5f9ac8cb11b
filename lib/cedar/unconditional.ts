/** Statements that decide every request of their scope alike: legal Cedar, and rejected by the service's analysis. */
import { principalKinds, type CedarGateway } from './cedar-gateway';
import type { PlacedProblem } from './cedar-problem';
import { codeOnly, effectOf } from './source-text';
import { only, type Expr, type PolicyJson, type Sides } from './statement-json';

/** The codes of the problems found here; a reason can make them right. */
export const UNCONDITIONAL: readonly string[] = ['overly-permissive', 'overly-restrictive'];

/**
 * A permit that allows, or a forbid that denies, whatever any caller of some kind asks. One about named callers does not:
 * the others of their kind are left.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-validation-overview.html
 */
export function unconditionalProblems(statement: PolicyJson, text: string, gateway: CedarGateway): PlacedProblem[] {
  const { effect, conditions } = statement;
  const always = (kind: string) =>
    conditions.every((clause) => constant(clause.body, kind) === (clause.kind === 'when'));
  if (!wholeKinds(statement, gateway).some(always)) return [];
  const at = effectOf(codeOnly(text))?.at ?? 0;
  if (effect === 'permit') {
    return [
      {
        code: 'overly-permissive',
        at,
        cause: 'The permit asks for nothing: everyone in its scope may do it with any input.',
        hint: 'Name the callers, add a condition, or say in ignoreFindings why that is right.',
      },
    ];
  }
  return [
    {
      code: 'overly-restrictive',
      at,
      cause: 'The forbid asks for nothing: nobody in its scope may do it with any input.',
      hint: 'Name the callers, add a condition, leave the tools out of the permits instead, or say in ignoreFindings why that is right.',
    },
  ];
}

/** The types of which the scope holds everyone. */
function wholeKinds({ principal }: PolicyJson, gateway: CedarGateway): string[] {
  if (principal.op === 'All') return principalKinds(gateway).map((kind) => `AgentCore::${kind}`);
  return principal.op === 'is' && !('in' in principal) ? [principal.entity_type] : [];
}

/** What an expression is in every request of callers of this type, as far as it can be told without looking at one. */
function constant(expression: Expr, callers: string): boolean | undefined {
  const [operator, operand] = only(expression);
  if (operator === 'Value') return typeof operand === 'boolean' ? operand : undefined;
  if (operator === 'is') {
    const { left, entity_type: type, in: within } = operand as { left: Expr; entity_type: string; in?: Expr };
    return 'Var' in left && left.Var === 'principal' && !within ? type === callers : undefined;
  }
  if (operator === '!') {
    const inner = constant((operand as { arg: Expr }).arg, callers);
    return inner === undefined ? undefined : !inner;
  }
  if (operator !== '&&' && operator !== '||' && operator !== '==') return undefined;
  const { left, right } = operand as Sides;
  if (operator === '==') return JSON.stringify(left) === JSON.stringify(right) ? true : undefined;
  const decisive = operator === '||';
  const sides = [constant(left, callers), constant(right, callers)];
  if (sides.includes(decisive)) return decisive;
  return sides.includes(undefined) ? undefined : !decisive;
}
