/** The input of a tool, from a template's words (`Properties`) or those of MCP (`properties`). */
import { recordOf, textOf } from '../template/template';
import { isJsonObject, type JsonSchema, type SchemaType } from '../tools/json-schema';
import { TOOL_LIMITS } from '../tools/tool-limits';

/** Undefined where it is no schema of an object, or says somewhere what the gateway does not take. */
export function readInputSchema(value: unknown): JsonSchema | undefined {
  const schema = readSchema(value, 1);
  return schema?.type === 'object' ? schema : undefined;
}

function readSchema(value: unknown, level: number): JsonSchema | undefined {
  if (!isJsonObject(value) || level > TOOL_LIMITS.schemaLevels) return undefined;
  const type = textOf(value.Type ?? value.type);
  if (!isSchemaType(type)) return undefined;
  const description = textOf(value.Description ?? value.description);
  const fields = Object.entries(recordOf(value.Properties ?? value.properties)).map(
    ([name, field]) => [name, readSchema(field, level + 1)] as const,
  );
  const items = readSchema(value.Items ?? value.items, level + 1);
  const required = value.Required ?? value.required;
  const isRead =
    fields.every((field): field is [string, JsonSchema] => field[1] !== undefined) &&
    (items !== undefined || (value.Items ?? value.items) === undefined) &&
    (required === undefined || (Array.isArray(required) && required.every((name) => typeof name === 'string')));
  if (!isRead) return undefined;
  return {
    type,
    ...(description !== undefined && { description }),
    ...(fields.length > 0 && { properties: Object.fromEntries(fields) }),
    ...(Array.isArray(required) && { required: required }),
    ...(items && { items }),
  };
}

function isSchemaType(type: string | undefined): type is SchemaType {
  return TOOL_LIMITS.schemaTypes.some((known) => known === type);
}
