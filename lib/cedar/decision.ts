/** Decides a tool call as the gateway's policy engine would: the same Cedar engine, offline. */
import type { CedarValueJson, EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { JsonSchema } from '../tools/json-schema';
import type { Tool } from '../tools/tool';
import { cedarEngine } from './engine';
import { decimalText } from './quoting';

/** A user, by the claims of the token; `sub` is who it is. */
export interface UserCaller {
  readonly sub: string;
  /** The token's other claims, as they are in the token. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An IAM role, by the ARN of its session without the session's name: `arn:aws:sts::111122223333:assumed-role/Name`. */
export interface RoleCaller {
  readonly roleArn: string;
}

/** A call of a tool. */
export interface DecisionRequest {
  readonly caller: UserCaller | RoleCaller;
  readonly tool: Tool;
  /** The arguments of the call, as JSON. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly gatewayArn: string;
  /** @default - the time of the decision */
  readonly now?: Date;
}

/** What the engine decides, and by which statements. */
export interface Decision {
  readonly allowed: boolean;
  /** The names of the statements that decided; none where no statement permits. */
  readonly reasons: readonly string[];
  /** Statements that could not be evaluated, which therefore did not count. */
  readonly errors: readonly string[];
}

/** Decides by all the statements of a gateway, by name. A forbid wins, and what no statement permits is denied. */
export function decide(statements: Readonly<Record<string, string>>, request: DecisionRequest): Decision {
  const { uid: principal, entity } = principalOf(request.caller);
  const action = actionUid(request.tool.fullName);
  const answer = cedarEngine().isAuthorized({
    principal,
    action,
    resource: { type: 'AgentCore::Gateway', id: request.gatewayArn },
    context: {
      input: cedarValue(request.input, request.tool.definition.inputSchema) ?? {},
      system: { now: extension('datetime', (request.now ?? new Date()).toISOString()) },
    },
    policies: { staticPolicies: { ...statements } },
    entities: [entity, ...actionEntities(request.tool)],
  });
  if (answer.type === 'failure') {
    return { allowed: false, reasons: [], errors: answer.errors.map(({ message }) => message) };
  }
  const { decision, diagnostics } = answer.response;
  return {
    allowed: decision === 'allow',
    reasons: [...diagnostics.reason].sort(),
    errors: diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`),
  };
}

function principalOf(caller: UserCaller | RoleCaller): { uid: TypeAndId; entity: EntityJson } {
  const [type, id] = 'sub' in caller ? ['OAuthUser', caller.sub] : ['IamEntity', caller.roleArn];
  const uid = { type: `AgentCore::${type}`, id };
  const tags = 'sub' in caller ? claimTags({ sub: caller.sub, ...caller.claims }) : undefined;
  return { uid, entity: { uid, attrs: { id }, parents: [], ...(tags && { tags }) } };
}

/** Every claim is text: arrays and objects as their JSON, numbers and booleans as they are written; null is no claim. */
function claimTags(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function actionEntities(tool: Tool): EntityJson[] {
  const [action, target, call, mcp] = [tool.fullName, tool.targetName, 'CallTool', 'Mcp'].map(actionUid);
  return [
    { uid: action, attrs: {}, parents: [target] },
    { uid: target, attrs: {}, parents: [call] },
    { uid: call, attrs: {}, parents: [mcp] },
  ];
}

function actionUid(id: string): TypeAndId {
  return { type: 'AgentCore::Action', id };
}

/** A JSON value as the tool's schema types it in Cedar; undefined for null, which no condition can compare. */
function cedarValue(value: unknown, schema: JsonSchema | undefined): CedarValueJson | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return cedarNumber(value, schema);
  if (Array.isArray(value)) {
    return value.map((item) => cedarValue(item, schema?.items)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object') return value as string | boolean;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, field]) => [name, cedarValue(field, schema?.properties?.[name])] as const)
      .filter((entry): entry is [string, CedarValueJson] => entry[1] !== undefined),
  );
}

function cedarNumber(value: number, schema: JsonSchema | undefined): CedarValueJson | undefined {
  const whole = schema ? schema.type === 'integer' : Number.isInteger(value);
  if (whole) return Number.isSafeInteger(value) ? value : undefined;
  const written = decimalText(value);
  return written && extension('decimal', written.text);
}

function extension(fn: string, arg: string): CedarValueJson {
  return { __extn: { fn, arg } };
}
