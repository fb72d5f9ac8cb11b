import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim, Input } from '../../../lib/cedar';
import {
  OpenApiDescription,
  Operations,
  Outbound,
  UnsupportedInputs,
  type OpenApiToolsOptions,
} from '../../../lib/gateway';
import { ToolDefinitions } from '../../../lib/tools';
import { PETS } from '../../openapi/pets';
import { gitHubText } from '../../openapi/specifications';
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

  it('uploads a long description, which the gateway may read and nothing else', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const github = tools.addOpenApi('GitHub', {
      api: OpenApiDescription.fromInline(gitHubText()),
      operations: [Operations.at('/repos/{owner}/{repo}/issues/**')],
      safeNames: true,
      unsupportedInputs: UnsupportedInputs.NARROW,
      outbound: open,
    });
    tools.permit('Developers', { tools: github.allTools, when: permitted('dev') });
    const [target] = Object.values(Template.fromStack(stack).findResources(TARGET)) as any[];
    const { S3 } = target.Properties.TargetConfiguration.Mcp.OpenApiSchema;
    const bucket = `cdk-hnb659fds-assets-123456789012-eu-central-1`;
    expect(S3.Uri).toMatch(new RegExp(`^s3://${bucket}/[0-9a-f]{64}\\.json$`));
    const key = S3.Uri.split('/').pop();
    const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy');
    expect(Object.values(policies).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
      {
        Action: 's3:GetObject',
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${bucket}/${key}`]] },
      },
    ]);
    expect(target.DependsOn).toContain(Object.keys(policies)[0]);
    expect(github.allTools.length).toBeGreaterThan(20);
    expect(github.notes.every((note) => /^openapi:\d+: /.test(note))).toBe(true);
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
            Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::apis/pets.json']] },
          },
          { Action: 'kms:Decrypt', Effect: 'Allow', Resource: encryptionKey.keyArn },
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
