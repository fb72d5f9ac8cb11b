/** Values that are known only at deployment: whether one could be the same as another that a part of a request is compared with. */
import { Landmarks } from './landmarks';
import type { Atom } from './logic';
import { keyOf } from './reads';

/** What `withStandIns` puts in the place of a token. */
const STAND_IN = /token[a-z]\d{5}x/;

/**
 * Whether two constants that a search takes for different could turn out to be the same: one holds a token, and the other is
 * what it could become, or hold tokens both: two parameters may have the same value. Two roles of the app are two roles.
 */
export function mayBeEqual(atoms: readonly Atom[]): boolean {
  // A constant that is compared with a constant is decided by the deployment.
  if (atoms.some(({ key, reads }) => reads.length === 0 && !key.includes('"Var"') && STAND_IN.test(key))) return true;
  const landmarks = new Map<string, Landmarks>();
  for (const { expression, reads } of atoms) {
    for (const read of reads) {
      const constants = landmarks.get(keyOf(read)) ?? new Landmarks();
      constants.addFrom(expression);
      landmarks.set(keyOf(read), constants);
    }
  }
  return [...landmarks.values()].some(anyEqual);
}

function anyEqual({ texts, patterns, entities }: Landmarks): boolean {
  const parts = [...patterns.values()].map((pattern) =>
    pattern.map((element) => (element === 'Wildcard' ? '*' : element.Literal)).join(''),
  );
  const constants = [...new Set([...texts, ...entities.map(({ id }) => id)])];
  // What a token in a pattern finds cannot be told.
  if (parts.some((part) => STAND_IN.test(part))) return constants.length + parts.length > 1;
  const unknown = constants.filter((constant) => STAND_IN.test(constant));
  if ([...texts].filter((text) => STAND_IN.test(text)).length > 1) return true;
  if (unknown.length > 0 && parts.length > 0) return true;
  return unknown.some((one) => constants.some((other) => !STAND_IN.test(other) && couldBecome(one, other)));
}

function couldBecome(text: string, other: string): boolean {
  const parts = text.split(STAND_IN);
  let from = parts[0].length;
  if (!other.startsWith(parts[0]) || !other.endsWith(parts[parts.length - 1])) return false;
  for (const part of parts.slice(1)) {
    const at = other.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
