/** Gateways of one app with engines of their own that decide the same over the same tools: one engine would do. */
import { isDeepStrictEqual } from 'node:util';
import type { AgentSystem, Gateway } from '../assembly/agent-system';
import { policySetOf, type PolicySet } from '../assembly/policy-set';
import { sameDecisions } from './matrix-diff';
import type { Note } from './notes';

/** Pairs of gateways that are compared, and how much there may be at one of them: a review is never waited for. */
const MOST = { pairs: 5, tools: 30, policies: 30 } as const;

export function sameDecisionNotes(system: AgentSystem): Note[] {
  const sets = system.gateways.filter(isKnown).flatMap((gateway) => {
    const set = policySetOf(gateway, system);
    return isComparable(set) ? [{ gateway, set }] : [];
  });
  const pairs = sets.flatMap((one, index) => sets.slice(index + 1).map((other) => [one, other] as const));
  return pairs
    .filter(([one, other]) => one.gateway.engine !== other.gateway.engine && haveSameTools(one.set, other.set))
    .slice(0, MOST.pairs)
    .filter(([one, other]) => sameDecisions(one.set, other.set).same)
    .map(([one, other]) => ({
      about: one.gateway.name,
      text: `its policies decide the same as those of ${other.gateway.name}, over the same tools: both gateways can ask one policy engine`,
    }));
}

function isKnown({ inAssembly, mode, engineInAssembly }: Gateway): boolean {
  return inAssembly && mode === 'ENFORCE' && engineInAssembly;
}

/** Without a doubt, and with a permit: where nobody may call anything there is nothing to share. */
function isComparable({ gateway, policies, unsure }: PolicySet): boolean {
  return (
    unsure.length === 0 &&
    policies.some(({ effect }) => effect === 'permit') &&
    policies.length <= MOST.policies &&
    gateway.tools.length <= MOST.tools
  );
}

function haveSameTools(one: PolicySet, other: PolicySet): boolean {
  const [own, others] = [one, other].map(({ gateway }) =>
    Object.fromEntries(gateway.tools.map(({ fullName, definition }) => [fullName, definition.inputSchema])),
  );
  return one.gateway.principals === other.gateway.principals && isDeepStrictEqual(own, others);
}
