/**
 * The tools that the gateway makes of a description. Path, query and header parameters, the fields of the body and the
 * variables of the server stand side by side in the input: the documentation does not say so, but it is how a client of
 * Snowflake's calls a tool of such a target:
 * https://github.com/Snowflake-Labs/sfguide-getting-started-with-bedrock-agentcore-gateways-and-cortex-agents
 *
 * Meant for what `gatewayDocument` writes, but reads any description: what it does not know is open.
 */
import { expandedNodes, MOST_NODES } from '../tools/expanded-nodes';
import { isJsonObject, type JsonSchema, type SchemaType } from '../tools/json-schema';
import type { ToolDefinition } from '../tools/tool-definition';
import { TOOL_LIMITS } from '../tools/tool-limits';
import type { JsonObject } from './openapi-document';
import { pointerOf } from './openapi-document';
import { HTTP_METHODS } from './openapi-limits';
import { impliedType } from './schema-parts';

const TYPES: readonly string[] = TOOL_LIMITS.schemaTypes;

/** Nothing is known of it. JSON Schema would say `{}`, for which a tool has no word. */
const OPEN: JsonSchema = { type: 'object' };

interface Field {
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/**
 * The tools of a description, in its order; operations without a name are left out.
 * @param refuse told of each tool whose input is too large to be written out; the input is open then
 */
export function descriptionTools(root: unknown, refuse?: (name: string) => void): ToolDefinition[] {
  if (!isJsonObject(root) || !isJsonObject(root.paths)) return [];
  const reader = new Reader(root, refuse);
  return Object.entries(root.paths).flatMap(([path, written]) => {
    const item = reader.object(written);
    return Object.keys(item)
      .filter((method) => HTTP_METHODS.includes(method))
      .flatMap((method) => reader.tool(`${method.toUpperCase()} ${path}`, item, reader.object(item[method])));
  });
}

class Reader {
  private readonly known = new Map<string, JsonSchema>();
  private readonly open = new Set<string>();

  constructor(
    private readonly root: JsonObject,
    private readonly refuse?: (name: string) => void,
  ) {}

  tool(place: string, item: JsonObject, operation: JsonObject): ToolDefinition[] {
    const { operationId: name } = operation;
    if (typeof name !== 'string' || name === '') return [];
    const fields = new Map<string, Field>([
      ...this.variables(),
      ...this.parameters(item.parameters),
      ...this.parameters(operation.parameters),
      ...this.bodyFields(operation.requestBody),
    ]);
    const texts = [operation.description, operation.summary];
    const description = texts.find((text): text is string => typeof text === 'string' && text.trim() !== '') ?? place;
    const inputSchema = objectOf(fields);
    if (expandedNodes(inputSchema) <= MOST_NODES) return [{ name, description, inputSchema }];
    this.refuse?.(name);
    return [{ name, description, inputSchema: OPEN }];
  }

  /** An object, after its references; an empty one for anything else. */
  object(written: unknown): JsonObject {
    let value = written;
    for (let depth = 0; depth < 32 && isJsonObject(value) && typeof value.$ref === 'string'; depth++) {
      value = pointerOf(value.$ref)?.reduce<unknown>(
        (from, key) =>
          typeof from === 'object' && from && Object.hasOwn(from, key) ? (from as JsonObject)[key] : undefined,
        this.root,
      );
    }
    return isJsonObject(value) && value.$ref === undefined ? value : {};
  }

  private variables(): [string, Field][] {
    const [server] = Array.isArray(this.root.servers) ? (this.root.servers as unknown[]) : [];
    const { variables } = this.object(server);
    return Object.entries(isJsonObject(variables) ? variables : {}).map(([name, written]) => {
      const { description } = this.object(written);
      // A default is what is called without it, so nothing may rely on its being there.
      return [name, { schema: { type: 'string', ...text(description) }, required: false }];
    });
  }

  private parameters(list: unknown): [string, Field][] {
    return (Array.isArray(list) ? list : []).flatMap((written): [string, Field][] => {
      const parameter = this.object(written);
      if (typeof parameter.name !== 'string') return [];
      const schema = { ...this.schema(parameter.schema ?? { type: 'string' }), ...text(parameter.description) };
      return [[parameter.name, { schema, required: parameter.in === 'path' || parameter.required === true }]];
    });
  }

  private bodyFields(written: unknown): [string, Field][] {
    const body = this.object(written);
    const [media] = Object.values(isJsonObject(body.content) ? body.content : {});
    const { properties = {}, required = [] } = this.schema(this.object(media).schema ?? {});
    // Whether the gateway asks for the fields of a body that may be left out is not documented: nothing relies on it.
    return Object.entries(properties).map(([name, schema]) => [
      name,
      { schema, required: body.required === true && required.includes(name) },
    ]);
  }

  /** A schema in the words of tools. One that holds itself is open where it does. */
  private schema(written: unknown): JsonSchema {
    const reference = isJsonObject(written) && typeof written.$ref === 'string' ? written.$ref : undefined;
    if (reference === undefined) return this.read(this.object(written));
    const known = this.known.get(reference);
    if (known || this.open.has(reference)) return known ?? OPEN;
    this.open.add(reference);
    const schema = this.read(this.object(written));
    this.open.delete(reference);
    this.known.set(reference, schema);
    return schema;
  }

  private read(schema: JsonObject): JsonSchema {
    const type = impliedType(schema) ?? 'object';
    const own = { type: (TYPES.includes(type) ? type : 'object') as SchemaType, ...text(schema.description) };
    if (own.type === 'array')
      return { ...own, ...(schema.items !== undefined && { items: this.schema(schema.items) }) };
    if (own.type !== 'object' || !isJsonObject(schema.properties)) return own;
    const required = Array.isArray(schema.required) ? (schema.required as unknown[]) : [];
    const fields = Object.entries(schema.properties).map(([name, written]): [string, Field] => [
      name,
      // A field that is only ever read is not sent, whatever `required` says.
      { schema: this.schema(written), required: required.includes(name) && this.object(written).readOnly !== true },
    ]);
    return { ...objectOf(new Map(fields)), ...own };
  }
}

function objectOf(fields: ReadonlyMap<string, Field>): JsonSchema {
  const required = [...fields].filter(([, field]) => field.required).map(([name]) => name);
  return {
    type: 'object',
    ...(fields.size > 0 && {
      properties: Object.fromEntries([...fields].map(([name, { schema }]) => [name, schema])),
    }),
    ...(required.length > 0 && { required }),
  };
}

function text(description: unknown): { description?: string } {
  return typeof description === 'string' && description.trim() !== '' ? { description } : {};
}
