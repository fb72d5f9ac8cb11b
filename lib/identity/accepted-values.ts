/** What is wrong with a list of accepted values: clients, audiences, scopes, claims. */
import type { Problem } from '../core/refusal';

/** An empty list reads as "none is accepted", but the service could only be told "all are". */
export function acceptedProblems(about: string, values: readonly string[] | undefined): Problem[] {
  if (!values || (values.length > 0 && !values.includes(''))) return [];
  return [
    {
      about,
      value: values,
      allowed: 'at least one value, and none that is empty',
      fix: 'Name what is accepted, or leave the list out: then it is not checked.',
    },
  ];
}
