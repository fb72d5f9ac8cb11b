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

/** What is wrong with a token in a pattern: what it becomes may hold a star, and then more fits than is meant. */
export const TOKEN_IN_PATTERN = {
  value: 'a token',
  allowed: 'text that is known at synth, as a * in it would stand for any text',
  fix: 'Write it out, or compare with equalTo(…).',
} as const;
