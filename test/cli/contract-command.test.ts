import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../lib/cli/command';
import { contractDocument } from '../../lib/contract/contract-document';

const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
const tool = (required: string[]) => ({
  name: 'pay',
  description: 'Pays *now*',
  inputSchema: { type: 'object', properties: { amount: { type: 'integer' } }, required },
});

/** The path of a contract whose tool requires these fields. */
function contract(name: string, required: string[] = []): string {
  const path = join(folder, `${name}.tools.json`);
  const document = contractDocument({ name: 'shop', callers: { type: 'AWS_IAM' } }, [
    { name: 'Refunds', tools: [tool(required)] },
  ]);
  writeFileSync(path, JSON.stringify(document));
  return path;
}

function run(...args: string[]) {
  const printed = { out: '', error: '' };
  const exitCode = runCommand(args, {
    version: '1.2.3',
    colour: false,
    out: (text) => (printed.out += text),
    error: (text) => (printed.error += text),
  });
  return { exitCode, ...printed };
}

describe('cdk-agentcore contract', () => {
  const [old, same, stricter] = [contract('old'), contract('same'), contract('stricter', ['amount'])];

  it('says what breaks, in one line per change', () => {
    expect(run('contract', old, stricter)).toEqual({
      exitCode: 0,
      out: 'breaks  Refunds___pay: amount is required now: calls without it are refused\n',
      error: '',
    });
    expect(run('contract', stricter, old).out).toBe('adds    Refunds___pay: amount is optional now\n');
    expect(run('contract', old, same).out).toBe('Nothing changes for those who use the gateway.\n');
  });

  it('fails on request where something breaks, and only then', () => {
    expect(run('contract', old, stricter, '--fail-on-breaking').exitCode).toBe(1);
    expect(run('contract', stricter, old, '--fail-on-breaking').exitCode).toBe(0);
  });

  it('writes Markdown for a pull request, and JSON', () => {
    expect(run('contract', old, stricter, '--format', 'markdown').out).toBe(
      '- **breaks** `Refunds___pay`: amount is required now: calls without it are refused\n',
    );
    expect(JSON.parse(run('contract', old, stricter, '--format', 'json').out)).toEqual([
      { kind: 'BREAKS', about: 'Refunds___pay', text: 'amount is required now: calls without it are refused' },
    ]);
  });

  it.each([
    [
      ['contract', 'a'],
      'contract takes two files: cdk-agentcore contract old.tools.json cdk.out/Shop.Tools.tools.json.\n',
    ],
    [['contract', 'a', 'b'], 'a cannot be read (ENOENT).\n'],
  ])('refuses %j', (args, error) => expect(run(...args)).toEqual({ exitCode: 2, out: '', error }));

  it('refuses a file that is no contract', () => {
    const path = join(folder, 'none.json');
    writeFileSync(path, '{}');
    expect(run('contract', path, old)).toMatchObject({
      exitCode: 2,
      error: expect.stringMatching(/^contract is ".*none\.json"\. Allowed: a contract of a gateway of version 1\./),
    });
  });
});

describe('cdk-agentcore types', () => {
  it('writes the types of the tools of a contract, by their full names', () => {
    const path = contract('typed', ['amount']);
    expect(run('types', path)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'typed.tools.d.ts'), 'utf8')).toContain(
      '/** Pays *now* */\n  Refunds___pay: {\n    amount: number;\n  };',
    );
  });

  it('says of a contract whose tools are none that it is one', () => {
    const path = join(folder, 'broken.tools.json');
    const targets: any = [{ name: 'Refunds', tools: [{ ...tool([]), inputSchema: 'oops' }] }];
    writeFileSync(path, JSON.stringify(contractDocument({ name: 'shop', callers: { type: 'AWS_IAM' } }, targets)));
    expect(run('types', path).error).toBe(
      `${path}: target "Refunds": tool "pay" inputSchema is "oops". Allowed: a JSON Schema object. ` +
        'Write it like {"type": "object", "properties": {}}.\n',
    );
  });
});
