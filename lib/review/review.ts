/** The review of an agent system as data: the JSON format itself, and what the other formats are made from. */
import type {
  Agent,
  AgentSystem,
  Gateway,
  GatewayTarget,
  GatewayTool,
  Identity,
  Memory,
  OtherResource,
  WeakenedDefault,
} from '../assembly/agent-system';
import type { Unreadable } from '../assembly/cloud-assembly';
import { notesOf, type Note } from './notes';
import { permissionsOf, type Permission, type PolicyWithoutGateway } from './permissions';
import { cleanTexts } from './clean-text';

/** Without the values of variables: they may say more than a review should. */
export interface ReviewedAgent extends Omit<Agent, 'environment' | 'role'> {
  /** The names of its environment variables. */
  readonly environment: readonly string[];
}

/** Without the inputs of its tools, which the matrix has, and without what only a reader of statements needs. */
export interface ReviewedGateway extends Omit<Gateway, 'placeholders' | 'targets'> {
  readonly targets: readonly ReviewedTarget[];
}

export interface ReviewedTarget extends Omit<GatewayTarget, 'tools'> {
  readonly tools: readonly Omit<GatewayTool, 'inputSchema'>[];
}

/** Version 1 of the format: fields may be added, none is renamed or taken away. */
export interface Review {
  readonly version: 1;
  readonly stacks: AgentSystem['stacks'];
  readonly agents: readonly ReviewedAgent[];
  readonly gateways: readonly ReviewedGateway[];
  readonly permissions: readonly Permission[];
  readonly policiesWithoutGateway: readonly PolicyWithoutGateway[];
  readonly memories: readonly Memory[];
  readonly identities: readonly Identity[];
  readonly weakenedDefaults: readonly WeakenedDefault[];
  /** What a reviewer should look at first. */
  readonly notes: readonly Note[];
  /** AgentCore resources that the review lists and does not look into. */
  readonly others: readonly OtherResource[];
  /** Parts of the assembly that could not be read. */
  readonly unreadable: readonly Unreadable[];
}

export function reviewOf(system: AgentSystem): Review {
  const { rows, policiesWithoutGateway } = permissionsOf(system);
  return cleanTexts<Review>({
    version: 1,
    stacks: system.stacks,
    agents: system.agents.map(({ environment, role: _role, ...agent }) => ({
      ...agent,
      environment: Object.keys(environment),
    })),
    gateways: system.gateways.map(reviewedGateway),
    permissions: rows,
    policiesWithoutGateway,
    memories: system.memories,
    identities: system.identities,
    weakenedDefaults: system.weakenedDefaults,
    notes: notesOf(system, rows, policiesWithoutGateway),
    others: system.others,
    unreadable: system.unreadable,
  });
}

function reviewedGateway({ placeholders: _placeholders, targets, ...gateway }: Gateway): ReviewedGateway {
  return {
    ...gateway,
    targets: targets.map(({ tools, ...target }) => ({
      ...target,
      tools: tools.map(({ inputSchema: _inputSchema, ...tool }) => tool),
    })),
  };
}

/** Whether there is anything of AgentCore at all. */
export function isEmpty({ agents, gateways, memories, others }: Review): boolean {
  return [agents, gateways, memories, others].every((list) => list.length === 0);
}
