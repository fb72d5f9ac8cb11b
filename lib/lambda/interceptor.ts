/** Turns code that decides about requests and responses of a gateway into a Lambda handler that fails closed. */
import type { LambdaContext } from './gateway-call';
import type { InterceptedRequest, InterceptedResponse, InterceptorContext } from './interceptor-call';
import {
  contextOf,
  httpRequest,
  httpResponse,
  INTERCEPTOR_VERSION,
  InvalidMessage,
  mcpRequests,
  mcpResponses,
  readEvent,
  type InterceptorEvent,
} from './interceptor-event';
import {
  httpRefusal,
  httpRequestOutput,
  httpResponseOutput,
  mcpRefusal,
  mcpRequestOutput,
  mcpResponseOutput,
  VerdictError,
  type InterceptorOutput,
} from './interceptor-output';
import { lossIn } from './interceptor-raw-text';
import type { RequestVerdict, ResponseVerdict } from './interceptor-verdict';
import { failureEntry, type FailureEntry } from './tool-failure';

/** Decides about one request. */
export type RequestCode = (
  request: InterceptedRequest,
  context: InterceptorContext,
) => Promise<RequestVerdict> | RequestVerdict;

/** Decides about one response, or one event of a stream. */
export type ResponseCode = (
  response: InterceptedResponse,
  context: InterceptorContext,
) => Promise<ResponseVerdict> | ResponseVerdict;

/** One line of the log. */
export interface InterceptorFailureEntry {
  readonly level: 'ERROR';
  readonly message: string;
  /** What was asked: `tools/call`. */
  readonly method: string | undefined;
  /** The tool that was called. */
  readonly tool: string | undefined;
  readonly requestId: string;
  /** Lambda's own request id, which its other log lines carry. */
  readonly lambdaRequestId: string;
  readonly error: FailureEntry['error'];
}

/** What may be set besides the code. */
export interface InterceptorHandlerOptions {
  /**
   * Where failures are written. The entry holds nothing of message and headers.
   * @default - one line of JSON to standard output, which Lambda puts into the function's log group
   */
  readonly log?: (entry: InterceptorFailureEntry) => void;
}

/** A Lambda handler: what a module exports as `handler`. */
export type InterceptorLambda = (event: unknown, lambda: LambdaContext) => Promise<InterceptorOutput>;

/**
 * The Lambda handler of a request interceptor, for `Interceptor.request`: the code is called before the policies and the
 * target, for every method of MCP, `tools/list` and `initialize` too, and once for each message of a batch.
 *
 * ```ts
 * export const handler = interceptRequest(({ tool, input }) =>
 *   tool?.name === 'delete_all' ? deny('Nothing is deleted through this gateway.') : pass(),
 * );
 * ```
 *
 * It fails closed: where the code throws, or a message cannot be read, the caller gets an error without the cause, and
 * the target no call. The gateway may invoke it twice for one request, so the code must not mind.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-interceptors-types.html
 */
export function interceptRequest(code: RequestCode, options: InterceptorHandlerOptions = {}): InterceptorLambda {
  return handlerOf({ request: requestDecision(code) }, options);
}

/**
 * The Lambda handler of a response interceptor, for `Interceptor.response`: the code is called for every response, also
 * for what a request interceptor answered, and in a stream for each event that has an id.
 *
 * It fails closed: where the code throws, the caller gets an error instead of the response.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-interceptors-types.html
 */
export function interceptResponse(code: ResponseCode, options: InterceptorHandlerOptions = {}): InterceptorLambda {
  return handlerOf({ response: responseDecision(code) }, options);
}

/** The Lambda handler of a function for both ways: `Interceptor.both`. */
export function interceptBoth(
  code: { readonly request: RequestCode; readonly response: ResponseCode },
  options: InterceptorHandlerOptions = {},
): InterceptorLambda {
  return handlerOf({ request: requestDecision(code.request), response: responseDecision(code.response) }, options);
}

type Decision = (event: InterceptorEvent, context: InterceptorContext) => Promise<InterceptorOutput>;

/** A function for one way has no decision for the other. */
interface Decisions {
  readonly request?: Decision;
  readonly response?: Decision;
}

function handlerOf(decisions: Decisions, options: InterceptorHandlerOptions): InterceptorLambda {
  const log = options.log ?? ((entry) => void process.stdout.write(`${JSON.stringify(entry)}\n`));
  return async (given, lambda) => {
    const event = readEvent(given);
    const context = contextOf(lambda);
    try {
      if (event.version !== INTERCEPTOR_VERSION) throw new VerdictError(OTHER_VERSION);
      const way = event.response ? 'response' : 'request';
      const decide = decisions[way];
      if (!decide)
        throw new VerdictError(`The gateway passes a ${way}, and the code is not for it: see Interceptor.both.`);
      return await decide(event, context);
    } catch (error) {
      if (error instanceof InvalidMessage) return refusal(event, INVALID, `Refused: ${error.message}.`);
      log(entryOf(error, event, context));
      return refusal(event, FAILED, failureMessage(context));
    }
  };
}

const OTHER_VERSION = `The gateway passes another version than ${INTERCEPTOR_VERSION}: update cdk-agentcore.`;

function requestDecision(code: RequestCode): Decision {
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

function responseDecision(code: ResponseCode): Decision {
  return async (event, context) => {
    if (event.protocol === 'http') {
      return httpResponseOutput(decided(await code(httpResponse(event), context), RESPONSE_VERDICTS));
    }
    const { batch, list } = mcpResponses(event, mcpRequests(event).list);
    return mcpResponseOutput(list, await each(list, (one) => code(one, context), RESPONSE_VERDICTS), batch);
  };
}

const RESPONSE_VERDICTS = ['pass', 'change', 'deny'];
const REQUEST_VERDICTS = [...RESPONSE_VERDICTS, 'answer'];

async function each<Message, Verdict extends { readonly kind: string }>(
  messages: readonly Message[],
  code: (message: Message) => Promise<Verdict> | Verdict,
  kinds: readonly string[],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const message of messages) verdicts.push(decided(await code(message), kinds));
  return verdicts;
}

/** Code in JavaScript may forget to return; that is no permission. */
function decided<Verdict extends { readonly kind: string }>(verdict: Verdict | undefined, kinds: readonly string[]) {
  if (verdict && kinds.includes(verdict.kind)) return verdict;
  throw new VerdictError(`The code returned none of ${kinds.map((kind) => `${kind}()`).join(', ')}.`);
}

/** JSON-RPC's own codes. */
const INVALID = -32600;
const FAILED = -32603;

function refusal({ protocol, request }: InterceptorEvent, code: number, message: string): InterceptorOutput {
  const statusCode = code === INVALID ? 400 : 500;
  return protocol === 'mcp'
    ? mcpRefusal(request.body, { code, message }, statusCode)
    : httpRefusal(message, statusCode);
}

function failureMessage({ requestId }: InterceptorContext): string {
  return `An interceptor of the gateway failed, so nothing was passed on. The cause is in its log under request ${requestId}.`;
}

function entryOf(error: unknown, event: InterceptorEvent, context: InterceptorContext): InterceptorFailureEntry {
  const { request, response } = event;
  const message = request.body as { readonly method?: unknown; readonly params?: { readonly name?: unknown } } | null;
  const { requestId, lambda } = context;
  const seen = { request, response, parts: [partsOf(request.headers), partsOf(response?.headers)] };
  const known = { toolName: '', target: '', gatewayId: undefined, requestId, lambda };
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

/** The words of headers, because an error may quote the token without `Bearer`, or a part of it. */
function partsOf(headers: unknown): string[] {
  const values = typeof headers === 'object' && headers !== null ? Object.values(headers) : [];
  return values.flatMap((value) => String(value).split(/[\s,.]+/)).filter((part) => part.length >= LONG_PART);
}

const LONG_PART = 12;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
