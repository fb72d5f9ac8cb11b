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
}

/**
 * Replaces the tokens by words that occur nowhere in the text.
 * @param width how long each word is: the token's length keeps lines and columns right, a fixed one keeps the layout the
 *   same whatever number the token has
 */
export function withStandIns(original: string, width: 'as the token' | 'fixed'): TextWithStandIns {
  const stem = ['tokena', 'tokenb', 'tokenc', 'tokend', 'tokene'].find((word) => !original.includes(word)) ?? 'tokenz';
  const tokens: string[] = [];
  const standIn = (token: string) => {
    if (!tokens.includes(token)) tokens.push(token);
    const digits = (width === 'fixed' ? 12 : token.length) - stem.length - 1;
    return `${stem}${String(tokens.indexOf(token)).padStart(digits, '0')}x`;
  };
  const standIns = new RegExp(`${stem}(\\d+)x`, 'g');
  // A number stands outside quotes, so a number stands for it.
  const number = (token: string) => (width === 'fixed' ? token : '1'.padStart(token.length));
  return {
    text: original.replace(TOKEN, standIn).replace(NUMBER_TOKEN, number),
    restore: (text) => text.replace(standIns, (_, index: string) => tokens[Number(index)]),
    readable: (text) => text.replace(standIns, '<token>'),
  };
}

/** Whether the text holds a token. */
export function hasToken(text: string): boolean {
  return text.search(TOKEN) >= 0 || text.search(NUMBER_TOKEN) >= 0;
}
