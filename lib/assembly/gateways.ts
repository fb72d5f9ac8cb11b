/** Gateways with their targets; also those of other apps to which targets are added here. */
import { annotationsOf } from '../cedar/cedar-annotations';
import { statementJson } from '../cedar/statement-json';
import { compare } from '../template/compare';
import { listOf, recordOf, textOf } from '../template/template';
import { isJsonObject } from '../tools/json-schema';
import type { Gateway, GatewayPolicy, GatewayTarget } from './agent-system';
import type { AssemblyView, ResourceView } from './assembly-view';
import { gatewayAccess } from './inbound-access';
import { readTargetTools } from './target-tools';

export function readGateways(view: AssemblyView): Gateway[] {
  const targets = view.ofType('GatewayTarget').map((target) => {
    const identifier = textOf(target.properties.GatewayIdentifier) ?? 'unknown gateway';
    return { identifier, gateway: view.referenced(identifier, 'Gateway'), target: readTarget(target, view) };
  });
  const gateways = view.ofType('Gateway').map((gateway) =>
    readGateway(
      gateway,
      targets.filter(({ gateway: of }) => of?.resource === gateway.resource).map(({ target }) => target),
      view,
    ),
  );
  const elsewhere = new Set(targets.filter(({ gateway }) => !gateway).map(({ identifier }) => identifier));
  return [
    ...gateways,
    ...[...elsewhere].sort(compare).map((identifier) =>
      gatewayElsewhere(
        identifier,
        targets.filter((target) => !target.gateway && target.identifier === identifier).map(({ target }) => target),
      ),
    ),
  ];
}

function readGateway(gateway: ResourceView, targets: GatewayTarget[], view: AssemblyView): Gateway {
  const { properties } = gateway;
  return {
    ...view.located(gateway, properties.Name),
    placeholders: [undefined, 'GatewayArn', 'GatewayIdentifier'].map((attribute) =>
      view.placeholder(gateway, attribute),
    ),
    inAssembly: true,
    // Without a protocol the gateway serves HTTP and inference targets.
    protocol: textOf(properties.ProtocolType) ?? 'HTTP',
    inbound: gatewayAccess(properties, view),
    ...engineOf(properties.PolicyEngineConfiguration, view),
    interceptors: [
      ...new Set(
        listOf(properties.InterceptorConfigurations).flatMap((interceptor) =>
          listOf(recordOf(interceptor).InterceptionPoints).map(String),
        ),
      ),
    ].sort(compare),
    targets,
  };
}

function engineOf(configuration: unknown, view: AssemblyView): Pick<Gateway, 'mode' | 'engine' | 'engineInAssembly'> {
  if (configuration === undefined) return { mode: 'NONE', engineInAssembly: false };
  if (!isJsonObject(configuration)) return { mode: 'UNKNOWN', ...engineNamed(configuration, view) };
  const { Arn, Mode } = configuration;
  return { mode: Mode === 'ENFORCE' || Mode === 'LOG_ONLY' ? Mode : 'UNKNOWN', ...engineNamed(Arn, view) };
}

function engineNamed(identifier: unknown, view: AssemblyView): { engine: string; engineInAssembly: boolean } {
  const engine = view.referenced(identifier, 'PolicyEngine');
  return engine
    ? { engine: view.nameOf(engine), engineInAssembly: true }
    : { engine: textOf(identifier) ?? 'unknown policy engine', engineInAssembly: false };
}

function gatewayElsewhere(identifier: string, targets: GatewayTarget[]): Gateway {
  return {
    name: identifier,
    path: identifier,
    placeholders: [],
    inAssembly: false,
    protocol: 'UNKNOWN',
    inbound: { kind: 'UNKNOWN' },
    mode: 'UNKNOWN',
    engineInAssembly: false,
    interceptors: [],
    targets,
  };
}

function readTarget(target: ResourceView, view: AssemblyView): GatewayTarget {
  // The name is optional in the API; without one no full name can be known.
  const targetName = textOf(target.properties.Name) ?? `<${view.nameOf(target)}>`;
  const { kind, tools, unknown } = readTargetTools(target, targetName, view);
  return {
    ...view.located(target, target.properties.Name),
    targetName,
    kind,
    tools: [...tools].sort((a, b) => compare(a.fullName, b.fullName)),
    ...(unknown !== undefined && { toolsUnknown: unknown }),
  };
}

/** All policies, with the engine that each belongs to. */
export function readPolicies(view: AssemblyView): GatewayPolicy[] {
  return view.ofType('Policy').map((policy) => {
    const { Definition, EnforcementMode, ValidationMode, PolicyEngineId, Name, Description } = policy.properties;
    const { Cedar, Policy } = recordOf(Definition);
    const statement = textOf(recordOf(Cedar).Statement) ?? textOf(recordOf(Policy).Statement) ?? '';
    const intent = oneLine(intentIn(statement)) ?? oneLine(textOf(Description));
    const mode = textOf(EnforcementMode) ?? 'ACTIVE';
    return {
      ...view.located(policy, Name),
      ...engineNamed(PolicyEngineId, view),
      statement,
      ...(intent !== undefined && { intent }),
      enforcement: mode === 'ACTIVE' || mode === 'LOG_ONLY' ? mode : 'UNKNOWN',
      validation: textOf(ValidationMode) ?? 'FAIL_ON_ANY_FINDINGS',
    };
  });
}

/** What every reader of policies parses anyway is parsed once. */
function intentIn(statement: string): string | undefined {
  if (!/@\s*intent\b/.test(statement)) return undefined;
  const { annotations } = statementJson(statement) ?? { annotations: annotationsOf(statement) };
  return textOf(annotations?.intent);
}

/** Undefined where there are no words. */
function oneLine(text = ''): string | undefined {
  return text.trim().replace(/\s+/g, ' ') || undefined;
}
