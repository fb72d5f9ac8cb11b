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

/** The problem in one line: `line 4, column 3: …`. */
export function cedarProblemInWords({ line, column, cause, hint }: CedarProblem): string {
  return `line ${line}, column ${column}: ${cause}${hint ? ` ${hint}` : ''}`;
}

/** A problem whose place is still an index into the text. */
export interface PlacedProblem extends Omit<CedarProblem, keyof Position> {
  readonly at: number;
}
