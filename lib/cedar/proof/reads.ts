/** What an expression of a policy reads of a request. */
import { only, partsOf, type Expr, type Sides } from '../statement-json';

/**
 * A part of a request that conditions ask about. `unknown` is what no single part stands for: the whole input, or a claim
 * whose name is computed.
 */
export type Read =
  | { readonly kind: 'caller' }
  | { readonly kind: 'claim'; readonly name: string }
  | { readonly kind: 'input'; readonly path: readonly string[] }
  | { readonly kind: 'time' }
  | { readonly kind: 'unknown' };

/** By which two reads are known to be of the same part. */
export function keyOf(read: Read): string {
  if (read.kind === 'claim') return `claim ${read.name}`;
  return read.kind === 'input' ? `input ${JSON.stringify(read.path)}` : read.kind;
}

/** Everything that the expression reads, each part once. */
export function readsOf(expression: Expr): Read[] {
  const reads = new Map<string, Read>();
  collect(expression, (read) => reads.set(keyOf(read), read));
  return [...reads.values()];
}

/** The part of a request that an expression is, with nothing done to it. */
export function partOf(expression: Expr): Read | undefined {
  const [operator, operand] = only(expression);
  if (operator === 'getTag') {
    const { left, right } = operand as Sides;
    return isVariable(left, 'principal') ? claimNamed(right) : undefined;
  }
  if (isVariable(expression, 'principal')) return { kind: 'caller' };
  const chain = chainOf(expression);
  if (chain?.root === 'principal') return { kind: 'caller' };
  return chain?.root === 'context' ? partOfContext(chain.path) : undefined;
}

/** Of every token the claim `sub` is who the user is. */
export function claimNamed(name: Expr): Read {
  const text = 'Value' in name ? name.Value : undefined;
  if (typeof text !== 'string') return { kind: 'unknown' };
  return text === 'sub' ? { kind: 'caller' } : { kind: 'claim', name: text };
}

export function isVariable(expression: Expr, name: string): boolean {
  return 'Var' in expression && expression.Var === name;
}

function collect(expression: Expr, add: (read: Read) => void): void {
  const [operator, operand] = only(expression);
  const chain = operator === 'has' ? testedChain(operand as HasTest) : chainOf(expression);
  // That there is an input, and a system, is always so.
  const isCertain = operator === 'has' && chain?.root === 'context' && ['input', 'system'].includes(chain.path.join());
  if (isCertain) return;
  if (chain) addPart(chain, add);
  else if (operator === 'hasTag' || operator === 'getTag') {
    const { left, right } = operand as Sides;
    add(isVariable(left, 'principal') ? claimNamed(right) : { kind: 'unknown' });
  } else for (const part of partsOf(expression)) collect(part, add);
}

function addPart({ root, path }: Chain, add: (read: Read) => void): void {
  if (root === 'principal') add({ kind: 'caller' });
  if (root === 'context') add(partOfContext(path) ?? { kind: 'unknown' });
}

interface HasTest {
  readonly left: Expr;
  readonly attr: string | string[];
}

function testedChain({ left, attr }: HasTest): Chain | undefined {
  const holder = chainOf(left);
  return holder && { root: holder.root, path: [...holder.path, ...[attr].flat()] };
}

function partOfContext(path: readonly string[]): Read | undefined {
  const [holder, ...names] = path;
  if (holder === 'input' && names.length > 0) return { kind: 'input', path: names };
  return holder === 'system' && names.length === 1 && names[0] === 'now' ? { kind: 'time' } : undefined;
}

/** `context.input.a` as its variable and the names behind it. */
export interface Chain {
  readonly root: string;
  readonly path: readonly string[];
}

export function chainOf(expression: Expr): Chain | undefined {
  const [operator, operand] = only(expression);
  if (operator === 'Var') return { root: operand as string, path: [] };
  if (operator !== '.') return undefined;
  const { left, attr } = operand as { left: Expr; attr: string };
  const holder = chainOf(left);
  return holder && { root: holder.root, path: [...holder.path, attr] };
}
