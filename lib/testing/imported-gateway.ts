/** A gateway of another app, as far as the app that imports it knows it. */
import type { AgentSystem, Gateway, GatewayPolicy, GatewayTarget } from '../assembly/agent-system';
import type { PrincipalKind } from '../cedar/cedar-gateway';
import { entityOf, scopeJson } from '../cedar/statement-json';
import type { IToolGateway } from '../gateway/tool-gateway-base';
import type { IPolicyGateway } from '../policy/policy-gateway';
import type { Tool } from '../tools/tool';

/** An imported gateway in the model, and those beside it that ask the same engine, about which the policies may be. */
export interface ImportedGateways {
  readonly own: Gateway;
  readonly others: readonly Gateway[];
}

/** The same for decisions as a gateway of the app; what another app adds to its policies, nobody knows here. */
export function importedGateway(gateway: IToolGateway, system: AgentSystem): ImportedGateways {
  const others = gateway._engine.gateways.filter(
    ({ node }) => node !== gateway.node && !system.gateways.some(({ path }) => path.startsWith(`${node.path}/`)),
  );
  return { own: modelOf(gateway, system), others: others.map((other) => modelOf(other, system)) };
}

function modelOf(gateway: IPolicyGateway, { policies }: AgentSystem): Gateway {
  const { path } = gateway.node;
  const { tools, principals } = gateway._cedarGateway();
  const onEngine = gateway._engine.sequence.policies.flatMap((policy) => {
    const written = policies.find((one) => one.path.startsWith(`${policy.node.path}/`));
    return written ? [{ policy: written, isAboutIt: policy._sizeOn(gateway) > 0 }] : [];
  });
  const [first] = onEngine;
  // An ARN that only the deployment knows is called in statements as the template calls it.
  const arns = onEngine.filter(({ isAboutIt }) => isAboutIt).flatMap(({ policy }) => gatewayNamedBy(policy));
  return {
    name: path,
    path,
    placeholders: [...new Set([...arns, gateway.gatewayArn])].flatMap((arn) => [arn, arn]),
    inAssembly: false,
    protocol: 'MCP',
    inbound: { kind: INBOUND[principals] },
    mode: 'UNKNOWN',
    engine: first?.policy.engine ?? gateway._engine.policyEngine.policyEngineArn,
    engineInAssembly: first?.policy.engineInAssembly ?? false,
    interceptors: [],
    targets: [...new Set(tools.map(({ targetName }) => targetName))].map((targetName) =>
      targetNamed(targetName, path, tools),
    ),
  };
}

const INBOUND: Readonly<Record<PrincipalKind | 'both', Gateway['inbound']['kind']>> = {
  OAuthUser: 'JWT',
  IamEntity: 'IAM',
  UnauthenticatedUser: 'NONE',
  both: 'UNKNOWN',
};

function gatewayNamedBy({ statement }: GatewayPolicy): string[] {
  const resource = scopeJson(statement)?.resource;
  return resource?.op === '==' && 'entity' in resource ? [entityOf(resource.entity).id] : [];
}

function targetNamed(targetName: string, path: string, all: readonly Tool[]): GatewayTarget {
  const own = all.filter((tool) => tool.targetName === targetName);
  return {
    name: `${path}/${targetName}`,
    path: `${path}/${targetName}`,
    targetName,
    kind: 'unknown',
    tools: own
      .filter(({ isEvery }) => !isEvery)
      .map(({ fullName, definition }) => ({
        name: definition.name,
        fullName,
        description: definition.description,
        inputSchema: definition.inputSchema as GatewayTarget['tools'][number]['inputSchema'],
      })),
    ...(own.some(({ isEvery }) => isEvery) && { toolsUnknown: 'they were not declared' }),
  };
}
