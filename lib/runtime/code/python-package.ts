/** Puts an agent's Python sources and their dependencies into one folder that runs on linux/arm64. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { IgnoreStrategy } from 'aws-cdk-lib';
import type { FailedPackage, PackageResult } from '../../bundling/built-package';
import { filesOf, hashFiles, hashText, relativePath } from '../../bundling/fingerprint';
import { builtOnce, type BuildInputs } from '../../bundling/package-cache';
import { PACKAGE_LIMITS, sizeProblems } from '../../bundling/package-size';
import type { Problem } from '../../core/refusal';
import { foreignBinaries } from './elf';
import { declaringFiles, failureOf, findInstaller, installCommands } from './python-installer';

export interface PythonPackage {
  readonly about: string;
  /** The folder with the sources, absolute. */
  readonly directory: string;
  /** `3.13`. */
  readonly pythonVersion: string;
  /** Whether the agent is started through opentelemetry-instrument. */
  readonly instrumented: boolean;
  /** What stays out of the package, besides what never belongs into one; as in a .gitignore. */
  readonly exclude: readonly string[];
}

/** Changed whenever the same sources give another package. */
const RECIPE = 1;

/** Caches, environments, secrets and other people's business. */
const NEVER_PACKAGED = [
  ...['__pycache__/', '*.pyc', '*.egg-info/', '.venv/', 'venv/', '.*_cache/', '.tox/', '.git/', '.DS_Store'],
  ...['.env', '.env.*', 'node_modules/', 'cdk.out/'],
];

/** Files that differ with the folder, the tool or the machine that installed them. */
const TRACES = ['RECORD', 'INSTALLER', 'REQUESTED', 'direct_url.json', 'uv_cache.json'];
const INSTRUMENT = 'bin/opentelemetry-instrument';

/** The package of a folder: from the cache when neither a file nor an option has changed. */
export function packagePython(request: PythonPackage): PackageResult {
  const { about: _, ...settings } = request;
  const sources = sourcesOf(request);
  const declarations = declaringFiles(request.directory).map((path) => relativePath(request.directory, path));
  return builtOnce({
    root: request.directory,
    key: hashText(JSON.stringify([RECIPE, settings])).slice(0, 32),
    state: hashFiles(request.directory, [...sources, ...declarations]),
    build: (folder) => build(request, sources, folder),
  });
}

function build(request: PythonPackage, sources: readonly string[], folder: string): BuildInputs | FailedPackage {
  const problem = install(request, folder);
  if (problem) return { problems: [problem] };
  removeTraces(folder, request.instrumented);
  for (const path of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(request.directory, path), join(folder, path));
  }
  const problems = [
    ...instrumentProblems(request, folder),
    ...binaryProblems(request, folder),
    ...sizeProblems(request.about, folder, PACKAGE_LIMITS.agentRuntime),
  ];
  return problems.length > 0 ? { problems } : { inputs: [] };
}

function install(request: PythonPackage, target: string): Problem | undefined {
  const { about, directory, pythonVersion } = request;
  const installer = findInstaller();
  if (!installer) {
    return {
      about,
      value: directory,
      allowed: 'uv, or python3 with pip, on this machine, because they fetch the packages',
      fix: 'Install uv (https://docs.astral.sh/uv/), or use AgentCode.container or AgentCode.zip.',
    };
  }
  const exported = join(dirname(target), 'requirements.txt');
  const plan = installCommands(installer, { directory, pythonVersion, target, exported });
  if (!plan) {
    return {
      about,
      value: directory,
      allowed: 'a requirements.txt where there is only pip: it reads neither uv.lock nor pyproject.toml',
      fix: 'Install uv (https://docs.astral.sh/uv/), or write the requirements with uv export.',
    };
  }
  for (const command of plan.commands) {
    const said = failureOf(command, directory);
    if (said === undefined) continue;
    return {
      about,
      value: join(directory, plan.file),
      allowed: `packages with wheels for Python ${pythonVersion} on linux/arm64`,
      fix: `${installer.name} says:\n\n${said}\n`,
    };
  }
  return undefined;
}

/** What is left is the same bytes whoever installed it. */
function removeTraces(folder: string, keepInstrument: boolean): void {
  for (const path of filesOf(folder)) {
    const [top] = path.split('/');
    const trace =
      (top === 'bin' && !(keepInstrument && path === INSTRUMENT)) ||
      path === '.lock' ||
      path.includes('__pycache__/') ||
      (dirname(path).endsWith('.dist-info') && TRACES.includes(basename(path)));
    if (trace) rmSync(join(folder, path));
  }
  if (keepInstrument && existsSync(join(folder, INSTRUMENT))) {
    const script = readFileSync(join(folder, INSTRUMENT), 'utf8');
    writeFileSync(join(folder, INSTRUMENT), script.replace(/^#!.*/, '#!/usr/bin/env python3'));
  }
}

function instrumentProblems({ about, directory, instrumented }: PythonPackage, folder: string): Problem[] {
  if (!instrumented || existsSync(join(folder, INSTRUMENT))) return [];
  return [
    {
      about: `${about} instrumented`,
      value: true,
      allowed: `true where the packages of ${JSON.stringify(directory)} bring opentelemetry-instrument`,
      fix: 'Add aws-opentelemetry-distro to the requirements.',
    },
  ];
}

function binaryProblems({ about }: PythonPackage, folder: string): Problem[] {
  const foreign = foreignBinaries(folder);
  if (foreign.length === 0) return [];
  return [
    {
      about,
      value: foreign.slice(0, 5).join(', ') + (foreign.length > 5 ? ` and ${foreign.length - 5} more` : ''),
      allowed: 'native libraries for linux/arm64',
      fix: 'Take them out of the folder and let the requirements bring them, or use AgentCode.container.',
    },
  ];
}

/** The agent's own files, relative to its folder; linked folders count, unless they lead back into themselves. */
function sourcesOf({ directory, exclude }: PythonPackage): string[] {
  const ignored = IgnoreStrategy.git(directory, [...NEVER_PACKAGED, ...exclude]);
  const walk = (folder: string, within: readonly string[]): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (!stat?.isDirectory()) return !stat || ignored.ignores(path) ? [] : [relativePath(directory, path)];
      const real = realpathSync(path);
      return ignored.completelyIgnores(path) || within.includes(real) ? [] : walk(path, [...within, real]);
    });
  return walk(directory, [directory]).sort();
}
