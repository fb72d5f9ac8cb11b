/** What became possible between two matrices and what no longer is: by what the policies decide, not by how they are written. */
import type { InboundAccess } from '../assembly/agent-system';
import type { PolicySet } from '../assembly/policy-set';
import type { ExampleRequest } from '../cedar/proof/find-request';
import { compare } from '../template/compare';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { sideOfGateway, sideOfSet, type DecidingSide } from './deciding-side';
import { impossibleInWords, possibleInWords, toolsInWords } from './diff-words';
import type { MatrixGateway, PermissionMatrix } from './matrix';
import { shortName } from './permission-words';
import { toolDiff } from './tool-diff';
import { accessInWords, modeInWords } from './words';

/**
 * - POSSIBLE: a call is allowed that was not
 * - IMPOSSIBLE: a call is no longer allowed
 * - CHANGED: something else that a reviewer wants to know
 * - NOT_PROVED: why there may be more than the other lines say
 */
export type ChangeKind = 'POSSIBLE' | 'IMPOSSIBLE' | 'CHANGED' | 'NOT_PROVED';

export interface Change {
  readonly kind: ChangeKind;
  /** The full names of the tools; none where it is about the gateway. */
  readonly tools: readonly string[];
  readonly text: string;
  readonly example?: ExampleRequest;
}

export interface GatewayDiff {
  /** The gateway's name, as the later matrix has it. */
  readonly name: string;
  readonly changes: readonly Change[];
}

export interface MatrixDiff {
  /** Gateways at which something changed. */
  readonly gateways: readonly GatewayDiff[];
}

export function matrixDiff(before: PermissionMatrix, after: PermissionMatrix): MatrixDiff {
  const gateways = pairs(before.gateways, after.gateways)
    .map(([old, now]) => ({ name: (now ?? old)!.name, changes: gatewayChanges(old, now) }))
    .filter(({ changes }) => changes.length > 0);
  return { gateways: gateways.sort((a, b) => compare(a.name, b.name)) };
}

/** Whether some call is allowed that was not, or may be: what cannot be proved is no reason to go on. */
export function mayWiden({ gateways }: MatrixDiff): boolean {
  return gateways.some(({ changes }) => changes.some(({ kind }) => kind === 'POSSIBLE' || kind === 'NOT_PROVED'));
}

/** Whether two sets of policies allow the same calls; a reason in `notProved` where no difference was found, and one may be. */
export interface SameDecisions {
  readonly same: boolean;
  readonly notProved: readonly string[];
  /** A call that only one of them allows. */
  readonly example?: ExampleRequest;
}

/** Compares what two sets decide about the tools of both, as if their gateways enforced them. */
export function sameDecisions(one: PolicySet, other: PolicySet): SameDecisions {
  const sides = [sideOfSet(one), sideOfSet(other)] as const;
  const notProved = new Set<string>();
  for (const tool of toolNames(...sides)) {
    const diff = toolDiff(tool, ...sides);
    const [difference] = [...diff.possible, ...diff.impossible];
    if (difference) return { same: false, notProved: [], example: difference.example };
    for (const reason of diff.notProved) notProved.add(reason);
  }
  return { same: notProved.size === 0, notProved: [...notProved] };
}

/** Gateways that are the same one: by their id, else by the name that the service knows them by. */
function pairs(
  before: readonly MatrixGateway[],
  after: readonly MatrixGateway[],
): [MatrixGateway | undefined, MatrixGateway | undefined][] {
  const left = new Set(before);
  const take = (matches: (old: MatrixGateway) => boolean) => {
    const found = [...left].find(matches);
    if (found) left.delete(found);
    return found;
  };
  const byId = after.map((now) => [take((old) => old.id === now.id), now] as const);
  const both = byId.map(([old, now]): [MatrixGateway | undefined, MatrixGateway] => [
    old ?? take(({ physicalName }) => physicalName !== undefined && physicalName === now.physicalName),
    now,
  ]);
  return [...both, ...[...left].map((old): [MatrixGateway, undefined] => [old, undefined])];
}

function gatewayChanges(before: MatrixGateway | undefined, after: MatrixGateway | undefined): Change[] {
  const { name } = (after ?? before)!;
  const add = (kind: ChangeKind, tool: string, text: string, example?: ExampleRequest) =>
    changes.push({ kind, tools: [tool], text, ...(example && { example }) });
  const [one, other] = [before && sideOfGateway(before), after && sideOfGateway(after)];
  const [old, now] = [withToolsOf(other, one), withToolsOf(one, other)];
  const changes: Change[] = [...aboutGateway(before, after)];
  const reasons = new Map<string, string[]>();
  let same = true;
  for (const tool of toolNames(old, now)) {
    const [had, has] = [old?.tools.has(tool) ?? false, now?.tools.has(tool) ?? false];
    if (old && now && !had) add('CHANGED', tool, 'new tool');
    if (old && now && !has) add('CHANGED', tool, 'the tool is gone');
    const diff = toolDiff(tool, old, now);
    if (diff.input.length > 0) add('CHANGED', tool, `its input changed: ${diff.input.join(', ')}`);
    const sides = { before: old, after: now, gateway: name, tool };
    for (const difference of diff.possible)
      add('POSSIBLE', tool, possibleInWords(difference, sides), difference.example);
    for (const difference of diff.impossible)
      add('IMPOSSIBLE', tool, impossibleInWords(difference, sides), difference.example);
    same &&= diff.same;
    for (const reason of diff.notProved) reasons.set(reason, [...(reasons.get(reason) ?? []), tool]);
  }
  if (!same) {
    const unsure = [...new Set([...(before?.unsure ?? []), ...(after?.unsure ?? [])])];
    const why = [
      ...unsure,
      ...[...reasons]
        .filter(([reason]) => !unsure.includes(reason))
        .map(([reason, tools]) => `${toolsInWords(tools)}: ${reason}`),
    ];
    if (why.length > 0) {
      changes.push({ kind: 'NOT_PROVED', tools: [], text: `not proved that nothing else changed: ${why.join('; ')}` });
    }
  }
  return grouped(changes);
}

/** What is the same change at several tools is one. */
function grouped(changes: readonly Change[]): Change[] {
  const groups = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.kind} ${change.text}`;
    const known = groups.get(key);
    groups.set(key, known ? { ...known, tools: [...known.tools, ...change.tools] } : change);
  }
  return [...groups.values()];
}

/** A target whose tools are not known may well have those by which the other side's policies name some. */
function withToolsOf(other: DecidingSide | undefined, side: DecidingSide | undefined): DecidingSide | undefined {
  if (!side || !other) return side;
  const missing = [...other.tools].filter(
    ([name, { targetName }]) => !side.tools.has(name) && side.tools.has(`${targetName}${TARGET_SEPARATOR}*`),
  );
  return { ...side, tools: new Map([...side.tools, ...missing]) };
}

function aboutGateway(before: MatrixGateway | undefined, after: MatrixGateway | undefined): Change[] {
  const changed = (text: string): Change => ({ kind: 'CHANGED', tools: [], text });
  if (!before) return [changed('new gateway')];
  if (!after) return [changed('the gateway is gone')];
  const differing = (what: string, old: string, now: string) =>
    old === now ? [] : [changed(`${what}: ${old} → ${now}`)];
  const mode = ({ mode: of, engine }: MatrixGateway) => modeInWords({ mode: of, engine, engineInAssembly: true });
  return [
    ...differing('callers', accessInWords(before.inbound), accessInWords(after.inbound)).map((change) => ({
      ...change,
      kind: kindOfCallers(before.inbound, after.inbound),
    })),
    ...differing('policies', mode(before), mode(after)),
    ...after.policies.flatMap(({ id, name, enforcement }) => {
      const old = before.policies.find((policy) => policy.id === id);
      return old === undefined
        ? []
        : differing(shortName(name, after.name), enforcementInWords(old.enforcement), enforcementInWords(enforcement));
    }),
  ];
}

/**
 * Whether callers may come that did not: no template tells who gets which token, or who has no permission. What needs
 * nothing is told apart by the policies.
 */
function kindOfCallers(before: InboundAccess, after: InboundAccess): ChangeKind {
  if (before.kind === 'IAM' && after.kind === 'AUTHENTICATE_ONLY') return 'NOT_PROVED';
  if (before.kind === 'AUTHENTICATE_ONLY' && after.kind === 'IAM') return 'IMPOSSIBLE';
  if (before.kind !== 'JWT' || after.kind !== 'JWT') return 'CHANGED';
  const isNarrower =
    before.discoveryUrl === after.discoveryUrl &&
    holdsNoOther(before.audiences, after.audiences) &&
    holdsNoOther(before.clients, after.clients) &&
    holdsNoOther(before.scopes, after.scopes) &&
    (before.claims ?? []).every((claim) => after.claims?.includes(claim));
  return isNarrower ? 'IMPOSSIBLE' : 'NOT_PROVED';
}

/** Of a list of what is accepted, none accepts everything. */
function holdsNoOther(before: readonly string[] = [], after: readonly string[] = []): boolean {
  return before.length === 0 || (after.length > 0 && after.every((each) => before.includes(each)));
}

function enforcementInWords(enforcement: MatrixGateway['policies'][number]['enforcement']): string {
  return { ACTIVE: 'enforced', LOG_ONLY: 'only logged', UNKNOWN: 'enforcement not known' }[enforcement];
}

function toolNames(...sides: readonly (DecidingSide | undefined)[]): string[] {
  return [...new Set(sides.flatMap((side) => [...(side?.tools.keys() ?? [])]))].sort(compare);
}
