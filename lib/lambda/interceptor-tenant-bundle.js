// Made of interceptor-tenant.ts and what it imports: change those, and run
// UPDATE_BUNDLE=1 npx jest test/lambda/interceptor-tenant-bundle
'use strict';
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if ((from && typeof from === 'object') || typeof from === 'function') {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, {
          get: () => from[key],
          enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable,
        });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, '__esModule', { value: true }), mod);

// lib/lambda/interceptor-tenant.ts
var interceptor_tenant_exports = {};
__export(interceptor_tenant_exports, {
  tenantHandler: () => tenantHandler,
});
module.exports = __toCommonJS(interceptor_tenant_exports);

// lib/lambda/interceptor-event.ts
var INTERCEPTOR_VERSION = '1.0';
var InterceptorEventError = class extends Error {
  name = 'InterceptorEventError';
  constructor() {
    super('This function is an interceptor of an AgentCore gateway, and this event holds neither "mcp" nor "http".');
  }
};
var InvalidMessage = class extends Error {
  name = 'InvalidMessage';
};
function readEvent(event) {
  const fields = isObject(event) ? event : {};
  const protocol = isObject(fields.mcp) ? 'mcp' : 'http';
  const payload = fields[protocol];
  if (!isObject(payload)) throw new InterceptorEventError();
  const { gatewayRequest, gatewayResponse, rawGatewayRequest } = payload;
  return {
    protocol,
    version: fields.interceptorInputVersion,
    request: isObject(gatewayRequest) ? gatewayRequest : {},
    raw: isObject(rawGatewayRequest) ? rawGatewayRequest.body : void 0,
    // On the way to the target it is null rather than missing.
    response: isObject(gatewayResponse) ? gatewayResponse : void 0,
  };
}
function mcpRequests({ request }) {
  const { body } = request;
  const common = { protocol: 'mcp', ...received(request) };
  if (body === null || body === void 0) {
    if (common.httpMethod === 'POST') throw new InvalidMessage('the body is missing');
    return { batch: false, list: [{ ...common, ...NO_MESSAGE, body: void 0 }] };
  }
  const batch = Array.isArray(body);
  const messages = batch ? body : [body];
  if (messages.length === 0) throw new InvalidMessage('the batch is empty');
  return { batch, list: messages.map((message) => ({ ...common, ...readMessage(message) })) };
}
function httpRequest({ request }) {
  return { protocol: 'http', ...received(request), body: bytes(request.body) };
}
function contextOf(lambda) {
  const client = isObject(lambda.clientContext) ? lambda.clientContext : {};
  const custom = [client.custom, client.Custom].find(isObject) ?? {};
  return {
    requestId: text(custom.REQUEST_ID) ?? lambda.awsRequestId,
    gatewayArn: text(custom.GATEWAY_ARN),
    sourceIp: text(custom.SOURCE_IP),
    lambda,
  };
}
var NO_MESSAGE = { method: void 0, id: void 0, tool: void 0, input: void 0 };
function readMessage(message) {
  if (!isObject(message)) throw new InvalidMessage('a message is no object');
  const { params } = message;
  const method = message.method ?? void 0;
  const id = message.id ?? void 0;
  if (method !== void 0 && typeof method !== 'string') throw new InvalidMessage('a method is no text');
  if (id !== void 0 && typeof id !== 'string' && typeof id !== 'number') {
    throw new InvalidMessage('an id is neither text nor number');
  }
  const common = { body: message, method, id };
  if (method !== 'tools/call') return { ...NO_MESSAGE, ...common };
  const call = isObject(params) ? params : {};
  if (typeof call.name !== 'string') throw new InvalidMessage('a call names no tool');
  const input = call.arguments ?? {};
  if (!isObject(input)) throw new InvalidMessage('the arguments of a call are no object');
  return { ...common, tool: toolOf(call.name), input };
}
function toolOf(fullName) {
  const at = fullName.indexOf(SEPARATOR);
  if (at < 0) return { fullName, target: '', name: fullName };
  return { fullName, target: fullName.slice(0, at), name: fullName.slice(at + SEPARATOR.length) };
}
var SEPARATOR = '___';
function received(request) {
  return {
    path: text(request.path) ?? '',
    httpMethod: text(request.httpMethod) ?? 'POST',
    headers: headersOf(request.headers),
  };
}
function headersOf(given) {
  const headers = /* @__PURE__ */ Object.create(null);
  for (const [spelt, value] of isObject(given) ? Object.entries(given) : []) {
    const name = spelt.toLowerCase();
    const added = [value].flat().join(', ');
    headers[name] = headers[name] === void 0 ? added : `${headers[name]}, ${added}`;
  }
  return headers;
}
function bytes(body) {
  return typeof body === 'string' ? Buffer.from(body, 'base64') : void 0;
}
function text(value) {
  return typeof value === 'string' && value !== '' ? value : void 0;
}
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// lib/lambda/interceptor-output.ts
var VerdictError = class extends Error {
  name = 'VerdictError';
};
var DENIED = -32002;
var NOT_RUN = 'Not run, because another call of the same batch was refused.';
function mcpRequestOutput(requests, verdicts, batch) {
  const denied = verdicts.find((verdict) => verdict.kind === 'deny');
  if (denied) {
    const errors = requests.flatMap((request, index) => {
      const verdict = verdicts[index];
      const refused = verdict.kind === 'deny' ? verdict : { ...denied, message: NOT_RUN, options: {} };
      return batch && request.id === void 0 ? [] : [errorOf(request, refused)];
    });
    return mcpAnswer(batch ? errors : errors[0], denied.options, hasIds(requests) ? 200 : 403);
  }
  const answered = verdicts.filter((verdict) => verdict.kind === 'answer');
  if (answered.length > 0) {
    if (answered.length < verdicts.length) {
      throw new VerdictError('answer() was returned for some messages of a batch; it has to be for all or for none.');
    }
    const results = requests.map((request, index) => resultOf(request, answered[index]));
    return mcpAnswer(batch ? results : results[0], answered[0].options, 200);
  }
  const changes = verdicts.filter((verdict) => verdict.kind === 'change');
  const bodies = requests.map((request, index) => changedMessage(request, verdicts[index]));
  const headers = Object.assign({}, ...changes.map(({ changes: { headers: headers2 } }) => headers2));
  return mcpOutput({
    transformedGatewayRequest: {
      ...(Object.keys(headers).length > 0 && { headers }),
      ...bodyOf(batch ? bodies : bodies[0]),
    },
  });
}
function httpRequestOutput(body, verdict) {
  switch (verdict.kind) {
    case 'deny':
      return httpDenial(verdict, 403);
    case 'answer': {
      const { statusCode = 200, contentType = JSON_TYPE, headers } = verdict.options;
      return httpAnswer({ statusCode, contentType, ...(headers && { headers }), body: base64(verdict.value) });
    }
    default: {
      const changes = verdict.kind === 'change' ? verdict.changes : {};
      if (changes.input) throw new VerdictError('change({ input }) was returned for an HTTP target; change its body.');
      const { headers } = changes;
      const sent = changes.body === void 0 ? body?.toString('base64') : base64(changes.body);
      return httpOutput({ transformedGatewayRequest: { ...(headers && { headers }), ...bodyOf(sent) } });
    }
  }
}
function mcpRefusal(body, error, status) {
  const messages = Array.isArray(body) ? body : [body];
  const ids = messages.flatMap((one) => {
    const id = isObject(one) ? one.id : void 0;
    return typeof id === 'string' || typeof id === 'number' ? [id] : [];
  });
  const errors = (ids.length > 0 ? ids : [null]).map((id) => ({ jsonrpc: '2.0', id, error }));
  return mcpAnswer(Array.isArray(body) && ids.length > 0 ? errors : errors[0], {}, ids.length > 0 ? 200 : status);
}
function httpRefusal(message, statusCode) {
  return httpAnswer({ statusCode, contentType: JSON_TYPE, body: base64({ message }) });
}
var JSON_TYPE = 'application/json';
function errorOf({ id }, { message, options }) {
  const { code = DENIED, data } = options;
  return { jsonrpc: '2.0', id: id ?? null, error: { code, message, ...(data !== void 0 && { data }) } };
}
function resultOf({ id }, { value }) {
  if (id === void 0) throw new VerdictError('answer() was returned for a message that nobody answers: it has no id.');
  return { jsonrpc: '2.0', id, result: value };
}
function changedMessage({ body, method }, verdict) {
  if (verdict.kind !== 'change') return body;
  const { input, body: whole = body } = verdict.changes;
  if (!input) return whole;
  if (method !== 'tools/call' || !isObject(whole)) {
    throw new VerdictError('change({ input }) was returned for a message that calls no tool.');
  }
  return { ...whole, params: { ...whole.params, arguments: input } };
}
function hasIds(requests) {
  return requests.some(({ id }) => id !== void 0);
}
function mcpAnswer(body, { statusCode, headers }, usual) {
  return mcpOutput({
    transformedGatewayResponse: { statusCode: statusCode ?? usual, ...(headers && { headers }), ...bodyOf(body) },
  });
}
function httpDenial({ message, options }, usual) {
  const { statusCode = usual, headers, data } = options;
  const body = base64({ message, ...(data !== void 0 && { data }) });
  return httpAnswer({ statusCode, contentType: JSON_TYPE, ...(headers && { headers }), body });
}
function httpAnswer(transformedGatewayResponse) {
  return httpOutput({ transformedGatewayResponse });
}
function mcpOutput(mcp) {
  return { interceptorOutputVersion: INTERCEPTOR_VERSION, mcp };
}
function httpOutput(http) {
  return { interceptorOutputVersion: INTERCEPTOR_VERSION, http };
}
function bodyOf(body) {
  return body === void 0 || body === null ? {} : { body };
}
function base64(body) {
  if (Buffer.isBuffer(body) || body instanceof Uint8Array) return Buffer.from(body).toString('base64');
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64');
}

// lib/lambda/interceptor-raw-text.ts
function lossIn(raw) {
  if (typeof raw !== 'string') return void 0;
  let parsed;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return void 0;
  }
  if (repeatsName(raw, parsed)) return 'an object has a name twice';
  return raw.match(TOKENS)?.every(isExact) === false
    ? 'a number has more digits than can be passed on: send it as text'
    : void 0;
}
function repeatsName(raw, parsed) {
  let written2 = 0;
  for (const [, colon] of raw.matchAll(TOKENS)) if (colon !== void 0) written2 += 1;
  return written2 !== namesIn(parsed);
}
var TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
function isExact(token) {
  if (token.startsWith('"')) return true;
  const number = Number(token);
  if (!Number.isFinite(number)) return false;
  return !/^-?\d{16,}$/.test(token) || String(number) === token || BigInt(token) === BigInt(number);
}
function namesIn(value) {
  let names = 0;
  const open = [value];
  while (open.length > 0) {
    const current = open.pop();
    if (typeof current !== 'object' || current === null) continue;
    const values = Object.values(current);
    if (!Array.isArray(current)) names += values.length;
    for (const inner of values) open.push(inner);
  }
  return names;
}

// lib/lambda/tool-failure.ts
function failureEntry(error, input, context) {
  const values = leaves(input).sort((a, b) => b.length - a.length);
  return {
    level: 'ERROR',
    message: `${context.toolName} failed`,
    tool: context.target ? `${context.target}___${context.toolName}` : context.toolName,
    requestId: context.requestId,
    lambdaRequestId: context.lambda.awsRequestId,
    gatewayId: context.gatewayId,
    error: logged(error, (text2) => values.reduce((rest, value) => rest.replaceAll(value, '[input]'), text2)),
  };
}
function logged(error, withoutInput) {
  if (!(error instanceof Error)) return { name: 'thrown value', message: withoutInput(String(error)), stack: [] };
  return {
    name: error.name,
    message: withoutInput(error.message),
    stack: framesOf(error, withoutInput),
    ...(error.cause !== void 0 && { cause: logged(error.cause, withoutInput) }),
  };
}
function framesOf({ message, stack = '' }, withoutInput) {
  const start = stack.indexOf(message);
  const places = start < 0 ? withoutInput(stack) : stack.slice(start + message.length);
  return places.split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
}
function leaves(value) {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  const text2 = String(value);
  if (text2.length < 3 || typeof value === 'boolean') return [];
  return [.../* @__PURE__ */ new Set([text2, JSON.stringify(text2).slice(1, -1)])];
}

// lib/lambda/interceptor.ts
function interceptRequest(code, options = {}) {
  return handlerOf({ request: requestDecision(code) }, options);
}
function handlerOf(decisions, options) {
  const log =
    options.log ??
    ((entry) =>
      void process.stdout.write(`${JSON.stringify(entry)}
`));
  return async (given, lambda) => {
    const event = readEvent(given);
    const context = contextOf(lambda);
    try {
      if (event.version !== INTERCEPTOR_VERSION) throw new VerdictError(OTHER_VERSION);
      const way = event.response ? 'response' : 'request';
      const decide2 = decisions[way];
      if (!decide2)
        throw new VerdictError(`The gateway passes a ${way}, and the code is not for it: see Interceptor.both.`);
      return await decide2(event, context);
    } catch (error) {
      if (error instanceof InvalidMessage) return refusal(event, INVALID, `Refused: ${error.message}.`);
      log(entryOf(error, event, context));
      return refusal(event, FAILED, failureMessage(context));
    }
  };
}
var OTHER_VERSION = `The gateway passes another version than ${INTERCEPTOR_VERSION}: update cdk-agentcore.`;
function requestDecision(code) {
  return async (event, context) => {
    if (event.protocol === 'http') {
      const request = httpRequest(event);
      return httpRequestOutput(request.body, decided(await code(request, context), REQUEST_VERDICTS));
    }
    const loss = lossIn(event.raw);
    if (loss) throw new InvalidMessage(loss);
    const { batch, list } = mcpRequests(event);
    return mcpRequestOutput(list, await each(list, (one) => code(one, context), REQUEST_VERDICTS), batch);
  };
}
var RESPONSE_VERDICTS = ['pass', 'change', 'deny'];
var REQUEST_VERDICTS = [...RESPONSE_VERDICTS, 'answer'];
async function each(messages, code, kinds) {
  const verdicts = [];
  for (const message of messages) verdicts.push(decided(await code(message), kinds));
  return verdicts;
}
function decided(verdict, kinds) {
  if (verdict && kinds.includes(verdict.kind)) return verdict;
  throw new VerdictError(`The code returned none of ${kinds.map((kind) => `${kind}()`).join(', ')}.`);
}
var INVALID = -32600;
var FAILED = -32603;
function refusal({ protocol, request }, code, message) {
  const statusCode = code === INVALID ? 400 : 500;
  return protocol === 'mcp'
    ? mcpRefusal(request.body, { code, message }, statusCode)
    : httpRefusal(message, statusCode);
}
function failureMessage({ requestId }) {
  return `An interceptor of the gateway failed, so nothing was passed on. The cause is in its log under request ${requestId}.`;
}
function entryOf(error, event, context) {
  const { request, response } = event;
  const message = request.body;
  const { requestId, lambda } = context;
  const seen = { request, response, parts: [partsOf(request.headers), partsOf(response?.headers)] };
  const known = { toolName: '', target: '', gatewayId: void 0, requestId, lambda };
  return {
    level: 'ERROR',
    message: `The ${response ? 'response' : 'request'} interceptor failed`,
    method: textOf(message?.method),
    tool: textOf(message?.params?.name),
    requestId,
    lambdaRequestId: lambda.awsRequestId,
    error: failureEntry(error, seen, known).error,
  };
}
function partsOf(headers) {
  const values = typeof headers === 'object' && headers !== null ? Object.values(headers) : [];
  return values.flatMap((value) => String(value).split(/[\s,.]+/)).filter((part) => part.length >= LONG_PART);
}
var LONG_PART = 12;
function textOf(value) {
  return typeof value === 'string' ? value : void 0;
}

// lib/lambda/interceptor-token.ts
function claimsOf(authorization) {
  const [, payload] = TOKEN.exec(authorization ?? '') ?? [];
  if (payload === void 0) return void 0;
  try {
    const text2 = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64url'));
    const claims = JSON.parse(text2);
    return isObject(claims) && !repeatsName(text2, claims) ? claims : void 0;
  } catch {
    return void 0;
  }
}
var TOKEN = /^bearer +[\w-]+\.([\w-]+)\.[\w-]+$/i;

// lib/lambda/interceptor-verdict.ts
function pass() {
  return { kind: 'pass' };
}
function change(changes) {
  return { kind: 'change', changes };
}
function deny(message, options = {}) {
  return { kind: 'deny', message, options };
}

// lib/lambda/interceptor-tenant.ts
function tenantHandler(rules, log = toOutput) {
  return interceptRequest(tenantCheck(rules, log), { log: (entry) => log(JSON.stringify(entry)) });
}
function toOutput(line) {
  process.stdout.write(`${line}
`);
}
var HARMLESS = /* @__PURE__ */ new Set([
  'initialize',
  'ping',
  'server/discover',
  'logging/setLevel',
  'tools/list',
  'prompts/list',
  'resources/templates/list',
]);
function tenantCheck({ claim, fields, tools }, log) {
  const rules = new Map(Object.entries(tools).map(([name, field]) => [name, field === null ? null : fields[field]]));
  return (request, context) => {
    const verdict = decide(request, claim, rules);
    if (typeof verdict !== 'string') return verdict;
    log(refusalEntry(verdict, request, context));
    return deny(MESSAGES[verdict]);
  };
}
var MESSAGES = {
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
function decide(request, claim, rules) {
  if (request.protocol === 'http') return 'method_not_checked';
  const { headers, method, tool, input } = request;
  if (differs(headers['mcp-method'], method) || differs(headers['mcp-name'], tool?.fullName)) return 'header_differs';
  if (!tool || !input) return isHarmless(request) ? pass() : 'method_not_checked';
  const field = rules.has(tool.fullName) ? rules.get(tool.fullName) : rules.get(`${tool.target}___*`);
  if (field === void 0) return 'tool_not_known';
  if (field === null) return pass();
  const claims = claimsOf(headers.authorization);
  if (!claims) return 'no_token';
  const own = tenantsIn(Object.hasOwn(claims, claim) ? claims[claim] : void 0);
  if (own.length === 0) return 'no_tenant';
  return field.set ? written(input, field, own) : checked(valueAt(input, field.path), field, own);
}
function differs(header, said) {
  return header !== void 0 && said !== void 0 && header !== said;
}
function isHarmless({ method, body, httpMethod }) {
  if (method !== void 0) return HARMLESS.has(method) || method.startsWith('notifications/');
  return body === void 0 ? httpMethod !== 'POST' : isObject(body) && ('result' in body || 'error' in body);
}
function tenantsIn(claim) {
  const list = Array.isArray(claim) ? claim : [claim];
  return list.every(isTenant) ? list : [];
}
function isTenant(value) {
  return (typeof value === 'string' && value !== '') || Number.isSafeInteger(value);
}
function checked(value, { type }, own) {
  if (value === void 0 || value === null || value === '') return 'field_missing';
  if (Array.isArray(value) !== (type === 'array')) return 'field_of_other_type';
  const asked = Array.isArray(value) ? value : [value];
  if (asked.length === 0) return 'field_missing';
  return asked.every((one) => own.includes(one)) ? pass() : 'other_tenant';
}
function written(input, field, own) {
  if (field.type === 'array') return withValue(input, field, own);
  if (own.length > 1) {
    const value = valueAt(input, field.path);
    return value === void 0 || value === null ? 'which_tenant' : checked(value, field, own);
  }
  if ((typeof own[0] === 'string') !== (field.type === 'string')) return 'field_of_other_type';
  return withValue(input, field, own[0]);
}
function withValue(input, { path }, value) {
  const changed = put(input, path, value);
  return changed ? change({ input: changed }) : 'field_of_other_type';
}
function put(holder, [name, ...rest], value) {
  if (rest.length === 0) return { ...holder, [name]: value };
  const inner = (Object.hasOwn(holder, name) ? holder[name] : void 0) ?? {};
  const changed = isObject(inner) ? put(inner, rest, value) : void 0;
  return changed && { ...holder, [name]: changed };
}
function valueAt(input, path) {
  let current = input;
  for (const name of path) {
    if (!isObject(current) || !Object.hasOwn(current, name)) return void 0;
    current = current[name];
  }
  return current;
}
function refusalEntry(reason, { method, tool }, { requestId }) {
  return JSON.stringify({
    level: 'WARN',
    message: 'Refused',
    reason,
    method: shortened(method),
    tool: shortened(tool?.fullName),
    requestId,
  });
}
function shortened(said) {
  return said?.slice(0, 100);
}
// Annotate the CommonJS export names for ESM import in node:
0 &&
  (module.exports = {
    tenantHandler,
  });
