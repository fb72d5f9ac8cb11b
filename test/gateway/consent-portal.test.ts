import {
  aws_bedrockagentcore as agentcore,
  aws_secretsmanager as secretsmanager,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ConsentPortal,
  McpServer,
  McpServerTools,
  Outbound,
  ToolGateway,
  type ConsentPortalProps,
} from '../../lib/gateway';
import {
  InboundAuth,
  InboundAuthType,
  OAuthProvider,
  OAuthVendor,
  StoredSecret,
  type IOAuthProvider,
} from '../../lib/identity';
import { DISCOVERY, ENV, jwt, shop, synthError } from './shop';

const PORTAL = 'AWS::BedrockAgentCore::ConsentPortal';
const VAULT = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default';

function providerIn(stack: Stack, id: string): IOAuthProvider {
  const providerArn = `${VAULT}/oauth2credentialprovider/${id}`;
  return OAuthProvider.fromOAuthProviderAttributes(stack, id, { providerArn });
}

/** One of the app, whose client secret is in this secret. */
function clientIn(stack: Stack, id: string, vendor: OAuthVendor): OAuthProvider {
  const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, `${id}Secret`, SECRET);
  return new OAuthProvider(stack, id, { vendor, clientId: 'portal', clientSecret: StoredSecret.field(secret, 'key') });
}

const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:login-AbCdEf';

function portal(props: Partial<ConsentPortalProps> = {}, inboundAuth = jwt()) {
  const { app, stack, tools } = shop({ inboundAuth });
  const made = new ConsentPortal(stack, 'Consent', {
    gateway: tools,
    signInProvider: providerIn(stack, 'okta'),
    ...props,
  });
  return { app, stack, portal: made };
}

/** Attributes and pseudo parameters by their last word. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: ref } = value as Record<string, any>;
  if (join) return (join[1] as unknown[]).map(plain).join('');
  if (attribute) return attribute[1];
  if (ref) return (ref as string).replace('AWS::Partition', 'aws');
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const statement = (Action: string | string[], Resource: string | string[], more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const owned = {
  Condition: { StringEquals: { 'aws:ResourceTag/aws:secretsmanager:owningService': 'bedrock-agentcore-identity' } },
};
const DIRECTORY = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:workload-identity-directory/default';
const IDENTITY = `${DIRECTORY}/workload-identity/*`;
const SECRETS = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:bedrock-agentcore-identity!default/oauth2';

describe('ConsentPortal', () => {
  it('lets users of a gateway sign in', () => {
    const { stack, portal: made } = portal({
      portalName: 'shop',
      description: 'Shop',
      audience: 'api',
      tags: { team: 'shop' },
    });
    const [resource] = Object.values(Template.fromStack(stack).findResources(PORTAL));
    expect(resource.Properties).toEqual({
      Name: 'shop',
      Description: 'Shop',
      ExecutionRoleArn: { 'Fn::GetAtt': ['ConsentRole5F3EA384', 'Arn'] },
      IdpConfig: {
        CredentialProviderArn: `${VAULT}/oauth2credentialprovider/okta`,
        Scopes: ['openid'],
        Audience: 'api',
      },
      Sources: [
        { Type: 'agentcore-gateway', Identifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] } },
      ],
      Tags: [{ Key: 'team', Value: 'shop' }],
    });
    expect(plain(stack.resolve([made.portalUrl, made.portalArn, made.portalId]))).toEqual([
      'PortalUrl',
      'ConsentPortalArn',
      'ConsentPortalId',
    ]);
  });

  it('says what targets name as their return URL, and what is registered with the issuer', () => {
    const { stack, portal: made } = portal();
    expect(plain(stack.resolve([made.returnUrl, made.signInCallbackUrl]))).toEqual([
      'PortalUrl/connect/callback',
      'PortalUrl/callback',
    ]);
  });

  it.each<[string, (made: ConsentPortal) => string, string]>([
    ['portalUrl', (made) => made.portalUrl, 'portalUrl of a consent portal'],
    ['signInCallbackUrl', (made) => made.signInCallbackUrl, 'portalUrl of a consent portal and /callback'],
    ['a slash at the end', (made) => `${made.returnUrl}/`, 'portalUrl of a consent portal and /connect/callback/'],
  ])('is the return URL of no target with %s', (_, returnUrl, value) => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const [signInProvider, crm] = [providerIn(stack, 'okta'), providerIn(stack, 'crm')];
    const made = new ConsentPortal(stack, 'Consent', { gateway: tools, signInProvider });
    const target = (id: string, url: string) =>
      tools.addMcpServer(id, {
        server: McpServer.url('https://mcp.example.com'),
        outbound: Outbound.userOAuth(crm, { returnUrl: url }),
      });
    expect(() => target('Crm', returnUrl(made))).toThrow(
      `Shop/Tools/Crm cannot be built:\n  - outbound returnUrl is "${value}". Allowed: the portal's address with ` +
        '/connect/callback, letter by letter. Write portal.returnUrl.',
    );
    expect(() => target('Orders', made.returnUrl)).not.toThrow();
  });

  it('is named after its path', () => {
    const { portal: made } = portal();
    expect(made.portalName).toMatch(/^Shop-Consent-[A-F0-9]{8}$/);
  });

  it('works with a role that only it can assume, and that does what the documentation says', () => {
    const { stack } = portal({ portalName: 'shop' });
    const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    const role = roles.find(({ Properties }) => Properties.Description === 'Consent portal Shop/Consent')!;
    expect(plain(role.Properties.AssumeRolePolicyDocument.Statement)).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: {
            'aws:SourceArn': 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:consent-portal/shop-??????????',
          },
        },
      },
    ]);
    const okta = `${VAULT}/oauth2credentialprovider/okta`;
    expect(plain(role.Properties.Policies[0].PolicyDocument.Statement)).toEqual([
      statement(
        ['bedrock-agentcore:GetGateway', 'bedrock-agentcore:GetGatewayTarget', 'bedrock-agentcore:ListGatewayTargets'],
        'GatewayArn',
      ),
      statement(
        ['bedrock-agentcore:GetOauth2CredentialProvider', 'bedrock-agentcore:ListOauth2CredentialProviders'],
        [VAULT, okta],
      ),
      statement(
        ['bedrock-agentcore:CompleteResourceTokenAuth', 'bedrock-agentcore:GetWorkloadAccessTokenForJWT'],
        [DIRECTORY, IDENTITY, VAULT, okta],
      ),
      statement('bedrock-agentcore:GetResourceOauth2Token', [DIRECTORY, IDENTITY, VAULT, okta]),
      statement('secretsmanager:GetSecretValue', [`${SECRETS}/okta-??????`, `${SECRETS}/okta-????????-??????`]),
    ]);
  });

  const ofTarget = (provider: string) => [
    statement(
      [
        'bedrock-agentcore:GetOauth2CredentialProvider',
        'bedrock-agentcore:CompleteResourceTokenAuth',
        'bedrock-agentcore:GetWorkloadAccessTokenForJWT',
      ],
      provider,
    ),
    statement('bedrock-agentcore:GetResourceOauth2Token', [DIRECTORY, IDENTITY, VAULT, provider]),
    statement('secretsmanager:GetSecretValue', SECRET),
  ];
  const policyOf = (stack: Stack, id: string) => {
    const found = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    return found.find(([name]) => name.startsWith(id))![1].Properties;
  };

  it('uses the providers of targets with the consent of users, earlier and later ones, and their secrets', () => {
    const { stack, tools } = shop({ inboundAuth: jwt(), unpermittedTools: { reason: 'demo' } });
    const [slack, gitHub, crm] = ['Slack', 'GitHub', 'Crm'].map((id) => clientIn(stack, id, OAuthVendor.slack()));
    const signInProvider = providerIn(stack, 'okta');
    const add = (id: string, outbound: Outbound) =>
      tools.addMcpServer(id, { server: McpServer.url('https://mcp.example.com'), outbound });
    const returnUrl = 'https://shop.example.com/consent';
    add('Messages', Outbound.userOAuth(slack, { returnUrl }));
    add('Orders', Outbound.oauth(crm));
    const made = new ConsentPortal(stack, 'Consent', { gateway: tools, signInProvider });
    add('Issues', Outbound.userOAuth(gitHub, { returnUrl: made.returnUrl }));
    add('Releases', Outbound.userOAuth(gitHub, { returnUrl: made.returnUrl }));
    add('Directory', Outbound.userOAuth(signInProvider, { returnUrl: made.returnUrl }));

    const { PolicyDocument } = policyOf(stack, 'ConsentRole');
    const arn = (provider: OAuthProvider) => stack.resolve(provider.providerArn) as unknown;
    const withArn = (provider: OAuthProvider) =>
      (PolicyDocument.Statement as any[]).filter((each) =>
        JSON.stringify(each).includes(JSON.stringify(arn(provider))),
      );
    expect(plain(withArn(slack))).toEqual(ofTarget('CredentialProviderArn').slice(0, 2));
    expect(plain(withArn(gitHub))).toEqual(ofTarget('CredentialProviderArn').slice(0, 2));
    expect(withArn(crm)).toEqual([]);
    const all = PolicyDocument.Statement as any[];
    expect(all.filter(({ Resource }) => Resource === SECRET)).toHaveLength(1);
    expect(all).toHaveLength(5);
  });

  it('uses those of targets of later stacks, from there', () => {
    const { app, stack, tools } = shop({ inboundAuth: jwt(), unpermittedTools: { reason: 'demo' } });
    const made = new ConsentPortal(stack, 'Consent', {
      gateway: tools,
      portalName: 'shop',
      signInProvider: providerIn(stack, 'okta'),
    });
    const later = new Stack(app, 'Later', { env: ENV });
    for (const id of ['Slack', 'GitHub']) {
      const outbound = Outbound.userOAuth(clientIn(later, `${id}Login`, OAuthVendor.slack()), {
        returnUrl: made.returnUrl,
      });
      new McpServerTools(later, id, { gateway: tools, server: McpServer.url('https://mcp.example.com'), outbound });
    }
    expect(() => app.synth()).not.toThrow();
    const { PolicyDocument, Roles } = policyOf(later, 'Slackshop');
    expect(PolicyDocument.Statement).toHaveLength(5);
    expect((plain(PolicyDocument.Statement) as any[]).slice(0, 3)).toEqual(ofTarget('CredentialProviderArn'));
    expect(Roles).toEqual([{ 'Fn::ImportValue': expect.stringContaining('ConsentRole') }]);
  });

  it('uses every provider only with a reason, which stands in the template', () => {
    const { stack } = portal({ everyProvider: { reason: 'the targets are made elsewhere' } });
    const every = `${VAULT}/oauth2credentialprovider/*`;
    const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    const role = roles.find(({ Properties }) => Properties.Description === 'Consent portal Shop/Consent')!;
    expect((plain(role.Properties.Policies[0].PolicyDocument.Statement) as unknown[]).slice(-2)).toEqual([
      statement('bedrock-agentcore:GetResourceOauth2Token', [DIRECTORY, IDENTITY, VAULT, every]),
      statement('secretsmanager:GetSecretValue', `${SECRETS}/*`, owned),
    ]);
    const [{ Metadata }] = Object.values(Template.fromStack(stack).findResources(PORTAL));
    expect(Metadata['cdk-agentcore:justifications']).toEqual({ everyProvider: 'the targets are made elsewhere' });
  });

  it('is told the providers of a gateway that another app makes', () => {
    const { stack } = shop();
    const gateway = ToolGateway.fromGatewayAttributes(stack, 'Other', {
      gatewayArn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/shop-0123456789',
      inboundAuthType: InboundAuthType.JWT,
      targets: {},
    });
    const signInProvider = providerIn(stack, 'okta');
    expect(() => new ConsentPortal(stack, 'Consent', { gateway, signInProvider })).toThrow(
      'Shop/Consent cannot be built:\n  - outboundProviders is missing. Allowed: the providers that users of Shop/Other give consent ' +
        "to, as another app makes its targets. Name them, or write everyProvider: { reason: '…' }.",
    );
    expect(
      () => new ConsentPortal(stack, 'Named', { gateway, signInProvider, outboundProviders: [signInProvider] }),
    ).not.toThrow();
  });

  it('uses only the providers that are named, and reads their secrets wherever these are', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    new ConsentPortal(stack, 'Consent', {
      gateway: tools,
      signInProvider: providerIn(stack, 'okta'),
      outboundProviders: [clientIn(stack, 'Slack', OAuthVendor.slack())],
    });
    const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    const role = roles.find(({ Properties }) => Properties.Description === 'Consent portal Shop/Consent')!;
    const statements = plain(role.Properties.Policies[0].PolicyDocument.Statement) as { Resource: string[] }[];
    const [okta, slack] = [`${VAULT}/oauth2credentialprovider/okta`, 'CredentialProviderArn'];
    expect(statements[1].Resource).toEqual([VAULT, okta, slack]);
    expect(statements[2].Resource).toEqual([DIRECTORY, IDENTITY, VAULT, okta, slack]);
    expect(statements.slice(3)).toEqual([
      statement('bedrock-agentcore:GetResourceOauth2Token', [DIRECTORY, IDENTITY, VAULT, okta]),
      statement('secretsmanager:GetSecretValue', [`${SECRETS}/okta-??????`, `${SECRETS}/okta-????????-??????`]),
      statement('bedrock-agentcore:GetResourceOauth2Token', [DIRECTORY, IDENTITY, VAULT, slack]),
      statement('secretsmanager:GetSecretValue', SECRET),
    ]);
  });

  it.each<[string, Partial<ConsentPortalProps>, string]>([
    [
      'with a name that is too long',
      { portalName: 'x'.repeat(51) },
      `portalName is "${'x'.repeat(51)}". Allowed: 1 to 50 letters, digits, - and _, known at synth. Leave it out, or choose such a name.`,
    ],
    ['without a scope', { scopes: [] }, 'scopes is []. Allowed: at least one scope. Leave it out for openid.'],
    [
      'with two scopes in one',
      { scopes: ['openid profile'] },
      'scopes is "openid profile". Allowed: 1 to 255 visible ASCII characters, without quotation marks and backslashes. ' +
        'Write each scope as an element of its own.',
    ],
    [
      'with every provider without a reason, and some of them',
      { everyProvider: { reason: '' }, outboundProviders: [] },
      'everyProvider.reason is "". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.\n' +
        '  - outboundProviders is "given". Allowed: none beside everyProvider. Leave one of them out.',
    ],
    [
      'with an empty description',
      { description: '' },
      'description is "". Allowed: 1 to 512 characters, and it has 0. Leave it out.',
    ],
  ])('is refused %s', (_, props, problem) => {
    expect(() => portal(props)).toThrow(`Shop/Consent cannot be built:\n  - ${problem}`);
  });

  it('is refused for a vendor that nobody can sign in with', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const signInProvider = clientIn(stack, 'GitHub', OAuthVendor.github());
    expect(() => new ConsentPortal(stack, 'Consent', { gateway: tools, signInProvider })).toThrow(
      'Shop/Consent cannot be built:\n  - signInProvider is "GithubOauth2". Allowed: a provider that issues ID tokens: an OpenID ' +
        'Connect issuer. Name the provider of the issuer whose tokens the gateway accepts; targets can still use this one.',
    );
  });

  it('is refused for a gateway whose callers bring no token', () => {
    expect(() => portal({}, InboundAuth.iam())).toThrow(
      'Shop/Consent cannot be built:\n  - gateway is "Shop/Tools". Allowed: a gateway whose callers bring a JSON Web Token: users of ' +
        'the portal sign in with its issuer. Give the gateway InboundAuth.jwt(…).',
    );
  });

  it('fails at synth with the name of another portal', () => {
    const { app, stack } = portal({ portalName: 'shop' });
    new agentcore.CfnConsentPortal(stack, 'Other', {
      name: 'shop',
      executionRoleArn: 'arn:aws:iam::123456789012:role/portal',
      idpConfig: { credentialProviderArn: `${VAULT}/oauth2credentialprovider/okta`, scopes: ['openid'] },
      sources: [{ type: 'agentcore-gateway', identifier: 'shop-0123456789' }],
    });
    expect(synthError(app)).toContain(
      'portalName is "shop". Allowed: a name that is unique in the account and region; Shop/Consent/Resource and Shop/Other have it.',
    );
  });

  it('fails at synth with an issuer that is not the gateway’s, unless that is acknowledged', () => {
    const { app, stack, tools } = shop({ inboundAuth: jwt() });
    const provider = (id: string, discoveryUrl: string) => clientIn(stack, id, OAuthVendor.custom({ discoveryUrl }));
    const elsewhere = 'https://login.example.com/.well-known/openid-configuration';
    new ConsentPortal(stack, 'Same', { gateway: tools, signInProvider: provider('SameIdp', DISCOVERY) });
    const other = new ConsentPortal(stack, 'Other', {
      gateway: tools,
      signInProvider: provider('OtherIdp', elsewhere),
    });
    const message = synthError(app);
    expect(message).toContain(
      `[Shop/Other] [cdk-agentcore:consent-portal-issuer] signInProvider is "${elsewhere}". Allowed: a provider of the issuer ` +
        `whose tokens the gateway accepts, ${DISCOVERY}. Name another provider, or give the gateway the same issuer.`,
    );
    expect(message).not.toContain('[Shop/Same]');
    Validations.of(other).acknowledge({
      id: 'cdk-agentcore:consent-portal-issuer',
      reason: 'two addresses of one issuer',
    });
    expect(() => app.synth()).not.toThrow();
  });
});
