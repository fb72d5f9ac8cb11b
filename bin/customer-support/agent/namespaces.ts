/** Where the memory's strategies keep what they learn: the defaults of `Strategy.semantic()` and the others. */

export const NAMESPACES = {
  facts: '/actors/{actorId}/facts/',
  preferences: '/actors/{actorId}/preferences/',
  /** Summaries are kept per session; what is wanted here is all of them. */
  summaries: '/actors/{actorId}/summaries/',
} as const;
