/** What happens when a tool's code breaks: the details go to the log, the caller learns only that it failed. */
import type { ToolContext } from './gateway-call';

/**
 * Thrown to Lambda when a tool's code threw anything but a `ToolError`.
 *
 * Thrown, not answered: the model then reads the gateway's "An internal error occurred. Please retry later.", and the
 * failure counts in Lambda's `Errors` metric, where alarms see it; an answer would count as success. It carries nothing
 * of the original error, because Lambda logs what is thrown, and a gateway with detailed errors shows it to the model.
 */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';

  constructor(toolName: string, requestId: string) {
    super(`${toolName} failed. The cause is in the log of this function under request ${requestId}.`);
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** One line of the log. */
export interface FailureEntry {
  readonly level: 'ERROR';
  readonly message: string;
  readonly tool: string;
  readonly requestId: string;
  /** Lambda's own request id, which its other log lines carry. */
  readonly lambdaRequestId: string;
  readonly gatewayId: string | undefined;
  readonly error: LoggedError;
}

interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string[];
  readonly cause?: LoggedError;
}

/** What to log: everything about the error, nothing of the input. */
export function failureEntry(error: unknown, input: unknown, context: ToolContext): FailureEntry {
  const values = leaves(input).sort((a, b) => b.length - a.length);
  return {
    level: 'ERROR',
    message: `${context.toolName} failed`,
    tool: context.target ? `${context.target}___${context.toolName}` : context.toolName,
    requestId: context.requestId,
    lambdaRequestId: context.lambda.awsRequestId,
    gatewayId: context.gatewayId,
    error: logged(error, (text) => values.reduce((rest, value) => rest.replaceAll(value, '[input]'), text)),
  };
}

function logged(error: unknown, withoutInput: (text: string) => string): LoggedError {
  if (!(error instanceof Error)) return { name: 'thrown value', message: withoutInput(String(error)), stack: [] };
  return {
    name: error.name,
    message: withoutInput(error.message),
    stack: framesOf(error, withoutInput),
    ...(error.cause !== undefined && { cause: logged(error.cause, withoutInput) }),
  };
}

/** Places in code. A stack begins with the message as it was at first, whose lines may look like places too. */
function framesOf({ message, stack = '' }: Error, withoutInput: (text: string) => string): string[] {
  const start = stack.indexOf(message);
  const places = start < 0 ? withoutInput(stack) : stack.slice(start + message.length);
  return places.split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
}

/** The values of an input as an error message may quote them. Shorter ones say nothing and would riddle the text. */
function leaves(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  const text = String(value);
  if (text.length < 3 || typeof value === 'boolean') return [];
  // Messages often quote an input as JSON, where quotes and line ends are written otherwise.
  return [...new Set([text, JSON.stringify(text).slice(1, -1)])];
}
