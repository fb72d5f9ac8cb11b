/** Reads the files of statements that a path means; what is wrong with them comes back as problems. */
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Problem } from '../core/refusal';

/** A file of statements. */
export interface CedarFile {
  /** As messages name it: from the working directory where it is below, with forward slashes. */
  readonly name: string;
  /** Its text, with line ends as one character: a checkout on another system gives the same template. */
  readonly text: string;
}

/** What a path means: files, or why there are none. */
export interface CedarFiles {
  readonly files: CedarFile[];
  readonly problems: Problem[];
}

const ABOUT = 'Cedar.fromFile';
const MOST_NAMES = 10;

/** Reads one file, or with `*` in the last part of the path every file whose name fits, sorted by name. */
export function readCedarFiles(path: string): CedarFiles {
  if (dirname(path).includes('*')) return { files: [], problems: [wildcardInFolder(path)] };
  const pattern = basename(path);
  const names = pattern.includes('*') ? matching(dirname(path), pattern) : [pattern];
  const read = names.map((name) => readCedarFile(join(dirname(path), name), path));
  if (read.length === 0) return { files: [], problems: [nothingThere(path)] };
  return {
    files: read.flatMap((file) => ('text' in file ? [file] : [])),
    problems: read.flatMap((file) => ('text' in file ? [] : [file])),
  };
}

function readCedarFile(path: string, given: string): CedarFile | Problem {
  const name = shownPath(path);
  let bytes: Buffer;
  try {
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry?.isDirectory()) return folder(path);
    if (!entry) return nothingThere(given);
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    return { about: ABOUT, value: name, allowed: `a file that can be read (${code})`, fix: 'Make it readable.' };
  }
  if (!isUtf8(bytes)) return { about: ABOUT, value: name, allowed: 'text in UTF-8', fix: 'Save the file as UTF-8.' };
  return {
    name,
    text: bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n'),
  };
}

/** As a shell does it: hidden files, of which editors leave some, and folders are left out. */
function matching(folder: string, pattern: string): string[] {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const fits = new RegExp(`^${parts.join('.*')}$`, 's');
  return namesIn(folder).filter((name) => fits.test(name) && (!name.startsWith('.') || pattern.startsWith('.')));
}

/** Sorted by name; without folders. */
function namesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function nothingThere(path: string): Problem {
  const shown = JSON.stringify(dirname(path));
  const all = namesIn(dirname(path));
  const cedar = all.filter((name) => name.endsWith('.cedar'));
  const names = cedar.length > 0 ? cedar : all;
  const listed = names.slice(0, MOST_NAMES).join(', ');
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return {
    about: ABOUT,
    value: path,
    allowed: `a file of statements, or several with * in the last part of the path, relative to ${JSON.stringify(process.cwd())}`,
    fix: !isFolder(dirname(path))
      ? `There is no folder ${shown}.`
      : `In ${shown} there is ${names.length > 0 ? `${listed}${more}` : 'no file'}.`,
  };
}

function folder(path: string): Problem {
  return {
    about: ABOUT,
    value: path,
    allowed: 'a file, and this is a folder',
    fix: `Write Cedar.fromFile(${JSON.stringify(`${withSlashes(path)}/*.cedar`)}).`,
  };
}

function wildcardInFolder(path: string): Problem {
  return {
    about: ABOUT,
    value: path,
    allowed: '* in the last part of the path only',
    fix: 'Write tools.addPolicies(Cedar.fromFile(…)) for each folder.',
  };
}

function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), resolve(path));
  return withSlashes(fromHere.startsWith('..') ? path : fromHere);
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
