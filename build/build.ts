/** `npm run build`: jsii compiles lib into dist, esbuild bundles the command, and the result is checked before anyone packs it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build, buildSync } from 'esbuild';
import { PACKAGES, PLAIN_FOLDERS } from './layers.mjs';

const root = join(__dirname, '..');
const dist = join(root, 'dist');

/** Warnings of jsii that stand, each with its reason; any other one fails the build. */
const ACCEPTED_WARNINGS: { readonly text: RegExp; readonly reason: string }[] = [
  {
    text: /^warning JSII6: .* on "constructs"/,
    reason: 'the tests run on the newest constructs; the lowest is what aws-cdk-lib itself accepts',
  },
  {
    text: /warning JSII5018: "\w+" is a reserved word in (?:C#|Go|C# and Go|C#, Go)\. /,
    reason: 'both spell members with a capital, and no word that they reserve has one',
  },
  {
    text: /warning JSII5018: "global" is a reserved word in Python\. /,
    reason: 'BedrockModel.global is named as AWS names these profiles; jsii makes it global_ in Python',
  },
];

/** Folders that only the command needs: they are in its bundle. */
const IN_THE_COMMAND = ['cli', 'review'];

/** Never loaded by the library: esbuild puts it into users' agents, with the packages that their SDK brings. */
const BUNDLED_INTO_AGENTS = 'bundling/module-shim.js';

class BuildFailure extends Error {}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** jsii brings its own TypeScript; what it says goes through the list of accepted warnings. */
function compile(): void {
  const jsii = require.resolve('jsii/bin/jsii');
  const { status, stdout, stderr } = spawnSync(process.execPath, [jsii], {
    cwd: root,
    encoding: 'utf8',
    // jsii is built for the current LTS versions; the library supports Node.js 20 for as long as aws-cdk-lib does.
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', FORCE_COLOR: '0' },
  });
  const said = `${stdout}${stderr}`.trim();
  const warnings = said.split('\n').filter((line) => /\bwarning JSII\d+:/.test(line));
  const unknown = warnings.filter((line) => !ACCEPTED_WARNINGS.some(({ text }) => text.test(line)));
  if (status !== 0) throw new BuildFailure(`jsii refused the library:\n${said}`);
  if (unknown.length > 0) {
    throw new BuildFailure(`jsii warns (build/build.ts lists what is accepted):\n${unknown.join('\n')}`);
  }
}

/** What is not TypeScript stands beside the compiled code as it stood in lib. */
function copyData(): void {
  const lib = join(root, 'lib');
  for (const path of filesOf(lib).filter((name) => !name.endsWith('.ts'))) {
    const target = join(dist, relative(lib, path));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
}

/** One file that starts fast; only Cedar stays outside, because its WebAssembly stands in a file of its own. */
async function bundleCommand(): Promise<void> {
  for (const folder of IN_THE_COMMAND) rmSync(join(dist, folder), { recursive: true, force: true });
  const outfile = join(dist, 'cli/main.js');
  await build({
    entryPoints: [join(root, 'lib/cli/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    external: PACKAGES,
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none',
    logLevel: 'error',
  });
  chmodSync(outfile, 0o755);
}

/** Every module that the compiled code loads is one that users have. */
function checkImports(): void {
  const known = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
  const { metafile } = buildSync({
    absWorkingDir: dist,
    entryPoints: filesOf(dist).filter((path) => path.endsWith('.js') && path !== join(dist, BUNDLED_INTO_AGENTS)),
    outdir: dist,
    bundle: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const problems = Object.entries(metafile.inputs).flatMap(([file, { imports }]) => {
    const allowed = PLAIN_FOLDERS.includes(file.split('/')[0]) ? [] : PACKAGES;
    return imports
      .filter(({ external, path }) => external && !known.has(path) && !path.startsWith('.'))
      .filter(({ path }) => !allowed.some((name) => path === name || path.startsWith(`${name}/`)))
      .map(({ path }) => `dist/${file} loads ${path}`);
  });
  if (problems.length > 0) throw new BuildFailure(`Users would not have these packages:\n${problems.join('\n')}`);
}

async function main(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  compile();
  copyData();
  await bundleCommand();
  checkImports();
  const size = filesOf(dist).reduce((sum, path) => sum + statSync(path).size, 0);
  process.stdout.write(`Built dist: ${String(filesOf(dist).length)} files, ${String(Math.ceil(size / 1024))} KiB.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof BuildFailure ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
});
