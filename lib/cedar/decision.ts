/** Decides a tool call as the gateway's policy engine would: the same Cedar engine, offline. */
import type {
  AuthorizationAnswer,
  CedarValueJson,
  CheckParseAnswer,
  EntityJson,
  StatefulAuthorizationCall,
  TypeAndId,
} from '@cedar-policy/cedar-wasm/nodejs';
import { isJsonObject, type JsonSchema } from '../tools/json-schema';
import type { Tool } from '../tools/tool';
import { inputSchemaOf } from './cedar-gateway';
import { cedarEngine } from './engine';
import { decimalText, wellFormed } from './quoting';
import { cedarSchemaFor, type CedarSchema } from './schema';
import { dogwoodAt, namesTool, scopeJson, statementJson } from './statement-json';

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

/** Somebody of whom nothing is known, at a gateway that asks for no credentials. */
export interface UnknownCaller {
  readonly unauthenticated: true;
}

export type Caller = UserCaller | RoleCaller | UnknownCaller;

/** A call of a tool. */
export interface DecisionRequest {
  readonly caller: Caller;
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

/**
 * Decides by all the statements of a gateway, by name. A forbid wins, and what no statement permits is denied; so is a call
 * that does not fit the tool's schema, because a forbid that cannot be evaluated does not forbid.
 */
export function decide(statements: Readonly<Record<string, string>>, request: DecisionRequest): Decision {
  const { tool } = request;
  const schema = cedarSchemaFor([tool]);
  const { context, errors } = cedarContext(request.input, inputSchemaOf(tool), request.now ?? new Date());
  errors.push(...missingFields(request.input, inputSchemaOf(tool), 'input'));
  if (schema.error !== undefined) errors.push(schema.error);
  const about = statementsAbout(tool, statements);
  errors.push(...about.unread.map((name) => `${name}: it is in Dogwood, so what it decides is not known here`));
  if (errors.length > 0) return { allowed: false, reasons: [], errors };
  const { uid: principal, entity } = principalOf(request.caller);
  const answer = kept.authorize(about.statements, schema, {
    principal,
    action: { type: 'AgentCore::Action', id: tool.fullName },
    resource: { type: 'AgentCore::Gateway', id: request.gatewayArn },
    context,
    entities: [entity],
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

type CallToDecide = Pick<StatefulAuthorizationCall, 'principal' | 'action' | 'resource' | 'context' | 'entities'>;

/** Statements and a schema that the engine has read: reading them takes longer than to decide. */
class Kept {
  private static readonly NAME = 'cdk-agentcore:decisions';
  private statements?: Statements;
  private schema?: CedarSchema;

  authorize(
    statements: Readonly<Record<string, string>>,
    schema: CedarSchema,
    call: CallToDecide,
  ): AuthorizationAnswer {
    const failure = this.readStatements(statements) ?? this.readSchema(schema);
    if (failure) return { ...failure, warnings: [] };
    return cedarEngine().statefulIsAuthorized({
      ...call,
      preparsedPolicySetId: Kept.NAME,
      preparsedSchemaName: Kept.NAME,
      validateRequest: true,
    });
  }

  private readStatements(statements: Statements): Failure | undefined {
    if (statements === this.statements) return undefined;
    this.statements = undefined;
    const answer = cedarEngine().preparsePolicySet(Kept.NAME, { staticPolicies: { ...statements } });
    if (answer.type === 'failure') return answer;
    this.statements = statements;
    return undefined;
  }

  private readSchema(schema: CedarSchema): Failure | undefined {
    if (schema === this.schema) return undefined;
    this.schema = undefined;
    const answer = cedarEngine().preparseSchema(Kept.NAME, schema.json);
    if (answer.type === 'failure') return answer;
    this.schema = schema;
    return undefined;
  }
}

type Statements = Readonly<Record<string, string>>;

/** By the object, as most callers ask with the same one many times; with what it held, as it may be changed. */
const byTool = new WeakMap<Statements, { readonly held: Statements; readonly tools: Map<string, AboutTool> }>();

/** What can decide about a tool. */
interface AboutTool {
  readonly statements: Statements;
  /** The names of those that only the service can read. */
  readonly unread: readonly string[];
}

/** Those whose scope has the tool, which are all that can decide; with those that cannot be read, which the engine reports. */
function statementsAbout(tool: Tool, statements: Statements): AboutTool {
  let known = byTool.get(statements);
  if (!known || !isSame(known.held, statements)) {
    byTool.set(statements, (known = { held: { ...statements }, tools: new Map() }));
  }
  let about = known.tools.get(tool.fullName);
  if (!about) {
    const entries = Object.entries(statements).filter(([, text]) => {
      const json = statementJson(text) ?? (dogwoodAt(text) === undefined ? undefined : scopeJson(text));
      return !json || namesTool(json, tool);
    });
    const unread = entries.filter(([, text]) => dogwoodAt(text) !== undefined).map(([name]) => name);
    known.tools.set(tool.fullName, (about = { statements: Object.fromEntries(entries), unread }));
  }
  return about;
}

function isSame(one: Statements, other: Statements): boolean {
  const names = Object.keys(other);
  return names.length === Object.keys(one).length && names.every((name) => one[name] === other[name]);
}

type Failure = Extract<CheckParseAnswer, { type: 'failure' }>;

const kept = new Kept();

/** The caller as Cedar knows it. */
export function principalOf(caller: Caller): { uid: TypeAndId; entity: EntityJson } {
  if ('unauthenticated' in caller) {
    const uid = { type: 'AgentCore::UnauthenticatedUser', id: '' };
    return { uid, entity: { uid, attrs: {}, parents: [] } };
  }
  const [type, id] = 'sub' in caller ? ['OAuthUser', wellFormed(caller.sub)] : ['IamEntity', caller.roleArn];
  const uid = { type: `AgentCore::${type}`, id };
  const tags = 'sub' in caller ? claimTags({ ...caller.claims, sub: caller.sub }) : undefined;
  return { uid, entity: { uid, attrs: { id }, parents: [], ...(tags && { tags }) } };
}

/** Every claim is text: arrays and objects as their JSON, numbers and booleans as they are written; null is no claim. */
function claimTags(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [
        wellFormed(name),
        wellFormed(typeof value === 'string' ? value : JSON.stringify(value)),
      ]),
  );
}

/** The arguments as the tool's schema types them in Cedar, and the time. Null and what the schema does not know is left out. */
export function cedarContext(
  input: unknown,
  schema: JsonSchema,
  now: Date,
): { context: Record<string, CedarValueJson>; errors: string[] } {
  const errors: string[] = [];
  const value = cedarValue(input, schema, 'input', errors) ?? {};
  return { context: { input: value, system: { now: extension('datetime', now.toISOString()) } }, errors };
}

function cedarValue(
  value: unknown,
  schema: JsonSchema | undefined,
  path: string,
  errors: string[],
): CedarValueJson | undefined {
  if (value === null || value === undefined || !schema) return undefined;
  if (typeof value === 'number') return cedarNumber(value, schema, path, errors);
  if (Array.isArray(value)) {
    return value
      .map((item, index) => cedarValue(item, schema.items, `${path}[${index}]`, errors))
      .filter((item) => item !== undefined);
  }
  if (typeof value === 'string') return cedarText(value, schema, path, errors);
  if (typeof value !== 'object') return value as boolean;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, field]) => [name, cedarValue(field, ownField(schema, name), `${path}.${name}`, errors)] as const)
      .filter((entry): entry is [string, CedarValueJson] => entry[1] !== undefined),
  );
}

/** Required fields that are not there, at any depth. */
function missingFields(input: unknown, { properties = {}, required = [] }: JsonSchema, path: string): string[] {
  if (!isJsonObject(input)) return [];
  const missing = required.filter((name) => !Object.hasOwn(input, name) || input[name] === null);
  const deeper = Object.entries(properties).filter(([name]) => Object.hasOwn(input, name));
  return [
    ...missing.map((name) => `${path}.${name} is missing`),
    ...deeper.flatMap(([name, schema]) => missingFields(input[name], schema, `${path}.${name}`)),
  ];
}

function ownField({ properties = {} }: JsonSchema, name: string): JsonSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** Cedar's engine would read the text of a decimal as one. */
function cedarText(value: string, { type }: JsonSchema, path: string, errors: string[]): CedarValueJson | undefined {
  if (type !== 'number' && type !== 'integer') return wellFormed(value);
  errors.push(`${path} is the text ${JSON.stringify(value)}, and no number`);
  return undefined;
}

function cedarNumber(value: number, { type }: JsonSchema, path: string, errors: string[]): CedarValueJson | undefined {
  if (type === 'integer' && Number.isSafeInteger(value)) return value;
  const written = type === 'integer' ? undefined : decimalText(value);
  if (written) return extension('decimal', written.text);
  errors.push(
    `${path} is ${value}, which is no ${type === 'integer' ? 'whole number' : 'decimal'} that Cedar can hold`,
  );
  return undefined;
}

function extension(fn: string, arg: string): CedarValueJson {
  return { __extn: { fn, arg } };
}
