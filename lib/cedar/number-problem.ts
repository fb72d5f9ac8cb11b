/** What was probably meant where decimals and whole numbers are mixed up. */
import { decimalText } from './quoting';
import { excerpt, type Explain, type ValidatorMessage } from './validator-message';

const NUMBER_IS_DECIMAL = 'A "number" of a tool is a decimal in Cedar, and no whole number (Long)';
const INTEGER_IS_LONG = 'An "integer" of a tool is a whole number (Long) in Cedar, and no decimal';

/** Text that is no decimal. */
export const malformedDecimal: Explain = ({ message }) => {
  const written = /failed to parse as a decimal value: `"(.*)"`$/
    .exec(message)?.[1]
    .replace(/\\"/g, '"')
    .replace(/^"|"$/g, '');
  if (written === undefined) return undefined;
  const number = written.trim() === '' ? undefined : decimalText(Number(written));
  return {
    code: 'malformed-decimal',
    cause: `${JSON.stringify(written)} is no decimal, which has digits before the point and one to four after it.`,
    ...(number && { hint: `Write decimal("${number.text}").` }),
  };
};

/** A `number` compared as a whole number, or an `integer` compared as a decimal. */
export const mismatchedNumber: Explain = (reported) => {
  const { message } = reported;
  const literal = excerpt(reported).startsWith('decimal(');
  if (/expected decimal but saw Long$/.test(message)) {
    const cause = `${INTEGER_IS_LONG}: it is compared with <, <=, > and >=.`;
    return { code: 'integer-as-number', cause, hint: wholeComparison(excerpt(reported)) };
  }
  if (/expected Long but saw decimal$/.test(message) && literal) {
    const number = /"(-?\d+)(?:\.0+)?"/.exec(excerpt(reported))?.[1];
    const hint = number
      ? `Write ${number}.`
      : 'Write a whole number, or make the field a "number" in the tool\'s schema.';
    return { code: 'integer-as-number', cause: `${INTEGER_IS_LONG}.`, hint };
  }
  if (/expected .*Long.* but saw decimal$/.test(message)) {
    const cause = `${NUMBER_IS_DECIMAL}: it is compared by methods.`;
    return { code: 'number-as-integer', cause, hint: decimalComparison(reported) };
  }
  return undefined;
};

const METHODS: Readonly<Record<string, string>> = {
  '<': 'lessThan',
  '<=': 'lessThanOrEqual',
  '>': 'greaterThan',
  '>=': 'greaterThanOrEqual',
};
const SWAPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The comparison around an operand, as a method call. */
function decimalComparison(reported: ValidatorMessage): string {
  const { text, start, end } = reported;
  const operand = excerpt(reported);
  const after = /^\s*(<=?|>=?)\s*(?:decimal\(\s*"(-?[\d.]+)"\s*\)|(-?\d+))/.exec(text.slice(end));
  const before = /(-?\d+)\s*(<=?|>=?)\s*$/.exec(text.slice(0, start));
  const [operator, value] = after
    ? [after[1], after[2] ?? after[3]]
    : before
      ? [SWAPPED[before[2]], before[1]]
      : [undefined, undefined];
  if (!operator) return 'Write .lessThan(decimal("500.0")), .lessThanOrEqual, .greaterThan or .greaterThanOrEqual.';
  return `Write ${operand}.${METHODS[operator]}(decimal("${decimalText(Number(value))?.text ?? value}")).`;
}

/** A method call of decimals, as a comparison of whole numbers. */
function wholeComparison(call: string): string {
  const found = /^(.+)\.(\w+)\(\s*decimal\(\s*"(-?\d+)(?:\.\d+)?"\s*\)\s*\)$/s.exec(call);
  const operator = found && Object.keys(METHODS).find((key) => METHODS[key] === found[2]);
  return operator ? `Write ${found[1]} ${operator} ${found[3]}.` : 'Write < 500, without decimal(…).';
}

/** A `number` that is compared for equality with a whole number. */
export const incompatibleNumbers: Explain = (reported) => {
  const types = /^the types (.+) and (.+) are not compatible$/.exec(reported.message)?.slice(1);
  if (!types?.includes('Long') || !types.includes('decimal')) return undefined;
  const compared = excerpt(reported);
  const written = compared.replace(/^-?\d+(?=\s*[=!]=)|(?<=[=!]=\s*)-?\d+$/, (value) => `decimal("${value}.0")`);
  const hint = written === compared ? 'Write decimal("500.0") for 500.' : `Write ${written}.`;
  return { code: 'number-as-integer', cause: `${NUMBER_IS_DECIMAL}: the two are never equal.`, hint };
};
