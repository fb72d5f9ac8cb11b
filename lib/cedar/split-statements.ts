/** Where the statements of a text begin and end. */
import { codeOnly } from './source-text';

/** One statement, with the comments before it and the one behind it on its last line. */
export interface StatementSpan {
  readonly start: number;
  readonly end: number;
}

/** Cedar has no other semicolon. A comment behind it is blank in code. */
const END = /;(?:[^\S\n]*(?=\n|$))?/g;
const EFFECT = /(?<![@.]\s*)\b(?:permit|forbid|suppressOutput)\s*\(/g;
const ANNOTATIONS_BEFORE = /\s*(?:@\s*\w+\s*(?:\(\s*"[^"]*"\s*\)\s*)?)*$/;

/**
 * One for each statement, readable or not, so that what one lacks is not said of the next: an open bracket does not swallow
 * others, and a statement begins with its effect even where the one before it has no semicolon.
 */
export function statementSpans(text: string): StatementSpan[] {
  const code = codeOnly(text);
  const ends = [...code.matchAll(END)].map((found) => found.index + found[0].length);
  const unended = effectsAfterEffects(code, ends).map(({ last, at }) => {
    const between = code.slice(last, at);
    return at - ANNOTATIONS_BEFORE.exec(between)![0].length;
  });
  const cuts = [0, ...ends, ...unended, text.length].sort((a, b) => a - b);
  return cuts.slice(1).flatMap((end, index) => {
    const start = cuts[index];
    if (code.slice(start, end).trim() === '') return [];
    const part = text.slice(start, end);
    return [{ start: start + part.search(/\S/), end: start + part.trimEnd().length }];
  });
}

/** The effects that come before the statement of the last effect has ended. */
function effectsAfterEffects(code: string, ends: readonly number[]): { last: number; at: number }[] {
  const effects = [...code.matchAll(EFFECT)].map(({ index }) => index);
  return effects.flatMap((at, index) => {
    const last = effects[index - 1];
    return last === undefined || ends.some((end) => end > last && end <= at) ? [] : [{ last, at }];
  });
}
