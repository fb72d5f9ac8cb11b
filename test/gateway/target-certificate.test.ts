import { aws_kms as kms, aws_s3 as s3, aws_secretsmanager as secretsmanager, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Outbound, TargetCertificate } from '../../lib/gateway';
import { TARGET_KINDS } from '../../lib/gateway/targets/target-kind';
import { shop } from './shop';
import { AnyTarget } from './targets/any-target';

const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:ca';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';

/** The certificates of the one target, what its gateway's role may do, and whether the target waits for that. */
function trusting(make: (stack: Stack) => TargetCertificate) {
  const { stack, tools } = shop(DENIED);
  const outbound = Outbound.none({ reason: 'open' });
  new AnyTarget(stack, 'Crm', { gateway: tools, kind: TARGET_KINDS.openApi, certificate: make(stack), outbound });
  const template = Template.fromStack(stack);
  const [target] = Object.values(template.findResources('AWS::BedrockAgentCore::GatewayTarget'));
  const [[grants, policy]] = Object.entries(template.findResources('AWS::IAM::Policy'));
  expect(target.DependsOn).toEqual([grants]);
  return {
    certificates: target.Properties.CertificateConfigurations,
    statements: policy.Properties.PolicyDocument.Statement,
  };
}

const read = (action: string, resource: unknown) => ({ Effect: 'Allow', Action: action, Resource: resource });

describe('A certificate authority of a target', () => {
  it('is one object of a bucket', () => {
    const found = trusting((stack) =>
      TargetCertificate.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-certificates'), 'ca.pem'),
    );
    expect(found).toEqual({
      certificates: [{ S3: { Uri: 's3://shop-certificates/ca.pem' } }],
      statements: [
        read('s3:GetObject', {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::shop-certificates/ca.pem']],
        }),
      ],
    });
  });

  it('is one object of a bucket of another account, whose owner the service then checks', () => {
    const { certificates } = trusting((stack) =>
      TargetCertificate.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-certificates'), 'ca.pem', {
        ownerAccount: '111122223333',
      }),
    );
    expect(certificates).toEqual([
      { S3: { Uri: 's3://shop-certificates/ca.pem', BucketOwnerAccountId: '111122223333' } },
    ]);
  });

  it('is refused with what is no account', () => {
    const make = (stack: Stack) =>
      TargetCertificate.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-certificates'), 'ca.pem', {
        ownerAccount: 'shop',
      });
    expect(() => trusting(make)).toThrow(
      new Error(
        'Shop/Crm cannot be built:\n' +
          '  - certificate ownerAccount is "shop". Allowed: the 12 digits of an AWS account. Leave it out for a bucket of the account of the gateway.',
      ),
    );
  });

  it('of an encrypted bucket is decrypted with its key', () => {
    const { statements } = trusting((stack) =>
      TargetCertificate.fromBucket(
        s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
          bucketName: 'shop-certificates',
          encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY),
        }),
        'ca.pem',
      ),
    );
    expect(statements[1]).toEqual({ ...read('kms:Decrypt', KEY), Condition: expect.anything() });
  });

  it('is a secret, by its whole ARN', () => {
    const arn = `${SECRET}-AbCdEf`;
    const found = trusting((stack) =>
      TargetCertificate.fromSecret(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', arn)),
    );
    expect(found).toEqual({
      certificates: [{ SecretsManager: { SecretArn: arn } }],
      statements: [read('secretsmanager:GetSecretValue', arn)],
    });
  });

  it('is a secret whose last six characters nobody knows', () => {
    const found = trusting((stack) =>
      TargetCertificate.fromSecret(secretsmanager.Secret.fromSecretPartialArn(stack, 'Secret', SECRET)),
    );
    expect(found).toEqual({
      certificates: [{ SecretsManager: { SecretArn: SECRET } }],
      statements: [read('secretsmanager:GetSecretValue', `${SECRET}-??????`)],
    });
  });

  it('is a secret of the app with a key of its own', () => {
    const { certificates, statements } = trusting((stack) =>
      TargetCertificate.fromSecret(
        new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') }),
      ),
    );
    expect(certificates).toEqual([{ SecretsManager: { SecretArn: { Ref: 'SecretA720EF05' } } }]);
    expect(statements).toEqual([
      read('secretsmanager:GetSecretValue', { Ref: 'SecretA720EF05' }),
      read('kms:Decrypt', { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }),
    ]);
  });
});
