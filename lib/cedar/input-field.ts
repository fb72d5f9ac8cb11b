/** Finds a field in the schemas of the tools that a statement is about; it has to be the same in all of them. */
import { suggestion, type Problem } from '../core/refusal';
import { fieldAt, type SchemaField, type SchemaType } from '../tools/json-schema';
import type { Tool } from '../tools/tool';
import { inputSchemaOf } from './cedar-gateway';

/** A field as all tools of the statement have it. */
export interface InputField {
  readonly path: readonly string[];
  readonly type: SchemaType;
  /** What an array holds. */
  readonly items?: SchemaType;
  /** Paths that must be tested with `has` first, because some tool may be called without them. */
  readonly guards: readonly (readonly string[])[];
}

const METHODS: Record<SchemaType, readonly string[]> = {
  string: ['equalTo', 'notEqualTo', 'oneOf', 'matches', 'present'],
  integer: [
    'equalTo',
    'notEqualTo',
    'oneOf',
    'lessThan',
    'lessThanOrEqualTo',
    'greaterThan',
    'greaterThanOrEqualTo',
    'present',
  ],
  get number() {
    return this.integer;
  },
  boolean: ['equalTo', 'notEqualTo', 'present'],
  array: ['includes', 'present'],
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
  const names = path.split('.');
  const parent = names.length > 1 ? fieldAt(inputSchemaOf(tool), names.slice(0, -1)) : undefined;
  const holder = parent?.schema ?? inputSchemaOf(tool);
  const prefix = parent ? `${parent.path.join('.')}.` : '';
  const fields = Object.keys(holder.properties ?? {}).map((name) => `${prefix}${name}`);
  return {
    about: 'Input.of',
    value: path,
    allowed: `a field of the input of ${tool.fullName}`,
    fix: suggestion(path, fields),
  };
}

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
  if (!found || METHODS[found.field.type].includes(method)) return undefined;
  return {
    about: `Input.of(${JSON.stringify(path)})`,
    value: method,
    allowed: `one of ${METHODS[found.field.type].join(', ')}, as the field is ${typeInWords(found.field)} in ${found.tool.fullName}`,
    fix:
      found.field.type === 'string' && METHODS.integer.includes(method)
        ? 'Compare it as text, or make it a "number" in the tool\'s schema.'
        : 'Use one of these, or write the statement with Cedar.fromText.',
  };
}

function merged(found: readonly Found[]): InputField {
  const { path, type, schema } = found[0].field;
  const optional = found.flatMap(({ field }) => field.optionalPrefixes);
  // `has a.b` tests `a` too, so the longest is enough.
  const longest = Math.max(0, ...optional.map((prefix) => prefix.length));
  return { path, type, items: schema.items?.type, guards: longest > 0 ? [path.slice(0, longest)] : [] };
}

function typeInWords({ type, schema }: SchemaField): string {
  const article = /^[aeiou]/.test(type) ? 'an' : 'a';
  return type === 'array' && schema.items ? `an array of ${schema.items.type}` : `${article} ${type}`;
}
