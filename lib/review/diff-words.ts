/** A difference in words: which policy, whom and when it permits, why it was or is otherwise, and a request as an example. */
import type { Caller } from '../cedar/decision';
import type { ExampleRequest } from '../cedar/proof/find-request';
import { covers, type DecidingSide, type Rule } from './deciding-side';
import { retypedAsChange } from '../tools/tool-changes';
import type { Change } from './matrix-diff';
import { shortName } from './permission-words';
import type { Difference } from './tool-diff';
import type { TypeChange } from './type-change';

export interface Sides {
  readonly before?: DecidingSide;
  readonly after?: DecidingSide;
  /** Names of policies are written as at this gateway. */
  readonly gateway: string;
  readonly tool: string;
}

/** `now allowed by SupportRefunds: any user, if group includes "support", for example sub other …`. */
export function possibleInWords(difference: Difference, sides: Sides): string {
  const { permit, forbid } = difference;
  const { before, after, gateway } = sides;
  const forbidden =
    forbid && `${shortName(forbid.name, gateway)} no longer forbids it: ${withOther(forbid, after, 'now', sides)}`;
  const note = forbid ? '' : noteOn(permit, before, 'before', sides);
  const allowed = permit
    ? `now allowed by ${shortName(permit.name, gateway)}: ${permit.words}${note}`
    : `now allowed: every call, because ${after?.open}`;
  return ended([allowed, forbidden], difference);
}

/** `no longer allowed by SupportRefunds: any user, if group includes "support" (now: …), for example sub other …`. */
export function impossibleInWords(difference: Difference, sides: Sides): string {
  const { permit, forbid } = difference;
  const { before, after, gateway } = sides;
  const forbidden =
    forbid && `${shortName(forbid.name, gateway)} now forbids it: ${withOther(forbid, before, 'before', sides)}`;
  const note = forbid ? '' : noteOn(permit, after, 'now', sides);
  const allowed = permit
    ? `no longer allowed by ${shortName(permit.name, gateway)}: ${permit.words}${note}`
    : `no longer allowed: every call was, because ${before?.open}${forbid ? '' : '; no policy permits it'}`;
  return ended([allowed, forbidden], difference);
}

/** `amount is required integer, was required number …; who may call is the same`. */
export function typeChangeInWords(
  { fields, widening, narrowing, notProved }: TypeChange,
  sides: Sides,
): Pick<Change, 'kind' | 'text' | 'example'> {
  const changes = fields.map(retypedAsChange);
  const effects = [
    ...(widening ? [possibleInWords(widening, sides)] : []),
    ...(narrowing ? [impossibleInWords(narrowing, sides)] : []),
  ];
  const otherwise = notProved.length > 0 ? 'that the same may call is not proved' : 'the same may call';
  const text = [...changes.map((change) => change.text), ...(effects.length > 0 ? effects : [otherwise])].join('; ');
  if (widening) return { kind: 'POSSIBLE', text, example: widening.example };
  if (narrowing) return { kind: 'IMPOSSIBLE', text, example: narrowing.example };
  return { kind: changes.some(({ kind }) => kind === 'BREAKS') ? 'BREAKS' : 'TOOL', text };
}

/** More names than a line should have are counted. */
const NAMES_IN_A_LINE = 6;

export function toolsInWords(tools: readonly string[]): string {
  if (tools.length <= NAMES_IN_A_LINE) return tools.join(', ');
  const named = tools.slice(0, NAMES_IN_A_LINE - 1);
  return `${named.join(', ')} and ${tools.length - named.length} other tools`;
}

/** The request as a reader would tell it, without what nobody asks for: `sub other with cognito:groups ["support"] and { "amount": 499.99 }`. */
function exampleInWords({ caller, input: all, now }: ExampleRequest, fields: ReadonlySet<string>): string {
  const input = Object.fromEntries(Object.entries(all).filter(([name]) => fields.has(name)));
  const claims = 'sub' in caller ? Object.entries(caller.claims ?? {}) : [];
  const parts = [
    ...claims.map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ...(Object.keys(input).length > 0 ? [jsonInOneLine(input)] : []),
  ];
  const who = callerInWords(caller);
  const time = now ? ` at ${now.toISOString()}` : '';
  return `${who}${parts.length > 0 ? ` with ${parts.join(' and ')}` : ''}${time}`;
}

function callerInWords(caller: Caller): string {
  if ('unauthenticated' in caller) return 'somebody without credentials';
  return 'sub' in caller ? `sub ${caller.sub}` : `role ${caller.roleArn}`;
}

function ended(parts: readonly (string | undefined)[], { example, fields }: Difference): string {
  return `${parts.filter((part) => part !== undefined).join('; ')}, for example ${exampleInWords(example, fields)}`;
}

/** Why the other side does not permit it: what the same rule says there, or that there is none. */
function noteOn(
  permit: Rule | undefined,
  other: DecidingSide | undefined,
  when: 'before' | 'now',
  sides: Sides,
): string {
  const tool = other?.tools.get(sides.tool);
  if (!permit || !other || !tool || other.open !== undefined) return '';
  const why = other.others.get(permit.id);
  if (why !== undefined) return ` (${when}: ${why})`;
  const same = other.rules.find(({ id }) => id === permit.id);
  if (!same) return when === 'now' ? ' (the policy is gone)' : '';
  if (same.effect !== permit.effect) return ` (${when}: it ${same.effect}s)`;
  if (!covers(same, tool)) return ` (${when}: not this tool)`;
  return same.meaning === permit.meaning ? '' : ` (${when}: ${same.words})`;
}

/** A rule in words, and what it says on the other side. */
function withOther(rule: Rule, other: DecidingSide | undefined, when: 'before' | 'now', sides: Sides): string {
  return `${rule.words}${noteOn(rule, other, when, sides)}`;
}

function jsonInOneLine(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
}
