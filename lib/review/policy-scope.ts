/** What a policy is about: read from its statement, compared with the gateways and tools of the model. */
import type { Agent, Gateway, GatewayPolicy } from '../assembly/agent-system';
import { callerType, type Answer } from '../assembly/policy-reach';
import { describeStatement } from '../cedar/describe-statement';
import { actionScopeOf, entityOf, scopeJson, statementJson, type PolicyJson } from '../cedar/statement-json';
import { hasPlaceholder, mayBeEqual } from '../template/placeholders';
import { TARGET_SEPARATOR } from '../tools/tool-limits';

/** A policy whose statement could be read. */
export interface ReadPolicy {
  readonly policy: GatewayPolicy;
  readonly effect: 'permit' | 'forbid';
  /** Who, in words. */
  readonly who: string;
  /** When, in words; undefined if it always holds. */
  readonly condition?: string;
  /** Whether nothing but the scope decides. */
  readonly unconditional: boolean;
  readonly scope: PolicyJson;
}

export interface UnreadablePolicy {
  readonly policy: GatewayPolicy;
  readonly unreadable: string;
}

/** Reads the statement, or says why it cannot be read. */
export function readPolicy(
  policy: GatewayPolicy,
  agentNames: ReadonlyMap<string, string>,
): ReadPolicy | UnreadablePolicy {
  const plain = statementJson(policy.statement);
  const scope = plain ?? scopeJson(policy.statement);
  const described = describeStatement(policy.statement);
  if ('unreadable' in described || !scope) {
    return {
      policy,
      unreadable: `the statement cannot be read: ${'unreadable' in described ? described.unreadable : ''}`,
    };
  }
  return {
    policy,
    effect: described.effect,
    who: withAgentNames(described.principal, agentNames),
    ...(described.when !== undefined && { condition: described.when }),
    unconditional: plain !== undefined && plain.conditions.length === 0,
    scope,
  };
}

/** Names of agents by their roles, of those that share theirs with no other agent. */
export function agentNamesByRole(agents: readonly Agent[]): Map<string, string> {
  const names = new Map<string, string[]>();
  for (const { role, name } of agents) if (role !== undefined) names.set(role, [...(names.get(role) ?? []), name]);
  return new Map([...names].flatMap(([role, [name, ...others]]) => (others.length === 0 ? [[role, name]] : [])));
}

/** `role <Shop.Support.Role>` → `agent Shop/Support`: the role of one agent is that agent. */
function withAgentNames(words: string, agentNames: ReadonlyMap<string, string>): string {
  return words.replace(/\brole (<[^<>]*>)/g, (all: string, role: string) => {
    const name = agentNames.get(role);
    return name === undefined ? all : `agent ${name}`;
  });
}

/** The ids of actions that the statement names; undefined for all actions. */
export function actionsNamed({ scope }: ReadPolicy): readonly string[] | undefined {
  const actions = actionScopeOf(scope);
  if (actions.kind === 'all') return undefined;
  return actions.kind === 'equal' ? [actions.id.id] : actions.ids.map(({ id }) => id);
}

/** Whether the statement's actions cover a tool, or for the rest of a target's tools: all of them. */
export function coversTool(
  read: ReadPolicy,
  { tool, target, isRest }: { tool: string; target: { targetName: string }; isRest: boolean },
): Answer {
  const actions = actionScopeOf(read.scope);
  if (actions.kind === 'all') return 'yes';
  const ids = actions.kind === 'equal' ? [actions.id.id] : actions.ids.map(({ id }) => id);
  const groups = actions.kind === 'equal' ? [] : [target.targetName, 'CallTool', 'Mcp'];
  if (ids.some((id) => groups.includes(id) || (!isRest && id === tool))) return 'yes';
  // Tools of the rest have any name; those that policies name stand beside it, if the target's own name is known.
  const any = `${target.targetName}${TARGET_SEPARATOR}<tool>`;
  const names = isRest ? (hasPlaceholder(target.targetName) ? [any] : []) : [tool];
  const maybe = ids.some((id) => [...names, ...groups].some((name) => isOpen(id, name) && mayBeEqual(id, name)));
  return maybe ? 'unknown' : 'no';
}

/** Whether the deployment decides what the texts are; most are known, and are not compared any further. */
function isOpen(...texts: readonly string[]): boolean {
  return texts.some((text) => text.includes('<'));
}

/** The principal that a scope names: a type, or one entity of it. */
interface NamedPrincipal {
  readonly type: string;
  readonly id?: string;
  /** Whether the scope narrows it further (`in` a group). */
  readonly narrowed: boolean;
}

/** Undefined for any principal. */
export function principalNamed({ scope: { principal } }: ReadPolicy): NamedPrincipal | undefined {
  if (principal.op === 'All') return undefined;
  if (principal.op === 'is') return { type: lastName(principal.entity_type), narrowed: 'in' in principal };
  if (!('entity' in principal)) return { type: 'unknown', narrowed: true };
  const { type, id } = entityOf(principal.entity);
  return { type: lastName(type), id, narrowed: principal.op === 'in' };
}

/** Whether both can be about the same caller. */
export function overlap(one: ReadPolicy, other: ReadPolicy): boolean {
  const [a, b] = [principalNamed(one), principalNamed(other)];
  if (!a || !b) return true;
  if (a.type !== b.type) return false;
  return a.id === undefined || b.id === undefined || a.narrowed || b.narrowed || a.id === b.id;
}

/** Whether the forbid holds for every call that the permit is about, so that the permit permits nothing. */
export function forbidsAll(forbid: ReadPolicy, permit: ReadPolicy, gateway: Gateway): boolean {
  if (!forbid.unconditional || forbid.policy.onlyIf !== undefined) return false;
  const [forbidden, permitted] = [principalNamed(forbid), principalNamed(permit)];
  if (!forbidden) return true;
  if (forbidden.narrowed) return false;
  if (forbidden.id === undefined) return forbidden.type === (permitted?.type ?? callerType(gateway));
  return permitted?.id === forbidden.id && !permitted.narrowed;
}

function lastName(type: string): string {
  return type.split('::').pop()!;
}
