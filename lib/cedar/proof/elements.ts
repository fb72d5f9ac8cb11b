/**
 * Texts of which policies only ask which elements are in them, as of the JSON text of an array. Whether one element is there
 * says nothing about another one, so each is a part of the request by itself: of twenty elements there are twenty such parts,
 * and a million sets.
 */
import type { PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import { only, type Expr } from '../statement-json';
import type { Landmarks } from './landmarks';

/** A text that is the JSON of an array, with those of the elements in it of which a request says so. */
export class ArrayText {
  /** @param besides elements that no test looks for */
  constructor(private readonly besides: readonly string[]) {}

  with(elements: readonly string[]): string {
    return JSON.stringify([...elements, ...this.besides]);
  }
}

/** `support` of `*"support"*`, the pattern that finds an element in the JSON text of an array. */
export function elementOf(pattern: readonly PatternElem[]): string | undefined {
  const inner = pattern.slice(1, -1);
  if (pattern[0] !== 'Wildcard' || pattern.at(-1) !== 'Wildcard' || inner.includes('Wildcard')) return undefined;
  const text = inner.map((part) => (part === 'Wildcard' ? '' : part.Literal)).join('');
  try {
    const element: unknown = JSON.parse(text);
    return typeof element === 'string' && JSON.stringify(element) === text ? element : undefined;
  } catch {
    return undefined;
  }
}

/** The element that a test looks for. */
export function elementTested(test: Expr): string | undefined {
  const [operator, operand] = only(test);
  return operator === 'like' ? elementOf((operand as { pattern: readonly PatternElem[] }).pattern) : undefined;
}

/**
 * The elements that are looked for in a text, if nothing else is, and each can be there or not whatever others are: a quote
 * in one could begin another one, and a comma stands between each two.
 */
export function elementsAlone({ patterns }: Landmarks): readonly string[] | undefined {
  const elements = [...patterns.values()].map(elementOf);
  const isAlone = (element: string | undefined): element is string =>
    element !== undefined && element !== ',' && !element.includes('"');
  return elements.length > 0 && elements.every(isAlone) ? elements : undefined;
}

/** The text whose elements are parts of their own: it is none of the constants, whichever are in it. */
export function arrayTextFor(elements: readonly string[], { texts }: Landmarks): ArrayText {
  const constants = [...texts];
  if (!constants.some((constant) => constant.startsWith('['))) return new ArrayText([]);
  let other = 'other';
  while (elements.includes(other) || constants.some((constant) => constant.includes(JSON.stringify(other))))
    other += 'x';
  return new ArrayText([other]);
}
