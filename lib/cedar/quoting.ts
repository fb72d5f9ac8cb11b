/** How names and values are written in Cedar: strings, patterns, decimals, attribute paths. */

const RESERVED = new Set(['true', 'false', 'if', 'then', 'else', 'in', 'is', 'like', 'has', '__cedar']);
const NAMED_ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/** A string literal. CDK tokens in it stay what they are. */
export function quoted(value: string): string {
  return `"${escaped(value)}"`;
}

/** A `like` pattern from its literal parts; a wildcard stands between each two of them. */
export function quotedPattern(parts: readonly string[]): string {
  return `"${parts.map((part) => escaped(part).replaceAll('*', '\\*')).join('*')}"`;
}

function escaped(value: string): string {
  return value
    .replace(/[\\"]/g, '\\$&')
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => NAMED_ESCAPES[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`,
    );
}

/** Half a surrogate pair has no place in a Cedar string, which is UTF-8. */
export function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}

/** The text with the replacement character for every half of a pair, as UTF-8 would have it. */
export function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Whether a name can be written after a dot. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name);
}

/** `context.input.address.city`, `context.input["postal-code"]`. */
export function accessed(holder: string, path: readonly string[]): string {
  return path.reduce((text, name) => (isIdentifier(name) ? `${text}.${name}` : `${text}[${quoted(name)}]`), holder);
}

/**
 * The tests that everything on the path is there, which all must hold.
 * @param from how many names of the path are known to be there
 */
export function presence(holder: string, path: readonly string[], from = 0): string[] {
  const tests: string[] = [];
  let at = from;
  while (at < path.length) {
    const of = accessed(holder, path.slice(0, at));
    // `has a.b` asks for both; a name in quotes stands alone.
    const names = path.slice(at).findIndex((name) => !isIdentifier(name));
    const count = names < 0 ? path.length - at : Math.max(1, names);
    tests.push(`${of} has ${isIdentifier(path[at]) ? path.slice(at, at + count).join('.') : quoted(path[at])}`);
    at += count;
  }
  return tests;
}

/** The largest decimal; the smallest is one ten-thousandth further below zero. */
export const LARGEST_DECIMAL = '922337203685477.5807';

/** How many digits a decimal has after the point. */
export const DECIMAL_PLACES = 4;

/**
 * A number as the text of a Cedar decimal, cut after four places as the gateway does, or undefined where it is beyond
 * the range. `exact` says whether nothing was cut.
 */
export function decimalText(value: number): { text: string; exact: boolean } | undefined {
  if (!Number.isFinite(value)) return undefined;
  const { sign, whole, fraction } = digits(value);
  const kept = fraction.slice(0, DECIMAL_PLACES).replace(/0+$/, '');
  const scaled = BigInt(whole) * 10_000n + BigInt(kept.padEnd(DECIMAL_PLACES, '0'));
  if (scaled > 2n ** 63n - (sign ? 0n : 1n)) return undefined;
  return { text: `${sign}${whole}.${kept || '0'}`, exact: !/[1-9]/.test(fraction.slice(DECIMAL_PLACES)) };
}

/** The digits of a number without an exponent: 1e-7 is 0.0000001. */
function digits(value: number): { sign: string; whole: string; fraction: string } {
  const [, sign, head, tail = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))!;
  const point = head.length + Number(exponent);
  const all = head + tail;
  const padded = point <= 0 ? '0'.repeat(1 - point) + all : all.padEnd(point, '0');
  const at = Math.max(point, 1);
  return { sign, whole: padded.slice(0, at), fraction: padded.slice(at) };
}
