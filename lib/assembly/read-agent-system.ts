/** A synthesized `cdk.out`, or templates by themselves, as one model of the agent system. */
import { JUSTIFICATIONS_METADATA_KEY } from '../core/justification';
import { compare } from '../template/compare';
import { constructPath } from '../template/stack-template';
import { recordOf } from '../template/template';
import type { AgentSystem, Identity, InboundAccess, WeakenedDefault } from './agent-system';
import { readAgents } from './agents';
import { AGENTCORE, AssemblyView } from './assembly-view';
import { assemblyOfTemplates, readCloudAssembly, type CloudAssembly } from './cloud-assembly';
import { readGateways, readPolicies } from './gateways';
import { readMemories } from './memories';

/** Types that have a part of their own in the model. */
const MODELLED = ['Runtime', 'Gateway', 'GatewayTarget', 'Policy', 'PolicyEngine', 'Memory'];

/** @param directory the folder that `cdk synth` wrote, as the user named it */
export function readAgentSystem(directory: string): AgentSystem {
  return agentSystemOf(readCloudAssembly(directory));
}

/** @param templates by the names of their stacks, as objects: what `Template.fromStack(stack).toJSON()` gives */
export function readTemplates(templates: Readonly<Record<string, unknown>>): AgentSystem {
  return agentSystemOf(assemblyOfTemplates(templates));
}

function agentSystemOf(assembly: CloudAssembly): AgentSystem {
  const view = new AssemblyView(assembly);
  const agents = readAgents(view);
  const gateways = readGateways(view);
  return {
    stacks: assembly.stacks.map(({ id, region }) => ({ name: id, ...(region !== undefined && { region }) })),
    agents,
    gateways,
    policies: readPolicies(view),
    memories: readMemories(view),
    identities: identitiesOf([...agents, ...gateways]),
    weakenedDefaults: weakenedDefaultsOf(view),
    others: view.resources
      .filter(({ type }) => type.startsWith(AGENTCORE) && !MODELLED.includes(type.slice(AGENTCORE.length)))
      .map((resource) => ({ ...view.located(resource, undefined), type: resource.type.slice(AGENTCORE.length) })),
    unreadable: [...assembly.unreadable].sort((a, b) => compare(a.what, b.what)),
  };
}

function identitiesOf(holders: readonly { name: string; inbound: InboundAccess }[]): Identity[] {
  const byUrl = new Map<string, { issuer: string; clients: string[]; audiences: string[]; acceptedBy: string[] }>();
  for (const { name, inbound } of holders) {
    if (inbound.discoveryUrl === undefined) continue;
    const identity = byUrl.get(inbound.discoveryUrl) ?? {
      issuer: inbound.issuer ?? inbound.discoveryUrl,
      clients: [],
      audiences: [],
      acceptedBy: [],
    };
    identity.clients.push(...(inbound.clients ?? []));
    identity.audiences.push(...(inbound.audiences ?? []));
    identity.acceptedBy.push(name);
    byUrl.set(inbound.discoveryUrl, identity);
  }
  return [...byUrl]
    .map(([discoveryUrl, { issuer, clients, audiences, acceptedBy }]) => ({
      issuer,
      discoveryUrl,
      clients: unique(clients),
      audiences: unique(audiences),
      acceptedBy: unique(acceptedBy),
    }))
    .sort((a, b) => compare(a.issuer, b.issuer));
}

function weakenedDefaultsOf(view: AssemblyView): WeakenedDefault[] {
  return view.resources.flatMap((resource) =>
    Object.entries(recordOf(resource.resource.metadata[JUSTIFICATIONS_METADATA_KEY]))
      .sort(([a], [b]) => compare(a, b))
      .map(([what, reason]) => ({
        name: view.nameOf(resource),
        path: constructPath(resource),
        what,
        reason: String(reason),
      })),
  );
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compare);
}
