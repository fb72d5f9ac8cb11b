/** Reads the claims of the token that a caller sent, as it stands. */
import { isObject } from './interceptor-event';
import { repeatsName } from './interceptor-raw-text';

/**
 * The claims of the JSON Web Token in an `Authorization` header, or undefined where there is none that can be read in
 * one way only.
 *
 * The signature is not checked here. Behind a gateway with JWT authorization that is enough: the gateway let the call in
 * for this very token. Behind any other anyone can write a token, so `TenantInterceptor` refuses to be used there.
 */
export function claimsOf(authorization: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const [, payload] = TOKEN.exec(authorization ?? '') ?? [];
  if (payload === undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64url'));
    const claims: unknown = JSON.parse(text);
    return isObject(claims) && !repeatsName(text, claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** Head, claims, signature. Two headers, which arrive as one with a comma, are none. */
const TOKEN = /^bearer +[\w-]+\.([\w-]+)\.[\w-]+$/i;
