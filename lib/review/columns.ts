/** Text in columns: cells wrapped at words, lines aligned, never wider than a page. */

/** Wraps at spaces; a word longer than the line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, width))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** One row of cells as lines; `paint` colours a cell after it is padded. */
export function row(
  cells: readonly string[],
  widths: readonly number[],
  indent: string,
  paint: (text: string, column: number) => string = (text) => text,
): string[] {
  const wrapped = cells.map((cell, column) => wrap(cell, widths[column]));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const texts = wrapped.map((lines, column) => (lines[line] ?? '').padEnd(widths[column]));
    while (texts.length > 0 && texts[texts.length - 1].trim() === '') texts.pop();
    const last = texts.length - 1;
    return indent + texts.map((text, column) => paint(column === last ? text.trimEnd() : text, column)).join('  ');
  });
}

/** How wide a column has to be for these cells, wrapped at the limit. */
export function columnWidth(cells: readonly string[], limit: number): number {
  return Math.max(1, ...cells.flatMap((cell) => wrap(cell, limit)).map((line) => line.length));
}

function pieces(word: string, width: number): string[] {
  const parts = [];
  for (let at = 0; at < word.length; at += width) parts.push(word.slice(at, at + width));
  return parts.length > 0 ? parts : [''];
}
