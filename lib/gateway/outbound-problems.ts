/** What is wrong with the way in which a gateway authorizes its calls of a target. */
import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { placeOf, placeProblems } from '../core/place';
import type { Problem } from '../core/refusal';
import type { ICredentialProvider } from '../identity/credential-provider';
import { INBOUND_IN_CODE, InboundAuthType } from '../identity/inbound-auth';
import { IDENTITY_LIMITS } from '../identity/identity-limits';
import { isReturnUrl } from '../identity/return-url';
import { CONSENT_PORTAL_PATHS } from './consent-portal-limits';
import { pathInPortal } from './consent-portal-url';
import type { OAuthOptions, SigningOptions } from './outbound';
import { OUTBOUND_IN_CODE, OutboundType } from './outbound-type';
import { isSecretParameter, secretParameterProblem } from './plain-secrets';
import type { TargetKind } from './targets/target-kind';

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_OAuthCredentialProvider.html (2026-11) */
const LIMITS = { scopes: 100, scope: 64, parameters: 10, name: 256, value: 2048 };

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_IamCredentialProvider.html (2026-11) */
const SIGNING = {
  service: { pattern: /^[a-zA-Z0-9._-]{1,64}$/, inWords: '1 to 64 letters, digits, ., _ and -' },
  region: { pattern: /^[a-zA-Z0-9-]{1,32}$/, inWords: 'the code of a region, such as "eu-central-1"' },
};

/** A way that the target does not accept. */
export function wrongPair(type: OutboundType, { inWords, outbound }: TargetKind): Problem {
  return {
    about: 'outbound',
    value: OUTBOUND_IN_CODE[type],
    allowed: `for ${inWords}: ${inCode(outbound)}`,
    fix: 'Choose one of these.',
  };
}

/** A way that has to be chosen, as there is none that is right for every target of the kind. */
export function noOutbound({ inWords, outbound }: TargetKind): Problem {
  return {
    about: 'outbound',
    allowed: `for ${inWords}: ${inCode(outbound)}`,
    fix: "Say how the gateway authorizes its calls; if not at all, Outbound.none({ reason: '…' }).",
  };
}

function inCode(types: readonly OutboundType[]): string {
  return types.map((type) => OUTBOUND_IN_CODE[type]).join(', ');
}

export function signingProblems(signing: SigningOptions, { inWords, signing: need }: TargetKind): Problem[] {
  const { service, region } = signing;
  if (need === 'known') {
    if (service === undefined && region === undefined) return [];
    return [
      {
        about: 'outbound Outbound.gatewayRole',
        value: signing,
        allowed: `neither service nor region for ${inWords}, whose service is known`,
        fix: 'Write Outbound.gatewayRole().',
      },
    ];
  }
  if (service === undefined) {
    if (need === 'nameable' && region === undefined) return [];
    return [
      {
        about: 'outbound service',
        allowed: `the service that checks the signature, for ${inWords}: execute-api, bedrock-agentcore, lambda, …`,
        fix: "Write Outbound.gatewayRole({ service: '…' }).",
      },
    ];
  }
  return Object.entries({ service, region }).flatMap(([name, value]) => {
    const { pattern, inWords: allowed } = SIGNING[name as keyof typeof SIGNING];
    if (value === undefined || Token.isUnresolved(value) || pattern.test(value)) return [];
    return [{ about: `outbound ${name}`, value, allowed, fix: 'Write the name that signatures use.' }];
  });
}

/**
 * The gateway asks the token vault beside it.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-schema-openapi.html
 */
export function providerPlaceProblems({ node, _place }: ICredentialProvider, gateway: IConstruct): Problem[] {
  const of = { kind: 'a credential provider', owner: 'the gateway', place: placeOf(gateway) };
  return placeProblems('outbound', node.path, _place, of);
}

export function oauthProblems(
  { scopes = [], parameters = {} }: OAuthOptions,
  returnUrl: string | undefined,
): Problem[] {
  return [
    ...countProblems('scopes', scopes.length, LIMITS.scopes),
    ...scopes.flatMap((scope, index) => lengthProblems(`outbound scopes[${index}]`, scope, LIMITS.scope)),
    ...scopes.flatMap((scope, index) => repeatedProblems(scope, scopes.indexOf(scope), index)),
    ...countProblems('parameters', Object.keys(parameters).length, LIMITS.parameters),
    ...Object.entries(parameters).flatMap(([name, value]) => parameterProblems(name, value)),
    ...(returnUrl === undefined ? [] : returnUrlProblems(returnUrl)),
  ];
}

function repeatedProblems(value: string, first: number, index: number): Problem[] {
  if (first === index) return [];
  const allowed = `each scope once; scopes[${first}] has it`;
  return [{ about: `outbound scopes[${index}]`, value, allowed, fix: 'Remove one of them.' }];
}

function parameterProblems(name: string, value: string): Problem[] {
  if (isSecretParameter(name)) return [secretParameterProblem(name)];
  return [
    ...lengthProblems('outbound parameters key', name, LIMITS.name),
    ...lengthProblems(`outbound parameters ${name}`, value, LIMITS.value),
  ];
}

/** The user's browser brings the proof of the consent to it. */
function returnUrlProblems(returnUrl: string): Problem[] {
  const path = pathInPortal(returnUrl);
  if (path !== undefined && path !== CONSENT_PORTAL_PATHS.returnUrl) {
    return [
      {
        about: 'outbound returnUrl',
        value: path === '' ? 'portalUrl of a consent portal' : `portalUrl of a consent portal and ${path}`,
        allowed: `the portal's address with ${CONSENT_PORTAL_PATHS.returnUrl}, letter by letter`,
        fix: 'Write portal.returnUrl.',
      },
    ];
  }
  if (Token.isUnresolved(returnUrl)) return [];
  if (isReturnUrl(returnUrl)) return [];
  return [
    {
      about: 'outbound returnUrl',
      value: returnUrl,
      allowed: `an https URL of at most ${IDENTITY_LIMITS.returnUrl} characters, without user and fragment; http for localhost only`,
      fix: 'Write the page of your application that calls CompleteResourceTokenAuth.',
    },
  ];
}

function countProblems(what: string, count: number, most: number): Problem[] {
  if (count <= most) return [];
  return [
    {
      about: `outbound ${what}`,
      value: count,
      allowed: `at most ${most}`,
      fix: 'Remove what the target can do without.',
    },
  ];
}

function lengthProblems(about: string, text: string, most: number): Problem[] {
  if (Token.isUnresolved(text) || (text.length >= 1 && text.length <= most)) return [];
  return [
    { about, value: text, allowed: `1 to ${most} characters`, fix: text === '' ? 'Leave it out.' : 'Shorten it.' },
  ];
}

const { JWT, IAM, AUTHENTICATE_ONLY } = InboundAuthType;

/** What callers have to bring, so that the gateway has something to pass on. */
const NEEDED: Partial<Readonly<Record<OutboundType, readonly InboundAuthType[]>>> = {
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building-adding-targets-authorization.html */
  [OutboundType.CALLER_IAM_CREDENTIALS]: [IAM, AUTHENTICATE_ONLY],
  // Of two pages that contradict each other, the one that says that the gateway checks the token and then passes it on.
  [OutboundType.JWT_PASSTHROUGH]: [JWT],
  [OutboundType.TOKEN_EXCHANGE]: [JWT],
  [OutboundType.AUTHORIZATION_CODE]: [JWT, IAM, AUTHENTICATE_ONLY],
};

export function inboundProblems(type: OutboundType, inbound: InboundAuthType): Problem[] {
  const needed = NEEDED[type];
  if (!needed || needed.includes(inbound)) return [];
  return [
    {
      about: 'outbound',
      value: `${OUTBOUND_IN_CODE[type]} behind ${INBOUND_IN_CODE[inbound]}`,
      allowed: `behind a gateway with ${needed.map((one) => INBOUND_IN_CODE[one]).join(' or ')}`,
      fix: 'Choose another way out, or change the inboundAuth of the gateway.',
    },
  ];
}
