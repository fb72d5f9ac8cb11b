/** Text from a template, made harmless for a terminal and a page: no escape sequences, no control or hidden characters. */
import { stripVTControlCharacters } from 'node:util';

/** Characters that change the direction of text or take no room: they make a text read as something else. */
const HIDDEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export function cleanText(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(HIDDEN, '')
      // eslint-disable-next-line no-control-regex -- control characters are what is replaced
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
      .trim()
  );
}

/** The same for every text in a value, keys included. */
export function cleanTexts<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => cleanTexts(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [cleanText(key), cleanTexts(item as unknown)]),
  ) as T;
}
