/** The permissions at one gateway as lines of a terminal: tool by tool, in columns. */
import { columnWidth, row, wrap } from './columns';
import type { Colour, Paint } from './paint';
import { byTool, conditionInWords, shortName, verdictInWords, type ShownPermission } from './permission-words';

/** How wide a line is. */
export const PAGE = 100;

/** @param descriptions of tools, by their full names */
export function permissionTable(
  permissions: readonly ShownPermission[],
  gateway: string,
  descriptions: ReadonlyMap<string, string>,
  paint: Paint,
): string[] {
  const tools = byTool(permissions).map(([tool, rows]) => ({
    tool,
    lines: rows.map((permission) => ({
      intent: permission.intent,
      cells: [
        verdictInWords(permission),
        permission.who,
        conditionInWords(permission, gateway),
        permission.policy === undefined ? '' : shortName(permission.policy, gateway),
      ],
    })),
  }));
  if (tools.length === 0) return ['    no tools in this app', ''];
  const cellsOf = (column: number) => tools.flatMap(({ lines }) => lines.map(({ cells }) => cells[column]));
  const width = (column: number, limit: number) => columnWidth(cellsOf(column), limit);
  // The gaps are two wide, and a condition needs some room.
  const room = PAGE - 6 - 6;
  const [verdict, policy] = [width(0, 11), width(3, 28)];
  const longest = Math.max(...cellsOf(1).flatMap((who) => who.split(' ').map((word) => word.length)));
  const who = width(1, Math.max(24, Math.min(longest, room - verdict - policy - 24)));
  const condition = width(2, room - verdict - who - policy);
  const widths = [verdict, who, condition, policy];
  return tools.flatMap(({ tool, lines }) => [
    ...toolHeading(tool, descriptions.get(tool) ?? '', paint),
    ...lines.flatMap(({ cells, intent }) => [
      ...row(cells, widths, '      ', (text, column) => {
        if (column === 0) return paint(verdictColour(text), text);
        return column === 3 ? paint('dim', text) : text;
      }),
      ...(intent === undefined ? [] : intentLines(intent, verdict + 2, paint)),
    ]),
    '',
  ]);
}

/** Beside what the statement says: what it is meant to say. */
function intentLines(intent: string, indent: number, paint: Paint): string[] {
  const label = 'intent: ';
  return wrap(intent, PAGE - 6 - indent - label.length).map(
    (line, index) => ' '.repeat(6 + indent) + paint('dim', (index === 0 ? label : ' '.repeat(label.length)) + line),
  );
}

function toolHeading(tool: string, description: string, paint: Paint): string[] {
  const room = PAGE - 4 - tool.length - 3;
  if (description === '' || room < 20) return wrap(tool, PAGE - 4).map((line) => `    ${line}`);
  const [start, ...more] = wrap(description, room - 2);
  const short = more.length > 0 ? `${start} …` : start;
  return [`    ${tool} ${paint('dim', `- ${short}`)}`];
}

function verdictColour(verdict: string): Colour {
  const word = verdict.replace(/[()]/g, '').trim();
  if (word === 'ALLOW' || word === 'ALLOW IF') return 'green';
  return word.startsWith('DENY') ? 'red' : 'yellow';
}
