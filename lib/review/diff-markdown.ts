/** A diff as Markdown, for a comment in a pull request: what became possible comes first. */
import { cleanText } from './clean-text';
import { summaryLines } from './diff-text';
import { toolsInWords } from './diff-words';
import { escaped } from './markdown-text';
import type { Change, ChangeKind, MatrixDiff } from './matrix-diff';

const TITLES: readonly (readonly [ChangeKind, string])[] = [
  ['POSSIBLE', 'Became possible'],
  ['IMPOSSIBLE', 'No longer possible'],
  ['BREAKS', 'Breaks callers'],
  ['TOOL', 'Tools'],
  ['CHANGED', 'Also changed'],
  ['REWRITTEN', 'Written otherwise'],
  ['NOT_PROVED', 'Not proved'],
];

export function diffAsMarkdown(diff: MatrixDiff): string {
  const lines = [
    '# Changes of permissions',
    '',
    ...summaryLines(diff),
    ...diff.gateways.flatMap(({ name, changes }) => [
      `## ${escaped(cleanText(name))}`,
      '',
      ...TITLES.flatMap(([kind, title]) =>
        section(
          title,
          changes.filter((change) => change.kind === kind),
        ),
      ),
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(title: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const line = ({ tools, text }: Change) =>
    tools.length === 0
      ? escaped(cleanText(text))
      : `**${escaped(cleanText(toolsInWords(tools)))}**: ${escaped(cleanText(text))}`;
  return [`### ${title}`, '', ...changes.map((change) => `- ${line(change)}`), ''];
}
