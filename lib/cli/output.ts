/** In which format a command writes, and where to: to the file that was named, or to standard output. */
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

/** What writes the format that was asked for; the first one where none was. */
export function chosenFormat<T>(format: string | undefined, formats: Readonly<Record<string, T>>): T {
  const names = Object.keys(formats);
  const name = format ?? names[0];
  if (!Object.hasOwn(formats, name)) {
    throw new UsageError(`There is no format ${JSON.stringify(name)}. Formats: ${names.join(', ')}.`);
  }
  return formats[name];
}
