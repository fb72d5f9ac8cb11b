/** The program behind `npx cdk-agentcore`; bundled to `dist/cli/main.js`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command';
import { showsColours } from './colours';

// The package's own package.json is as far away from `lib/cli` as from `dist/cli`.
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
  version: string;
};

// The reader may have seen enough: `cdk-agentcore review | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = runCommand(process.argv.slice(2), {
  version,
  colour: showsColours(process.stdout, process.env),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
