/** How large the Cedar schema of tools is, told from their inputs: generating it takes seconds for hundreds of tools. */
import { inputSchemaOf } from '../cedar/cedar-gateway';
import type { JsonSchema } from '../tools/json-schema';
import type { Tool } from '../tools/tool';

/** What each thing takes in the JSON form of a schema, in bytes, without its names. */
const SIZE = { engine: 650, tool: 300, field: 45, record: 60, level: 6, set: 25, optional: 17 };

/** The size of the schema of these tools, in bytes, give or take a tenth. */
export function estimatedSchemaSize(tools: readonly Tool[]): number {
  return tools.map(sizeOfTool).reduce((sum, size) => sum + size, SIZE.engine);
}

function sizeOfTool(tool: Tool): number {
  return SIZE.tool + tool.fullName.length + tool.targetName.length + sizeOfFields(inputSchemaOf(tool), 0);
}

function sizeOfFields({ properties = {}, required }: JsonSchema, depth: number): number {
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(properties)
    .map(([name, field]) => name.length + sizeOfType(field, depth + 1) + (needed.includes(name) ? 0 : SIZE.optional))
    .reduce((sum, size) => sum + size, 0);
}

/** A record is a type by itself, which is named by the way to it. */
function sizeOfType(schema: JsonSchema, depth: number): number {
  const { type, items } = schema;
  if (type === 'array') return SIZE.set + (items ? sizeOfType(items, depth) : SIZE.field);
  if (type === 'object') return SIZE.field + SIZE.record + SIZE.level * depth + sizeOfFields(schema, depth);
  return SIZE.field;
}
