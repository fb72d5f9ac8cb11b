/** What a statement says, in words: the cells of the permission matrix. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { clausesInWords, roleName } from './condition-words';
import { actionScopeOf, chained, dogwoodAt, entityOf, scopeJson, statementJson, type Expr } from './statement-json';
import { withStandIns } from './tokens';

/** A statement in words. */
export interface StatementDescription {
  readonly effect: 'permit' | 'forbid';
  /** Who: `any user`, `role Support`, `any caller`. */
  readonly principal: string;
  readonly actions: DescribedActions;
  /**
   * Under which condition: `group includes "support" and amount < 500`.
   * @default - under any
   */
  readonly when?: string;
}

/** All tools, the tools of one target (or of all), or tools by their full names. */
export type DescribedActions =
  | { readonly kind: 'all' }
  | { readonly kind: 'list'; readonly names: string[] }
  | { readonly kind: 'group'; readonly name: string };

/** Describes any statement, hand-written ones too. Always the same words for the same text. */
export function describeStatement(text: string): StatementDescription | { unreadable: string } {
  const { text: readable, readable: hidden } = withStandIns(text, 'to read');
  const described = describe(readable);
  return JSON.parse(hidden(JSON.stringify(described))) as typeof described;
}

function describe(text: string): StatementDescription | { unreadable: string } {
  const plain = statementJson(text);
  const statement = plain ?? scopeJson(text);
  if (!statement || (!plain && dogwoodAt(text) === undefined)) return { unreadable: 'not one Cedar statement' };
  const { lifted, rest } = plain ? liftedPrincipals(plain) : { lifted: undefined, rest: [] };
  const when = plain ? clausesInWords(rest) : afterScope(text);
  return {
    effect: statement.effect,
    principal: lifted ?? principalInWords(statement),
    actions: actionsInWords(statement),
    ...(when && { when }),
  };
}

function principalInWords({ principal }: PolicyJson): string {
  if (principal.op === 'All') return 'any caller';
  if (principal.op === 'is') return kindInWords(principal.entity_type);
  return 'entity' in principal ? callerInWords(entityOf(principal.entity)) : 'any caller';
}

function kindInWords(type: string): string {
  return { 'AgentCore::OAuthUser': 'any user', 'AgentCore::IamEntity': 'any role' }[type] ?? `any ${type}`;
}

function callerInWords({ type, id }: { type: string; id: string }): string {
  if (type === 'AgentCore::OAuthUser') return `user ${id}`;
  if (type === 'AgentCore::IamEntity') return roleName(id);
  return `${type}::${JSON.stringify(id)}`;
}

/** Several principals stand in a condition, because the scope holds only one; a reader looks for them under who. */
function liftedPrincipals(statement: PolicyJson): { lifted?: string; rest: PolicyJson['conditions'] } {
  const [first, ...others] = statement.conditions;
  // A scope that names somebody keeps its word: the condition narrows it further.
  const namesNobody = statement.principal.op === 'All' || statement.principal.op === 'is';
  if (first?.kind !== 'when' || !namesNobody) return { rest: statement.conditions };
  const conjuncts = chained(first.body, '&&');
  const callers = chained(conjuncts[0], '||').map(callerTest);
  if (callers.some((caller) => caller === undefined)) return { rest: statement.conditions };
  const body = conjuncts
    .slice(1)
    .reduce<Expr | undefined>((left, right) => (left ? { '&&': { left, right } } : right), undefined);
  return { lifted: callers.join(' or '), rest: body ? [{ kind: 'when', body }, ...others] : others };
}

/** `any user (group includes "support")`: each of several principals has conditions of its own. */
function callerTest(test: Expr): string | undefined {
  const [first, ...others] = chained(test, '&&');
  const caller = callerAlone(first);
  const when = clausesInWords(others.map((body) => ({ kind: 'when', body })));
  return caller && (when ? `${caller} (${when})` : caller);
}

function callerAlone(test: Expr): string | undefined {
  if ('is' in test && isPrincipal(test.is as { left: Expr }))
    return kindInWords((test.is as { entity_type: string }).entity_type);
  if (!('==' in test)) return undefined;
  const { left, right } = test['=='] as { left: Expr; right: Expr };
  const entity =
    'Value' in right ? (right.Value as { __entity?: { type: string; id: string } } | null)?.__entity : undefined;
  return isPrincipal({ left }) && entity ? callerInWords(entity) : undefined;
}

function isPrincipal({ left }: { left: Expr }): boolean {
  return 'Var' in left && left.Var === 'principal';
}

function actionsInWords(statement: PolicyJson): DescribedActions {
  const scope = actionScopeOf(statement);
  if (scope.kind === 'all') return { kind: 'all' };
  if (scope.kind === 'equal') return { kind: 'list', names: [scope.id.id] };
  const [first, ...others] = scope.ids.map(({ id }) => id);
  // A group has the name of its target; tools have three underscores in theirs.
  if (others.length === 0 && !first.includes(TARGET_SEPARATOR)) return { kind: 'group', name: first };
  return { kind: 'list', names: scope.ids.map(({ id }) => id).sort() };
}

/** The clauses of a statement that only Dogwood can read, as they are written. */
function afterScope(text: string): string | undefined {
  const clauses = /\b(?:when|unless|guardrails)\b[^]*$/.exec(text)?.[0].replace(/;\s*$/, '');
  return clauses?.replace(/\s+/g, ' ').trim();
}
