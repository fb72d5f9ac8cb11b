/** What the service accepts of a gateway's rules and rate limits: dated data, so that a change of the service is a change of one row. */

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rules.html
 */
export const RULE_LIMITS = {
  rulesOfGateway: 20,
  priority: { min: 1, max: 1_000_000 },
  conditions: 2,
  description: 256,
  principals: 100,
  principalArn: {
    maxLength: 2048,
    pattern:
      /^(?:arn:aws[a-zA-Z-]*:iam::(?:\d{12}|\*):(?:user|role)\/[\w+=,.@*?/-]+|arn:aws[a-zA-Z-]*:sts::(?:\d{12}|\*):assumed-role\/[\w+=,.@*?/-]+)$/,
  },
  paths: 10,
  path: { maxLength: 512, pattern: /^\/[\w\-.]+\/\*$/ },
  /** Ways of the gateway itself. */
  reservedPaths: ['mcp', 'a2a', 'responses', 'converse', '.well-known'],
  models: 100,
  model: { maxLength: 2048, pattern: /^[a-zA-Z0-9\-._*?@:]+(?:\/[a-zA-Z0-9\-._*?@:]+)*$/ },
  bundleArn:
    /^arn:aws[a-zA-Z-]*:bedrock-agentcore:[a-z0-9-]+:[0-9]{12}:configuration-bundle\/[a-zA-Z][a-zA-Z0-9-_]{0,99}-[a-zA-Z0-9]{10}$/,
  bundleVersion: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,
} as const;

/**
 * The two parts of a traffic split, as of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_TargetTrafficSplitEntry.html
 */
export const SHARE_LIMITS = {
  weight: { min: 1, max: 99 },
  sum: 100,
  name: { maxLength: 64, pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?$/ },
  description: 200,
  metadata: { entries: 25, key: 128, value: 256 },
} as const;

/**
 * A chain of targets that are tried one after the other, as of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_Fallback.html
 */
export const FALLBACK_LIMITS = {
  targets: 2,
  firstByteTimeoutMilliseconds: { min: 50, max: 900_000 },
  statusCode: { min: 400, max: 599 },
  model: { maxLength: 2048, pattern: /^[a-zA-Z0-9][a-zA-Z0-9\-._/@:]*$/ },
} as const;

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rate-limits.html
 */
export const RATE_LIMIT_LIMITS = {
  limitsOfGateway: 50,
  dimensions: 10,
  entries: 1000,
  description: 512,
  rate: 10_000_000,
  value: 256,
  /** Wider than the keys of today, as `RateLimitDimension.of` is for those of tomorrow. */
  key: { maxLength: 80, pattern: /^([a-zA-Z][a-zA-Z0-9_]*|\$(\.[a-zA-Z0-9_-]+)+)$/ },
  claim: /^[a-zA-Z_][a-zA-Z0-9_\-.]{0,61}[a-zA-Z0-9_]$/,
  id: { maxLength: 64, pattern: /^[a-zA-Z0-9][a-zA-Z0-9\-_.]{0,62}[a-zA-Z0-9]$/ },
} as const;
