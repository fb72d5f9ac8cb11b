/** The command `cdk-agentcore`: which subcommand is asked for, and what it answers. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UnreadableAssembly } from '../assembly/cloud-assembly';
import { UnreadableMatrix } from '../review/matrix-json';
import { CONTRACT_HELP, runContract } from './contract-command';
import { DIFF_HELP, runDiff } from './diff-command';
import { MATRIX_HELP, runMatrix } from './matrix-command';
import { REVIEW_HELP, runReview } from './review-command';
import { TYPES_HELP, runTypes } from './types-command';
import { UsageError } from './usage-error';

/** Where a command writes and what it knows of its reader. */
export interface CommandContext {
  readonly version: string;
  /** Whether standard output is a terminal that shows colours. */
  readonly colour: boolean;
  out(text: string): void;
  error(text: string): void;
}

const HELP = `Usage: cdk-agentcore <command> [options]

Commands:
  review [cdk.out]            prints who may call which tool under which condition, and what was built
  matrix [cdk.out]            prints the permission matrix with its policies, or writes it as JSON
  diff <before> <after>       says which calls became possible, and which no longer are
  contract <old> <new>        says what a gateway's new contract means for those who use it
  types <definitions.json>    writes TypeScript types for the inputs of the tools in a file

Options:
  -h, --help       prints this, or the help of a command
  -v, --version    prints the version

Exit codes: 0 done, 1 what an option like --fail-on-widening asks about, 2 wrong usage or input that cannot be read.
`;

const COMMANDS = {
  review: {
    help: REVIEW_HELP,
    options: { format: { type: 'string' }, output: { type: 'string', short: 'o' } },
    run: runReview,
  },
  matrix: {
    help: MATRIX_HELP,
    options: { format: { type: 'string' }, output: { type: 'string', short: 'o' } },
    run: runMatrix,
  },
  diff: {
    help: DIFF_HELP,
    options: {
      format: { type: 'string' },
      output: { type: 'string', short: 'o' },
      'fail-on-widening': { type: 'boolean' },
    },
    run: runDiff,
  },
  contract: {
    help: CONTRACT_HELP,
    options: {
      format: { type: 'string' },
      output: { type: 'string', short: 'o' },
      'fail-on-breaking': { type: 'boolean' },
    },
    run: runContract,
  },
  types: {
    help: TYPES_HELP,
    options: { output: { type: 'string', short: 'o' } },
    run: runTypes,
  },
} as const;

/** Errors whose message is all that the user needs. */
const EXPECTED = [UsageError, UnreadableAssembly, UnreadableMatrix];

/** Runs the command and returns the exit code. */
export function runCommand(args: readonly string[], context: CommandContext): number {
  try {
    return dispatch(args, context);
  } catch (error) {
    if (!EXPECTED.some((type) => error instanceof type)) throw error;
    context.error(`${(error as Error).message}\n`);
    return 2;
  }
}

function dispatch([name, ...rest]: readonly string[], context: CommandContext): number {
  if (name === '--version' || name === '-v') {
    context.out(`${context.version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    context.out(HELP);
    return 0;
  }
  if (name === undefined) {
    context.error(HELP);
    return 2;
  }
  if (!isCommand(name)) {
    throw new UsageError(`There is no command ${JSON.stringify(name)}. Commands: ${Object.keys(COMMANDS).join(', ')}.`);
  }
  const { help, options, run } = COMMANDS[name];
  const { values, positionals } = parsed(rest, { ...options, help: { type: 'boolean', short: 'h' } }, name);
  if (values.help) {
    context.out(help);
    return 0;
  }
  const texts = Object.entries(values).map(([option, value]) => [option, String(value)]);
  return run(positionals, Object.fromEntries(texts) as Record<string, string>, context);
}

function parsed(args: readonly string[], options: NonNullable<ParseArgsConfig['options']>, name: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split('. To specify');
    throw new UsageError(`${sentence.replace(/\.$/, '')}. See cdk-agentcore ${name} --help.`);
  }
}

function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name);
}
