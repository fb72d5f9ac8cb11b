/** The code of `TenantInterceptor`: a call is for a tenant of its caller, or it is refused. */
import { interceptRequest, type InterceptorLambda, type RequestCode } from './interceptor';
import { isObject } from './interceptor-event';
import type { InterceptedRequest, InterceptorContext } from './interceptor-call';
import { claimsOf } from './interceptor-token';
import { change, deny, pass, type RequestVerdict } from './interceptor-verdict';

/** Where the tenant stands in a tool's input. */
export interface TenantField {
  /** The names from the top: `['filter', 'tenantId']`. */
  readonly path: readonly string[];
  readonly type: 'string' | 'integer' | 'array';
  /** Whether it is written here, instead of what the caller says. */
  readonly set: boolean;
}

/** Everything that the construct knows; its fields are part of the deployed code. */
export interface TenantRules {
  readonly claim: string;
  readonly fields: readonly TenantField[];
  /**
   * Every tool of the gateway by its full name, `Crm___*` for those of a target that are not known: which of the fields it
   * has, or null where it is exempt.
   */
  readonly tools: { readonly [fullName: string]: number | null };
}

/** The handler that is deployed. */
export function tenantHandler(rules: TenantRules, log: (line: string) => void = toOutput): InterceptorLambda {
  return interceptRequest(tenantCheck(rules, log), { log: (entry) => log(JSON.stringify(entry)) });
}

function toOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * What carries no data of anybody. Whatever else there is, and will be, reaches data by other ways than a tool's input
 * (`resources/read`, `tasks/result`), so it is refused.
 */
const HARMLESS = new Set([
  'initialize',
  'ping',
  'server/discover',
  'logging/setLevel',
  'tools/list',
  'prompts/list',
  'resources/templates/list',
]);

function tenantCheck({ claim, fields, tools }: TenantRules, log: (line: string) => void): RequestCode {
  const rules = new Map(Object.entries(tools).map(([name, field]) => [name, field === null ? null : fields[field]]));
  return (request, context) => {
    const verdict = decide(request, claim, rules);
    if (typeof verdict !== 'string') return verdict;
    log(refusalEntry(verdict, request, context));
    return deny(MESSAGES[verdict]);
  };
}

type Reason =
  | 'method_not_checked'
  | 'header_differs'
  | 'tool_not_known'
  | 'no_token'
  | 'no_tenant'
  | 'which_tenant'
  | 'field_missing'
  | 'field_of_other_type'
  | 'other_tenant';

/** What the caller, often a model, reads. It says nothing of token, claim and tenants. */
const MESSAGES: Record<Reason, string> = {
  method_not_checked: 'Refused: the tenant of this method cannot be checked. Use the tools.',
  header_differs: 'Refused: the headers Mcp-Method and Mcp-Name say another call than the message.',
  tool_not_known: 'Refused: the tenant of this tool cannot be checked.',
  no_token: 'Refused: the call brings no token that can be read.',
  no_tenant: 'Refused: the caller belongs to no tenant.',
  which_tenant: 'Refused: the caller belongs to several tenants, and the call does not say for which one it is.',
  field_missing: 'Refused: the call does not say for which tenant it is. Call again with the tenant of the caller.',
  field_of_other_type: 'Refused: the tenant is not of the type that the tool takes.',
  other_tenant: 'Refused: the call is for another tenant than that of the caller.',
};

type Tenant = string | number;

function decide(
  request: InterceptedRequest,
  claim: string,
  rules: ReadonlyMap<string, TenantField | null>,
): RequestVerdict | Reason {
  if (request.protocol === 'http') return 'method_not_checked';
  const { headers, method, tool, input } = request;
  if (differs(headers['mcp-method'], method) || differs(headers['mcp-name'], tool?.fullName)) return 'header_differs';
  if (!tool || !input) return isHarmless(request) ? pass() : 'method_not_checked';
  const field = rules.has(tool.fullName) ? rules.get(tool.fullName) : rules.get(`${tool.target}___*`);
  if (field === undefined) return 'tool_not_known';
  if (field === null) return pass();
  const claims = claimsOf(headers.authorization);
  if (!claims) return 'no_token';
  const own = tenantsIn(Object.hasOwn(claims, claim) ? claims[claim] : undefined);
  if (own.length === 0) return 'no_tenant';
  return field.set ? written(input, field, own) : checked(valueAt(input, field.path), field, own);
}

/** Since 2026-07-28 MCP repeats the call in headers. Of other methods `Mcp-Name` names other things. */
function differs(header: string | undefined, said: string | undefined): boolean {
  return header !== undefined && said !== undefined && header !== said;
}

function isHarmless({ method, body, httpMethod }: InterceptedRequest): boolean {
  if (method !== undefined) return HARMLESS.has(method) || method.startsWith('notifications/');
  // What the server asked the client is answered without a method; a request without a body opens or ends a session.
  return body === undefined ? httpMethod !== 'POST' : isObject(body) && ('result' in body || 'error' in body);
}

/** None, where there is anything among them that is no tenant. */
function tenantsIn(claim: unknown): Tenant[] {
  const list: unknown[] = Array.isArray(claim) ? claim : [claim];
  return list.every(isTenant) ? list : [];
}

function isTenant(value: unknown): value is Tenant {
  return (typeof value === 'string' && value !== '') || Number.isSafeInteger(value);
}

/** Compared as they are: `42` is not `"42"`, and no letter is taken for another. */
function checked(value: unknown, { type }: TenantField, own: readonly Tenant[]): RequestVerdict | Reason {
  if (value === undefined || value === null || value === '') return 'field_missing';
  if (Array.isArray(value) !== (type === 'array')) return 'field_of_other_type';
  const asked: unknown[] = Array.isArray(value) ? value : [value];
  // An empty list may mean everybody.
  if (asked.length === 0) return 'field_missing';
  return asked.every((one) => own.includes(one as Tenant)) ? pass() : 'other_tenant';
}

function written(
  input: Readonly<Record<string, unknown>>,
  field: TenantField,
  own: readonly Tenant[],
): RequestVerdict | Reason {
  if (field.type === 'array') return withValue(input, field, own);
  if (own.length > 1) {
    const value = valueAt(input, field.path);
    return value === undefined || value === null ? 'which_tenant' : checked(value, field, own);
  }
  if ((typeof own[0] === 'string') !== (field.type === 'string')) return 'field_of_other_type';
  return withValue(input, field, own[0]);
}

function withValue(
  input: Readonly<Record<string, unknown>>,
  { path }: TenantField,
  value: unknown,
): RequestVerdict | Reason {
  const changed = put(input, path, value);
  return changed ? change({ input: changed }) : 'field_of_other_type';
}

/** A copy with the value at the path, or undefined where something else stands on the way. */
function put(
  holder: Readonly<Record<string, unknown>>,
  [name, ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> | undefined {
  if (rest.length === 0) return { ...holder, [name]: value };
  const inner = (Object.hasOwn(holder, name) ? holder[name] : undefined) ?? {};
  const changed = isObject(inner) ? put(inner, rest, value) : undefined;
  return changed && { ...holder, [name]: changed };
}

function valueAt(input: unknown, path: readonly string[]): unknown {
  let current = input;
  for (const name of path) {
    if (!isObject(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

function refusalEntry(reason: Reason, { method, tool }: InterceptedRequest, { requestId }: InterceptorContext): string {
  return JSON.stringify({
    level: 'WARN',
    message: 'Refused',
    reason,
    method: shortened(method),
    tool: shortened(tool?.fullName),
    requestId,
  });
}

/** The caller may write anything there. */
function shortened(said: string | undefined): string | undefined {
  return said?.slice(0, 100);
}
