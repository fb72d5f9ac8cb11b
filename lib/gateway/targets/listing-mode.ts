/** When the gateway asks an MCP server for its tools. */

/**
 * When the gateway asks an MCP server for its tools.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-MCPservers.html
 */
export enum ListingMode {
  /** When the target is created or updated; the gateway keeps the list. */
  DEFAULT = 'DEFAULT',
  /** When a client asks, with that client's own authorization. Neither for semantic search nor for `Outbound.userOAuth`. */
  DYNAMIC = 'DYNAMIC',
}
