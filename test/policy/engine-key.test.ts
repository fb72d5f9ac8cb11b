import { App, aws_bedrockagentcore as agentcore, aws_kms as kms, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ToolGateway } from '../../lib/gateway';
import { ENV } from '../gateway/shop';

const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const ENGINE_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/Risk-a1b2c3d4e5';
const VIA = { 'kms:ViaService': 'bedrock-agentcore.eu-central-1.amazonaws.com' };
const CONTEXT = 'kms:EncryptionContext:aws:bedrock-agentcore-policy:policy-engine-arn';
const account = {
  AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:root']] },
};
const enginesNamed = (name: string) => ({
  [CONTEXT]: {
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        `:bedrock-agentcore:eu-central-1:123456789012:policy-engine/${name}-??????????`,
      ],
    ],
  },
});

function only(template: Template, type: string): any {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

/** What the key's policy says besides that the account administers it. */
function statementsOf(template: Template): unknown[] {
  const [administration, ...others] = only(template, 'AWS::KMS::Key').Properties.KeyPolicy.Statement;
  expect(administration.Action).toBe('kms:*');
  return others;
}

function requiredByGateway(template: Template): any[] {
  return only(template, 'AWS::IAM::Role').Properties.Policies[0].PolicyDocument.Statement;
}

const expectedOn = (name: string) => [
  {
    Effect: 'Allow',
    Principal: account,
    Action: 'kms:CreateGrant',
    Resource: '*',
    Condition: {
      StringEquals: { ...VIA, 'kms:GrantConstraintType': 'EncryptionContextSubset' },
      ArnLike: enginesNamed(name),
      'ForAllValues:StringEquals': {
        'kms:GrantOperations': [
          'Encrypt',
          'Decrypt',
          'GenerateDataKey',
          'GenerateDataKeyWithoutPlaintext',
          'ReEncryptFrom',
          'ReEncryptTo',
        ],
      },
    },
  },
  {
    Effect: 'Allow',
    Principal: account,
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: '*',
    Condition: { StringEquals: VIA, ArnLike: enginesNamed(name) },
  },
  { Effect: 'Allow', Principal: account, Action: 'kms:DescribeKey', Resource: '*', Condition: { StringEquals: VIA } },
];

describe('The key of a policy engine', () => {
  it('may be used by the account through AgentCore only, for this engine only', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const key = new kms.Key(stack, 'Key');
    new ToolGateway(stack, 'Tools', { policyEncryptionKey: key });
    const template = Template.fromStack(stack);
    expect(statementsOf(template)).toEqual(expectedOn('Shop_Tools_F74F9C83'));
    expect(only(template, 'AWS::BedrockAgentCore::PolicyEngine').Properties).toMatchObject({
      Name: 'Shop_Tools_F74F9C83',
      EncryptionKeyArn: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
    });
  });

  it('may be used by the role of the gateway, which reads the engine, to decrypt what is of this engine', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    new ToolGateway(stack, 'Tools', { policyEncryptionKey: new kms.Key(stack, 'Key') });
    const statements = requiredByGateway(Template.fromStack(stack));
    expect(statements).toHaveLength(3);
    expect(statements[2]).toEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
      Condition: {
        StringEquals: { ...VIA, [CONTEXT]: { 'Fn::GetAtt': ['ToolsPolicyEngine90EB28C6', 'PolicyEngineArn'] } },
      },
    });
  });

  it('waits for nothing of the gateway when it is in a stack before it', () => {
    const app = new App();
    const keys = new Stack(app, 'Keys', { env: ENV });
    const stack = new Stack(app, 'Shop', { env: ENV });
    new ToolGateway(stack, 'Tools', { policyEncryptionKey: new kms.Key(keys, 'Key') });
    expect(statementsOf(Template.fromStack(keys))).toEqual(expectedOn('Shop_Tools_F74F9C83'));
    expect([keys.dependencies, stack.dependencies]).toEqual([[], [keys]]);
  });

  it('that the L2 was given gets the statements too, once for all gateways', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const policyEngine = new agentcore.PolicyEngine(stack, 'Engine', { kmsKey: new kms.Key(stack, 'Key') });
    new ToolGateway(stack, 'Tools', { policyEngine });
    new ToolGateway(stack, 'Others', { policyEngine });
    const template = Template.fromStack(stack);
    expect(only(template, 'AWS::BedrockAgentCore::PolicyEngine').Properties.Name).toBe('ShopEngineAECC2F2D');
    expect(statementsOf(template)).toEqual(expectedOn('ShopEngineAECC2F2D'));
  });

  it('that is not in the app keeps its policy, and the gateway gets its statement', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    new ToolGateway(stack, 'Tools', { policyEncryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KMS::Key', 0);
    expect(requiredByGateway(template)[2]).toMatchObject({ Action: 'kms:Decrypt', Resource: KEY_ARN });
  });

  it('of an imported engine is for the gateway too', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const policyEngine = agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', {
      policyEngineArn: ENGINE_ARN,
      kmsKeyArn: KEY_ARN,
    });
    new ToolGateway(stack, 'Tools', { policyEngine });
    expect(requiredByGateway(Template.fromStack(stack))[2]).toEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY_ARN,
      Condition: { StringEquals: { ...VIA, [CONTEXT]: ENGINE_ARN } },
    });
  });

  it('is refused beside an engine, and when it is not symmetric', () => {
    const stack = new Stack(new App(), 'Shop', { env: ENV });
    const policyEngine = new agentcore.PolicyEngine(stack, 'Engine');
    const policyEncryptionKey = new kms.Key(stack, 'Key', {
      keySpec: kms.KeySpec.RSA_2048,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
    });
    expect(() => new ToolGateway(stack, 'Tools', { policyEngine, policyEncryptionKey })).toThrow(
      new Error(
        'Shop/Tools cannot be built:\n' +
          '  - policyEncryptionKey is "given beside policyEngine". ' +
          'Allowed: one of the two: an engine has the key that it was created with. ' +
          'Give the key to the engine, or leave policyEngine out.\n' +
          '  - policyEncryptionKey is "a key with the spec RSA_2048 for SIGN_VERIFY". ' +
          'Allowed: a symmetric key: SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT. Leave keySpec and keyUsage of the key out.',
      ),
    );
  });
});
