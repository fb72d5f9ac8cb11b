/** What AgentCore Runtime accepts, as dated data: nothing that uses it has numbers of its own. */

/** As of 2026-11-21: API model of CreateAgentRuntime, and the developer guide's quotas for microVM runtimes. */
export const RUNTIME_LIMITS = {
  name: { pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/, said: '1 to 48 letters, digits and "_", starting with a letter' },
  /** The L2 accepts 1200 characters, the API 4096. */
  description: { maxLength: 1200 },
  /** The L2 accepts values of 2048 characters, the API 5000; ours are set on the L1. */
  environment: { maxCount: 50, maxNameLength: 100, maxValueLength: 5000 },
  requestHeaders: { maxCount: 20, maxNameLength: 256 },
  /** In seconds; the defaults are the service's. */
  lifecycle: { min: 60, max: 28_800, defaultIdle: 900, defaultLifetime: 28_800 },
  network: { maxSubnets: 16, maxSecurityGroups: 16 },
} as const;

/** Names of endpoints that the service keeps for itself. */
export const RESERVED_ENDPOINTS: readonly string[] = ['DEFAULT'];

/**
 * Variables that the runtime sets itself, and those by which the AWS SDKs would find other credentials than the role's.
 * Seen in bedrock-agentcore 1.25 and the AWS SDKs' reference guide, 2026-11.
 */
export const RESERVED_VARIABLES: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_ROLE_ARN',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
];

/** `AWS_` variables that are settings of the AWS SDKs, not credentials. SDKs and tools reference guide, 2026-11. */
export const SDK_SETTINGS: readonly RegExp[] = [
  /^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/,
  /^AWS_IGNORE_CONFIGURED_ENDPOINT_URLS$/,
  /^AWS_MAX_ATTEMPTS$/,
  /^AWS_NODEJS_CONNECTION_REUSE_ENABLED$/,
  /^AWS_RETRY_MODE$/,
  /^AWS_SDK_[A-Z0-9_]+$/,
  /^AWS_STS_REGIONAL_ENDPOINTS$/,
  /^AWS_USE_DUALSTACK_ENDPOINT$/,
  /^AWS_USE_FIPS_ENDPOINT$/,
];

/**
 * Headers that never reach an agent's code, in lower case.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html (2026-11)
 */
export const RESTRICTED_HEADERS: readonly string[] = [
  'proxy-authorization',
  'www-authenticate',
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-location',
  'content-range',
  'cache-control',
  'etag',
  'expires',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-modified',
  'pragma',
  'vary',
  'connection',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'host',
  'referer',
  'user-agent',
  'from',
  'range',
  'accept-ranges',
  'transfer-encoding',
  'te',
  'trailer',
];

/** The one exception among the `x-amzn-` headers, which belong to AWS. */
export const CUSTOM_HEADER_PREFIX = 'x-amzn-bedrock-agentcore-runtime-custom-';
