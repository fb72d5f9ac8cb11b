/** What an interceptor's code gets to see: one message of MCP or one HTTP request, and what it is answered with. */
import type { LambdaContext } from './gateway-call';

/** The id of a JSON-RPC request. */
export type RequestId = string | number;

/** Headers by their names in lower case: `headers.authorization`. Empty unless the gateway passes them. */
export type InterceptedHeaders = Readonly<Record<string, string | undefined>>;

/** The tool that a call asks for, as the caller wrote it: whether there is such a tool is not known here. */
export interface InterceptedTool {
  /** The name as models know it: `Refunds___process_refund`. */
  readonly fullName: string;
  /** The target; empty where the name has none, as that of the gateway's own search. */
  readonly target: string;
  /** The tool, without the target. */
  readonly name: string;
}

/** One message that a client sends over MCP. */
export interface McpRequest {
  readonly protocol: 'mcp';
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: InterceptedHeaders;
  /** The JSON-RPC message; undefined where the request has no body. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** `tools/call`, `tools/list`, `initialize`; undefined in a client's answer to the server. */
  readonly method: string | undefined;
  /** Undefined in a notification, which nobody answers. */
  readonly id: RequestId | undefined;
  /** Only with `tools/call`. */
  readonly tool: InterceptedTool | undefined;
  /** What the tool is called with; only with `tools/call`, and empty where the call leaves it out. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
}

/** One request to an HTTP or inference target. */
export interface HttpRequest {
  readonly protocol: 'http';
  /** With the target: `/researcher/invocations`. */
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: InterceptedHeaders;
  readonly body: Buffer | undefined;
  readonly method?: undefined;
  readonly id?: undefined;
  readonly tool?: undefined;
  readonly input?: undefined;
}

/** What a client sends. */
export type InterceptedRequest = McpRequest | HttpRequest;

/** One message that goes back to a client over MCP. */
export interface McpResponse {
  readonly protocol: 'mcp';
  /** What it answers. */
  readonly request: McpRequest;
  /** Undefined in a later event of a stream, whose status is with the client already. */
  readonly statusCode: number | undefined;
  readonly headers: InterceptedHeaders;
  /** As the gateway has it; undefined where it passes none. */
  readonly body: unknown;
  /** The result of the call, where it has one. */
  readonly result: unknown;
  /** The JSON-RPC error, where it is one. */
  readonly error: unknown;
  /** Of what the server asks the client in a stream: `elicitation/create`. */
  readonly method: string | undefined;
  /** Whether it is one event of a stream; the code is called for each that has an id. */
  readonly streaming: boolean;
}

/** What an HTTP or inference target answers. */
export interface HttpResponse {
  readonly protocol: 'http';
  /** Undefined where the gateway passes it no more. */
  readonly request: HttpRequest | undefined;
  readonly statusCode: number | undefined;
  readonly headers: InterceptedHeaders;
  /** Undefined where `excludeResponseBody` leaves it out. */
  readonly body: Buffer | undefined;
  readonly contentType: string | undefined;
  readonly result?: undefined;
  readonly error?: undefined;
  readonly method?: undefined;
  readonly streaming: false;
}

/** What goes back to a client. */
export type InterceptedResponse = McpResponse | HttpResponse;

/** What there is to know of the invocation. */
export interface InterceptorContext {
  /** The gateway's request id where it sent one, else Lambda's. */
  readonly requestId: string;
  /** Only with HTTP targets. */
  readonly gatewayArn: string | undefined;
  /** Only with HTTP targets, and not always there. */
  readonly sourceIp: string | undefined;
  /** Lambda's own context. */
  readonly lambda: LambdaContext;
}
