/** `npm start`: synthesizes the reference app, then prints what was built, who may do what, and what to run next. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { readAgentSystem } from '../lib/assembly/read-agent-system';
import { showsColours } from '../lib/cli/colours';
import { reviewOf, type Review } from '../lib/review/review';
import { reviewAsText } from '../lib/review/text';

/** Arguments go to `cdk synth`: `npm start -- --context environment=prod`. */
const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  strict: false,
  allowPositionals: true,
  options: { output: { type: 'string', short: 'o' } },
});
const assembly = typeof values.output === 'string' ? values.output : 'cdk.out';
const output = values.output === undefined ? ['--output', assembly] : [];

async function start(): Promise<number> {
  const began = performance.now();
  process.stdout.write(`Synthesizing into ${assembly} ... `);
  const { exitCode, output } = await synth();
  if (exitCode !== 0) {
    process.stdout.write('failed\n');
    process.stderr.write(`\n${output.trim()}\n\nNothing was built: cdk synth ended with exit code ${exitCode}.\n`);
    return exitCode;
  }
  process.stdout.write(`done in ${((performance.now() - began) / 1000).toFixed(1)} s\n\n`);
  const review = reviewOf(readAgentSystem(assembly));
  process.stdout.write(
    `${reviewAsText(review, { colour: showsColours(process.stdout, process.env) })}\n${next(review)}`,
  );
  return 0;
}

/** Runs the CDK command line that is installed here, so that `npm start` does what `npx cdk synth` does. */
function synth(): Promise<{ exitCode: number; output: string }> {
  const cdk = require.resolve('aws-cdk/bin/cdk');
  const child = spawn(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', ...output, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ exitCode: 1, output: error.message }));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: printed.join('') }));
  });
}

function next({ stacks }: Review): string {
  const deploy = stacks.length === 1 ? `npx cdk deploy ${stacks[0].name}` : 'npx cdk deploy --all';
  const commands = [
    [deploy, 'puts it into the AWS account that you are logged in to'],
    ['npm test', 'runs what a contributor needs to trust a change'],
    ['npm run review -- --format markdown', 'prints this for a pull request; json for programs'],
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  return ['Next', ...commands.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`), ''].join('\n');
}

void start().then((exitCode) => {
  process.exitCode = exitCode;
});
