/** What is wrong with a statement, and where. */
import type { Position } from './source-text';

/** One thing that is wrong with a statement. */
export interface CedarProblem extends Position {
  /** Stable, by which code and tests tell problems apart: `unknown-action`, `optional-field`. */
  readonly code: string;
  /** What is wrong, in a sentence. */
  readonly cause: string;
  /** What was probably meant, or what to write instead. */
  readonly hint?: string;
}

/** The problem in one line: `line 4, column 3: …`, or with its file `policies/refunds.cedar:4:3: …`. */
export function cedarProblemInWords({ cause, hint, ...place }: CedarProblem & PlaceInFile): string {
  return `${placeInWords(place)}: ${cause}${hint ? ` ${hint}` : ''}`;
}

/** A place, in a file where there is one. */
export interface PlaceInFile extends Position {
  readonly file?: string;
}

/** `line 4, column 3`, or with its file `policies/refunds.cedar:4:3`, which editors and terminals open. */
export function placeInWords({ file, line, column }: PlaceInFile): string {
  return file === undefined ? `line ${line}, column ${column}` : `${file}:${line}:${column}`;
}

/** A problem whose place is still an index into the text. */
export interface PlacedProblem extends Omit<CedarProblem, keyof Position> {
  readonly at: number;
}
