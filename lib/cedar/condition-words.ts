/** The words for conditions of statements: what `principal.getTag("scope") like "*x*"` means to a reader. */
import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { cedarEngine } from './engine';
import { chained, only, type Expr, type Sides } from './statement-json';
import { timeInWords } from './time-words';

/** Words, and whether they need brackets inside other words. */
interface Phrase {
  readonly words: string;
  readonly kind: 'single' | 'and' | 'or';
}

/** All clauses of a statement: `… and …, unless …`; undefined where nothing is asked. */
export function clausesInWords(clauses: PolicyJson['conditions']): string | undefined {
  const when = conjunction(clauses.filter(({ kind }) => kind === 'when').flatMap(({ body }) => chained(body, '&&')));
  const unless = disjunction(clauses.filter(({ kind }) => kind === 'unless').map(({ body }) => phrase(body)));
  const parts = [...(when ? [when.words] : []), ...(unless ? [`unless ${unless.words}`] : [])];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** One condition: `amount < 500`. */
export function conditionInWords(expression: Expr): string {
  return phrase(expression).words;
}

/** `arn:aws:sts::111122223333:assumed-role/Support` is the role Support. */
export function roleName(arn: string): string {
  const name = /:(?:assumed-role|role)\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return name ? `role ${name}` : `caller ${arn}`;
}

/** Conditions that all hold. A test that something is there is left out where the next ones ask for it. */
function conjunction(parts: readonly Expr[]): Phrase | undefined {
  const asked = parts.filter((part) => !isGuard(part, parts)).filter((part) => !isLiteral(part, true));
  if (asked.length === 0) return undefined;
  const phrases = phrasesOf(asked, '&&');
  if (phrases.length === 1) return phrases[0];
  return { words: phrases.map((one) => bracketed(one, 'or')).join(' and '), kind: 'and' };
}

function disjunction(phrases: readonly Phrase[]): Phrase | undefined {
  if (phrases.length <= 1) return phrases[0];
  return { words: phrases.map((one) => bracketed(one, 'and')).join(' or '), kind: 'or' };
}

function bracketed({ words, kind }: Phrase, inside: 'and' | 'or'): string {
  return kind === inside ? `(${words})` : words;
}

function phrase(expression: Expr): Phrase {
  const [operator, operand] = only(expression);
  if (operator === '&&') return conjunction(chained(expression, '&&')) ?? single('always');
  if (operator === '||') return disjunction(phrasesOf(chained(expression, '||'), '||'))!;
  if (operator === '!') return negated((operand as { arg: Expr }).arg);
  return single(timeInWords([expression], '&&') ?? SENTENCES[operator]?.(operand) ?? source(expression));
}

/** Phrases of what a chain joins; some conditions take several links of it. */
function phrasesOf(parts: readonly Expr[], operator: '&&' | '||'): Phrase[] {
  const phrases: Phrase[] = [];
  for (let at = 0; at < parts.length;) {
    const word = operator === '||' ? wordInWords(parts.slice(at, at + 4)) : undefined;
    const window = timeInWords(parts.slice(at, at + 2), operator);
    const words = word ?? window;
    phrases.push(words === undefined ? phrase(parts[at]) : single(words));
    at += word !== undefined ? 4 : window !== undefined ? 2 : 1;
  }
  return phrases;
}

/** `scope == "a" || scope like "a *" || scope like "* a" || scope like "* a *"` asks for one word of a list. */
function wordInWords([first, ...others]: readonly Expr[]): string | undefined {
  if (!('==' in first) || others.length !== 3) return undefined;
  const { left, right } = first['=='] as Sides;
  const word = stringOf(right);
  const patterns = [`${word} \0`, `\0 ${word}`, `\0 ${word} \0`];
  const asked = others.every((other, index) => {
    if (!('like' in other)) return false;
    const { left: of, pattern } = other.like as { left: Expr; pattern: LikePattern };
    return JSON.stringify(of) === JSON.stringify(left) && withWildcards(pattern, '\0') === patterns[index];
  });
  return asked && word !== undefined ? withSubject(left, `includes the word ${JSON.stringify(word)}`) : undefined;
}

function single(words: string): Phrase {
  return { words, kind: 'single' };
}

function negated(argument: Expr): Phrase {
  const [operator, operand] = only(argument);
  const given = operator === 'has' || operator === 'hasTag' ? SENTENCES[operator](operand) : undefined;
  if (given) return single(given.replace(/ is given$/, ' is not given'));
  if (operator === '!') return phrase((operand as { arg: Expr }).arg);
  return single(`not (${phrase(argument).words})`);
}

/** Words for one comparison; undefined where there are none, and Cedar's own text says it. */
const SENTENCES: Readonly<Record<string, (operand: any) => string | undefined>> = {
  Value: (value: unknown) => (typeof value === 'boolean' ? (value ? 'always' : 'never') : undefined),
  '==': ({ left, right }: Sides) => compared(left, isNumber(right) ? '=' : 'is', right),
  '!=': ({ left, right }: Sides) => compared(left, isNumber(right) ? '≠' : 'is not', right),
  '<': ({ left, right }: Sides) => compared(left, '<', right),
  '<=': ({ left, right }: Sides) => compared(left, '≤', right),
  '>': ({ left, right }: Sides) => compared(left, '>', right),
  '>=': ({ left, right }: Sides) => compared(left, '≥', right),
  lessThan: ([left, right]: Expr[]) => compared(left, '<', right),
  lessThanOrEqual: ([left, right]: Expr[]) => compared(left, '≤', right),
  greaterThan: ([left, right]: Expr[]) => compared(left, '>', right),
  greaterThanOrEqual: ([left, right]: Expr[]) => compared(left, '≥', right),
  like: ({ left, pattern }: { left: Expr; pattern: LikePattern }) => likeInWords(left, pattern),
  contains: ({ left, right }: Sides) =>
    only(left)[0] === 'Set' ? compared(right, 'is one of', left) : compared(left, 'includes', right),
  containsAny: ({ left, right }: Sides) => compared(left, 'includes any of', right),
  containsAll: ({ left, right }: Sides) => compared(left, 'includes all of', right),
  isEmpty: ({ arg }: { arg: Expr }) => withSubject(arg, 'is empty'),
  has: ({ left, attr }: { left: Expr; attr: string | string[] }) => {
    const path = pathOf(left);
    const named = path && subjectOfPath([...path, ...[attr].flat()]);
    return named && `${named} is given`;
  },
  hasTag: ({ right }: Sides) => {
    const name = stringOf(right);
    return name === undefined ? undefined : `${claimInWords(name)} is given`;
  },
  '.': (operand: { left: Expr; attr: string }) => withSubject({ '.': operand }, 'is true'),
};

function compared(left: Expr, words: string, right: Expr): string | undefined {
  const [first, second] = [subject(left) ?? value(left), value(right) ?? subject(right)];
  return first === undefined || second === undefined ? undefined : `${first} ${words} ${second}`;
}

function withSubject(expression: Expr, words: string): string | undefined {
  const named = subject(expression);
  return named && `${named} ${words}`;
}

type LikePattern = readonly ('Wildcard' | { Literal: string })[];

function withWildcards(pattern: LikePattern, wildcard: string): string {
  return pattern.map((part) => (part === 'Wildcard' ? wildcard : part.Literal)).join('');
}

function likeInWords(left: Expr, pattern: LikePattern): string | undefined {
  const literal = withWildcards(pattern, '');
  const wildcards = pattern.filter((part) => part === 'Wildcard').length;
  const [starts, ends] = [pattern[0] === 'Wildcard', pattern.length > 0 && pattern[pattern.length - 1] === 'Wildcard'];
  const element = starts && ends && wildcards === 2 ? jsonString(literal) : undefined;
  if (element !== undefined) return withSubject(left, `includes ${JSON.stringify(element)}`);
  const shown = JSON.stringify(literal);
  if (wildcards === 0) return withSubject(left, `is ${shown}`);
  if (wildcards === 1 && starts) return withSubject(left, `ends with ${shown}`);
  if (wildcards === 1 && ends) return withSubject(left, `starts with ${shown}`);
  if (wildcards === 2 && starts && ends) return withSubject(left, `contains ${shown}`);
  const written = pattern.map((part) => (part === 'Wildcard' ? '*' : part.Literal.replaceAll('*', '\\*'))).join('');
  return withSubject(left, `matches "${written}"`);
}

/** An element of an array claim stands in its JSON text with quotes. */
function jsonString(text: string): string | undefined {
  if (!/^".*"$/s.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What is asked about: a field of the input, a claim, the caller, the time. */
function subject(expression: Expr): string | undefined {
  const [operator, operand] = only(expression);
  if (operator === 'Var') return operand === 'principal' ? 'caller' : undefined;
  if (operator === 'getTag') {
    const name = stringOf((operand as Sides).right);
    return name === undefined ? undefined : claimInWords(name);
  }
  if (operator === 'toTime') return withSubject((operand as Expr[])[0], 'of day');
  if (operator === 'toDate') return withSubject((operand as Expr[])[0], 'of the date');
  const path = pathOf(expression);
  return path && subjectOfPath(path);
}

function subjectOfPath(path: readonly string[]): string | undefined {
  if (path[0] === 'context' && path[1] === 'input' && path.length > 2) return path.slice(2).join('.');
  if (path.join('.') === 'context.system.now') return 'time';
  return path.join('.') === 'principal.id' ? 'caller' : undefined;
}

function claimInWords(name: string): string {
  return name === 'cognito:groups' ? 'group' : `claim ${name}`;
}

function pathOf(expression: Expr): string[] | undefined {
  const [operator, operand] = only(expression);
  if (operator === 'Var') return [operand as string];
  if (operator !== '.') return undefined;
  const { left, attr } = operand as { left: Expr; attr: string };
  const path = pathOf(left);
  return path && [...path, attr];
}

function value(expression: Expr): string | undefined {
  const [operator, operand] = only(expression);
  if (operator === 'Value') return literalInWords(operand);
  if (operator === 'Set') {
    const items = (operand as Expr[]).map(value);
    return items.includes(undefined) ? undefined : items.join(', ');
  }
  const text = Array.isArray(operand) && operand.length === 1 ? stringOf(operand[0] as Expr) : undefined;
  if (operator === 'decimal') return text?.replace(/\.?0+$/, '');
  return ['datetime', 'duration', 'ip'].includes(operator) ? text : undefined;
}

function literalInWords(literal: unknown): string | undefined {
  if (typeof literal !== 'object' || literal === null) return JSON.stringify(literal);
  const entity = (literal as { __entity?: { type: string; id: string } }).__entity;
  if (!entity) return undefined;
  return entity.type === 'AgentCore::IamEntity' ? roleName(entity.id) : JSON.stringify(entity.id);
}

function isNumber(expression: Expr): boolean {
  const [operator, operand] = only(expression);
  return operator === 'decimal' || (operator === 'Value' && typeof operand === 'number');
}

function isLiteral(expression: Expr, literal: unknown): boolean {
  return 'Value' in expression && expression.Value === literal;
}

function stringOf(expression: Expr): string | undefined {
  return 'Value' in expression && typeof expression.Value === 'string' ? expression.Value : undefined;
}

/** Whether a part only makes sure that what another part asks for is there, which then cannot hold without it. */
export function isGuard(part: Expr, parts: readonly Expr[]): boolean {
  const [operator, operand] = only(part);
  if (operator === 'hasTag') return parts.some((other) => cannotHoldWithout(other, { getTag: operand as Sides }));
  if (operator !== 'has') return false;
  const { left, attr } = operand as { left: Expr; attr: string | string[] };
  const read = [attr].flat().reduce<Expr>((holder, name) => ({ '.': { left: holder, attr: name } }), left);
  return parts.some((other) => other !== part && cannotHoldWithout(other, read));
}

/** `a || b` holds by the side that does not ask for it, `!(a && b)` without any. */
function cannotHoldWithout(expression: Expr, read: Expr): boolean {
  if ('||' in expression) return chained(expression, '||').every((side) => cannotHoldWithout(side, read));
  if ('&&' in expression) return chained(expression, '&&').some((side) => cannotHoldWithout(side, read));
  if ('!' in expression || 'if-then-else' in expression) return false;
  return JSON.stringify(expression).includes(JSON.stringify(read));
}

/** Cedar's own text of an expression. */
function source(body: Expr): string {
  const answer = cedarEngine().policyToText({
    effect: 'permit',
    principal: { op: 'All' },
    action: { op: 'All' },
    resource: { op: 'All' },
    conditions: [{ kind: 'when', body }],
  });
  return answer.type === 'success' ? answer.text.replace(/^.*? when \{ /s, '').replace(/ \};?\s*$/, '') : 'a condition';
}
