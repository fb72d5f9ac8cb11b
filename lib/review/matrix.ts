/** The permission matrix of an app as data: everything that decides who may call which tool, so that two can be compared. */
import type { AgentSystem, Gateway, GatewayPolicy, InboundAccess } from '../assembly/agent-system';
import { arnOf, policySetOf, type PolicySet } from '../assembly/policy-set';
import { compare } from '../template/compare';
import type { JsonSchema } from '../tools/json-schema';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { permissionsOf, type Permission } from './permissions';
import { agentNamesByRole, readPolicy } from './policy-scope';

/** Version 1 of the format: fields may be added, none is renamed or taken away. */
export interface PermissionMatrix {
  readonly version: 1;
  /** By id. */
  readonly gateways: readonly MatrixGateway[];
}

/** A gateway. Ids are construct paths: the same in every synth, whatever else the app has. */
export interface MatrixGateway {
  readonly id: string;
  /** The construct path as short as it is unique in the app. */
  readonly name: string;
  readonly physicalName?: string;
  /** The template's condition without which it is not deployed. */
  readonly onlyIf?: string;
  /** False for a gateway that another app deploys. */
  readonly inAssembly: boolean;
  readonly inbound: InboundAccess;
  readonly mode: Gateway['mode'];
  readonly engine?: string;
  /** The text by which the statements here name the gateway. */
  readonly arn: string;
  /** Everybody whom a policy names, in words. */
  readonly principals: readonly string[];
  /** By name. */
  readonly tools: readonly MatrixTool[];
  /** By id. */
  readonly policies: readonly MatrixPolicy[];
  /** Principals × tools × conditions: by tool, permits first. */
  readonly permissions: readonly MatrixPermission[];
  /** Why it may be otherwise once deployed. */
  readonly unsure: readonly string[];
}

export interface MatrixTool {
  /** The gateway's id and the tool's name. */
  readonly id: string;
  /** `Target___tool`; `Target___*` for those that the template does not name. */
  readonly name: string;
  readonly target: string;
  readonly description: string;
  /** Left out where the template does not tell it. */
  readonly inputSchema?: JsonSchema;
  /** Of `Target___*`: why they are not known. */
  readonly unknown?: string;
}

export interface MatrixPolicy {
  readonly id: string;
  readonly name: string;
  readonly effect: 'permit' | 'forbid' | 'unknown';
  readonly enforcement: GatewayPolicy['enforcement'];
  readonly statement: string;
  /** Who, in words. */
  readonly who: string;
  /** When, in words; left out if it always holds. */
  readonly condition?: string;
  /** The rule in its author's words. */
  readonly intent?: string;
}

export interface MatrixPermission extends Omit<Permission, 'gateway'> {
  readonly toolId: string;
  readonly policyId?: string;
}

export function matrixOf(system: AgentSystem): PermissionMatrix {
  const { rows } = permissionsOf(system);
  const ids = uniquePaths([...system.gateways, ...system.policies]);
  const byName = new Map(system.policies.map((policy) => [policy.name, policy]));
  const agentNames = agentNamesByRole(system.agents);
  const gateways = system.gateways.map((gateway): MatrixGateway => {
    const id = ids(gateway);
    const set = policySetOf(gateway, system);
    const permissions = rows
      .filter((row) => row.gateway === gateway.name)
      .map(({ gateway: _gateway, ...row }) => ({
        ...row,
        toolId: toolId(id, row.tool),
        ...(row.policy !== undefined && { policyId: ids(byName.get(row.policy)!) }),
      }));
    return {
      id,
      ...locatedAs(gateway),
      inAssembly: gateway.inAssembly,
      inbound: gateway.inbound,
      mode: gateway.mode,
      ...(gateway.engine !== undefined && { engine: gateway.engine }),
      arn: arnOf(gateway),
      principals: [...new Set(permissions.filter(({ policy }) => policy !== undefined).map(({ who }) => who))].sort(
        compare,
      ),
      tools: toolsOf(id, gateway, set),
      policies: system.policies
        .filter((policy) => [...set.policies, ...set.unreadable].some(({ name }) => name === policy.name))
        .map((policy) => matrixPolicy(ids(policy), policy, set, agentNames))
        .sort((a, b) => compare(a.id, b.id)),
      permissions,
      unsure: set.unsure,
    };
  });
  return { version: 1, gateways: gateways.sort((a, b) => compare(a.id, b.id)) };
}

/** Construct paths, which a template that was copied may repeat; then the names, which are unique. */
function uniquePaths(
  things: readonly { readonly path: string; readonly name: string }[],
): (thing: { path: string; name: string }) => string {
  const uses = new Map<string, number>();
  for (const { path } of things) uses.set(path, (uses.get(path) ?? 0) + 1);
  return ({ path, name }) => (uses.get(path) === 1 ? path : name);
}

function toolId(gateway: string, tool: string): string {
  return `${gateway} ${tool}`;
}

function locatedAs({ name, physicalName, onlyIf }: Gateway): Pick<MatrixGateway, 'name' | 'physicalName' | 'onlyIf'> {
  return {
    name,
    ...(physicalName !== undefined && { physicalName }),
    ...(onlyIf !== undefined && { onlyIf }),
  };
}

function toolsOf(id: string, { targets }: Gateway, { gateway }: PolicySet): MatrixTool[] {
  const named = gateway.tools.filter(({ isEvery }) => !isEvery);
  const known = named.map(({ fullName, targetName, definition }) => ({
    id: toolId(id, fullName),
    name: fullName,
    target: targetName,
    description: definition.description,
    ...(definition.inputSchema !== undefined && { inputSchema: definition.inputSchema as JsonSchema }),
  }));
  const rest = targets.flatMap(({ targetName, toolsUnknown }) => {
    const name = `${targetName}${TARGET_SEPARATOR}*`;
    return toolsUnknown === undefined
      ? []
      : [{ id: toolId(id, name), name, target: targetName, description: '', unknown: toolsUnknown }];
  });
  return [...known, ...rest].sort((a, b) => compare(a.name, b.name));
}

function matrixPolicy(
  id: string,
  policy: GatewayPolicy,
  { policies }: PolicySet,
  agentNames: ReadonlyMap<string, string>,
): MatrixPolicy {
  const read = readPolicy(policy, agentNames);
  const described =
    'unreadable' in read
      ? { effect: 'unknown' as const, who: 'unknown', condition: read.unreadable }
      : { effect: read.effect, who: read.who, ...(read.condition !== undefined && { condition: read.condition }) };
  return {
    id,
    name: policy.name,
    ...described,
    enforcement: policy.enforcement,
    statement: policies.find(({ name }) => name === policy.name)?.text ?? policy.statement,
    ...(policy.intent !== undefined && { intent: policy.intent }),
  };
}
