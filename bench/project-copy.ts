/** A copy of the project in another folder, with the packages of this one and no bundles. */
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from './systems';

export function copyProject(folder: string): void {
  for (const name of ['bin', 'lib', 'bench', 'cdk.json', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter((candidate) => !candidate.startsWith('.'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
}

/** Puts JavaScript beside each TypeScript file, as a package has it: what compiling costs is not the library's. */
export function compile(folder: string): void {
  const sources = ['bin', 'lib', 'bench']
    .flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((path) => join(name, path)),
    )
    .filter((path) => /(?<!\.d)\.ts$/.test(path));
  buildSync({
    entryPoints: sources,
    absWorkingDir: folder,
    outdir: folder,
    outbase: folder,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
}

export function removeBundles(folder: string): void {
  rmSync(join(folder, 'node_modules', '.cache'), { recursive: true, force: true });
}
