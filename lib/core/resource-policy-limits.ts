/** What the service accepts of a resource policy: dated data, so that a change of the service is a change of one row. */

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html
 */
export const RESOURCE_POLICY_LIMITS = {
  characters: 20_480,
  statements: 100,
  /** What a policy may be about, by the kind of its resource. */
  actions: {
    gateway: ['InvokeGateway'],
    runtime: [
      'InvokeAgentRuntime',
      'InvokeAgentRuntimeForUser',
      'InvokeAgentRuntimeCommand',
      'InvokeAgentRuntimeCommandShell',
      'InvokeAgentRuntimeWithWebSocketStream',
      'InvokeAgentRuntimeWithWebSocketStreamForUser',
      'StopRuntimeSession',
      'GetAgentCard',
    ],
    memory: [
      'GetMemory',
      'UpdateMemory',
      'DeleteMemory',
      'CreateEvent',
      'GetEvent',
      'DeleteEvent',
      'ListEvents',
      'ListActors',
      'ListSessions',
      'GetMemoryRecord',
      'ListMemoryRecords',
      'RetrieveMemoryRecords',
      'DeleteMemoryRecord',
      'BatchCreateMemoryRecords',
      'BatchUpdateMemoryRecords',
      'BatchDeleteMemoryRecords',
      'StartMemoryExtractionJob',
      'ListMemoryExtractionJobs',
    ],
  },
} as const;

/** The kinds of resources that can have a policy. */
export type PolicyResourceKind = keyof typeof RESOURCE_POLICY_LIMITS.actions;
