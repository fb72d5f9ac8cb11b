/** The review for a terminal: aligned, readable at 100 columns, coloured only where asked. */
import { columnWidth, row, wrap } from './columns';
import { byTool, conditionInWords, shortName, verdictInWords } from './permission-words';
import { isEmpty, type Review } from './review';
import { sectionsOf } from './sections';

const PAGE = 100;

const COLOURS = { bold: [1, 22], dim: [2, 22], green: [32, 39], red: [31, 39], yellow: [33, 39] } as const;

type Paint = (colour: keyof typeof COLOURS, text: string) => string;

export interface TextOptions {
  /** Whether the reader is a terminal that shows colours. */
  readonly colour: boolean;
}

export function reviewAsText(review: Review, { colour }: TextOptions): string {
  const paint: Paint = (name, text) =>
    colour && text !== '' ? `\u001b[${COLOURS[name][0]}m${text}\u001b[${COLOURS[name][1]}m` : text;
  const lines = isEmpty(review)
    ? ['There is no AgentCore resource in this assembly.']
    : [...builtLines(review, paint), ...permissionLines(review, paint), ...weakenedLines(review, paint)];
  return `${[...lines, ...noteLines(review, paint)].join('\n').trimEnd()}\n`;
}

function builtLines(review: Review, paint: Paint): string[] {
  return sectionsOf(review).flatMap(({ title, things }) => [
    paint('bold', title),
    ...things.flatMap(({ name, facts }) => [
      `  ${paint('bold', name)}`,
      ...facts.flatMap(([label, texts]) =>
        texts.flatMap((text, index) =>
          row([index === 0 ? label : '', text], [11, PAGE - 4 - 13], '    ', (cell, column) =>
            column === 0 ? paint('dim', cell) : cell,
          ),
        ),
      ),
    ]),
    '',
  ]);
}

function permissionLines(review: Review, paint: Paint): string[] {
  if (review.gateways.length === 0) return [];
  return [
    paint('bold', 'Who may call which tool'),
    ...review.gateways.flatMap((gateway) => [
      `  ${paint('bold', gateway.name)}`,
      ...gatewayLines(review, gateway, paint),
    ]),
  ];
}

function gatewayLines(review: Review, gateway: Review['gateways'][number], paint: Paint): string[] {
  const descriptions = new Map(
    gateway.targets.flatMap(({ tools }) => tools).map(({ fullName, description }) => [fullName, description]),
  );
  const tools = byTool(review.permissions, gateway.name).map(([tool, permissions]) => ({
    tool,
    cells: permissions.map((permission) => [
      verdictInWords(permission),
      permission.who,
      conditionInWords(permission, gateway.name),
      permission.policy === undefined ? '' : shortName(permission.policy, gateway.name),
    ]),
  }));
  if (tools.length === 0) return ['    no tools in this app', ''];
  const width = (column: number, limit: number) =>
    columnWidth(
      tools.flatMap(({ cells }) => cells.map((each) => each[column])),
      limit,
    );
  const [verdict, who, policy] = [width(0, 11), width(1, 24), width(3, 28)];
  // What the other columns leave; the gaps are two wide.
  const condition = width(2, PAGE - 6 - 6 - verdict - who - policy);
  const widths = [verdict, who, condition, policy];
  return tools.flatMap(({ tool, cells }) => [
    ...toolHeading(tool, descriptions.get(tool) ?? '', paint),
    ...cells.flatMap((each) =>
      row(each, widths, '      ', (text, column) => {
        if (column === 0) return paint(verdictColour(text), text);
        return column === 3 ? paint('dim', text) : text;
      }),
    ),
    '',
  ]);
}

function toolHeading(tool: string, description: string, paint: Paint): string[] {
  const room = PAGE - 4 - tool.length - 3;
  if (description === '' || room < 20) return wrap(tool, PAGE - 4).map((line) => `    ${line}`);
  const [start, ...more] = wrap(description, room - 2);
  const short = more.length > 0 ? `${start} …` : start;
  return [`    ${tool} ${paint('dim', `- ${short}`)}`];
}

function verdictColour(verdict: string): keyof typeof COLOURS {
  const word = verdict.replace(/[()]/g, '').trim();
  if (word === 'ALLOW' || word === 'ALLOW IF') return 'green';
  return word.startsWith('DENY') ? 'red' : 'yellow';
}

function weakenedLines({ weakenedDefaults }: Review, paint: Paint): string[] {
  if (weakenedDefaults.length === 0) return [];
  return [
    paint('bold', 'Weakened defaults'),
    ...weakenedDefaults.flatMap(({ name, what, reason }) => bullet(`${name}: ${what}. Reason given: ${reason}`)),
    '',
  ];
}

function noteLines({ notes }: Review, paint: Paint): string[] {
  if (notes.length === 0) return [];
  return [paint('bold', 'Worth a look'), ...notes.flatMap(({ about, text }) => bullet(`${about}: ${text}`)), ''];
}

function bullet(text: string): string[] {
  return wrap(text, PAGE - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}
