/** The certificate authority by which a gateway recognizes a target that no public one vouches for. */
import {
  aws_iam as iam,
  type aws_bedrockagentcore as agentcore,
  type aws_s3 as s3,
  type aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { documentInBucket, objectProblems } from './targets/target-document';

/** Whose bucket certificates are in. */
export interface CertificateInBucketOptions {
  /**
   * The account that owns the bucket: 12 digits.
   * @default - the account of the gateway
   */
  readonly ownerAccount?: string;
}

/**
 * Certificates that a gateway trusts when it calls a target, in PEM.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CertificateConfiguration.html
 */
export class TargetCertificate {
  /** An object in a bucket. */
  static fromBucket(bucket: s3.IBucket, key: string, options: CertificateInBucketOptions = {}): TargetCertificate {
    const { ownerAccount: bucketOwnerAccountId } = options;
    const configuration = { s3: { uri: bucket.s3UrlForObject(key), bucketOwnerAccountId } };
    return new TargetCertificate(configuration, documentInBucket(bucket, key).statements, () =>
      objectProblems('certificate', key, bucketOwnerAccountId),
    );
  }

  /** A secret whose whole text is the certificates. */
  static fromSecret(secret: secretsmanager.ISecret): TargetCertificate {
    const { secretArn, secretFullArn, encryptionKey } = secret;
    return new TargetCertificate({ secretsManager: { secretArn: secretFullArn ?? secretArn } }, [
      new iam.PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        // Without the six characters at its end, the ARN is none that IAM compares with.
        resources: [secretFullArn ?? `${secretArn}-??????`],
      }),
      ...decrypting(encryptionKey?.keyArn),
    ]);
  }

  private constructor(
    /** @internal */
    readonly _configuration: agentcore.CfnGatewayTarget.CertificateConfigurationProperty,
    /** @internal What the gateway's role needs to read it. */
    readonly _statements: iam.PolicyStatement[],
    private readonly problems: () => Problem[] = () => [],
  ) {}

  /** @internal */
  _problems(): Problem[] {
    return this.problems();
  }
}

function decrypting(keyArn: string | undefined): iam.PolicyStatement[] {
  return keyArn === undefined ? [] : [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [keyArn] })];
}

/** For the target that has certificates. */
export const CERTIFICATES_NOT_IN_SCHEMA = {
  id: 'CloudFormation-Validate::F3002',
  reason:
    'CertificateConfigurations is in the documentation and in the L1, but not in the schema that aws-cdk-lib 2.276 validates with.',
};
