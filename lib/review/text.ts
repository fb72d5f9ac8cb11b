/** The review for a terminal: aligned, readable at 100 columns, coloured only where asked. */
import { row, wrap } from './columns';
import { painter, type Paint } from './paint';
import { PAGE, permissionTable } from './permission-table';
import { rowsOf } from './permission-words';
import { isEmpty, type Review, type ReviewedGateway } from './review';
import { sectionsOf } from './sections';

/** @param options whether the reader is a terminal that shows colours */
export function reviewAsText(review: Review, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
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
      ...permissionTable(rowsOf(review.permissions, gateway.name), gateway.name, descriptionsIn(gateway), paint),
    ]),
  ];
}

function descriptionsIn({ targets }: ReviewedGateway): Map<string, string> {
  return new Map(targets.flatMap(({ tools }) => tools).map(({ fullName, description }) => [fullName, description]));
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
