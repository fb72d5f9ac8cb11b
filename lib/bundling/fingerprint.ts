/** Hashes of files and folders: what decides whether code must be packaged again, and the name of what was packaged. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, statSync, type Dirent } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** What may be imported without naming its ending. */
export const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|json)$/;

/**
 * The hash of a file's content. A folder counts by the names of the source files in it and by where its links lead, and
 * what is not there has a hash too: both are noticed when something appears.
 */
export function hashFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return hashText(readFileSync(path));
  if (!stat?.isDirectory()) return 'absent';
  return hashText(readdirSync(path, { withFileTypes: true }).flatMap(importableAs).sort().join('\n'));
}

function importableAs(entry: Dirent): string[] {
  if (entry.isSymbolicLink()) return [`${entry.name} -> ${readlinkSync(join(entry.parentPath, entry.name))}`];
  return SOURCE_FILE.test(entry.name) ? [entry.name] : [];
}

/** What the file system says about files of installed packages, by path: asked once in a synthesis. */
export type InstalledFiles = Map<string, string>;

/**
 * One hash over what the file system says about files. While it stays the same, so does their content.
 * @param installed what was found out about installed packages before, to which this adds
 */
export function stampFiles(root: string, paths: readonly string[], installed: InstalledFiles): string {
  return hashText(paths.map((path) => `${path}\0${stampOf(resolve(root, path), installed)}\n`).join(''));
}

function stampOf(path: string, installed: InstalledFiles): string {
  if (!path.includes(INSTALLED)) return freshStampOf(path);
  let stamp = installed.get(path);
  if (stamp === undefined) installed.set(path, (stamp = freshStampOf(path)));
  return stamp;
}

const INSTALLED = `${sep}node_modules${sep}`;

function freshStampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}` : 'absent';
}

/** One hash over files named relative to a folder, in the order given. */
export function hashFiles(root: string, paths: readonly string[]): string {
  return hashText(paths.map((path) => `${path}\0${hashFile(resolve(root, path))}\n`).join(''));
}

/** One hash over all files of a folder. */
export function hashFolder(folder: string): string {
  return hashFiles(folder, filesOf(folder));
}

export function hashText(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The names in a folder, sorted; none where it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** All files below a folder, relative to it, with `/`, sorted. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relativePath(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Whether there is a file of this name in a folder, not beside it: what is packaged is the folder. */
export function isInside(folder: string, name: string): boolean {
  const path = resolve(folder, name);
  return (
    relativePath(resolve(folder), path).split('/')[0] !== '..' && !!statSync(path, { throwIfNoEntry: false })?.isFile()
  );
}

/** The path from a folder, spelt the same on every system. */
export function relativePath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

/** The folder and all above it, nearest first. */
export function ancestorsOf(folder: string): string[] {
  const folders = [resolve(folder)];
  for (let parent = dirname(folders[0]); parent !== folders[folders.length - 1]; parent = dirname(parent)) {
    folders.push(parent);
  }
  return folders;
}
