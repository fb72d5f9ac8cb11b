/** `cdk-agentcore types`: TypeScript types for the inputs of the tools in a file. */
import { basename } from 'node:path';
import { sentence } from '../core/refusal';
import { readToolFile } from '../tools/tool-file';
import { toolProblems } from '../tools/tool-problems';
import { toolTypes } from '../tools/tool-types';
import type { CommandContext } from './command';
import { writeOutput } from './output';
import { UsageError } from './usage-error';

export const TYPES_HELP = `Usage: cdk-agentcore types <definitions.json> [--output file]

Writes a TypeScript declaration with the type of each tool's input, from a file of tools in the form of MCP's
tools/list: tools/refunds.json gives tools/refunds.tools.d.ts. Use it with toolHandler of cdk-agentcore/lambda.

Options:
  -o, --output <file>    writes to this file instead; - is standard output
  -h, --help             prints this
`;

export function runTypes(
  positionals: readonly string[],
  { output }: Readonly<Record<string, string | undefined>>,
  context: CommandContext,
): number {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new UsageError('types takes one file: cdk-agentcore types tools/refunds.json.');
  }
  const { definitions, problems } = readToolFile(path);
  // The name of the target is not known here; synth checks it together with the names of the tools.
  const found = problems.length > 0 ? problems : toolProblems(definitions, { targetName: '', file: path });
  if (found.length > 0) throw new UsageError(found.map(sentence).join('\n'));
  const file = output ?? `${path.replace(/\.json$/, '')}.tools.d.ts`;
  writeOutput(toolTypes(definitions, basename(path)), file === '-' ? undefined : file, context);
  return 0;
}
