/** Whether the callers of an agent bring the token that something it uses needs passed on. */
import { Token } from 'aws-cdk-lib';
import type { CallerToken } from '../core/capability';
import type { Problem } from '../core/refusal';

export function callerTokenProblems(
  capability: string,
  required: CallerToken,
  brought: CallerToken | undefined,
): Problem[] {
  const fix =
    `Give the agent the same InboundAuth as ${capability}, ` +
    `or give ${capability} InboundAuth.iam() and permit the agent's role there.`;
  const refused = (value: string, allowed: string): Problem[] => [
    { about: `what callers bring, who use ${capability} through the agent,`, value, allowed, fix },
  ];
  if (!brought) return refused('no JWT', `a JWT of ${said(required.discoveryUrl)}, which the agent passes on`);
  if (differ(brought.discoveryUrl, required.discoveryUrl)) {
    return refused(`a JWT of ${said(brought.discoveryUrl)}`, `one of ${said(required.discoveryUrl)}`);
  }
  const { clients: ours } = brought;
  const { clients: theirs } = required;
  if (ours && theirs && ours.every((client) => theirs.every((accepted) => differ(client, accepted)))) {
    return refused(`a JWT of the clients ${ours.map(said).join(', ')}`, `one of ${theirs.map(said).join(', ')}`);
  }
  return [];
}

/** A token may turn out to be any text, so it differs for certain only from another token. */
function differ(a: string, b: string): boolean {
  return a !== b && Token.isUnresolved(a) === Token.isUnresolved(b);
}

function said(text: string): string {
  return Token.isUnresolved(text) ? '(known at deployment)' : text;
}
