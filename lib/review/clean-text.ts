/** Text from a template, made harmless for a terminal and a page: no escape sequences, no control characters, nothing hidden. */
import { stripVTControlCharacters } from 'node:util';

/**
 * Characters that change the direction of text or take no room: they make a text read as something else, so they are
 * shown, not dropped. Inside an emoji they hide nothing.
 */
const HIDDEN =
  /(?!(?<=\p{Extended_Pictographic})\ufe0f|(?<=\p{Extended_Pictographic}\ufe0f?)\u200d(?=\p{Extended_Pictographic}))[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

export function cleanText(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(HIDDEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
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
