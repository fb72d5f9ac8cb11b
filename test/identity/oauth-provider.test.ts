import {
  App,
  aws_iam as iam,
  aws_kms as kms,
  aws_secretsmanager as secretsmanager,
  Fn,
  SecretValue,
  Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ActorToken,
  AgentIdentity,
  ClientAuthentication,
  OAuthProvider,
  OAuthVendor,
  OnBehalfOf,
  SigningAlgorithm,
  StoredSecret,
} from '../../lib/identity';
import {
  DIRECTORY,
  granted,
  HERE,
  oauthIn,
  refusals,
  resourceOf,
  SECRET_ARN,
  secretOf,
  shopStack,
  statementsIn,
  SUPPORT,
  VAULT,
} from './credential-stack';

const TYPE = 'AWS::BedrockAgentCore::OAuth2CredentialProvider';
const DISCOVERY = 'https://idp.example.com/.well-known/openid-configuration';
const FORGED = 'xoxb-never-in-a-template';

const tokenOf = (provider: string) => ({
  Action: 'bedrock-agentcore:GetResourceOauth2Token',
  Effect: 'Allow',
  Resource: [DIRECTORY, SUPPORT, VAULT, provider],
});
const readSecret = { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: SECRET_ARN };
const SLACK = '<SlackProvider.CredentialProviderArn>';
const tokenStatements = (stack: Stack, provider: OAuthProvider) =>
  statementsIn(stack, provider._tokenStatements([SUPPORT]));

describe('An OAuth provider', () => {
  it('has a name from its path, and offers what the vendor and the agent have to know', () => {
    const stack = shopStack();
    const provider = oauthIn(stack, { tags: { team: 'shop', empty: '' } });
    expect(resourceOf(stack, TYPE).Properties).toMatchObject({
      Name: provider.providerName,
      Tags: [
        { Key: 'empty', Value: '' },
        { Key: 'team', Value: 'shop' },
      ],
    });
    expect(provider.providerName).toMatch(/^Shop-Slack-[0-9A-F]{8}$/);
    const logicalId = Object.keys(Template.fromStack(stack).findResources(TYPE))[0];
    expect(stack.resolve([provider.callbackUrl, provider.providerArn])).toEqual([
      { 'Fn::GetAtt': [logicalId, 'CallbackUrl'] },
      { 'Fn::GetAtt': [logicalId, 'CredentialProviderArn'] },
    ]);
    expect(provider.credentialProvider.credentialProviderVendor).toBe('SlackOauth2');
  });

  it('gives its tokens to one workload, which may read one secret', () => {
    const stack = shopStack();
    expect(tokenStatements(stack, oauthIn(stack))).toEqual([tokenOf(SLACK), readSecret]);
  });

  it('lets the key of the secret be used for that secret, through Secrets Manager', () => {
    const stack = shopStack();
    const secret = new secretsmanager.Secret(stack, 'Own', { encryptionKey: new kms.Key(stack, 'Key') });
    const provider = oauthIn(stack, { clientSecret: StoredSecret.field(secret, 'client_secret') });
    expect(tokenStatements(stack, provider).slice(1)).toEqual([
      { ...readSecret, Resource: '<Own>' },
      {
        Action: 'kms:Decrypt',
        Effect: 'Allow',
        Resource: '<Key.Arn>',
        Condition: {
          StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' },
          StringLike: { 'kms:EncryptionContext:SecretARN': '<Own>' },
        },
      },
    ]);
  });

  it('completes the ARN of a secret that is known by its name', () => {
    const stack = shopStack();
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Named', 'slack');
    const provider = oauthIn(stack, { clientSecret: StoredSecret.field(secret, 'client_secret') });
    expect(tokenStatements(stack, provider)[1]).toMatchObject({
      Resource: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:slack-??????',
    });
  });

  it('with a secret in the template says why, and lets only the copy of AgentCore be read', () => {
    const stack = shopStack();
    const value = SecretValue.unsafePlainText('for a test');
    const provider = oauthIn(stack, {
      providerName: 'slack-test',
      clientSecret: StoredSecret.inTemplate(value, { reason: 'A workspace without people in it.' }),
    });
    expect(resourceOf(stack, TYPE)).toMatchObject({
      Metadata: {
        'cdk-agentcore:justifications': {
          'the client secret stands in the template': 'A workspace without people in it.',
        },
      },
      Properties: {
        Oauth2ProviderConfigInput: {
          SlackOauth2ProviderConfig: { ClientId: 'client', ClientSecretSource: 'MANAGED', ClientSecret: 'for a test' },
        },
      },
    });
    const copy =
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:bedrock-agentcore-identity!default/oauth2/slack-test';
    expect(tokenStatements(stack, provider)).toEqual([
      tokenOf(SLACK),
      { ...readSecret, Resource: [`${copy}-??????`, `${copy}-????????-??????`] },
    ]);
  });

  it('with a private key needs the signature instead of a secret', () => {
    const stack = shopStack();
    const key = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY });
    const clientAuthentication = ClientAuthentication.privateKeyJwt({ key, algorithm: SigningAlgorithm.PS256 });
    const vendor = OAuthVendor.custom({ discoveryUrl: DISCOVERY, clientAuthentication });
    expect(tokenStatements(stack, oauthIn(stack, { vendor, clientSecret: undefined }))).toEqual([
      tokenOf(SLACK),
      {
        Action: ['kms:DescribeKey', 'kms:Sign'],
        Effect: 'Allow',
        Resource: '<Key.Arn>',
        Condition: { StringEquals: { 'kms:ViaService': 'bedrock-agentcore-identity.eu-central-1.amazonaws.com' } },
      },
    ]);
  });

  const SERVER = {
    issuer: 'https://idp.example.com',
    authorizationEndpoint: 'https://idp.example.com/authorize',
    tokenEndpoint: 'https://idp.example.com/token',
  };
  const askAws = { Action: 'sts:GetWebIdentityToken', Effect: 'Allow', Resource: '*' };

  it('that asks AWS who is calling asks for this server, where it is known', () => {
    const stack = shopStack();
    const clientAuthentication = ClientAuthentication.iamIdToken();
    const known = OAuthVendor.customEndpoints({ ...SERVER, clientAuthentication });
    const found = OAuthVendor.custom({ discoveryUrl: DISCOVERY, clientAuthentication });
    const without = { clientId: undefined, clientSecret: undefined };
    expect(tokenStatements(stack, oauthIn(stack, { vendor: known, ...without }))).toEqual([
      tokenOf(SLACK),
      {
        ...askAws,
        Condition: {
          'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': [SERVER.issuer, SERVER.tokenEndpoint] },
          Null: { 'sts:IdentityTokenAudience': 'false' },
        },
      },
    ]);
    expect(tokenStatements(stack, oauthIn(stack, { vendor: found, ...without }, 'Found'))[1]).toEqual(askAws);
  });

  it('whose actor AWS names reads the secret and asks AWS', () => {
    const stack = shopStack();
    const onBehalfOf = OnBehalfOf.tokenExchange(ActorToken.iamIdToken());
    const vendor = OAuthVendor.custom({ discoveryUrl: DISCOVERY, onBehalfOf });
    expect(tokenStatements(stack, oauthIn(stack, { vendor }))).toEqual([tokenOf(SLACK), readSecret, askAws]);
  });

  it('is granted to a principal as one workload, and so is the end of a consent', () => {
    const stack = shopStack();
    const provider = oauthIn(stack);
    const identity = AgentIdentity.fromIdentityArn(stack, 'Identity', SUPPORT);
    const assumedBy = new iam.AccountRootPrincipal();
    provider.grantCredentials(new iam.Role(stack, 'A', { assumedBy }), identity);
    provider.grantCompleteAuthorization(new iam.Role(stack, 'B', { assumedBy }), identity);
    // CDK sorts what stands in a policy.
    const Resource = [SLACK, VAULT, DIRECTORY, SUPPORT];
    expect(granted(stack)).toEqual([
      { ...tokenOf(SLACK), Resource: expect.arrayContaining(Resource) },
      readSecret,
      {
        ...tokenOf(SLACK),
        Action: 'bedrock-agentcore:CompleteResourceTokenAuth',
        Resource: expect.arrayContaining(Resource),
      },
      readSecret,
    ]);
  });
});

describe('An OAuth provider that exists', () => {
  const ARN = 'arn:aws:bedrock-agentcore:us-east-1:444455556666:token-vault/default/oauth2credentialprovider/slack';
  const there = (resource: string) => `arn:aws:bedrock-agentcore:us-east-1:444455556666:${resource}`;
  const token = {
    Action: 'bedrock-agentcore:GetResourceOauth2Token',
    Effect: 'Allow',
    Resource: [there('workload-identity-directory/default'), SUPPORT, there('token-vault/default'), ARN],
  };

  it('is where its ARN says, and AgentCore keeps its secret there', () => {
    const stack = shopStack();
    const provider = OAuthProvider.fromOAuthProviderAttributes(stack, 'Slack', { providerArn: ARN });
    expect(provider.providerName).toBe('slack');
    const copy = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:bedrock-agentcore-identity!default/oauth2/slack';
    expect(statementsIn(stack, provider._tokenStatements([SUPPORT]))).toEqual([
      token,
      { ...readSecret, Resource: [`${copy}-??????`, `${copy}-????????-??????`] },
    ]);
  });

  it('may have a secret of yours, or a key', () => {
    const stack = shopStack();
    const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/k');
    const statements = (id: string, attributes: object) =>
      statementsIn(
        stack,
        OAuthProvider.fromOAuthProviderAttributes(stack, id, { providerArn: ARN, ...attributes })._tokenStatements([
          SUPPORT,
        ]),
      );
    expect(statements('Secret1', { clientSecret: secretOf(stack) })).toEqual([token, readSecret]);
    expect(statements('Key1', { signingKey: key })).toEqual([
      token,
      expect.objectContaining({ Action: ['kms:DescribeKey', 'kms:Sign'], Resource: key.keyArn }),
    ]);
  });

  it('may have an ARN that is known at deployment only', () => {
    const stack = shopStack();
    const provider = OAuthProvider.fromOAuthProviderAttributes(stack, 'Slack', {
      providerArn: Fn.importValue('SlackArn'),
    });
    const imported = { 'Fn::ImportValue': 'SlackArn' };
    expect(stack.resolve(provider.providerName)).toEqual({ 'Fn::Select': [3, { 'Fn::Split': ['/', imported] }] });
    expect(statementsIn(stack, provider._tokenStatements([SUPPORT]))[0]).toEqual({
      ...tokenOf(SLACK),
      Resource: [DIRECTORY, SUPPORT, VAULT, imported],
    });
  });

  it('is refused by its name', () => {
    expect(
      refusals(() => OAuthProvider.fromOAuthProviderAttributes(shopStack(), 'Slack', { providerArn: 'slack' })),
    ).toEqual([
      'providerArn is "slack". Allowed: arn:<partition>:bedrock-agentcore:<region>:<account>:token-vault/default/' +
        'oauth2credentialprovider/<name>. Write the ARN that AgentCore gave, not the name of the provider.',
    ]);
  });
});

describe('An OAuth provider is refused', () => {
  const stack = () => shopStack();
  const custom = (clientAuthentication: ClientAuthentication) =>
    OAuthVendor.custom({ discoveryUrl: DISCOVERY, clientAuthentication });

  it('without client and secret, all problems at once', () => {
    expect(refusals(() => new OAuthProvider(stack(), 'Slack', { vendor: OAuthVendor.slack() }))).toEqual([
      'clientId is missing. Allowed: 1 to 256 characters. Write the id of the client that is registered with the vendor.',
      'clientSecret is missing. Allowed: the secret of the client, in Secrets Manager. ' +
        'Write StoredSecret.field(secret, jsonKey).',
    ]);
  });

  it('with a secret that nobody asks for', () => {
    const vendor = custom(ClientAuthentication.iamIdToken());
    expect(refusals(() => oauthIn(stack(), { vendor }))).toEqual([
      'clientSecret is "given". Allowed: none with AWS_IAM_ID_TOKEN_JWT. Leave it out, and delete it at the vendor.',
    ]);
  });

  it('with the secret itself, which is not repeated', () => {
    const clientSecret = FORGED as unknown as StoredSecret;
    expect(refusals(() => oauthIn(stack(), { clientSecret }))).toEqual([
      'clientSecret is "something else than a StoredSecret". Allowed: where the value is, never the value itself. ' +
        'Write StoredSecret.field(secret, jsonKey).',
    ]);
  });

  it('with names and ids that the service refuses', () => {
    const props = { clientId: 'x'.repeat(257), providerName: 'slack for users' };
    expect(refusals(() => oauthIn(stack(), props))).toEqual([
      `clientId is "${'x'.repeat(117)}...". Allowed: 1 to 256 characters. ` +
        'Write the id of the client that is registered with the vendor.',
      'providerName is "slack for users". Allowed: 1 to 128 letters, digits, - and _, known at synth. ' +
        'Choose such a name, or leave it out: then it is derived from the construct path.',
    ]);
  });

  it('with tags that the service refuses', () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, 'x']));
    expect(refusals(() => oauthIn(stack(), { tags: { 'aws:x': 'a', team: 'a|b' } }))).toEqual([
      'tags key is "aws:x". Allowed: 1 to 128 letters, digits, spaces and . _ : / = + @ -, not beginning with aws:. ' +
        'Rename the tag.',
      'tags["team"] is "a|b". Allowed: at most 256 letters, digits, spaces and . _ : / = + @ -. ' +
        'Leave out the other characters.',
    ]);
    expect(refusals(() => oauthIn(stack(), { tags: many }))).toEqual(['tags is 51. Allowed: at most 50. Remove some.']);
  });

  it('with a secret in another region, a field without a name, or no reason', () => {
    const shop = stack();
    const far = secretsmanager.Secret.fromSecretCompleteArn(
      shop,
      'Far',
      SECRET_ARN.replace('eu-central-1', 'us-east-1'),
    );
    const noReason = StoredSecret.inTemplate(SecretValue.unsafePlainText(FORGED), { reason: ' ' });
    const problems = (clientSecret: StoredSecret, id: string) => refusals(() => oauthIn(shop, { clientSecret }, id));
    expect(problems(StoredSecret.field(far, FORGED.repeat(6)), 'A')).toEqual([
      'clientSecret: jsonKey is "144 characters". Allowed: the name of a field, 1 to 128 characters. ' +
        'Store the secret as JSON, and name the field that holds the value.',
      'clientSecret is "a secret in us-east-1". Allowed: a secret in eu-central-1, the region of the provider. ' +
        'Replicate the secret to eu-central-1, and take the replica.',
    ]);
    expect(problems(noReason, 'B')).toEqual([
      'clientSecret: StoredSecret.inTemplate.reason is " ". Allowed: a sentence that a reviewer can judge. ' +
        'Say why the default does not fit here.',
    ]);
  });

  it('with the name of another, when the app is complete', () => {
    const app = new App();
    for (const id of ['One', 'Two']) oauthIn(new Stack(app, id, { env: HERE }), { providerName: 'slack' });
    expect(() => app.synth()).toThrow(
      'providerName is "slack". Allowed: a name that is unique in the account and region; One/Slack/Provider/Resource and ' +
        'Two/Slack/Provider/Resource have it. Rename one of them, or leave providerName out.',
    );
  });

  it('as the 51st of its region, unless that is acknowledged', () => {
    const app = new App();
    const shop = shopStack(app);
    const secret = StoredSecret.field(secretOf(shop), 'client_secret');
    for (let index = 0; index < 51; index++) oauthIn(shop, { clientSecret: secret }, `Slack${index}`);
    const message =
      '[cdk-agentcore:credential-providers-over-quota] credential providers of this kind is 51. ' +
      'Allowed: 50 in an account and region, unless AWS has raised the quota. ' +
      'Let gateways and agents share providers, or ask AWS for more.';
    const errors = shop.node.findAll().flatMap((construct) => construct.node.validate());
    expect(errors).toEqual([expect.stringContaining(message)]);
  });
});

it('No value of a secret reaches a template', () => {
  const stack = shopStack();
  const secret = new secretsmanager.Secret(stack, 'Own', {
    generateSecretString: { generateStringKey: 'client_secret', secretStringTemplate: '{}' },
  });
  oauthIn(stack, { clientSecret: StoredSecret.field(secret, 'client_secret') });
  const { SlackOauth2ProviderConfig: config } = resourceOf(stack, TYPE).Properties.Oauth2ProviderConfigInput;
  expect(config).toEqual({
    ClientId: 'client',
    ClientSecretSource: 'EXTERNAL',
    ClientSecretConfig: { SecretId: stack.resolve(secret.secretArn), JsonKey: 'client_secret' },
  });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('resolve:secretsmanager');
});
