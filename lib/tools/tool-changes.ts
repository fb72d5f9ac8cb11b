/** How one tool differs from what it was, whatever policies ask for: its input field by field, and what models read of it. */
import { fieldsOf, type JsonSchema, type SchemaField } from './json-schema';
import type { Tool } from './tool';

export interface ToolChange {
  readonly text: string;
  /**
   * What it means: it breaks callers, as calls are refused that were right before; models read something else, as
   * descriptions are part of the prompt; or what was right stays right.
   */
  readonly kind: 'BREAKS' | 'PROMPT' | 'ADDS';
}

/** A field whose values are of another type now; of the elements of a list its path is `['lines[]', 'sku']`. */
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
  const [was, is] = [before, after].map(({ definition }) => definition.inputSchema as JsonSchema);
  return [
    ...description,
    ...described('the description of its input', was.description, is.description),
    ...[...now].flatMap(([name, field]) => {
      const other = old.get(name);
      return other ? changesOf(name, other, field) : [newField(field, old)];
    }),
    ...[...old].filter(([name]) => !now.has(name)).map(([name]) => gone(name)),
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
  // Every integer is a number, in a list too.
  const isWiderType = typeInWords(before.schema).replace(/\binteger$/, 'number') === typeInWords(after.schema);
  const breaksCallers = !isWiderType || (after.required && !before.required);
  const text = `${path.join('.')} is ${inWords(after)}, was ${inWords(before)}`;
  const isWhole = before.type === 'number' && after.type === 'integer';
  const refused = isWhole ? 'calls with a fraction are refused' : 'calls that give it as before are refused';
  return breaksCallers ? { text: `${text}: ${refused}`, kind: 'BREAKS' } : harmless(text);
}

function changesOf(name: string, before: SchemaField, after: SchemaField): ToolChange[] {
  const isRetyped = typeInWords(before.schema) !== typeInWords(after.schema);
  const required = isRetyped || before.required === after.required ? [] : [requirement(name, after)];
  return [...required, ...describedIn(name, before.schema, after.schema)];
}

/** A list says something of itself, and of what it holds. */
function describedIn(name: string, before?: JsonSchema, after?: JsonSchema): ToolChange[] {
  if (!before && !after) return [];
  return [
    ...described(`the description of ${name}`, before?.description, after?.description),
    ...describedIn(`${name}${ELEMENT}`, before?.items, after?.items),
  ];
}

function requirement(name: string, { required }: SchemaField): ToolChange {
  return required
    ? { text: `${name} is required now: calls without it are refused`, kind: 'BREAKS' }
    : harmless(`${name} is optional now`);
}

/** A gateway that checks inputs against the schema knows the field no more. */
function gone(name: string): ToolChange {
  return { text: `${name} is gone from its input: calls that give it may be refused`, kind: 'BREAKS' };
}

function newField(field: SchemaField, old: ReadonlyMap<string, SchemaField>): ToolChange {
  const { path, required } = field;
  const text = `new field ${path.join('.')} (${inWords(field)})`;
  // In an object that is new itself, it is asked of nobody who does not give that.
  const isAsked = required && (path.length === 1 || old.has(ofList(path.slice(0, -1).join('.'))));
  return isAsked ? { text: `${text}: calls without it are refused`, kind: 'BREAKS' } : harmless(text);
}

/** A model decides by it when to call the tool, and with what. */
function described(what: string, before = '', after = ''): ToolChange[] {
  if (before === after) return [];
  const [was, is] = excerpts(before, after);
  return [{ text: `${what}, which is part of the prompt, is ${is}, was ${was}`, kind: 'PROMPT' }];
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
  return { text, kind: 'ADDS' };
}

function isKnown({ definition }: Tool): boolean {
  return definition.inputSchema !== undefined;
}

function fieldsByName(tool: Tool): Map<string, SchemaField> {
  const fields = withElements(tool.definition.inputSchema as JsonSchema, []);
  return new Map(fields.map((field) => [field.path.join('.'), field]));
}

/** What stands for each element of a list: `lines[].sku`, and of a list of lists `grid[][].x`. */
const ELEMENT = '[]';

/** `lines` of `lines[]`. */
export function ofList(name: string): string {
  return name.replace(/(\[\])+$/, '');
}

/** The fields of a schema, and after each list those of its elements. */
function withElements(schema: JsonSchema, path: readonly string[]): SchemaField[] {
  return fieldsOf(schema).flatMap((field) => {
    const own = { ...field, path: [...path, ...field.path] };
    let { items } = field.schema;
    let name = own.path[own.path.length - 1] + ELEMENT;
    for (; items?.items; items = items.items) name += ELEMENT;
    return [own, ...(items ? withElements(items, [...own.path.slice(0, -1), name]) : [])];
  });
}

function inWords({ schema, required }: SchemaField): string {
  return `${required ? 'required' : 'optional'} ${typeInWords(schema)}`;
}

function typeInWords({ type, items }: JsonSchema): string {
  return items ? `${type} of ${typeInWords(items)}` : type;
}
