/** How long a schema is once it is written out. References that are followed once are shared until then: few lines can be gigabytes. */

/** The objects and lists in a value, those that are shared as often as they would be written; infinitely many in one that holds itself. */
export function expandedNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const known = COUNTS.get(value);
  if (known !== undefined) return known;
  COUNTS.set(value, Infinity);
  const count = Object.values(value).reduce<number>((sum, part) => sum + expandedNodes(part), 1);
  COUNTS.set(value, count);
  return count;
}

/** Of values that are not changed any more. */
const COUNTS = new WeakMap<object, number>();

/** The most in the input of one tool: a hundred times what the largest of GitHub's has, and more than any model reads. */
export const MOST_NODES = 10_000;
