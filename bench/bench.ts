/**
 * `npm run bench`: the reference stack against the same system written by hand: time, memory, lines, and what the
 * templates hold. `--runs <n>` says how often each is synthesized; with `--check`, a goal that is missed is a failure.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { atMost, ratioOf, type Goal, type Pair } from './figures';
import { policyTimes } from './policy-times';
import { processTimes } from './process-times';
import { sourceLines } from './source-lines';
import { inTemporaryFolder, loadSystem, STACK, takeBundles, templateIn } from './systems';
import { targetTimes } from './target-times';
import { synthesisTimes } from './synthesis-times';
import {
  bareStars,
  managedPolicies,
  resourceCounts,
  statementsOf,
  wildcardActions,
  type Template,
} from './template-facts';

interface Row {
  readonly what: string;
  readonly reference: string;
  readonly handWritten?: string;
  readonly ratio?: number;
  readonly goal?: Goal;
}

const { values } = parseArgs({ options: { runs: { type: 'string', default: '25' }, check: { type: 'boolean' } } });

async function bench(): Promise<void> {
  process.env.CDK_VALIDATION = 'false';
  const lines = await sourceLines();
  const { rows, notes } = inTemporaryFolder((folder) => {
    const { bundles, stubs, templates, kilobytes } = prepared(folder);
    const runs = Number(values.runs);
    return {
      rows: [
        ...synthesisRows(bundles, stubs, runs),
        ...processRows(bundles, Math.ceil(runs / 5)),
        ...policyRows(Math.ceil(runs / 5)),
        ...targetRows(Math.ceil(runs / 5)),
        ...lineRows(lines.stackClass, lines.files),
        ...templateRows(templates, kilobytes),
      ],
      notes: notesOn(templates.reference),
    };
  });
  process.stdout.write(`${table(rows)}\n${notes.map((note) => `${note}\n`).join('')}`);
  const missed = rows.filter(({ goal }) => goal?.reached === false);
  for (const { what } of missed) process.stdout.write(`missed: ${what}\n`);
  if (values.check && missed.length > 0) process.exitCode = 1;
}

interface Prepared {
  readonly bundles: string;
  readonly stubs: string;
  readonly templates: { readonly reference: Template; readonly handWritten: Template };
  readonly kilobytes: Pair;
}

/** Builds the code once, for both systems, and synthesizes each. */
function prepared(folder: string): Prepared {
  const [bundles, stubs, reference, handWritten] = ['bundles', 'stubs', 'reference', 'hand-written'].map((name) =>
    join(folder, name),
  );
  for (const name of ['agent', 'orders', 'customers', 'refunds']) mkdirSync(join(stubs, name), { recursive: true });
  mkdirSync(bundles);
  loadSystem('reference', bundles)({ outdir: reference }).synth();
  takeBundles(reference, bundles);
  loadSystem('hand-written', bundles)({ outdir: handWritten }).synth();
  const size = (assembly: string) => statSync(join(assembly, `${STACK}.template.json`)).size / 1024;
  return {
    bundles,
    stubs,
    templates: { reference: templateIn(reference), handWritten: templateIn(handWritten) },
    kilobytes: { reference: size(reference), handWritten: size(handWritten) },
  };
}

function synthesisRows(bundles: string, stubs: string, runs: number): Row[] {
  const { whole, processor, unverified, withoutCode, bare } = synthesisTimes(bundles, stubs, runs);
  return [
    { ...pair('synthesis, ms', whole, 0), goal: atMost(1.1, ratioOf(whole)) },
    pair('  of processor time', processor, 0),
    pair('  without the verification of Cedar', unverified, 0),
    pair('  without code', withoutCode, 0),
    pair('  without both', bare, 0),
  ];
}

function processRows(bundles: string, runs: number): Row[] {
  const { warm, validated, cold, compiled, memory, memoryWithCedar } = processTimes(bundles, runs);
  return [
    { ...pair('process, bundles warm, s', warm, 2), goal: atMost(2, warm.reference, ' s') },
    pair('  with the built-in validation', validated, 2),
    { what: '  without any bundle', reference: cold.toFixed(2) },
    pair('  compiled before, without tsx', compiled, 2),
    pair('peak memory, MB', memory, 0),
    pair('  with Cedar verified in both', memoryWithCedar, 0),
  ];
}

function policyRows(runs: number): Row[] {
  const { verified, decided, proved, megabytes, matrix } = policyTimes(runs);
  const row = (what: string, value: number, digits: number, goal?: Goal): Row => ({
    what,
    reference: value.toFixed(digits),
    goal,
  });
  return [
    row('1,000 policies on 500 tools verified, s', verified, 2, atMost(2, verified, ' s')),
    row('  one decision by them, ms', decided, 2, atMost(1, decided, ' ms')),
    row('  one proof about two of them, ms', proved, 0),
    row('  peak memory, MB', megabytes, 0),
    row('matrix of 100 policies, s', matrix, 2, atMost(0.5, matrix, ' s')),
  ];
}

function targetRows(runs: number): Row[] {
  const { warm, cold, github, githubTools, githubMegabytes } = targetTimes(runs);
  return [
    { ...pair('100 targets of 10 tools, ms', warm, 0), goal: atMost(1.15, ratioOf(warm)) },
    pair('  the first time, policies verified', cold, 0),
    {
      what: `GitHub's description, ${githubTools} tools, s`,
      reference: github.toFixed(2),
      goal: atMost(3, github, ' s'),
    },
    { what: '  peak memory, MB', reference: githubMegabytes.toFixed(0), goal: atMost(600, githubMegabytes, ' MB') },
  ];
}

function lineRows(stackClass: Pair, files: Pair): Row[] {
  const third = atMost(0.333, ratioOf(stackClass));
  const goal = { words: `≤ 90 lines, ${third.words}`, reached: third.reached && stackClass.reference <= 90 };
  return [{ ...pair('lines of the class', stackClass, 0), goal }, pair('lines of all files', files, 0)];
}

function templateRows({ reference, handWritten }: Prepared['templates'], kilobytes: Pair): Row[] {
  const count = (what: string, counted: (template: Template) => number, goal?: (value: number) => Goal): Row => {
    const counts = { reference: counted(reference), handWritten: counted(handWritten) };
    return { ...pair(what, counts, 0), ratio: undefined, goal: goal?.(counts.reference) };
  };
  const unexplained = bareStars(reference).filter(({ why }) => why === undefined).length;
  return [
    pair('template, KB', kilobytes, 0),
    count('resources', ({ Resources }) => Object.keys(Resources).length),
    count('IAM statements', (template) => statementsOf(template).length),
    count(
      'wildcard actions',
      (template) => wildcardActions(template).length,
      (value) => atMost(0, value),
    ),
    count(
      'actions on a bare *',
      (template) => bareStars(template).length,
      () => ({
        words: 'only without a resource level',
        reached: unexplained === 0,
      }),
    ),
    count('managed policies', (template) => managedPolicies(template).length),
  ];
}

function notesOn(template: Template): string[] {
  const stars = new Map<string, string>();
  for (const { action, why } of bareStars(template)) stars.set(action, why ?? 'no reason known');
  return [
    ...[...stars].map(([action, why]) => `* ${action}: ${why}`),
    ...managedPolicies(template).map((name) => `managed policy: ${name}`),
    `resources: ${Object.entries(resourceCounts(template))
      .map(([type, count]) => `${count} ${type}`)
      .join(', ')}`,
  ];
}

function pair(what: string, figures: Pair, digits: number): Row {
  return {
    what,
    reference: figures.reference.toFixed(digits),
    handWritten: figures.handWritten.toFixed(digits),
    ratio: ratioOf(figures),
  };
}

function table(rows: readonly Row[]): string {
  const cells = [
    ['', 'reference', 'by hand', 'ratio', 'goal'],
    ...rows.map(({ what, reference, handWritten = '', ratio, goal }) => [
      what,
      reference,
      handWritten,
      ratio?.toFixed(2) ?? '',
      goal ? `${goal.reached ? 'reached' : 'MISSED'}: ${goal.words}` : '',
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || column === 4 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

void bench();
