/** The part of JSON Schema that the gateway accepts, as a plain model: what policies, types and reviews read fields from. */

export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

/** A schema with the accepted keywords only. */
export interface JsonSchema {
  readonly type: SchemaType;
  readonly description?: string;
  /** Fields of an object, in the order they were written. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** The fields of an object that must be there. */
  readonly required?: readonly string[];
  /** What an array holds. */
  readonly items?: JsonSchema;
}

/** One field of an input, however deep; the elements of arrays are not fields. */
export interface SchemaField {
  /** The names from the top: `['address', 'city']`. */
  readonly path: readonly string[];
  readonly type: SchemaType;
  readonly schema: JsonSchema;
  /** Whether the object that holds it requires it. */
  readonly required: boolean;
  /**
   * The parts of the path that may be missing, outermost first: `[['address']]` where `address` is optional and requires
   * its `city`. Empty for a field that is always there. A policy guards each of them with `has`.
   */
  readonly optionalPrefixes: readonly (readonly string[])[];
}

/** Every field of a schema, each object before its own fields, in the order they were written. */
export function fieldsOf(schema: JsonSchema): SchemaField[] {
  return fieldsUnder(schema, [], []);
}

/** The field at a path, or undefined where the schema has none. */
export function fieldAt(schema: JsonSchema, path: readonly string[]): SchemaField | undefined {
  let current: SchemaField | undefined;
  for (const name of path) {
    const holder: JsonSchema = current?.schema ?? schema;
    if (!holder.properties || !Object.hasOwn(holder.properties, name)) return undefined;
    current = field(holder, name, current?.path ?? [], current?.optionalPrefixes ?? []);
  }
  return current;
}

/** Whether JSON holds an object here: not a list, not null. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsUnder(
  schema: JsonSchema,
  path: readonly string[],
  optionalPrefixes: readonly (readonly string[])[],
): SchemaField[] {
  return Object.keys(schema.properties ?? {}).flatMap((name) => {
    const found = field(schema, name, path, optionalPrefixes);
    return [found, ...fieldsUnder(found.schema, found.path, found.optionalPrefixes)];
  });
}

function field(
  holder: JsonSchema,
  name: string,
  parent: readonly string[],
  optionalPrefixes: readonly (readonly string[])[],
): SchemaField {
  const schema = holder.properties![name];
  const path = [...parent, name];
  const required = holder.required?.includes(name) ?? false;
  return {
    path,
    type: schema.type,
    schema,
    required,
    optionalPrefixes: required ? optionalPrefixes : [...optionalPrefixes, path],
  };
}
