/** `cdk-agentcore review`: the review of a synthesized app. */
import { readAgentSystem } from '../assembly/read-agent-system';
import { reviewAsJson } from '../review/json';
import { reviewAsMarkdown } from '../review/markdown';
import { reviewOf, type Review } from '../review/review';
import { reviewAsText } from '../review/text';
import type { CommandContext } from './command';
import { chosenFormat, writeOutput } from './output';
import { UsageError } from './usage-error';

export const REVIEW_HELP = `Usage: cdk-agentcore review [cdk.out] [--format text|markdown|json] [--output file]

Prints what an app with AgentCore resources would deploy: agents, tool gateways, memories, identities, and who may
call which tool under which condition. It reads only the folder that \`cdk synth\` wrote (default: cdk.out) and works
on any app, whoever wrote it.

Options:
      --format <format>    text (default), markdown or json
  -o, --output <file>      writes to this file instead of standard output
  -h, --help               prints this
`;

const FORMATS: Readonly<Record<string, (review: Review, colour: boolean) => string>> = {
  text: (review, colour) => reviewAsText(review, { colour }),
  markdown: reviewAsMarkdown,
  json: reviewAsJson,
};

export function runReview(
  positionals: readonly string[],
  { format, output }: Readonly<Record<string, string | undefined>>,
  context: CommandContext,
): number {
  const [directory = 'cdk.out', ...more] = positionals;
  if (more.length > 0) throw new UsageError(`review takes one folder, not ${positionals.length}.`);
  const write = chosenFormat(format, FORMATS);
  const review = reviewOf(readAgentSystem(directory));
  writeOutput(write(review, context.colour && output === undefined), output, context);
  return 0;
}
