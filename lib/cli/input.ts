/** The files that a command reads. */
import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error';

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** The two things that a command compares. */
export function twoOperands(positionals: readonly string[], usage: string): [before: string, after: string] {
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0) throw new UsageError(usage);
  return [before, after];
}
