/** Whether a message can be passed on as it was sent: what JSON text says twice or too exactly is lost when it is parsed. */

/**
 * What of the text would be lost, or undefined. An interceptor passes on what was parsed, so a name that stands twice
 * in an object would be decided by one reader and meant for another, and a long number would become another number.
 */
export function lossIn(raw: unknown): string | undefined {
  if (typeof raw !== 'string') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    // Only what the gateway parsed is passed on.
    return undefined;
  }
  if (repeatsName(raw, parsed)) return 'an object has a name twice';
  return raw.match(TOKENS)?.every(isExact) === false
    ? 'a number has more digits than can be passed on: send it as text'
    : undefined;
}

/** Whether an object in the text has a name twice, of which a parser keeps one. */
export function repeatsName(raw: string, parsed: unknown): boolean {
  let written = 0;
  for (const [, colon] of raw.matchAll(TOKENS)) if (colon !== undefined) written += 1;
  return written !== namesIn(parsed);
}

/** Texts, with the colon where they are names; and numbers outside of texts. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

function isExact(token: string): boolean {
  if (token.startsWith('"')) return true;
  const number = Number(token);
  if (!Number.isFinite(number)) return false;
  // It is written again as it was, or otherwise but as the same number: 1e+21.
  return !/^-?\d{16,}$/.test(token) || String(number) === token || BigInt(token) === BigInt(number);
}

function namesIn(value: unknown): number {
  let names = 0;
  const open = [value];
  while (open.length > 0) {
    const current = open.pop();
    if (typeof current !== 'object' || current === null) continue;
    const values = Object.values(current) as unknown[];
    if (!Array.isArray(current)) names += values.length;
    for (const inner of values) open.push(inner);
  }
  return names;
}
