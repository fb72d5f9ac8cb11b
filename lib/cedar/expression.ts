/** The conditions of a statement as a tree, written with only the parentheses and the guards that are needed. */
import { presence, quoted } from './quoting';

/** How tightly a text binds, loosest first. */
type Binding = 'or' | 'and' | 'relation' | 'member';
const ORDER: readonly Binding[] = ['or', 'and', 'relation', 'member'];

/** Cedar text and how tightly its outermost operator binds. */
interface Written {
  readonly text: string;
  readonly binding: Binding;
}

/** A test that something is there, without which the next tests could not be evaluated. */
interface Guard {
  readonly kind: 'guard';
  /** What is known once it holds, the last of them all of it. */
  readonly facts: readonly string[];
  /** The tests for what is not known yet. */
  readonly tests: (known: ReadonlySet<string>) => Written[];
}

/** A part of a condition. */
export type Piece =
  | ({ readonly kind: 'test' } & Written)
  | Guard
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Piece[] }
  | { readonly kind: 'not'; readonly part: Piece };

/** A comparison: `a == b`, `a like "x"`, `a is B`. */
export function relation(text: string): Piece {
  return { kind: 'test', text, binding: 'relation' };
}

/** A call or an access: `a.contains(b)`. */
export function member(text: string): Piece {
  return { kind: 'test', text, binding: 'member' };
}

/** The token has the claim. */
export function claimGiven(name: string): Piece {
  const text = `principal.hasTag(${quoted(name)})`;
  return { kind: 'guard', facts: [text], tests: () => [{ text, binding: 'member' }] };
}

/**
 * The input has everything on the path.
 * @param always how many names of the path are there in every call
 */
export function fieldGiven(path: readonly string[], always: number): Piece {
  const names = path.slice(always);
  const fact = (length: number) => `input ${JSON.stringify(path.slice(0, length))}`;
  const facts = names.map((_, index) => fact(always + index + 1));
  return {
    kind: 'guard',
    facts,
    tests: (known) => {
      const first = facts.findIndex((one) => !known.has(one));
      return presence('context.input', path, always + first).map((text) => ({ text, binding: 'relation' }));
    },
  };
}

/** All of the pieces hold; none is `true`. */
export function every(pieces: readonly Piece[]): Piece {
  return chain('and', pieces) ?? member('true');
}

/** At least one of the pieces holds; none is `false`. What every one of them needs first is asked once, before them. */
export function some(pieces: readonly Piece[]): Piece {
  const either = chain('or', pieces) ?? member('false');
  if (either.kind !== 'or') return either;
  const sides = either.parts.map((part) => (part.kind === 'and' ? part.parts : [part]));
  const shared = distinctGuards(sides[0]).filter((guard) => sides.every((side) => side.some(isSame(guard))));
  const rests = sides.map((side) => side.filter((part) => !shared.some((guard) => isSame(guard)(part))));
  if (shared.length === 0 || rests.some((rest) => rest.length === 0)) return either;
  return every([...shared, some(rests.map(every))]);
}

/** The piece does not hold. */
export function negated(piece: Piece): Piece {
  return piece.kind === 'not' ? piece.part : { kind: 'not', part: piece };
}

/** The piece as Cedar writes it. */
export function written(piece: Piece): string {
  return write(piece, new Set()).text;
}

/** Chains in a chain of the same kind are one. */
function chain(kind: 'and' | 'or', pieces: readonly Piece[]): Piece | undefined {
  const parts = pieces.flatMap((piece) => (piece.kind === kind ? piece.parts : [piece]));
  return parts.length <= 1 ? parts[0] : { kind, parts };
}

function write(piece: Piece, known: ReadonlySet<string>): Written {
  switch (piece.kind) {
    case 'test':
      return piece;
    case 'guard':
      return joined(piece.tests(isKnown(piece, known) ? new Set() : known), 'and');
    case 'not':
      return { text: `!${atLeast(write(piece.part, known), 'member')}`, binding: 'relation' };
    case 'or':
      return joined(
        piece.parts.map((part) => write(part, known)),
        'or',
      );
    case 'and':
      return conjunction(piece.parts, known) ?? conjunction(piece.parts, new Set())!;
  }
}

/** Cedar's validator, too, takes what stood before in a conjunction as known in all that follows. */
function conjunction(parts: readonly Piece[], known: ReadonlySet<string>): Written | undefined {
  const facts = new Set(known);
  const tests: Written[] = [];
  for (const part of parts) {
    if (part.kind !== 'guard') {
      tests.push(write(part, facts));
    } else if (!isKnown(part, facts)) {
      tests.push(...part.tests(facts));
      part.facts.forEach((fact) => facts.add(fact));
    }
  }
  return tests.length > 0 ? joined(tests, 'and') : undefined;
}

function joined(parts: readonly Written[], binding: 'and' | 'or'): Written {
  if (parts.length === 1) return parts[0];
  const text = parts.map((part) => atLeast(part, 'relation')).join(binding === 'and' ? ' && ' : ' || ');
  return { text, binding };
}

function atLeast({ text, binding }: Written, least: Binding): string {
  return ORDER.indexOf(binding) >= ORDER.indexOf(least) ? text : `(${text})`;
}

function isKnown({ facts }: Guard, known: ReadonlySet<string>): boolean {
  return known.has(facts[facts.length - 1]);
}

function isSame(guard: Guard): (other: Piece) => boolean {
  return (other) => other.kind === 'guard' && isKnown(other, new Set(guard.facts.slice(-1)));
}

function distinctGuards(parts: readonly Piece[]): Guard[] {
  const guards = parts.filter((part) => part.kind === 'guard');
  return guards.filter((guard, index) => guards.findIndex(isSame(guard)) === index);
}
