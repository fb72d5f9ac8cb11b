/** What an operation takes, in the words of tools. */
import { isJsonObject, type JsonSchema, type SchemaType } from '../tools/json-schema';
import type { ToolDefinition } from '../tools/tool-definition';
import { shapeName, targetOf, type JsonObject, type SmithyDocument, type SmithyMember } from './smithy-document';
import { SMITHY_LIMITS } from './smithy-limits';

/**
 * Types that JSON says in one way. Times, numbers of any size and documents may be several things: they are left out, so
 * that no policy asks for them.
 */
const SIMPLE: Readonly<Record<string, SchemaType>> = {
  blob: 'string',
  boolean: 'boolean',
  string: 'string',
  enum: 'string',
  byte: 'integer',
  short: 'integer',
  integer: 'integer',
  intEnum: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
};

/** What every model knows without saying so. @see https://smithy.io/2.0/spec/model.html#prelude */
const PRELUDE: Readonly<Record<string, string>> = {
  'smithy.api#Blob': 'blob',
  'smithy.api#Boolean': 'boolean',
  'smithy.api#PrimitiveBoolean': 'boolean',
  'smithy.api#String': 'string',
  'smithy.api#Byte': 'byte',
  'smithy.api#PrimitiveByte': 'byte',
  'smithy.api#Short': 'short',
  'smithy.api#PrimitiveShort': 'short',
  'smithy.api#Integer': 'integer',
  'smithy.api#PrimitiveInteger': 'integer',
  'smithy.api#Long': 'long',
  'smithy.api#PrimitiveLong': 'long',
  'smithy.api#Float': 'float',
  'smithy.api#PrimitiveFloat': 'float',
  'smithy.api#Double': 'double',
  'smithy.api#PrimitiveDouble': 'double',
  'smithy.api#BigInteger': 'bigInteger',
  'smithy.api#BigDecimal': 'bigDecimal',
  'smithy.api#Timestamp': 'timestamp',
  'smithy.api#Document': 'document',
  'smithy.api#Unit': 'structure',
};

/** The tool that the gateway makes of an operation: it has the name of the operation. */
export function operationTool(document: SmithyDocument, operationId: string): ToolDefinition {
  const name = shapeName(operationId);
  const input = targetOf(document.shape(operationId)?.input);
  const inputSchema = input === undefined ? undefined : schemaOf(document, input, [], 1);
  return {
    name,
    description: documentation(document.traits(operationId)) ?? name,
    inputSchema: inputSchema ?? { type: 'object' },
  };
}

/** The type of a shape, also of one that every model knows; undefined for one that the model lacks. */
export function typeOf(document: SmithyDocument, id: string): string | undefined {
  const type = document.shape(id)?.type;
  return typeof type === 'string' ? type : PRELUDE[id];
}

function schemaOf(
  document: SmithyDocument,
  id: string,
  holders: readonly string[],
  level: number,
): JsonSchema | undefined {
  const type = typeOf(document, id);
  if (type === undefined) return undefined;
  if (Object.hasOwn(SIMPLE, type)) return { type: SIMPLE[type] };
  // A map has the keys that the caller chooses, so no field of it is known.
  if (type === 'map') return { type: 'object' };
  const open = holders.includes(id) || level > SMITHY_LIMITS.describedLevels;
  if (type === 'list' || type === 'set') {
    const element = open ? undefined : targetOf(document.shape(id)?.member);
    const items = element === undefined ? undefined : schemaOf(document, element, [...holders, id], level);
    return { type: 'array', ...(items && { items }) };
  }
  if (type !== 'structure' && type !== 'union') return undefined;
  return open ? { type: 'object' } : objectOf(document, id, type === 'union', [...holders, id], level);
}

function objectOf(
  document: SmithyDocument,
  id: string,
  isUnion: boolean,
  holders: readonly string[],
  level: number,
): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [name, member] of document.members(id)) {
    const schema = schemaOf(document, member.target, holders, level + 1);
    // CDK would make it the prototype of the others.
    if (!schema || name === '__proto__') continue;
    const description = documentation(member.traits);
    properties[name] = { ...schema, ...(description !== undefined && { description }) };
    if (!isUnion && isRequired(member)) required.push(name);
  }
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

/** A token against doing it twice is made by clients that get none, so nothing may rely on its being there. */
function isRequired({ traits }: SmithyMember): boolean {
  return 'smithy.api#required' in traits && !('smithy.api#idempotencyToken' in traits);
}

/** The documentation is written in HTML. */
function documentation(traits: JsonObject): string | undefined {
  const written = traits['smithy.api#documentation'];
  if (typeof written !== 'string') return undefined;
  const text = written
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : text;
}

/** Whether something of this shape is sent bit by bit: a blob, or a union of events. */
export function isStreaming(document: SmithyDocument, id: string | undefined): boolean {
  if (id === undefined) return false;
  return [...document.members(id).values()].some(({ target }) =>
    isJsonObject(document.traits(target)['smithy.api#streaming']),
  );
}
