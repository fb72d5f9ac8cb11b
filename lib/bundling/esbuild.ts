/** Finds esbuild and runs it, without plugins: constructors are synchronous. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Problem } from '../core/refusal';

/** As much of esbuild's API as we use; jsii does not let us depend on its types. */
export interface Esbuild {
  buildSync(options: Record<string, unknown>): { readonly metafile: { readonly inputs: Record<string, unknown> } };
  formatMessagesSync(messages: readonly object[], options: { kind: 'error'; color: boolean }): string[];
}

export interface FoundEsbuild {
  readonly version: string;
  /** Loads it; only when there is something to bundle. */
  readonly load: () => Esbuild;
}

/** esbuild of the user's project first, so that its version is the user's choice. */
export function findEsbuild(
  root: string,
  elsewhere: readonly string[] = [process.cwd(), __dirname],
): FoundEsbuild | undefined {
  for (const folder of [root, ...elsewhere]) {
    const find = createRequire(join(folder, 'package.json'));
    try {
      const manifest = find.resolve('esbuild/package.json');
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
      return { version, load: () => find(dirname(manifest)) as Esbuild };
    } catch {
      // Not there; look in the next place.
    }
  }
  return undefined;
}

export const ESBUILD_MISSING: Problem = {
  about: 'esbuild',
  allowed: 'a version of it in the project, because TypeScript is bundled with it',
  fix: 'Run npm install --save-dev esbuild.',
};

/** What esbuild itself said about a build that failed. */
export function esbuildProblem(esbuild: Esbuild, about: string, entry: string, error: unknown): Problem {
  const { errors = [] } = error as { errors?: readonly { text: string }[] };
  const said = errors.length > 0 ? esbuild.formatMessagesSync(errors, { kind: 'error', color: false }).join('') : error;
  const texts = errors.map(({ text }) => text);
  const { allowed, hint } = KNOWN.find(({ text }) => texts.some((line) => line.includes(text))) ?? {
    allowed: 'code that esbuild can bundle',
    hint: 'esbuild says:',
  };
  return { about, value: entry, allowed, fix: `${hint}\n\n${String(said).trimEnd()}\n` };
}

const KNOWN = [
  {
    text: 'No loader is configured for ".node" files',
    allowed: 'pure JavaScript: a native module of this machine would not load on arm64',
    hint: 'Replace the package by one without native code, or use AgentCode.container. esbuild says:',
  },
  {
    text: 'Top-level await is currently not supported with the "cjs" output format',
    allowed: 'code that does not await at its top level, as long as it is bundled to CommonJS',
    hint: 'Move the await into a function, or bundle with format: ModuleFormat.ESM. esbuild says:',
  },
];
