/** A tool as MCP's `tools/list` describes it. */

/**
 * A tool in the form of MCP's `tools/list`: what it is called, what it is for, what it takes.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export interface ToolDefinition {
  /** Letters, digits, `_` and `-`; together with its target, as `Target___tool`, at most 64 characters. */
  readonly name: string;
  /** What the tool does and when to use it. The model chooses by this text. */
  readonly description: string;
  /**
   * The input as JSON Schema. The top is an object. The gateway accepts the keywords `type`, `properties`, `required`,
   * `items` and `description`; the types `string`, `number`, `integer`, `boolean`, `object` and `array`.
   */
  readonly inputSchema: any;
  /**
   * The output as JSON Schema, with the same keywords as the input.
   * @default - the output is not described
   */
  readonly outputSchema?: any;
}
