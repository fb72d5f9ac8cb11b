/** What is wrong with a consent portal, before the service says so. */
import { aws_bedrockagentcore as agentcore, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { reportFindings } from '../core/finding';
import { justificationProblems } from '../core/justification';
import type { Problem } from '../core/refusal';
import type { IOAuthProvider } from '../identity/oauth-provider-base';
import type { ConsentPortalProps } from './consent-portal';
import { CONSENT_PORTAL_LIMITS, VENDORS_WITHOUT_SIGN_IN } from './consent-portal-limits';
import { textProblems } from './gateway-problems';
import type { KnownGateway } from './known-gateway';
import { isMadeHere } from './own-grants';

export function consentPortalProblems(props: ConsentPortalProps, known: KnownGateway): Problem[] {
  const { portalName, scopes, description, signInProvider } = props;
  return [
    ...callerProblems(known),
    ...vendorProblems(signInProvider),
    ...providerProblems(props),
    ...scopeProblems(scopes),
    ...nameProblems(portalName),
    ...textProblems('description', description, CONSENT_PORTAL_LIMITS.description),
  ];
}

function callerProblems({ callers, gateway }: KnownGateway): Problem[] {
  if (callers === 'OAuthUser') return [];
  return [
    {
      about: 'gateway',
      value: gateway.node.path,
      allowed: 'a gateway whose callers bring a JSON Web Token: users of the portal sign in with its issuer',
      fix: 'Give the gateway InboundAuth.jwt(…).',
    },
  ];
}

/** Of an imported provider, the vendor is not known. */
function vendorProblems(signInProvider: IOAuthProvider): Problem[] {
  const vendor = resourceOf(signInProvider)?.credentialProviderVendor;
  if (vendor === undefined || !VENDORS_WITHOUT_SIGN_IN.includes(vendor)) return [];
  return [
    {
      about: 'signInProvider',
      value: vendor,
      allowed: 'a provider that issues ID tokens: an OpenID Connect issuer',
      fix: 'Name the provider of the issuer whose tokens the gateway accepts; targets can still use this one.',
    },
  ];
}

/** Those of a gateway that another app makes are not known here. */
function providerProblems({ gateway, outboundProviders, everyProvider }: ConsentPortalProps): Problem[] {
  const about = 'outboundProviders';
  if (everyProvider) {
    const problems = justificationProblems('everyProvider', everyProvider);
    if (!outboundProviders) return problems;
    return [
      ...problems,
      { about, value: 'given', allowed: 'none beside everyProvider', fix: 'Leave one of them out.' },
    ];
  }
  if (outboundProviders || isMadeHere(gateway)) return [];
  return [
    {
      about,
      allowed: `the providers that users of ${gateway.node.path} give consent to, as another app makes its targets`,
      fix: "Name them, or write everyProvider: { reason: '…' }.",
    },
  ];
}

function scopeProblems(scopes: readonly string[] | undefined): Problem[] {
  if (scopes?.length === 0) {
    return [{ about: 'scopes', value: [], allowed: 'at least one scope', fix: 'Leave it out for openid.' }];
  }
  const { maxLength, pattern } = CONSENT_PORTAL_LIMITS.scope;
  return (scopes ?? [])
    .filter((scope) => !Token.isUnresolved(scope) && !pattern.test(scope))
    .map((value) => ({
      about: 'scopes',
      value,
      allowed: `1 to ${maxLength} visible ASCII characters, without quotation marks and backslashes`,
      fix: 'Write each scope as an element of its own.',
    }));
}

/** It is part of the role's trust, so it must be known at synth. */
function nameProblems(name: string | undefined): Problem[] {
  const { maxLength, pattern } = CONSENT_PORTAL_LIMITS.name;
  if (name === undefined || pattern.test(name)) return [];
  const allowed = `1 to ${maxLength} letters, digits, - and _, known at synth`;
  return [{ about: 'portalName', value: name, allowed, fix: 'Leave it out, or choose such a name.' }];
}

/** The service compares the issuers when the portal is created; here their discovery documents can be compared. */
export function reportPortalFindings(portal: IConstruct, provider: IOAuthProvider, known: KnownGateway): void {
  reportFindings(portal, () => {
    const ofGateway = discoveryUrlOf(known.resource, 'authorizerConfiguration', 'customJwtAuthorizer');
    const ofProvider = discoveryUrlOf(
      resourceOf(provider),
      'oauth2ProviderConfigInput',
      'customOauth2ProviderConfig',
      'oauthDiscovery',
    );
    if (!ofGateway || !ofProvider || ofGateway === ofProvider) return [];
    return [
      {
        id: 'cdk-agentcore:consent-portal-issuer',
        about: 'signInProvider',
        value: ofProvider,
        allowed: `a provider of the issuer whose tokens the gateway accepts, ${ofGateway}`,
        fix: 'Name another provider, or give the gateway the same issuer.',
      },
    ];
  });
}

/** The resource, if this app makes the provider. */
function resourceOf(provider: IOAuthProvider): agentcore.CfnOAuth2CredentialProvider | undefined {
  return provider.node
    .findAll()
    .find((child) => agentcore.CfnOAuth2CredentialProvider.isCfnOAuth2CredentialProvider(child));
}

/** The text below these properties of a resource, if it is one. */
function discoveryUrlOf(resource: IConstruct | undefined, ...path: string[]): string | undefined {
  if (!resource) return undefined;
  const [first, ...rest] = path;
  const root = Stack.of(resource).resolve((resource as unknown as Record<string, unknown>)[first]) as unknown;
  const url = [...rest, 'discoveryUrl'].reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    root,
  );
  return typeof url === 'string' ? url : undefined;
}
