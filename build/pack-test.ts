/** `npm run pack-test`: the package as others get it, in an empty project, with CommonJS, with ES modules, and with a bundler's rules. */
import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');
const project = mkdtempSync(join(tmpdir(), 'pack-test-'));

interface Manifest {
  readonly bundledDependencies: readonly string[];
  readonly version: string;
  readonly devDependencies: Record<string, string>;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const pinned = (name: string) => `${name}@${manifest.devDependencies[name]}`;

/** How a user's project may be set up; each compiles and runs the same files. */
const MODES = {
  commonjs: { type: 'commonjs', compilerOptions: { module: 'node16', moduleResolution: 'node16' } },
  esm: { type: 'module', compilerOptions: { module: 'node16', moduleResolution: 'node16' } },
  bundler: { type: 'commonjs', compilerOptions: { module: 'preserve', moduleResolution: 'bundler', noEmit: true } },
} as const;

/** What the README's example names beside itself. */
const NEIGHBOURS: Record<string, string> = {
  'tools/refunds.json': readFileSync(join(root, 'test/docs/refunds.json'), 'utf8'),
  'tools/refunds.ts': [
    `import { toolHandler } from 'cdk-agentcore/lambda';`,
    `import definitions from './refunds.json';`,
    `import type { ToolInputs } from './refunds.tools';`,
    `export const handler = toolHandler<ToolInputs>(definitions, {`,
    `  process_refund: async ({ order_id, amount }) => ({ refunded: amount, order: order_id }),`,
    `});`,
  ].join('\n'),
  'agent/index.ts': `import { createServer } from 'node:http';\ncreateServer((_, response) => response.end('{}')).listen(8080);\n`,
};

/** Calls tool code through the entry for Lambda, as compiled by `tsc`. */
const TOOL_CALL = `
import { invokeAsGateway, toolHandler, type InputOf } from 'cdk-agentcore/lambda';
const tools = [
  { name: 'add', description: 'Adds.', inputSchema: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] } },
] as const;
const input: InputOf<(typeof tools)[0]['inputSchema']> = { a: 1 };
const handler = toolHandler(tools, { add: ({ a }) => a.toFixed(1) });
void invokeAsGateway(handler, 'add', input).then((answer) => process.stdout.write(String(answer)));
`;

/** Decides a call by the policies of the README's example, as a test of its policies would. */
const POLICY_TEST = `
import { GatewayPolicies, type PolicyRequest } from 'cdk-agentcore/testing';
const policies = GatewayPolicies.fromAssembly('cdk.out');
const call: PolicyRequest = { user: {}, tool: 'Refunds___process_refund', input: { order_id: 'A-1', amount: 1 } };
process.stdout.write(String(policies.decide(call).allowed));
`;

function run(command: string, args: readonly string[], options: ExecFileSyncOptions = {}): string {
  try {
    return execFileSync(command, args, {
      cwd: project,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
      env: { ...process.env, CDK_VALIDATION: 'false', NO_COLOR: '1', ...options.env },
    }) as string;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Failure(`${[command, ...args].join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`);
  }
}

class Failure extends Error {}

function check(what: string, condition: boolean): void {
  if (!condition) throw new Failure(`Expected: ${what}.`);
  process.stdout.write(`  ${what}\n`);
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}

function pack(): string {
  const answer = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', project], { cwd: root })) as object;
  const [{ filename, size, unpackedSize, files, bundled }] = Object.values(answer) as {
    filename: string;
    size: number;
    unpackedSize: number;
    files: { path: string }[];
    bundled: string[];
  }[];
  const own = files.map(({ path }) => path).filter((path) => !path.startsWith('node_modules/'));
  const outside = own.filter(
    (path) => !/^(?:dist\/|\.jsii$|(?:README|CHANGELOG)\.md$|LICENSE$|package\.json$)/.test(path),
  );
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  process.stdout.write(`note: ${filename}: ${megabytes(size)}, ${megabytes(unpackedSize)} unpacked\n`);
  check('only dist, .jsii and the texts are packed', outside.length === 0 && own.includes('dist/index.js'));
  check(
    'the packages that lib loads are bundled',
    manifest.bundledDependencies.every((name) => bundled.includes(name)),
  );
  return filename;
}

function install(tarball: string): void {
  write('package.json', JSON.stringify({ name: 'pack-test', private: true }));
  run('npm', [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    `./${tarball}`,
    ...['aws-cdk-lib', 'constructs', 'typescript', '@types/node'].map(pinned),
  ]);
}

/** The README's first example, compiled by the user's TypeScript, synthesized, and read by the command. */
function readmeExample(mode: keyof typeof MODES, example: string): string | undefined {
  const { type, compilerOptions } = MODES[mode];
  const options = { target: 'es2022', strict: true, esModuleInterop: true, resolveJsonModule: true, types: ['node'] };
  // The tool's code imports JSON and leaves out endings, as esbuild and bundlers read it.
  const files = ['app.ts', 'call.ts', 'policies.ts', ...(mode === 'esm' ? [] : ['tools/refunds.ts'])];
  write(`${mode}/package.json`, JSON.stringify({ name: mode, private: true, type }));
  write(`${mode}/tsconfig.json`, JSON.stringify({ compilerOptions: { ...options, ...compilerOptions }, files }));
  write(`${mode}/app.ts`, example);
  write(`${mode}/call.ts`, TOOL_CALL);
  write(`${mode}/policies.ts`, POLICY_TEST);
  for (const [name, content] of Object.entries(NEIGHBOURS)) write(`${mode}/${name}`, content);
  cpSync(join(root, 'test/docs/refunds.tools.d.ts'), join(project, mode, 'tools/refunds.tools.d.ts'));

  const cwd = join(project, mode);
  run('npx', ['tsc', '-p', '.'], { cwd });
  check(`${mode}: the README's example compiles, and so does tool code`, true);
  if ('noEmit' in compilerOptions) return undefined;

  run('node', ['app.js'], { cwd, env: { CDK_OUTDIR: join(cwd, 'cdk.out') } });
  check(`${mode}: it synthesizes`, readdirSync(join(cwd, 'cdk.out')).includes('Shop.template.json'));
  check(`${mode}: tool code answers`, run('node', ['call.js'], { cwd }) === '1.0');
  check(`${mode}: its policies can be tested`, run('node', ['policies.js'], { cwd }) === 'false');
  return readFileSync(join(cwd, 'cdk.out/Shop.template.json'), 'utf8');
}

function command(): void {
  const cwd = join(project, 'commonjs');
  check(
    'npx cdk-agentcore says its version',
    run('npx', ['cdk-agentcore', '--version'], { cwd }).trim() === manifest.version,
  );
  check('npx cdk-agentcore has help', run('npx', ['cdk-agentcore', '--help'], { cwd }).includes('review [cdk.out]'));
  check(
    'npx cdk-agentcore review prints the permission',
    run('npx', ['cdk-agentcore', 'review', 'cdk.out'], { cwd }).includes('process_refund'),
  );
  run('npx', ['cdk-agentcore', 'types', 'tools/refunds.json', '-o', 'tools/again.d.ts'], { cwd });
  check(
    'npx cdk-agentcore types writes the types',
    readFileSync(join(cwd, 'tools/again.d.ts'), 'utf8') === readFileSync(join(cwd, 'tools/refunds.tools.d.ts'), 'utf8'),
  );
}

function main(): void {
  const example = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1];
  if (!example) throw new Failure('README.md has no ts block.');
  install(pack());
  const [commonjs, esm] = (['commonjs', 'esm', 'bundler'] as const).map((mode) => readmeExample(mode, example));
  // esbuild links imported modules by the rules of the project that imports them, so the bundles have other hashes.
  const withoutHashes = (template?: string) => template?.replaceAll(/[0-9a-f]{64}/g, 'hash');
  check('both give the same template', withoutHashes(commonjs) === withoutHashes(esm));
  command();
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Failure ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
