/** Conditions that wait for a role's session: a policy sees the role's id without it, so they never hold. */
import type { Gateway } from '../assembly/agent-system';
import { callerType } from '../assembly/policy-reach';
import type { Expr } from '../cedar/statement-json';
import { principalNamed, type ReadPolicy } from './policy-scope';

type Like = Extract<Expr, { like: { pattern: unknown } }>['like'];
type Both = Extract<Expr, { '&&': { right: unknown } }>['&&'];
type Attribute = Extract<Expr, { '.': { attr: unknown } }>['.'];

/** Whether the statement holds only for an id that goes on after the role's name: `like "*assumed-role/Support/*"`. */
export function waitsForSession(read: ReadPolicy, gateway: Gateway): boolean {
  if ((principalNamed(read)?.type ?? callerType(gateway)) !== 'IamEntity') return false;
  const required = read.scope.conditions.filter(({ kind }) => kind === 'when').flatMap(({ body }) => conjuncts(body));
  return required.some((part) => {
    if (!('like' in part)) return false;
    const { left, pattern } = part.like as Like;
    return isPrincipalId(left) && needsSession(pattern);
  });
}

/** What must hold together. */
function conjuncts(expression: Expr): Expr[] {
  if (!('&&' in expression)) return [expression];
  const { left, right } = expression['&&'] as Both;
  return [...conjuncts(left), ...conjuncts(right)];
}

function isPrincipalId(expression: Expr): boolean {
  if (!('.' in expression)) return false;
  const { left, attr } = expression['.'] as Attribute;
  return attr === 'id' && 'Var' in left && left.Var === 'principal';
}

/** The id is `arn:aws:sts::111122223333:assumed-role/Name`, with one slash and nothing but the name after it. */
function needsSession(pattern: Like['pattern']): boolean {
  const text = pattern.map((part) => (part === 'Wildcard' ? '\0' : part.Literal)).join('');
  // What stands for a value may hold a slash that the value has not.
  const [, after] = /(?:^|[:\0])assumed-role\/(.*)$/s.exec(text.replace(/<[^<>]*>/g, '')) ?? [];
  return after?.includes('/') ?? false;
}
