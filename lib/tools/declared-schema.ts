/** A schema as a server wrote it, reduced to what a gateway's policies can know of it. */
import { expandedNodes } from './expanded-nodes';
import { isJsonObject, type JsonSchema, type SchemaType } from './json-schema';
import { TOOL_LIMITS } from './tool-limits';

const TYPES: readonly string[] = TOOL_LIMITS.schemaTypes;

/**
 * Servers write all of JSON Schema, policies know six types. What has one type stays, whatever else is said of it; a field
 * that may be several things is left out, so that no policy can ask for it. References into the schema itself are followed.
 */
export function declaredSchema(schema: unknown): JsonSchema {
  const reduced = new Reduction(schema).reduce(schema, 1);
  return reduced?.type === 'object' ? reduced : { type: 'object' };
}

class Reduction {
  /** The references that are being followed: one that is among them holds itself. */
  private readonly open = new Set<string>();
  private readonly known = new Map<string, JsonSchema | undefined>();

  constructor(private readonly root: unknown) {}

  reduce(schema: unknown, level: number): JsonSchema | undefined {
    if (!isJsonObject(schema) || level > DEEPEST) return undefined;
    if (typeof schema.$ref === 'string') return this.reference(schema.$ref, level);
    const type = typeOf(schema);
    if (!type) return this.reduce(onlyChoice(schema), level + 1);
    const description = typeof schema.description === 'string' ? { description: schema.description } : {};
    if (type === 'array') {
      const items = this.reduce(schema.items, level + 1);
      return { type, ...description, ...(items && { items }) };
    }
    return type === 'object' ? { type, ...description, ...this.fields(schema, level) } : { type, ...description };
  }

  /** Of one that holds itself, or that is too large to be written out, only the type. */
  private reference($ref: string, level: number): JsonSchema | undefined {
    const target = referenced($ref, this.root);
    const type = isJsonObject(target) ? typeOf(target) : undefined;
    if (this.open.has($ref)) return type && { type };
    const key = `${level} ${$ref}`;
    if (this.known.has(key)) return this.known.get(key);
    this.open.add($ref);
    const reduced = this.reduce(target, level + 1);
    this.open.delete($ref);
    const kept = expandedNodes(reduced) <= MOST_OF_REFERENCE ? reduced : type && { type };
    this.known.set(key, kept);
    return kept;
  }

  private fields(schema: Record<string, unknown>, level: number): Partial<JsonSchema> {
    if (!isJsonObject(schema.properties)) return {};
    const entries = Object.entries(schema.properties).flatMap(([name, property]) => {
      const reduced = this.reduce(property, level + 1);
      return reduced ? [[name, reduced] as const] : [];
    });
    const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
    const { properties } = schema;
    // What may be null may be missing: policies test for it first.
    const names = entries
      .map(([name]) => name)
      .filter((name) => required.includes(name) && !maybeNull(properties[name]));
    return { properties: Object.fromEntries(entries), ...(names.length > 0 && { required: names }) };
  }
}

/** The one type; `["string", "null"]` is a string that may be missing. */
function typeOf({ type, properties, items }: Record<string, unknown>): SchemaType | undefined {
  const types = (Array.isArray(type) ? (type as unknown[]) : [type]).filter((one) => one !== 'null');
  if (types.length === 1 && typeof types[0] === 'string' && TYPES.includes(types[0])) return types[0] as SchemaType;
  if (type !== undefined) return undefined;
  return isJsonObject(properties) ? 'object' : isJsonObject(items) ? 'array' : undefined;
}

function maybeNull(schema: unknown): boolean {
  if (!isJsonObject(schema)) return false;
  const { type } = schema;
  return (Array.isArray(type) && type.includes('null')) || (choicesOf(schema)?.some(isNull) ?? false);
}

/** `anyOf` with null is how Python writes a field that may be missing; `allOf` of one is how it writes a described one. */
function onlyChoice(schema: Record<string, unknown>): unknown {
  const left = choicesOf(schema)?.filter((choice) => !isNull(choice));
  return left?.length === 1 ? left[0] : undefined;
}

function choicesOf({ anyOf, oneOf, allOf }: Record<string, unknown>): unknown[] | undefined {
  return [anyOf, oneOf, allOf].find(Array.isArray) as unknown[] | undefined;
}

function isNull(schema: unknown): boolean {
  return isJsonObject(schema) && schema.type === 'null';
}

/** `#/$defs/Address`. */
function referenced(ref: string, root: unknown): unknown {
  if (!ref.startsWith('#/')) return undefined;
  return ref
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (holder, part) => (isJsonObject(holder) && Object.hasOwn(holder, part) ? holder[part] : undefined),
      root,
    );
}

/** Below this no policy asks. */
const DEEPEST = 16;

/** References that are used again and again grow beyond any template; a policy asks for a few fields. */
const MOST_OF_REFERENCE = 1000;
