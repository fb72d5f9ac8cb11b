/** Where a template tells the tools of a target that has no property for them. */

/** The metadata key under which a target carries the tools that were declared for it. */
export const TOOLS_METADATA_KEY = 'cdk-agentcore:tools';
