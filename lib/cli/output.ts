/** Writes what a command made to the file that was named, or to standard output. */
import { writeFileSync } from 'node:fs';
import type { CommandContext } from './command';
import { UsageError } from './usage-error';

export function writeOutput(text: string, file: string | undefined, context: CommandContext): void {
  if (file === undefined) {
    context.out(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}): name a file in a folder that exists.`,
    );
  }
  context.error(`Wrote ${file}\n`);
}
