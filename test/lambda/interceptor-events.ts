/** Events as the gateway sends them: by the documentation, with the nulls of recorded ones. */
import { interceptRequest, type InterceptorLambda, type LambdaContext } from '../../lib/lambda';

export interface Output {
  readonly interceptorOutputVersion: string;
  readonly mcp?: { readonly transformedGatewayRequest?: any; readonly transformedGatewayResponse?: any };
  readonly http?: { readonly transformedGatewayRequest?: any; readonly transformedGatewayResponse?: any };
}

export const LAMBDA: LambdaContext = {
  awsRequestId: 'lambda-1',
  functionName: 'interceptor',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:interceptor',
  getRemainingTimeInMillis: () => 3000,
};

/** A request over MCP; `raw` is the text that the client sent. */
export function mcpEvent(body: unknown, headers?: Record<string, string>, raw = JSON.stringify(body)) {
  return {
    interceptorInputVersion: '1.0',
    mcp: {
      rawGatewayRequest: { body: raw },
      gatewayRequest: { path: '/mcp', httpMethod: 'POST', ...(headers && { headers }), body, context: null },
      gatewayResponse: null,
    },
  };
}

export function toolCall(name: string, input?: unknown, id: string | number = 7) {
  return {
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name, ...(input !== undefined && { arguments: input }) },
  };
}

/** The response to a request; what is left out of `response` the gateway leaves out. */
export function responseEvent(request: unknown, response: object) {
  const { interceptorInputVersion, mcp } = mcpEvent(request);
  return { interceptorInputVersion, mcp: { ...mcp, gatewayResponse: response } };
}

export const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
export const decoded = (base64: string) => Buffer.from(base64, 'base64').toString();

export function httpEvent(body: unknown, headers?: Record<string, string>) {
  return {
    interceptorInputVersion: '1.0',
    http: {
      gatewayRequest: {
        path: '/researcher/invocations',
        httpMethod: 'POST',
        ...(headers && { headers }),
        body: encoded(body),
      },
    },
  };
}

export function httpResponseEvent(body: unknown) {
  return {
    interceptorInputVersion: '1.0',
    http: {
      gatewayRequest: null,
      gatewayResponse: {
        statusCode: 200,
        headers: null,
        body: body === null ? null : encoded(body),
        contentType: 'application/json',
      },
    },
  };
}

/** Through JSON both ways, as Lambda does it. */
export async function invoke(handler: InterceptorLambda, event: unknown, lambda = LAMBDA): Promise<Output> {
  return JSON.parse(JSON.stringify(await handler(JSON.parse(JSON.stringify(event)), lambda))) as Output;
}

/** What the code for requests gets to see. */
export async function seenBy(event: unknown, lambda = LAMBDA): Promise<Record<string, any>> {
  let seen: object = {};
  await invoke(
    interceptRequest((request, context) => {
      seen = { ...request, context };
      return { kind: 'pass' };
    }),
    event,
    lambda,
  );
  return seen;
}
