/** The tools of the hand-written stack as the L2 takes them. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';

interface McpSchema {
  readonly type: string;
  readonly description?: string;
  readonly properties?: Record<string, McpSchema>;
  readonly required?: readonly string[];
}

interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: McpSchema;
}

/** Tools as MCP lists them, in the words of the construct. */
export function toolSchema(tools: readonly McpTool[]): agentcore.ToolSchema {
  return agentcore.ToolSchema.fromInline(
    tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema: definition(inputSchema) })),
  );
}

function definition({ type, properties, required, ...rest }: McpSchema): agentcore.SchemaDefinition {
  return {
    ...rest,
    required: required && [...required],
    type: agentcore.SchemaDefinitionType.of(type),
    properties:
      properties &&
      Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, definition(property)])),
  };
}
