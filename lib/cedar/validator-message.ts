/** One message of Cedar's validator, made ready to be explained. */
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarGateway } from './cedar-gateway';
import type { PlacedProblem } from './cedar-problem';
import { indexOfByte } from './source-text';

/** A message, and the part of the statement that it is about. */
export interface ValidatorMessage {
  readonly message: string;
  readonly help?: string;
  /** The statement. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly gateway: CedarGateway;
}

/** What a message means; at its own place, unless it says another. */
export type Explanation = Omit<PlacedProblem, 'at'> & { readonly at?: number };

/** Explains the messages that it knows. */
export type Explain = (message: ValidatorMessage) => Explanation | undefined;

export function validatorMessage(text: string, error: DetailedError, gateway: CedarGateway): ValidatorMessage {
  const location = error.sourceLocations?.[0];
  return {
    message: withoutPolicyId(error.message),
    ...(error.help && { help: withoutPolicyId(error.help) }),
    text,
    start: indexOfByte(text, location?.start ?? 0),
    end: indexOfByte(text, location?.end ?? 0),
    gateway,
  };
}

/** The part of the statement that the message is about. */
export function excerpt({ text, start, end }: ValidatorMessage): string {
  return text.slice(start, end);
}

/**
 * The literal of this form that a comparison has on one of its sides, or that is asked for in a set; the message is about
 * the whole comparison or about the other side.
 */
export function comparedWith(reported: ValidatorMessage, literal: RegExp): string | undefined {
  const { text, start, end } = reported;
  const form = `(${literal.source})`;
  const [operator, operand] = ['\\s*(?:[<>]=?|[=!]=)\\s*', excerpt(reported)];
  const found =
    new RegExp(`^${form}$|^${form}${operator}|${operator}${form}$|\\.contains\\(\\s*${form}\\s*\\)$`, 's').exec(
      operand,
    ) ??
    new RegExp(`^${operator}${form}(?![\\w.])`, 's').exec(text.slice(end)) ??
    new RegExp(`(?<![\\w.])${form}${operator}$`, 's').exec(text.slice(0, start));
  return found?.slice(1).find((one) => one !== undefined);
}

/** With a capital at the beginning and a full stop at the end. */
export function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!…]$/.test(text) ? '' : '.'}`;
}

function withoutPolicyId(message: string): string {
  return message.replace(/for policy `[^`]*`, /, '').replaceAll('__cedar::internal::', '');
}
