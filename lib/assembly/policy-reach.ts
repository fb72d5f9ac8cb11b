/** At which gateways a policy decides: by the engine that both name, and by the gateway that its statement names. */
import type { PrincipalKind } from '../cedar/cedar-gateway';
import { entityOf, type PolicyJson } from '../cedar/statement-json';
import { hasPlaceholder, isConditional } from '../template/placeholders';
import type { Gateway, GatewayPolicy } from './agent-system';

/** What the templates tell about a question: whether something is so. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Whether policies of this engine decide at this gateway; a gateway names its engine by ARN, a policy by id. */
export function sharesEngine(policy: GatewayPolicy, gateway: Gateway): Answer {
  if (gateway.engine === undefined) return 'no';
  if (gateway.engine === policy.engine) return 'yes';
  if (!gateway.engineInAssembly && gateway.engine.endsWith(`/${policy.engine}`)) return 'yes';
  // A parameter, or one branch of a condition, may well be the engine of this app.
  const isOpen = [gateway, policy].some(
    ({ engine, engineInAssembly }) => !engineInAssembly && engine !== undefined && isOpenReference(engine),
  );
  return isOpen ? 'unknown' : 'no';
}

/** Whether the statement's resource is this gateway, which shares an engine with it. */
export function isAbout({ resource }: PolicyJson, gateway: Gateway, gateways: readonly Gateway[]): Answer {
  if (resource.op === 'All') return 'yes';
  if (resource.op === 'is')
    return !resource.entity_type.endsWith('::Gateway') ? 'no' : 'in' in resource ? 'unknown' : 'yes';
  if (!('entity' in resource)) return 'unknown';
  return namesGateway(entityOf(resource.entity).id, gateway, gateways);
}

/** Whether the id in a statement is the ARN of this gateway. */
export function namesGateway(id: string, gateway: Gateway, gateways: readonly Gateway[]): Answer {
  if (isConditional(id)) return 'unknown';
  const named = gateways.find(({ placeholders }) => placeholders.some((placeholder) => id.includes(placeholder)));
  if (named) return named === gateway ? 'yes' : 'no';
  if (isArnOf(id, gateway)) return 'yes';
  const { physicalName = '<unknown>', inAssembly } = gateway;
  return isOpenReference(id) || hasPlaceholder(physicalName) || !inAssembly ? 'unknown' : 'no';
}

/** Whether something else than the account and the region is left to the deployment. */
export function isOpenReference(text: string): boolean {
  return hasPlaceholder(text.replace(/<AWS::\w+>/g, ''));
}

/** The kind of caller, by AgentCore's names; undefined where any may come or none is known. */
export function callerType({ inbound: { kind } }: Gateway): PrincipalKind | undefined {
  if (kind === 'JWT') return 'OAuthUser';
  if (kind === 'NONE') return 'UnauthenticatedUser';
  return kind === 'IAM' || kind === 'AUTHENTICATE_ONLY' ? 'IamEntity' : undefined;
}

/** The service completes the gateway's name with ten characters. */
function isArnOf(arn: string, { physicalName }: Gateway): boolean {
  const [, id = ''] = /:gateway\/(.+)$/.exec(arn) ?? [];
  const suffix = id.slice(-11);
  return /^-[a-z0-9]{10}$/.test(suffix) && id.slice(0, -11).toLowerCase() === physicalName?.toLowerCase();
}
