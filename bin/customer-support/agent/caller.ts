/** Who asks: the subject of the token that the runtime has verified. */

export interface Caller {
  /** The token's `sub`: under it, and only under it, the memory keeps what it learns. */
  readonly actorId: string;
  /** The header as it came, for the gateway, which verifies it again. */
  readonly authorization: string;
}

/** The characters that the memory takes for an actor and that stay one segment of a namespace. */
const ACTOR_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * Reads the caller from the `Authorization` header. AgentCore Runtime has verified signature, issuer, client and expiry
 * before the request gets here; nothing in the request's body can say who asks.
 */
export function callerOf(headers: Readonly<Record<string, string>>): Caller {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (!token) throw new NoCaller('The request carries no bearer token. Sign in and send the access token.');
  const subject = subjectOf(token);
  if (typeof subject !== 'string' || !ACTOR_ID.test(subject)) {
    throw new NoCaller('The token names no subject that a memory can be kept for.');
  }
  return { actorId: subject, authorization };
}

/** Nobody to answer to. */
export class NoCaller extends Error {
  override readonly name = 'NoCaller';
}

function subjectOf(token: string): unknown {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    return (claims as { sub?: unknown } | null)?.sub;
  } catch {
    return undefined;
  }
}
