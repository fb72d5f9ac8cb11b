/** Patterns of `matches`: a star is a wildcard, a star after a backslash is a star. */

/** The literal parts of a pattern; a wildcard stands between each two of them. */
export function patternParts(pattern: string): string[] {
  const parts = [''];
  for (const [piece] of pattern.matchAll(/\\\*|[^]/g)) {
    if (piece === '*') parts.push('');
    else parts[parts.length - 1] += piece === '\\*' ? '*' : piece;
  }
  return parts;
}
