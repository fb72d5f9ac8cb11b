/** Texts that tell all tests of a text apart: one for every combination of constants and `like` patterns that can be met. */
import type { PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import { KeptAnswers } from '../kept-answers';
import { elementOf } from './elements';

/** One value of each class, and whether there are no other classes. */
export interface Classes<T> {
  readonly values: readonly T[];
  readonly complete: boolean;
}

const MOST_STATES = 4000;
const MOST_CLASSES = 300;
const MOST_SUBSETS_OF = 5;

const remembered = new KeptAnswers<Classes<string>>(1000);

/**
 * The classes of texts that equality with constants and `like` patterns tell apart. All patterns are followed at once through
 * the texts that there can be, letter by letter, so that every combination is found that some text meets.
 */
export function textClasses(
  constants: readonly string[],
  patterns: readonly (readonly PatternElem[])[],
): Classes<string> {
  const key = JSON.stringify([constants, patterns]);
  return remembered.of(key, () => found(constants, patterns));
}

function found(constants: readonly string[], patterns: readonly (readonly PatternElem[])[]): Classes<string> {
  const matchers = patterns.map((pattern) => new Matcher(pattern));
  const classes = new Map<string, string>();
  const add = (text: string) => {
    const key = constants.includes(text)
      ? `=${text}`
      : matchers.map((matcher) => Number(matcher.matches(text))).join('');
    if (!classes.has(key)) classes.set(key, text);
  };
  [unlike(constants, patterns), ...constants, ...likely(patterns)].forEach(add);
  // A constant is a class of its own; of the others there are as many as sets of patterns, at most.
  if (classes.size === constants.length + 2 ** patterns.length)
    return { values: [...classes.values()], complete: true };
  const complete = reach(constants, matchers, (text) => {
    add(text);
    return classes.size < MOST_CLASSES;
  });
  return { values: [...classes.values()], complete };
}

/** Texts as people have them, before those that only a machine would think of. */
function likely(patterns: readonly (readonly PatternElem[])[]): string[] {
  const elements = patterns.map(elementOf);
  const arrays = elements.every((element) => element !== undefined)
    ? subsets(elements).map((subset) => JSON.stringify(subset))
    : [];
  const filled = patterns.flatMap((pattern) => [textOf(pattern, ''), textOf(pattern, 'x')]);
  const joined = subsets(filled.slice(0, MOST_SUBSETS_OF)).map((subset) => subset.join(' '));
  return [...arrays, ...filled, ...joined];
}

/** All subsets of a few; of more, the small ones and the whole. */
export function subsets<T>(items: readonly T[]): T[][] {
  if (items.length <= MOST_SUBSETS_OF) {
    return items.reduce<T[][]>((all, item) => [...all, ...all.map((subset) => [...subset, item])], [[]]);
  }
  const pairs = items.flatMap((one, index) => items.slice(index + 1, index + 8).map((other) => [one, other]));
  return [[], ...items.map((item) => [item]), ...pairs, [...items]];
}

function textOf(pattern: readonly PatternElem[], wildcard: string): string {
  return pattern.map((element) => (element === 'Wildcard' ? wildcard : element.Literal)).join('');
}

/** A text that is no constant and in which no pattern finds a letter of its own. */
function unlike(constants: readonly string[], patterns: readonly (readonly PatternElem[])[]): string {
  const used = [...constants, ...patterns.map((pattern) => textOf(pattern, ''))].join('');
  const words = ['other', 'else', 'another', 'zzz'].filter(
    (word) => !Array.from(word).some((letter) => used.includes(letter)),
  );
  return words[0] ?? foreignLetter(used);
}

function foreignLetter(used: string): string {
  for (let code = 'a'.codePointAt(0)!; ; code++) {
    const letter = String.fromCodePoint(code);
    if (!used.includes(letter) && !/\p{Surrogate}|\p{Cc}/u.test(letter)) return letter;
  }
}

/** Goes through the texts by what is left of each pattern, shortest first; false if not all could be seen. */
function reach(constants: readonly string[], patterns: readonly Matcher[], visit: (text: string) => boolean): boolean {
  const matchers = [
    ...patterns,
    ...constants.map((text) => new Matcher(Array.from(text).map((Literal) => ({ Literal })))),
  ];
  const letters = [...new Set(matchers.flatMap(({ letters: own }) => own))].sort();
  letters.push(foreignLetter(letters.join('')));
  const start = matchers.map((matcher) => matcher.start);
  const seen = new Set([start.join('|')]);
  const queue = [{ text: '', positions: start }];
  for (const { text, positions } of queue) {
    if (!visit(text)) return false;
    for (const letter of letters) {
      const next = matchers.map((matcher, index) => matcher.after(positions[index], letter));
      const key = next.join('|');
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return false;
      seen.add(key);
      queue.push({ text: text + letter, positions: next });
    }
  }
  return true;
}

/** A pattern, followed letter by letter. Where in it a text can have come to is a state; states are numbered as they are met. */
class Matcher {
  readonly start: number;
  private readonly states: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly next = new Map<string, number>();

  constructor(private readonly pattern: readonly PatternElem[]) {
    this.start = this.numberOf([0]);
  }

  get letters(): string[] {
    return this.pattern.flatMap((element) => (element === 'Wildcard' ? [] : [element.Literal]));
  }

  matches(text: string): boolean {
    const end = Array.from(text).reduce((state, letter) => this.after(state, letter), this.start);
    return this.states[end].includes(this.pattern.length);
  }

  after(state: number, letter: string): number {
    const key = `${String(state)} ${letter}`;
    let next = this.next.get(key);
    if (next === undefined) this.next.set(key, (next = this.numberOf(this.positionsAfter(state, letter))));
    return next;
  }

  private positionsAfter(state: number, letter: string): number[] {
    return this.states[state].flatMap((position) => {
      const element = this.pattern.at(position);
      if (position === this.pattern.length || element === undefined) return [];
      if (element === 'Wildcard') return [position];
      return element.Literal === letter ? [position + 1] : [];
    });
  }

  private numberOf(positions: readonly number[]): number {
    const all = new Set(positions);
    // A wildcard also stands for no text.
    for (const position of all) if (this.pattern[position] === 'Wildcard') all.add(position + 1);
    const sorted = [...all].sort((a, b) => a - b);
    const key = sorted.join();
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.states.push(sorted) - 1));
    return number;
  }
}
