/** Packages built before, found again by a hash of what they were built from; safe for several processes at once. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { failed, type FailedPackage, type PackageResult } from './built-package';
import { ancestorsOf, hashFiles, hashFolder, hashText, stampFiles, type InstalledFiles } from './fingerprint';

/** What a build read, relative to the project. */
export interface BuildInputs {
  readonly inputs: readonly string[];
}

export interface BuildStep {
  /** The folder that inputs are relative to. */
  readonly root: string;
  /** Everything besides the inputs that decides what is built. */
  readonly key: string;
  /**
   * What is known of the inputs beforehand; a change replaces the package instead of adding another.
   * @default - the inputs are known only after the build
   */
  readonly state?: string;
  /**
   * What is known of installed files by now.
   * @default - nothing
   */
  readonly installed?: InstalledFiles;
  /** Writes the package into the folder and says what it read. */
  readonly build: (folder: string) => BuildInputs | FailedPackage;
}

interface Manifest extends BuildInputs {
  /** What the inputs contained. */
  readonly fingerprint: string;
  /** What the file system said about them: cheaper to compare, but different after a checkout. */
  readonly stamp: string;
  readonly output: string;
}

const MANIFEST = 'manifest.json';
/** Another process may still be copying a package that was just replaced, or be at work on one. */
const LEFTOVER_AFTER_MS = 15 * 60 * 1000;

/** The package built from these inputs before, or built now. A failed build leaves nothing behind. */
export function builtOnce(step: BuildStep): PackageResult {
  const cache = cacheFolder(step.root);
  const folder = join(cache, step.key);
  const manifest = readManifest(folder);
  if (manifest && isCurrent(step, folder, manifest)) {
    const directory = join(folder, manifest.output);
    markUsed(directory);
    return { directory, hash: manifest.output };
  }

  const work = mkdtempSync(join(cache, 'work-'));
  try {
    const started = Date.now();
    const output = join(work, 'package');
    mkdirSync(output);
    const built = step.build(output);
    if (failed(built)) return built;
    const hash = hashFolder(output);
    const directory = join(folder, hash);
    settleModes(output);
    moveInto(output, directory);
    if (!changedSince(started, step.root, built.inputs))
      remember({ ...step, installed: undefined }, folder, built, hash);
    removeLeftovers(folder, [hash, MANIFEST]);
    removeLeftovers(
      cache,
      readdirSync(cache).filter((name) => !name.startsWith('work-')),
    );
    return { directory, hash };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** `node_modules/.cache/cdk-agentcore` of the project; where it cannot be written, the user's own in the temp folder. */
export function cacheFolder(root: string): string {
  const installed = [...ancestorsOf(root), process.cwd()].map((folder) => join(folder, 'node_modules'));
  const writable = installed.map((modules) => join(modules, '.cache', 'cdk-agentcore')).find(canBeWritten);
  return writable ?? ownFolder();
}

const written = new Set<string>();

/** Tried once in a process; a folder that has been removed since is made again. */
function canBeWritten(folder: string): boolean {
  if (written.has(folder) && existsSync(folder)) return true;
  // Nothing is installed there.
  if (!existsSync(resolve(folder, '../..'))) return false;
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(mkdtempSync(join(folder, 'work-')), { recursive: true });
    written.add(folder);
    return true;
  } catch {
    // Read-only, as in many build containers.
    return false;
  }
}

function ownFolder(): string {
  // The number, not the name: in a container the user often has none.
  const uid = process.getuid?.();
  const own = join(tmpdir(), `cdk-agentcore-${uid ?? 'user'}`);
  if (!lstatSync(own, { throwIfNoEntry: false })) mkdirSync(own, { recursive: true, mode: 0o700 });
  // Code is deployed from here, so what somebody else made is not used, nor what a link of theirs leads to.
  const made = lstatSync(own);
  return made.isDirectory() && (uid === undefined || made.uid === uid) ? own : mkdtempSync(`${own}-`);
}

function isCurrent(step: BuildStep, folder: string, { inputs, stamp, fingerprint, output }: Manifest): boolean {
  if (!existsSync(join(folder, output))) return false;
  if (stampOf(step, inputs) === stamp) return true;
  if (fingerprintOf(step, inputs) !== fingerprint) return false;
  remember(step, folder, { inputs }, output);
  return true;
}

function remember(step: BuildStep, folder: string, { inputs }: BuildInputs, output: string): void {
  // The stamp first: what changes after it is noticed the next time.
  const stamp = stampOf(step, inputs);
  const manifest: Manifest = { inputs, stamp, fingerprint: fingerprintOf(step, inputs), output };
  const unfinished = join(folder, `${MANIFEST}.${randomUUID()}`);
  writeFileSync(unfinished, JSON.stringify(manifest));
  renameSync(unfinished, join(folder, MANIFEST));
}

function stampOf({ root, state = '', installed }: BuildStep, inputs: readonly string[]): string {
  return hashText(state + stampFiles(root, inputs, installed ?? new Map<string, string>()));
}

function fingerprintOf({ root, state = '' }: BuildStep, inputs: readonly string[]): string {
  return hashText(state + hashFiles(root, inputs));
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

/** AgentCore refuses other modes, and the umask must not decide. What lies in `bin` is started, not imported. */
function settleModes(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const executable = entry.isDirectory() || entry.parentPath === join(folder, 'bin');
    chmodSync(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
  chmodSync(folder, 0o755);
}

function moveInto(from: string, to: string): void {
  mkdirSync(resolve(to, '..'), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process was first, with the same bytes.
    if (!existsSync(to)) throw error;
  }
  markUsed(to);
}

/** So that another process does not take it for left over while it is copied from here. */
function markUsed(directory: string): void {
  const now = new Date();
  utimesSync(directory, now, now);
}

/** A file saved while it was being read would be remembered with the wrong content. */
function changedSince(started: number, root: string, inputs: readonly string[]): boolean {
  return inputs.some((path) => {
    const stat = statSync(resolve(root, path), { throwIfNoEntry: false });
    return stat !== undefined && Math.floor(stat.mtimeMs) > started;
  });
}

function removeLeftovers(folder: string, keep: readonly string[]): void {
  for (const name of readdirSync(folder).filter((candidate) => !keep.includes(candidate))) {
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LEFTOVER_AFTER_MS) rmSync(path, { recursive: true, force: true });
  }
}
