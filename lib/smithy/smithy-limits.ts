/** What the gateway takes of a Smithy model: dated data, each row with its source. */

/**
 * As of 2026-11-21. [page] is
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building-smithy-targets.html
 */
export const SMITHY_LIMITS = {
  /** The versions of the JSON form. @see https://smithy.io/2.0/spec/json-ast.html */
  version: /^[12](?:\.\d+)?$/,
  versions: '1.0 or 2.0',
  /**
   * "Only RestJson protocol is supported" [page]. Yet AWS's own first example is DynamoDB, with awsJson1_0, and its tutorial
   * is S3, with restXml: so another one is a finding, no refusal.
   */
  protocol: 'aws.protocols#restJson1',
  /** The namespaces of the traits that are protocols. */
  protocols: ['aws.protocols#', 'smithy.protocols#'],
  /**
   * What a service of AWS carries. "AgentCore Gateway doesn't support custom Smithy models for non-AWS services" [page],
   * whose example is of another one.
   */
  awsService: 'aws.api#service',
  /** "Maximum model size: 10MB" [page] */
  fileBytes: 10 * 1024 * 1024,
  /** Below this no policy asks; without an end, a few shapes that hold each other would fill the template. */
  describedLevels: 5,
} as const;

/** Traits that speak of operations that may be gone once a model is cut down to some. */
export const TRAITS_OF_OPERATIONS = {
  /** Examples for tests of clients: each names an operation. */
  tests: 'smithy.rules#endpointTests',
  /** @see https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery */
  discovery: 'aws.api#clientEndpointDiscovery',
  discovered: 'aws.api#clientDiscoveredEndpoint',
} as const;
