/** What was probably meant where points and spans of time are mixed up with texts and numbers, or are written wrongly. */
import { typeInWords } from './type-words';
import { comparedWith, type Explain } from './validator-message';

const FORMS: Readonly<Record<string, string>> = {
  datetime: 'a date like 2026-01-31, or with a time 2026-01-31T09:00:00Z or 2026-01-31T09:00:00+0200',
  duration: 'numbers with the units d, h, m, s and ms in this order, like 1d12h or 9h30m',
};

/** Text that is no datetime or duration. */
export const malformedTime: Explain = ({ message }) => {
  const [, type, quoted] = /failed to parse as a (datetime|duration) value: `(".*")`$/s.exec(message) ?? [];
  if (type === undefined) return undefined;
  const value = quoted.replace(/\\"/g, '"').replace(/^"+|"+$/g, '');
  const right = written(type, value);
  return {
    code: `malformed-${type}`,
    cause: `${JSON.stringify(value)} is no ${type}, which is ${FORMS[type]}.`,
    ...(right && right !== value && { hint: `Write ${type}("${right}").` }),
  };
};

/** A time compared with a text or a number. */
export const mismatchedTime: Explain = (reported) => {
  const types =
    /^unexpected type: expected (Long|datetime|duration) but saw (String|Long|datetime|duration)$/
      .exec(reported.message)
      ?.slice(1) ?? /^the types (\w+) and (\w+) are not compatible$/.exec(reported.message)?.slice(1);
  const time = types?.find((type) => type in FORMS);
  const other = types?.find((type) => type === 'String' || type === 'Long');
  if (time === undefined || other === undefined) return undefined;
  const value = /^(?:"(.*)"|(\d+))$/s.exec(comparedWith(reported, other === 'String' ? /"[^"\\]*"/ : /\d+/) ?? '');
  const right = value ? written(time, value[1] ?? value[2]) : undefined;
  return {
    code: 'type-mismatch',
    cause: `Here ${typeInWords(time)} is compared with ${typeInWords(other)}.`,
    hint: `Write ${time}("${right || '…'}").`,
  };
};

/** The value as its author meant it; a number by itself is hours. */
function written(type: string, value: string): string | undefined {
  return type === 'datetime' ? datetime(value) : duration(value.trim());
}

function datetime(value: string): string | undefined {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(value.trim());
  if (!found) return undefined;
  const [, date, time, seconds = ':00', fraction, zone = 'Z'] = found;
  if (time === undefined) return date;
  const milliseconds = fraction ? `.${fraction.slice(1, 4).padEnd(3, '0')}` : '';
  return `${date}T${time}${seconds}${milliseconds}${zone.toUpperCase().replace(':', '')}`;
}

/** The units in the order that Cedar wants, and what people write for them. */
const UNITS: readonly (readonly [unit: string, words: RegExp])[] = [
  ['d', /^d(?:ays?)?$/i],
  ['h', /^h(?:(?:ou)?rs?)?$/i],
  ['m', /^m(?:in(?:ute)?s?)?$/i],
  ['s', /^s(?:ec(?:ond)?s?)?$/i],
  ['ms', /^(?:ms|milli(?:second)?s?)$/i],
];

/** Of a number by itself hours, of the time on a clock, of ISO 8601, and of words. */
function duration(value: string): string | undefined {
  if (/^\d+$/.test(value)) return `${value}h`;
  const clock = /^(\d\d?):(\d\d)(?::(\d\d))?$/.exec(value)?.slice(1);
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(value)?.slice(1);
  const counts = clock ? [undefined, ...clock] : (iso ?? countsOf(value));
  return counts?.map((count, index) => (Number(count ?? 0) > 0 ? `${Number(count)}${UNITS[index][0]}` : '')).join('');
}

function countsOf(value: string): (string | undefined)[] | undefined {
  const words = [...value.matchAll(/(\d+)\s*([a-z]+)(?:\s+|(?=\d)|$)/gi)];
  if (words.map(([word]) => word).join('') !== value) return undefined;
  const counts: (string | undefined)[] = UNITS.map(() => undefined);
  for (const [, count, word] of words) {
    const index = UNITS.findIndex(([, words]) => words.test(word));
    if (index < 0 || counts[index] !== undefined) return undefined;
    counts[index] = count;
  }
  return counts;
}
