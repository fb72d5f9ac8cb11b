/** Headers that a gateway never passes on: dated data, as of 2026-11. */

/**
 * In lower case. `Authorization` has a way of its own: `outbound`.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-headers.html
 */
export const RESTRICTED_HEADERS: ReadonlySet<string> = new Set(
  [
    'proxy-authorization www-authenticate accept accept-charset accept-encoding accept-language accept-ranges',
    'content-type content-length content-encoding content-language content-location content-range',
    'cache-control etag expires if-match if-modified-since if-none-match if-range if-unmodified-since last-modified',
    'pragma vary connection keep-alive proxy-connection upgrade host user-agent referer from range',
    'transfer-encoding te trailer server date location retry-after set-cookie cookie link',
    'content-security-policy content-security-policy-report-only strict-transport-security x-content-type-options',
    'x-frame-options x-xss-protection referrer-policy permissions-policy feature-policy clear-site-data',
    'cross-origin-embedder-policy cross-origin-opener-policy cross-origin-resource-policy origin',
    'access-control-allow-origin access-control-allow-methods access-control-allow-headers',
    'access-control-allow-credentials access-control-expose-headers access-control-max-age',
    'access-control-request-method access-control-request-headers',
    'accept-ch accept-ch-lifetime dpr width viewport-width downlink ect rtt save-data',
    'expect-ct public-key-pins public-key-pins-report-only',
    'x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip x-requested-with x-csrf-token',
    'cf-ray cf-connecting-ip x-amz-cf-id x-cache x-served-by',
    'sec-websocket-key sec-websocket-accept sec-websocket-version sec-websocket-protocol sec-websocket-extensions',
  ].flatMap((line) => line.split(' ')),
);

/** The headers of AWS begin like this; those of the second beginning are for you. */
export const AWS_HEADERS = { prefix: 'x-amzn-', except: 'x-amzn-bedrock-agentcore-runtime-custom-' };

/** Whether a gateway never passes on a header of this name. */
export function isRestricted(name: string): boolean {
  const header = name.toLowerCase();
  return (
    RESTRICTED_HEADERS.has(header) || (header.startsWith(AWS_HEADERS.prefix) && !header.startsWith(AWS_HEADERS.except))
  );
}
