/** What was probably meant where Cedar cannot read the text. */
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { PlacedProblem } from './cedar-problem';
import { codeOnly, indexOfByte } from './source-text';
import { asSentence } from './validator-message';

/** The problem of a text that is not Cedar. */
export function syntaxProblem(text: string, error: DetailedError | undefined): PlacedProblem {
  const location = error?.sourceLocations?.[0];
  const start = indexOfByte(text, location?.start ?? 0);
  const message = error?.message.replace(/^failed to parse policies from string: /, '') ?? 'unreadable';
  const hint =
    likelyIntent(text, start, message, location?.label) ??
    (error?.help ? asSentence(error.help) : expected(location?.label));
  return { code: 'syntax', at: start, cause: asSentence(`Cedar cannot read this: ${message}`), ...(hint && { hint }) };
}

function likelyIntent(text: string, start: number, message: string, label?: string | null): string | undefined {
  const before = text.slice(0, start);
  const rest = text.slice(start);
  const fraction = /(\d+)\.$/.exec(before);
  const remainder = afterwards(text, start);
  if (remainder) return remainder;
  if (fraction && /^\d/.test(rest)) {
    return `Write decimal("${fraction[1]}.${/^\d+/.exec(rest)![0]}"): Cedar has no other numbers with a fraction.`;
  }
  const unknown = unknownName(before, rest, message) ?? bareEntity(before, rest);
  if (unknown) return unknown;
  const method = /`(\w+)` is not a valid method/.exec(message)?.[1];
  if (method) return METHODS[method] ?? OTHER_METHODS;
  if (/^unexpected end of input/.test(message)) {
    return unclosed(text) ?? (label?.includes('`;`') ? 'End the statement with a semicolon.' : undefined);
  }
  if (/^invalid policy effect/.test(message)) return 'Write permit or forbid.';
  const word = /^unexpected token `(\w+)`/.exec(message)?.[1];
  if (word && OPERATORS[word]) return OPERATORS[word];
  return undefined;
}

/** What other languages have by this name. */
function unknownName(before: string, rest: string, message: string): string | undefined {
  const name = /^(?:invalid variable: |attempted to call `)(\w+)/.exec(message)?.[1];
  if (name === undefined) return undefined;
  if (/^(?:now|time|today|date)$/i.test(name)) return 'The time of the call is context.system.now.';
  return /^(?:null|nil|undefined|None)$/.test(name) ? presenceInstead(before, rest) : undefined;
}

/** `remark == null` is that there is no remark. */
function presenceInstead(before: string, rest: string): string {
  const claim = /\bprincipal\.getTag\(\s*("[^"]*")\s*\)\s*([=!]=)\s*$/.exec(before);
  if (claim) return `Cedar has no null. Write ${claim[2] === '==' ? '!' : ''}principal.hasTag(${claim[1]}).`;
  const path = '((?:context|principal)(?:\\.\\w+|\\["[^"]*"\\])*)(?:\\.(\\w+)|\\[("[^"]*")\\])';
  const field =
    new RegExp(`${path}\\s*([=!]=)\\s*$`).exec(before) ??
    // The other way round: the operator stands before the path.
    rotated(new RegExp(`^\\w+\\s*([=!]=)\\s*${path}`).exec(rest));
  if (!field) return 'Cedar has no null. Test with has whether the field is there.';
  const [, holder, name, quoted, operator] = field;
  const test = `${holder} has ${name ?? quoted}`;
  return `Cedar has no null. Write ${operator === '==' ? `!(${test})` : test}.`;
}

function rotated(found: RegExpExecArray | null): (string | undefined)[] | undefined {
  return found ? [found[0], ...found.slice(2), found[1]] : undefined;
}

/** An entity by itself in the scope: `permit(principal, AgentCore::Action::"…", …)`. */
function bareEntity(before: string, rest: string): string | undefined {
  if (!/[(,]\s*AgentCore\s*$/.test(before)) return undefined;
  const [entity, type] = /^\s*::\s*(\w+)\s*::\s*"(?:\\.|[^"\\])*"/.exec(rest) ?? [];
  const word = { Action: 'action', Gateway: 'resource' }[type ?? ''] ?? 'principal';
  return entity && `Write ${word} == AgentCore${entity}.`;
}

const OTHER_METHODS =
  'Cedar has contains, containsAll, containsAny, isEmpty, hasTag, getTag and the methods of decimals and times.';

const METHODS: Readonly<Record<string, string>> = {
  startsWith: 'Write like "…*".',
  endsWith: 'Write like "*…".',
  includes: 'Write like "*…*" for text, .contains(…) for a set.',
  matches: 'Cedar has no regular expressions: write like "…*…".',
  toLowerCase: 'Cedar compares text as it is; lower case and upper case differ.',
};

const OPERATORS: Readonly<Record<string, string>> = {
  and: 'Write &&.',
  AND: 'Write &&.',
  or: 'Write ||.',
  OR: 'Write ||.',
  not: 'Write !(…).',
  NOT: 'Write !(…).',
  matches: 'Cedar has no regular expressions: write like "…*…".',
  contains: 'Write .contains(…) after the set.',
};

function unclosed(text: string): string | undefined {
  const open: string[] = [];
  for (const character of codeOnly(text)) {
    if ('([{'.includes(character)) open.push(CLOSING[character]);
    else if (open.at(-1) === character) open.pop();
  }
  return open.length > 0 ? `Close what is open with ${open.reverse().join('')}.` : undefined;
}

function afterwards(text: string, start: number): string | undefined {
  const end = codeOnly(text).lastIndexOf(';') + 1;
  const rest = text.slice(end).trim();
  return end > 0 && start >= end && rest !== '' ? `Remove what follows the statement: ${rest.slice(0, 40)}` : undefined;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function expected(label: string | null | undefined): string | undefined {
  return label ? asSentence(label) : undefined;
}
