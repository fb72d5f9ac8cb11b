/** Names given to the service: from the construct path, within the service's limit, the same at every synth. */
import { Names } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** How the service spells the names of one kind of resource. */
export interface NameRule {
  /** The longest name allowed. */
  readonly maxLength: number;
  /** What may stand between words: `_` for runtimes and memories, `-` for gateways. */
  readonly separator: string;
}

/** The name rules of AgentCore's services (API model, 2026-11). */
export const NAME_RULES = {
  runtime: { maxLength: 48, separator: '_' },
  memory: { maxLength: 48, separator: '_' },
  policyEngine: { maxLength: 48, separator: '_' },
  policy: { maxLength: 48, separator: '_' },
  gateway: { maxLength: 48, separator: '-' },
} as const satisfies Record<string, NameRule>;

/** A name derived from the construct path; moving code elsewhere never changes it, moving the construct does. */
export function physicalName(construct: IConstruct, rule: NameRule): string {
  // Separators inside ids are dropped: the service refuses two hyphens in a row.
  return Names.uniqueResourceName(construct, { maxLength: rule.maxLength, separator: rule.separator });
}

/** `OrderTools` → `ORDER_TOOLS`: how a construct id stands in the name of an environment variable. */
export function environmentWord(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}

/** `MEMORY_<ID>_ID`, `GATEWAY_<ID>_URL`: the variable by which an agent finds what it uses. */
export function environmentName(kind: string, id: string, property: string): string {
  const words = [kind, environmentWord(id), property];
  // `new AgentMemory(this, 'Memory')` is MEMORY_ID, not MEMORY_MEMORY_ID.
  if (words[1] === kind || words[1] === '') words.splice(1, 1);
  return words.join('_');
}
