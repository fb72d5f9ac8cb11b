/** Small facts about schemas, and what two of them say together. */
import { isJsonObject } from '../tools/json-schema';
import type { JsonObject } from './openapi-document';

/** The types without parts. */
export const SCALARS: readonly string[] = ['string', 'number', 'integer', 'boolean'];

/** The type that a schema has, or that its other keywords imply; undefined where it may be anything. */
export function impliedType(schema: JsonObject): string | undefined {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => type !== 'null');
  if (types.length === 1 && typeof types[0] === 'string') return types[0];
  if (types.length > 1) return undefined;
  if (isJsonObject(schema.properties)) return 'object';
  if (schema.items !== undefined) return 'array';
  const values = Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null) : [schema.const];
  const kinds = [...new Set(values.map((value) => typeof value))];
  return kinds.length === 1 && ['string', 'number', 'boolean'].includes(kinds[0]) ? kinds[0] : undefined;
}

/** `required` names each field once, and only fields that are there. */
export function finished(schema: JsonObject): JsonObject {
  if (schema.required === undefined) return schema;
  const { required, ...rest } = schema;
  const known = isJsonObject(schema.properties) ? schema.properties : {};
  const names = [...new Set(required as string[])].filter((name) => Object.hasOwn(known, name));
  return names.length > 0 ? { ...rest, required: names } : rest;
}

/** What two schemas say together (allOf); what the first says goes before. */
export function merged(first: JsonObject, second: JsonObject, resolve: (schema: JsonObject) => JsonObject): JsonObject {
  // Each part closes only itself: together they would allow nothing.
  const { additionalProperties: _first, ...one } = first;
  const { additionalProperties: _second, ...two } = second;
  const together = (a: unknown, b: unknown): unknown =>
    isJsonObject(a) && isJsonObject(b) && JSON.stringify(a) !== JSON.stringify(b)
      ? finished(merged(resolve(a), resolve(b), resolve))
      : (a ?? b);
  const required = [
    ...((one.required as string[] | undefined) ?? []),
    ...((two.required as string[] | undefined) ?? []),
  ];
  const type = one.type === 'number' && two.type === 'integer' ? 'integer' : (one.type ?? two.type);
  return {
    ...two,
    ...one,
    ...(type !== undefined && { type }),
    ...(Array.isArray(one.enum) && Array.isArray(two.enum) && { enum: common(one.enum, two.enum) }),
    ...(isJsonObject(one.properties) &&
      isJsonObject(two.properties) && {
        properties: fields(one.properties, two.properties, together),
      }),
    ...(one.items !== undefined && two.items !== undefined && { items: together(one.items, two.items) }),
    ...(required.length > 0 && { required }),
  };
}

function fields(one: JsonObject, two: JsonObject, together: (a: unknown, b: unknown) => unknown): JsonObject {
  const names = [...new Set([...Object.keys(one), ...Object.keys(two)])];
  const own = (fields: JsonObject, name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  return Object.fromEntries(names.map((name) => [name, together(own(one, name), own(two, name))]));
}

function common(one: readonly unknown[], two: readonly unknown[]): readonly unknown[] {
  const both = one.filter((value) => two.includes(value));
  return both.length > 0 ? both : one;
}
