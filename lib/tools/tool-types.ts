/** TypeScript types for the inputs of tools that are defined in a file. */
import type { JsonSchema } from './json-schema';
import type { ToolDefinition } from './tool-definition';

/**
 * The text of a declaration file with the interface `ToolInputs`: one property per tool, with the type of its input.
 * @param definitions tools without problems
 * @param sourceName the file they come from, as it is to stand in the heading
 */
export function toolTypes(definitions: readonly ToolDefinition[], sourceName: string): string {
  const tools = definitions.flatMap((tool) => [
    ...comment(tool.description, '  '),
    `  ${key(tool.name)}: ${type(tool.inputSchema as JsonSchema, '  ')};`,
  ]);
  return [
    `// Made from ${sourceName} by \`cdk-agentcore types\`: change that file and run it again.`,
    '',
    '/** The input of each tool, by its name. */',
    'export interface ToolInputs {',
    ...tools,
    '}',
    '',
  ].join('\n');
}

function type(schema: JsonSchema, indent: string): string {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return schema.items ? `Array<${type(schema.items, indent)}>` : 'unknown[]';
    case 'object':
      return objectType(schema, indent);
    default:
      return schema.type;
  }
}

function objectType({ properties, required = [] }: JsonSchema, indent: string): string {
  if (!properties || Object.keys(properties).length === 0) return 'Record<string, unknown>';
  const inner = `${indent}  `;
  const lines = Object.entries(properties).flatMap(([name, schema]) => [
    ...comment(schema.description, inner),
    `${inner}${key(name)}${required.includes(name) ? '' : '?'}: ${type(schema, inner)};`,
  ]);
  return ['{', ...lines, `${indent}}`].join('\n');
}

function key(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name);
}

function comment(description: string | undefined, indent: string): string[] {
  if (!description?.trim()) return [];
  const lines = description.trim().replaceAll('*/', '*\\/').split(/\r?\n/);
  if (lines.length === 1) return [`${indent}/** ${lines[0]} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}
