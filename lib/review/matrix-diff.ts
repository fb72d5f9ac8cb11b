/** What became possible between two matrices and what no longer is: by what the policies decide, not by how they are written. */
import type { InboundAccess } from '../assembly/agent-system';
import type { PolicySet } from '../assembly/policy-set';
import type { ExampleRequest } from '../cedar/proof/find-request';
import { quoted } from '../cedar/quoting';
import { compare } from '../template/compare';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { sideOfGateway, sideOfSet, THIS_GATEWAY, type DecidingSide } from './deciding-side';
import { impossibleInWords, possibleInWords, toolsInWords, typeChangeInWords, type Sides } from './diff-words';
import { retypedAsChange, retypedFields, toolChanges, type RetypedField } from '../tools/tool-changes';
import type { MatrixGateway, PermissionMatrix } from './matrix';
import { shortName } from './permission-words';
import { toolDiff, type ToolDiff } from './tool-diff';
import type { TypeChange } from './type-change';
import { accessInWords, modeInWords } from './words';

/**
 * - POSSIBLE: a call is allowed that was not
 * - IMPOSSIBLE: a call is no longer allowed
 * - BREAKS: a tool is another one, so that calls are refused that were right before
 * - TOOL: a tool is another one
 * - REWRITTEN: policies that decide the same are written otherwise
 * - CHANGED: something else that a reviewer wants to know
 * - NOT_PROVED: why there may be more than the other lines say
 */
export type ChangeKind = 'POSSIBLE' | 'IMPOSSIBLE' | 'BREAKS' | 'TOOL' | 'REWRITTEN' | 'CHANGED' | 'NOT_PROVED';

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

/** Whether the change is known to allow no call that was not allowed, and to refuse none that was. */
export function changesNoCall({ kind }: Change): boolean {
  return kind !== 'POSSIBLE' && kind !== 'IMPOSSIBLE' && kind !== 'NOT_PROVED';
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
  const [one, other] = [before && sideOfGateway(before), after && sideOfGateway(after)];
  const [old, now] = [withToolsOf(other, one), withToolsOf(one, other)];
  const changes: Change[] = [...aboutGateway(before, after)];
  const ofTools: Change[] = [];
  const reasons = new Map<string, string[]>();
  let [same, retyped] = [true, false];
  for (const tool of toolNames(old, now)) {
    const diff = toolDiff(tool, old, now);
    changes.push(...permissionChanges(diff, { before: old, after: now, gateway: name, tool }));
    ofTools.push(...schemaChanges(tool, old, now, diff.typeChange));
    same &&= diff.same;
    retyped ||= diff.typeChange !== undefined;
    for (const reason of diff.notProved) reasons.set(reason, [...(reasons.get(reason) ?? []), tool]);
  }
  changes.push(...ofTools);
  const unsure = [...new Set([...(before?.unsure ?? []), ...(after?.unsure ?? [])])];
  const why = [
    ...unsure,
    ...[...reasons]
      .filter(([reason]) => !unsure.includes(reason))
      .map(([reason, tools]) => `${toolsInWords(tools)}: ${reason}`),
  ];
  if (!same && why.length > 0) {
    changes.push({ kind: 'NOT_PROVED', tools: [], text: `not proved that nothing else changed: ${why.join('; ')}` });
  }
  // With a field of another type, policies have to be other ones too.
  if (before && after && !retyped && changes.every(changesNoCall)) changes.push(...rewritten(before, after));
  return grouped(changes);
}

/** Which calls are allowed that were not, and the other way round. */
function permissionChanges({ possible, impossible, typeChange }: ToolDiff, sides: Sides): Change[] {
  const { before, after, tool } = sides;
  const tools = [tool];
  const [had, has] = [before, after].map((side) => side?.tools.has(tool) ?? false);
  return [
    ...(before && after && !had ? [{ kind: 'CHANGED', tools, text: 'new tool' } as const] : []),
    ...(before && after && !has ? [{ kind: 'BREAKS', tools, text: 'the tool is gone' } as const] : []),
    ...(typeChange ? [{ tools, ...typeChangeInWords(typeChange, sides) }] : []),
    ...possible.map((each): Change => {
      return { kind: 'POSSIBLE', tools, text: possibleInWords(each, sides), example: each.example };
    }),
    ...impossible.map((each): Change => {
      return { kind: 'IMPOSSIBLE', tools, text: impossibleInWords(each, sides), example: each.example };
    }),
  ];
}

/** How a tool that both sides have differs, whatever policies make of it; what is said with a change of type is not said twice. */
function schemaChanges(name: string, before?: DecidingSide, after?: DecidingSide, said?: TypeChange): Change[] {
  const [old, now] = [before?.tools.get(name), after?.tools.get(name)];
  if (!old || !now) return [];
  const isSaid = ({ path }: RetypedField) => said?.fields.some((field) => field.path.join() === path.join()) ?? false;
  const retyped = retypedFields(old, now).filter((field) => !isSaid(field));
  return [...toolChanges(old, now), ...retyped.map(retypedAsChange)].map(({ text, kind }) => ({
    kind: kind === 'BREAKS' ? 'BREAKS' : 'TOOL',
    tools: [name],
    text,
  }));
}

/** Policies that one side has and the other has not, by what is written. */
function rewritten(before: MatrixGateway, after: MatrixGateway): Change[] {
  const written = ({ policies, arn }: MatrixGateway) =>
    policies.map(({ name, statement }) => ({ name, text: statement.replaceAll(quoted(arn), quoted(THIS_GATEWAY)) }));
  const [old, now] = [written(before), written(after)];
  const missing = (from: typeof old, to: typeof old, gateway: string) =>
    to.filter(({ text }) => !from.some((each) => each.text === text)).map(({ name }) => shortName(name, gateway));
  const names = [...new Set([...missing(old, now, after.name), ...missing(now, old, before.name)])].sort(compare);
  if (names.length === 0) return [];
  return [{ kind: 'REWRITTEN', tools: [], text: `decides the same, written otherwise: ${names.join(', ')}` }];
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
