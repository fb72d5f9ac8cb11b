/** Where the Smithy model of a service is. */
import { readFileSync } from 'node:fs';
import type { aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { dynamicReferences, referenceProblem } from '../../core/dynamic-reference';
import type { Problem } from '../../core/refusal';
import { prunedModel } from '../../smithy/pruned-model';
import { readSmithy, SmithyDocument } from '../../smithy/smithy-document';
import { SMITHY_LIMITS } from '../../smithy/smithy-limits';
import { documentInBucket, documentOf, objectProblems, unreadable } from './target-document';
import type { DescriptionInBucketOptions, TargetDocument } from './target-document';

/**
 * The Smithy model of a service, in its JSON form, at most 10 MB of what is deployed. AWS publishes those of its services.
 *
 * @see https://github.com/aws/api-models-aws
 * @see https://smithy.io/2.0/spec/json-ast.html
 */
export class SmithyModel {
  /**
   * A file. It is read at synth, and what is taken of it is deployed: in the template while it is short, else as an asset.
   * @param path from the folder in which the app runs, or absolute
   */
  static fromFile(path: string): SmithyModel {
    try {
      return new SmithyModel({ read: readSmithy(readFileSync(path, 'utf8'), path) });
    } catch (error) {
      return new SmithyModel({ read: unreadable('model', path, error) });
    }
  }

  /**
   * A model in code.
   * @param model the model as an object, or its text
   */
  static fromInline(model: any): SmithyModel {
    return new SmithyModel({ read: readSmithy(typeof model === 'string' ? model : JSON.stringify(model), 'model') });
  }

  /** An object in a bucket. It is not read at synth, so its tools are unknown unless they are declared. */
  static fromBucket(bucket: s3.IBucket, key: string, options: DescriptionInBucketOptions = {}): SmithyModel {
    return new SmithyModel({ bucket, key, ownerAccount: options.ownerAccount });
  }

  private constructor(private readonly source: Source) {}

  /** @internal Whether it is read by the service only. */
  get _isInBucket(): boolean {
    return this.source.bucket !== undefined;
  }

  /** @internal The model; undefined where it is not at hand, or is none. */
  get _document(): SmithyDocument | undefined {
    const { read } = this.source;
    return read instanceof SmithyDocument ? read : undefined;
  }

  /** @internal What is wrong with where it is. */
  _problems(): Problem[] {
    const { read, key, ownerAccount } = this.source;
    if (read === undefined) return objectProblems('model', key!, ownerAccount);
    return read instanceof SmithyDocument ? [] : [read];
  }

  /** @internal What is wrong with what is deployed of it. */
  _deployedProblems(operationIds: readonly string[] | undefined): Problem[] {
    const { fileBytes } = SMITHY_LIMITS;
    const { name } = this._document!;
    const references = dynamicReferences(this.deployed(operationIds)).map(({ path, text }) =>
      referenceProblem(`${name}: ${path.join('.')}`, text),
    );
    const bytes = Buffer.byteLength(this.text(operationIds));
    if (bytes <= fileBytes) return references;
    const about = `${name}: the size in bytes`;
    return [{ about, value: bytes, allowed: `at most ${fileBytes}`, fix: 'Select operations.' }, ...references];
  }

  /**
   * @internal
   * @param operationIds those that stay; all where there are none
   */
  _render(scope: Construct, operationIds: readonly string[] | undefined): TargetDocument {
    const { bucket, key, ownerAccount } = this.source;
    return bucket
      ? documentInBucket(bucket, key!, ownerAccount)
      : documentOf(scope, this.text(operationIds), 'smithy-model.json');
  }

  private text(operationIds: readonly string[] | undefined): string {
    return JSON.stringify(this.deployed(operationIds));
  }

  private deployed(operationIds: readonly string[] | undefined): object {
    const document = this._document!;
    return operationIds ? prunedModel(document, operationIds) : document.root;
  }
}

interface Source {
  /** The model, or why it is none. */
  readonly read?: SmithyDocument | Problem;
  readonly bucket?: s3.IBucket;
  readonly key?: string;
  readonly ownerAccount?: string;
}
