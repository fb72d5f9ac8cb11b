/** A statement as logic over atoms: the tests in it that are neither `&&`, `||`, `!` nor `if`. */
import type { Tool } from '../../tools/tool';
import { KeptAnswers } from '../kept-answers';
import { entityOf, namesTool, only, type Expr, type PolicyJson, type Sides } from '../statement-json';
import { FALSE, TRUE, type Outcomes } from './outcomes';
import { readsOf, type Read } from './reads';
import { isSimple } from './simple-test';

/** A test that is true, false or an error as a whole. */
export interface Atom {
  /** The same for the same test. */
  readonly key: string;
  readonly expression: Expr;
  readonly reads: readonly Read[];
  /** Whether it compares one part of the request with constants, so that finitely many classes of values tell all. */
  readonly simple: boolean;
}

export type Logic =
  | { readonly kind: 'constant'; readonly outcomes: Outcomes }
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'and' | 'or'; readonly left: Logic; readonly right: Logic }
  | { readonly kind: 'not'; readonly of: Logic }
  | { readonly kind: 'if'; readonly test: Logic; readonly then: Logic; readonly otherwise: Logic };

/** When the statement applies to a call of the tool: its scope, then its conditions, in Cedar's order. */
export function logicOf(statement: PolicyJson, tool: Tool): Logic {
  return ofExpression(testOf(statement, tool));
}

/** The statement as one test: true of a call of the tool to which it applies. */
export function testOf(statement: PolicyJson, tool: Tool): Expr {
  if (!namesTool(statement, tool)) return { Value: false };
  const scope = [...scopeTest('principal', statement.principal), ...scopeTest('resource', statement.resource)];
  const conditions = statement.conditions.map(({ kind, body }): Expr =>
    kind === 'when' ? body : { '!': { arg: body } },
  );
  const tests = [...scope, ...conditions];
  if (tests.length === 0) return { Value: true };
  return tests.reduce((left, right) => ({ '&&': { left, right } }));
}

/** Every atom of the logic, each once. */
export function atomsOf(logic: Logic): Atom[] {
  const found = new Set<Atom>();
  const visit = (part: Logic): void => {
    if (part.kind === 'atom') found.add(part.atom);
    else if (part.kind === 'and' || part.kind === 'or') [part.left, part.right].forEach(visit);
    else if (part.kind === 'not') visit(part.of);
    else if (part.kind === 'if') [part.test, part.then, part.otherwise].forEach(visit);
  };
  visit(logic);
  return [...found];
}

function scopeTest(name: 'principal' | 'resource', scope: PolicyJson['principal' | 'resource']): Expr[] {
  const left: Expr = { Var: name };
  if (scope.op === 'All') return [];
  const entity = (holder: object): Expr => ({
    Value: { __entity: entityOf((holder as { entity: Parameters<typeof entityOf>[0] }).entity) },
  });
  if (scope.op === 'is') {
    const { entity_type, in: group } = scope;
    return [{ is: { left, entity_type, ...(group && { in: entity(group) }) } }];
  }
  return [scope.op === '==' ? { '==': { left, right: entity(scope) } } : { in: { left, right: entity(scope) } }];
}

function ofExpression(expression: Expr): Logic {
  const [operator, operand] = only(expression);
  if (operator === 'Value' && typeof operand === 'boolean') {
    return { kind: 'constant', outcomes: operand ? TRUE : FALSE };
  }
  if (operator === '&&' || operator === '||') {
    const { left, right } = operand as Sides;
    return { kind: operator === '&&' ? 'and' : 'or', left: ofExpression(left), right: ofExpression(right) };
  }
  if (operator === '!') return { kind: 'not', of: ofExpression((operand as { arg: Expr }).arg) };
  if (operator === 'if-then-else') {
    const { if: test, then, else: otherwise } = operand as Record<'if' | 'then' | 'else', Expr>;
    return { kind: 'if', test: ofExpression(test), then: ofExpression(then), otherwise: ofExpression(otherwise) };
  }
  return { kind: 'atom', atom: atomOf(expression) };
}

const atoms = new KeptAnswers<Atom>(10_000);

/** The same object for the same test, while it is kept. */
function atomOf(expression: Expr): Atom {
  const key = JSON.stringify(expression);
  return atoms.of(key, () => {
    const reads = readsOf(expression);
    return { key, expression, reads, simple: isSimple(expression, reads) };
  });
}
