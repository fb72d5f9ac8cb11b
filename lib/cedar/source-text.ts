/** Policy text as its author sees it: lines, columns, and what is code rather than string or comment. */

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the character at this index stands. */
export function positionAt(text: string, index: number): Position {
  const before = text.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}

/** The index of the character at this place. */
export function indexAt(text: string, { line, column }: Position): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((index, { length }) => index + length + 1, column - 1);
}

/** The index of a byte: Cedar's engine counts in UTF-8. */
export function indexOfByte(text: string, byte: number): number {
  return Buffer.from(text, 'utf8').subarray(0, byte).toString('utf8').length;
}

/** The text with the insides of strings and comments blanked; every index stays what it is. */
export function codeOnly(text: string): string {
  return text.replace(/"(?:\\[^]|[^"\\])*"?|\/\/[^\n]*/g, (found) => {
    if (!found.startsWith('"')) return blank(found);
    const closed = found.length > 1 && found.endsWith('"');
    return `"${blank(found.slice(1, closed ? -1 : undefined))}${closed ? '"' : ''}`;
  });
}

/** The effect of the first statement of a code, and where it stands; annotations may have the same names. */
export function effectOf(code: string): { readonly effect: 'permit' | 'forbid'; readonly at: number } | undefined {
  const found = /(?<![@.]\s*)\b(permit|forbid)\s*\(/.exec(code);
  return found ? { effect: found[1] as 'permit' | 'forbid', at: found.index } : undefined;
}

/** The index after the bracket that closes the one at `open`, or undefined where it stays open. */
export function afterClosing(code: string, open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < code.length; index++) {
    if ('([{'.includes(code[index])) depth++;
    if (')]}'.includes(code[index]) && --depth === 0) return index + 1;
  }
  return undefined;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
