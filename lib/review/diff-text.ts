/** A diff for a terminal: one line for each change. */
import { cleanText } from './clean-text';
import { toolsInWords } from './diff-words';
import { changesNoCall, type ChangeKind, type MatrixDiff } from './matrix-diff';
import { painter, type Colour } from './paint';

const NO_CHANGE = 'No change in what is permitted.';
const REWRITTEN = 'Both decide the same, although policies are written otherwise.';

const SIGNS: Readonly<Record<ChangeKind, { readonly sign: string; readonly colour: Colour }>> = {
  POSSIBLE: { sign: '+', colour: 'green' },
  IMPOSSIBLE: { sign: '-', colour: 'red' },
  BREAKS: { sign: '!', colour: 'red' },
  TOOL: { sign: '~', colour: 'yellow' },
  REWRITTEN: { sign: '=', colour: 'dim' },
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
  return `${[...summaryLines(diff), ...lines].join('\n').trimEnd()}\n`;
}

/** What to say first where no call is allowed that was not, nor the other way round, and that is proved. */
export function summaryLines({ gateways }: MatrixDiff): string[] {
  const changes = gateways.flatMap((gateway) => gateway.changes);
  if (!changes.every(changesNoCall)) return [];
  return [changes.some(({ kind }) => kind === 'REWRITTEN') ? REWRITTEN : NO_CHANGE, ''];
}
