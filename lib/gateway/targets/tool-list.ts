/** The tools of a target as an object in a bucket, which the service reads in place of the template. */
import type { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import { documentInBucket, objectProblems } from './target-document';
import type { DescriptionInBucketOptions, TargetDocument } from './target-document';

/**
 * A list of tools that the service reads from a bucket, where the template would become too large with it or where others
 * than the app's owners write it. It is not read at synth: what is told of the tools besides has to be what it says.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export class ToolList {
  /** An object that holds the list as JSON. The gateway may read it, and nothing else in the bucket. */
  static fromBucket(bucket: s3.IBucket, key: string, options: DescriptionInBucketOptions = {}): ToolList {
    return new ToolList(documentInBucket(bucket, key, options.ownerAccount), key, options.ownerAccount);
  }

  private constructor(
    private readonly document: TargetDocument,
    private readonly key: string,
    private readonly ownerAccount?: string,
  ) {}

  /** @internal */
  get _source(): TargetDocument['source'] {
    return this.document.source;
  }

  /** @internal What the gateway's role needs to read it. */
  get _statements(): iam.PolicyStatement[] {
    return this.document.statements;
  }

  /** @internal */
  _problems(): Problem[] {
    return objectProblems('toolList', this.key, this.ownerAccount);
  }
}
