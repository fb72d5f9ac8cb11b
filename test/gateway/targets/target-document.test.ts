import { aws_s3 as s3 } from 'aws-cdk-lib';
import { HttpSchema, OpenApiDescription, SmithyModel, TargetCertificate, ToolList } from '../../../lib/gateway';
import { sentence, type Problem } from '../../../lib/core/refusal';
import { shop } from '../shop';

/** What may be in a bucket, by the word that messages have for it. */
const IN_BUCKET: Record<string, (bucket: s3.IBucket, key: string) => { _problems(): Problem[] }> = {
  api: (bucket, key) => OpenApiDescription.fromBucket(bucket, key),
  model: (bucket, key) => SmithyModel.fromBucket(bucket, key),
  schema: (bucket, key) => HttpSchema.fromBucket(bucket, key),
  toolList: (bucket, key) => ToolList.fromBucket(bucket, key),
  certificate: (bucket, key) => TargetCertificate.fromBucket(bucket, key),
};

describe.each(Object.entries(IN_BUCKET))('%s in a bucket', (about, of) => {
  const bucket = s3.Bucket.fromBucketName(shop().stack, 'Bucket', 'shop');
  const problems = (key: string) => of(bucket, key)._problems().map(sentence);
  const allowed = (bytes: number) =>
    `Allowed: the key of an object: 1 to 1024 bytes, and it has ${bytes}. Write the key as it is in the bucket.`;

  it('has a key', () => {
    expect(problems('')).toEqual([`${about} key is "". ${allowed(0)}`]);
  });

  it('has one that S3 can have', () => {
    expect(problems('x'.repeat(1024))).toEqual([]);
    expect(problems('ü'.repeat(513))).toEqual([`${about} key is "${'ü'.repeat(117)}...". ${allowed(1026)}`]);
  });
});
