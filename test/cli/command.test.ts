import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { showsColours } from '../../lib/cli/colours';
import { runCommand } from '../../lib/cli/command';
import { lambdaTarget, plainGateway, synthesized } from '../assembly/synthesized';

function run(...args: string[]): { exitCode: number; out: string; error: string } {
  const printed = { out: '', error: '' };
  const exitCode = runCommand(args, {
    version: '1.2.3',
    colour: true,
    out: (text) => (printed.out += text),
    error: (text) => (printed.error += text),
  });
  return { exitCode, ...printed };
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'cdk.out-'));
}

const shop = () =>
  synthesized((app) => {
    const stack = new Stack(app, 'Shop');
    lambdaTarget(stack, 'Refunds', plainGateway(stack, 'Tools'), 'pay');
  });

describe('cdk-agentcore', () => {
  it('says what it can do, and its version', () => {
    expect(run('--help')).toEqual({ exitCode: 0, out: expect.stringContaining('review [cdk.out]'), error: '' });
    expect(run('-v')).toEqual({ exitCode: 0, out: '1.2.3\n', error: '' });
    expect(run('review', '--help').out).toMatch(/^Usage: cdk-agentcore review \[cdk\.out\]/);
    expect(run('matrix', '--help').out).toMatch(/^Usage: cdk-agentcore matrix \[cdk\.out\]/);
    expect(run('diff', '--help').out).toMatch(/^Usage: cdk-agentcore diff <before> <after>/);
    expect(run('types', '-h').out).toMatch(/^Usage: cdk-agentcore types <definitions\.json>/);
  });

  it('says how it is used when it is asked for nothing', () => {
    expect(run()).toEqual({ exitCode: 2, out: '', error: run('--help').out });
  });

  it.each([
    [['reveiw'], 'There is no command "reveiw". Commands: review, matrix, diff, contract, types.\n'],
    [['review', '--formt', 'json'], "Unknown option '--formt'. See cdk-agentcore review --help.\n"],
    [['review', '--format'], "Option '--format <value>' argument missing. See cdk-agentcore review --help.\n"],
    [['review', '--format', 'html'], 'There is no format "html". Formats: text, markdown, json.\n'],
    [['review', '--format', 'constructor'], 'There is no format "constructor". Formats: text, markdown, json.\n'],
    [['review', 'a', 'b'], 'review takes one folder, not 2.\n'],
    [
      ['review', 'no-such-folder'],
      'There is no no-such-folder here: run `npx cdk synth` first, or name the folder that it wrote.\n',
    ],
    [['matrix', '--format', 'html'], 'There is no format "html". Formats: text, markdown, json.\n'],
    [['matrix', 'a', 'b'], 'matrix takes one folder, not 2.\n'],
    [['diff', 'a'], 'diff takes two folders or files: cdk-agentcore diff before.json cdk.out.\n'],
    [['diff', 'a', 'b', '--format', 'json'], 'There is no format "json". Formats: text, markdown.\n'],
    [
      ['diff', 'no-such-folder', 'b'],
      'There is no no-such-folder here: run `npx cdk synth` first, or name the folder that it wrote.\n',
    ],
    [
      ['diff', 'package.json', 'b'],
      'package.json is not what `cdk-agentcore matrix --format json` writes: write it again, or name the folder that `cdk synth` wrote.\n',
    ],
    [['types'], 'types takes one file: cdk-agentcore types tools/refunds.json.\n'],
  ])('refuses %j with exit code 2', (args, error) => {
    expect(run(...args)).toEqual({ exitCode: 2, out: '', error });
  });
});

describe('cdk-agentcore review', () => {
  it('prints text, in colours on a terminal', () => {
    const { exitCode, out } = run('review', shop());
    expect(exitCode).toBe(0);
    expect(out).toContain('\u001b[1mWho may call which tool\u001b[22m');
  });

  it('prints Markdown and JSON', () => {
    const directory = shop();
    expect(run('review', directory, '--format', 'markdown').out).toMatch(/^# AgentCore review\n/);
    expect(JSON.parse(run('review', '--format=json', directory).out)).toMatchObject({ version: 1 });
  });

  it('writes to a file, without colours', () => {
    const file = join(temporaryFolder(), 'review.txt');
    expect(run('review', shop(), '--output', file)).toEqual({ exitCode: 0, out: '', error: `Wrote ${file}\n` });
    expect(readFileSync(file, 'utf8')).toMatch(/^Tool gateways\n/);
  });

  it('says where it cannot write', () => {
    const file = join(temporaryFolder(), 'missing', 'review.txt');
    expect(run('review', shop(), '-o', file)).toEqual({
      exitCode: 2,
      out: '',
      error: `${file} cannot be written (ENOENT): name a file in a folder that exists.\n`,
    });
  });
});

describe('cdk-agentcore matrix', () => {
  it('prints text, Markdown and JSON', () => {
    const directory = shop();
    expect(run('matrix', directory).out).toContain(
      '\u001b[1mShop/Tools\u001b[22m\n  \u001b[2mcallers  \u001b[22m  signed with IAM\n',
    );
    expect(run('matrix', directory, '--format', 'markdown').out).toMatch(/^# Permissions\n/);
    expect(JSON.parse(run('matrix', '--format=json', directory).out)).toMatchObject({ version: 1 });
  });
});

describe('cdk-agentcore diff', () => {
  const more = () =>
    synthesized((app) => {
      const stack = new Stack(app, 'Shop');
      lambdaTarget(stack, 'Refunds', plainGateway(stack, 'Tools'), 'pay', 'list');
    });
  const LINE = 'Refunds___list: now allowed: every call, because there is no policy engine';

  it('compares folders and files', () => {
    const file = join(temporaryFolder(), 'before.json');
    run('matrix', shop(), '--format', 'json', '--output', file);
    const { exitCode, out } = run('diff', file, more());
    expect(exitCode).toBe(0);
    expect(out).toContain(LINE);
    expect(run('diff', shop(), more()).out).toBe(out);
    expect(run('diff', file, shop()).out).toBe('No change in what is permitted.\n');
    expect(run('diff', file, more(), '--format', 'markdown').out).toMatch(/^# Changes of permissions\n/);
  });

  it('fails on request where something became possible', () => {
    expect(run('diff', shop(), more(), '--fail-on-widening')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining(LINE),
    });
    expect(run('diff', more(), shop(), '--fail-on-widening').exitCode).toBe(0);
  });
});

describe('cdk-agentcore types', () => {
  function definitions(content: string): string {
    const file = join(temporaryFolder(), 'refunds.json');
    writeFileSync(file, content);
    return file;
  }

  it('writes the types of the inputs of the tools beside their file', () => {
    const inputSchema = { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] };
    const file = definitions(JSON.stringify({ tools: [{ name: 'pay', description: 'Pays.', inputSchema }] }));
    const written = file.replace('.json', '.tools.d.ts');
    expect(run('types', file)).toEqual({ exitCode: 0, out: '', error: `Wrote ${written}\n` });
    const types = readFileSync(written, 'utf8');
    expect(types).toContain('// Made from refunds.json by `cdk-agentcore types`');
    expect(types).toContain('  pay: {\n    amount: number;\n  };');
    expect(run('types', file, '--output', '-')).toEqual({ exitCode: 0, out: types, error: '' });
  });

  it('says what is wrong with the file', () => {
    const broken = definitions('{"tools": [');
    expect(run('types', broken)).toMatchObject({
      exitCode: 2,
      error: expect.stringContaining(`the file of tools is "${broken}". Allowed: JSON (line 1`),
    });
    expect(run('types', 'none.json').error).toBe(
      'the file of tools is "none.json". Allowed: a JSON file that can be read (there is none at this path). ' +
        'Give the path from the folder that the app is run in, or an absolute path.\n',
    );
    const nameless = definitions('[{"description": "Pays.", "inputSchema": {"type": "object"}}]');
    expect(run('types', nameless).error).toBe(
      `${nameless}: tools[0].name is missing. Allowed: 1 or more of letters, digits, _ and -. ` +
        'Name the tool by what it does: "process_refund".\n',
    );
  });
});

it('shows colours on a terminal that has them, and not against the reader', () => {
  expect(showsColours({ isTTY: true }, {})).toBe(true);
  expect(showsColours({}, {})).toBe(false);
  expect(showsColours({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
  expect(showsColours({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
});

/** What is packed with the library, and so is beside the command. */
const WITH_THE_PACKAGE = [
  '@cedar-policy/cedar-wasm/nodejs',
  '@cedar-policy/mcp-schema-generator-wasm',
  'yaml',
  'jsonc-parser',
];

it('is one file without the CDK in it, that runs from where the package is installed', () => {
  const folder = temporaryFolder();
  const main = join(folder, 'dist', 'cli', 'main.js');
  const { metafile } = buildSync({
    entryPoints: [resolve('lib/cli/main.ts')],
    outfile: main,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: WITH_THE_PACKAGE,
    metafile: true,
    logLevel: 'silent',
  });
  expect(Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'))).toEqual([]);
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  expect(imports.filter((path) => !path.startsWith('node:') && !WITH_THE_PACKAGE.includes(path))).toEqual([]);

  writeFileSync(join(folder, 'package.json'), '{"version":"9.8.7"}');
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const node = (...args: string[]) => execFileSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  expect(node('--version')).toBe('9.8.7\n');
  expect(node('review', shop())).toContain('    Refunds___pay - Does pay.\n');
});
