import { App, Aws, aws_bedrockagentcore as agentcore, aws_cognito as cognito, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { sentence } from '../../lib/core/refusal';
import { ClaimRequirement, IdentityProvider, InboundAuth, type JwtOptions } from '../../lib/identity';
import { PrivateEndpoint } from '../../lib/network';
import { agentIn, refusals, shopStack } from '../runtime/shop-with-agents';

const DISCOVERY = 'https://idp.example.com/.well-known/openid-configuration';

describe('InboundAuth.jwt', () => {
  it('checks the clients of a Cognito pool, not an audience: its access tokens carry none', () => {
    const stack = new Stack(new App(), 'Shop', { env: { region: 'eu-central-1' } });
    const pool = new cognito.UserPool(stack, 'Pool');
    const auth = InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [pool.addClient('Web')] }));
    new agentcore.Gateway(stack, 'Gateway', { authorizerConfiguration: auth._forGateway() });
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::Gateway', {
      AuthorizerType: 'CUSTOM_JWT',
      AuthorizerConfiguration: {
        CustomJWTAuthorizer: {
          AllowedClients: [{ Ref: 'PoolWeb224A1DFF' }],
          DiscoveryUrl: {
            'Fn::Join': [
              '',
              [
                'https://cognito-idp.eu-central-1.',
                { Ref: 'AWS::URLSuffix' },
                '/',
                { Ref: 'PoolD3F588B8' },
                '/.well-known/openid-configuration',
              ],
            ],
          },
        },
      },
    });
  });

  it('asks for scopes and claims in the words of the service, the same for gateway and runtime', () => {
    const auth = InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { audiences: ['shop'] }), {
      scopes: ['shop/read'],
      claims: [
        ClaimRequirement.equalTo('tenant', 'acme'),
        ClaimRequirement.includes('groups', 'support'),
        ClaimRequirement.includesAny('groups', ['a', 'b']),
      ],
    });
    const claims = [
      {
        inboundTokenClaimName: 'tenant',
        inboundTokenClaimValueType: 'STRING',
        operator: 'EQUALS',
        value: { matchValueString: 'acme' },
      },
      {
        inboundTokenClaimName: 'groups',
        inboundTokenClaimValueType: 'STRING_ARRAY',
        operator: 'CONTAINS',
        value: { matchValueString: 'support' },
      },
      {
        inboundTokenClaimName: 'groups',
        inboundTokenClaimValueType: 'STRING_ARRAY',
        operator: 'CONTAINS_ANY',
        value: { matchValueStringList: ['a', 'b'] },
      },
    ].map(({ operator, value, ...claim }) => ({
      ...claim,
      authorizingClaimMatchValue: { claimMatchOperator: operator, claimMatchValue: value },
    }));
    for (const rendered of [auth._forGateway()._render(), auth._forRuntime()._render()]) {
      expect(rendered).toEqual({
        customJwtAuthorizer: {
          discoveryUrl: DISCOVERY,
          allowedAudience: ['shop'],
          allowedScopes: ['shop/read'],
          customClaims: claims,
        },
      });
    }
  });

  it('tells capabilities which token callers bring', () => {
    expect(InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { clients: ['web'] }))._callerToken).toEqual({
      discoveryUrl: DISCOVERY,
      clients: ['web'],
    });
    expect(InboundAuth.iam()._callerToken).toBeUndefined();
  });

  it('is refused without audience, client, scope or claim', () => {
    expect(InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY))._problems().map(sentence)).toEqual([
      'inboundAuth is "InboundAuth.jwt without audience, client, scope or claim". ' +
        'Allowed: at least one of them, or every token of the issuer would be accepted. ' +
        'Name the clients or audiences in IdentityProvider, or the scopes or claims in InboundAuth.jwt.',
    ]);
  });

  it.each([
    'http://idp.example.com/.well-known/openid-configuration',
    'https://idp.example.com/',
    'https://idp.example.com/.well-known/jwks.json',
  ])('is refused with the discovery URL %s', (url) => {
    expect(
      InboundAuth.jwt(IdentityProvider.oidc(url, { clients: ['web'] }))
        ._problems()
        .map(sentence),
    ).toEqual([
      `inboundAuth discoveryUrl is "${url}". Allowed: an https URL that ends in /.well-known/openid-configuration. ` +
        'Write the issuer followed by /.well-known/openid-configuration.',
    ]);
  });
});

describe('an allow-list of a token', () => {
  const messages = (auth: InboundAuth) => auth._problems().map(sentence);
  const RULE =
    'Allowed: at least one value, and none that is empty. Name what is accepted, or leave the list out: then it is not checked.';

  it('is refused where it is empty, because the service could only be told that everything is accepted', () => {
    const pool = new cognito.UserPool(new Stack(new App(), 'Shop'), 'Pool');
    expect(
      messages(InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [] }), { scopes: ['shop/read'] })),
    ).toEqual([`inboundAuth clients is []. ${RULE}`]);
    const empty = {
      scopes: [],
      claims: [ClaimRequirement.includesAny('groups', []), ClaimRequirement.equalTo('', 'x')],
    };
    expect(messages(InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { audiences: [''] }), empty))).toEqual([
      `inboundAuth audiences is [""]. ${RULE}`,
      `inboundAuth scopes is []. ${RULE}`,
      `inboundAuth claims is ["groups",""]. ${RULE}`,
      `inboundAuth claims[0] (groups) is []. ${RULE}`,
    ]);
  });
});

describe('What a token must carry', () => {
  const problems = (options: JwtOptions) =>
    InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { clients: ['web'] }), options)
      ._problems()
      .map(sentence);

  it.each([
    ['api://shop/read', true],
    ['x'.repeat(255), true],
    ['x'.repeat(256), false],
    ['shop read', false],
    ['shop"read', false],
  ])('may be the scope %s: %s', (scope, accepted) => {
    expect(problems({ scopes: [scope] })).toEqual(
      accepted
        ? []
        : [
            expect.stringMatching(
              /^inboundAuth scopes is ".*"\. Allowed: 1 to 255 printable characters without spaces, " and \\\. Write one scope\.$/,
            ),
          ],
    );
  });

  it.each([
    ['cognito:groups', true],
    ['https://shop.example/tenant', true],
    ['x'.repeat(256), false],
    ['tenant-id', false],
    ['tenant id', false],
  ])('may be a claim named %s: %s', (claim, accepted) => {
    expect(problems({ claims: [ClaimRequirement.equalTo(claim, 'acme')] })).toEqual(
      accepted
        ? []
        : [
            expect.stringMatching(
              /^inboundAuth claims is ".*"\. Allowed: the name of a claim: 1 to 255 letters, digits, _, \., \/ and :\. Have the issuer write a claim of such a name\.$/,
            ),
          ],
    );
  });

  it('has values of letters, digits and few others', () => {
    const claims = [
      ClaimRequirement.equalTo('tenant', 'acme.example-1_2'),
      ClaimRequirement.equalTo('tenant', Aws.ACCOUNT_ID),
      ClaimRequirement.includesAny('groups', ['staff', 'Shop Staff', 'x'.repeat(256)]),
    ];
    const rule =
      'Allowed: a value that the service can compare with: 1 to 255 letters, digits, _, . and -. Ask for a claim with such a ' +
      'value; behind a gateway, policies compare any: Claim.of(…).equalTo(…).';
    expect(problems({ claims })).toEqual([
      `inboundAuth claims[2] (groups) is "Shop Staff". ${rule}`,
      `inboundAuth claims[2] (groups) is "${'x'.repeat(117)}...". ${rule}`,
    ]);
  });
});

describe('a Cognito pool of another region', () => {
  it('is asked there', () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    const arn = 'arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbC';
    const pool = cognito.UserPool.fromUserPoolArn(stack, 'Pool', arn);
    const client = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Web', 'web');
    expect(stack.resolve(IdentityProvider.cognito(pool, { clients: [client] }).discoveryUrl)).toEqual({
      'Fn::Join': [
        '',
        [
          'https://cognito-idp.us-east-1.',
          { Ref: 'AWS::URLSuffix' },
          '/us-east-1_AbC/.well-known/openid-configuration',
        ],
      ],
    });
  });
});

describe('InboundAuth.none', () => {
  it('needs a reason that says something', () => {
    expect(InboundAuth.none({ reason: ' ' })._problems().map(sentence)).toEqual([
      'InboundAuth.none.reason is " ". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
    ]);
    expect(InboundAuth.none({ reason: 'public demo' })._problems()).toEqual([]);
  });
});

describe('InboundAuth.authenticateOnly', () => {
  it('needs a reason that says something, and brings no token that could be passed on', () => {
    expect(InboundAuth.authenticateOnly({ reason: '' })._problems().map(sentence)).toEqual([
      'InboundAuth.authenticateOnly.reason is "". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
    ]);
    const auth = InboundAuth.authenticateOnly({ reason: 'the runtime decides' });
    expect(auth._problems()).toEqual([]);
    expect(auth._callerToken).toBeUndefined();
  });
});

describe('Scopes that a gateway advertises', () => {
  const problemsOf = (advertisedScopes: Record<string, string>, scopes = ['read', 'write']) =>
    InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY), { scopes, advertisedScopes })._problems().map(sentence);
  const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

  it('stand for scopes that are accepted', () => {
    expect(problemsOf({ read: 'api://shop/read', write: 'api://shop/write' })).toEqual([]);
    expect(problemsOf({ raed: 'api://shop/read' })).toEqual([
      'inboundAuth advertisedScopes key is "raed". Allowed: one of scopes. Did you mean "read"?',
    ]);
  });

  it.each(['', 'two scopes', 'a"b', 'x'.repeat(256)])('are one scope each, not %j', (name) => {
    expect(problemsOf({ read: name })).toEqual([
      expect.stringMatching(
        /^inboundAuth advertisedScopes read is ".*"\. Allowed: 1 to 255 printable characters without spaces, " and \\\. Write one scope\.$/,
      ),
    ]);
  });

  it.each([
    [50, []],
    [0, ['inboundAuth advertisedScopes is 0. Allowed: 1 to 50. Name those that clients ask for by another name.']],
    [51, ['inboundAuth advertisedScopes is 51. Allowed: 1 to 50. Name those that clients ask for by another name.']],
  ])('are 1 to 50, and here %d', (count, problems) => {
    const scopes = many(Math.max(count, 1));
    expect(problemsOf(Object.fromEntries(many(count).map((scope) => [scope, `api://${scope}`])), scopes)).toEqual(
      problems,
    );
  });
});

describe('The way to an issuer', () => {
  it('is checked like any other private endpoint, and said where it is', () => {
    const privateEndpoint = PrivateEndpoint.resourceConfiguration('rcfg-1');
    expect(
      InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { clients: ['web'] }), { privateEndpoint })
        ._problems()
        .map(sentence),
    ).toEqual([
      'inboundAuth privateEndpoint is "rcfg-1". Allowed: the id of a VPC Lattice resource configuration, rcfg- and 17 characters, or its ARN. Write attrId or attrArn of the resource configuration.',
    ]);
  });
});

describe('What only gateways can be told', () => {
  const agentWith = (inboundAuth: InboundAuth) => () => agentIn(shopStack(), 'Support', { inboundAuth });

  it('is refused on an agent', () => {
    const options = {
      scopes: ['read'],
      advertisedScopes: { read: 'api://shop/read' },
      privateEndpoint: PrivateEndpoint.resourceConfiguration('rcfg-0123456789abcdefg'),
    };
    expect(refusals(agentWith(InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY), options)))).toEqual([
      'inboundAuth advertisedScopes is "on an agent". Allowed: on a gateway. Make an InboundAuth without it for the agent.',
      'inboundAuth privateEndpoint is "on an agent". Allowed: on a gateway. Make an InboundAuth without it for the agent.',
    ]);
    expect(refusals(agentWith(InboundAuth.authenticateOnly({ reason: 'a demo' })))).toEqual([
      'inboundAuth is "InboundAuth.authenticateOnly". Allowed: InboundAuth.iam() or InboundAuth.jwt(…): a runtime always authenticates its callers. ' +
        'Leave it out for callers with AWS credentials, or take InboundAuth.jwt(…) for users of an identity provider.',
    ]);
  });
});
