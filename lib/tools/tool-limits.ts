/** What the gateway and the models accept in a tool: dated data, so that a change of theirs is a change of one row. */

/** How many characters a name has, and which. */
export interface NameLimit {
  readonly maxLength: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly characters: string;
}

/** As of 2026-11-21. */
export const TOOL_LIMITS = {
  /**
   * The gateway lists a tool as `Target___tool`, and that whole name goes to the model.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html
   */
  fullName: {
    maxLength: 64,
    pattern: /^[a-zA-Z0-9_-]+$/,
    characters: 'letters, digits, _ and -',
  } satisfies NameLimit as NameLimit,
  /**
   * Claude refuses every request that carries a tool with another key at the top of its input.
   * @see https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use
   */
  inputName: {
    maxLength: 64,
    pattern: /^[a-zA-Z0-9_.-]+$/,
    characters: 'letters, digits, _, . and -',
  } satisfies NameLimit as NameLimit,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
  toolsPerTarget: 1000,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
  inlineBytes: 1024 * 1024,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-schema-constraints.html */
  schemaLevels: 64,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ToolDefinition.html */
  toolKeys: ['name', 'description', 'inputSchema', 'outputSchema'],
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_SchemaDefinition.html */
  schemaKeywords: ['type', 'properties', 'required', 'items', 'description'],
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_SchemaDefinition.html */
  schemaTypes: ['string', 'number', 'integer', 'boolean', 'object', 'array'],
} as const;

/** What stands between the name of a target and the name of its tool. */
export const TARGET_SEPARATOR = '___';
