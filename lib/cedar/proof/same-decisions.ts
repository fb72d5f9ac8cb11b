/** Whether two sets of statements decide every call of a tool alike. */
import type { Tool } from '../../tools/tool';
import type { CedarGateway } from '../cedar-gateway';
import { scopeJson } from '../statement-json';
import { RequestSearch, type ExampleRequest } from './find-request';
import { allowed, denied, type Rules } from './query';

/** The answer, and what it rests on. */
export type SameDecisions =
  /** Proved. */
  | { readonly same: true }
  /** A call that one set allows and the other does not. */
  | { readonly same: false; readonly request: ExampleRequest; readonly allowedBy: 'first' | 'second' }
  /** No such call was found; others than those tried might exist. */
  | { readonly same: undefined; readonly notProved: string };

/**
 * Compares two sets, each its statements by name. CDK tokens have to be replaced by the same words in both.
 * @param gateway whose ARN the statements name
 */
export function decidesTheSame(
  first: Readonly<Record<string, string>>,
  second: Readonly<Record<string, string>>,
  tool: Tool,
  gateway: CedarGateway,
): SameDecisions {
  if (textsOf(first) === textsOf(second)) return { same: true };
  const sets = [named('first', first), named('second', second)];
  const search = new RequestSearch({ ...sets[0], ...sets[1] }, tool, gateway);
  const [one, other] = sets.map(rulesOf);
  let notProved: string | undefined;
  for (const [allowing, denying, allowedBy] of [
    [one, other, 'first'],
    [other, one, 'second'],
  ] as const) {
    const found = search.find({ all: [allowed(allowing), denied(denying)] });
    if (found.request) return { same: false, request: found.request, allowedBy };
    notProved ??= found.notProved;
  }
  return notProved === undefined ? { same: true } : { same: undefined, notProved };
}

function textsOf(statements: Readonly<Record<string, string>>): string {
  return JSON.stringify([...new Set(Object.values(statements))].sort());
}

function named(set: string, statements: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(statements).map(([name, text]) => [`${name} of the ${set} set`, text]));
}

function rulesOf(statements: Readonly<Record<string, string>>): Rules {
  const names = Object.keys(statements);
  const forbids = names.filter((name) => scopeJson(statements[name])?.effect === 'forbid');
  return { permits: names.filter((name) => !forbids.includes(name)), forbids };
}
