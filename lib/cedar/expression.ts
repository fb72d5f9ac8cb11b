/** Pieces of a Cedar condition, joined with only the parentheses that are needed. */

/** How tightly a piece binds, loosest first. */
type Binding = 'or' | 'and' | 'relation' | 'member';
const ORDER: readonly Binding[] = ['or', 'and', 'relation', 'member'];

/** Cedar text and how tightly its outermost operator binds. */
export interface Piece {
  readonly text: string;
  readonly binding: Binding;
}

/** A comparison: `a == b`, `a like "x"`, `a has b`. */
export function relation(text: string): Piece {
  return { text, binding: 'relation' };
}

/** A call or an access: `a.contains(b)`. */
export function member(text: string): Piece {
  return { text, binding: 'member' };
}

/** All of the pieces hold; none is `true`. */
export function every(pieces: readonly Piece[]): Piece {
  return joined(pieces, 'and', ' && ', 'true');
}

/** At least one of the pieces holds; none is `false`. A conjunction in it gets brackets, for the reader. */
export function some(pieces: readonly Piece[]): Piece {
  return joined(pieces, 'or', ' || ', 'false');
}

/** The piece does not hold. */
export function negated(piece: Piece): Piece {
  return relation(`!${atLeast(piece, 'member')}`);
}

function joined(pieces: readonly Piece[], binding: Binding, operator: string, none: string): Piece {
  if (pieces.length === 0) return member(none);
  if (pieces.length === 1) return pieces[0];
  const inner = pieces.map((piece) => (piece.binding === binding ? piece.text : atLeast(piece, 'relation')));
  return { text: inner.join(operator), binding };
}

function atLeast(piece: Piece, binding: Binding): string {
  return ORDER.indexOf(piece.binding) >= ORDER.indexOf(binding) ? piece.text : `(${piece.text})`;
}
