/** Finds a field in the schemas of the tools that a statement is about; it has to be the same in all of them. */
import { nearest, suggestion, type Problem } from '../core/refusal';
import { fieldAt, fieldsOf, type SchemaField, type SchemaType } from '../tools/json-schema';
import type { Tool } from '../tools/tool';
import { inputSchemaOf } from './cedar-gateway';
import { fieldGiven, type Piece } from './expression';

/** A field as all tools of the statement have it. */
export interface InputField {
  readonly path: readonly string[];
  readonly type: SchemaType;
  /** What an array holds. */
  readonly items?: SchemaType;
  /** What must be tested first, because some tool may be called without it. */
  readonly guards: readonly Piece[];
  /** `a number in Refunds___process_refund`. */
  readonly inWords: string;
}

const COMPARED = ['equalTo', 'notEqualTo'];
const ORDERED = ['lessThan', 'lessThanOrEqualTo', 'greaterThan', 'greaterThanOrEqualTo'];
const COUNTED = ['isEmpty', 'present'];

const METHODS: Record<SchemaType, readonly string[]> = {
  string: [...COMPARED, 'oneOf', 'matches', 'present'],
  integer: [...COMPARED, 'oneOf', ...ORDERED, 'present'],
  number: [...COMPARED, 'oneOf', ...ORDERED, 'present'],
  boolean: [...COMPARED, 'present'],
  array: ['includes', 'includesAny', 'includesAll', ...COUNTED],
  object: ['present'],
};

interface Found {
  readonly tool: Tool;
  readonly field: SchemaField;
}

/** The field, or undefined after the problem has been added. */
export function resolveField(
  path: string,
  method: string,
  tools: readonly Tool[],
  problems: Problem[],
): InputField | undefined {
  const found = tools.map((tool) => ({ tool, field: fieldOf(tool, path) }));
  const missing = found.filter(({ field }) => !field).map(({ tool }) => tool);
  if (missing.length > 0) {
    problems.push(...missing.map((tool) => unknownField(path, tool)));
    return undefined;
  }
  const problem = ofDifferentTypes(path, found as Found[]) ?? unfitting(path, method, found[0] as Found | undefined);
  if (problem) problems.push(problem);
  return problem || found.length === 0 ? undefined : merged(found as Found[]);
}

/** Dots separate names, except where a name of the schema has a dot itself. */
function fieldOf(tool: Tool, path: string): SchemaField | undefined {
  return splits(path.split('.'))
    .map((names) => fieldAt(inputSchemaOf(tool), names))
    .find((field) => field !== undefined);
}

/** `a.b` as one name first, then as two. */
function splits(words: readonly string[]): string[][] {
  if (words.length > 8) return [[...words]];
  return words.flatMap((_, index) => {
    const head = words.slice(0, words.length - index).join('.');
    const rest = words.slice(words.length - index);
    return rest.length === 0 ? [[head]] : splits(rest).map((names) => [head, ...names]);
  });
}

function unknownField(path: string, tool: Tool): Problem {
  if (tool.isEvery) {
    return {
      about: 'Input.of',
      value: path,
      allowed: `no input where ${tool.fullName} stands for every tool of the target: each has an input of its own`,
      fix: 'Name the tools. Where they cannot be known at synth, declare them on the target.',
    };
  }
  const names = path.split('.');
  const holders = names.slice(1).map((_, index) => names.slice(0, names.length - 1 - index).join('.'));
  const holder = holders.map((name) => fieldOf(tool, name)).find((field) => field !== undefined);
  if (holder?.type === 'array') {
    return {
      about: 'Input.of',
      value: path,
      allowed: `a field that is not inside an array, and ${holder.path.join('.')} is one in ${tool.fullName}`,
      fix: PLAIN_FIELD,
    };
  }
  const fields = fieldsOf(inputSchemaOf(tool)).map((field) => field.path.join('.'));
  const prefix = holder ? `${holder.path.join('.')}.` : '';
  const siblings = Object.keys((holder?.schema ?? inputSchemaOf(tool)).properties ?? {}).map((name) => prefix + name);
  return {
    about: 'Input.of',
    value: path,
    allowed: `a field of the input of ${tool.fullName}`,
    // A wrong name may stand anywhere in the path.
    fix: suggestion(path, nearest(path, fields) ? fields : siblings),
  };
}

const PLAIN_FIELD =
  'A statement cannot look into the elements: give the tool a field of its own for it, or an array of strings, integers, numbers or booleans.';

function ofDifferentTypes(path: string, found: readonly Found[]): Problem | undefined {
  const first = found[0];
  const other = found.find(({ field }) => typeInWords(field) !== typeInWords(first.field));
  if (!other) return undefined;
  return {
    about: 'Input.of',
    value: path,
    allowed: `a field of one type in all tools of the statement, but it is ${typeInWords(first.field)} in ${first.tool.fullName} and ${typeInWords(other.field)} in ${other.tool.fullName}`,
    fix: 'Write one statement for each of the tools.',
  };
}

function unfitting(path: string, method: string, found: Found | undefined): Problem | undefined {
  if (!found) return undefined;
  const { type, schema } = found.field;
  const plain = type !== 'array' || isPlain(schema.items?.type);
  const methods = plain ? METHODS[type] : COUNTED;
  if (methods.includes(method)) return undefined;
  return {
    about: `Input.of(${JSON.stringify(path)})`,
    value: method,
    allowed: `one of ${methods.join(', ')}, as the field is ${typeInWords(found.field)} in ${found.tool.fullName}`,
    fix: plain ? insteadOf(type, method) : PLAIN_FIELD,
  };
}

function insteadOf(type: SchemaType, method: string): string {
  if (type === 'string' && ORDERED.includes(method)) {
    return 'Compare it as text, or make it a "number" in the tool\'s schema.';
  }
  if (type === 'object') return 'Ask for the fields in it, with dots between the names.';
  return 'Use one of these, or write the statement with Cedar.fromText.';
}

function isPlain(type: SchemaType | undefined): boolean {
  return type !== undefined && type !== 'array' && type !== 'object';
}

function merged(found: readonly Found[]): InputField {
  const { tool, field } = found[0];
  const { path, type, schema } = field;
  const optional = found.flatMap((one) => one.field.optionalPrefixes.map((prefix) => prefix.length));
  // A test of the longest asks for those before it, too.
  const given =
    optional.length > 0 ? [fieldGiven(path.slice(0, Math.max(...optional)), Math.min(...optional) - 1)] : [];
  return { path, type, items: schema.items?.type, guards: given, inWords: `${typeInWords(field)} in ${tool.fullName}` };
}

function typeInWords({ type, schema }: SchemaField): string {
  const article = /^[aeiou]/.test(type) ? 'an' : 'a';
  return type === 'array' && schema.items ? `an array of ${schema.items.type}` : `${article} ${type}`;
}
