/** The review as Markdown, for a pull request or a page: everything that comes from a template is escaped. */
import { escaped, table } from './markdown-text';
import { conditionInWords, rowsOf, shortName, verdictInWords, type ShownPermission } from './permission-words';
import { isEmpty, type Review } from './review';
import { sectionsOf } from './sections';

export function reviewAsMarkdown(review: Review): string {
  if (isEmpty(review)) {
    return `${['# AgentCore review', '', 'There is no AgentCore resource in this assembly.', '', ...notes(review)].join('\n').trimEnd()}\n`;
  }
  const lines = [
    '# AgentCore review',
    '',
    ...notes(review),
    ...permissions(review),
    ...weakenedDefaults(review),
    ...sectionsOf(review).flatMap(({ title, things }) => [
      `## ${title}`,
      '',
      ...things.flatMap(({ name, facts }) => [
        `- **${escaped(name)}**`,
        ...facts.flatMap(([label, texts]) => texts.map((text) => `  - ${label}: ${escaped(text)}`)),
      ]),
      '',
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function notes({ notes: all }: Review): string[] {
  if (all.length === 0) return [];
  return ['## Worth a look', '', ...all.map(({ about, text }) => `- **${escaped(about)}**: ${escaped(text)}`), ''];
}

function permissions(review: Review): string[] {
  if (review.gateways.length === 0) return [];
  return [
    '## Who may call which tool',
    '',
    ...review.gateways.flatMap(({ name }) => {
      const rows = rowsOf(review.permissions, name);
      return [
        `### ${escaped(name)}`,
        '',
        ...(rows.length === 0 ? ['No tools in this app.'] : permissionRows(rows, name)),
        '',
      ];
    }),
  ];
}

/** The intent stands beside what the statement says, where any policy has one. */
export function permissionRows(rows: readonly ShownPermission[], gateway: string): string[] {
  const intents = rows.some(({ intent }) => intent !== undefined);
  return table(
    ['Tool', 'Verdict', 'Who', 'Condition', 'Policy', ...(intents ? ['Intent'] : [])],
    rows.map((each) => [
      each.tool,
      verdictInWords(each),
      each.who,
      conditionInWords(each, gateway),
      each.policy === undefined ? '' : shortName(each.policy, gateway),
      ...(intents ? [each.intent ?? ''] : []),
    ]),
  );
}

function weakenedDefaults({ weakenedDefaults: all }: Review): string[] {
  if (all.length === 0) return [];
  return [
    '## Weakened defaults',
    '',
    ...table(
      ['Where', 'What', 'Reason given'],
      all.map(({ name, what, reason }) => [name, what, reason]),
    ),
    '',
  ];
}
