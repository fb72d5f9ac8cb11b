import {
  App,
  aws_iam as iam,
  aws_kms as kms,
  aws_secretsmanager as secretsmanager,
  Fn,
  SecretValue,
  Stack,
} from 'aws-cdk-lib';
import { AgentIdentity, ApiKeyProvider, StoredSecret, type ApiKeyProviderProps } from '../../lib/identity';
import {
  DIRECTORY,
  granted,
  HERE,
  refusals,
  resourceOf,
  SECRET_ARN,
  secretOf,
  shopStack,
  statementsIn,
  SUPPORT,
  VAULT,
} from './credential-stack';

const TYPE = 'AWS::BedrockAgentCore::ApiKeyCredentialProvider';
const WEATHER = '<WeatherProvider.CredentialProviderArn>';
const readSecret = { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: SECRET_ARN };
const keyOf = (provider: string) => ({
  Action: 'bedrock-agentcore:GetResourceApiKey',
  Effect: 'Allow',
  Resource: [DIRECTORY, SUPPORT, VAULT, provider],
});

function apiKeyIn(stack: Stack, props: Partial<ApiKeyProviderProps> = {}, id = 'Weather'): ApiKeyProvider {
  return new ApiKeyProvider(stack, id, {
    apiKey: props.apiKey ?? StoredSecret.field(secretOf(stack), 'key'),
    ...props,
  });
}

describe('An API key provider', () => {
  it('refers to the key where it is, and no value reaches the template', () => {
    const stack = shopStack();
    const provider = apiKeyIn(stack, { tags: { team: 'shop' } });
    expect(resourceOf(stack, TYPE).Properties).toEqual({
      Name: provider.providerName,
      ApiKeySecretSource: 'EXTERNAL',
      ApiKeySecretConfig: { SecretId: SECRET_ARN, JsonKey: 'key' },
      Tags: [{ Key: 'team', Value: 'shop' }],
    });
    expect(provider.providerName).toMatch(/^Shop-Weather-[0-9A-F]{8}$/);
    expect(provider.credentialProvider.apiKeyCredentialProviderName).toBe(provider.providerName);
  });

  it('gives its key to one workload, which may read one secret and use its key', () => {
    const stack = shopStack();
    const secret = new secretsmanager.Secret(stack, 'Own', { encryptionKey: new kms.Key(stack, 'Key') });
    const provider = apiKeyIn(stack, { apiKey: StoredSecret.field(secret, 'key') });
    expect(statementsIn(stack, provider._tokenStatements([SUPPORT]))).toEqual([
      keyOf(WEATHER),
      { ...readSecret, Resource: '<Own>' },
      expect.objectContaining({ Action: 'kms:Decrypt', Resource: '<Key.Arn>' }),
    ]);
  });

  it('with a key in the template says why, and lets only the copy of AgentCore be read', () => {
    const stack = shopStack();
    const apiKey = StoredSecret.inTemplate(SecretValue.unsafePlainText('demo'), { reason: 'A public demo key.' });
    const provider = apiKeyIn(stack, { apiKey, providerName: 'weather' });
    expect(resourceOf(stack, TYPE)).toMatchObject({
      Metadata: { 'cdk-agentcore:justifications': { 'the API key stands in the template': 'A public demo key.' } },
      Properties: { ApiKey: 'demo', ApiKeySecretSource: 'MANAGED' },
    });
    const copy =
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:bedrock-agentcore-identity!default/apikey/weather';
    expect(statementsIn(stack, provider._tokenStatements([SUPPORT]))).toEqual([
      keyOf(WEATHER),
      { ...readSecret, Resource: [`${copy}-??????`, `${copy}-????????-??????`] },
    ]);
  });

  it('is granted to a principal as one workload', () => {
    const stack = shopStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    apiKeyIn(stack).grantCredentials(role, AgentIdentity.fromIdentityArn(stack, 'Identity', SUPPORT));
    const Resource = expect.arrayContaining([WEATHER, VAULT, DIRECTORY, SUPPORT]);
    expect(granted(stack)).toEqual([{ ...keyOf(WEATHER), Resource }, readSecret]);
  });

  it('may exist already, with the copy of AgentCore or with a secret of yours', () => {
    const stack = shopStack();
    const providerArn = `${VAULT}/apikeycredentialprovider/weather`;
    const statements = (id: string, apiKey?: secretsmanager.ISecret) => {
      const provider = ApiKeyProvider.fromApiKeyProviderAttributes(stack, id, { providerArn, apiKey });
      expect(provider.providerName).toBe('weather');
      return statementsIn(stack, provider._tokenStatements([SUPPORT]));
    };
    expect(statements('A', secretOf(stack))).toEqual([keyOf(providerArn), readSecret]);
    expect(statements('B')[1]).toMatchObject({
      Resource: [
        expect.stringContaining(':secret:bedrock-agentcore-identity!default/apikey/weather-??????'),
        expect.stringContaining(':secret:bedrock-agentcore-identity!default/apikey/weather-????????-??????'),
      ],
    });
  });

  it.each(['weather', `${VAULT}/oauth2credentialprovider/weather`])('is not imported by %s', (providerArn) => {
    expect(
      refusals(() => ApiKeyProvider.fromApiKeyProviderAttributes(shopStack(), 'Weather', { providerArn })),
    ).toEqual([
      `providerArn is "${providerArn}". Allowed: arn:<partition>:bedrock-agentcore:<region>:<account>:token-vault/` +
        'default/apikeycredentialprovider/<name>. Write the ARN that AgentCore gave, not the name of the provider.',
    ]);
  });

  it('may be imported by an ARN that is known at deployment only', () => {
    const stack = shopStack();
    const providerArn = Fn.importValue('WeatherArn');
    const provider = ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Weather', { providerArn });
    expect(statementsIn(stack, provider._tokenStatements([SUPPORT]))[0]).toMatchObject({
      Resource: [DIRECTORY, SUPPORT, VAULT, { 'Fn::ImportValue': 'WeatherArn' }],
    });
  });

  it('is refused with the key itself, which is not repeated, and with a name of another shape', () => {
    const props = { apiKey: 'sk-never-shown' as unknown as StoredSecret, providerName: '' };
    expect(refusals(() => apiKeyIn(shopStack(), props))).toEqual([
      'apiKey is "something else than a StoredSecret". Allowed: where the value is, never the value itself. ' +
        'Write StoredSecret.field(secret, jsonKey).',
      'providerName is "". Allowed: 1 to 128 letters, digits, - and _, known at synth. ' +
        'Choose such a name, or leave it out: then it is derived from the construct path.',
    ]);
  });

  it('is refused with the name of another, when the app is complete', () => {
    const app = new App();
    for (const id of ['One', 'Two']) apiKeyIn(new Stack(app, id, { env: HERE }), { providerName: 'weather' });
    expect(() => app.synth()).toThrow(
      'providerName is "weather". Allowed: a name that is unique in the account and region',
    );
  });
});
