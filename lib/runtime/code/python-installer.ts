/** How Python dependencies are fetched for linux/arm64 on any machine: uv where there is one, else pip. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Problem } from '../../core/refusal';

/** A command line, without a shell. */
export type Command = readonly [program: string, ...args: string[]];

export interface Installer {
  readonly name: 'uv' | 'pip';
  readonly command: Command;
}

/** What to install, and where to. */
export interface Installation {
  /** The folder with the agent's sources. */
  readonly directory: string;
  /** `3.13`. */
  readonly pythonVersion: string;
  /** The folder that packages are put into. */
  readonly target: string;
  /** A file that may be written on the way. */
  readonly exported: string;
}

/** The newest C library that all of these wheels may ask for is older than the runtime's (Amazon Linux 2023, 2.34). */
const UV_PLATFORM = 'aarch64-manylinux_2_28';
const PIP_PLATFORMS = ['manylinux_2_28_aarch64', 'manylinux_2_17_aarch64', 'manylinux2014_aarch64'];

const CANDIDATES: readonly Installer[] = [
  { name: 'uv', command: ['uv'] },
  { name: 'uv', command: ['python3', '-m', 'uv'] },
  { name: 'pip', command: ['python3', '-m', 'pip'] },
  { name: 'pip', command: ['python', '-m', 'pip'] },
];

/** Where dependencies may be declared, the most exact first. */
const DECLARED_IN = [
  { file: 'uv.lock', readBy: ['uv'], commands: fromLock },
  { file: 'requirements.txt', readBy: ['uv', 'pip'], commands: fromRequirements },
  { file: 'pyproject.toml', readBy: ['uv'], commands: fromProject },
] as const;

/** The installer of this machine. */
export function findInstaller(): Installer | undefined {
  return CANDIDATES.find(({ command }) => failureOf([...command, '--version']) === undefined);
}

/** What a command said when it failed. */
export function failureOf([program, ...args]: Command, cwd?: string): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: process.env,
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  return status === 0 ? undefined : `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim();
}

/** Why the folder does not say what it depends on. */
export function declarationProblems(about: string, directory: string): Problem[] {
  if (DECLARED_IN.some(({ file }) => existsSync(join(directory, file)))) return [];
  return [
    {
      about,
      value: directory,
      allowed: `a folder with ${DECLARED_IN.map(({ file }) => file).join(' or ')}`,
      fix: 'Add a requirements.txt with pinned versions; an empty one if the code needs no packages.',
    },
  ];
}

/** The files that say what is installed, whether or not they go into the package: those above and those they refer to. */
export function declaringFiles(directory: string): string[] {
  const found: string[] = [];
  const add = (path: string): void => {
    if (found.includes(path) || !existsSync(path)) return;
    found.push(path);
    if (!path.endsWith('.txt')) return;
    const references = readFileSync(path, 'utf8').matchAll(
      /^\s*(?:-[rc]|--(?:requirement|constraint))[\s=]*([^\s#]+)/gm,
    );
    for (const [, reference] of references) add(resolve(dirname(path), reference));
  };
  for (const { file } of DECLARED_IN) add(join(directory, file));
  return found.sort();
}

/** The commands that install what the folder declares, and the file that declares it. */
export function installCommands(
  installer: Installer,
  installation: Installation,
): { readonly file: string; readonly commands: readonly Command[] } | undefined {
  const declared = DECLARED_IN.filter(({ file }) => existsSync(join(installation.directory, file)));
  const readable = declared.find(({ readBy }) => (readBy as readonly string[]).includes(installer.name));
  return readable && { file: readable.file, commands: readable.commands(installer, installation) };
}

function fromLock(installer: Installer, installation: Installation): Command[] {
  const options = ['--locked', '--no-dev', '--no-emit-project', '--no-header', '--no-annotate', '--quiet'];
  const output = ['--format', 'requirements-txt', '--output-file', installation.exported];
  return [
    [...installer.command, 'export', ...options, ...output],
    [...installer.command, ...uvInstall(installation, installation.exported)],
  ];
}

function fromProject(installer: Installer, installation: Installation): Command[] {
  return [[...installer.command, ...uvInstall(installation, 'pyproject.toml')]];
}

function fromRequirements(installer: Installer, installation: Installation): Command[] {
  const install = installer.name === 'uv' ? uvInstall : pipInstall;
  return [[...installer.command, ...install(installation, 'requirements.txt')]];
}

function uvInstall({ target, pythonVersion }: Installation, file: string): string[] {
  return [
    ...['pip', 'install', '-r', file, '--target', target],
    ...['--python-platform', UV_PLATFORM, '--python-version', pythonVersion, '--only-binary=:all:'],
    // Not hard links into uv's cache, and no traces of this machine.
    ...['--link-mode=copy', '--no-installer-metadata'],
  ];
}

function pipInstall({ target, pythonVersion }: Installation, file: string): string[] {
  return [
    ...['install', '-r', file, '--target', target],
    ...PIP_PLATFORMS.flatMap((platform) => ['--platform', platform]),
    ...['--implementation', 'cp', '--python-version', pythonVersion, '--only-binary=:all:'],
    ...['--no-compile', '--no-input', '--disable-pip-version-check'],
  ];
}
