/** What AgentCore Identity accepts: dated data, so that a change of theirs is a change of one row. */

/** As of 2026-11-21. */
export const IDENTITY_LIMITS = {
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateOauth2CredentialProvider.html */
  providerName: { pattern: /^[a-zA-Z0-9_-]{1,128}$/, maxLength: 128, words: '1 to 128 letters, digits, - and _' },
  clientId: 256,
  jsonKey: 128,
  tenantId: 2048,
  discoveryUrl: {
    pattern: /^https:\/\/.+\/\.well-known\/(openid-configuration|oauth-authorization-server)$/,
    words: 'an https URL that ends in /.well-known/openid-configuration or /.well-known/oauth-authorization-server',
  },
  actorScope: 128,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/private-key-jwt.html */
  assertionClaims: {
    max: 10,
    name: /^[A-Za-z0-9_.:#-]{1,255}$/,
    valueLength: 2048,
    headerReserved: ['alg', 'typ'],
    payloadReserved: ['iss', 'sub', 'jti', 'exp', 'iat', 'nbf'],
  },
  /** Of each kind, in an account and region. @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
  providersPerRegion: 50,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateWorkloadIdentity.html */
  identityName: {
    pattern: /^[A-Za-z0-9_.-]{3,255}$/,
    maxLength: 255,
    words: '3 to 255 letters, digits, dots, - and _',
  },
  returnUrl: 2048,
} as const;

/** Which KMS key signs with which algorithm, as of 2026-11-21. @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/private-key-jwt.html */
export const SIGNING_KEY_SPECS: { readonly [algorithm: string]: readonly string[] } = {
  RS256: ['RSA_2048', 'RSA_3072', 'RSA_4096'],
  PS256: ['RSA_2048', 'RSA_3072', 'RSA_4096'],
  ES256: ['ECC_NIST_P256'],
};
