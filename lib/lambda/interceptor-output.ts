/** Writes what an interceptor answers the gateway. */
import type { McpRequest, McpResponse } from './interceptor-call';
import { INTERCEPTOR_VERSION, isObject } from './interceptor-event';
import type {
  Answered,
  Changed,
  Denied,
  RequestVerdict,
  ResponseVerdict,
  ResponseChanges,
} from './interceptor-verdict';

/** What the gateway takes from an interceptor. */
export interface InterceptorOutput {
  readonly interceptorOutputVersion: string;
  readonly mcp?: InterceptorPayload;
  readonly http?: InterceptorPayload;
}

interface InterceptorPayload {
  readonly transformedGatewayRequest?: object;
  readonly transformedGatewayResponse?: object;
}

/** Thrown for code that decides what cannot be done. It names what is wrong with the code. */
export class VerdictError extends Error {
  override readonly name = 'VerdictError';
}

/** The code of a denial by the gateway's policies, so that clients treat both alike. */
export const DENIED = -32002;
const NOT_RUN = 'Not run, because another call of the same batch was refused.';

/** The requests of one body, each with what was decided of it. */
export function mcpRequestOutput(
  requests: readonly McpRequest[],
  verdicts: readonly RequestVerdict[],
  batch: boolean,
): InterceptorOutput {
  const denied = verdicts.find((verdict) => verdict.kind === 'deny');
  if (denied) {
    const errors = requests.flatMap((request, index) => {
      const verdict = verdicts[index];
      const refused = verdict.kind === 'deny' ? verdict : { ...denied, message: NOT_RUN, options: {} };
      return batch && request.id === undefined ? [] : [errorOf(request, refused)];
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
  const headers = Object.assign({}, ...changes.map(({ changes: { headers } }) => headers)) as Record<string, string>;
  return mcpOutput({
    transformedGatewayRequest: {
      ...(Object.keys(headers).length > 0 && { headers }),
      ...bodyOf(batch ? bodies : bodies[0]),
    },
  });
}

export function httpRequestOutput(body: Buffer | undefined, verdict: RequestVerdict): InterceptorOutput {
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
      const sent = changes.body === undefined ? body?.toString('base64') : base64(changes.body);
      return httpOutput({ transformedGatewayRequest: { ...(headers && { headers }), ...bodyOf(sent) } });
    }
  }
}

/** The messages of one response, each with what was decided of it. What is denied becomes an error of the call. */
export function mcpResponseOutput(
  responses: readonly McpResponse[],
  verdicts: readonly ResponseVerdict[],
  batch: boolean,
): InterceptorOutput {
  const bodies = responses.map((response, index) => {
    const verdict = verdicts[index];
    if (verdict.kind === 'deny') return errorOf(response.request, verdict);
    return verdict.kind === 'change' ? changedResult(response.body, verdict) : response.body;
  });
  const given = verdicts.flatMap((verdict): ResponseChanges[] => {
    if (verdict.kind === 'pass') return [];
    return [verdict.kind === 'deny' ? verdict.options : verdict.changes];
  });
  const headers = Object.assign({}, ...given.map((changes) => changes.headers)) as Record<string, string>;
  const statusCode = given.find((changes) => changes.statusCode !== undefined)?.statusCode ?? responses[0].statusCode;
  return mcpOutput({
    transformedGatewayResponse: {
      ...(statusCode !== undefined && { statusCode }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...bodyOf(batch ? bodies : bodies[0]),
    },
  });
}

export function httpResponseOutput(verdict: ResponseVerdict): InterceptorOutput {
  if (verdict.kind === 'deny') return httpDenial(verdict, 403);
  // What is left out stays; an empty object lets everything through.
  if (verdict.kind === 'pass') return httpOutput({});
  const { statusCode, headers, contentType, body, result } = verdict.changes;
  if (result !== undefined) {
    throw new VerdictError('change({ result }) was returned for an HTTP target; change its body.');
  }
  return httpAnswer({
    ...(statusCode !== undefined && { statusCode }),
    ...(headers && { headers }),
    ...(contentType !== undefined && { contentType }),
    ...(body !== undefined && { body: base64(body) }),
  });
}

/**
 * The same error for everything that was asked.
 * @param status the HTTP status where nothing has an id, so that no client reads the body
 */
export function mcpRefusal(
  body: unknown,
  error: { readonly code: number; readonly message: string },
  status: number,
): InterceptorOutput {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  const ids = messages.flatMap((one) => {
    const id = isObject(one) ? one.id : undefined;
    return typeof id === 'string' || typeof id === 'number' ? [id] : [];
  });
  const errors = (ids.length > 0 ? ids : [null]).map((id) => ({ jsonrpc: '2.0', id, error }));
  return mcpAnswer(Array.isArray(body) && ids.length > 0 ? errors : errors[0], {}, ids.length > 0 ? 200 : status);
}

export function httpRefusal(message: string, statusCode: number): InterceptorOutput {
  return httpAnswer({ statusCode, contentType: JSON_TYPE, body: base64({ message }) });
}

const JSON_TYPE = 'application/json';

function errorOf({ id }: McpRequest, { message, options }: Denied) {
  const { code = DENIED, data } = options;
  return { jsonrpc: '2.0', id: id ?? null, error: { code, message, ...(data !== undefined && { data }) } };
}

function resultOf({ id }: McpRequest, { value }: Answered) {
  if (id === undefined)
    throw new VerdictError('answer() was returned for a message that nobody answers: it has no id.');
  return { jsonrpc: '2.0', id, result: value };
}

function changedMessage({ body, method }: McpRequest, verdict: RequestVerdict): unknown {
  if (verdict.kind !== 'change') return body;
  const { input, body: whole = body } = verdict.changes;
  if (!input) return whole;
  if (method !== 'tools/call' || !isObject(whole)) {
    throw new VerdictError('change({ input }) was returned for a message that calls no tool.');
  }
  return { ...whole, params: { ...(whole.params as object), arguments: input } };
}

function changedResult(body: unknown, { changes }: Changed<ResponseChanges>): unknown {
  const { body: whole = body, result } = changes;
  if (result === undefined) return whole;
  if (!isObject(whole) || !('id' in whole)) {
    throw new VerdictError('change({ result }) was returned for a message that is no result.');
  }
  const { error: _, ...rest } = whole;
  return { ...rest, result };
}

function hasIds(requests: readonly McpRequest[]): boolean {
  return requests.some(({ id }) => id !== undefined);
}

function mcpAnswer(
  body: unknown,
  { statusCode, headers }: { readonly statusCode?: number; readonly headers?: object },
  usual: number,
): InterceptorOutput {
  return mcpOutput({
    transformedGatewayResponse: { statusCode: statusCode ?? usual, ...(headers && { headers }), ...bodyOf(body) },
  });
}

function httpDenial({ message, options }: Denied, usual: number): InterceptorOutput {
  const { statusCode = usual, headers, data } = options;
  const body = base64({ message, ...(data !== undefined && { data }) });
  return httpAnswer({ statusCode, contentType: JSON_TYPE, ...(headers && { headers }), body });
}

function httpAnswer(transformedGatewayResponse: object): InterceptorOutput {
  return httpOutput({ transformedGatewayResponse });
}

function mcpOutput(mcp: InterceptorPayload): InterceptorOutput {
  return { interceptorOutputVersion: INTERCEPTOR_VERSION, mcp };
}

function httpOutput(http: InterceptorPayload): InterceptorOutput {
  return { interceptorOutputVersion: INTERCEPTOR_VERSION, http };
}

/** No body rather than null, which would replace the one that the gateway has. */
function bodyOf(body: unknown): { readonly body?: unknown } {
  return body === undefined || body === null ? {} : { body };
}

function base64(body: unknown): string {
  if (Buffer.isBuffer(body) || body instanceof Uint8Array) return Buffer.from(body).toString('base64');
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64');
}
