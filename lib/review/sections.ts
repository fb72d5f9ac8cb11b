/** What was built, as headings with named things and their facts: text and Markdown are two ways to write it down. */
import type { Identity, Memory } from '../assembly/agent-system';
import type { Review, ReviewedAgent } from './review';
import {
  accessInWords,
  BUILT_IN_STRATEGIES,
  deletionInWords,
  keptInWords,
  modeInWords,
  modelInWords,
  strategyInWords,
  usesInWords,
} from './words';

export interface Section {
  readonly title: string;
  readonly things: readonly Thing[];
}

export interface Thing {
  readonly name: string;
  /** A label, and one line or several. */
  readonly facts: readonly (readonly [label: string, lines: readonly string[]])[];
}

/** The sections that have something in them. */
export function sectionsOf(review: Review): Section[] {
  const sections = [
    { title: 'Agents', things: review.agents.map(agentThing) },
    { title: 'Tool gateways', things: review.gateways.map(gatewayThing) },
    { title: 'Memories', things: review.memories.map(memoryThing) },
    { title: 'Identities', things: review.identities.map(identityThing) },
    { title: 'Also in AgentCore', things: review.others.map((other) => thing(other, ['type', other.type])) },
  ];
  return sections.filter(({ things }) => things.length > 0);
}

function agentThing(agent: ReviewedAgent): Thing {
  return thing(
    agent,
    ['protocol', `${agent.protocol}, network ${agent.network}`],
    ['callers', accessInWords(agent.inbound)],
    [
      'models',
      agent.models.length > 0
        ? agent.models.map((use) => modelInWords(use, agent))
        : 'none that its role or environment names',
    ],
    ['uses', usesInWords(agent)],
  );
}

function gatewayThing(gateway: Review['gateways'][number]): Thing {
  return thing(
    gateway,
    ['protocol', gateway.protocol],
    ['callers', accessInWords(gateway.inbound)],
    ['policies', modeInWords(gateway)],
    [
      'tools',
      gateway.targets.length > 0
        ? gateway.targets.map(({ targetName, kind, tools, toolsUnknown }) => {
            const names = tools.map(({ name }) => name);
            return `${targetName} (${kind}): ${[...names, ...(toolsUnknown === undefined ? [] : [`not known: ${toolsUnknown}`])].join(', ')}`;
          })
        : 'none in this app',
    ],
  );
}

function memoryThing(memory: Memory): Thing {
  return thing(
    memory,
    ['kept', `${keptInWords(memory)}; ${deletionInWords(memory)}`],
    [
      'strategies',
      memory.strategies.length === 0
        ? 'none: it remembers events only'
        : [
            ...memory.strategies.map(strategyInWords),
            ...(memory.strategies.some(({ builtIn }) => builtIn) ? [BUILT_IN_STRATEGIES] : []),
          ],
    ],
    ['key', memory.key ?? 'owned by AWS'],
  );
}

function identityThing({ issuer, clients, audiences, acceptedBy }: Identity): Thing {
  return thing(
    { name: issuer },
    ...(clients.length > 0 ? [['clients', clients.join(', ')] as const] : []),
    ...(audiences.length > 0 ? [['audiences', audiences.join(', ')] as const] : []),
    ['accepted by', acceptedBy.join(', ')],
  );
}

function thing(
  { name, onlyIf }: { readonly name: string; readonly onlyIf?: string },
  ...facts: readonly (readonly [label: string, lines: string | readonly string[]])[]
): Thing {
  const all =
    onlyIf === undefined ? facts : [...facts, ['only if', `the template's condition ${onlyIf} holds`] as const];
  return { name, facts: all.map(([label, lines]) => [label, typeof lines === 'string' ? [lines] : lines]) };
}
