/** Reads what the gateway passes to an interceptor, as its documentation and recorded events show it. */
import type { LambdaContext } from './gateway-call';
import type {
  HttpRequest,
  HttpResponse,
  InterceptedHeaders,
  InterceptedTool,
  InterceptorContext,
  McpRequest,
  McpResponse,
} from './interceptor-call';

/** The version of the events that this code reads and of the answers that it writes. */
export const INTERCEPTOR_VERSION = '1.0';

/** Thrown for an event that no gateway sends, so that nothing can be said to one. */
export class InterceptorEventError extends Error {
  override readonly name = 'InterceptorEventError';

  constructor() {
    super('This function is an interceptor of an AgentCore gateway, and this event holds neither "mcp" nor "http".');
  }
}

/** A message that no code can decide about; it is refused. */
export class InvalidMessage extends Error {
  override readonly name = 'InvalidMessage';
}

/** One event: what was sent, and on the way back what it is answered with. */
export interface InterceptorEvent {
  readonly protocol: 'mcp' | 'http';
  readonly version: unknown;
  readonly request: Fields;
  /** The text that the client sent; only over MCP. */
  readonly raw: unknown;
  /** Undefined on the way to the target. */
  readonly response: Fields | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws InterceptorEventError */
export function readEvent(event: unknown): InterceptorEvent {
  const fields = isObject(event) ? event : {};
  const protocol = isObject(fields.mcp) ? 'mcp' : 'http';
  const payload = fields[protocol];
  if (!isObject(payload)) throw new InterceptorEventError();
  const { gatewayRequest, gatewayResponse, rawGatewayRequest } = payload;
  return {
    protocol,
    version: fields.interceptorInputVersion,
    request: isObject(gatewayRequest) ? gatewayRequest : {},
    raw: isObject(rawGatewayRequest) ? rawGatewayRequest.body : undefined,
    // On the way to the target it is null rather than missing.
    response: isObject(gatewayResponse) ? gatewayResponse : undefined,
  };
}

/** The messages of a request over MCP: one, or several in a batch, which MCP had in 2025-03-26. */
export function mcpRequests({ request }: InterceptorEvent): { readonly batch: boolean; readonly list: McpRequest[] } {
  const { body } = request;
  const common = { protocol: 'mcp', ...received(request) } as const;
  if (body === null || body === undefined) {
    if (common.httpMethod === 'POST') throw new InvalidMessage('the body is missing');
    return { batch: false, list: [{ ...common, ...NO_MESSAGE, body: undefined }] };
  }
  const batch = Array.isArray(body);
  const messages: unknown[] = batch ? body : [body];
  if (messages.length === 0) throw new InvalidMessage('the batch is empty');
  return { batch, list: messages.map((message) => ({ ...common, ...readMessage(message) })) };
}

export function httpRequest({ request }: InterceptorEvent): HttpRequest {
  return { protocol: 'http', ...received(request), body: bytes(request.body) };
}

/** A response and each message in it, beside what it answers. */
export function mcpResponses(
  { response = {} }: InterceptorEvent,
  requests: readonly McpRequest[],
): { readonly batch: boolean; readonly list: McpResponse[] } {
  const body = response.body ?? undefined;
  const batch = Array.isArray(body);
  const messages: unknown[] = batch ? body : [body];
  const list = messages.map((message): McpResponse => {
    const fields = isObject(message) ? message : {};
    return {
      protocol: 'mcp',
      request: requests.find(({ id }) => id !== undefined && id === fields.id) ?? requests[0],
      statusCode: numeric(response.statusCode),
      headers: headersOf(response.headers),
      body: message,
      result: fields.result,
      error: fields.error,
      method: text(fields.method),
      streaming: response.isStreamingResponse === true,
    };
  });
  return { batch, list };
}

export function httpResponse(event: InterceptorEvent): HttpResponse {
  const { request, response = {} } = event;
  return {
    protocol: 'http',
    request: Object.keys(request).length > 0 ? httpRequest(event) : undefined,
    statusCode: numeric(response.statusCode),
    headers: headersOf(response.headers),
    body: bytes(response.body),
    contentType: text(response.contentType),
    streaming: false,
  };
}

/** For HTTP targets the gateway says more in the client context, which Node's runtime hands on as `custom`. */
export function contextOf(lambda: LambdaContext): InterceptorContext {
  const client = isObject(lambda.clientContext) ? lambda.clientContext : {};
  const custom = [client.custom, client.Custom].find(isObject) ?? {};
  return {
    requestId: text(custom.REQUEST_ID) ?? lambda.awsRequestId,
    gatewayArn: text(custom.GATEWAY_ARN),
    sourceIp: text(custom.SOURCE_IP),
    lambda,
  };
}

const NO_MESSAGE = { method: undefined, id: undefined, tool: undefined, input: undefined };

function readMessage(message: unknown): Omit<McpRequest, 'protocol' | 'path' | 'httpMethod' | 'headers'> {
  if (!isObject(message)) throw new InvalidMessage('a message is no object');
  const { params } = message;
  // Where there is none, the gateway may say null.
  const method = message.method ?? undefined;
  const id = message.id ?? undefined;
  if (method !== undefined && typeof method !== 'string') throw new InvalidMessage('a method is no text');
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') {
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

/** Target names cannot hold the separator, tool names can: only the first one counts. */
function toolOf(fullName: string): InterceptedTool {
  const at = fullName.indexOf(SEPARATOR);
  if (at < 0) return { fullName, target: '', name: fullName };
  return { fullName, target: fullName.slice(0, at), name: fullName.slice(at + SEPARATOR.length) };
}

const SEPARATOR = '___';

function received(request: Fields) {
  return {
    path: text(request.path) ?? '',
    httpMethod: text(request.httpMethod) ?? 'POST',
    headers: headersOf(request.headers),
  };
}

/** Two spellings of one name are one header with both values, as HTTP has it. */
function headersOf(given: unknown): InterceptedHeaders {
  // Without a prototype: a header may be called anything.
  const headers = Object.create(null) as Record<string, string | undefined>;
  for (const [spelt, value] of isObject(given) ? Object.entries(given) : []) {
    const name = spelt.toLowerCase();
    const added = [value].flat().join(', ');
    headers[name] = headers[name] === undefined ? added : `${headers[name]}, ${added}`;
  }
  return headers;
}

function bytes(body: unknown): Buffer | undefined {
  return typeof body === 'string' ? Buffer.from(body, 'base64') : undefined;
}

function numeric(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
