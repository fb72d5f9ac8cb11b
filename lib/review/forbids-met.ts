/** Whether a forbid ever stops what a permit permits: left out of the matrix where it is proved that no call fulfils both. */
import type { AgentSystem, Gateway } from '../assembly/agent-system';
import { policySetOf, type PolicySet } from '../assembly/policy-set';
import { excludeEachOther } from '../cedar/proof/exclusion';
import { statementJson } from '../cedar/statement-json';
import { readsInput } from './deciding-side';

/** Pairs that are looked at in one app, so that a review is never waited for. */
const MOST_PAIRS = 1000;

export class ForbidsMet {
  private readonly sets = new Map<Gateway, PolicySet>();
  private pairs = 0;

  constructor(private readonly system: AgentSystem) {}

  /**
   * Whether it is proved that no call of the tool fulfils the conditions of both.
   * @param permit the name of the policy, as of the other one
   * @param tool its full name
   */
  neverMeet(permit: string, forbid: string, tool: string, gateway: Gateway): boolean {
    const set = this.setOf(gateway);
    const known = set.gateway.tools.find(({ fullName }) => fullName === tool);
    const [one, other] = [permit, forbid].map((name) => {
      const text = set.policies.find((policy) => policy.name === name)?.text;
      return text === undefined ? undefined : statementJson(text);
    });
    if (!known || !one || !other) return false;
    const asksForInput = [one, other].some((json) => readsInput({ meaning: JSON.stringify(json.conditions) }));
    if (asksForInput && !known.definition.inputSchema) return false;
    return ++this.pairs <= MOST_PAIRS && excludeEachOther(one, other, known, set.gateway);
  }

  private setOf(gateway: Gateway): PolicySet {
    const set = this.sets.get(gateway) ?? policySetOf(gateway, this.system);
    this.sets.set(gateway, set);
    return set;
  }
}
