import { App, aws_secretsmanager as secretsmanager, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiKeyPlace, GatewayProtocol, Outbound, type OAuthOptions } from '../../lib/gateway';
import { TARGET_KINDS } from '../../lib/gateway/targets/target-kind';
import {
  ApiKeyProvider,
  InboundAuth,
  OAuthProvider,
  OAuthVendor,
  OnBehalfOf,
  StoredSecret,
  type IOAuthProvider,
} from '../../lib/identity';
import { ENV, jwt, shop } from './shop';
import { AnyTarget } from './targets/any-target';

const TARGET = 'AWS::BedrockAgentCore::GatewayTarget';
const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };
const VAULT = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default';
const OAUTH_ARN = `${VAULT}/oauth2credentialprovider/crm`;
const KEY_ARN = `${VAULT}/apikeycredentialprovider/weather`;
const RETURN_URL = 'https://shop.example.com/consent';

const secretIn = (stack: Stack, name: string) =>
  secretsmanager.Secret.fromSecretCompleteArn(
    stack,
    `${name}Secret`,
    `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`,
  );
const oauthIn = (stack: Stack) =>
  OAuthProvider.fromOAuthProviderAttributes(stack, 'Crm', {
    providerArn: OAUTH_ARN,
    clientSecret: secretIn(stack, 'crm'),
  });
const keyIn = (stack: Stack) =>
  ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Weather', {
    providerArn: KEY_ARN,
    apiKey: secretIn(stack, 'weather'),
  });

/** Each way, behind a gateway whose callers bring what it needs. */
const WAYS: Record<
  string,
  { make: (stack: Stack) => Outbound; inbound?: () => InboundAuth; rendered: object | undefined }
> = {
  none: { make: () => Outbound.none({ reason: 'a public catalogue' }), rendered: undefined },
  gatewayRole: {
    make: () => Outbound.gatewayRole(),
    rendered: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
  },
  callerIam: {
    make: () => Outbound.callerIam(),
    inbound: () => InboundAuth.iam(),
    rendered: [{ CredentialProviderType: 'CALLER_IAM_CREDENTIALS' }],
  },
  oauth: {
    make: (stack) => Outbound.oauth(oauthIn(stack)),
    rendered: oauth({ GrantType: 'CLIENT_CREDENTIALS', Scopes: [] }),
  },
  userOAuth: {
    make: (stack) => Outbound.userOAuth(oauthIn(stack), { returnUrl: RETURN_URL }),
    rendered: oauth({ GrantType: 'AUTHORIZATION_CODE', Scopes: [], DefaultReturnUrl: RETURN_URL }),
  },
  onBehalfOf: {
    make: (stack) => Outbound.onBehalfOf(oauthIn(stack)),
    rendered: oauth({ GrantType: 'TOKEN_EXCHANGE', Scopes: [] }),
  },
  jwtPassthrough: { make: () => Outbound.jwtPassthrough(), rendered: [{ CredentialProviderType: 'JWT_PASSTHROUGH' }] },
  apiKey: {
    make: (stack) => Outbound.apiKey(keyIn(stack)),
    rendered: [
      {
        CredentialProviderType: 'API_KEY',
        CredentialProvider: {
          ApiKeyCredentialProvider: {
            ProviderArn: KEY_ARN,
            CredentialLocation: 'HEADER',
            CredentialParameterName: 'Authorization',
            CredentialPrefix: 'Bearer ',
          },
        },
      },
    ],
  },
};

function oauth(fields: object) {
  return [
    {
      CredentialProviderType: 'OAUTH',
      CredentialProvider: { OauthCredentialProvider: { ProviderArn: OAUTH_ARN, ...fields } },
    },
  ];
}

/** What the service accepts, by its own pages, in the order in which a message lists it. */
const ACCEPTED: [kind: keyof typeof TARGET_KINDS, inWords: string, ways: string[]][] = [
  ['lambda', 'a Lambda target', ['gatewayRole']],
  ['openApi', 'an OpenAPI target', ['none', 'gatewayRole', 'oauth', 'userOAuth', 'onBehalfOf', 'apiKey']],
  ['mcpServer', 'an MCP server', ['none', 'gatewayRole', 'oauth', 'userOAuth', 'onBehalfOf', 'apiKey']],
  ['smithy', 'a Smithy target', ['gatewayRole', 'oauth']],
  ['apiGateway', 'an API Gateway target', ['none', 'gatewayRole', 'apiKey']],
  ['connector', 'a connector', ['gatewayRole']],
  ['otherConnector', 'a connector', ['none', 'gatewayRole', 'oauth', 'userOAuth', 'onBehalfOf', 'apiKey']],
  ['runtime', 'an agent over HTTP', ['gatewayRole', 'callerIam', 'oauth', 'jwtPassthrough']],
  ['passthrough', 'an HTTP passthrough target', ['gatewayRole', 'oauth', 'callerIam', 'jwtPassthrough', 'apiKey']],
  ['inference', 'an inference target', ['gatewayRole', 'apiKey']],
];

/** A signature for these needs the name of the service that checks it. */
const NAMED = ['openApi', 'mcpServer'];

function outboundFor(way: string, kind: string, stack: Stack): Outbound {
  return way === 'gatewayRole' && NAMED.includes(kind)
    ? Outbound.gatewayRole({ service: 'execute-api' })
    : WAYS[way].make(stack);
}

const anyGateway = (inboundAuth = jwt()) => shop({ ...DENIED, inboundAuth, protocol: GatewayProtocol.ANY });
const refusal = (path: string, ...problems: string[]) =>
  new Error([`${path} cannot be built:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));

describe.each(ACCEPTED)('%s, which messages call %s,', (kind, inWords, accepted) => {
  const inCode = accepted.map((way) => `Outbound.${way}`).join(', ');

  it.each(Object.keys(WAYS).filter((way) => !accepted.includes(way)))('does not accept %s', (way) => {
    const { stack, tools } = anyGateway(WAYS[way].inbound?.());
    const outbound = WAYS[way].make(stack);
    expect(() => new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS[kind], outbound })).toThrow(
      refusal('Shop/Target', `outbound is "Outbound.${way}". Allowed: for ${inWords}: ${inCode}. Choose one of these.`),
    );
  });

  it('has to be told one', () => {
    const { stack, tools } = anyGateway();
    expect(() => new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS[kind] })).toThrow(
      refusal(
        'Shop/Target',
        `outbound is missing. Allowed: for ${inWords}: ${inCode}. Say how the gateway authorizes its calls; if not at all, Outbound.none({ reason: '…' }).`,
      ),
    );
  });
});

it.each(Object.entries(WAYS))('%s is written the same for every kind that accepts it', (way, { inbound, rendered }) => {
  const kinds = ACCEPTED.filter(([, , ways]) => ways.includes(way)).map(([kind]) => kind);
  const { stack, tools } = anyGateway(inbound?.());
  // The provider is made once.
  const outbounds = new Map<boolean, Outbound>();
  for (const kind of kinds) {
    const named = NAMED.includes(kind);
    if (!outbounds.has(named)) {
      const isSame = way !== 'gatewayRole' && outbounds.size > 0;
      outbounds.set(named, isSame ? [...outbounds.values()][0] : outboundFor(way, kind, stack));
    }
    new AnyTarget(stack, kind, { gateway: tools, kind: TARGET_KINDS[kind], outbound: outbounds.get(named) });
  }
  const targets = Object.values(Template.fromStack(stack).findResources(TARGET));
  const signed = [
    {
      CredentialProviderType: 'GATEWAY_IAM_ROLE',
      CredentialProvider: { IamCredentialProvider: { Service: 'execute-api' } },
    },
  ];
  expect(targets.map(({ Properties }) => [Properties.Name, Properties.CredentialProviderConfigurations])).toEqual(
    kinds.map((kind) => [kind, way === 'gatewayRole' && NAMED.includes(kind) ? signed : rendered]),
  );
});

describe('a signature of the gateway', () => {
  const add = (kind: keyof typeof TARGET_KINDS, outbound: Outbound) => {
    const { stack, tools } = anyGateway();
    new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS[kind], outbound });
    return Object.values(Template.fromStack(stack).findResources(TARGET))[0].Properties
      .CredentialProviderConfigurations;
  };

  it('may be for another region', () => {
    expect(add('mcpServer', Outbound.gatewayRole({ service: 'lambda', region: 'us-east-1' }))).toEqual([
      {
        CredentialProviderType: 'GATEWAY_IAM_ROLE',
        CredentialProvider: { IamCredentialProvider: { Service: 'lambda', Region: 'us-east-1' } },
      },
    ]);
  });

  it.each([
    [
      'mcpServer',
      {},
      "outbound service is missing. Allowed: the service that checks the signature, for an MCP server: execute-api, bedrock-agentcore, lambda, …. Write Outbound.gatewayRole({ service: '…' }).",
    ],
    [
      'passthrough',
      { region: 'us-east-1' },
      "outbound service is missing. Allowed: the service that checks the signature, for an HTTP passthrough target: execute-api, bedrock-agentcore, lambda, …. Write Outbound.gatewayRole({ service: '…' }).",
    ],
    [
      'apiGateway',
      { service: 'execute-api' },
      'outbound Outbound.gatewayRole is {"service":"execute-api"}. Allowed: neither service nor region for an API Gateway target, whose service is known. Write Outbound.gatewayRole().',
    ],
    [
      'mcpServer',
      { service: 'execute api' },
      'outbound service is "execute api". Allowed: 1 to 64 letters, digits, ., _ and -. Write the name that signatures use.',
    ],
    [
      'mcpServer',
      { service: 'lambda', region: 'eu central 1' },
      'outbound region is "eu central 1". Allowed: the code of a region, such as "eu-central-1". Write the name that signatures use.',
    ],
  ] as const)('of %s with %j is refused', (kind, signing, problem) => {
    expect(() => add(kind, Outbound.gatewayRole(signing))).toThrow(refusal('Shop/Target', problem));
  });
});

describe('OAuth', () => {
  const target = (make: (stack: Stack) => Outbound) => {
    const { stack, tools } = anyGateway();
    new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS.openApi, outbound: make(stack) });
    const [found] = Object.values(Template.fromStack(stack).findResources(TARGET));
    return found.Properties.CredentialProviderConfigurations[0].CredentialProvider.OauthCredentialProvider;
  };
  const problemsOf = (make: (stack: Stack) => Outbound) => {
    const { stack, tools } = anyGateway();
    return make(stack)._problems(TARGET_KINDS.openApi, jwt().type, tools);
  };

  it('asks for scopes and passes parameters on', () => {
    const parameters = { audience: 'api://crm' };
    expect(target((stack) => Outbound.oauth(oauthIn(stack), { scopes: ['crm/read'], parameters }))).toEqual({
      ProviderArn: OAUTH_ARN,
      GrantType: 'CLIENT_CREDENTIALS',
      Scopes: ['crm/read'],
      CustomParameters: { audience: 'api://crm' },
    });
  });

  it('leaves out what is empty, which the service does not accept', () => {
    expect(target((stack) => Outbound.oauth(oauthIn(stack), { parameters: {} }))).toEqual({
      ProviderArn: OAUTH_ARN,
      GrantType: 'CLIENT_CREDENTIALS',
      Scopes: [],
    });
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);
  it.each<[string, OAuthOptions, string[]]>([
    ['100 scopes', { scopes: many(100) }, []],
    ['101 scopes', { scopes: many(101) }, ['outbound scopes is 101: at most 100']],
    ['a scope of 64', { scopes: ['x'.repeat(64)] }, []],
    ['a scope of 65', { scopes: ['x'.repeat(65)] }, [`outbound scopes[0] is ${'x'.repeat(65)}: 1 to 64 characters`]],
    ['an empty scope', { scopes: [''] }, ['outbound scopes[0] is : 1 to 64 characters']],
    [
      'a scope twice',
      { scopes: ['read', 'write', 'read'] },
      ['outbound scopes[2] is read: each scope once; scopes[0] has it'],
    ],
    ['10 parameters', { parameters: Object.fromEntries(many(10).map((name) => [name, 'x'])) }, []],
    [
      '11 parameters',
      { parameters: Object.fromEntries(many(11).map((name) => [name, 'x'])) },
      ['outbound parameters is 11: at most 10'],
    ],
    ['an empty value', { parameters: { audience: '' } }, ['outbound parameters audience is : 1 to 2048 characters']],
    ['an empty name', { parameters: { '': 'x' } }, ['outbound parameters key is : 1 to 256 characters']],
  ])('with %s', (_, options, problems) => {
    expect(
      problemsOf((stack) => Outbound.oauth(oauthIn(stack), options)).map(
        ({ about, value, allowed }) => `${about} is ${String(value)}: ${allowed}`,
      ),
    ).toEqual(problems);
  });

  it.each([
    ['https://shop.example.com/consent?from=agent', true],
    ['http://localhost:3000/consent', true],
    ['http://127.0.0.1/consent', true],
    [`https://shop.example.com/${'x'.repeat(2023)}`, true],
    [`https://shop.example.com/${'x'.repeat(2024)}`, false],
    ['http://shop.example.com/consent', false],
    ['http://localhost.example.com/consent', false],
    ['https://user@shop.example.com/', false],
    ['https://:secret@shop.example.com/', false],
    ['https://*.example.com/', false],
    ['https://shop.example.com/#consent', false],
    ['shop.example.com', false],
    ['', false],
  ])('returns users to %s: %j', (returnUrl, accepted) => {
    const problems = problemsOf((stack) => Outbound.userOAuth(oauthIn(stack), { returnUrl }));
    expect(problems).toEqual(
      accepted
        ? []
        : [
            {
              about: 'outbound returnUrl',
              value: returnUrl,
              allowed: 'an https URL of at most 2048 characters, without user and fragment; http for localhost only',
              fix: 'Write the page of your application that calls CompleteResourceTokenAuth.',
            },
          ],
    );
  });
});

describe('an API key', () => {
  it.each([
    [
      'a header of its own',
      ApiKeyPlace.header({ name: 'X-Api-Key' }),
      { CredentialLocation: 'HEADER', CredentialParameterName: 'X-Api-Key' },
    ],
    [
      'a header with a prefix',
      ApiKeyPlace.header({ name: 'X-Auth', prefix: 'Key ' }),
      { CredentialLocation: 'HEADER', CredentialParameterName: 'X-Auth', CredentialPrefix: 'Key ' },
    ],
    ['the query', ApiKeyPlace.query('key'), { CredentialLocation: 'QUERY_PARAMETER', CredentialParameterName: 'key' }],
  ])('stands in %s', (_, place, rendered) => {
    const { stack } = anyGateway();
    expect(stack.resolve(Outbound.apiKey(keyIn(stack), { place })._render())).toEqual({
      credentialProviderType: 'API_KEY',
      credentialProvider: {
        apiKeyCredentialProvider: {
          providerArn: KEY_ARN,
          ...Object.fromEntries(
            Object.entries(rendered).map(([key, value]) => [key[0].toLowerCase() + key.slice(1), value]),
          ),
        },
      },
    });
  });

  it('has a name and a prefix of 1 to 64 characters', () => {
    const { stack, tools } = anyGateway();
    const outbound = Outbound.apiKey(keyIn(stack), { place: ApiKeyPlace.header({ name: '', prefix: 'x'.repeat(65) }) });
    expect(() => new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS.openApi, outbound })).toThrow(
      refusal(
        'Shop/Target',
        'outbound API key name is "". Allowed: 1 to 64 characters, and it has 0. Leave it out.',
        `outbound API key prefix is "${'x'.repeat(65)}". Allowed: 1 to 64 characters, and it has 65. Shorten it.`,
      ),
    );
  });

  it('stands after Bearer in the header Authorization, in whatever case', () => {
    const { stack } = anyGateway();
    const { credentialProvider } = Outbound.apiKey(keyIn(stack), {
      place: ApiKeyPlace.header({ name: 'authorization' }),
    })._render()!;
    expect(credentialProvider).toMatchObject({
      apiKeyCredentialProvider: { credentialParameterName: 'authorization', credentialPrefix: 'Bearer ' },
    });
  });

  it.each([
    [
      'two headers in one',
      ApiKeyPlace.header({ name: 'Host\r\nX: y' }),
      'name is "Host\\r\\nX: y". Allowed: letters, digits and !#$%&\'*+-.^_`|~. Write the name alone, without a value.',
    ],
    [
      'a header that HTTP uses',
      ApiKeyPlace.header({ name: 'Host' }),
      'name is "Host". Allowed: a header that neither HTTP itself nor AWS uses. Write Authorization, or one such as X-Api-Key.',
    ],
    [
      'a header of AWS',
      ApiKeyPlace.header({ name: 'X-Amzn-Trace-Id' }),
      'name is "X-Amzn-Trace-Id". Allowed: a header that neither HTTP itself nor AWS uses. Write Authorization, or one such as X-Api-Key.',
    ],
    [
      'a header that ends early',
      ApiKeyPlace.header({ name: 'X-Auth', prefix: 'a\nb' }),
      'prefix is "a\\nb". Allowed: no control characters. Remove line breaks, tabs and the like.',
    ],
    [
      'a parameter that ends early',
      ApiKeyPlace.query('a\nb'),
      'name is "a\\nb". Allowed: no control characters. Remove line breaks, tabs and the like.',
    ],
  ])('is refused in %s', (_, place, problem) => {
    const { stack, tools } = anyGateway();
    const outbound = Outbound.apiKey(keyIn(stack), { place });
    expect(() => new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS.openApi, outbound })).toThrow(
      refusal('Shop/Target', `outbound API key ${problem}`),
    );
  });
});

it('is left out only with a reason, which stands in the template', () => {
  const { stack, tools } = anyGateway();
  const gateway = tools;
  expect(
    () =>
      new AnyTarget(stack, 'Open', { gateway, kind: TARGET_KINDS.openApi, outbound: Outbound.none({ reason: ' ' }) }),
  ).toThrow(
    refusal(
      'Shop/Open',
      'Outbound.none.reason is " ". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
    ),
  );
  const outbound = Outbound.none({ reason: 'a public catalogue' });
  new AnyTarget(stack, 'Catalogue', { gateway, kind: TARGET_KINDS.openApi, outbound });
  const [target] = Object.values(Template.fromStack(stack).findResources(TARGET));
  expect(target.Metadata).toEqual({ 'cdk-agentcore:justifications': { 'Outbound.none': 'a public catalogue' } });
  expect(target.Properties).not.toHaveProperty('CredentialProviderConfigurations');
});

describe('what callers have to bring', () => {
  const inbounds = {
    jwt,
    iam: () => InboundAuth.iam(),
    authenticateOnly: () => InboundAuth.authenticateOnly({ reason: 'the target decides' }),
    none: () => InboundAuth.none({ reason: 'open' }),
  };
  it.each([
    ['callerIam', 'runtime', ['iam', 'authenticateOnly']],
    ['jwtPassthrough', 'runtime', ['jwt']],
    ['onBehalfOf', 'openApi', ['jwt']],
    ['userOAuth', 'openApi', ['jwt', 'iam', 'authenticateOnly']],
    ['oauth', 'openApi', ['jwt', 'iam', 'authenticateOnly', 'none']],
    ['gatewayRole', 'runtime', ['jwt', 'iam', 'authenticateOnly', 'none']],
    ['apiKey', 'openApi', ['jwt', 'iam', 'authenticateOnly', 'none']],
  ] as const)('%s of %s goes with %j', (way, kind, accepted) => {
    const found = Object.entries(inbounds).map(([inbound, make]) => {
      const { stack, tools } = shop(DENIED);
      return [inbound, WAYS[way].make(stack)._problems(TARGET_KINDS[kind], make().type, tools)];
    });
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(
        Object.keys(inbounds).map((inbound) => [
          inbound,
          (accepted as readonly string[]).includes(inbound)
            ? []
            : [
                {
                  about: 'outbound',
                  value: `Outbound.${way} behind InboundAuth.${inbound}`,
                  allowed: `behind a gateway with ${accepted.map((one) => `InboundAuth.${one}`).join(' or ')}`,
                  fix: 'Choose another way out, or change the inboundAuth of the gateway.',
                },
              ],
        ]),
      ),
    );
  });
});

describe('a provider', () => {
  const refused = (make: (stack: Stack, app: App) => Outbound, ...problems: string[]) => {
    const app = new App();
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt() }, app);
    const outbound = make(stack, app);
    expect(() => new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS.openApi, outbound })).toThrow(
      refusal('Shop/Target', ...problems),
    );
  };
  const accepted = (make: (stack: Stack, app: App) => Outbound) => {
    const app = new App();
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt() }, app);
    return make(stack, app)._problems(TARGET_KINDS.openApi, jwt().type, tools);
  };
  const client = (stack: Stack, vendor: OAuthVendor) =>
    new OAuthProvider(stack, 'Client', {
      vendor,
      clientId: 'client',
      clientSecret: StoredSecret.field(new secretsmanager.Secret(stack, 'ClientSecret'), 'secret'),
    });
  const discoveryUrl = 'https://idp.example.com/.well-known/openid-configuration';
  const NOT_EXCHANGING =
    'Allowed: a client of OAuthVendor.microsoft, or of OAuthVendor.custom or customEndpoints with onBehalfOf. ';

  it.each([
    [
      OAuthVendor.slack(),
      'Shop/Client, a client of SlackOauth2',
      'Write OAuthVendor.custom, and say how it exchanges tokens: onBehalfOf: OnBehalfOf.tokenExchange().',
    ],
    [
      OAuthVendor.custom({ discoveryUrl }),
      'Shop/Client, a client of CustomOauth2',
      'Ask who runs the server, and say how it exchanges tokens: onBehalfOf: OnBehalfOf.tokenExchange().',
    ],
  ])('that was not told how to exchange tokens does not act on behalf of users', (vendor, value, fix) => {
    refused(
      (stack) => Outbound.onBehalfOf(client(stack, vendor)),
      `outbound Outbound.onBehalfOf is "${value}". ${NOT_EXCHANGING}${fix}`,
    );
  });

  it.each([
    ['Microsoft', OAuthVendor.microsoft()],
    ['a server that was told how', OAuthVendor.custom({ discoveryUrl, onBehalfOf: OnBehalfOf.tokenExchange() })],
    ['a vendor that AgentCore learnt later', OAuthVendor.of('ExampleOauth2')],
  ])('of %s does', (_, vendor) => {
    expect(accepted((stack) => Outbound.onBehalfOf(client(stack, vendor)))).toEqual([]);
  });

  const elsewhere = 'arn:aws:bedrock-agentcore:us-east-1:999999999999:token-vault/default';
  const ELSEWHERE = (value: string) => [
    `outbound is "${value} in us-east-1". Allowed: a credential provider in eu-central-1, the region of the gateway. Make one there.`,
    `outbound is "${value} in account 999999999999". Allowed: a credential provider in account 123456789012, the account of the gateway. Make one there.`,
  ];

  it('is of the account and region of the gateway, whose token vault it is in', () => {
    refused(
      (stack) =>
        Outbound.apiKey(
          ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Key', {
            providerArn: `${elsewhere}/apikeycredentialprovider/weather`,
          }),
        ),
      ...ELSEWHERE('Shop/Key'),
    );
  });

  it.each([
    ['oauth', (provider: IOAuthProvider) => Outbound.oauth(provider)],
    ['userOAuth', (provider: IOAuthProvider) => Outbound.userOAuth(provider, { returnUrl: RETURN_URL })],
    ['onBehalfOf', (provider: IOAuthProvider) => Outbound.onBehalfOf(provider)],
  ])('for %s is made in a stack of this account and region', (_, make) => {
    refused(
      (_stack, app) => {
        const other = new Stack(app, 'Other', { env: { region: 'us-east-1', account: '999999999999' } });
        return make(client(other, OAuthVendor.microsoft()));
      },
      ...ELSEWHERE('Other/Client'),
    );
  });

  it('may be anywhere as far as the app knows', () => {
    const providerArn = Fn.importValue('CrmProvider');
    expect(
      accepted((stack) =>
        Outbound.oauth(OAuthProvider.fromOAuthProviderAttributes(stack, 'Imported', { providerArn })),
      ),
    ).toEqual([]);
    expect(accepted((_, app) => Outbound.oauth(client(new Stack(app, 'Anywhere'), OAuthVendor.slack())))).toEqual([]);
  });
});

describe("the gateway's role", () => {
  const identity = 'workload-identity-directory/default';
  const here = (rest: string) => `arn:<AWS::Partition>:bedrock-agentcore:eu-central-1:123456789012:${rest}`;
  const IDENTITY = [here(identity), here(`${identity}/workload-identity/shop-tools-f74f9c83-??????????`)];
  const DIRECTORY = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:workload-identity-directory/default';
  const token = (...names: string[]) => ({
    Effect: 'Allow',
    Action: names.length === 1 ? `bedrock-agentcore:${names[0]}` : names.map((name) => `bedrock-agentcore:${name}`),
    Resource: IDENTITY,
  });
  const credential = (action: string, arn: string) => ({
    Effect: 'Allow',
    Action: `bedrock-agentcore:${action}`,
    Resource: [DIRECTORY, ...IDENTITY, VAULT, arn],
  });
  const secret = (name: string) => ({
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    Resource: `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`,
  });

  function policies(stack: Stack) {
    const template = Template.fromStack(stack);
    const [target] = Object.values(template.findResources(TARGET));
    return {
      waitsFor: target.DependsOn,
      policies: Object.entries(template.findResources('AWS::IAM::Policy'))
        // That of the function which allows return URLs has a test of its own.
        .filter(([id]) => !id.startsWith('ToolsReturnUrls'))
        .map(([id, { Properties }]) => ({ id, statements: readable(Properties.PolicyDocument.Statement) })),
    };
  }

  it.each([
    ['oauth', jwt, token('GetWorkloadAccessToken'), credential('GetResourceOauth2Token', OAUTH_ARN), secret('crm')],
    [
      'userOAuth',
      jwt,
      token('GetWorkloadAccessToken', 'GetWorkloadAccessTokenForJWT'),
      credential('GetResourceOauth2Token', OAUTH_ARN),
      secret('crm'),
    ],
    [
      'userOAuth',
      () => InboundAuth.iam(),
      token('GetWorkloadAccessToken', 'GetWorkloadAccessTokenForUserId'),
      credential('GetResourceOauth2Token', OAUTH_ARN),
      secret('crm'),
    ],
    [
      'onBehalfOf',
      jwt,
      token('GetWorkloadAccessToken', 'GetWorkloadAccessTokenForJWT'),
      credential('GetResourceOauth2Token', OAUTH_ARN),
      secret('crm'),
    ],
    ['apiKey', jwt, token('GetWorkloadAccessToken'), credential('GetResourceApiKey', KEY_ARN), secret('weather')],
  ])(
    'for %s has its own identity, this provider, this secret, and nothing else; the target waits for it',
    (way, inbound, ...statements) => {
      const { stack, tools } = anyGateway(inbound());
      const outbound = WAYS[way].make(stack);
      new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS.openApi, outbound });
      expect(policies(stack)).toEqual({
        waitsFor: ['ToolsRoleGrants494F7647'],
        policies: [{ id: 'ToolsRoleGrants494F7647', statements }],
      });
    },
  );

  it.each(['none', 'gatewayRole', 'callerIam', 'jwtPassthrough'])('needs nothing for %s', (way) => {
    const { stack, tools } = anyGateway(WAYS[way].inbound?.());
    const kind = way === 'none' ? TARGET_KINDS.apiGateway : TARGET_KINDS.runtime;
    new AnyTarget(stack, 'Target', { gateway: tools, kind, outbound: WAYS[way].make(stack) });
    expect(policies(stack)).toEqual({ waitsFor: undefined, policies: [] });
  });

  it('asks as the identity of its gateway, however the service writes the name', () => {
    const { tools } = shop({ gatewayName: 'Shop-Tools' });
    const arns = readable(Stack.of(tools).resolve(tools._workloadIdentityArns)) as string[];
    expect(arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1))).toEqual([
      'default',
      'shop-tools-??????????',
      'Shop-Tools-??????????',
    ]);
  });

  it('gets it in the stack of the target, which comes after that of the gateway', () => {
    const app = new App();
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt() }, app);
    const other = new Stack(app, 'Crm', { env: ENV });
    new AnyTarget(other, 'Target', {
      gateway: tools,
      kind: TARGET_KINDS.openApi,
      outbound: Outbound.oauth(oauthIn(other)),
    });
    const { waitsFor, policies: found } = policies(other);
    expect(found.map(({ id }) => id)).toEqual(waitsFor);
    expect(found[0].statements).toEqual([
      token('GetWorkloadAccessToken'),
      credential('GetResourceOauth2Token', OAUTH_ARN),
      secret('crm'),
    ]);
    expect(stack.dependencies).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('reads of what AgentCore keeps only the secret of the provider, never all of them', () => {
    const { stack, tools } = anyGateway();
    const provider = ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Managed', { providerArn: KEY_ARN });
    const made = new ApiKeyProvider(stack, 'Made', { apiKey: StoredSecret.field(secretIn(stack, 'made'), 'key') });
    const kind = TARGET_KINDS.openApi;
    new AnyTarget(stack, 'One', { gateway: tools, kind, outbound: Outbound.apiKey(provider) });
    new AnyTarget(stack, 'Two', { gateway: tools, kind, outbound: Outbound.apiKey(made) });
    const resources = policies(stack)
      .policies.flatMap(({ statements }) => statements as { Action: string; Resource: string | string[] }[])
      .filter(({ Action }) => Action === 'secretsmanager:GetSecretValue')
      .flatMap(({ Resource }) => Resource);
    const kept =
      'arn:<AWS::Partition>:secretsmanager:eu-central-1:123456789012:secret:bedrock-agentcore-identity!default/apikey/weather';
    expect(resources).toEqual([
      `${kept}-??????`,
      `${kept}-????????-??????`,
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:made-AbCdEf',
    ]);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('bedrock-agentcore-identity!*');
  });
});

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, Ref: ref } = value as Record<string, unknown[]>;
  if (join) return (readable(join[1]) as unknown[]).join(String(join[0]));
  if (ref) return `<${String(ref)}>`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}
