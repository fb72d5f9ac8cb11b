/** Where the OpenAPI description of an API is. */
import { readFileSync } from 'node:fs';
import type { aws_s3 as s3 } from 'aws-cdk-lib';
import type { Problem } from '../../core/refusal';
import { readOpenApi, type OpenApiDocument } from '../../openapi/openapi-document';
import { documentInBucket, objectProblems, unreadable } from './target-document';
import type { DescriptionInBucketOptions, TargetDocument } from './target-document';

/**
 * The description of an API in OpenAPI 3.0 or 3.1, as JSON or YAML.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-schema-openapi.html
 */
export class OpenApiDescription {
  /**
   * A file. It is read at synth, and what is taken of it is deployed.
   * @param path from the folder in which the app runs, or absolute
   */
  static fromFile(path: string): OpenApiDescription {
    try {
      return new OpenApiDescription({ document: readOpenApi(readFileSync(path, 'utf8'), { file: path }) });
    } catch (error) {
      return new OpenApiDescription({ problem: unreadable('api', path, error) });
    }
  }

  /**
   * A description in code.
   * @param description an object, or its text as JSON or YAML
   */
  static fromInline(description: any): OpenApiDescription {
    const text = typeof description === 'string' ? description : JSON.stringify(description);
    return new OpenApiDescription({ document: readOpenApi(text) });
  }

  /**
   * An object in a bucket, at most 10 MB. It is not read at synth: its tools are unknown unless they are declared, and
   * nothing can be selected or renamed.
   */
  static fromBucket(bucket: s3.IBucket, key: string, options: DescriptionInBucketOptions = {}): OpenApiDescription {
    return new OpenApiDescription({ bucket, key, ownerAccount: options.ownerAccount });
  }

  private constructor(private readonly source: Source) {}

  /** @internal What was read at synth. */
  get _document(): OpenApiDocument | undefined {
    return this.source.document;
  }

  /** @internal Whether it is read by the service only. */
  get _isInBucket(): boolean {
    return this.source.bucket !== undefined;
  }

  /** @internal What is wrong with where it is. */
  _problems(): Problem[] {
    const { problem, key, ownerAccount } = this.source;
    if (problem) return [problem];
    return key === undefined ? [] : objectProblems('api', key, ownerAccount);
  }

  /** @internal Only of one in a bucket. */
  _inBucket(): TargetDocument {
    const { bucket, key, ownerAccount } = this.source;
    return documentInBucket(bucket!, key!, ownerAccount);
  }
}

interface Source {
  readonly document?: OpenApiDocument;
  readonly problem?: Problem;
  readonly bucket?: s3.IBucket;
  readonly key?: string;
  readonly ownerAccount?: string;
}
