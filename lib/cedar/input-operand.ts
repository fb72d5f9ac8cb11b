/** What a field of the input is compared with: a value, another field, a claim. */
import type { SchemaType } from '../tools/json-schema';
import type { ConditionContext } from './condition';
import type { Piece } from './expression';
import { literalOf, type BadValue } from './input-literal';

/** The other side of a comparison as Cedar writes it. */
export interface Operand {
  readonly text: string;
  /** What must be there before it can be read. */
  readonly guards: readonly Piece[];
}

/** The field that is compared, for what is on the other side. */
export interface Compared {
  /** `Input.of("tenant").equalTo`. */
  readonly about: string;
  readonly path: string;
  /** What the other side has to be. */
  readonly type: SchemaType | undefined;
  /** `a string in Orders___get_order`. */
  readonly inWords: string;
  readonly context: ConditionContext;
}

/** A part of the request on the other side: it finds itself, or says what is wrong. */
export interface RequestPart {
  /** How the author wrote it. */
  readonly _written: string;
  _operand(compared: Compared): Operand | undefined;
}

/** Comparisons that can have a part of the request on the other side. */
const OF_TWO: readonly string[] = [
  'equalTo',
  'notEqualTo',
  'lessThan',
  'lessThanOrEqualTo',
  'greaterThan',
  'greaterThanOrEqualTo',
  'includes',
];

/** The operand, or undefined after the problem has been added. */
export function operandOf(value: unknown, method: string, compared: Compared): Operand | undefined {
  if (isRequestPart(value) && OF_TWO.includes(method)) return value._operand(compared);
  const literal = isRequestPart(value) ? notAmongValues(value, method, compared) : literalOf(compared.type, value);
  if (typeof literal === 'string') return { text: literal, guards: [] };
  compared.context.problems.push({ about: compared.about, ...literal });
  return undefined;
}

/** One of several could be missing in a call: whether the others then count is the author's to say. */
function notAmongValues({ _written }: RequestPart, method: string, { path }: Compared): BadValue {
  const one = `Input.of(${JSON.stringify(path)}).${method === 'oneOf' ? 'equalTo' : 'includes'}(${_written})`;
  return {
    value: _written,
    allowed: 'values that are known at synth',
    fix: `Write Condition.${method === 'includesAll' ? 'allOf' : 'anyOf'}(…) with ${one} in it.`,
  };
}

function isRequestPart(value: unknown): value is RequestPart {
  return typeof value === 'object' && value !== null && '_operand' in value;
}
