/** The reason for a weakened default: required by every prop that weakens one, and carried into the template. */
import type { CfnResource } from 'aws-cdk-lib';
import type { Problem } from './refusal';

/** Why a default is weakened. A reviewer reads it in the code, in the template and in the review. */
export interface Justification {
  /** The reason, in a sentence. */
  readonly reason: string;
}

/** The metadata key under which a resource carries the reasons for what was weakened on it. */
export const JUSTIFICATIONS_METADATA_KEY = 'cdk-agentcore:justifications';

/** Writes the reason into the metadata of the resource that it weakens. */
export function recordJustification(resource: CfnResource, what: string, justification: Justification): void {
  const known = (resource.getMetadata(JUSTIFICATIONS_METADATA_KEY) ?? {}) as Record<string, string>;
  resource.addMetadata(JUSTIFICATIONS_METADATA_KEY, { ...known, [what]: justification.reason });
}

/** A reason that says nothing is no reason. */
export function justificationProblems(about: string, justification: Justification): Problem[] {
  if (justification.reason.trim().length > 0) return [];
  return [
    {
      about: `${about}.reason`,
      value: justification.reason,
      allowed: 'a sentence that a reviewer can judge',
      fix: 'Say why the default does not fit here.',
    },
  ];
}
