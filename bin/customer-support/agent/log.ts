/** What the log may hold: what went wrong and where, and nothing of what people, tools and models said. */
import { configureLogging } from '@strands-agents/sdk';

/** What may be logged of an error. Its message may quote what was said, unless it comes from where nothing is quoted. */
export function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: 'thrown value' };
  const { cause, $metadata } = error as ServiceError;
  return {
    name: error.name,
    ...(quotesNothing(error) && { message: error.message }),
    ...($metadata?.requestId && { awsRequestId: $metadata.requestId }),
    at: (error.stack ?? '').split('\n').flatMap((line) => (PLACE.test(line) ? [line.trim()] : [])),
    ...(cause !== undefined && { cause: described(cause) }),
  };
}

/** Strands writes the messages of errors before the last bar of a line, and what happened after it. */
export function logWithoutReasons(): void {
  const written = (write: (line: string) => void) => (line: unknown) => write(String(line).split(' | ').at(-1)!);
  const nothing = () => undefined;
  configureLogging({ debug: nothing, info: nothing, warn: written(console.warn), error: written(console.error) });
}

interface ServiceError extends Error {
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number };
  readonly code?: unknown;
}

/** A line of a stack in this bundle or in Node; the message stands above them, and may have lines of its own. */
const PLACE = /^ {4}at .*(?:\.[cm]?js:\d+|node:[\w/]+|<anonymous>)/;

/** AWS quotes the value that it finds invalid (400). Errors of the network have codes like ECONNRESET. */
function quotesNothing({ $metadata, code }: ServiceError): boolean {
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status !== 400;
  return typeof code === 'string' && /^(?:E(?!RR_)|UND_ERR_)/.test(code);
}
