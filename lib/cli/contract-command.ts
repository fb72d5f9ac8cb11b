/** `cdk-agentcore contract`: what a new contract of a gateway means for those who use it. */
import { breaks, contractChanges, type ContractChange } from '../contract/contract-diff';
import { readContract, type ContractDocument } from '../contract/contract-document';
import { sentence } from '../core/refusal';
import type { CommandContext } from './command';
import { readText, twoOperands } from './input';
import { chosenFormat, writeOutput } from './output';
import { UsageError } from './usage-error';

export const CONTRACT_HELP = `Usage: cdk-agentcore contract <old> <new> [--format text|markdown|json] [--output file] [--fail-on-breaking]

Says in one line per change what the new contract of a gateway means for those who use it: what breaks their agents, what
models are told in other words, and what is new. A contract is the file <stack>.<gateway>.tools.json that synth writes.

Options:
      --format <format>       text (default), markdown or json
  -o, --output <file>         writes to this file instead of standard output
      --fail-on-breaking      ends with exit code 1 if something breaks
  -h, --help                  prints this
`;

const NO_CHANGE = 'Nothing changes for those who use the gateway.';

const KINDS = { BREAKS: 'breaks', PROMPT: 'prompt', ADDS: 'adds' } as const;

const FORMATS: Readonly<Record<string, (changes: readonly ContractChange[]) => string>> = {
  text: (changes) => lines(changes, ({ kind, about, text }) => `${KINDS[kind].padEnd(8)}${about}: ${text}`),
  markdown: (changes) =>
    lines(
      changes,
      ({ kind, about, text }) => `- **${KINDS[kind]}** \`${about}\`: ${text.replace(/[\\`*_<>|[\]]/g, '\\$&')}`,
    ),
  json: (changes) => `${JSON.stringify(changes, undefined, 2)}\n`,
};

export function runContract(
  positionals: readonly string[],
  options: Readonly<Record<string, string | undefined>>,
  context: CommandContext,
): number {
  const [before, after] = twoOperands(
    positionals,
    'contract takes two files: cdk-agentcore contract old.tools.json cdk.out/Shop.Tools.tools.json.',
  );
  const write = chosenFormat(options.format, FORMATS);
  const changes = contractChanges(contractAt(before), contractAt(after));
  writeOutput(write(changes), options.output, context);
  return options['fail-on-breaking'] !== undefined && breaks(changes) ? 1 : 0;
}

function lines(changes: readonly ContractChange[], line: (change: ContractChange) => string): string {
  return `${changes.length > 0 ? changes.map(line).join('\n') : NO_CHANGE}\n`;
}

function contractAt(path: string): ContractDocument {
  const { document, problems } = readContract(readText(path), path);
  if (!document) throw new UsageError(problems.map(sentence).join('\n'));
  return document;
}
