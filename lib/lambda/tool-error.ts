/** What a tool answers when it cannot do what was asked, so that the model can do something about it. */

/** The answer that the model reads. */
export interface ErrorAnswer {
  readonly error: {
    /** Stable, for the model and for tests: `invalid_input`, `order_not_found`. */
    readonly code: string;
    /** What is wrong and what to do instead. */
    readonly message: string;
    readonly [detail: string]: unknown;
  };
}

/**
 * Thrown by a tool's code when the request is at fault, not the tool: an unknown order, an amount that is too high.
 * The model gets code, message and details as an answer. Any other error is a failure of the tool: see `ToolFailure`.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';

  constructor(
    /** Stable: `order_not_found`. */
    readonly code: string,
    /** For the model: what is wrong and what to do instead. */
    message: string,
    /** More for the model, beside code and message. */
    readonly details: { readonly [detail: string]: unknown } = {},
  ) {
    super(message);
  }
}

/** The one form of every answer that is not a result. */
export function errorAnswer(
  code: string,
  message: string,
  details: { readonly [detail: string]: unknown } = {},
): ErrorAnswer {
  return { error: { ...details, code, message } };
}
