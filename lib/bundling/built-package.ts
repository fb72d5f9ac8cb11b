/** A folder that is ready to be zipped, or why there is none. */
import type { Problem } from '../core/refusal';

export interface BuiltPackage {
  /** The folder, complete and never changed afterwards. */
  readonly directory: string;
  /** The hash of its content: the same content has the same hash on every machine. */
  readonly hash: string;
}

export interface FailedPackage {
  readonly problems: readonly Problem[];
}

export type PackageResult = BuiltPackage | FailedPackage;

export function failed(result: object): result is FailedPackage {
  return 'problems' in result;
}
