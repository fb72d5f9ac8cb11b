/** How callers of a gateway or an agent prove who they are, from its authorizer's configuration. */
import { hasPlaceholder } from '../template/placeholders';
import { listOf, recordOf, textOf } from '../template/template';
import { isJsonObject } from '../tools/json-schema';
import type { InboundAccess } from './agent-system';
import type { AssemblyView } from './assembly-view';

const GATEWAY_KINDS = new Map<unknown, InboundAccess['kind']>([
  ['CUSTOM_JWT', 'JWT'],
  ['AWS_IAM', 'IAM'],
  ['NONE', 'NONE'],
  ['AUTHENTICATE_ONLY', 'AUTHENTICATE_ONLY'],
]);

/** How a claim is compared, in words. */
const VERBS = new Map<unknown, string>([
  ['EQUALS', 'is'],
  ['CONTAINS', 'includes'],
  ['CONTAINS_ANY', 'includes'],
]);

/** A gateway names the kind. */
export function gatewayAccess(properties: Readonly<Record<string, unknown>>, view: AssemblyView): InboundAccess {
  const kind = GATEWAY_KINDS.get(properties.AuthorizerType) ?? 'UNKNOWN';
  if (kind !== 'JWT') return { kind };
  return { kind, ...jwt(properties.AuthorizerConfiguration, view) };
}

/** A runtime without an authorizer takes requests signed with IAM. */
export function runtimeAccess(properties: Readonly<Record<string, unknown>>, view: AssemblyView): InboundAccess {
  const configuration = properties.AuthorizerConfiguration;
  if (configuration === undefined) return { kind: 'IAM' };
  const token = jwt(configuration, view);
  return token.discoveryUrl === undefined ? { kind: 'UNKNOWN' } : { kind: 'JWT', ...token };
}

function jwt(configuration: unknown, view: AssemblyView): Omit<InboundAccess, 'kind'> {
  const authorizer = recordOf(configuration).CustomJWTAuthorizer;
  const discoveryUrl = textOf(recordOf(authorizer).DiscoveryUrl);
  if (!isJsonObject(authorizer) || discoveryUrl === undefined) return {};
  const named = (value: unknown) => texts(value).map((text) => nameOfValue(text, view));
  return {
    issuer: issuerInWords(discoveryUrl, view),
    discoveryUrl,
    audiences: named(authorizer.AllowedAudience),
    clients: named(authorizer.AllowedClients),
    scopes: named(authorizer.AllowedScopes),
    claims: listOf(authorizer.CustomClaims).map(claimInWords),
  };
}

/** `Cognito user pool Shop/Users`, or the issuer's URL. */
function issuerInWords(discoveryUrl: string, view: AssemblyView): string {
  const pool = view.referenced(discoveryUrl, 'AWS::Cognito::UserPool');
  if (pool) return `Cognito user pool ${view.nameOf(pool)}`;
  return discoveryUrl.replace(/\/\.well-known\/openid-configuration$/, '');
}

/** A value that is nothing but a reference is called by the name of what it points at. */
function nameOfValue(text: string, view: AssemblyView): string {
  const [reference, ...others] = view.referencesIn(text);
  return reference && others.length === 0 && /^<[^<>]*>$/.test(text) ? view.nameOf(reference) : text;
}

function claimInWords(claim: unknown): string {
  const { InboundTokenClaimName, AuthorizingClaimMatchValue } = recordOf(claim);
  const { ClaimMatchOperator, ClaimMatchValue } = recordOf(AuthorizingClaimMatchValue);
  const { MatchValueString, MatchValueStringList } = recordOf(ClaimMatchValue);
  const name = textOf(InboundTokenClaimName) ?? 'a claim';
  const values = MatchValueString !== undefined ? [MatchValueString] : listOf(MatchValueStringList);
  const list = values.map((value) => JSON.stringify(value)).join(' or ');
  const verb = VERBS.get(ClaimMatchOperator);
  return verb && list ? `${name} ${verb} ${list}` : `${name}: ${JSON.stringify(AuthorizingClaimMatchValue ?? null)}`;
}

function texts(value: unknown): string[] {
  // A list that only the deployment knows (`Fn::If`) still is a check.
  if (typeof value === 'string' && hasPlaceholder(value)) return [value];
  return listOf(value).flatMap((item) => (typeof item === 'string' ? [item] : []));
}
