/**
 * `npm start` with a small app in place of the reference app.
 *
 * @jest-environment-options {"ownPackages": true}
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

function start(app: string): { exitCode: number | null; out: string; error: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cdk.out-'));
  const file = join(folder, 'app.js');
  writeFileSync(file, app.replace('aws-cdk-lib', require.resolve('aws-cdk-lib')));
  const args = ['--import', 'tsx', resolve('bin/start.ts'), '--app', `node ${file}`, '--output', join(folder, 'out')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { exitCode: status, out: stdout.replaceAll(folder, ''), error: stderr };
}

describe('npm start', () => {
  it('synthesizes, says what was built and who may do what, and what to run next', () => {
    const { exitCode, out } = start(`
      const { App, Stack, aws_bedrockagentcore: agentcore } = require('aws-cdk-lib');
      const stack = new Stack(new App(), 'Shop');
      new agentcore.CfnGateway(stack, 'Tools', { name: 'tools', authorizerType: 'AWS_IAM', roleArn: 'r' });
    `);
    expect(exitCode).toBe(0);
    expect(out.replace(/\d+\.\d s/, '1.0 s')).toBe(`\
Synthesizing into /out ... done in 1.0 s

Tool gateways
  Shop/Tools
    protocol     HTTP
    callers      signed with IAM
    policies     NONE: every call is allowed
    tools        none in this app

Who may call which tool
  Shop/Tools
    no tools in this app

Worth a look
  - Shop/Tools: it has no policy engine: every caller may call every tool

Next
  npx cdk deploy Shop                  puts it into the AWS account that you are logged in to
  npm test                             runs what a contributor needs to trust a change
  npm run review -- --format markdown  prints this for a pull request; json for programs
`);
  });

  it('prints what the synth said when it fails, and fails too', () => {
    const { exitCode, out, error } = start(`throw new Error('The shop is closed.');`);
    expect(exitCode).toBe(1);
    expect(out).toBe('Synthesizing into /out ... failed\n');
    expect(error).toContain('The shop is closed.');
    expect(error).toMatch(/Nothing was built: cdk synth ended with exit code 1\.\n$/);
  });
});
