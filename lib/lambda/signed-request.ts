/** Requests that AWS accepts: signed with the credentials of the function, by Signature Version 4. */
import { createHash, createHmac } from 'node:crypto';

/** Whose signature, and for what. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  /** The name that signatures use. */
  readonly service: string;
}

/**
 * The headers of a POST without query, its signature among them. Written out here because the function is shipped as one
 * text, and is not to depend on what of the SDK a version of Lambda's runtime happens to have.
 *
 * @param headers what is signed besides the host and the time, in lower case
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(
  url: URL,
  body: string,
  signer: Signer,
  headers: Readonly<Record<string, string>> = {},
  now = new Date(),
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const sent: Record<string, string> = {
    ...headers,
    'x-amz-date': time,
    ...(signer.sessionToken !== undefined && { 'x-amz-security-token': signer.sessionToken }),
  };
  // Whoever sends it sets it by itself.
  const all: Record<string, string> = { ...sent, host: url.host };
  const names = Object.keys(all).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${all[name]}\n`).join('');
  const canonical = ['POST', url.pathname, '', lines, signed, hash(body)].join('\n');
  const scope = [time.slice(0, 8), signer.region, signer.service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${signer.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `${signer.accessKeyId}/${scope.join('/')}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
