/** `cdk-agentcore types`: TypeScript types for the inputs of the tools in a file. */
import { basename } from 'node:path';
import { isJsonObject } from '../tools/json-schema';
import type { ToolDefinition } from '../tools/tool-definition';
import { readToolFile } from '../tools/tool-file';
import { toolTypes } from '../tools/tool-types';
import type { CommandContext } from './command';
import { writeOutput } from './output';
import { UsageError } from './usage-error';

export const TYPES_HELP = `Usage: cdk-agentcore types <definitions.json> [--output file]

Prints a TypeScript declaration with the type of each tool's input, from a file of tools in the form of MCP's
tools/list. Use it with toolHandler of cdk-agentcore/lambda.

Options:
  -o, --output <file>    writes to this file, such as tools/refunds.d.ts, instead of standard output
  -h, --help             prints this
`;

export function runTypes(
  positionals: readonly string[],
  { output }: Readonly<Record<string, string | undefined>>,
  context: CommandContext,
): void {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new UsageError('types takes one file: cdk-agentcore types tools/refunds.json.');
  }
  const { definitions, problems } = readToolFile(path);
  if (problems.length > 0) {
    throw new UsageError(problems.map(({ allowed, fix }) => `${path}: expected ${allowed}. ${fix}`).join('\n'));
  }
  definitions.forEach((definition, index) => {
    if (!isTool(definition)) {
      throw new UsageError(
        `${path}: tools[${index}] is not a tool: it needs a name and an inputSchema of type object.`,
      );
    }
  });
  writeOutput(toolTypes(definitions, basename(path)), output, context);
}

/** Enough to name types; synth checks the rest. */
function isTool(definition: ToolDefinition | undefined): boolean {
  return (
    typeof definition?.name === 'string' &&
    isJsonObject(definition.inputSchema) &&
    definition.inputSchema.type === 'object'
  );
}
