/** What the deployed stack says about itself: the file that `cdk deploy --outputs-file cdk-outputs.json` wrote. */
import { readFileSync } from 'node:fs';

export const OUTPUTS_FILE = 'cdk-outputs.json';

/** A mistake of the person at the terminal: shown as one line, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The values of these outputs, from the one stack in the file that has them all. */
export function stackOutputs<Name extends string>(names: readonly Name[], file = OUTPUTS_FILE): Record<Name, string> {
  let stacks: Record<string, Record<string, string>>;
  try {
    stacks = JSON.parse(readFileSync(file, 'utf8')) as typeof stacks;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw new UsageError(`${file} ${why}. Deploy with: npx cdk deploy --outputs-file ${OUTPUTS_FILE}`);
  }
  const found = Object.values(stacks).filter((outputs) => names.every((name) => typeof outputs[name] === 'string'));
  if (found.length !== 1) {
    throw new UsageError(
      `${file} has ${found.length === 0 ? 'no stack' : 'several stacks'} with the outputs ${names.join(', ')}.`,
    );
  }
  return found[0];
}

/** The region of a user pool, which begins its id: `eu-central-1_AbC`. */
export function regionOf(userPoolId: string): string {
  return userPoolId.split('_')[0];
}
