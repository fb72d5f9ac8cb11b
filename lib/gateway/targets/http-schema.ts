/** The description of a target over HTTP: what the gateway's policies know of its requests. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { aws_iam as iam, aws_s3_assets as assets, Token } from 'aws-cdk-lib';
import type { aws_bedrockagentcore as agentcore, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../core/refusal';
import type { HttpOperation } from './http-operation';
import { operationProblems } from './http-operation';
import { describedOperations } from './http-description';

/** A description in a bucket. */
export interface HttpSchemaInBucketOptions {
  /**
   * What it describes, as far as policies name it.
   * @default - not known at synth: policies can only be about the whole target
   */
  readonly operations?: HttpOperation[];
  /**
   * The account of the bucket: 12 digits.
   * @default - that of the gateway
   */
  readonly bucketOwner?: string;
}

/**
 * A description of the requests and responses of a target over HTTP, in OpenAPI 3 or Smithy. The gateway passes requests on
 * with or without it; policies can ask for the fields that it names, and for no others.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-http-passthrough.html
 */
export class HttpSchema {
  /** What these operations say: their paths and the fields of their bodies. */
  static of(...operations: HttpOperation[]): HttpSchema {
    return new HttpSchema({ operations });
  }

  /**
   * A file, read at synth: OpenAPI as JSON or YAML, whose operations policies then know, or a Smithy model as JSON. Up to
   * 10 MB; a large one is uploaded as an asset.
   * @param path from the folder in which the app runs, or absolute
   */
  static fromFile(path: string): HttpSchema {
    try {
      return new HttpSchema({ file: path, text: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') });
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      const problem = {
        about: 'schema',
        value: path,
        allowed: `a file that can be read (${code})`,
        fix: 'Give the path from the folder that the app is run in, or an absolute path.',
      };
      return new HttpSchema({ problem });
    }
  }

  /** A text: OpenAPI as JSON or YAML, whose operations policies then know, or a Smithy model as JSON. */
  static fromInline(text: string): HttpSchema {
    return new HttpSchema({ text });
  }

  /** An object in a bucket, which the gateway may read, and nothing else in it. */
  static fromBucket(bucket: s3.IBucket, key: string, options: HttpSchemaInBucketOptions = {}): HttpSchema {
    return new HttpSchema({ ...options, bucket, key });
  }

  private described?: { readonly operations?: readonly HttpOperation[]; readonly problems: readonly Problem[] };

  private constructor(private readonly source: Source) {}

  /** @internal What policies know; undefined where they know nothing. */
  get _operations(): readonly HttpOperation[] | undefined {
    return this.source.operations ?? this.read().operations;
  }

  /** @internal */
  _problems(): Problem[] {
    const { problem, operations, key, bucketOwner } = this.source;
    if (problem) return [problem];
    return [
      ...(operations ? operationProblems('schema operations', operations) : []),
      ...(operations?.length === 0 ? [noOperation] : []),
      ...(key === '' ? [{ about: 'schema key', value: key, allowed: 'the key of an object', fix: 'Name it.' }] : []),
      ...(bucketOwner !== undefined && !Token.isUnresolved(bucketOwner) && !/^\d{12}$/.test(bucketOwner)
        ? [
            {
              about: 'schema bucketOwner',
              value: bucketOwner,
              allowed: '12 digits',
              fix: 'Write the id of the account.',
            },
          ]
        : []),
      ...this.read().problems,
    ];
  }

  /** @internal What the target is told, and what the gateway needs to read it. */
  _bind(scope: Construct): BoundSchema {
    const { bucket, key, bucketOwner, file, operations } = this.source;
    if (bucket) return inBucket(bucket, key!, bucketOwner);
    const text = this.source.text ?? JSON.stringify(documentOf(operations!));
    if (file === undefined || Buffer.byteLength(text) <= LONGEST_INLINE) {
      return { schema: { source: { inlinePayload: text } }, statements: [] };
    }
    const asset = new assets.Asset(scope, 'Schema', { path: resolve(file) });
    return inBucket(asset.bucket, asset.s3ObjectKey);
  }

  private read() {
    const { text, file, problem } = this.source;
    if (problem || text === undefined) return { problems: [] };
    return (this.described ??= describedOperations(text, file));
  }
}

/** A description as a target has it. */
export interface BoundSchema {
  readonly schema: agentcore.CfnGatewayTarget.HttpApiSchemaConfigurationProperty;
  readonly statements: iam.PolicyStatement[];
}

interface Source {
  readonly operations?: readonly HttpOperation[];
  readonly text?: string;
  readonly file?: string;
  readonly bucket?: s3.IBucket;
  readonly key?: string;
  readonly bucketOwner?: string;
  readonly problem?: Problem;
}

/** Beyond it a template would be mostly description; the service itself takes 1 MB inline. */
const LONGEST_INLINE = 64 * 1024;

const noOperation: Problem = {
  about: 'schema operations',
  value: [],
  allowed: 'at least one operation',
  fix: 'Leave them out where they are not known.',
};

function inBucket(bucket: s3.IBucket, key: string, bucketOwnerAccountId?: string): BoundSchema {
  const statements = [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(key)] })];
  if (bucket.encryptionKey) {
    statements.push(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [bucket.encryptionKey.keyArn] }));
  }
  const uri = `s3://${bucket.bucketName}/${key}`;
  return { schema: { source: { s3: { uri, ...(bucketOwnerAccountId && { bucketOwnerAccountId }) } } }, statements };
}

/** The least that OpenAPI asks for. */
function documentOf(operations: readonly HttpOperation[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const { path, method, _variables, _body } = operation;
    const parameters = _variables.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        ...(parameters.length > 0 && { parameters }),
        ...(_body && { requestBody: { required: true, content: { 'application/json': { schema: complete(_body) } } } }),
        responses: { 200: { description: 'OK' } },
      },
    };
  }
  return { openapi: OPENAPI_VERSION, info: { title: 'Target', version: '1' }, paths };
}

/** The gateway knows 3.1 too, but of a body without its own words this says the same. */
const OPENAPI_VERSION = '3.0.3';

/** OpenAPI 3.0 wants to know what is in a list. */
function complete(schema: unknown): unknown {
  if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) return schema;
  const { type, items, properties, ...rest } = schema as Record<string, unknown>;
  return {
    type,
    ...rest,
    ...(type === 'array' && { items: items === undefined ? {} : complete(items) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties as object).map(([name, field]) => [name, complete(field)]),
      ),
    }),
  };
}
