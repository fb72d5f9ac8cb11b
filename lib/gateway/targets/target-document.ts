/** A description that the service reads of a target: in the template, as an asset, or where it already is in a bucket. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { aws_iam as iam, aws_s3_assets as assets, Token } from 'aws-cdk-lib';
import type { aws_bedrockagentcore as agentcore, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../core/refusal';

/** Whose bucket a description is in. */
export interface DescriptionInBucketOptions {
  /**
   * The account that owns the bucket: 12 digits.
   * @default - the account of the gateway
   */
  readonly ownerAccount?: string;
}

/** A description as a target is told it, and what the gateway's role needs to read it. */
export interface TargetDocument {
  readonly source: agentcore.CfnGatewayTarget.ApiSchemaConfigurationProperty;
  readonly statements: iam.PolicyStatement[];
}

/** The gateway may read this object, and nothing else in the bucket. */
export function documentInBucket(bucket: s3.IBucket, key: string, ownerAccount?: string): TargetDocument {
  return {
    source: {
      s3: {
        uri: bucket.s3UrlForObject(key),
        ...(ownerAccount !== undefined && { bucketOwnerAccountId: ownerAccount }),
      },
    },
    statements: [
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(key)] }),
      ...decrypting(bucket, key),
    ],
  };
}

/**
 * By way of S3, and of this object: it says for what a key is used, with bucket keys the bucket.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
function decrypting(bucket: s3.IBucket, key: string): iam.PolicyStatement[] {
  const { encryptionKey } = bucket;
  if (!encryptionKey) return [];
  return [
    new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [encryptionKey.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': `s3.${bucket.env.region}.amazonaws.com`,
          'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects(key)],
        },
      },
    }),
  ];
}

/**
 * A short text in the template, where it can be read; a long one as an asset.
 * @param fileName for what an asset is called
 */
export function documentOf(scope: Construct, text: string, fileName: string): TargetDocument {
  if (Buffer.byteLength(text) <= LONGEST_INLINE) return { source: { inlinePayload: text }, statements: [] };
  // An asset is a file.
  const path = join(mkdtempSync(join(tmpdir(), 'description-')), fileName);
  writeFileSync(path, text);
  const asset = new assets.Asset(scope, 'Description', { path });
  // Where assets are not staged, it is what is deployed.
  if (asset.assetPath !== path) rmSync(dirname(path), { recursive: true });
  return documentInBucket(asset.bucket, asset.s3ObjectKey);
}

/** Beyond it a template would be mostly description; the service itself takes 1 MB inline. */
const LONGEST_INLINE = 64 * 1024;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html (2026-11); an address with it is no longer than the 2043 of the service */
const LONGEST_KEY = 1024;

/** What is wrong with the place of an object in a bucket. */
export function objectProblems(about: string, key: string, ownerAccount: string | undefined): Problem[] {
  return [...keyProblems(about, key), ...ownerProblems(about, ownerAccount)];
}

function keyProblems(about: string, key: string): Problem[] {
  const bytes = Buffer.byteLength(key);
  if (Token.isUnresolved(key) || (bytes >= 1 && bytes <= LONGEST_KEY)) return [];
  return [
    {
      about: `${about} key`,
      value: key,
      allowed: `the key of an object: 1 to ${LONGEST_KEY} bytes, and it has ${bytes}`,
      fix: 'Write the key as it is in the bucket.',
    },
  ];
}

function ownerProblems(about: string, ownerAccount: string | undefined): Problem[] {
  if (ownerAccount === undefined || Token.isUnresolved(ownerAccount) || /^\d{12}$/.test(ownerAccount)) return [];
  return [
    {
      about: `${about} ownerAccount`,
      value: ownerAccount,
      allowed: 'the 12 digits of an AWS account',
      fix: 'Leave it out for a bucket of the account of the gateway.',
    },
  ];
}

/** Why a file cannot be read. */
export function unreadable(about: string, path: string, error: unknown): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'there is none at this path' : (code ?? message);
  return {
    about,
    value: path,
    allowed: `a file that can be read (${why})`,
    fix: 'Give the path from the folder that the app is run in, or an absolute path.',
  };
}
