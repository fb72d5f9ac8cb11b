/** The description of a target over HTTP: what the gateway's policies know of its requests. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../core/refusal';
import type { HttpOperation } from './http-operation';
import { operationProblems } from './http-operation';
import { describedOperations } from './http-description';
import { documentInBucket, documentOf, objectProblems, unreadable } from './target-document';
import type { DescriptionInBucketOptions, TargetDocument } from './target-document';

/** A description in a bucket. */
export interface HttpSchemaInBucketOptions extends DescriptionInBucketOptions {
  /**
   * What it describes, as far as policies name it.
   * @default - not known at synth: policies can only be about the whole target
   */
  readonly operations?: HttpOperation[];
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
      return new HttpSchema({ problem: unreadable('schema', path, error) });
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
    const { problem, operations, key, ownerAccount } = this.source;
    if (problem) return [problem];
    return [
      ...(operations ? operationProblems('schema operations', operations) : []),
      ...(operations?.length === 0 ? [noOperation] : []),
      ...(key === undefined ? [] : objectProblems('schema', key, ownerAccount)),
      ...this.read().problems,
    ];
  }

  /** @internal What the target is told, and what the gateway needs to read it. */
  _bind(scope: Construct): TargetDocument {
    const { bucket, key, ownerAccount, file, operations } = this.source;
    if (bucket) return documentInBucket(bucket, key!, ownerAccount);
    const text = this.source.text ?? JSON.stringify(descriptionOf(operations!));
    // What has no file has been written to stand in the template.
    if (file === undefined) return { source: { inlinePayload: text }, statements: [] };
    return documentOf(scope, text, basename(file));
  }

  private read() {
    const { text, file, problem } = this.source;
    if (problem || text === undefined) return { problems: [] };
    return (this.described ??= describedOperations(text, file));
  }
}

interface Source {
  readonly operations?: readonly HttpOperation[];
  readonly text?: string;
  readonly file?: string;
  readonly bucket?: s3.IBucket;
  readonly key?: string;
  readonly ownerAccount?: string;
  readonly problem?: Problem;
}

const noOperation: Problem = {
  about: 'schema operations',
  value: [],
  allowed: 'at least one operation',
  fix: 'Leave them out where they are not known.',
};

/** The least that OpenAPI asks for. */
function descriptionOf(operations: readonly HttpOperation[]): unknown {
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
