/** CDK tokens in policy text: stand-ins for them while Cedar reads it, and no sight of them in messages. */

const TOKEN = /\$\{Token\[[a-zA-Z0-9:._-]+\]\}/g;
const NUMBER_TOKEN = /-1\.\d{10,16}e\+289/g;

/** A text whose tokens are replaced by words. */
export interface TextWithStandIns {
  readonly text: string;
  /** Puts the tokens back, into this text or a part of it. */
  readonly restore: (text: string) => string;
  /** Puts `<token>` in their place, for a message. */
  readonly readable: (text: string) => string;
  /** Where in the original the character at this index stands; in the stand-in of a token, where the token begins. */
  readonly originalIndex: (index: number) => number;
}

/**
 * Replaces the tokens by words that occur nowhere in the text, all of one length: the same statement is the same text in
 * every app, whatever numbers its tokens have.
 * @param purpose a number stands outside quotes, where Cedar reads a number in its place; laid out, it stays what it is
 */
export function withStandIns(original: string, purpose: 'to read' | 'to lay out'): TextWithStandIns {
  const stem = ['tokena', 'tokenb', 'tokenc', 'tokend', 'tokene'].find((word) => !original.includes(word)) ?? 'tokenz';
  const tokens: string[] = [];
  const standIn = (token: string) => {
    if (!tokens.includes(token)) tokens.push(token);
    return `${stem}${String(tokens.indexOf(token)).padStart(5, '0')}x`;
  };
  const standIns = new RegExp(`${stem}(\\d+)x`, 'g');
  const number = (token: string) => (purpose === 'to read' ? '1'.padStart(token.length) : token);
  const text = original.replace(TOKEN, standIn).replace(NUMBER_TOKEN, number);
  return {
    text,
    restore: (part) => part.replace(standIns, (_, index: string) => tokens[Number(index)]),
    readable: (part) => part.replace(standIns, '<token>'),
    originalIndex: (index) => {
      let grown = 0;
      for (const { 0: word, 1: number, index: at } of text.matchAll(standIns)) {
        if (at >= index) break;
        if (at + word.length > index) return at + grown;
        grown += tokens[Number(number)].length - word.length;
      }
      return index + grown;
    },
  };
}

/** Whether the text holds a token. */
export function hasToken(text: string): boolean {
  return text.search(TOKEN) >= 0 || text.search(NUMBER_TOKEN) >= 0;
}
