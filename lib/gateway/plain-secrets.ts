/** Secrets that would stand in the template as they are: in parameters for a token endpoint, in addresses. */
import type { Finding } from '../core/finding';
import type { Problem } from '../core/refusal';

/**
 * What OAuth servers are told in secret.
 * @see https://www.iana.org/assignments/oauth-parameters/oauth-parameters.xhtml (2026-11)
 */
const SECRET_PARAMETERS = [
  'client_secret',
  'client_assertion',
  'password',
  'refresh_token',
  'access_token',
  'id_token',
  'subject_token',
  'actor_token',
  'assertion',
  'code',
  'code_verifier',
];

/** Whether whoever reads a parameter of this name for a token endpoint has a credential. */
export function isSecretParameter(name: string): boolean {
  return SECRET_PARAMETERS.includes(name.toLowerCase());
}

/** Such a parameter. Its value is not said. */
export function secretParameterProblem(name: string): Problem {
  return {
    about: `outbound parameters ${name}`,
    value: 'given',
    allowed: 'parameters that are no secret, as they stand in the template',
    fix: 'Leave it out: what proves who the client is belongs to the OAuthProvider, as its clientSecret or its clientAuthentication.',
  };
}

/** Names of query parameters that carry a credential: `api_key`, `X-Amz-Signature`, `code` of an Azure function. */
const SECRET_QUERY =
  /^(key|code|pwd|auth|sig|.*(api|access|auth|function|shared|account|secret|private|subscription|client)key|.*(token|secret|password|passwd|signature|credentials?))$/;

/** Says that the address of a target holds what looks like a credential, by its name and never by its value. */
export function addressFindings(about: string, address: string): Finding[] {
  const [, query = ''] = address.split('?', 2);
  const names = query
    .split('#')[0]
    .split('&')
    .map((parameter) => parameter.split('='))
    .filter(([name, value = '']) => value !== '' && SECRET_QUERY.test(name.toLowerCase().replace(/[-_.]/g, '')))
    .map(([name]) => name);
  return names.map((name) => ({
    id: 'cdk-agentcore:secret-in-address',
    about,
    value: `an address with ${name} in its query`,
    allowed: 'an address without a secret: it stands in the template, and whoever may look at the target sees it',
    fix: `Make an ApiKeyProvider, and write Outbound.apiKey(provider, { place: ApiKeyPlace.query(${JSON.stringify(name)}) }).`,
  }));
}

/** An address as messages show it: what its query holds may be a secret. */
export function withoutQueryValues(address: string): string {
  return address.replace(/([?&][^=&#]*=)[^&#]*/g, '$1…');
}
