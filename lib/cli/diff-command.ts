/** `cdk-agentcore diff`: what became possible between two synths, and what no longer is. */
import { statSync } from 'node:fs';
import { readAgentSystem } from '../assembly/read-agent-system';
import { diffAsMarkdown } from '../review/diff-markdown';
import { diffAsText } from '../review/diff-text';
import { matrixOf, type PermissionMatrix } from '../review/matrix';
import { matrixDiff, mayWiden, type MatrixDiff } from '../review/matrix-diff';
import { readMatrix } from '../review/matrix-json';
import type { CommandContext } from './command';
import { readText, twoOperands } from './input';
import { chosenFormat, writeOutput } from './output';

export const DIFF_HELP = `Usage: cdk-agentcore diff <before> <after> [--format text|markdown] [--output file] [--fail-on-widening]

Says in one line per change which calls of tools became possible (+) and which no longer are (-), each with a request
as an example; what breaks callers (!), what else changed of a tool (~), and what is not proved (?). Policies are
compared by what they decide: one that is written otherwise and decides the same is said to be (=). Each side is a
folder that \`cdk synth\` wrote, or a file that \`cdk-agentcore matrix --format json\` wrote.

Options:
      --format <format>       text (default) or markdown
  -o, --output <file>         writes to this file instead of standard output
      --fail-on-widening      ends with exit code 1 if something became possible, or may have
  -h, --help                  prints this
`;

const FORMATS: Readonly<Record<string, (diff: MatrixDiff, colour: boolean) => string>> = {
  text: (diff, colour) => diffAsText(diff, { colour }),
  markdown: diffAsMarkdown,
};

export function runDiff(
  positionals: readonly string[],
  options: Readonly<Record<string, string | undefined>>,
  context: CommandContext,
): number {
  const [before, after] = twoOperands(
    positionals,
    'diff takes two folders or files: cdk-agentcore diff before.json cdk.out.',
  );
  const write = chosenFormat(options.format, FORMATS);
  const diff = matrixDiff(matrixAt(before), matrixAt(after));
  writeOutput(write(diff, context.colour && options.output === undefined), options.output, context);
  return options['fail-on-widening'] !== undefined && mayWiden(diff) ? 1 : 0;
}

/** A file is the JSON of a matrix; anything else is taken for the folder of an assembly. */
function matrixAt(path: string): PermissionMatrix {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return readMatrix(readText(path), path);
  return matrixOf(readAgentSystem(path));
}
