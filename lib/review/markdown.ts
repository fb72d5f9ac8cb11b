/** The review as Markdown, for a pull request or a page: everything that comes from a template is escaped. */
import { conditionInWords, shortName, verdictInWords } from './permission-words';
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
      const rows = review.permissions.filter(({ gateway }) => gateway === name);
      return [
        `### ${escaped(name)}`,
        '',
        ...(rows.length === 0
          ? ['No tools in this app.']
          : table(
              ['Tool', 'Verdict', 'Who', 'Condition', 'Policy'],
              rows.map((each) => [
                each.tool,
                verdictInWords(each),
                each.who,
                conditionInWords(each, name),
                each.policy === undefined ? '' : shortName(each.policy, name),
              ]),
            )),
        '',
      ];
    }),
  ];
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((cells) => line(cells.map(escaped)))];
}

/** Nothing in a text is Markdown, HTML, a table's border or a mention of somebody. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]#|~!]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replace(/^([-+]|\d+[.)])(?=\s)/, '\\$1');
}
