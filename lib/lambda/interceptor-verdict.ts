/** What an interceptor's code decides: pass, change, deny, or answer in the target's place. */

/** The message goes on as it came. */
export interface Passed {
  readonly kind: 'pass';
}

/** The message goes on with these changes. */
export interface Changed<Changes extends object> {
  readonly kind: 'change';
  readonly changes: Changes;
}

/** The caller gets an error, and the target no call. */
export interface Denied {
  readonly kind: 'deny';
  readonly message: string;
  readonly options: DenyOptions;
}

/** The caller gets this answer, and the target no call. */
export interface Answered {
  readonly kind: 'answer';
  readonly value: unknown;
  readonly options: AnswerOptions;
}

/** What may be changed of a request. */
export interface RequestChanges {
  /**
   * Headers to add. The target gets those that it allows, and `Authorization` always. Where policies decide,
   * `Authorization` must stay a JSON Web Token: anything else makes every decision fail.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole input of the tool, instead of the caller's; only for `tools/call`. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** The whole JSON-RPC message; for an HTTP target its bytes, a text, or an object that is written as JSON. */
  readonly body?: unknown;
}

/** What may be changed of a response. */
export interface ResponseChanges {
  /** Not in later events of a stream. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Not in later events of a stream. */
  readonly statusCode?: number;
  /** The result of the call; only over MCP. */
  readonly result?: unknown;
  /** The whole JSON-RPC message; of an HTTP target the bytes, a text, or an object that is written as JSON. */
  readonly body?: unknown;
  /** What an HTTP target's body is. */
  readonly contentType?: string;
}

/** How a denial looks besides its message. */
export interface DenyOptions {
  /**
   * The code of the JSON-RPC error.
   * @default -32002, as the gateway's own denials have it
   */
  readonly code?: number;
  /** More for the client, as `data` of the error. */
  readonly data?: unknown;
  /**
   * The HTTP status.
   * @default - 200 over MCP, where the error stands in the body; 403 to HTTP targets, and to what has no id
   */
  readonly statusCode?: number;
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How an answer looks besides its content. */
export interface AnswerOptions {
  /** @default 200 */
  readonly statusCode?: number;
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * What the body is; for HTTP targets.
   * @default 'application/json'
   */
  readonly contentType?: string;
}

/** What the code for requests may decide. */
export type RequestVerdict = Passed | Changed<RequestChanges> | Denied | Answered;

/** What the code for responses may decide. */
export type ResponseVerdict = Passed | Changed<ResponseChanges> | Denied;

/** Lets the message go on as it came. */
export function pass(): Passed {
  return { kind: 'pass' };
}

/** Lets the message go on with changes; what is not named stays. */
export function change<Changes extends RequestChanges | ResponseChanges>(changes: Changes): Changed<Changes> {
  return { kind: 'change', changes };
}

/**
 * Refuses. The caller, often a model, reads the message: say what to do instead, and nothing of the inside. Over MCP it is
 * the error of the request with its id; a response that is denied never reaches the caller.
 */
export function deny(message: string, options: DenyOptions = {}): Denied {
  return { kind: 'deny', message, options };
}

/**
 * Answers in the target's place.
 *
 * @param value over MCP the result of the request, for `tools/call` `{ content: […] }`; for an HTTP target the body: bytes,
 * a text, or an object that is written as JSON
 */
export function answer(value: unknown, options: AnswerOptions = {}): Answered {
  return { kind: 'answer', value, options };
}
