/** Bundles a TypeScript or JavaScript entry into a folder with one `index.js`, once per content. */
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Problem } from '../core/refusal';
import type { FailedPackage, PackageResult } from './built-package';
import { ModuleFormat, type BundleOptions } from './bundle-options';
import { ESBUILD_MISSING, esbuildProblem, findEsbuild, type Esbuild } from './esbuild';
import { ancestorsOf, hashText, namesIn, relativePath, SOURCE_FILE, type InstalledFiles } from './fingerprint';
import { aliasesForHiddenRequires } from './hidden-requires';
import { builtOnce, type BuildInputs } from './package-cache';
import { sizeProblems, type PackageLimits } from './package-size';

export interface BundleRequest {
  /** The prop that problems are about. */
  readonly about: string;
  /** The file to start from, relative to the working directory. */
  readonly entry: string;
  /** What the code runs on, in esbuild's words: `node22`. */
  readonly target: string;
  readonly limits: PackageLimits;
  /** Whether the entry may start the server of bedrock-agentcore. */
  readonly agent: boolean;
  readonly options: BundleOptions;
}

/** Changed whenever the same inputs give another bundle. */
const RECIPE = 2;
const TSCONFIG = /^tsconfig.*\.json$/;
/** What decides which version of a package is imported; each package manager also notes what it has installed. */
const INSTALLED = [
  ...['package.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'node_modules'],
  ...['.package-lock.json', '.yarn-integrity', '.yarn-state.yml', '.modules.yaml'].map(
    (name) => `node_modules/${name}`,
  ),
];

/** Why there is nothing to bundle; cheap, and the same whether or not bundling is required. */
export function entryProblems(about: string, entry: string): Problem[] {
  const path = resolve(entry);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
  const folder = dirname(path);
  const candidates = namesIn(folder).filter((name) => SOURCE_FILE.test(name));
  return [
    {
      about,
      value: entry,
      allowed: `a TypeScript or JavaScript file, relative to ${JSON.stringify(process.cwd())}`,
      fix: !existsSync(folder)
        ? `There is no folder ${JSON.stringify(dirname(entry))}.`
        : `In ${JSON.stringify(dirname(entry))} there is ${candidates.length > 0 ? candidates.join(', ') : 'no such file'}.`,
    },
  ];
}

/**
 * The bundle of an entry: from the cache when nothing that it was made from has changed.
 * @param installed what is known of installed files by now
 */
export function bundle(request: BundleRequest, installed?: InstalledFiles): PackageResult {
  const problems = entryProblems(request.about, request.entry);
  if (problems.length > 0) return { problems };
  const entry = realpathSync(resolve(request.entry));
  const root = realpathSync(resolve(request.options.projectRoot ?? projectRootOf(entry)));
  const found = findEsbuild(root);
  if (!found) return { problems: [ESBUILD_MISSING] };
  const { about, entry: _, ...settings } = request;
  const key = hashText(JSON.stringify([RECIPE, found.version, root, relativePath(root, entry), settings])).slice(0, 32);
  const build = (folder: string) => run(found.load(), { ...request, entry }, root, folder);
  return builtOnce({ root, key, installed, build });
}

function run(esbuild: Esbuild, request: BundleRequest, root: string, folder: string): BuildInputs | FailedPackage {
  const { minify = true, sourceMap = true, format = ModuleFormat.COMMONJS, define, external } = request.options;
  const outfile = join(folder, 'index.js');
  let inputs: string[];
  try {
    const { metafile } = esbuild.buildSync({
      entryPoints: [request.entry],
      absWorkingDir: root,
      outfile,
      bundle: true,
      platform: 'node',
      target: request.target,
      format,
      minify,
      keepNames: true,
      sourcemap: sourceMap,
      sourcesContent: false,
      external,
      alias: request.agent ? aliasesForHiddenRequires(dirname(request.entry)) : {},
      define: { ...DEFINED[format], ...define },
      banner: { js: BANNERS[format] },
      metafile: true,
      logLevel: 'silent',
    });
    inputs = Object.keys(metafile.inputs);
  } catch (error) {
    return { problems: [esbuildProblem(esbuild, request.about, relativePath(root, request.entry), error)] };
  }
  if (sourceMap) relocateSourceMap(`${outfile}.map`, root);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: PACKAGE_TYPES[format] })}\n`);
  const problems = sizeProblems(request.about, folder, request.limits);
  if (problems.length > 0) return { problems };
  return { inputs: [...inputs, ...surroundings(root, inputs)].sort() };
}

/** What CommonJS and ES modules lack of each other and packages rely on. */
const BANNERS: Record<ModuleFormat, string> = {
  [ModuleFormat.COMMONJS]: `const __bundleUrl=require("node:url").pathToFileURL(__filename).href;`,
  [ModuleFormat.ESM]: [
    `import{createRequire as __bundleRequire}from"node:module";`,
    `import{fileURLToPath as __bundlePath}from"node:url";`,
    `const require=__bundleRequire(import.meta.url),__bundleFile=__bundlePath(import.meta.url),`,
    `__bundleFolder=__bundlePath(new URL(".",import.meta.url)).slice(0,-1);`,
  ].join(''),
};

/** Names of our own for them, because ES modules often declare `__dirname` themselves. esbuild renames a `require`. */
const DEFINED: Record<ModuleFormat, Readonly<Record<string, string>>> = {
  [ModuleFormat.COMMONJS]: { 'import.meta.url': '__bundleUrl' },
  [ModuleFormat.ESM]: { __filename: '__bundleFile', __dirname: '__bundleFolder' },
};

const PACKAGE_TYPES: Record<ModuleFormat, string> = {
  [ModuleFormat.COMMONJS]: 'commonjs',
  [ModuleFormat.ESM]: 'module',
};

/** Names sources from the project instead of from the folder of this build, so that every build gives the same bytes. */
function relocateSourceMap(path: string, root: string): void {
  const map = JSON.parse(readFileSync(path, 'utf8')) as { sources: string[] };
  map.sources = map.sources.map((source) => relativePath(root, resolve(dirname(path), source)));
  writeFileSync(path, JSON.stringify(map));
}

/** What esbuild does not list but what decides what it reads and writes. */
function surroundings(root: string, inputs: readonly string[]): string[] {
  const own = inputs.filter((path) => !path.includes('node_modules/') && existsSync(resolve(root, path)));
  const folders = [...new Set(own.map((path) => dirname(resolve(root, path))))];
  const above = [...new Set(folders.flatMap(ancestorsOf))];
  const files = above.flatMap((folder) =>
    [...INSTALLED, 'tsconfig.json', ...namesIn(folder).filter((name) => TSCONFIG.test(name))].map((name) =>
      join(folder, name),
    ),
  );
  const configurations = files.filter((path) => TSCONFIG.test(basename(path)));
  // The folders themselves: a file added to them may be imported in place of another.
  const paths = [...folders, ...files, ...extendedBy(configurations)].map((path) => relativePath(root, path));
  return [...new Set(paths)].filter((path) => !inputs.includes(path));
}

/** The configurations that these extend by path, and so on; those from packages change with what is installed. */
function extendedBy(configurations: readonly string[], known: readonly string[] = configurations): string[] {
  const found = configurations.flatMap((path) => {
    const [, list = ''] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(textOf(path)) ?? [];
    const names = [...list.matchAll(/"(\.[^"]*|\/[^"]*)"/g)].map(([, name]) => resolve(dirname(path), name));
    return names.flatMap((name) => (name.endsWith('.json') ? [name] : [name, `${name}.json`]));
  });
  const fresh = [...new Set(found)].filter((path) => !known.includes(path));
  return fresh.length === 0 ? [] : [...fresh, ...extendedBy(fresh, [...known, ...fresh])];
}

function textOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : '';
}

function projectRootOf(entry: string): string {
  return ancestorsOf(dirname(entry)).find((folder) => existsSync(join(folder, 'package.json'))) ?? dirname(entry);
}
