/** What a reviewer should look at first: what is open, what is only logged, what the templates do not tell. */
import type { Agent, AgentSystem, Gateway, Located, Memory } from '../assembly/agent-system';
import { compare } from '../template/compare';
import { hasPlaceholder } from '../template/placeholders';
import type { Permission, PolicyWithoutGateway } from './permissions';
import { sameDecisionNotes } from './same-decisions';
import { modelInWords, onlyNamedInWords } from './words';

export interface Note {
  /** The name of what it is about. */
  readonly about: string;
  readonly text: string;
}

export function notesOf(
  system: AgentSystem,
  permissions: readonly Permission[],
  policiesWithoutGateway: readonly PolicyWithoutGateway[],
): Note[] {
  const notes = [
    ...system.gateways.flatMap(gatewayNotes),
    ...system.policies
      .filter(({ enforcement }) => enforcement === 'LOG_ONLY')
      .map(({ name }) => ({ about: name, text: 'the policy is only logged, not enforced' })),
    ...system.policies
      .filter(({ validation }) => validation === 'IGNORE_ALL_FINDINGS')
      .map((policy) => ({
        about: policy.name,
        text: withReason("the service's findings about the policy are ignored", policy, 'ignoreFindings', system),
      })),
    ...policiesWithoutGateway.map(({ policy, engine }) => ({
      about: policy,
      text: `the policy decides at no gateway of this app (engine ${engine})`,
    })),
    ...permissionNotes(permissions),
    ...sameDecisionNotes(system),
    ...system.agents.flatMap(agentNotes),
    ...system.memories.flatMap((memory) => [...memoryNotes(memory), ...sharingNotes(memory, system)]),
    ...system.others
      .filter(({ type }) => type === 'ResourcePolicy')
      .map(({ name }) => ({ about: name, text: 'a resource policy may let others in; the review does not read it' })),
    ...system.unreadable.map(({ what, why }) => ({ about: what, text: `not read: ${why}` })),
  ];
  const unique = new Map(notes.map((note) => [`${note.about}\n${note.text}`, note]));
  return [...unique.values()].sort((a, b) => compare(a.about, b.about) || compare(a.text, b.text));
}

function gatewayNotes(gateway: Gateway): Note[] {
  const { name, inAssembly, inbound, mode, engine, engineInAssembly, interceptors, targets } = gateway;
  const texts = [
    ...(inbound.kind === 'NONE' ? ['anyone may call it, without credentials'] : []),
    ...(inbound.kind === 'AUTHENTICATE_ONLY'
      ? ['any IAM identity may call it, of any account, without a permission']
      : []),
    ...(inbound.kind === 'UNKNOWN' && inAssembly ? ['how callers prove who they are is not known'] : []),
    ...(mode === 'NONE' ? ['it has no policy engine: every caller may call every tool'] : []),
    ...(mode === 'LOG_ONLY' ? ['policies are logged, not enforced: every caller may call every tool'] : []),
    ...(mode === 'UNKNOWN' && inAssembly ? ['whether its policies are enforced is not known'] : []),
    ...(engine !== undefined && !engineInAssembly ? ['the policies of its engine are not all in this app'] : []),
    ...(inAssembly ? [] : ['another app deploys this gateway, its authorization and policies']),
    ...(interceptors.includes('REQUEST') ? ['a Lambda function may change each call before the policies see it'] : []),
    ...targets
      .filter(({ toolsUnknown }) => toolsUnknown !== undefined)
      .map(({ targetName, toolsUnknown }) => `the tools of target ${targetName} are not known: ${toolsUnknown}`),
  ];
  return texts.map((text) => ({ about: name, text }));
}

function permissionNotes(permissions: readonly Permission[]): Note[] {
  return permissions.flatMap(({ policy, verdict, condition, tool }) => {
    if (policy === undefined) return [];
    if (verdict === 'UNKNOWN') return [{ about: policy, text: `not decided here: ${condition}` }];
    return verdict === 'NO_EFFECT' ? [{ about: policy, text: `no effect on ${tool}: ${condition}` }] : [];
  });
}

function agentNotes({ name, models, gatewaysNotGranted, unknown }: Agent): Note[] {
  const texts = [
    ...models
      .filter(({ place, granted }) => place === 'GLOBAL' || place === 'UNKNOWN' || !granted)
      .map((use) => modelInWords(use, { unknown })),
    ...gatewaysNotGranted.map((gateway) => `gateway ${gateway}: ${onlyNamedInWords({ unknown })}`),
    ...unknown,
  ];
  return texts.map((text) => ({ about: name, text }));
}

function memoryNotes({ name, deletionPolicy }: Memory): Note[] {
  return deletionPolicy === 'Delete' ? [{ about: name, text: 'what it remembers is deleted with the stack' }] : [];
}

/** Without {actorId} in its path, a record is found whoever asks. */
function sharingNotes(memory: Memory, system: AgentSystem): Note[] {
  return memory.strategies.flatMap(({ kind, strategyName, namespaces, reflectionNamespaces = [] }) => {
    const shared = [...namespaces, ...reflectionNamespaces].filter((namespace) => !namespace.includes('{actorId}'));
    if (shared.length === 0) return [];
    const told = shared.every(hasPlaceholder) ? 'may be' : 'is';
    const which = `${strategyName === '' ? kind : strategyName} keeps it under ${shared.join(', ')}, without {actorId}`;
    const text = `what one user says ${told} told to others: strategy ${which}`;
    return [{ about: memory.name, text: withReason(text, memory, `users share strategy ${strategyName}`, system) }];
  });
}

/** With the reason that the code gives for just this, if it does. */
function withReason(text: string, { path }: Located, what: string, { weakenedDefaults }: AgentSystem): string {
  const weakened = weakenedDefaults.find((each) => each.path === path && each.what === what);
  return weakened === undefined ? text : `${text}. Reason given: ${weakened.reason}`;
}
