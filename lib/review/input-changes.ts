/** How one tool differs from what it was, whatever policies ask for: its input field by field, and what models read of it. */
import { inputSchemaOf } from '../cedar/cedar-gateway';
import { fieldsOf, type JsonSchema, type SchemaField } from '../tools/json-schema';
import type { Tool } from '../tools/tool';

export interface ToolChange {
  readonly text: string;
  /** Whether calls are refused that were right before. */
  readonly breaksCallers: boolean;
}

/** A field whose values are of another type now. */
export interface RetypedField {
  readonly path: readonly string[];
  readonly before: SchemaField;
  readonly after: SchemaField;
}

/** What changed, without the fields of another type. */
export function toolChanges(before: Tool, after: Tool): ToolChange[] {
  const description = described('its description', before.definition.description, after.definition.description);
  if (!isKnown(before) || !isKnown(after)) return description;
  const [old, now] = [before, after].map(fieldsByName);
  return [
    ...description,
    ...[...now].flatMap(([name, field]) => {
      const other = old.get(name);
      return other ? changesOf(name, other, field) : [newField(field, old)];
    }),
    ...[...old].filter(([name]) => !now.has(name)).map(([name]) => harmless(`${name} is gone from its input`)),
  ];
}

export function retypedFields(before: Tool, after: Tool): RetypedField[] {
  if (!isKnown(before) || !isKnown(after)) return [];
  const old = fieldsByName(before);
  return [...fieldsByName(after)].flatMap(([name, field]) => {
    const other = old.get(name);
    return other && typeInWords(other.schema) !== typeInWords(field.schema)
      ? [{ path: field.path, before: other, after: field }]
      : [];
  });
}

/** `amount is required integer, was required number: calls with other values are refused`. */
export function retypedAsChange({ path, before, after }: RetypedField): ToolChange {
  const isWiderType = before.type === 'integer' && after.type === 'number';
  const breaksCallers = !isWiderType || (after.required && !before.required);
  const text = `${path.join('.')} is ${inWords(after)}, was ${inWords(before)}`;
  const isWhole = before.type === 'number' && after.type === 'integer';
  const refused = isWhole ? 'calls with a fraction are refused' : 'calls that give it as before are refused';
  return { text: breaksCallers ? `${text}: ${refused}` : text, breaksCallers };
}

function changesOf(name: string, before: SchemaField, after: SchemaField): ToolChange[] {
  const isRetyped = typeInWords(before.schema) !== typeInWords(after.schema);
  const required = isRetyped || before.required === after.required ? [] : [requirement(name, after)];
  return [...required, ...described(`the description of ${name}`, before.schema.description, after.schema.description)];
}

function requirement(name: string, { required }: SchemaField): ToolChange {
  return required
    ? { text: `${name} is required now: calls without it are refused`, breaksCallers: true }
    : harmless(`${name} is optional now`);
}

function newField(field: SchemaField, old: ReadonlyMap<string, SchemaField>): ToolChange {
  const { path, required } = field;
  const text = `new field ${path.join('.')} (${inWords(field)})`;
  // In an object that is new itself, it is asked of nobody who does not give that.
  const isAsked = required && (path.length === 1 || old.has(path.slice(0, -1).join('.')));
  return isAsked ? { text: `${text}: calls without it are refused`, breaksCallers: true } : harmless(text);
}

/** A model decides by it when to call the tool, and with what. */
function described(what: string, before = '', after = ''): ToolChange[] {
  if (before === after) return [];
  const [was, is] = excerpts(before, after);
  return [harmless(`${what}, which is part of the prompt, is ${is}, was ${was}`)];
}

const EXCERPT = 80;

/** Both from the word on in which they differ. */
function excerpts(...texts: [string, string]): string[] {
  const [one, other] = texts;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const start = one.lastIndexOf(' ', same - 1) + 1;
  const from = Math.min(one.length, other.length) <= EXCERPT ? 0 : start;
  return texts.map((text) => {
    const part = text.slice(from, from + EXCERPT);
    return JSON.stringify(`${from > 0 ? '… ' : ''}${part}${from + EXCERPT < text.length ? ' …' : ''}`);
  });
}

function harmless(text: string): ToolChange {
  return { text, breaksCallers: false };
}

function isKnown({ definition }: Tool): boolean {
  return definition.inputSchema !== undefined;
}

function fieldsByName(tool: Tool): Map<string, SchemaField> {
  return new Map(fieldsOf(inputSchemaOf(tool)).map((field) => [field.path.join('.'), field]));
}

function inWords({ schema, required }: SchemaField): string {
  return `${required ? 'required' : 'optional'} ${typeInWords(schema)}`;
}

function typeInWords({ type, items }: JsonSchema): string {
  return items ? `${type} of ${typeInWords(items)}` : type;
}
