/** Where the Smithy model of a service is. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws_iam as iam, aws_s3_assets as s3_assets, Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../core/refusal';
import { prunedModel } from '../../smithy/pruned-model';
import { readSmithy, SmithyDocument } from '../../smithy/smithy-document';
import { SMITHY_LIMITS } from '../../smithy/smithy-limits';
import { TOOL_LIMITS } from '../../tools/tool-limits';

/** Whose bucket a model is in. */
export interface SmithyModelObjectOptions {
  /**
   * The account that owns the bucket: 12 digits.
   * @default - the account of the gateway
   */
  readonly ownerAccount?: string;
}

/**
 * The Smithy model of a service, in its JSON form. AWS publishes those of its services.
 *
 * @see https://github.com/aws/api-models-aws
 * @see https://smithy.io/2.0/spec/json-ast.html
 */
export class SmithyModel {
  /**
   * A file, at most 10 MB. It is read at synth, and deployed as an asset.
   * @param path from the folder in which the app runs, or absolute
   */
  static fromFile(path: string): SmithyModel {
    return new SmithyModel({ path });
  }

  /**
   * A model in code. It becomes part of the template, which takes 1 MB of all that is in it.
   * @param model the model as an object, or its text
   */
  static fromInline(model: any): SmithyModel {
    return new SmithyModel({ text: typeof model === 'string' ? model : JSON.stringify(model) });
  }

  /** An object in a bucket, at most 10 MB. It is not read at synth, so its tools are unknown unless they are declared. */
  static fromBucket(bucket: s3.IBucket, key: string, options: SmithyModelObjectOptions = {}): SmithyModel {
    return new SmithyModel({ bucket, key, ...options });
  }

  private read?: SmithyDocument | Problem;

  private constructor(private readonly source: Source) {}

  /** @internal Whether it is read at synth. */
  get _isAtHand(): boolean {
    return this.source.bucket === undefined;
  }

  /** @internal The model; undefined where it is not at hand, or is none. */
  get _document(): SmithyDocument | undefined {
    const read = this.document();
    return read instanceof SmithyDocument ? read : undefined;
  }

  /** @internal */
  _problems(operationIds: readonly string[] | undefined): Problem[] {
    const { bucket, ownerAccount } = this.source;
    if (bucket) return ownerProblems(ownerAccount);
    const read = this.document()!;
    return read instanceof SmithyDocument ? this.sizeProblems(operationIds) : [read];
  }

  /**
   * @internal What the target is told, and what the gateway's role needs to read it.
   * @param operationIds those that stay; all where there are none
   */
  _render(scope: Construct, operationIds: readonly string[] | undefined): RenderedModel {
    const { bucket, key, ownerAccount, path } = this.source;
    if (bucket) return fromObject(bucket, key!, ownerAccount);
    if (path === undefined) return { configuration: { inlinePayload: this.text(operationIds) }, statements: [] };
    const asset = new s3_assets.Asset(scope, 'Model', {
      path: operationIds ? temporaryFile(this.text(operationIds)) : path,
    });
    return fromObject(asset.bucket, asset.s3ObjectKey);
  }

  private document(): SmithyDocument | Problem | undefined {
    const { path, text } = this.source;
    if (!this._isAtHand) return undefined;
    this.read ??= text === undefined ? readFile(path!) : readSmithy(text, 'model');
    return this.read;
  }

  private text(operationIds: readonly string[] | undefined): string {
    const document = this._document!;
    return operationIds || this.source.text === undefined
      ? JSON.stringify(operationIds ? prunedModel(document, operationIds) : document.root)
      : this.source.text;
  }

  private sizeProblems(operationIds: readonly string[] | undefined): Problem[] {
    const { path } = this.source;
    const most = path === undefined ? TOOL_LIMITS.inlineBytes : SMITHY_LIMITS.fileBytes;
    const bytes =
      path !== undefined && !operationIds ? readFileSync(path).length : Buffer.byteLength(this.text(operationIds));
    if (bytes <= most) return [];
    return [
      {
        about: `${path ?? 'model'}: the size in bytes`,
        value: bytes,
        allowed: `at most ${most}`,
        fix: `Select operations${path === undefined ? ', or take SmithyModel.fromFile' : ''}.`,
      },
    ];
  }
}

/** A model as the target is told it. */
export interface RenderedModel {
  readonly configuration: agentcore.CfnGatewayTarget.ApiSchemaConfigurationProperty;
  readonly statements: iam.PolicyStatement[];
}

interface Source {
  readonly path?: string;
  readonly text?: string;
  readonly bucket?: s3.IBucket;
  readonly key?: string;
  readonly ownerAccount?: string;
}

function fromObject(bucket: s3.IBucket, key: string, ownerAccount?: string): RenderedModel {
  const encryptionKey = bucket.encryptionKey?.keyArn;
  return {
    configuration: {
      s3: {
        uri: bucket.s3UrlForObject(key),
        ...(ownerAccount !== undefined && { bucketOwnerAccountId: ownerAccount }),
      },
    },
    statements: [
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(key)] }),
      ...(encryptionKey === undefined
        ? []
        : [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [encryptionKey] })]),
    ],
  };
}

function readFile(path: string): SmithyDocument | Problem {
  try {
    return readSmithy(readFileSync(path, 'utf8'), path);
  } catch (error) {
    return {
      about: 'model',
      value: path,
      allowed: `a file that can be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
      fix: 'Give the path from the folder that the app is run in, or an absolute path.',
    };
  }
}

/** An asset is a file. It stays: where assets are not staged, it is what is deployed. */
function temporaryFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'smithy-')), 'model.json');
  writeFileSync(path, text);
  return path;
}

function ownerProblems(ownerAccount: string | undefined): Problem[] {
  if (ownerAccount === undefined || Token.isUnresolved(ownerAccount) || /^\d{12}$/.test(ownerAccount)) return [];
  return [
    {
      about: 'model ownerAccount',
      value: ownerAccount,
      allowed: 'the 12 digits of an AWS account',
      fix: 'Leave it out for a bucket of the account of the gateway.',
    },
  ];
}
