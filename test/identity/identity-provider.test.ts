import { App, aws_cognito as cognito, Stack } from 'aws-cdk-lib';
import { sentence } from '../../lib/core/refusal';
import {
  EntraIdVersion,
  IdentityProvider,
  InboundAuth,
  type Auth0Options,
  type EntraIdOptions,
  type OktaOptions,
  type PingOneOptions,
} from '../../lib/identity';

const TENANT = '11111111-2222-3333-4444-555555555555';
const APP = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const messages = (provider: IdentityProvider) => provider._problems().map(sentence);
const WELL_KNOWN = '/.well-known/openid-configuration';

const okta: OktaOptions = { domain: 'acme.okta.com', audiences: ['api://default'] };
const entraId: EntraIdOptions = { tenantId: TENANT, applicationId: APP, version: EntraIdVersion.V2 };
const auth0: Auth0Options = { domain: 'acme.eu.auth0.com', audiences: ['https://shop.example.com/'] };
const pingOne: PingOneOptions = { environmentId: TENANT, audiences: ['shop'] };

describe('An identity provider', () => {
  it.each<[string, IdentityProvider, string, string[], string[]]>([
    [
      'Okta, its default authorization server',
      IdentityProvider.okta(okta),
      'https://acme.okta.com/oauth2/default',
      ['api://default'],
      [],
    ],
    [
      'Okta, another authorization server',
      IdentityProvider.okta({ ...okta, authorizationServer: 'aus1a2b3c' }),
      'https://acme.okta.com/oauth2/aus1a2b3c',
      ['api://default'],
      [],
    ],
    [
      'Entra ID with tokens of version 2: the audience is the application',
      IdentityProvider.entraId(entraId),
      `https://login.microsoftonline.com/${TENANT}/v2.0`,
      [APP],
      [],
    ],
    [
      'Entra ID with tokens of version 1: the audience is what the caller asked by',
      IdentityProvider.entraId({ ...entraId, version: EntraIdVersion.V1 }),
      `https://login.microsoftonline.com/${TENANT}`,
      [`api://${APP}`, APP],
      [],
    ],
    [
      'Entra ID of a national cloud, by a domain, with an application ID URI',
      IdentityProvider.entraId({
        tenantId: 'acme.onmicrosoft.us',
        applicationId: APP,
        version: EntraIdVersion.V1,
        applicationIdUri: 'https://shop.example.com',
        authority: 'login.microsoftonline.us',
      }),
      'https://login.microsoftonline.us/acme.onmicrosoft.us',
      ['https://shop.example.com', APP],
      [],
    ],
    ['Auth0', IdentityProvider.auth0(auth0), 'https://acme.eu.auth0.com', ['https://shop.example.com/'], []],
    ['PingOne', IdentityProvider.pingOne(pingOne), `https://auth.pingone.com/${TENANT}/as`, ['shop'], []],
    [
      'PingOne of another region, by client',
      IdentityProvider.pingOne({ environmentId: TENANT, clients: ['web'], domain: 'auth.pingone.eu' }),
      `https://auth.pingone.eu/${TENANT}/as`,
      [],
      ['web'],
    ],
    [
      'any issuer',
      IdentityProvider.oidc(`https://idp.example.com${WELL_KNOWN}`, { audiences: ['a'], clients: ['b'] }),
      'https://idp.example.com',
      ['a'],
      ['b'],
    ],
  ])('may be %s', (_, provider, issuer, audiences, clients) => {
    expect(provider.discoveryUrl).toBe(issuer + WELL_KNOWN);
    expect([provider.audiences, provider.clients]).toEqual([audiences, clients]);
    expect(messages(provider)).toEqual([]);
  });

  it.each([
    ['cid', IdentityProvider.okta(okta)],
    ['azp', IdentityProvider.entraId(entraId)],
    ['appid', IdentityProvider.entraId({ ...entraId, version: EntraIdVersion.V1 })],
    ['azp', IdentityProvider.auth0(auth0)],
    ['client_id', IdentityProvider.pingOne(pingOne)],
    ['client_id', IdentityProvider.oidc(`https://idp.example.com${WELL_KNOWN}`)],
  ])('knows the claim %s for the client that a token was issued to', (claim, provider) => {
    const auth = InboundAuth.jwt(provider, { claims: [provider.issuedTo('web')] });
    expect(auth._forGateway()._render()).toMatchObject({
      customJwtAuthorizer: {
        customClaims: [
          {
            inboundTokenClaimName: claim,
            authorizingClaimMatchValue: { claimMatchOperator: 'EQUALS', claimMatchValue: { matchValueString: 'web' } },
          },
        ],
      },
    });
  });

  it('may be a Cognito pool, whose access tokens name the client', () => {
    const pool = new cognito.UserPool(new Stack(new App(), 'Shop'), 'Pool');
    const provider = IdentityProvider.cognito(pool, { clients: [pool.addClient('Web')] });
    expect(messages(provider)).toEqual([]);
    expect(provider.issuedTo('web').claim).toBe('client_id');
  });
});

describe('Okta is refused', () => {
  it.each<[string, Partial<OktaOptions>, string[]]>([
    [
      'by the URL of the organization',
      { domain: 'https://acme.okta.com/' },
      [
        'okta domain is "https://acme.okta.com/". Allowed: a domain, without https:// and without a path. ' +
          'Write "acme.okta.com".',
      ],
    ],
    [
      'by its admin console',
      { domain: 'acme-admin.okta.com' },
      [
        'okta domain is "acme-admin.okta.com". Allowed: the domain of the organization, not that of its admin console. ' +
          'Write "acme.okta.com".',
      ],
    ],
    [
      'with the server of the organization, whose tokens only Okta reads',
      { authorizationServer: '' },
      [
        'okta authorizationServer is "". Allowed: the id of a custom authorization server: the tokens of the ' +
          "organization's own are for Okta itself. Write its id, or leave it out for 'default'.",
      ],
    ],
    [
      'without an audience',
      { audiences: [] },
      [
        'okta audiences is []. Allowed: at least one: without it, tokens for any API would be accepted. ' +
          'Write the audience that callers ask for.',
      ],
    ],
  ])('%s', (_, options, expected) => {
    expect(messages(IdentityProvider.okta({ ...okta, ...options }))).toEqual(expected);
  });
});

describe('Entra ID is refused', () => {
  const ONE_DIRECTORY =
    "Allowed: one directory: the issuer in a token is that of the user's own, so no token would match. " +
    'Write the directory (tenant) id.';

  it.each<[string, Partial<EntraIdOptions>, string[]]>([
    ['for every directory', { tenantId: 'common' }, [`entraId tenantId is "common". ${ONE_DIRECTORY}`]],
    [
      'by the name of the directory',
      { tenantId: 'Acme Shop' },
      [
        'entraId tenantId is "Acme Shop". Allowed: the directory (tenant) id, a GUID, or a domain of the directory. ' +
          'Take it from the overview of Entra ID.',
      ],
    ],
    [
      'with a URI for the application id, which version 2 tokens do not carry',
      { applicationId: `api://${APP}` },
      [
        `entraId applicationId is "api://${APP}". Allowed: the application (client) id, a GUID: version 2 tokens carry it ` +
          'as it is, without api://. Take it from the overview of the application, and write its URI as applicationIdUri ' +
          'where it has another one.',
      ],
    ],
    [
      'with a URI beside version 2',
      { applicationIdUri: 'api://shop' },
      [
        'entraId applicationIdUri is "api://shop". Allowed: only with EntraIdVersion.V1: the audience of version 2 tokens ' +
          'is the application id. Leave it out.',
      ],
    ],
    [
      'with an authority that is a URL',
      { authority: '://' },
      [
        'entraId authority is "://". Allowed: a domain, without https:// and without a path. ' +
          'Take it from the address of the provider.',
      ],
    ],
  ])('%s', (_, options, expected) => {
    expect(messages(IdentityProvider.entraId({ ...entraId, ...options }))).toEqual(expected);
  });

  it('by a discovery URL with what its tokens do not carry', () => {
    const common = `https://login.microsoftonline.com/common/v2.0${WELL_KNOWN}`;
    expect(messages(IdentityProvider.oidc(common, { clients: ['web'] }))).toEqual([
      `inboundAuth discoveryUrl is "common". ${ONE_DIRECTORY}`,
      'inboundAuth clients is ["web"]. Allowed: none with Entra ID: its tokens carry no client_id, but appid (version 1) or ' +
        'azp (version 2). Write IdentityProvider.entraId(…), and its issuedTo(client) in the claims of InboundAuth.jwt.',
    ]);
    const issuer = `https://sts.windows.net/${TENANT}${WELL_KNOWN}`;
    expect(messages(IdentityProvider.oidc(issuer, { audiences: [APP] }))).toEqual([
      `inboundAuth discoveryUrl is "${issuer}". Allowed: the discovery document of Entra ID; sts.windows.net is the issuer ` +
        'that it names for version 1 tokens. Write IdentityProvider.entraId({ …, version: EntraIdVersion.V1 }).',
    ]);
  });
});

describe('Auth0 is refused', () => {
  it.each<[string, Partial<Auth0Options>, string[]]>([
    [
      'by its issuer',
      { domain: 'https://acme.eu.auth0.com/' },
      [
        'auth0 domain is "https://acme.eu.auth0.com/". Allowed: a domain, without https:// and without a path. ' +
          'Write "acme.eu.auth0.com".',
      ],
    ],
    [
      'without an audience',
      { audiences: [] },
      [
        'auth0 audiences is []. Allowed: at least one: without it, tokens for any API would be accepted. ' +
          'Write the audience that callers ask for.',
      ],
    ],
    [
      'with the audiences of Auth0 itself',
      { audiences: ['https://acme.eu.auth0.com/userinfo', 'shop', 'https://acme.eu.auth0.com/api/v2/'] },
      [
        'auth0 audiences is ["https://acme.eu.auth0.com/userinfo","https://acme.eu.auth0.com/api/v2/"]. Allowed: APIs of ' +
          'yours: these are audiences of Auth0 itself, in tokens that were issued for something else. ' +
          'Make an API in Auth0, and write its identifier.',
      ],
    ],
  ])('%s', (_, options, expected) => {
    expect(messages(IdentityProvider.auth0({ ...auth0, ...options }))).toEqual(expected);
  });
});

describe('PingOne is refused', () => {
  it.each<[string, Partial<PingOneOptions>, string[]]>([
    [
      'by the name of the environment',
      { environmentId: 'Production' },
      [
        'pingOne environmentId is "Production". Allowed: the id of the environment, a GUID. ' +
          'Take it from the properties of the environment.',
      ],
    ],
    [
      'with a domain that is a URL',
      { domain: 'https://auth.pingone.eu' },
      [
        'pingOne domain is "https://auth.pingone.eu". Allowed: a domain, without https:// and without a path. ' +
          'Write "auth.pingone.eu".',
      ],
    ],
    [
      'with the audience of every token',
      { audiences: ['https://api.pingone.com'] },
      [
        'pingOne audiences is ["https://api.pingone.com"]. Allowed: audiences of custom resources: https://api.pingone.com ' +
          'is in the token of every application. Make a custom resource in PingOne, and write its audience; or name the ' +
          'clients.',
      ],
    ],
  ])('%s', (_, options, expected) => {
    expect(messages(IdentityProvider.pingOne({ ...pingOne, ...options }))).toEqual(expected);
  });
});
