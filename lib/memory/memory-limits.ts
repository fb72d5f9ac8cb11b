/** What the service accepts in a memory: dated data, so that a change of theirs is a change of one row. */

/** As of 2026-11-21. */
export const MEMORY_LIMITS = {
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateMemory.html */
  name: { pattern: /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/, words: 'a letter, then up to 47 letters, digits and _' },
  description: { minLength: 1, maxLength: 4096 },
  /** The quota page still says 7 to 365; the API and CloudFormation accept 3 to 365. */
  expiryDays: { min: 3, max: 365 },
  /** What the L2 accepts (aws-cdk-lib 2.276); below it, the L1 is told. */
  expiryDaysOfL2: { min: 7 },
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
  strategies: 6,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_SemanticMemoryStrategyInput.html */
  namespace: {
    maxLength: 512,
    literal: /^[a-zA-Z0-9\-_/]*$/,
    placeholders: ['actorId', 'sessionId', 'memoryStrategyId'],
  },
} as const;
