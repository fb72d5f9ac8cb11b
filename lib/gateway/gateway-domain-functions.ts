/** What CloudFront itself answers for a gateway with a name of its own: JavaScript for CloudFront Functions. */
import type { InboundAuth } from '../identity/inbound-auth';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/**
 * Answers the question where to log in, at both addresses at which clients ask: of the host, and of the path.
 *
 * @param url the gateway's URL by its own name
 * @see https://datatracker.ietf.org/doc/html/rfc9728
 */
export function metadataFunction(url: string, inboundAuth: InboundAuth): string {
  const { provider, _scopes: scopes } = inboundAuth;
  const issuer = provider!.discoveryUrl.replace(/\/\.well-known\/openid-configuration$/, '');
  const metadata = {
    resource: url,
    authorization_servers: [issuer],
    ...(scopes.length > 0 && { scopes_supported: scopes }),
    bearer_methods_supported: ['header'],
  };
  return `var METADATA = ${JSON.stringify(metadata)};
function handler(event) {
  var request = event.request;
  if (request.uri !== '${WELL_KNOWN}' && request.uri !== '${WELL_KNOWN}/mcp') return request;
  return {
    statusCode: 200,
    statusDescription: 'OK',
    headers: {
      'content-type': { value: 'application/json' },
      'cache-control': { value: 'max-age=300' },
      'access-control-allow-origin': { value: '*' }
    },
    body: { encoding: 'text', data: JSON.stringify(METADATA) }
  };
}
`;
}

/** Names this host, where the gateway tells a client without a token where to ask. */
export function metadataHeaderFunction(domainName: string): string {
  return `var METADATA = 'resource_metadata="https://${domainName}${WELL_KNOWN}"';
function handler(event) {
  var header = event.response.headers['www-authenticate'];
  if (header) header.value = header.value.replace(/resource_metadata="[^"]*"/, METADATA);
  return event.response;
}
`;
}
