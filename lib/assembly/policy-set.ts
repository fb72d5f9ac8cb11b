/** What decides at one gateway: its tools, who can call, and the policies that are or may be about it. */
import type { CedarGateway } from '../cedar/cedar-gateway';
import { quoted } from '../cedar/quoting';
import { actionScopeOf, scopeJson, type PolicyJson } from '../cedar/statement-json';
import { compare } from '../template/compare';
import { Tool } from '../tools/tool';
import type { ToolDefinition } from '../tools/tool-definition';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import type { AgentSystem, Gateway, GatewayPolicy, GatewayTarget } from './agent-system';
import { callerType, isAbout, namesGateway, sharesEngine } from './policy-reach';

/** A policy as it decides at one gateway. */
export interface DecidingPolicy {
  /** The construct path as short as it is unique. */
  readonly name: string;
  readonly effect: 'permit' | 'forbid';
  /** The statement; wherever it names the gateway, by the ARN of the set. */
  readonly text: string;
  readonly enforcement: GatewayPolicy['enforcement'];
  /** The rule in its author's words. */
  readonly intent?: string;
}

/** Everything that a decision at a gateway depends on. */
export interface PolicySet {
  readonly gateway: CedarGateway;
  /** By name. */
  readonly policies: readonly DecidingPolicy[];
  /** Those whose statements cannot be read; `unsure` says so too. */
  readonly unreadable: readonly GatewayPolicy[];
  /** Why decisions may be other ones once deployed, in sentences without a full stop. */
  readonly unsure: readonly string[];
}

export function policySetOf(gateway: Gateway, system: AgentSystem): PolicySet {
  const unsure = [...gatewayDoubts(gateway)];
  const policies: DecidingPolicy[] = [];
  const unreadable: GatewayPolicy[] = [];
  const scopes: PolicyJson[] = [];
  for (const policy of [...system.policies].sort((a, b) => compare(a.name, b.name))) {
    const shares = sharesEngine(policy, gateway);
    if (shares === 'no') continue;
    const scope = scopeJson(policy.statement);
    if (!scope) {
      unreadable.push(policy);
      unsure.push(`${policy.name}: its statement cannot be read`);
      continue;
    }
    const about = isAbout(scope, gateway, system.gateways);
    if (about === 'no') continue;
    unsure.push(...policyDoubts(policy, shares === 'unknown', about === 'unknown'));
    scopes.push(scope);
    policies.push({
      name: policy.name,
      effect: scope.effect,
      text: withArn(policy.statement, gateway, system.gateways),
      enforcement: policy.enforcement,
      ...(policy.intent !== undefined && { intent: policy.intent }),
    });
  }
  const tools = gateway.targets.flatMap((target) => toolsOf(target, scopes));
  const principals = callerType(gateway) ?? 'both';
  return { gateway: { arn: arnOf(gateway), tools, principals }, policies, unreadable, unsure };
}

/** The text by which statements name the gateway. */
export function arnOf({ placeholders, name }: Gateway): string {
  // The second is the attribute that policies are written with; a gateway of another app has none.
  return placeholders[1] ?? name;
}

/** The statement, naming the gateway by one text wherever it names it. */
function withArn(statement: string, gateway: Gateway, gateways: readonly Gateway[]): string {
  return statement.replace(
    /(AgentCore\s*::\s*Gateway\s*::\s*)"((?:\\.|[^"\\])*)"/gs,
    (all: string, type: string, id: string) =>
      namesGateway(id, gateway, gateways) === 'yes' ? `${type}${quoted(arnOf(gateway))}` : all,
  );
}

/** Those of the template, and where it does not tell them, those that policies name and one that stands for the rest. */
function toolsOf({ targetName, tools, toolsUnknown }: GatewayTarget, scopes: readonly PolicyJson[]): Tool[] {
  const known = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const prefix = `${targetName}${TARGET_SEPARATOR}`;
  const named =
    toolsUnknown === undefined
      ? []
      : [...new Set(scopes.flatMap(actionIds))]
          .filter((id) => id.startsWith(prefix) && !tools.some(({ fullName }) => fullName === id))
          .sort(compare)
          .map((id) => unnamedTool(id.slice(prefix.length)));
  const rest = toolsUnknown === undefined ? [] : [unnamedTool(Tool.every(targetName).name)];
  return [...known, ...named, ...rest].map((definition) => new Tool(targetName, definition));
}

/** What is known of a tool that no template tells. */
function unnamedTool(name: string): ToolDefinition {
  return { name, description: '', inputSchema: undefined };
}

function actionIds(scope: PolicyJson): string[] {
  const actions = actionScopeOf(scope);
  if (actions.kind === 'all') return [];
  return actions.kind === 'equal' ? [actions.id.id] : actions.ids.map(({ id }) => id);
}

function gatewayDoubts({ inAssembly, inbound, engine, engineInAssembly, mode, targets }: Gateway): string[] {
  return [
    ...(inAssembly ? [] : ['another app deploys the gateway, its authorization and policies']),
    ...(inAssembly && inbound.kind === 'UNKNOWN' ? ['how callers prove who they are is not known'] : []),
    ...(inAssembly && mode === 'UNKNOWN' ? ['whether policies are enforced is not known'] : []),
    ...(engine !== undefined && !engineInAssembly ? ['the policies of its engine are not all in this app'] : []),
    ...targets.flatMap(({ targetName, toolsUnknown, tools }) => [
      ...(toolsUnknown === undefined ? [] : [`the tools of target ${targetName} are not known: ${toolsUnknown}`]),
      ...tools.filter(({ inputSchema }) => !inputSchema).map(({ fullName }) => `the input of ${fullName} is not known`),
    ]),
  ];
}

function policyDoubts(
  { name, enforcement, onlyIf }: GatewayPolicy,
  engineUnknown: boolean,
  gatewayUnknown: boolean,
): string[] {
  const doubts = [
    ...(engineUnknown ? ["whether it belongs to this gateway's policy engine is not known"] : []),
    ...(gatewayUnknown ? ['whether it is about this gateway is not known'] : []),
    ...(enforcement === 'UNKNOWN' ? ['whether it is enforced is not known'] : []),
    ...(onlyIf === undefined ? [] : [`the template's condition ${onlyIf} deploys it`]),
  ];
  return doubts.map((doubt) => `${name}: ${doubt}`);
}
