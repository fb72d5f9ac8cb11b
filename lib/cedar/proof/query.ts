/** What is asked of a request: which statements apply to it, in any combination. */

export type Query =
  | { readonly applies: string }
  | { readonly not: Query }
  | { readonly all: readonly Query[] }
  | { readonly any: readonly Query[] };

/** Statements that decide together: by name, with the effect of each. */
export interface Rules {
  readonly permits: readonly string[];
  readonly forbids: readonly string[];
}

/** That some permit applies and no forbid. */
export function allowed({ permits, forbids }: Rules): Query {
  return { all: [{ any: permits.map((applies) => ({ applies })) }, notForbidden(forbids)] };
}

/** That none of the statements applies. */
export function notForbidden(names: readonly string[]): Query {
  return { all: names.map((applies) => ({ not: { applies } })) };
}

/** Whether the query is true; undefined while what is not known of some statement decides. */
export function holds(query: Query, applies: (name: string) => boolean | undefined): boolean | undefined {
  if ('applies' in query) return applies(query.applies);
  if ('not' in query) {
    const inner = holds(query.not, applies);
    return inner === undefined ? undefined : !inner;
  }
  const [parts, decisive] = 'all' in query ? [query.all, false] : [query.any, true];
  let known: boolean | undefined = !decisive;
  for (const part of parts) {
    const value = holds(part, applies);
    if (value === decisive) return decisive;
    if (value === undefined) known = undefined;
  }
  return known;
}

/** The statements that the query is about. */
export function namesIn(query: Query): string[] {
  if ('applies' in query) return [query.applies];
  if ('not' in query) return namesIn(query.not);
  return [...new Set(('all' in query ? query.all : query.any).flatMap(namesIn))];
}

/** Those of the statements that have to apply, in one way or another. */
export function wantedIn(query: Query, wanted = true): string[] {
  if ('applies' in query) return wanted ? [query.applies] : [];
  if ('not' in query) return wantedIn(query.not, !wanted);
  return ('all' in query ? query.all : query.any).flatMap((part) => wantedIn(part, wanted));
}

/**
 * Queries of which one is true where this one is: each asks for one of several statements, so that each search is only about
 * what that one reads.
 */
export function alternatives(query: Query): Query[] {
  if ('any' in query) return query.any.flatMap(alternatives);
  if (!('all' in query)) return [query];
  const index = query.all.findIndex((part) => alternatives(part).length !== 1);
  if (index < 0) return [query];
  return alternatives(query.all[index]).map((part) => ({
    all: query.all.map((other, at) => (at === index ? part : other)),
  }));
}
