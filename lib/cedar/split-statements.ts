/** Where the statements of a text begin and end. */
import { codeOnly } from './source-text';

/** One statement, with the comments before it and the one behind it on its last line. */
export interface StatementSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * One for each statement, readable or not. Outside strings and comments Cedar has no other semicolon than the one at the
 * end of a statement, so one that is left open somewhere does not swallow the next.
 */
export function statementSpans(text: string): StatementSpan[] {
  const code = codeOnly(text);
  const ends = [...code.matchAll(/;(?:[^\S\n]*(?=\n|$))?/g)].map((found) => found.index + found[0].length);
  return [...ends, text.length]
    .map((end, index) => ({ start: ends[index - 1] ?? 0, end }))
    .filter(({ start, end }) => code.slice(start, end).trim() !== '')
    .map(({ start, end }) => {
      const part = text.slice(start, end);
      return { start: start + part.search(/\S/), end: start + part.trimEnd().length };
    });
}
