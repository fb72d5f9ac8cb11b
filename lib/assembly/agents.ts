/** Agents: AgentCore runtimes with what their role and their environment tell about what they use. */
import { compare } from '../template/compare';
import { recordOf, textOf } from '../template/template';
import type { Agent } from './agent-system';
import type { AssemblyView, ResourceView } from './assembly-view';
import { gatewayAccess, runtimeAccess } from './inbound-access';
import { modelsOf } from './model-use';
import { allows, matcher, statementsOf, type RoleStatement } from './role-statements';

/** What shows that a role may use a resource: the actions, and how the resource's ARN goes on after the account. */
const REACHABLE = {
  gateways: { type: 'Gateway', arn: 'gateway', nameProperty: 'Name', actions: ['InvokeGateway'] },
  memories: {
    type: 'Memory',
    arn: 'memory',
    nameProperty: 'Name',
    actions: ['CreateEvent', 'ListEvents', 'GetEvent', 'RetrieveMemoryRecords', 'ListMemoryRecords', 'GetMemoryRecord'],
  },
  agents: { type: 'Runtime', arn: 'runtime', nameProperty: 'AgentRuntimeName', actions: ['InvokeAgentRuntime'] },
} as const;

export function readAgents(view: AssemblyView): Agent[] {
  return view.ofType('Runtime').map((runtime) => {
    const { properties } = runtime;
    const environment = readEnvironment(properties.EnvironmentVariables);
    const role = view.referenced(properties.RoleArn, 'AWS::IAM::Role');
    const { allowed, unknown } = statementsOf(properties.RoleArn, view);
    const resources = (kind: keyof typeof REACHABLE, variables: Readonly<Record<string, string>>) => {
      const reaches = reach(kind, allowed, variables, view);
      return view.ofType(REACHABLE[kind].type).filter((other) => other.resource !== runtime.resource && reaches(other));
    };
    const reached = (kind: keyof typeof REACHABLE) => namesOf(resources(kind, environment), view);
    const granted = resources('gateways', {});
    const notGranted = resources('gateways', environment).filter(
      (gateway) => !granted.includes(gateway) && gatewayAccess(gateway.properties, view).kind === 'IAM',
    );
    return {
      ...view.located(runtime, properties.AgentRuntimeName),
      ...(role && { role: view.placeholder(role) }),
      protocol: textOf(properties.ProtocolConfiguration) ?? 'HTTP',
      network: textOf(recordOf(properties.NetworkConfiguration).NetworkMode) ?? 'UNKNOWN',
      inbound: runtimeAccess(properties, view),
      environment,
      models: modelsOf(allowed, environment, view),
      gateways: reached('gateways'),
      memories: reached('memories'),
      agents: reached('agents'),
      gatewaysNotGranted: namesOf(notGranted, view),
      unknown,
    };
  });
}

function namesOf(resources: readonly ResourceView[], view: AssemblyView): string[] {
  return resources.map((resource) => view.nameOf(resource)).sort(compare);
}

function readEnvironment(variables: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recordOf(variables))
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const)
      .sort(([a], [b]) => compare(a, b)),
  );
}

/** A gateway that takes JWTs needs no permission, so a variable that points at the resource counts as much as a statement. */
function reach(
  kind: keyof typeof REACHABLE,
  allowed: readonly RoleStatement[],
  environment: Readonly<Record<string, string>>,
  view: AssemblyView,
): (other: ResourceView) => boolean {
  const { arn, nameProperty, actions } = REACHABLE[kind];
  const resources = allowed
    .filter((statement) => actions.some((action) => allows(statement, `bedrock-agentcore:${action}`)))
    .flatMap((statement) => statement.resources);
  const texts = [...Object.values(environment), ...resources];
  const named = new Set(texts.flatMap((text) => view.referencesIn(text)).map(({ resource }) => resource));
  const patterns = resources.map((resource) => matcher(resource === '*' ? '*' : resourcePart(resource)));
  return (other) => {
    // The service completes the name with ten characters.
    const example = `${arn}/${textOf(other.properties[nameProperty]) ?? ''}-0123456789`;
    return named.has(other.resource) || patterns.some((matches) => matches(example));
  };
}

/** What follows the account in an ARN. */
function resourcePart(arn: string): string {
  return arn
    .replace(/<AWS::(\w+)>/g, '<$1>')
    .split(':')
    .slice(5)
    .join(':');
}
