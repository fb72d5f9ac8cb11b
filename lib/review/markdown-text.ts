/** Texts from a template as Markdown: escaped, in tables, in blocks of code. */

/** Nothing in a text is Markdown, HTML, a table's border or a mention of somebody. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]#|~!]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replace(/^([-+]|\d+[.)])(?=\s)/, '\\$1');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((cells) => line(cells.map(escaped)))];
}

/** The text as it is, in a fence that nothing in it closes. */
export function codeBlock(text: string, language: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...text.split('\n'), fence];
}
