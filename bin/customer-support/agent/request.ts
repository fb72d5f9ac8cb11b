/** What a request must bring: a question, and the token of the person who asks it. */
import { z } from 'zod';

export interface Caller {
  /** The token's `sub`: under it, and only under it, the memory keeps what it learns. */
  readonly actorId: string;
  /** The header as it came, for the gateway, which verifies it again. */
  readonly authorization: string;
}

/** A request that gets no answer. Its message is for the person who asked. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
}

const MOST_CHARACTERS = 20_000;
const BODY = z.object({ prompt: z.string().trim().min(1).max(MOST_CHARACTERS) });

/** The question. Checked here, not by the server: its own check cannot tell a client that waits for a stream what is wrong. */
export function promptOf(body: unknown): string {
  const parsed = BODY.safeParse(body);
  if (parsed.success) return parsed.data.prompt;
  throw new RefusedRequest(`Send {"prompt": "…"} with a question of 1 to ${MOST_CHARACTERS} characters.`);
}

/** The characters that the memory takes for an actor and that stay one segment of a namespace. */
const ACTOR_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * The caller, from the `Authorization` header. AgentCore Runtime has verified signature, issuer, client and expiry before
 * the request gets here; nothing in the request's body can say who asks.
 */
export function callerOf(headers: Readonly<Record<string, string>>): Caller {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (!token) throw new RefusedRequest('The request carries no bearer token. Sign in and send the access token.');
  const subject = subjectOf(token);
  if (typeof subject !== 'string' || !ACTOR_ID.test(subject)) {
    throw new RefusedRequest('The token names no subject that a memory can be kept for.');
  }
  return { actorId: subject, authorization };
}

function subjectOf(token: string): unknown {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    return (claims as { sub?: unknown } | null)?.sub;
  } catch {
    return undefined;
  }
}
