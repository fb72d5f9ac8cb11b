import { aws_kms as kms } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { jwt, shop } from './shop';

const ARN = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const VIA = { 'kms:ViaService': 'bedrock-agentcore.eu-central-1.amazonaws.com' };

/** A gateway that is encrypted with a key of another app. */
function encrypted(): Template {
  const { stack } = shop();
  return Template.fromStack(shopWith(kms.Key.fromKeyArn(stack, 'Key', ARN)).stack);
}

function shopWith(encryptionKey: kms.IKey) {
  return shop({ inboundAuth: jwt(), encryptionKey });
}

describe('The key of a gateway', () => {
  it('encrypts it', () => {
    encrypted().hasResourceProperties('AWS::BedrockAgentCore::Gateway', { KmsKeyArn: ARN });
  });

  it('is used by its role through AgentCore only, and for this gateway only', () => {
    const roles = encrypted().findResources('AWS::IAM::Role');
    const statements = Object.values(roles)
      .flatMap(({ Properties }) => Properties.Policies ?? [])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }: any) => JSON.stringify(Action).includes('kms:'));
    const thisGateway = {
      StringLike: {
        'kms:EncryptionContext:aws:bedrock-agentcore-gateway:arn': {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, expect.stringMatching(/:gateway\/[a-z0-9-]+-\?{10}$/)]],
        },
      },
    };
    expect(statements).toEqual([
      { Action: 'kms:DescribeKey', Effect: 'Allow', Resource: ARN, Condition: { StringEquals: VIA } },
      {
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Effect: 'Allow',
        Resource: ARN,
        Condition: { StringEquals: VIA, ...thisGateway },
      },
      {
        Action: 'kms:CreateGrant',
        Effect: 'Allow',
        Resource: ARN,
        Condition: {
          StringEquals: { ...VIA, 'kms:GrantConstraintType': 'EncryptionContextSubset' },
          'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt', 'GenerateDataKey'] },
          ...thisGateway,
        },
      },
    ]);
  });

  it('is AWS’s own where none is given', () => {
    Template.fromStack(shop({ inboundAuth: jwt() }).stack).hasResourceProperties('AWS::BedrockAgentCore::Gateway', {
      KmsKeyArn: Match.absent(),
    });
  });

  it('is refused where it cannot encrypt', () => {
    const { stack } = shop();
    const key = new kms.Key(stack, 'Signs', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY });
    expect(() => shopWith(key)).toThrow(
      'encryptionKey is "a key with the spec RSA_2048 for SIGN_VERIFY". Allowed: a symmetric key: SYMMETRIC_DEFAULT for ' +
        'ENCRYPT_DECRYPT. Leave keySpec and keyUsage of the key out.',
    );
  });

  describe.each(['encryptionKey', 'policyEncryptionKey'])('as %s', (prop) => {
    const refused = (key: kms.IKey, sentence: string) =>
      expect(() => shop({ [prop]: key })).toThrow(new Error(`Shop/Tools cannot be built:\n  - ${prop} is ${sentence}`));

    it('is refused as an alias', () => {
      const { stack } = shop();
      const sentence = '"an alias". Allowed: a key: the service takes its ARN. Give the key itself.';
      refused(new kms.Key(stack, 'Key').addAlias('shop'), sentence);
      refused(kms.Alias.fromAliasName(stack, 'Alias', 'alias/shop'), sentence);
    });

    it('is refused in another region', () => {
      const { stack } = shop();
      refused(
        kms.Key.fromKeyArn(stack, 'Far', 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555'),
        '"a key in us-east-1". Allowed: a key in eu-central-1, the region of the gateway. ' +
          'Make one there, or a replica of a multi-region key.',
      );
    });
  });
});
