/** What was probably meant where values of other types than numbers and times are mixed up. */
import { decimalText } from './quoting';
import { typeInWords } from './type-words';
import { asSentence, comparedWith, excerpt, type Explain, type ValidatorMessage } from './validator-message';

/** Two values whose types are never equal. */
export const incompatible: Explain = (reported) => {
  const types = /^the types (.+) and (.+) are not compatible$/.exec(reported.message)?.slice(1);
  if (!types) return undefined;
  const [one, other] = types.map(typeInWords);
  const hint = types.some((type) => type.startsWith('Set<'))
    ? elementOf(excerpt(reported))
    : otherwiseWritten(reported, types);
  return {
    code: 'type-mismatch',
    cause: `Here ${one} and ${other} are compared, which are never equal.`,
    ...(hint && { hint }),
  };
};

/** What to write where one of the types is text. */
function otherwiseWritten(reported: ValidatorMessage, types: readonly string[]): string | undefined {
  const type = types.find((name) => name !== 'String');
  if (!types.includes('String') || type === undefined) return undefined;
  const text = comparedWith(reported, /"(?:\\.|[^"\\])*"/);
  if (type === 'AgentCore::OAuthUser' || type === 'AgentCore::IamEntity') {
    return text && `Write ${excerpt(reported).replace(/\bprincipal\b/, 'principal.id')}.`;
  }
  const literal = comparedWith(reported, type === 'Long' ? /-?\d+/ : /true|false/);
  if (literal) return `Write "${literal}" with quotes.`;
  return text && withoutQuotes(text, type);
}

/** A text that is written where another type belongs, as a literal of that type. */
function withoutQuotes(text: string, type: string): string | undefined {
  const value = text.slice(1, -1).trim();
  if (/^(?:Bool|True|False)$/.test(type) && /^(?:true|false)$/.test(value)) return `Write ${value} without quotes.`;
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) return undefined;
  if (type === 'decimal') return `Write decimal("${decimalText(Number(value))?.text ?? value}").`;
  return /^-?\d+$/.test(value) ? `Write ${value} without quotes.` : undefined;
}

/** `ports == "X"` for `ports.contains("X")`, and `["X"].contains(ports)` for one of several. */
function elementOf(compared: string): string | undefined {
  const literal = '"(?:\\\\.|[^"\\\\])*"|-?\\d+';
  const field = '[a-z_][\\w.]*(?:\\[[^\\]]*\\])?';
  const either =
    new RegExp(`^(${field})\\s*([=!]=)\\s*(${literal})$`, 's').exec(compared) ??
    new RegExp(`^(${literal})\\s*([=!]=)\\s*(${field})$`, 's').exec(compared);
  if (either) {
    const [set, value] = /^[a-z]/i.test(either[1]) ? [either[1], either[3]] : [either[3], either[1]];
    return `Write ${either[2] === '!=' ? '!' : ''}${set}.contains(${value}).`;
  }
  // One of several texts is asked for, and the field is a set itself.
  const several = /^(\[[^\]]*\])\s*\.\s*contains\(\s*(.+?)\s*\)$/s.exec(compared);
  return several ? `Write ${several[2]}.containsAny(${several[1]}).` : undefined;
}

/** A value of another type than its place asks for. */
export const mismatchedType: Explain = (reported) => {
  const found = /^unexpected type: expected (.+) but saw (.+)$/s.exec(reported.message);
  if (!found) return undefined;
  const [, wanted, saw] = found;
  if (reported.help === 'Cedar does not support string concatenation') return NO_CONCATENATION;
  if (wanted.startsWith('Set<') && !wanted.includes('AnyEntity') && saw === 'String') return textAsSet(reported);
  if (wanted === 'String' && saw.startsWith('Set<')) return setAsText(reported, saw);
  const among = wanted.includes('AnyEntity') && /^(?:Set<)?String>?$/.test(saw) ? textAsEntity(reported) : undefined;
  if (among) return among;
  const hint = orderHint(wanted, saw, excerpt(reported)) ?? reported.help;
  return {
    code: 'type-mismatch',
    cause: `Here stands ${typeInWords(saw)} where ${typeInWords(wanted)} belongs.`,
    ...(hint && { hint: asSentence(hint) }),
  };
};

const NO_CONCATENATION = {
  code: 'no-concatenation',
  cause: 'Cedar has no concatenation: + adds whole numbers.',
  hint: 'Compare each part by itself, or the whole with like and a pattern.',
};

function orderHint(wanted: string, saw: string, written: string): string | undefined {
  if (!/Long|decimal/.test(wanted)) return undefined;
  if (/^(?:Bool|True|False)$/.test(saw)) return 'True and false have no order: compare them with == or !=.';
  if (saw !== 'String') return undefined;
  return (
    (/^".*"$/s.test(written) ? withoutQuotes(written, wanted) : undefined) ??
    'Text has no order: compare it with == or like.'
  );
}

/** `in` is about entities, and reads like the `in` of other languages. */
function textAsEntity(reported: ValidatorMessage): ReturnType<Explain> {
  const written = excerpt(reported);
  const list = /^\s*in\s*(\[[^\]]*\])/.exec(reported.text.slice(reported.end))?.[1];
  const holder = /([\w.]+)\s+in\s*$/.exec(reported.text.slice(0, reported.start))?.[1];
  const [element, set] = list ? [written, list] : holder ? [holder, written] : [undefined, undefined];
  if (element === undefined) return undefined;
  return {
    code: 'text-as-entity',
    cause: 'in is about entities, and here stands text.',
    hint: `Write ${set}.contains(${element === 'principal' ? 'principal.id' : element}).`,
  };
}

function setAsText({ text, start, end }: ValidatorMessage, type: string): ReturnType<Explain> {
  const set = text.slice(start, end);
  const pattern = /^\s*like\s*"((?:\\.|[^"\\])*)"/s.exec(text.slice(end))?.[1].replace(/^\*+|(?<!\\)\*+$/g, '');
  const known = type === 'Set<String>' && pattern && !/(?<!\\)\*/.test(pattern);
  return {
    code: 'set-as-text',
    cause: 'The field is an array, which is a set in Cedar, and no text.',
    hint: `Write ${set}.contains(${known ? `"${pattern.replaceAll('\\*', '*')}"` : '…'}).`,
  };
}

function textAsSet(reported: ValidatorMessage): ReturnType<Explain> {
  const call = excerpt(reported);
  const isClaim = call.includes('getTag');
  return {
    code: 'text-as-set',
    cause: isClaim ? 'A claim is text in Cedar; of an array, its JSON text.' : 'The field is a string, and no set.',
    hint: textHint(call, isClaim),
  };
}

function textHint(call: string, isClaim: boolean): string {
  const [, holder, method, given] = /^(.+)\.(contains|containsAny|containsAll|isEmpty)\((.*)\)$/s.exec(call) ?? [];
  if (method === 'isEmpty') return `Write ${holder} == "${isClaim ? '[]' : ''}".`;
  const texts = [...(given ?? '').matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, text]) => text.replaceAll('*', '\\*'));
  const isWrittenOut = /^[\s[\],]*$/.test((given ?? '').replace(/"(?:\\.|[^"\\])*"/g, ''));
  if (texts.length === 0 || !isWrittenOut) {
    return 'Compare whole texts with ==: the pattern of like has to be written out.';
  }
  const patterns = texts.map((text) => (isClaim ? `like "*\\"${text}\\"*"` : `like "*${text}*"`));
  if (patterns.length === 1) return `Write ${patterns[0]}.`;
  const joined = patterns.map((pattern) => `${holder} ${pattern}`).join(method === 'containsAll' ? ' && ' : ' || ');
  return `Write ${joined}.`;
}
