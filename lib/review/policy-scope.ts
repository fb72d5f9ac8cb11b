/** What a policy is about: read from its statement, compared with the gateways and tools of the model. */
import type { Agent, Gateway, GatewayPolicy } from '../assembly/agent-system';
import { describeStatement } from '../cedar/describe-statement';
import { actionScopeOf, entityOf, scopeJson, statementJson, type PolicyJson } from '../cedar/statement-json';
import { hasPlaceholder, isConditional, mayBeEqual } from '../template/placeholders';
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

/** What the templates tell about a question: whether something is so. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Whether policies of this engine decide at this gateway; a gateway names its engine by ARN, a policy by id. */
export function sharesEngine(policy: GatewayPolicy, gateway: Gateway): Answer {
  if (gateway.engine === undefined) return 'no';
  if (gateway.engine === policy.engine) return 'yes';
  if (!gateway.engineInAssembly && gateway.engine.endsWith(`/${policy.engine}`)) return 'yes';
  // A parameter, or one branch of a condition, may well be the engine of this app.
  const isOpen = [gateway, policy].some(
    ({ engine, engineInAssembly }) => !engineInAssembly && engine !== undefined && isOpenReference(engine),
  );
  return isOpen ? 'unknown' : 'no';
}

/** Whether the statement's resource is this gateway, which shares an engine with it. */
export function isAbout(read: ReadPolicy, gateway: Gateway, gateways: readonly Gateway[]): Answer {
  const { resource } = read.scope;
  if (resource.op === 'All') return 'yes';
  if (resource.op === 'is')
    return !resource.entity_type.endsWith('::Gateway') ? 'no' : 'in' in resource ? 'unknown' : 'yes';
  if (!('entity' in resource)) return 'unknown';
  const { id } = entityOf(resource.entity);
  if (isConditional(id)) return 'unknown';
  const named = gateways.find(({ placeholders }) => placeholders.some((placeholder) => id.includes(placeholder)));
  if (named) return named === gateway ? 'yes' : 'no';
  if (isArnOf(id, gateway)) return 'yes';
  const { physicalName = '<unknown>', inAssembly } = gateway;
  return isOpenReference(id) || hasPlaceholder(physicalName) || !inAssembly ? 'unknown' : 'no';
}

/** Whether something else than the account and the region is left to the deployment. */
export function isOpenReference(text: string): boolean {
  return hasPlaceholder(text.replace(/<AWS::\w+>/g, ''));
}

/** The service completes the gateway's name with ten characters. */
function isArnOf(arn: string, { physicalName }: Gateway): boolean {
  const [, id = ''] = /:gateway\/(.+)$/.exec(arn) ?? [];
  const suffix = id.slice(-11);
  return /^-[a-z0-9]{10}$/.test(suffix) && id.slice(0, -11).toLowerCase() === physicalName?.toLowerCase();
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
  return ids.some((id) => [...names, ...groups].some((name) => mayBeEqual(id, name))) ? 'unknown' : 'no';
}

/** The kind of caller, by AgentCore's names; undefined where any may come or none is known. */
export function callerType(gateway: Gateway): string | undefined {
  const { kind } = gateway.inbound;
  if (kind === 'JWT' || kind === 'AUTHENTICATE_ONLY') return 'OAuthUser';
  return kind === 'IAM' ? 'IamEntity' : undefined;
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
