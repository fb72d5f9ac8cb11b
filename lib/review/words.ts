/** The model's facts in words, the same in every format. */
import type { Agent, Gateway, InboundAccess, Memory, MemoryStrategy, ModelUse } from '../assembly/agent-system';

/** Who may reach a gateway or an agent at all: the subject of a sentence. */
export function callersInWords(inbound: InboundAccess): string {
  switch (inbound.kind) {
    case 'JWT':
      return 'anyone with an accepted token';
    case 'AUTHENTICATE_ONLY':
      return 'any IAM identity of any account';
    case 'IAM':
      return 'any IAM identity that may invoke it';
    case 'NONE':
      return 'anyone, without credentials';
    case 'UNKNOWN':
      return 'callers that are not known';
  }
}

/** How callers prove who they are, with everything that is checked. */
export function accessInWords(inbound: InboundAccess): string {
  if (inbound.kind === 'IAM') return 'signed with IAM';
  if (inbound.kind === 'AUTHENTICATE_ONLY') return 'signed with IAM, by any identity of any account';
  if (inbound.kind === 'NONE') return 'anyone, without credentials';
  if (inbound.kind === 'UNKNOWN') return 'not known';
  const checks = [
    checked('client', inbound.clients),
    checked('audience', inbound.audiences),
    checked('scope', inbound.scopes),
    ...(inbound.claims ?? []),
  ].filter((text) => text !== '');
  const token = `a token of ${inbound.issuer ?? 'an issuer that is not known'}`;
  return `${token}${checks.length > 0 ? ` (${checks.join('; ')})` : ''}`;
}

export function modeInWords({
  mode,
  engine,
  engineInAssembly,
}: Pick<Gateway, 'mode' | 'engine' | 'engineInAssembly'>): string {
  const whose = engine !== undefined && !engineInAssembly ? `, by ${engine}, which is not in this app` : '';
  switch (mode) {
    case 'ENFORCE':
      return `enforced${whose}`;
    case 'LOG_ONLY':
      return `logged, NOT enforced${whose}`;
    case 'NONE':
      return 'NONE: every call is allowed';
    case 'UNKNOWN':
      return 'not known';
  }
}

/** Where a model processes text. */
export function placeInWords({ model, place, geography, regions }: ModelUse): string {
  const named = regions.filter((region) => region !== '*');
  const list = named.length > 0 ? ` (${named.join(', ')})` : '';
  const elsewhere = regions.includes('*')
    ? 'in whichever region the code calls'
    : named.length > 0
      ? `where it routes, among ${named.join(', ')}`
      : 'where the templates do not tell';
  return {
    REGION: `in ${named.length > 0 ? named.join(', ') : 'the region that it is called in'}`,
    GEOGRAPHY: `within the geography ${geography}${list}`,
    GLOBAL: `${/[*?]/.test(model) ? 'possibly ' : ''}anywhere in the world`,
    UNKNOWN: elsewhere,
  }[place];
}

export function modelInWords(use: ModelUse, agent: Pick<Agent, 'unknown'>): string {
  const where = `${use.model === '*' ? 'every model' : use.model}: processed ${placeInWords(use)}`;
  return use.granted ? where : `${where}; ${onlyNamedInWords(agent)}`;
}

/** What the environment names and no statement allows; a policy that is not in the app may still allow it. */
export function onlyNamedInWords({ unknown }: Pick<Agent, 'unknown'>): string {
  return `named in the environment, but no statement of ${unknown.length > 0 ? 'this app' : 'the role'} allows it`;
}

export function usesInWords(
  agent: Pick<Agent, 'gateways' | 'gatewaysNotGranted' | 'memories' | 'agents' | 'unknown'>,
): string {
  const { gateways, gatewaysNotGranted, memories, agents } = agent;
  const uses = [
    ...gateways.map((name) =>
      gatewaysNotGranted.includes(name) ? `gateway ${name} (${onlyNamedInWords(agent)})` : `gateway ${name}`,
    ),
    ...memories.map((name) => `memory ${name}`),
    ...agents.map((name) => `agent ${name}`),
  ];
  return uses.length > 0 ? uses.join(', ') : 'nothing in this app';
}

export function keptInWords({ eventExpiryDays, strategies }: Memory): string {
  const events = eventExpiryDays === undefined ? 'events for a time not known' : `events ${eventExpiryDays} days`;
  if (strategies.length === 0) return events;
  const days = strategies.map(({ recordExpiryDays }) => recordExpiryDays);
  const records = new Set(days.map((each) => (each === undefined ? 'until deleted' : `${each} days`)));
  return `${events}, records ${[...records].join(' or ')}`;
}

/** What a strategy makes, and under which paths it keeps it. */
export function strategyInWords({ kind, namespaces, reflectionNamespaces = [] }: MemoryStrategy): string {
  const reflections = reflectionNamespaces.length > 0 ? [`reflections ${reflectionNamespaces.join(', ')}`] : [];
  const paths = [...namespaces, ...reflections].join(', ');
  return paths === '' ? kind : `${kind}: ${paths}`;
}

/** What happens to the memory when its stack goes, or when a change replaces it. */
export function deletionInWords({ deletionPolicy, updateReplacePolicy }: Memory): string {
  const kept = (policy: string) => policy.startsWith('Retain');
  if (!kept(deletionPolicy)) return 'deleted with the stack';
  const replaced = kept(updateReplacePolicy) ? '' : ', but deleted when a change replaces it';
  return `kept when the stack is deleted${replaced}`;
}

export const BUILT_IN_STRATEGIES = 'built-in strategies may process text in other regions of the geography';

function checked(what: string, values: readonly string[] | undefined): string {
  if (!values || values.length === 0) return '';
  return `${what}${values.length > 1 ? 's' : ''} ${values.join(', ')}`;
}
