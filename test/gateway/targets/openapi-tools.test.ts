import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_kms as kms, aws_s3 as s3, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim, Input } from '../../../lib/cedar';
import {
  ApiKeyPlace,
  OpenApiDescription,
  Operations,
  Outbound,
  UnsupportedInputs,
  type OpenApiToolsOptions,
} from '../../../lib/gateway';
import { ApiKeyProvider } from '../../../lib/identity';
import { ToolDefinitions } from '../../../lib/tools';
import { PETS, pets } from '../../openapi/pets';
import { jwt, orderTools, shop } from '../shop';

const TARGET = 'AWS::BedrockAgentCore::GatewayTarget';
const open = Outbound.none({ reason: 'the test is about descriptions' });
const permitted = (team: string) => [Claim.of('team').equalTo(team)];

/** A shop whose gateway has the pets, and a permit for all of them. */
function petShop(options: Partial<OpenApiToolsOptions> = {}) {
  const made = shop({ inboundAuth: jwt() });
  const pets = made.tools.addOpenApi('Pets', { api: OpenApiDescription.fromInline(PETS), outbound: open, ...options });
  made.tools.permit('Zoo', { tools: pets.allTools, when: permitted('zoo') });
  return { ...made, pets };
}

const targetOf = (stack: Stack): any => Object.values(Template.fromStack(stack).findResources(TARGET))[0];

const textIn = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const inS3 = (path: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${path}`]] });

const names = ({ pets }: ReturnType<typeof petShop>) => pets.allTools.map(({ name }) => name);

describe('OpenApiTools', () => {
  it('is a target with the operations as tools', () => {
    const made = petShop();
    expect(names(made)).toEqual(['list_pets', 'add_pet', 'get_pet', 'remove_pet']);
    const { Properties } = targetOf(made.stack);
    expect(Properties).toMatchObject({ Name: 'Pets', TargetConfiguration: { Mcp: { OpenApiSchema: {} } } });
    expect(Properties.CredentialProviderConfigurations).toBeUndefined();
    const deployed = JSON.parse(Properties.TargetConfiguration.Mcp.OpenApiSchema.InlinePayload);
    expect(deployed).toMatchObject({ openapi: '3.0.3', servers: [{ url: 'https://api.example.com/v1' }] });
  });

  it('has policies verified against what the description says of inputs', () => {
    const made = petShop();
    made.tools.permit('Vets', {
      tools: [made.pets.tool('add_pet')],
      when: [Claim.of('team').equalTo('vets'), Input.of('nmae').equalTo('Rex')],
    });
    expect(() => made.app.synth()).toThrow(/a field of the input of Pets___add_pet\. Did you mean "name"\?/);
  });

  it('deploys only the operations that are taken', () => {
    const made = petShop({
      operations: [Operations.tagged('write'), Operations.named('get_pet')],
      withoutOperations: [Operations.at('/pets', 'POST'), Operations.named('remove_pet')],
    });
    expect(names(made)).toEqual(['get_pet']);
    const { InlinePayload } = targetOf(made.stack).Properties.TargetConfiguration.Mcp.OpenApiSchema;
    expect(Object.keys(JSON.parse(InlinePayload).paths)).toEqual(['/pets/{id}']);
  });

  it('calls and describes tools as it is told, at the address that it is told', () => {
    const made = petShop({
      toolNames: { list_pets: 'search' },
      descriptions: { list_pets: 'Finds pets.' },
      server: 'https://staging.example.com',
      operations: [Operations.named('list_pets')],
    });
    expect(made.pets.tool('search').definition.description).toBe('Finds pets.');
    const { InlinePayload } = targetOf(made.stack).Properties.TargetConfiguration.Mcp.OpenApiSchema;
    expect(JSON.parse(InlinePayload).servers).toEqual([{ url: 'https://staging.example.com' }]);
  });

  it('takes a file, and says its line where something is wrong', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'pets-')), 'pets.json');
    writeFileSync(path, JSON.stringify({ ...PETS, servers: undefined }, undefined, 2));
    expect(() => petShop({ api: OpenApiDescription.fromFile(path) })).toThrow(
      `Shop/Tools/Pets cannot be built:\n  - ${path}:1: servers is missing. Allowed: a list with the address of the API.`,
    );
  });

  describe('a long description', () => {
    /** Longer than what may stand in the template, with what is narrowed and named anew. */
    const long = () => {
      const parameters = [{ name: 'q', in: 'query', schema: { oneOf: [{ type: 'string' }, { type: 'object' }] } }];
      const list = { operationId: 'pets/list', description: 'x'.repeat(70_000), parameters };
      return OpenApiDescription.fromInline(pets({ paths: { '/pets': { get: list } } }));
    };
    const narrowed = { safeNames: true, unsupportedInputs: UnsupportedInputs.NARROW };

    it('is uploaded, and the gateway may read it and nothing else', () => {
      const { stack, pets: target } = petShop({ api: long(), ...narrowed });
      const { Properties, DependsOn } = targetOf(stack);
      const { S3 } = Properties.TargetConfiguration.Mcp.OpenApiSchema;
      const bucket = `cdk-hnb659fds-assets-123456789012-eu-central-1`;
      expect(S3.Uri).toMatch(new RegExp(`^s3://${bucket}/[0-9a-f]{64}\\.json$`));
      const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy');
      expect(Object.values(policies).flatMap((policy) => policy.Properties.PolicyDocument.Statement)).toEqual([
        { Action: 's3:GetObject', Effect: 'Allow', Resource: inS3(`${bucket}/${S3.Uri.split('/').pop()}`) },
      ]);
      expect(DependsOn).toContain(Object.keys(policies)[0]);
      expect(target.allTools.map(({ name }) => name)).toEqual(['pets_list', 'add_pet', 'get_pet', 'remove_pet']);
      expect(target.notes).toEqual([expect.stringMatching(/^openapi:\d+: .* is string, of string or object$/)]);
    });

    it.each([
      ['leaves nothing in the temporary folder', {}, 0],
      [
        'stays there where assets are not staged, as it is what is deployed',
        { 'aws:cdk:disable-asset-staging': true },
        1,
      ],
    ])('%s', (_, context, more) => {
      const { tools } = shop({ inboundAuth: jwt() }, new App({ context }));
      const server = `https://${randomUUID()}.example.com`;
      tools.addOpenApi('Pets', { api: long(), outbound: open, server, ...narrowed });
      // Other tests write there too.
      const made = readdirSync(tmpdir())
        .filter((name) => name.startsWith('description-'))
        .map((name) => join(tmpdir(), name))
        .filter((folder) => textIn(join(folder, 'openapi.json')).includes(server));
      for (const folder of made) rmSync(folder, { recursive: true });
      expect(made).toHaveLength(more);
    });
  });

  describe('what a model cannot fill in', () => {
    const withParameters = (...parameters: object[]) =>
      OpenApiDescription.fromInline(pets({ paths: { '/pets': { get: { parameters } } } }));
    const header = (name: string, more = {}) => ({ name, in: 'header', schema: { type: 'string' }, ...more });
    const query = (name: string, more = {}) => ({ ...header(name, more), in: 'query' });
    const withKey = (place: ApiKeyPlace, ...parameters: object[]) => {
      const { stack, tools } = shop({ inboundAuth: jwt() });
      const key = ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Key', {
        providerArn:
          'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/apikeycredentialprovider/k',
      });
      const api = withParameters(...parameters);
      const target = tools.addOpenApi('Pets', { api, outbound: Outbound.apiKey(key, { place }) });
      const { properties } = target.tool('list_pets').definition.inputSchema as { properties?: object };
      return { inputs: Object.keys(properties ?? {}), notes: target.notes };
    };

    it.each<[string, ApiKeyPlace, object[]]>([
      [
        'the header of the API key',
        ApiKeyPlace.header({ name: 'X-Api-Key' }),
        [header('x-api-key', { required: true }), query('X-Api-Key')],
      ],
      [
        'the query parameter of the API key',
        ApiKeyPlace.query('X-Api-Key'),
        [query('X-Api-Key', { required: true }), query('x-api-key')],
      ],
    ])('is %s', (_, place, parameters) => {
      const { inputs, notes } = withKey(place, ...parameters);
      expect(inputs).toEqual([(parameters[1] as { name: string }).name]);
      expect(notes).toEqual(['openapi:1: GET /pets parameters.0 is left out: the gateway writes its API key there']);
    });

    it.each(['Host', 'cookie', 'X-Forwarded-For', 'X-Amzn-Trace-Id'])('is the header %s', (name) => {
      const made = petShop({ api: withParameters(header(name), query('q')) });
      expect(made.pets.tool('list_pets').definition.inputSchema).toEqual({
        type: 'object',
        properties: { q: { type: 'string' } },
      });
      expect(made.pets.notes).toEqual([
        'openapi:1: GET /pets parameters.0 is left out: it is a header that HTTP itself or AWS uses',
      ]);
    });

    it('is refused where the call needs it', () => {
      expect(() => petShop({ api: withParameters(header('Cookie', { required: true })) })).toThrow(
        'Shop/Tools/Pets cannot be built:\n  - openapi:1: parameter "Cookie" of GET /pets is "required". Allowed: no ' +
          'parameter that tools cannot have: it is a header that HTTP itself or AWS uses. Leave the operation out.',
      );
    });
  });

  it('takes a description in a bucket, whose tools nobody knows at synth', () => {
    const made = shop({ inboundAuth: jwt() });
    const encryptionKey = kms.Key.fromKeyArn(
      made.stack,
      'Key',
      'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555',
    );
    const bucket = s3.Bucket.fromBucketAttributes(made.stack, 'Bucket', { bucketName: 'apis', encryptionKey });
    const api = OpenApiDescription.fromBucket(bucket, 'pets.json', { ownerAccount: '210987654321' });
    const pets = made.tools.addOpenApi('Pets', { api, outbound: open });
    made.tools.permit('Zoo', { tools: pets.allTools, when: permitted('zoo') });
    expect(pets.allTools.map(({ fullName }) => fullName)).toEqual(['Pets___*']);
    expect(targetOf(made.stack).Properties.TargetConfiguration).toEqual({
      Mcp: { OpenApiSchema: { S3: { Uri: 's3://apis/pets.json', BucketOwnerAccountId: '210987654321' } } },
    });
    Template.fromStack(made.stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 's3:GetObject',
            Effect: 'Allow',
            Resource: inS3('apis/pets.json'),
          },
          {
            Action: 'kms:Decrypt',
            Effect: 'Allow',
            Resource: encryptionKey.keyArn,
            Condition: {
              StringEquals: {
                'kms:ViaService': 's3.eu-central-1.amazonaws.com',
                // With bucket keys it is the bucket, else the object.
                'kms:EncryptionContext:aws:s3:arn': [inS3('apis'), inS3('apis/pets.json')],
              },
            },
          },
        ],
      },
    });
  });

  it('takes the tools of a description in a bucket as they are declared', () => {
    const made = shop({ inboundAuth: jwt() });
    const api = OpenApiDescription.fromBucket(s3.Bucket.fromBucketName(made.stack, 'Bucket', 'apis'), 'orders.json');
    const orders = made.tools.addOpenApi('Orders', { api, outbound: open, tools: orderTools() });
    made.tools.permit('Zoo', { tools: [orders.tool('get_order')], when: permitted('zoo') });
    expect(targetOf(made.stack).Metadata['cdk-agentcore:tools']).toEqual(orderTools().definitions);
  });

  it.each<[string, (stack: Stack) => Partial<OpenApiToolsOptions>, string]>([
    [
      'a file that is not there',
      () => ({ api: OpenApiDescription.fromFile('apis/none.yaml') }),
      'api is "apis/none.yaml". Allowed: a file that can be read (there is none at this path). Give the path from the folder ' +
        'that the app is run in, or an absolute path.',
    ],
    [
      'the account of a bucket that is none',
      (stack) => ({
        api: OpenApiDescription.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'apis'), 'a.json', {
          ownerAccount: '1',
        }),
      }),
      'api ownerAccount is "1". Allowed: the 12 digits of an AWS account. Leave it out for a bucket of the account of the gateway.',
    ],
    [
      'operations of a description in a bucket',
      (stack) => ({
        api: OpenApiDescription.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'apis'), 'a.json'),
        operations: [Operations.named('list_pets')],
      }),
      'operations is "given for a description in a bucket". Allowed: only for a description that is read at synth. Give the ' +
        'description as a file, or leave it out.',
    ],
    [
      'tools beside a description that tells them',
      () => ({ tools: ToolDefinitions.of(...orderTools().definitions) }),
      'tools is "given for a description that is read at synth". Allowed: only for a description in a bucket: here the ' +
        'description tells the tools. Leave it out.',
    ],
    [
      'an operation that there is not',
      () => ({ operations: [Operations.named('list_pet')] }),
      'openapi: operations Operations.named is "list_pet". Allowed: an operation of the description. Did you mean "list_pets"?',
    ],
  ])('is refused with %s', (_, options, problem) => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const make = () =>
      tools.addOpenApi('Pets', { api: OpenApiDescription.fromInline(PETS), outbound: open, ...options(stack) });
    expect(make).toThrow(`Shop/Tools/Pets cannot be built:\n  - ${problem}`);
  });
});
