/** A value of a condition as the Cedar literal that the field's type asks for, or what is wrong with it. */
import { Token } from 'aws-cdk-lib';
import { DECIMAL_PLACES, decimalText, isWellFormed, LARGEST_DECIMAL, quoted } from './quoting';
import type { SchemaType } from '../tools/json-schema';

/** What is wrong with a value. */
export interface BadValue {
  readonly value?: unknown;
  readonly allowed: string;
  readonly fix: string;
}

/** The literal, or the problem. */
export function literalOf(type: SchemaType | undefined, value: unknown): string | BadValue {
  if (value === undefined || value === null) {
    return { allowed: 'a value', fix: 'Name the value, or use present().' };
  }
  if (Array.isArray(value)) {
    return { value, allowed: 'values one by one', fix: 'Spread the list: ...values.' };
  }
  switch (type) {
    case 'string':
      return stringLiteral(value);
    case 'boolean':
      return typeof value === 'boolean'
        ? String(value)
        : { value, allowed: 'true or false, as the field is a boolean', fix: 'Write true or false without quotes.' };
    case 'integer':
      return wholeNumber(value);
    case 'number':
      return decimal(value);
    default:
      return {
        value,
        allowed: 'a comparison with text, a number or a boolean',
        fix: 'Write the statement with Cedar.fromText.',
      };
  }
}

function stringLiteral(value: unknown): string | BadValue {
  if (typeof value !== 'string') {
    return { value, allowed: 'text, as the field is a string', fix: `Write '${String(value)}' with quotes.` };
  }
  if (isWellFormed(value)) return quoted(value);
  return { value, allowed: 'text in Unicode', fix: 'Remove the half of a surrogate pair.' };
}

function wholeNumber(value: unknown): string | BadValue {
  const unknown = unknownNumber(value);
  if (unknown) return unknown;
  if (Number.isSafeInteger(value)) return String(value);
  return {
    value,
    allowed: `a whole number between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}, as the field is an integer`,
    fix: 'Write a whole number, or make the field a "number" in the tool\'s schema.',
  };
}

function decimal(value: unknown): string | BadValue {
  const unknown = unknownNumber(value);
  if (unknown) return unknown;
  const written = decimalText(value as number);
  if (!written) {
    return {
      value,
      allowed: `a number between -${LARGEST_DECIMAL} and ${LARGEST_DECIMAL}`,
      fix: 'Write a smaller number.',
    };
  }
  if (written.exact) return `decimal(${quoted(written.text)})`;
  return {
    value,
    allowed: `a number with at most ${DECIMAL_PLACES} decimal places: the gateway compares no more of them`,
    fix: `Write ${Number(written.text)}.`,
  };
}

function unknownNumber(value: unknown): BadValue | undefined {
  if (typeof value !== 'number') {
    return { value, allowed: 'a number, as the field is one', fix: 'Write the number without quotes.' };
  }
  if (!Token.isUnresolved(value)) return undefined;
  return {
    value: 'a token',
    allowed: 'a number that is known at synth',
    fix: 'Write the number itself, or take it from the context.',
  };
}
