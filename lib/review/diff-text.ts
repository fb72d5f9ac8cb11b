/** A diff for a terminal: one line for each change. */
import { cleanText } from './clean-text';
import { toolsInWords } from './diff-words';
import type { ChangeKind, MatrixDiff } from './matrix-diff';
import { painter, type Colour } from './paint';

export const NO_CHANGE = 'No change in what is permitted.';

const SIGNS: Readonly<Record<ChangeKind, { readonly sign: string; readonly colour: Colour }>> = {
  POSSIBLE: { sign: '+', colour: 'green' },
  IMPOSSIBLE: { sign: '-', colour: 'red' },
  CHANGED: { sign: '~', colour: 'yellow' },
  NOT_PROVED: { sign: '?', colour: 'yellow' },
};

/** @param options whether the reader is a terminal that shows colours */
export function diffAsText(diff: MatrixDiff, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const lines = diff.gateways.flatMap(({ name, changes }) => [
    paint('bold', cleanText(name)),
    ...changes.map(({ kind, tools, text }) => {
      const { sign, colour: of } = SIGNS[kind];
      return `  ${paint(of, sign)} ${cleanText(tools.length === 0 ? text : `${toolsInWords(tools)}: ${text}`)}`;
    }),
    '',
  ]);
  return `${[...(changesNothing(diff) ? [NO_CHANGE, ''] : []), ...lines].join('\n').trimEnd()}\n`;
}

/** Whether no call is allowed that was not, nor the other way round, and that is proved. */
export function changesNothing({ gateways }: MatrixDiff): boolean {
  return gateways.every(({ changes }) => changes.every(({ kind }) => kind === 'CHANGED'));
}
