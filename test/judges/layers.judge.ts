/** The arrows between the folders of lib are enforced: for each pair of folders, an import is linted in a virtual file. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const folders = readdirSync(join(root, 'lib'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** docs/architecture.md, written out a second time on purpose: a slip in build/layers.mjs is a failure here. */
const BELOW: Record<string, string> = {
  core: '',
  tools: 'core',
  smithy: 'core tools',
  contract: 'core tools smithy',
  openapi: 'core tools smithy contract',
  bundling: 'core tools smithy contract openapi',
  template: 'core tools smithy contract openapi bundling',
  cedar: 'core tools smithy contract openapi bundling template',
  network: 'core tools smithy contract openapi bundling template cedar',
  identity: 'core tools smithy contract openapi bundling template cedar network',
  memory: 'core tools smithy contract openapi bundling template cedar',
  policy: 'core tools smithy contract openapi bundling template cedar',
  runtime: 'core tools smithy contract openapi bundling template cedar network identity',
  gateway: 'core tools smithy contract openapi bundling template cedar network identity policy',
  lambda: '',
  assembly: 'core tools smithy contract openapi bundling template cedar',
  testing: 'core tools smithy contract openapi bundling template cedar network identity policy gateway assembly',
  review: 'core tools smithy contract openapi bundling template cedar assembly',
  cli: 'core tools smithy contract openapi bundling template cedar assembly review',
};

const files: { path: string; text: string }[] = [];
const virtual = (path: string, text: string) => {
  files.push({ path, text });
  return path;
};
const imports = (from: string) => `import { something } from '${from}';\nsomething();\n`;
const arrow = (from: string, to: string) => ({
  near: virtual(`lib/${from}/virtual-to-${to}.ts`, imports(`../${to}/something`)),
  deep: virtual(`lib/${from}/inner/virtual-to-${to}.ts`, `export { something } from '../../${to}/something';\n`),
});

const arrows = folders.flatMap((from) =>
  folders.filter((to) => to !== from).map((to) => ({ from, to, ...arrow(from, to) })),
);
const others = {
  submodule: virtual('lib/memory/virtual-submodule.ts', imports('aws-cdk-lib/aws-iam')),
  barrel: virtual('lib/memory/virtual-barrel.ts', imports('aws-cdk-lib')),
  cedar: virtual('lib/cedar/virtual-cedar.ts', imports('@cedar-policy/cedar-wasm/nodejs')),
  stranger: virtual('lib/runtime/virtual-stranger.ts', imports('esbuild')),
  ownIndex: virtual('lib/memory/virtual-own-index.ts', imports('..')),
  app: virtual('lib/memory/virtual-app.ts', imports('../../bin/app')),
  plain: virtual('lib/lambda/virtual-cdk.ts', imports('aws-cdk-lib')),
  node: virtual('lib/lambda/virtual-node.ts', imports('node:util')),
  error: virtual('lib/memory/virtual-error.ts', `export const fail = () => { throw new TypeError('no'); };\n`),
  defaultExport: virtual('lib/memory/virtual-default.ts', 'export default class Memory {}\n'),
  console: virtual('lib/memory/virtual-console.ts', `console.log('noise');\n`),
  cliConsole: virtual('lib/cli/virtual-console.ts', `console.log('an answer');\n`),
  binInside: virtual('bin/virtual-inside.ts', imports('../lib/core/refusal')),
  binPublic: virtual('bin/virtual-public.ts', imports('../lib')),
  binLambda: virtual('bin/customer-support/virtual-lambda.ts', imports('../../lib/lambda')),
};

const REFUSAL = 'does not stand on it (build/layers.mjs)';

let messages: Record<string, string[]>;
beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'lint-texts.mjs')], {
    cwd: root,
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  try {
    messages = JSON.parse(stdout) as typeof messages;
  } catch {
    throw new Error(`ESLint gave no answer: ${stderr}`);
  }
});

describe('the layers of lib', () => {
  it('name every folder', () => {
    expect(Object.keys(BELOW)).toEqual(expect.arrayContaining(folders));
  });

  it.each(folders)('lib/%s imports only from the layers below it', (folder) => {
    const below = BELOW[folder].split(' ').filter((to) => folders.includes(to));
    const own = arrows.filter(({ from }) => from === folder);
    const refused = (path: string) => messages[path].some((text) => text.startsWith(`'../`) && text.includes(REFUSAL));

    expect(own.filter(({ near }) => messages[near].length === 0).map(({ to }) => to)).toEqual(below.sort());
    expect(own.filter(({ deep }) => messages[deep].length === 0).map(({ to }) => to)).toEqual(below.sort());
    expect(own.filter(({ near, deep }) => refused(near) && refused(deep))).toHaveLength(own.length - below.length);
  });
});

describe('imports in lib', () => {
  it('take aws-cdk-lib by its barrel', () => {
    expect(messages[others.barrel]).toEqual([]);
    expect(messages[others.submodule]).toEqual([expect.stringContaining('Only the barrel of aws-cdk-lib')]);
  });

  it('name no package that users would not have', () => {
    expect(messages[others.cedar]).toEqual([]);
    expect(messages[others.stranger]).toHaveLength(1);
  });

  it('name neither the index that exports them nor what is built with them', () => {
    expect(messages[others.ownIndex]).toEqual([expect.stringContaining('Import the file, not the index')]);
    expect(messages[others.app]).toEqual([expect.stringContaining('lib does not know what is built with it')]);
  });

  it('are none but node in lib/lambda, which is deployed with users’ code', () => {
    expect(messages[others.node]).toEqual([]);
    expect(messages[others.plain]).toEqual([expect.stringContaining('it imports no package, CDK least of all')]);
  });
});

describe('code in lib', () => {
  it('refuses by Problems, not by bare errors', () => {
    expect(messages[others.error]).toEqual([expect.stringContaining('Say it with Problems and refuse()')]);
  });

  it('has no default export', () => {
    expect(messages[others.defaultExport]).toEqual([expect.stringContaining('Export it by its name.')]);
  });

  it('prints only in the command and in tool code', () => {
    expect(messages[others.console]).toEqual([expect.stringContaining('Unexpected console statement')]);
    expect(messages[others.cliConsole]).toEqual([]);
  });
});

describe('bin', () => {
  it('uses the public entries only', () => {
    expect(messages[others.binPublic]).toEqual([]);
    expect(messages[others.binLambda]).toEqual([]);
    expect(messages[others.binInside]).toEqual([expect.stringContaining('bin uses the public entries only')]);
  });
});
