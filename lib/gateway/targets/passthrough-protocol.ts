/** What a target speaks to which the gateway passes requests on. */

/**
 * What a target speaks to which the gateway passes requests on as they are.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-http-passthrough.html
 */
export class PassthroughProtocol {
  /** One MCP server by itself, not joined with other targets. The service knows what its requests look like. */
  static readonly MCP = new PassthroughProtocol('MCP');
  /** Agent to agent. The service knows what its requests look like. */
  static readonly A2A = new PassthroughProtocol('A2A');
  /** A model. The service knows what requests to OpenAI, Anthropic and Amazon Bedrock look like. */
  static readonly INFERENCE = new PassthroughProtocol('INFERENCE');
  /** Anything else; its requests are known from the schema. */
  static readonly CUSTOM = new PassthroughProtocol('CUSTOM');

  /** One that the service knows and this library does not yet. */
  static of(value: string): PassthroughProtocol {
    return new PassthroughProtocol(value);
  }

  private constructor(
    /** The name by which the service knows it. */
    readonly value: string,
  ) {}
}
