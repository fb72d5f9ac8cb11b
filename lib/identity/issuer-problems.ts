/** What is wrong with an issuer: what would be deployed and then accept no token, or every one. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import {
  EntraIdVersion,
  type Auth0Options,
  type EntraIdOptions,
  type OidcOptions,
  type OktaOptions,
  type PingOneOptions,
} from './identity-provider-options';

export const WELL_KNOWN = '/.well-known/openid-configuration';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i;

/** Hosts of Entra ID in all clouds. */
const ENTRA_ID =
  /^https:\/\/(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\//;

/** Names that stand for a directory that is not known yet; tokens carry the id of the real one. */
const ANY_DIRECTORY: readonly string[] = ['common', 'organizations', 'consumers'];

export function discoveryProblems(url: string): Problem[] {
  if (Token.isUnresolved(url) || /^https:\/\/.+\/\.well-known\/openid-configuration$/.test(url)) return [];
  return [
    {
      about: 'inboundAuth discoveryUrl',
      value: url,
      allowed: 'an https URL that ends in /.well-known/openid-configuration',
      fix: `Write the issuer followed by /.well-known/openid-configuration.`,
    },
  ];
}

export function oidcProblems(url: string, { clients }: OidcOptions): Problem[] {
  if (Token.isUnresolved(url) || !ENTRA_ID.test(url)) return [];
  const problems: Problem[] = [];
  const directory = new URL(url).pathname.split('/')[1];
  if (ANY_DIRECTORY.includes(directory)) problems.push(anyDirectory('inboundAuth discoveryUrl', directory));
  if (url.startsWith('https://sts.windows.net/')) {
    problems.push({
      about: 'inboundAuth discoveryUrl',
      value: url,
      allowed: 'the discovery document of Entra ID; sts.windows.net is the issuer that it names for version 1 tokens',
      fix: 'Write IdentityProvider.entraId({ …, version: EntraIdVersion.V1 }).',
    });
  }
  if (clients) {
    problems.push({
      about: 'inboundAuth clients',
      value: clients,
      allowed: 'none with Entra ID: its tokens carry no client_id, but appid (version 1) or azp (version 2)',
      fix: 'Write IdentityProvider.entraId(…), and its issuedTo(client) in the claims of InboundAuth.jwt.',
    });
  }
  return problems;
}

export function oktaProblems({ domain, authorizationServer, audiences }: OktaOptions): Problem[] {
  const problems = [...hostProblems('okta domain', domain), ...audienceProblems('okta audiences', audiences)];
  if (!Token.isUnresolved(domain) && /-admin\.(okta|oktapreview|okta-emea)\.com$/i.test(domain)) {
    problems.push({
      about: 'okta domain',
      value: domain,
      allowed: 'the domain of the organization, not that of its admin console',
      fix: `Write ${JSON.stringify(domain.replace(/-admin\./i, '.'))}.`,
    });
  }
  if (authorizationServer !== undefined && !isPathSegment(authorizationServer)) {
    problems.push({
      about: 'okta authorizationServer',
      value: authorizationServer,
      allowed: "the id of a custom authorization server: the tokens of the organization's own are for Okta itself",
      fix: "Write its id, or leave it out for 'default'.",
    });
  }
  return problems;
}

export function entraIdProblems(options: EntraIdOptions): Problem[] {
  const { tenantId, applicationId, applicationIdUri, authority } = options;
  const problems = authority === undefined ? [] : hostProblems('entraId authority', authority);
  if (!Token.isUnresolved(tenantId)) {
    if (ANY_DIRECTORY.includes(tenantId.toLowerCase())) problems.push(anyDirectory('entraId tenantId', tenantId));
    else if (!GUID.test(tenantId) && !HOST.test(tenantId)) {
      problems.push({
        about: 'entraId tenantId',
        value: tenantId,
        allowed: 'the directory (tenant) id, a GUID, or a domain of the directory',
        fix: 'Take it from the overview of Entra ID.',
      });
    }
  }
  if (!Token.isUnresolved(applicationId) && !GUID.test(applicationId)) {
    problems.push({
      about: 'entraId applicationId',
      value: applicationId,
      allowed: 'the application (client) id, a GUID: version 2 tokens carry it as it is, without api://',
      fix: 'Take it from the overview of the application, and write its URI as applicationIdUri where it has another one.',
    });
  }
  if (applicationIdUri !== undefined && options.version !== EntraIdVersion.V1) {
    problems.push({
      about: 'entraId applicationIdUri',
      value: applicationIdUri,
      allowed: 'only with EntraIdVersion.V1: the audience of version 2 tokens is the application id',
      fix: 'Leave it out.',
    });
  }
  return problems;
}

export function auth0Problems({ domain, audiences }: Auth0Options): Problem[] {
  const problems = [...hostProblems('auth0 domain', domain), ...audienceProblems('auth0 audiences', audiences)];
  const own = audiences.filter(
    (audience) => audience === `https://${domain}/userinfo` || audience === `https://${domain}/api/v2/`,
  );
  if (own.length > 0) {
    problems.push({
      about: 'auth0 audiences',
      value: own,
      allowed: 'APIs of yours: these are audiences of Auth0 itself, in tokens that were issued for something else',
      fix: 'Make an API in Auth0, and write its identifier.',
    });
  }
  return problems;
}

export function pingOneProblems({ environmentId, domain, audiences, clients }: PingOneOptions): Problem[] {
  const problems = domain === undefined ? [] : hostProblems('pingOne domain', domain);
  if (!Token.isUnresolved(environmentId) && !GUID.test(environmentId)) {
    problems.push({
      about: 'pingOne environmentId',
      value: environmentId,
      allowed: 'the id of the environment, a GUID',
      fix: 'Take it from the properties of the environment.',
    });
  }
  if (audiences?.includes('https://api.pingone.com') && !clients) {
    problems.push({
      about: 'pingOne audiences',
      value: audiences,
      allowed: 'audiences of custom resources: https://api.pingone.com is in the token of every application',
      fix: 'Make a custom resource in PingOne, and write its audience; or name the clients.',
    });
  }
  return problems;
}

function anyDirectory(about: string, directory: string): Problem {
  return {
    about,
    value: directory,
    allowed: "one directory: the issuer in a token is that of the user's own, so no token would match",
    fix: 'Write the directory (tenant) id.',
  };
}

function hostProblems(about: string, host: string): Problem[] {
  if (Token.isUnresolved(host) || HOST.test(host)) return [];
  const near = host.replace(/^[a-z]+:\/\//i, '').replace(/[/:?#].*$/, '');
  return [
    {
      about,
      value: host,
      allowed: 'a domain, without https:// and without a path',
      fix: HOST.test(near) ? `Write ${JSON.stringify(near)}.` : 'Take it from the address of the provider.',
    },
  ];
}

function audienceProblems(about: string, audiences: readonly string[]): Problem[] {
  if (audiences.length > 0) return [];
  const fix = 'Write the audience that callers ask for.';
  return [{ about, value: audiences, allowed: 'at least one: without it, tokens for any API would be accepted', fix }];
}

function isPathSegment(text: string): boolean {
  return Token.isUnresolved(text) || /^[A-Za-z0-9_-]+$/.test(text);
}
