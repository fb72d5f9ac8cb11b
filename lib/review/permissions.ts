/** The permission matrix: who may call which tool of which gateway, under which condition, by which policy. */
import type { AgentSystem, Gateway, GatewayPolicy } from '../assembly/agent-system';
import { callerType, isAbout, isOpenReference, sharesEngine } from '../assembly/policy-reach';
import type { PrincipalKind } from '../cedar/cedar-gateway';
import { compare } from '../template/compare';
import { ForbidsMet } from './forbids-met';
import { matrixEntries, notListed, type MatrixEntry } from './matrix-entries';
import {
  agentNamesByRole,
  coversTool,
  forbidsAll,
  overlap,
  principalNamed,
  readPolicy,
  type ReadPolicy,
} from './policy-scope';
import { waitsForSession } from './role-sessions';
import { callersInWords } from './words';

/**
 * - ALLOW, ALLOW_IF: a call is permitted, always or under the condition, unless one of `limitedBy` forbids it
 * - DENY, DENY_IF: a call is refused, whatever else permits it, or because nothing permits it
 * - NO_EFFECT: the policy never decides about a call here
 * - UNKNOWN: the templates do not tell
 */
export type Verdict = 'ALLOW' | 'ALLOW_IF' | 'DENY' | 'DENY_IF' | 'NO_EFFECT' | 'UNKNOWN';

export interface Permission {
  readonly gateway: string;
  /** The full name, `Target___tool`; `Target___*` for tools that the template does not name. */
  readonly tool: string;
  readonly verdict: Verdict;
  /** Who, in words. */
  readonly who: string;
  /** Under which condition, or why, in words; empty where there is nothing to say. */
  readonly condition: string;
  /** The policy; left out where the verdict follows from the gateway itself. */
  readonly policy?: string;
  /** The rule in its author's words: what the policy is meant to say. */
  readonly intent?: string;
  /** False if the verdict is only logged. */
  readonly enforced: boolean;
  /** Policies that forbid some of what this one permits. A forbid wins. */
  readonly limitedBy: readonly string[];
}

/** A policy that decides at no gateway of the assembly. */
export interface PolicyWithoutGateway {
  readonly policy: string;
  readonly engine: string;
  readonly effect: 'permit' | 'forbid' | 'unknown';
}

/** A policy at one gateway, or at one tool of it. */
interface Applied extends ReadPolicy {
  /** Why it is not known whether the policy decides there, in words; undefined if it does. */
  readonly unsure?: string;
}

interface AtGateway {
  readonly gateway: Gateway;
  readonly met: ForbidsMet;
  readonly applied: readonly Applied[];
  readonly unreadable: readonly { readonly policy: GatewayPolicy; readonly why: string }[];
}

export function permissionsOf(system: AgentSystem): {
  readonly rows: readonly Permission[];
  readonly policiesWithoutGateway: readonly PolicyWithoutGateway[];
} {
  const agentNames = agentNamesByRole(system.agents);
  const policies = system.policies.map((policy) => readPolicy(policy, agentNames));
  const attached = new Set<string>();
  const met = new ForbidsMet(system);
  const rows = system.gateways.flatMap((gateway) => {
    const own = policies.filter(({ policy }) => sharesEngine(policy, gateway) !== 'no');
    const applied = own.flatMap((read) => ('unreadable' in read ? [] : appliedAt(gateway, read, system)));
    const unreadable = own.flatMap((read) =>
      'unreadable' in read ? [{ policy: read.policy, why: read.unreadable }] : [],
    );
    for (const { policy, unsure } of applied) if (unsure === undefined) attached.add(policy.name);
    const here = { gateway, met, applied, unreadable };
    return [
      ...matrixEntries(gateway, applied).flatMap((entry) => {
        const policies = covering(entry, applied);
        return [
          ...gatewayRows(entry, here),
          ...policyRows(entry, policies, here),
          ...defaultRows(entry, policies, here),
        ];
      }),
      ...danglingRows(here, system),
    ];
  });
  for (const { policy } of rows) if (policy !== undefined) attached.add(policy);
  return {
    rows: rows.sort(byPlace),
    policiesWithoutGateway: policies
      .filter(({ policy }) => !attached.has(policy.name))
      .map((read) => ({
        policy: read.policy.name,
        engine: read.policy.engine,
        effect: 'unreadable' in read ? ('unknown' as const) : read.effect,
      })),
  };
}

/** The policy at a gateway with which it may share an engine; none if it is not about the gateway. */
function appliedAt(gateway: Gateway, read: ReadPolicy, system: AgentSystem): Applied[] {
  const about = isAbout(read.scope, gateway, system.gateways);
  if (about === 'no') return [];
  if (about === 'unknown') return [{ ...read, unsure: 'whether it is about this gateway is not known' }];
  if (sharesEngine(read.policy, gateway) === 'unknown')
    return [{ ...read, unsure: "whether it belongs to this gateway's policy engine is not known" }];
  if (read.policy.enforcement === 'UNKNOWN') return [{ ...read, unsure: 'whether it is enforced is not known' }];
  return [read];
}

/** The policies that cover a tool, or may. */
function covering(entry: MatrixEntry, applied: readonly Applied[]): Applied[] {
  return applied.flatMap((read) => {
    const covers = coversTool(read, entry);
    if (covers === 'no') return [];
    return [covers === 'yes' ? read : { unsure: 'whether it is about this tool is not known', ...read }];
  });
}

/** What follows from the gateway itself, before any policy. */
function gatewayRows(entry: MatrixEntry, { gateway }: AtGateway): Permission[] {
  const row = (verdict: Verdict, condition: string) => ({ ...blank(gateway, entry.tool), verdict, condition });
  const rows = entry.isRest ? [row('UNKNOWN', `which tools there are is not known: ${entry.target.toolsUnknown}`)] : [];
  if (!gateway.inAssembly)
    return [...rows, row('UNKNOWN', 'another app deploys the gateway, its authorization and policies')];
  if (gateway.mode === 'NONE') return [...rows, row('ALLOW', 'no policy engine: every call is allowed')];
  if (gateway.mode === 'LOG_ONLY')
    return [...rows, row('ALLOW', 'policies are logged, not enforced: every call is allowed')];
  if (gateway.mode === 'UNKNOWN') return [...rows, row('UNKNOWN', 'whether policies are enforced is not known')];
  if (!gateway.engineInAssembly) return [...rows, row('UNKNOWN', engineElsewhere(gateway))];
  return rows;
}

function engineElsewhere({ engine = '' }: Gateway): string {
  return isOpenReference(engine)
    ? 'which policy engine decides is not known'
    : 'another app deploys the policy engine and its policies';
}

function policyRows(entry: MatrixEntry, policies: readonly Applied[], here: AtGateway): Permission[] {
  return [
    ...policies.map((read) => policyRow(entry, read, policies, here)),
    ...here.unreadable.map(({ policy, why }) => ({
      ...blank(here.gateway, entry.tool),
      who: 'unknown',
      condition: why,
      ...named(policy),
      enforced: here.gateway.mode !== 'LOG_ONLY',
    })),
  ];
}

function policyRow(
  entry: MatrixEntry,
  read: Applied,
  policies: readonly Applied[],
  { gateway, met }: AtGateway,
): Permission {
  const row = {
    ...blank(gateway, entry.tool),
    who: read.who,
    condition: conditionInWords(read),
    ...named(read.policy),
    enforced: gateway.mode !== 'LOG_ONLY' && gateway.mode !== 'NONE' && read.policy.enforcement !== 'LOG_ONLY',
  };
  if (neverCalls(read, gateway)) {
    return { ...row, verdict: 'NO_EFFECT', condition: `never: callers ${CALLERS[callerType(gateway)!]}` };
  }
  if (waitsForSession(read, gateway))
    return { ...row, verdict: 'NO_EFFECT', condition: 'never: the id of a role ends with its name, without a session' };
  if (read.unsure !== undefined) return { ...row, condition: joined(read.unsure, row.condition) };
  if (read.effect === 'forbid') return { ...row, verdict: row.condition ? 'DENY_IF' : 'DENY' };
  const forbids = policies.filter(
    (other) => other.effect === 'forbid' && decides(other, gateway) && overlap(read, other),
  );
  const namesOf = (some: readonly Applied[]) => some.map(({ policy }) => policy.name).sort(compare);
  if (forbids.some((forbid) => forbid.unsure === undefined && forbidsAll(forbid, read, gateway)))
    return { ...row, verdict: 'DENY', limitedBy: namesOf(forbids) };
  const limitedBy = namesOf(
    forbids.filter(
      ({ policy, unsure }) =>
        unsure !== undefined || !met.neverMeet(read.policy.name, policy.name, entry.tool, gateway),
    ),
  );
  return { ...row, verdict: row.condition || limitedBy.length > 0 ? 'ALLOW_IF' : 'ALLOW', limitedBy };
}

const CALLERS: Readonly<Record<PrincipalKind, string>> = {
  OAuthUser: 'are users with a token',
  IamEntity: 'are IAM identities',
  UnauthenticatedUser: 'bring no credentials',
};

const NOT_PERMITTED = 'no policy permits it';

/** With enforced policies, what no policy permits is denied. */
function defaultRows(
  entry: MatrixEntry,
  policies: readonly Applied[],
  { gateway, unreadable }: AtGateway,
): Permission[] {
  if (gateway.mode !== 'ENFORCE' || !gateway.engineInAssembly || unreadable.length > 0) return [];
  if (policies.some((read) => read.effect === 'permit' && decides(read, gateway))) return [];
  return [{ ...blank(gateway, entry.tool), verdict: 'DENY', who: 'every caller', condition: NOT_PERMITTED }];
}

/** Tools that policies name and that no gateway of theirs has. */
function danglingRows({ gateway, applied }: AtGateway, system: AgentSystem): Permission[] {
  return applied.flatMap((read) =>
    notListed(read, gateway, system.gateways).map((tool) => ({
      ...blank(gateway, tool),
      verdict: 'NO_EFFECT' as const,
      who: read.who,
      condition: 'the gateway has no such tool',
      ...named(read.policy),
    })),
  );
}

function named({ name, intent }: GatewayPolicy): Pick<Permission, 'policy' | 'intent'> {
  return { policy: name, ...(intent !== undefined && { intent }) };
}

function blank(gateway: Gateway, tool: string): Permission {
  return {
    gateway: gateway.name,
    tool,
    verdict: 'UNKNOWN',
    who: callersInWords(gateway.inbound),
    condition: '',
    enforced: true,
    limitedBy: [],
  };
}

/** Whether a policy takes part in decisions: not one that is only logged or about callers that never come. */
function decides(read: ReadPolicy, gateway: Gateway): boolean {
  return read.policy.enforcement !== 'LOG_ONLY' && !neverCalls(read, gateway) && !waitsForSession(read, gateway);
}

function neverCalls(read: ReadPolicy, gateway: Gateway): boolean {
  const [named, calls] = [principalNamed(read), callerType(gateway)];
  return named !== undefined && calls !== undefined && named.type !== calls;
}

function conditionInWords({ condition, policy }: ReadPolicy): string {
  const deployed = policy.onlyIf === undefined ? '' : `the template's condition ${policy.onlyIf} deploys it`;
  return joined(condition ?? '', deployed);
}

function joined(first: string, second: string): string {
  return [first, second].filter((text) => text !== '').join('; ');
}

const ORDER: readonly Verdict[] = ['ALLOW', 'ALLOW_IF', 'DENY', 'DENY_IF', 'UNKNOWN', 'NO_EFFECT'];

/** By gateway and tool; there first what follows from the gateway, then permits, then forbids, last what none of them permits. */
function byPlace(a: Permission, b: Permission): number {
  return (
    compare(a.gateway, b.gateway) ||
    compare(a.tool, b.tool) ||
    placeOf(a) - placeOf(b) ||
    ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) ||
    compare(a.policy ?? '', b.policy ?? '') ||
    compare(a.condition, b.condition)
  );
}

function placeOf({ policy, condition }: Permission): number {
  if (policy !== undefined) return 1;
  return condition === NOT_PERMITTED ? 2 : 0;
}
