/** What is wrong with an OAuth server, before the service says so. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import type { PrivateEndpoint } from '../network/private-endpoint';
import { IDENTITY_LIMITS } from './identity-limits';
import type { CustomOAuthOptions, TenantEndpoints } from './oauth-vendor-options';
import { OAUTH_VENDORS, type OAuthVendorName } from './oauth-vendors';

export function endpointProblems({ issuer, authorizationEndpoint, tokenEndpoint }: TenantEndpoints): Problem[] {
  return Object.entries({ issuer, authorizationEndpoint, tokenEndpoint }).flatMap(([name, url]) =>
    httpsProblems(`vendor ${name}`, url),
  );
}

function httpsProblems(about: string, url: string): Problem[] {
  if (Token.isUnresolved(url) || /^https:\/\/[^\s/?#]+[^\s#]*$/.test(url)) return [];
  const fix = 'Take it from the discovery document of the server.';
  return [{ about, value: url, allowed: 'an https URL without a fragment', fix }];
}

export function discoveryProblems(url: string): Problem[] {
  const { pattern, words } = IDENTITY_LIMITS.discoveryUrl;
  if (Token.isUnresolved(url) || pattern.test(url)) return [];
  const fix = 'Write the issuer followed by one of them, or say the endpoints with OAuthVendor.customEndpoints.';
  return [{ about: 'vendor discoveryUrl', value: url, allowed: words, fix }];
}

export function tenantProblems(tenantId: string | undefined): Problem[] {
  if (tenantId === undefined || Token.isUnresolved(tenantId)) return [];
  if (tenantId.length >= 1 && tenantId.length <= IDENTITY_LIMITS.tenantId) return [];
  const allowed = `1 to ${IDENTITY_LIMITS.tenantId} characters`;
  return [{ about: 'vendor tenantId', value: tenantId, allowed, fix: 'Write the directory (tenant) id of Entra ID.' }];
}

export function responseTypeProblems(responseTypes: readonly string[] | undefined): Problem[] {
  const allowed = 'at least one response type, each once and none of them empty';
  const isRight = (type: string, index: number) => type !== '' && responseTypes!.indexOf(type) === index;
  if (!responseTypes || (responseTypes.length > 0 && responseTypes.every(isRight))) return [];
  return [{ about: 'vendor responseTypes', value: responseTypes, allowed, fix: "Write ['code'], or leave it out." }];
}

/** Whose block is known would get the wrong one. */
export function newVendorProblems(vendorName: string): Problem[] {
  const name = Object.keys(OAUTH_VENDORS).find((one) => one.toLowerCase() === vendorName.toLowerCase());
  if (!name) return [];
  return [
    {
      about: 'vendor',
      value: vendorName,
      allowed: 'with OAuthVendor.of, a vendor that this library does not know yet',
      fix: `Write OAuthVendor.${OAUTH_VENDORS[name as OAuthVendorName].factory}(…), which knows its configuration.`,
    },
  ];
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomOauth2ProviderConfigInput.html (2026-11) */
const MOST_OVERRIDES = 5;

type PrivateWays = Pick<CustomOAuthOptions, 'privateEndpoint' | 'privateEndpointOverrides'>;

/** What is wrong with the ways to a private server. */
export function privateProblems({ privateEndpoint, privateEndpointOverrides = {} }: PrivateWays): Problem[] {
  const about = 'vendor privateEndpointOverrides';
  const overrides = Object.entries(privateEndpointOverrides);
  return [
    ...(privateEndpoint?._problems('vendor privateEndpoint') ?? []),
    ...(overrides.length > MOST_OVERRIDES ? [tooMany(about, overrides.length)] : []),
    ...(overrides.length > 0 && !privateEndpoint ? [noFirst] : []),
    ...overrides.flatMap(([domain, one]) => [
      ...one._problems(`${about} ${domain}`),
      ...(privateEndpoint ? otherKindProblems(`${about} ${domain}`, one, privateEndpoint) : []),
    ]),
  ];
}

function tooMany(about: string, value: number): Problem {
  const fix = 'Serve the endpoints of the server from fewer domains.';
  return { about, value, allowed: `at most ${MOST_OVERRIDES}`, fix };
}

const noFirst: Problem = {
  about: 'vendor privateEndpoint',
  allowed: 'the way to the domain of the server, as privateEndpointOverrides is only for its other domains',
  fix: 'Say it with privateEndpoint.',
};

/** As AWS's own command-line tool for AgentCore has it (aws/agentcore-cli, 2026-11); the API reference does not say. */
function otherKindProblems(about: string, one: PrivateEndpoint, first: PrivateEndpoint): Problem[] {
  if (one._inCode === first._inCode) return [];
  const allowed = `${first._inCode}, as for the domain of the server: the service takes one kind for all of them`;
  return [{ about, value: one._inCode, allowed, fix: 'Reach all domains of the server in the same way.' }];
}

/**
 * Which vendors exchange the tokens of users without being told how, as of 2026-11.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/on-behalf-of-token-exchange.html
 */
const EXCHANGING: readonly string[] = ['MicrosoftOauth2'];

/** What keeps a client of a vendor that was told nothing of it from exchanging tokens; of a new vendor nobody knows. */
export function exchangeProblems(about: string, client: string, vendorName: string): Problem[] {
  if (!(vendorName in OAUTH_VENDORS) || EXCHANGING.includes(vendorName)) return [];
  const how = 'say how it exchanges tokens: onBehalfOf: OnBehalfOf.tokenExchange().';
  return [
    {
      about,
      value: `${client}, a client of ${vendorName}`,
      allowed: 'a client of OAuthVendor.microsoft, or of OAuthVendor.custom or customEndpoints with onBehalfOf',
      fix:
        vendorName === 'CustomOauth2' ? `Ask who runs the server, and ${how}` : `Write OAuthVendor.custom, and ${how}`,
    },
  ];
}
