import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Input } from '../../../lib/cedar';
import { Outbound, SmithyModel, SmithyTools, type SmithyToolsOptions } from '../../../lib/gateway';
import { OAuthProvider } from '../../../lib/identity';
import { ToolDefinitions } from '../../../lib/tools';
import { inventoryModel, shapeId } from '../../smithy/inventory';
import { ENV, shop, synthError } from '../shop';

const TARGET = 'AWS::BedrockAgentCore::GatewayTarget';
const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };

/** Without the operation that streams. */
function quietModel(): any {
  const model = inventoryModel();
  model.shapes[shapeId('Inventory')].operations.pop();
  return model;
}

function fileWith(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'smithy-test-')), 'inventory.json');
  writeFileSync(path, text);
  return path;
}

const targetIn = (stack: Stack): any => Object.values(Template.fromStack(stack).findResources(TARGET))[0];
const grantsIn = (stack: Stack): any[] =>
  Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(
    (policy: any) => policy.Properties.PolicyDocument.Statement,
  );

const refusal = (...problems: string[]) =>
  new Error(['Shop/Tools/Inventory cannot be built:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));

function added(options: SmithyToolsOptions) {
  const { app, stack, tools } = shop(DENIED);
  return { app, stack, tools, inventory: tools.addSmithy('Inventory', options) };
}

describe('SmithyTools of a model in code', () => {
  it('have the model in the template, and need nothing but what the operations do', () => {
    const { stack } = added({ model: SmithyModel.fromInline(quietModel()), description: 'What is in stock' });
    expect(targetIn(stack).Properties).toEqual({
      Name: 'Inventory',
      Description: 'What is in stock',
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      CredentialProviderConfigurations: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
      TargetConfiguration: { Mcp: { SmithyModel: { InlinePayload: JSON.stringify(quietModel()) } } },
    });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('take it as text too', () => {
    const text = JSON.stringify(quietModel(), undefined, 1);
    const { stack } = added({ model: SmithyModel.fromInline(text) });
    expect(targetIn(stack).Properties.TargetConfiguration.Mcp.SmithyModel.InlinePayload).toBe(
      JSON.stringify(quietModel()),
    );
  });

  it('have a tool for each operation', () => {
    const { inventory } = added({ model: SmithyModel.fromInline(quietModel()) });
    expect(inventory.allTools.map(({ fullName }) => fullName)).toEqual([
      'Inventory___SearchItems',
      'Inventory___DescribeEndpoints',
      'Inventory___PutItem',
      'Inventory___GetItem',
      'Inventory___CountItems',
      'Inventory___ListShelves',
    ]);
  });

  it('are verified in policies by what the operations take', () => {
    const synthesized = (field: string) => {
      const { app, tools, inventory } = added({ model: SmithyModel.fromInline(quietModel()) });
      tools.permit('Get', { tools: [inventory.tool('GetItem')], when: [Input.of(field).equalTo('1')] });
      return app;
    };
    expect(() => synthesized('itemId').synth()).not.toThrow();
    expect(synthError(synthesized('itemID'))).toContain('Did you mean');
  });

  it('of some operations have the model of these alone, and tell readers of the template their tools', () => {
    const { stack, inventory } = added({ model: SmithyModel.fromInline(inventoryModel()), operations: ['GetItem'] });
    expect(inventory.allTools.map(({ name }) => name)).toEqual(['GetItem']);
    const target = targetIn(stack);
    const model = JSON.parse(target.Properties.TargetConfiguration.Mcp.SmithyModel.InlinePayload as string);
    expect(Object.keys(model.shapes).filter((id) => model.shapes[id].type === 'operation')).toEqual([
      shapeId('GetItem'),
    ]);
    expect(target.Metadata['cdk-agentcore:tools']).toEqual([
      {
        name: 'GetItem',
        description: 'Looks an item up. It may be gone.',
        inputSchema: {
          type: 'object',
          properties: { itemId: { type: 'string', description: 'Which item.' }, withStock: { type: 'boolean' } },
          required: ['itemId'],
        },
      },
    ]);
  });

  it('give the role of the gateway what the operations need', () => {
    const statements = [
      new iam.PolicyStatement({ actions: ['inventory:GetItem'], resources: ['arn:aws:inventory:::item/*'] }),
    ];
    const { stack } = added({ model: SmithyModel.fromInline(quietModel()), operations: ['GetItem'], statements });
    expect(grantsIn(stack)).toEqual([
      { Effect: 'Allow', Action: 'inventory:GetItem', Resource: 'arn:aws:inventory:::item/*' },
    ]);
    expect(targetIn(stack).DependsOn).toEqual([expect.stringMatching(/^ToolsRoleGrants/)]);
  });

  it('need no statements where a token is what authorizes the calls', () => {
    const { stack, tools } = shop(DENIED);
    const providerArn =
      'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/oauth2credentialprovider/idp';
    const options = {
      model: SmithyModel.fromInline(quietModel()),
      outbound: Outbound.oauth(OAuthProvider.fromOAuthProviderAttributes(stack, 'Idp', { providerArn })),
      statements: [
        new iam.PolicyStatement({ actions: ['inventory:GetItem'], resources: ['arn:aws:inventory:::item/*'] }),
      ],
    };
    expect(() => tools.addSmithy('Inventory', options)).toThrow(
      refusal(
        'statements is "given beside Outbound.oauth". Allowed: with Outbound.gatewayRole only: a call with a token is not ' +
          'authorized by IAM. Leave it out.',
      ),
    );
  });

  it('may be called with a token of the application', () => {
    const { app, stack, tools } = shop(DENIED);
    const provider = OAuthProvider.fromOAuthProviderAttributes(stack, 'Idp', {
      providerArn:
        'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/oauth2credentialprovider/idp',
    });
    tools.addSmithy('Inventory', {
      model: SmithyModel.fromInline(quietModel()),
      outbound: Outbound.oauth(provider, { scopes: ['read'] }),
    });
    expect(targetIn(stack).Properties.CredentialProviderConfigurations[0].CredentialProviderType).toBe('OAUTH');
    expect(() => app.synth()).not.toThrow();
  });
});

describe('SmithyTools of a file', () => {
  /** Longer than what goes into the template. */
  const longModel = () => {
    const model = quietModel();
    model.shapes[shapeId('NotFound')].traits['smithy.api#documentation'] = 'x'.repeat(70_000);
    return model;
  };

  it('have a short one in the template', () => {
    const { stack } = added({ model: SmithyModel.fromFile(fileWith(JSON.stringify(quietModel()))) });
    expect(targetIn(stack).Properties.TargetConfiguration.Mcp.SmithyModel).toEqual({
      InlinePayload: JSON.stringify(quietModel()),
    });
  });

  it('have a long one as an asset, of which the gateway may read this one object', () => {
    const { app, stack } = added({ model: SmithyModel.fromFile(fileWith(JSON.stringify(longModel()))) });
    const { Uri } = targetIn(stack).Properties.TargetConfiguration.Mcp.SmithyModel.S3;
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(Uri as string) as unknown as string[];
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${bucket}/${key}`]] },
      },
    ]);
    expect(targetIn(stack).DependsOn).toEqual(['ToolsRoleGrants494F7647']);
    const deployed = readFileSync(join(app.synth().directory, `asset.${key}`), 'utf8');
    expect(JSON.parse(deployed)).toEqual(longModel());
  });

  it('of some operations need no asset where these are short', () => {
    const model = SmithyModel.fromFile(fileWith(JSON.stringify(longModel())));
    const { stack } = added({ model, operations: ['PutItem'] });
    const { InlinePayload } = targetIn(stack).Properties.TargetConfiguration.Mcp.SmithyModel;
    const { shapes } = JSON.parse(InlinePayload as string);
    expect(Object.keys(shapes)).toContain(shapeId('PutItem'));
    expect(Object.keys(shapes)).not.toContain(shapeId('GetItem'));
  });
});

describe('SmithyTools of a model in a bucket', () => {
  const inBucket = (options: Partial<SmithyToolsOptions> = {}, encryptionKey?: (stack: Stack) => kms.IKey) => {
    const { app, stack, tools } = shop(DENIED);
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Models', {
      bucketName: 'models',
      encryptionKey: encryptionKey?.(stack),
    });
    const model = SmithyModel.fromBucket(bucket, 'inventory.json', { ownerAccount: '210987654321' });
    return { app, stack, tools, inventory: tools.addSmithy('Inventory', { model, ...options }) };
  };

  it('may read this object, with the key of the bucket', () => {
    const { stack } = inBucket({}, (scope) =>
      kms.Key.fromKeyArn(scope, 'Key', `arn:aws:kms:eu-central-1:123456789012:key/1`),
    );
    expect(targetIn(stack).Properties.TargetConfiguration.Mcp.SmithyModel).toEqual({
      S3: { Uri: 's3://models/inventory.json', BucketOwnerAccountId: '210987654321' },
    });
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::models/inventory.json']] },
      },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-central-1:123456789012:key/1',
        Condition: expect.anything(),
      },
    ]);
  });

  it('are not known, so that policies are about all of them', () => {
    const { stack, tools, inventory } = inBucket();
    expect(inventory.allTools).toEqual([inventory.everyTool]);
    expect(targetIn(stack).Metadata).toBeUndefined();
    expect(() => tools.permit('All', { tools: [inventory.everyTool] })).not.toThrow();
  });

  it('are known where they are declared', () => {
    const get = { name: 'GetItem', description: 'Looks an item up', inputSchema: { type: 'object' } };
    const { stack, inventory } = inBucket({ tools: ToolDefinitions.of(get) });
    expect(inventory.allTools.map(({ fullName }) => fullName)).toEqual(['Inventory___GetItem']);
    expect(targetIn(stack).Metadata['cdk-agentcore:tools']).toEqual([get]);
  });
});

it('SmithyTools may stand in another stack than the gateway', () => {
  const app = new App();
  const { stack, tools } = shop(DENIED, app);
  const other = new Stack(app, 'Stock', { env: ENV });
  new SmithyTools(other, 'Inventory', {
    gateway: tools,
    model: SmithyModel.fromBucket(s3.Bucket.fromBucketName(other, 'Models', 'models'), 'inventory.json'),
  });
  expect(grantsIn(other).map(({ Action }) => Action)).toEqual(['s3:GetObject']);
  expect(other.dependencies).toEqual([stack]);
});

describe('SmithyTools are refused', () => {
  const model = () => SmithyModel.fromInline(quietModel());
  const changed = (change: (shapes: any) => void) => {
    const own = quietModel();
    change(own.shapes);
    return { model: SmithyModel.fromInline(own) };
  };

  it.each<[string, () => SmithyToolsOptions, string[]]>([
    [
      'a file that is not there',
      () => ({ model: SmithyModel.fromFile('no/model.json') }),
      [
        'model is "no/model.json". Allowed: a file that can be read (there is none at this path). Give the path from the folder that the app is run in, or an absolute path.',
      ],
    ],
    [
      'a model that is none',
      () => ({ model: SmithyModel.fromInline('namespace com.example'), operations: ['GetItem'] }),
      [
        `model is "Smithy IDL". Allowed: a Smithy model in its JSON form: {"smithy": "2.0", "shapes": {…}}. Make it with Smithy's command: smithy ast model.smithy > model.json.`,
      ],
    ],
    [
      'operations that it does not have, or twice',
      () => ({ model: model(), operations: ['GetItems', 'PutItem', 'PutItem'] }),
      [
        `operations[0] is "GetItems". Allowed: an operation of com.example.inventory#Inventory. Did you mean "GetItem"?`,
        'operations[2] is "PutItem". Allowed: each operation once. Remove it.',
      ],
    ],
    [
      'a list of no operations',
      () => ({ model: model(), operations: [] }),
      ['operations is []. Allowed: at least one operation. Leave it out for all operations of the model.'],
    ],
    [
      'a service without operations',
      () => changed((shapes) => (shapes[shapeId('Inventory')] = { type: 'service' })),
      [
        'model: com.example.inventory#Inventory is "without operations". Allowed: a service with at least one operation. Bind the operations to the service.',
      ],
    ],
    [
      'an operation that is not in the model',
      () => changed((shapes) => Reflect.deleteProperty(shapes, shapeId('CountItems'))),
      [
        'model: com.example.inventory#Inventory is "one that refers to com.example.inventory#CountItems". Allowed: references to shapes of the model. Build the model anew: smithy ast writes it with every shape that it needs.',
      ],
    ],
    [
      'an input that is not in the model, each shape once',
      () => changed((shapes) => Reflect.deleteProperty(shapes, shapeId('ItemId'))),
      [
        'model: com.example.inventory#PutItemInput is "one that refers to com.example.inventory#ItemId". Allowed: references to shapes of the model. Build the model anew: smithy ast writes it with every shape that it needs.',
      ],
    ],
    [
      'an operation without a method and a path',
      () => changed((shapes) => (shapes[shapeId('CountItems')].traits = {})),
      [
        'model: com.example.inventory#CountItems is "without smithy.api#http". Allowed: an operation with a method and a URI, as the service speaks aws.protocols#restJson1. Give the operation the trait @http.',
      ],
    ],
    [
      'tools beside a model at hand',
      () => ({ model: model(), tools: ToolDefinitions.of() }),
      [
        'tools is "given beside a model that is read at synth". Allowed: with SmithyModel.fromBucket only: here the model says what the tools are. Leave it out, and select some with operations.',
      ],
    ],
    [
      'a model that is too long',
      () =>
        changed((shapes) => (shapes[shapeId('NotFound')].traits['smithy.api#documentation'] = 'x'.repeat(10_500_000))),
      ['model: the size in bytes is 10506393. Allowed: at most 10485760. Select operations.'],
    ],
    [
      'a way out that Smithy targets do not have',
      () => ({ model: model(), outbound: Outbound.none({ reason: 'a public service' }) }),
      [
        'outbound is "Outbound.none". Allowed: for a Smithy target: Outbound.gatewayRole, Outbound.oauth. Choose one of these.',
      ],
    ],
    [
      'a name that models do not take with the target before it',
      () => ({ model: model(), operations: ['CountItems'], targetName: 'I'.repeat(60) }),
      [
        `tools[0].name is "CountItems". Allowed: at most 64 characters as models see it, "${'I'.repeat(60)}___CountItems", which has 73. Shorten the tool's name or the target's by 9.`,
      ],
    ],
  ])('with %s', (_what, options, problems) => {
    expect(() => added(options())).toThrow(refusal(...problems));
  });

  it('in a bucket with operations, and with an owner that is no account', () => {
    const { stack, tools } = shop(DENIED);
    const bucket = s3.Bucket.fromBucketName(stack, 'Models', 'models');
    const inBucket = SmithyModel.fromBucket(bucket, 'inventory.json', { ownerAccount: '12' });
    expect(() => tools.addSmithy('Inventory', { model: inBucket, operations: ['GetItem'] })).toThrow(
      refusal(
        'operations is ["GetItem"]. Allowed: with SmithyModel.fromFile or SmithyModel.fromInline: a model in a bucket is taken as it is. Take the file, or put a model with these operations alone into the bucket.',
        'model ownerAccount is "12". Allowed: the 12 digits of an AWS account. Leave it out for a bucket of the account of the gateway.',
      ),
    );
  });
});

describe('What the documentation does not promise of a model', () => {
  const synthesized = (change: (shapes: any) => void, operations?: string[]) => {
    const own = inventoryModel();
    change(own.shapes);
    return added({ model: SmithyModel.fromInline(own), operations });
  };
  const traits = (shapes: any) => shapes[shapeId('Inventory')].traits;

  it.each<[string, (shapes: any) => void, string[] | undefined, string]>([
    [
      'another protocol',
      (shapes) => {
        delete traits(shapes)['aws.protocols#restJson1'];
        traits(shapes)['aws.protocols#awsJson1_0'] = {};
      },
      ['GetItem'],
      '[cdk-agentcore:smithy-protocol] model: the protocol of com.example.inventory#Inventory is "aws.protocols#awsJson1_0". Allowed: aws.protocols#restJson1, the only one that the documentation of the gateway promises. Call each tool once it is deployed, or write a Lambda function for what you need of the service.',
    ],
    [
      'a service of others',
      (shapes) => delete traits(shapes)['aws.api#service'],
      ['GetItem'],
      '[cdk-agentcore:smithy-not-aws] model: com.example.inventory#Inventory is "without aws.api#service". Allowed: a service of AWS: the gateway does not support models of others. Describe the service with OpenAPI, which smithy build can write.',
    ],
    [
      'operations that stream',
      () => undefined,
      undefined,
      '[cdk-agentcore:smithy-streaming] model: com.example.inventory#ImportItems is "sent or answered bit by bit (smithy.api#streaming)". Allowed: operations without streaming. Leave it out: name the others in operations.',
    ],
  ])('fails the synth until it is acknowledged: %s', (_what, change, operations, message) => {
    const failing = synthesized(change, operations);
    expect(synthError(failing.app)).toContain(message);
    const { app, inventory } = synthesized(change, operations);
    const id = /\[([^\]]+)\]/.exec(message)![1];
    Validations.of(inventory).acknowledge({ id, reason: 'tried' });
    expect(() => app.synth()).not.toThrow();
  });

  it('is nothing where the operations that stream are left out', () => {
    expect(() => synthesized(() => undefined, ['GetItem']).app.synth()).not.toThrow();
  });
});
