/** `cdk-agentcore types`: TypeScript types for the inputs of the tools in a file. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readContract, UNKNOWN_TOOLS } from '../contract/contract-document';
import { sentence } from '../core/refusal';
import type { ToolDefinition } from '../tools/tool-definition';
import { isJsonObject } from '../tools/json-schema';
import { readToolFile } from '../tools/tool-file';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { toolProblems } from '../tools/tool-problems';
import { toolTypes } from '../tools/tool-types';
import type { CommandContext } from './command';
import { writeOutput } from './output';
import { UsageError } from './usage-error';

export const TYPES_HELP = `Usage: cdk-agentcore types <definitions.json> [--output file]

Writes a TypeScript declaration with the type of each tool's input, from a file of tools in the form of MCP's
tools/list: tools/refunds.json gives tools/refunds.tools.d.ts. Use it with toolHandler of cdk-agentcore/lambda. From the
contract of a gateway it writes the type of each of its tools, by the full name: Refunds___process_refund.

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
  const file = output ?? `${path.replace(/(\.tools)?\.json$/, '')}.tools.d.ts`;
  const write = (definitions: readonly ToolDefinition[]) => {
    writeOutput(toolTypes(definitions, basename(path)), file === '-' ? undefined : file, context);
    return 0;
  };
  const contract = contractTools(path);
  if (contract) return write(contract);
  const { definitions, problems } = readToolFile(path);
  // The name of the target is not known here; synth checks it together with the names of the tools.
  const found = problems.length > 0 ? problems : toolProblems(definitions, { targetName: '', file: path });
  if (found.length > 0) throw new UsageError(found.map(sentence).join('\n'));
  return write(definitions);
}

/** Those of a contract, by their full names; undefined where the file is none. */
function contractTools(path: string): ToolDefinition[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const { document, problems } = readContract(text, path);
  if (!document && isContract(text)) throw new UsageError(problems.map(sentence).join('\n'));
  return document?.targets.flatMap(({ name, tools }) =>
    tools === UNKNOWN_TOOLS ? [] : tools.map((tool) => ({ ...tool, name: `${name}${TARGET_SEPARATOR}${tool.name}` })),
  );
}

/** Whether it is meant as a contract, so that what is said of it is about one. */
function isContract(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return isJsonObject(content) && content.contract !== undefined && content.targets !== undefined;
  } catch {
    return false;
  }
}
