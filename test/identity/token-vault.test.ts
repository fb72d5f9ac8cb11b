import { App, aws_kms as kms, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { TokenVault } from '../../lib/identity';
import { granted, HERE, readable, refusals, resourceOf, shopStack, VAULT } from './credential-stack';

const vaultIn = (stack: Stack, key: kms.IKey, id = 'Vault') => new TokenVault(stack, id, { encryptionKey: key });
const problemsOf = (app: App) => app.node.findAll().flatMap((construct) => construct.node.validate());
const FOREIGN = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';

describe('The token vault', () => {
  it('is told the key when it is created and whenever it is another, and keeps it', () => {
    const stack = shopStack();
    const key = new kms.Key(stack, 'Key');
    expect(vaultIn(stack, key).encryptionKey).toBe(key);
    const { Properties, DependsOn } = resourceOf(stack, 'Custom::TokenVaultKey');
    expect(readable(stack, Properties)).toEqual({
      ServiceToken: expect.stringMatching(/^<VaultSettingFunction/),
      ServiceTimeout: '300',
      Setting: 'TokenVaultKey',
      TokenVaultId: 'default',
      KmsKeyArn: '<Key.Arn>',
    });
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^Key/)]));
  });

  it('may be told by a function that may do this, write its logs, and nothing else', () => {
    const stack = shopStack();
    vaultIn(stack, new kms.Key(stack, 'Key'));
    expect(granted(stack)).toEqual([
      { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: '<VaultSettingLogs.Arn>' },
      { Action: 'bedrock-agentcore:SetTokenVaultCMK', Effect: 'Allow', Resource: VAULT },
    ]);
    expect(resourceOf(stack, 'AWS::IAM::Role').Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  it('has a key that the account may use through AgentCore, for the vault', () => {
    const stack = shopStack();
    vaultIn(stack, new kms.Key(stack, 'Key'));
    const [, ...statements] = resourceOf(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement;
    const throughAgentCore = {
      'kms:CallerAccount': '111122223333',
      'kms:ViaService': 'bedrock-agentcore-identity.eu-central-1.amazonaws.com',
    };
    const vault = 'kms:EncryptionContext:aws-crypto-ec:aws:bedrock-agentcore-identity:token-vault-arn';
    const vaultArn = expect.objectContaining({ 'Fn::Join': expect.anything() });
    const everybody = { Effect: 'Allow', Principal: { AWS: '*' }, Resource: '*' };
    expect(statements).toEqual([
      {
        ...everybody,
        Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKeyWithoutPlaintext'],
        Condition: { StringEquals: { ...throughAgentCore, [vault]: vaultArn } },
      },
      { ...everybody, Action: 'kms:DescribeKey', Condition: { StringEquals: throughAgentCore } },
    ]);
  });

  it('may be in different regions of an app', () => {
    const app = new App();
    for (const region of ['eu-central-1', 'eu-west-1']) {
      const stack = new Stack(app, region, { env: { ...HERE, region } });
      vaultIn(stack, new kms.Key(stack, 'Key'));
    }
    expect(problemsOf(app)).toEqual([]);
  });
});

describe('The token vault is refused', () => {
  it.each<[string, (stack: Stack) => kms.IKey, string]>([
    [
      'with a key of another region',
      (stack) => kms.Key.fromKeyArn(stack, 'Key', FOREIGN.replace('eu-central-1', 'us-east-1')),
      'a key in us-east-1". Allowed: a key in eu-central-1, the region of the vault. Make one there, or a replica of a multi-region key.',
    ],
    [
      'with an alias',
      (stack) => new kms.Key(stack, 'Key').addAlias('vault'),
      'an alias". Allowed: a key: the service takes its ARN. Give the key itself.',
    ],
    [
      'with a key that signs',
      (stack) => new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY }),
      'a key with the spec RSA_2048 for SIGN_VERIFY". Allowed: a symmetric key: SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT. ' +
        'Leave keySpec and keyUsage of the key out.',
    ],
  ])('%s', (_, keyIn, message) => {
    const stack = shopStack();
    const key = keyIn(stack);
    expect(refusals(() => vaultIn(stack, key))).toEqual([`encryptionKey is "${message}`]);
  });

  it('when the app has two of it', () => {
    const app = new App();
    const stack = shopStack(app);
    for (const id of ['One', 'Two']) vaultIn(stack, new kms.Key(stack, `${id}Key`), id);
    const message = (paths: string) =>
      `TokenVault is ${paths}. Allowed: one in an account and region, as there is one vault. Leave the others out.`;
    expect(problemsOf(app)).toEqual([message('["Shop/One","Shop/Two"]'), message('["Shop/Two","Shop/One"]')]);
  });

  it('with a key whose policy nobody here knows, or that is not kept, unless that is acknowledged', () => {
    const app = new App();
    const stack = shopStack(app);
    const vault = vaultIn(stack, kms.Key.fromKeyArn(stack, 'Foreign', FOREIGN));
    expect(problemsOf(app)).toEqual([
      expect.stringContaining(
        '[cdk-agentcore:token-vault-key-policy] encryptionKey is "a key whose policy is not in this app". Allowed: a key whose ' +
          'policy lets the principals of the account use it through AgentCore for the vault. Let its owner add the ' +
          'statements of docs.aws.amazon.com/bedrock-agentcore/latest/devguide/kms-key-policy-configuration.html.',
      ),
    ]);
    Validations.of(vault).acknowledge({ id: 'cdk-agentcore:token-vault-key-policy', reason: 'Its owner has.' });
    expect(problemsOf(app)).toEqual([]);

    const other = new App();
    const shop = shopStack(other);
    vaultIn(shop, new kms.Key(shop, 'Key', { removalPolicy: RemovalPolicy.DESTROY }));
    expect(problemsOf(other)).toEqual([
      expect.stringContaining(
        '[cdk-agentcore:token-vault-key-not-kept] encryptionKey is "Shop/Key, which is deleted with its stack". Allowed: a key ' +
          'that is kept as long as the vault, which the stack does not delete. Give the key RemovalPolicy.RETAIN.',
      ),
    ]);
  });
});
