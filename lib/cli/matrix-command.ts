/** `cdk-agentcore matrix`: the permission matrix of a synthesized app. */
import { readAgentSystem } from '../assembly/read-agent-system';
import { matrixOf, type PermissionMatrix } from '../review/matrix';
import { matrixAsJson } from '../review/matrix-json';
import { matrixAsMarkdown } from '../review/matrix-markdown';
import { matrixAsText } from '../review/matrix-text';
import type { CommandContext } from './command';
import { chosenFormat, writeOutput } from './output';
import { UsageError } from './usage-error';

export const MATRIX_HELP = `Usage: cdk-agentcore matrix [cdk.out] [--format text|markdown|json] [--output file]

Prints the permission matrix of an app: who may call which tool of which gateway under which condition, what is
forbidden, and each policy's statement beside its intent. It reads only the folder that \`cdk synth\` wrote (default:
cdk.out). The JSON holds everything that cdk-agentcore diff needs.

Options:
      --format <format>    text (default), markdown or json
  -o, --output <file>      writes to this file instead of standard output
  -h, --help               prints this
`;

const FORMATS: Readonly<Record<string, (matrix: PermissionMatrix, colour: boolean) => string>> = {
  text: (matrix, colour) => matrixAsText(matrix, { colour }),
  markdown: matrixAsMarkdown,
  json: matrixAsJson,
};

export function runMatrix(
  positionals: readonly string[],
  { format, output }: Readonly<Record<string, string | undefined>>,
  context: CommandContext,
): number {
  const [directory = 'cdk.out', ...more] = positionals;
  if (more.length > 0) throw new UsageError(`matrix takes one folder, not ${positionals.length}.`);
  const write = chosenFormat(format, FORMATS);
  const matrix = matrixOf(readAgentSystem(directory));
  writeOutput(write(matrix, context.colour && output === undefined), output, context);
  return 0;
}
