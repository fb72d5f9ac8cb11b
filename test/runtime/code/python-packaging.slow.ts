/**
 * Packages Python for real, offline, with uv and with pip; both, and python3, must be on the PATH:
 * `node --import tsx --test test/runtime/code/python-packaging.slow.ts`. Not part of `npm test`, which needs no Python.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { failed, type BuiltPackage } from '../../../lib/bundling/built-package';
import { filesOf } from '../../../lib/bundling/fingerprint';
import { findInstaller } from '../../../lib/runtime/code/python-installer';
import { packagePython } from '../../../lib/runtime/code/python-package';

const folder = mkdtempSync(join(tmpdir(), 'python-'));
after(() => rmSync(folder, { recursive: true }));

const library = (processor: number) => Buffer.from([0x7f, 0x45, 0x4c, 0x46, ...Array(14).fill(0), processor, 0]);

/** A wheel with a native library, for one platform. */
function wheel(platform: string, processor: number): void {
  const tag = `py3-none-${platform}`;
  const source = join(folder, tag);
  const files = {
    'greeter/__init__.py': `def greet(name):\n    return 'Hello ' + name\n`,
    'greeter/native.so': library(processor),
    'greeter-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: greeter\nVersion: 1.0\n',
    'greeter-1.0.dist-info/WHEEL': `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: ${tag}\n`,
    'greeter-1.0.dist-info/entry_points.txt': '[console_scripts]\ngreet = greeter:greet\n',
    'greeter-1.0.dist-info/RECORD': '',
  };
  for (const [name, content] of Object.entries(files)) write(join(source, name), content);
  const names = Object.keys(files);
  write(join(source, 'greeter-1.0.dist-info/RECORD'), names.map((name) => `${name},,\n`).join(''));
  mkdirSync(join(folder, 'wheels'), { recursive: true });
  const zip = join(folder, 'wheels', `greeter-1.0-${tag}.whl`);
  execFileSync('python3', ['-m', 'zipfile', '-c', zip, 'greeter', 'greeter-1.0.dist-info'], { cwd: source });
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The same sources in a folder of their own, packaged with what is on the PATH. */
function packaged(name: string, requirement = 'greeter==1.0'): BuiltPackage | string {
  const directory = join(folder, name);
  write(join(directory, 'node_modules/.keep'), '');
  write(join(directory, 'main.py'), `from greeter import greet\nprint(greet('Ada'))\n`);
  write(join(directory, 'requirements.txt'), `--no-index\n--find-links ../wheels\n${requirement}\n`);
  const result = packagePython({ about: 'code', directory, pythonVersion: '3.13', instrumented: false, exclude: [] });
  return failed(result) ? result.problems[0].fix : result;
}

/** The PATH without uv, so that pip has to do. */
function withoutUv<T>(work: () => T): T {
  const path = process.env.PATH;
  const programs = join(folder, 'programs');
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  write(join(programs, 'python3'), `#!/bin/sh\n[ "$2" = uv ] && exit 1\nexec ${python} "$@"\n`);
  chmodSync(join(programs, 'python3'), 0o755);
  process.env.PATH = programs;
  try {
    return work();
  } finally {
    process.env.PATH = path;
  }
}

wheel('manylinux_2_28_aarch64', 183);
wheel('manylinux_2_28_x86_64', 62);

void test('uv and pip are there', () => {
  assert.equal(findInstaller()?.name, 'uv');
  assert.equal(
    withoutUv(() => findInstaller()?.name),
    'pip',
  );
});

void test('uv and pip, in different folders, make the same package, for arm64 on any machine', () => {
  const uv = packaged('with-uv') as BuiltPackage;
  const pip = withoutUv(() => packaged('with-pip')) as BuiltPackage;
  assert.deepEqual(filesOf(uv.directory), [
    'greeter-1.0.dist-info/METADATA',
    'greeter-1.0.dist-info/WHEEL',
    'greeter-1.0.dist-info/entry_points.txt',
    'greeter/__init__.py',
    'greeter/native.so',
    'main.py',
    'requirements.txt',
  ]);
  assert.equal(uv.hash, pip.hash);
});

void test('what was packaged runs', () => {
  const { directory } = packaged('with-uv') as BuiltPackage;
  assert.equal(execFileSync('python3', ['-B', 'main.py'], { cwd: directory, encoding: 'utf8' }), 'Hello Ada\n');
});

void test('uv.lock is what is installed', () => {
  const directory = join(folder, 'with-lock');
  write(join(directory, 'node_modules/.keep'), '');
  write(join(directory, 'main.py'), '');
  const project =
    '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["greeter==1.0"]\n';
  write(join(directory, 'pyproject.toml'), `${project}[tool.uv]\nno-index = true\nfind-links = ["../wheels"]\n`);
  execFileSync('uv', ['lock', '--quiet'], { cwd: directory });
  const locked = packagePython({ about: 'code', directory, pythonVersion: '3.13', instrumented: false, exclude: [] });
  assert.ok(!failed(locked), JSON.stringify(locked));
  assert.ok(filesOf(locked.directory).includes('greeter/native.so'));
});

void test('what cannot be resolved is said by uv and by pip, and leaves nothing half-written', () => {
  assert.match(packaged('uv-fails', 'greeter==2.0') as string, /^uv says:\n\n[^]*greeter==2\.0/);
  assert.match(withoutUv(() => packaged('pip-fails', 'greeter==2.0')) as string, /^pip says:\n\n[^]*greeter==2\.0/);
  for (const name of ['uv-fails', 'pip-fails']) {
    assert.deepEqual(readdirSync(join(folder, name, 'node_modules/.cache/cdk-agentcore')), []);
  }
});
