/** What policies decide about a call, in the form that tests compare. */

/** The decision, and the policies that made it. */
export interface PolicyDecision {
  readonly allowed: boolean;
  /** The names of the policies that decided, sorted: all permits that apply, or all forbids. None where no policy permits. */
  readonly decidedBy: readonly string[];
  /** What kept a policy from being evaluated, or the call from being right: mostly an input that is not the tool's. */
  readonly errors: readonly string[];
}

/** Allowed, by exactly these permits. */
export function allowedBy(...policies: string[]): PolicyDecision {
  return { allowed: true, decidedBy: [...policies].sort(), errors: [] };
}

/** Denied by exactly these forbids, whatever is permitted. */
export function deniedBy(...policies: string[]): PolicyDecision {
  return { allowed: false, decidedBy: [...policies].sort(), errors: [] };
}

/** Denied because no policy permits it. */
export function denied(): PolicyDecision {
  return { allowed: false, decidedBy: [], errors: [] };
}

/** Denied because the input does not fit the tool, whatever is wrong with it. For `toEqual` of jest and vitest. */
export function deniedAsInput(): PolicyDecision {
  const some = { asymmetricMatch: (errors: readonly string[]) => errors.length > 0, toString: () => 'some error' };
  return { allowed: false, decidedBy: [], errors: some as unknown as string[] };
}
