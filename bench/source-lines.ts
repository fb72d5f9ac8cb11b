/** How many lines a user writes, each source laid out by prettier in the same way. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import type { Pair } from './figures';
import { ROOT } from './systems';

const REFERENCE = ['bin/customer-support/stack.ts'];
const HAND_WRITTEN = [
  'bench/hand-written-stack.ts',
  ...['arns', 'service-log-group', 'tool-function', 'tool-schema'].map((name) => `bench/hand-written/${name}.ts`),
];

export interface SourceLines {
  /** The class of the stack. */
  readonly stackClass: Pair;
  /** All files of the stack, with imports, comments and what stands beside the class. */
  readonly files: Pair;
}

export async function sourceLines(): Promise<SourceLines> {
  const [reference, handWritten] = await Promise.all([linesOf(REFERENCE), linesOf(HAND_WRITTEN)]);
  return {
    stackClass: { reference: reference.stackClass, handWritten: handWritten.stackClass },
    files: { reference: reference.files, handWritten: handWritten.files },
  };
}

async function linesOf(paths: readonly string[]): Promise<{ stackClass: number; files: number }> {
  const sources = await Promise.all(paths.map(async (path) => formatted(readFileSync(join(ROOT, path), 'utf8'))));
  const lines = sources.map((source) => source.trimEnd().split('\n'));
  const stack = lines[0];
  const begin = stack.findIndex((line) => line.startsWith('export class '));
  return {
    stackClass: stack.indexOf('}', begin) - begin + 1,
    files: lines.reduce((sum, { length }) => sum + length, 0),
  };
}

function formatted(source: string): Promise<string> {
  return format(source, { parser: 'typescript', printWidth: 120, singleQuote: true, trailingComma: 'all' });
}
