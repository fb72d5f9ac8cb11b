/** What the gateway takes of an OpenAPI description: dated data, each row with its source. */

/**
 * As of 2026-11-21. [page] is
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-schema-openapi.html
 */
export const OPENAPI_LIMITS = {
  /** "OpenAPI versions 3.0 and 3.1 are supported (Swagger 2.0 is not supported)" [page] */
  version: /^3\.[01](?:\.\d+)?$/,
  versions: '3.0 and 3.1',
  /** "Standard HTTP methods (GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS)" [page]; TRACE is in OpenAPI, but not there. */
  methods: ['get', 'post', 'put', 'delete', 'patch', 'head', 'options'],
  /** "Media Types" [page]; "Only application/json content type is fully supported". In the order of preference. */
  mediaTypes: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml'],
  /** The largest file that the gateway reads from S3. What goes into the template itself is `TOOL_LIMITS.inlineBytes`.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
  fileBytes: 10 * 1024 * 1024,
  /** How deep objects and lists may be in each other. Not a limit of the gateway: GitHub's description needs 21. */
  depth: 200,
  /** "If the parameter name is Accept, Content-Type or Authorization, the parameter definition SHALL be ignored."
   * @see https://spec.openapis.org/oas/v3.1.1.html#parameter-object */
  ignoredHeaders: ['accept', 'content-type', 'authorization'],
} as const;

/** Every method of OpenAPI: what stands beside them in a path item is no operation. */
export const HTTP_METHODS: readonly string[] = [...OPENAPI_LIMITS.methods, 'trace'];
