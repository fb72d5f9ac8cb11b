/** A statement as data: Cedar's own JSON form of it. */
import type { EntityUidJson, Expr, PolicyJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { Tool } from '../tools/tool';
import { cedarEngine } from './engine';
import { KeptAnswers } from './kept-answers';
import { isWellFormed } from './quoting';
import { afterClosing, codeOnly, effectOf } from './source-text';

export type { Expr, PolicyJson };

const read = new KeptAnswers<PolicyJson | undefined>(10_000);

/** The statement, or undefined where the text is not exactly one that Cedar can read; read once while it is kept. */
export function statementJson(text: string): PolicyJson | undefined {
  return read.of(text, () => parsed(text));
}

function parsed(text: string): PolicyJson | undefined {
  // The engine throws at text that is no Unicode.
  if (!isWellFormed(text)) return undefined;
  const answer = cedarEngine().policyToJson(text);
  return answer.type === 'success' ? answer.json : undefined;
}

/** The scope of a statement; also of a Dogwood statement, whose scope is Cedar's. */
export function scopeJson(text: string): PolicyJson | undefined {
  return statementJson(text) ?? scopeOnly(text);
}

function scopeOnly(text: string): PolicyJson | undefined {
  const code = codeOnly(text);
  const effect = effectOf(code);
  const end = effect && afterClosing(code, code.indexOf('(', effect.at));
  return end === undefined ? undefined : statementJson(`${text.slice(0, end)};`);
}

/** The clauses that Dogwood adds to Cedar. */
const DOGWOOD =
  /\b(?:when|unless)\s+(?:temporal|guardrails)\b|\bguardrails\s*\{|\bsuppressOutput\s*\(|\bBedrockGuardrails::/;

/** Where the first clause stands that only Dogwood has, or undefined in plain Cedar. */
export function dogwoodAt(text: string): number | undefined {
  const at = codeOnly(text).search(DOGWOOD);
  return at < 0 ? undefined : at;
}

/** The type and id of an entity, in either way of writing it. */
export function entityOf(entity: EntityUidJson): TypeAndId {
  return '__entity' in entity ? entity.__entity : entity;
}

/** What the action scope names. */
export type ActionScope = { kind: 'all' } | { kind: 'equal'; id: TypeAndId } | { kind: 'in'; ids: TypeAndId[] };

/** The action scope; a statement of one policy has no slots. */
export function actionScopeOf({ action }: PolicyJson): ActionScope {
  if (action.op === 'All') return { kind: 'all' };
  if (action.op === '==') return 'entity' in action ? { kind: 'equal', id: entityOf(action.entity) } : { kind: 'all' };
  return { kind: 'in', ids: ('entities' in action ? action.entities : [action.entity]).map(entityOf) };
}

/** Whether the resource scope has an `in`, which AgentCore does not take. */
export function asksForResourceIn({ resource }: PolicyJson): boolean {
  return resource.op === 'in' || (resource.op === 'is' && 'in' in resource);
}

/** Whether a call of the tool is in the action scope. */
export function namesTool(statement: PolicyJson, { fullName, targetName }: Tool): boolean {
  const scope = actionScopeOf(statement);
  if (scope.kind === 'all') return true;
  if (scope.kind === 'equal') return scope.id.id === fullName;
  return scope.ids.some(({ id }) => [fullName, targetName, 'CallTool', 'Mcp'].includes(id));
}

/** What a chain of `&&` or `||` joins, from left to right; anything else is a chain of one. */
export function chained(expression: Expr, operator: '&&' | '||'): Expr[] {
  if (!(operator in expression)) return [expression];
  const { left, right } = (expression as Record<string, Sides>)[operator];
  return [...chained(left, operator), ...chained(right, operator)];
}

/** Every expression of the conditions, each before its parts. */
export function expressionsOf({ conditions }: PolicyJson): Expr[] {
  return conditions.flatMap(({ body }) => withParts(body));
}

function withParts(expression: Expr): Expr[] {
  return [expression, ...partsOf(expression).flatMap(withParts)];
}

/** What binary operators work on. */
export interface Sides {
  readonly left: Expr;
  readonly right: Expr;
}

/** The operator of an expression and what it works on. */
export function only(expression: Expr): [string, unknown] {
  return Object.entries(expression)[0];
}

/** The expressions that an expression is made of. */
export function partsOf(expression: Expr): Expr[] {
  const [operator, operands] = only(expression);
  if (operator === 'Value' || operator === 'Var' || operator === 'Slot') return [];
  if (Array.isArray(operands)) return operands as Expr[];
  return Object.values(operands as object).filter(
    (part): part is Expr => typeof part === 'object' && part !== null && !Array.isArray(part),
  );
}
