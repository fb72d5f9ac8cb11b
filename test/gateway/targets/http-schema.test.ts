import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { HttpOperation, HttpSchema, Outbound, PassthroughProtocol } from '../../../lib/gateway';
import { grantsIn, httpShop, refusals, targetIn, toolsIn } from './http-shop';

const YAML = `openapi: 3.1.0
info: {title: Claims, version: '1'}
paths:
  /claims/{claim}:
    parameters: [{name: claim, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: OK}}}
    put:
      requestBody: {$ref: '#/components/requestBodies/Claim'}
      responses: {'200': {description: OK}}
components:
  requestBodies:
    Claim: {content: {application/json: {schema: {$ref: '#/components/schemas/Claim'}}}}
  schemas:
    Claim: {type: object, required: [amount], properties: {amount: {type: integer}, note: {type: [string, 'null']}}}
`;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'http-schema-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function withSchema(schema: HttpSchema) {
  const { stack, tools } = httpShop();
  const outbound = Outbound.gatewayRole();
  const endpoint = 'https://claims.example.com';
  const target = tools.addPassthrough('Claims', { endpoint, protocol: PassthroughProtocol.CUSTOM, outbound, schema });
  return { stack, target, source: () => targetIn(stack).Properties.TargetConfiguration.Http.Passthrough.Schema.Source };
}

const wrong = (schema: HttpSchema) => refusals(() => withSchema(schema));

describe('HttpSchema', () => {
  it('reads the operations of a file, references and all', () => {
    const { stack, source } = withSchema(HttpSchema.fromFile(fileOf('claims.yaml', YAML)));
    expect(toolsIn(stack)).toEqual([
      {
        name: 'GET:/claims/{claim}',
        description: 'GET /claims/{claim}',
        inputSchema: { type: 'object', properties: { claim: { type: 'string' } } },
      },
      {
        name: 'PUT:/claims/{claim}',
        description: 'PUT /claims/{claim}',
        inputSchema: {
          type: 'object',
          properties: { claim: { type: 'string' }, amount: { type: 'integer' }, note: { type: 'string' } },
          required: ['amount'],
        },
      },
    ]);
    expect(source()).toEqual({ InlinePayload: YAML });
  });

  it('uploads a large file, which the gateway may read', () => {
    const path = fileOf('large.yaml', `${YAML}# ${'x'.repeat(70_000)}\n`);
    const { stack, target, source } = withSchema(HttpSchema.fromFile(path));
    expect(target.allTools).toHaveLength(2);
    const uri = JSON.stringify(source().S3.Uri);
    const [, key] = /\/([0-9a-f]{64}\.yaml)/.exec(uri)!;
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, `:s3:::cdk-hnb659fds-assets-123456789012-eu-central-1/${key}`],
          ],
        },
      },
    ]);
  });

  it('leaves a Smithy model to the gateway: its operations are not known', () => {
    const model = '{"metadata": {"owner": {}}, "smithy": "2.0", "shapes": {}}';
    const { target, source } = withSchema(HttpSchema.fromInline(model));
    expect(target.allTools.map(({ isEvery }) => isEvery)).toEqual([true]);
    expect(source()).toEqual({ InlinePayload: model });
  });

  it('reads one object of a bucket of another account, with its key', () => {
    const { stack, tools } = httpShop();
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Schemas', {
      bucketName: 'schemas',
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:210987654321:key/1234abcd'),
    });
    const operations = [HttpOperation.of('POST', '/claims')];
    const target = tools.addPassthrough('Claims', {
      endpoint: 'https://claims.example.com',
      protocol: PassthroughProtocol.CUSTOM,
      outbound: Outbound.gatewayRole(),
      schema: HttpSchema.fromBucket(bucket, 'claims.json', { operations, ownerAccount: '210987654321' }),
    });
    expect(target.allTools.map(({ name }) => name)).toEqual(['POST:/claims']);
    expect(targetIn(stack).Properties.TargetConfiguration.Http.Passthrough.Schema.Source).toEqual({
      S3: { Uri: 's3://schemas/claims.json', BucketOwnerAccountId: '210987654321' },
    });
    expect(grantsIn(stack)[1]).toEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:eu-central-1:210987654321:key/1234abcd',
      Condition: expect.anything(),
    });
  });

  describe('refuses', () => {
    it('a file that is not there', () => {
      expect(wrong(HttpSchema.fromFile('no/claims.yaml'))).toEqual([
        'schema is "no/claims.yaml". Allowed: a file that can be read (there is none at this path). Give the path from the folder that the ' +
          'app is run in, or an absolute path.',
      ]);
    });

    it('a description of another version', () => {
      expect(wrong(HttpSchema.fromInline('{"swagger": "2.0"}'))).toEqual([
        'schema:1: swagger is "2.0". Allowed: an OpenAPI description of version 3.0 and 3.1. Convert it to OpenAPI 3, for ' +
          'instance with swagger2openapi.',
      ]);
    });

    it('a description of nothing', () => {
      expect(wrong(HttpSchema.fromInline('{"openapi": "3.0.3", "paths": {}}'))).toEqual([
        'schema paths is {}. Allowed: a description with at least one operation. Describe one.',
      ]);
    });

    it('no operation at all', () => {
      expect(wrong(HttpSchema.of())).toEqual([
        'schema operations is []. Allowed: at least one operation. Leave them out where they are not known.',
      ]);
    });

    it('a file of more than 10 MB', () => {
      const path = fileOf('huge.yaml', `# ${'x'.repeat(10 * 1024 * 1024)}`);
      expect(wrong(HttpSchema.fromFile(path))).toEqual([
        `the size of ${path} in bytes is 10485762. Allowed: at most 10485760. Leave out what policies do not ask for.`,
      ]);
    });

    it('a text of more than 1 MB, which would stand in the template', () => {
      expect(wrong(HttpSchema.fromInline(`# ${'x'.repeat(1024 * 1024)}`))).toEqual([
        'the size of schema in bytes is 1048578. Allowed: at most 1048576. Put it into a file: HttpSchema.fromFile(…).',
      ]);
    });

    it('an object without a key, and an account that is none', () => {
      const { stack } = httpShop();
      const bucket = s3.Bucket.fromBucketName(stack, 'Schemas', 'schemas');
      expect(wrong(HttpSchema.fromBucket(bucket, '', { ownerAccount: 'partner' }))).toEqual([
        'schema key is "". Allowed: the key of an object: 1 to 1024 bytes, and it has 0. Write the key as it is in the bucket.',
        'schema ownerAccount is "partner". Allowed: the 12 digits of an AWS account. Leave it out for a bucket of the account of ' +
          'the gateway.',
      ]);
    });
  });
});
