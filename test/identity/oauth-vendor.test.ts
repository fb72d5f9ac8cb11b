import { aws_ec2 as ec2, aws_kms as kms } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ActorToken,
  ClientAuthentication,
  OAuthVendor,
  OnBehalfOf,
  SigningAlgorithm,
  type CustomOAuthOptions,
} from '../../lib/identity';
import { PrivateEndpoint } from '../../lib/network';
import { oauthIn, refusals, resourceOf, SECRET_ARN, shopStack } from './credential-stack';

/** A VPC of another app. */
const VPC = ec2.Vpc.fromVpcAttributes(shopStack(), 'Vpc', {
  vpcId: 'vpc-11111111',
  availabilityZones: ['eu-central-1a'],
  privateSubnetIds: ['subnet-11111111'],
});
const rcfg = (digit: string) => `rcfg-${digit.repeat(17)}`;
const TYPE = 'AWS::BedrockAgentCore::OAuth2CredentialProvider';
const DISCOVERY = 'https://idp.example.com/.well-known/openid-configuration';
const ENDPOINTS = {
  issuer: 'https://idp.example.com',
  authorizationEndpoint: 'https://idp.example.com/authorize',
  tokenEndpoint: 'https://idp.example.com/token',
};
const at = (issuer: string, authorization: string, token: string) => ({
  Issuer: issuer,
  AuthorizationEndpoint: authorization,
  TokenEndpoint: token,
});
const DESCRIBED = at(ENDPOINTS.issuer, ENDPOINTS.authorizationEndpoint, ENDPOINTS.tokenEndpoint);

const SECRET = {
  ClientId: 'client',
  ClientSecretSource: 'EXTERNAL',
  ClientSecretConfig: { SecretId: SECRET_ARN, JsonKey: 'client_secret' },
};

const VENDORS: [string, OAuthVendor, string, object][] = [
  ['AtlassianOauth2', OAuthVendor.atlassian(), 'AtlassianOauth2ProviderConfig', {}],
  [
    'Auth0Oauth2',
    OAuthVendor.auth0({ issuer: 'https://acme.eu.auth0.com/' }),
    'IncludedOauth2ProviderConfig',
    at('https://acme.eu.auth0.com/', 'https://acme.eu.auth0.com/authorize', 'https://acme.eu.auth0.com/oauth/token'),
  ],
  ['CognitoOauth2', OAuthVendor.cognito(ENDPOINTS), 'IncludedOauth2ProviderConfig', DESCRIBED],
  [
    'CustomOauth2',
    OAuthVendor.custom({ discoveryUrl: DISCOVERY }),
    'CustomOauth2ProviderConfig',
    { OauthDiscovery: { DiscoveryUrl: DISCOVERY } },
  ],
  ['CyberArkOauth2', OAuthVendor.cyberArk(ENDPOINTS), 'IncludedOauth2ProviderConfig', DESCRIBED],
  ['DropboxOauth2', OAuthVendor.dropbox(), 'IncludedOauth2ProviderConfig', {}],
  ['FacebookOauth2', OAuthVendor.facebook(), 'IncludedOauth2ProviderConfig', {}],
  ['FusionAuthOauth2', OAuthVendor.fusionAuth(ENDPOINTS), 'IncludedOauth2ProviderConfig', DESCRIBED],
  ['GithubOauth2', OAuthVendor.github(), 'GithubOauth2ProviderConfig', {}],
  ['GoogleOauth2', OAuthVendor.google(), 'GoogleOauth2ProviderConfig', {}],
  ['HubspotOauth2', OAuthVendor.hubspot(), 'IncludedOauth2ProviderConfig', {}],
  ['LinkedinOauth2', OAuthVendor.linkedin(), 'LinkedinOauth2ProviderConfig', {}],
  ['MicrosoftOauth2', OAuthVendor.microsoft({ tenantId: 't' }), 'MicrosoftOauth2ProviderConfig', { TenantId: 't' }],
  ['NotionOauth2', OAuthVendor.notion(), 'IncludedOauth2ProviderConfig', {}],
  [
    'OktaOauth2',
    OAuthVendor.okta({ issuer: 'https://acme.okta.com/oauth2/default' }),
    'IncludedOauth2ProviderConfig',
    at(
      'https://acme.okta.com/oauth2/default',
      'https://acme.okta.com/oauth2/default/v1/authorize',
      'https://acme.okta.com/oauth2/default/v1/token',
    ),
  ],
  [
    'OneLoginOauth2',
    OAuthVendor.oneLogin({ issuer: 'https://acme.onelogin.com/oidc/2' }),
    'IncludedOauth2ProviderConfig',
    at(
      'https://acme.onelogin.com/oidc/2',
      'https://acme.onelogin.com/oidc/2/auth',
      'https://acme.onelogin.com/oidc/2/token',
    ),
  ],
  [
    'PingOneOauth2',
    OAuthVendor.pingOne({ issuer: 'https://auth.pingone.eu/e/as', tokenEndpoint: 'https://idp.example.com/token' }),
    'IncludedOauth2ProviderConfig',
    at('https://auth.pingone.eu/e/as', 'https://auth.pingone.eu/e/as/authorize', 'https://idp.example.com/token'),
  ],
  ['RedditOauth2', OAuthVendor.reddit(), 'IncludedOauth2ProviderConfig', {}],
  ['SalesforceOauth2', OAuthVendor.salesforce(), 'SalesforceOauth2ProviderConfig', {}],
  ['SlackOauth2', OAuthVendor.slack(), 'SlackOauth2ProviderConfig', {}],
  ['SpotifyOauth2', OAuthVendor.spotify(), 'IncludedOauth2ProviderConfig', {}],
  ['TwitchOauth2', OAuthVendor.twitch(), 'IncludedOauth2ProviderConfig', {}],
  ['XOauth2', OAuthVendor.x(), 'IncludedOauth2ProviderConfig', {}],
  ['YandexOauth2', OAuthVendor.yandex(), 'IncludedOauth2ProviderConfig', {}],
  ['ZoomOauth2', OAuthVendor.zoom(), 'IncludedOauth2ProviderConfig', {}],
];

describe('A vendor', () => {
  it.each(VENDORS)('%s has its own block, and the secret is a reference in it', (name, vendor, block, fields) => {
    const stack = shopStack();
    oauthIn(stack, { vendor });
    expect(resourceOf(stack, TYPE).Properties).toEqual({
      Name: expect.stringMatching(/^Shop-Slack-[0-9A-F]{8}$/),
      CredentialProviderVendor: name,
      Oauth2ProviderConfigInput: { [block]: { ...SECRET, ...fields } },
    });
  });

  it('is one of all 25', () => expect(new Set(VENDORS.map(([name]) => name)).size).toBe(25));

  it('may be one that the service learnt later', () => {
    const stack = shopStack();
    oauthIn(stack, { vendor: OAuthVendor.of('ExampleOauth2', ENDPOINTS) });
    Template.fromStack(stack).hasResourceProperties(TYPE, {
      CredentialProviderVendor: 'ExampleOauth2',
      Oauth2ProviderConfigInput: { IncludedOauth2ProviderConfig: { ...SECRET, ...DESCRIBED } },
    });
  });

  it.each<[string, OAuthVendor, string[]]>([
    [
      'one that is known, whose block would be another',
      OAuthVendor.of('GithubOAuth2'),
      [
        'vendor is "GithubOAuth2". Allowed: with OAuthVendor.of, a vendor that this library does not know yet. ' +
          'Write OAuthVendor.github(…), which knows its configuration.',
      ],
    ],
    [
      'a discovery URL of another shape',
      OAuthVendor.custom({ discoveryUrl: 'https://idp.example.com' }),
      [
        'vendor discoveryUrl is "https://idp.example.com". Allowed: an https URL that ends in /.well-known/openid-configuration ' +
          'or /.well-known/oauth-authorization-server. Write the issuer followed by one of them, or say the endpoints ' +
          'with OAuthVendor.customEndpoints.',
      ],
    ],
    [
      'endpoints without https',
      OAuthVendor.cognito({ ...ENDPOINTS, issuer: 'idp.example.com', tokenEndpoint: 'http://idp.example.com/token' }),
      [
        'vendor issuer is "idp.example.com". Allowed: an https URL without a fragment. ' +
          'Take it from the discovery document of the server.',
        'vendor tokenEndpoint is "http://idp.example.com/token". Allowed: an https URL without a fragment. ' +
          'Take it from the discovery document of the server.',
      ],
    ],
    [
      'a tenant without an id',
      OAuthVendor.microsoft({ tenantId: '' }),
      ['vendor tenantId is "". Allowed: 1 to 2048 characters. Write the directory (tenant) id of Entra ID.'],
    ],
    ...[[], [''], ['code', 'code']].map((responseTypes): [string, OAuthVendor, string[]] => [
      `the response types ${JSON.stringify(responseTypes)}`,
      OAuthVendor.customEndpoints({ ...ENDPOINTS, responseTypes }),
      [
        `vendor responseTypes is ${JSON.stringify(responseTypes)}. Allowed: at least one response type, each once and none ` +
          "of them empty. Write ['code'], or leave it out.",
      ],
    ]),
    [
      'scopes of the actor token that are none',
      OAuthVendor.custom({
        discoveryUrl: DISCOVERY,
        onBehalfOf: OnBehalfOf.tokenExchange(ActorToken.machineToMachine([])),
      }),
      [
        'onBehalfOf: scopes of the actor token is []. Allowed: at least one scope, each 1 to 128 characters. ' +
          'Name the scopes, or leave them out: then none is asked for.',
      ],
    ],
  ])('is refused with %s', (_, vendor, messages) => {
    expect(refusals(() => oauthIn(shopStack(), { vendor }))).toEqual(messages);
  });
});

describe('A custom server', () => {
  const custom = (options: CustomOAuthOptions) => OAuthVendor.custom({ discoveryUrl: DISCOVERY, ...options });
  const blockOf = (vendor: OAuthVendor, hasSecret = true) => {
    const stack = shopStack();
    oauthIn(stack, { vendor, ...(!hasSecret && { clientSecret: undefined }) });
    return resourceOf(stack, TYPE).Properties.Oauth2ProviderConfigInput.CustomOauth2ProviderConfig;
  };

  it('may have its endpoints said', () => {
    expect(blockOf(OAuthVendor.customEndpoints({ ...ENDPOINTS, responseTypes: ['code'] }))).toEqual({
      ...SECRET,
      OauthDiscovery: { AuthorizationServerMetadata: { ...DESCRIBED, ResponseTypes: ['code'] } },
    });
  });

  it('may publish the metadata of OAuth instead of those of OpenID Connect', () => {
    const discoveryUrl = 'https://idp.example.com/.well-known/oauth-authorization-server';
    expect(blockOf(OAuthVendor.custom({ discoveryUrl })).OauthDiscovery).toEqual({ DiscoveryUrl: discoveryUrl });
  });

  it.each([
    ['CLIENT_SECRET_BASIC', ClientAuthentication.basic(), true],
    ['CLIENT_SECRET_POST', ClientAuthentication.post(), true],
    ['AWS_IAM_ID_TOKEN_JWT', ClientAuthentication.iamIdToken(), false],
  ])('is told %s', (method, clientAuthentication, hasSecret) => {
    const { OauthDiscovery: _, ...block } = blockOf(custom({ clientAuthentication }), hasSecret);
    expect(block).toEqual({ ...(hasSecret ? SECRET : { ClientId: 'client' }), ClientAuthenticationMethod: method });
  });

  it('is reached in a VPC, and its other domains by resource configurations', () => {
    const vendor = custom({
      privateEndpoint: PrivateEndpoint.resourceConfiguration(rcfg('1')),
      privateEndpointOverrides: { 'keys.example.com': PrivateEndpoint.resourceConfiguration(rcfg('2')) },
    });
    const self = (id: string) => ({ SelfManagedLatticeResource: { ResourceConfigurationIdentifier: id } });
    expect(blockOf(vendor)).toMatchObject({
      PrivateEndpoint: self(rcfg('1')),
      PrivateEndpointOverrides: [{ Domain: 'keys.example.com', PrivateEndpoint: self(rcfg('2')) }],
    });
  });

  it('is reached through the VPC at each of its domains', () => {
    const vendor = custom({
      privateEndpoint: PrivateEndpoint.vpc(VPC),
      privateEndpointOverrides: { 'keys.example.com': PrivateEndpoint.vpc(VPC, { routingDomain: 'lb.example.com' }) },
    });
    expect(blockOf(vendor).PrivateEndpointOverrides).toEqual([
      {
        Domain: 'keys.example.com',
        PrivateEndpoint: {
          ManagedVpcResource: {
            VpcIdentifier: 'vpc-11111111',
            SubnetIds: ['subnet-11111111'],
            EndpointIpAddressType: 'IPV4',
            RoutingDomain: 'lb.example.com',
          },
        },
      },
    ]);
  });

  it.each([
    [
      { privateEndpoint: PrivateEndpoint.resourceConfiguration('rcfg-1') },
      'vendor privateEndpoint is "rcfg-1". Allowed: the id of a VPC Lattice resource configuration, rcfg- and 17 characters, or ' +
        'its ARN. Write attrId or attrArn of the resource configuration.',
    ],
    [
      { privateEndpointOverrides: { 'keys.example.com': PrivateEndpoint.vpc(VPC) } },
      'vendor privateEndpoint is missing. Allowed: the way to the domain of the server, as privateEndpointOverrides is only ' +
        'for its other domains. Say it with privateEndpoint.',
    ],
    [
      {
        privateEndpoint: PrivateEndpoint.resourceConfiguration(rcfg('1')),
        privateEndpointOverrides: { 'keys.example.com': PrivateEndpoint.vpc(VPC) },
      },
      'vendor privateEndpointOverrides keys.example.com is "PrivateEndpoint.vpc". Allowed: ' +
        'PrivateEndpoint.resourceConfiguration, as for the domain of the server: the service takes one kind for all of them. ' +
        'Reach all domains of the server in the same way.',
    ],
    [
      {
        privateEndpoint: PrivateEndpoint.resourceConfiguration(rcfg('1')),
        privateEndpointOverrides: Object.fromEntries(
          ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, PrivateEndpoint.resourceConfiguration(rcfg('1'))]),
        ),
      },
      'vendor privateEndpointOverrides is 6. Allowed: at most 5. Serve the endpoints of the server from fewer domains.',
    ],
  ])('is refused with a way that there is not: %#', (options, message) => {
    expect(refusals(() => oauthIn(shopStack(), { vendor: custom(options) }))).toEqual([message]);
  });

  it('is told the private key by its ARN, with the claims that it asks for', () => {
    const stack = shopStack();
    const key = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY });
    const clientAuthentication = ClientAuthentication.privateKeyJwt({
      key,
      algorithm: SigningAlgorithm.ES256,
      headerClaims: { 'x5t#S256': 'thumbprint' },
      payloadClaims: { aud: 'https://idp.example.com/token' },
    });
    oauthIn(stack, { vendor: custom({ clientAuthentication }), clientSecret: undefined });
    Template.fromStack(stack).hasResourceProperties(TYPE, {
      Oauth2ProviderConfigInput: {
        CustomOauth2ProviderConfig: {
          ClientId: 'client',
          ClientAuthenticationMethod: 'PRIVATE_KEY_JWT',
          PrivateKeyJwtConfig: {
            PrivateKeySource: { KmsKeySource: { KmsKeyArn: stack.resolve(key.keyArn) } },
            SigningAlgorithm: 'ES256',
            AdditionalHeaderClaims: { 'x5t#S256': 'thumbprint' },
            AdditionalPayloadClaims: { aud: 'https://idp.example.com/token' },
          },
        },
      },
    });
  });

  it.each<[string, OnBehalfOf, object]>([
    [
      'without an actor',
      OnBehalfOf.tokenExchange(),
      { GrantType: 'TOKEN_EXCHANGE', TokenExchangeGrantTypeConfig: { ActorTokenContent: 'NONE' } },
    ],
    [
      'with a token of the client',
      OnBehalfOf.tokenExchange(ActorToken.machineToMachine(['act'])),
      {
        GrantType: 'TOKEN_EXCHANGE',
        TokenExchangeGrantTypeConfig: { ActorTokenContent: 'M2M', ActorTokenScopes: ['act'] },
      },
    ],
    [
      'with a token of AWS',
      OnBehalfOf.tokenExchange(ActorToken.iamIdToken()),
      { GrantType: 'TOKEN_EXCHANGE', TokenExchangeGrantTypeConfig: { ActorTokenContent: 'AWS_IAM_ID_TOKEN_JWT' } },
    ],
    ['as an authorization', OnBehalfOf.jwtAuthorizationGrant(), { GrantType: 'JWT_AUTHORIZATION_GRANT' }],
  ])('exchanges the token of a user %s', (_, onBehalfOf, expected) => {
    expect(blockOf(custom({ onBehalfOf })).OnBehalfOfTokenExchangeConfig).toEqual(expected);
  });
});

describe('A private key', () => {
  const signing = { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY };
  const withKey = (props: kms.KeyProps, algorithm: SigningAlgorithm, claims: object = {}) => {
    const stack = shopStack();
    const key = new kms.Key(stack, 'Key', props);
    const clientAuthentication = ClientAuthentication.privateKeyJwt({ key, algorithm, ...claims });
    const vendor = OAuthVendor.custom({ discoveryUrl: DISCOVERY, clientAuthentication });
    return refusals(() => oauthIn(stack, { vendor, clientSecret: undefined }));
  };

  it.each([
    ['RSA_2048', SigningAlgorithm.RS256],
    ['RSA_2048', SigningAlgorithm.PS256],
    ['RSA_2048', SigningAlgorithm.of('RS512')],
  ])('of %s signs with %o', (_, algorithm) => {
    expect(withKey(signing, algorithm)).toEqual([]);
  });

  it.each<[string, kms.KeyProps, SigningAlgorithm, string]>([
    [
      'encrypts',
      {},
      SigningAlgorithm.RS256,
      'privateKeyJwt: key is "a key with the spec SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT". Allowed: RSA_2048, RSA_3072, ' +
        'RSA_4096 for SIGN_VERIFY, which RS256 needs. ' +
        'Give the key such a keySpec and keyUsage, or take the algorithm that fits it.',
    ],
    [
      'is of another kind',
      signing,
      SigningAlgorithm.ES256,
      'privateKeyJwt: key is "a key with the spec RSA_2048 for SIGN_VERIFY". Allowed: ECC_NIST_P256 for SIGN_VERIFY, ' +
        'which ES256 needs. Give the key such a keySpec and keyUsage, or take the algorithm that fits it.',
    ],
  ])('is refused when it %s', (_, props, algorithm, message) => {
    expect(withKey(props, algorithm)).toEqual([message]);
  });

  it('is refused in another region, and as an alias', () => {
    const stack = shopStack();
    const refusedKey = (key: kms.IKey, id: string) => {
      const clientAuthentication = ClientAuthentication.privateKeyJwt({ key, algorithm: SigningAlgorithm.RS256 });
      const vendor = OAuthVendor.custom({ discoveryUrl: DISCOVERY, clientAuthentication });
      return refusals(() => oauthIn(stack, { vendor, clientSecret: undefined }, id));
    };
    const arn = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555';
    expect(refusedKey(kms.Key.fromKeyArn(stack, 'Far', arn), 'A')).toEqual([
      'privateKeyJwt: key is "a key in us-east-1". Allowed: a key in eu-central-1, the region of the provider. ' +
        'Make one there, or a replica of a multi-region key.',
    ]);
    expect(refusedKey(new kms.Key(stack, 'Key', signing).addAlias('signer'), 'B')).toEqual([
      'privateKeyJwt: key is "an alias". Allowed: a key: the service takes its ARN. Give the key itself.',
    ]);
  });

  it('is refused with claims that the service sets, too many, or of no length', () => {
    const names = '1 to 255 letters, digits and _ . : # -, and none of';
    expect(withKey(signing, SigningAlgorithm.RS256, { headerClaims: { alg: 'none' }, payloadClaims: {} })).toEqual([
      `privateKeyJwt: headerClaims is "alg". Allowed: ${names} alg, typ, which the service sets. ` +
        'Leave the claim out, or rename it.',
      'privateKeyJwt: payloadClaims is 0. Allowed: 1 to 10 claims. Leave it out.',
    ]);
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`c${index}`, 'x']));
    const payloadClaims = { sub: 'x', 'a b': 'x', c: '', d: 'x'.repeat(2049) };
    expect(withKey(signing, SigningAlgorithm.RS256, { headerClaims: many, payloadClaims })).toEqual([
      'privateKeyJwt: headerClaims is 11. Allowed: 1 to 10 claims. Leave some out.',
      ...['sub', 'a b'].map(
        (name) =>
          `privateKeyJwt: payloadClaims is "${name}". Allowed: ${names} iss, sub, jti, exp, iat, nbf, which the service sets. ` +
          'Leave the claim out, or rename it.',
      ),
      'privateKeyJwt: payloadClaims["c"] is "0 characters". Allowed: 1 to 2048 characters. Leave the claim out.',
      'privateKeyJwt: payloadClaims["d"] is "2049 characters". Allowed: 1 to 2048 characters. Shorten it.',
    ]);
  });
});
