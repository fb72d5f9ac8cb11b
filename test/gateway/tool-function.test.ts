import { join } from 'node:path';
import {
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_lambda as lambda,
  aws_logs as logs,
  Duration,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ToolFunction, type ToolFunctionProps } from '../../lib/gateway/tool-function';
import { Project, StackWithAssets } from '../bundling/project';

const ORDERS = { 'tools/orders.ts': `export const handler = async (input: { id: string }) => ({ order: input.id });` };

function stackWith(props: Partial<ToolFunctionProps> = {}): StackWithAssets {
  const stack = new StackWithAssets();
  new ToolFunction(stack, 'Orders', { entry: new Project(ORDERS).path('tools/orders.ts'), ...props });
  return stack;
}

function templateWith(props: Partial<ToolFunctionProps> = {}): Template {
  return Template.fromStack(stackWith(props));
}

describe('ToolFunction', () => {
  it('runs on arm64 with the newest Node.js that Lambda offers', () => {
    templateWith().hasResourceProperties('AWS::Lambda::Function', {
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      Runtime: lambda.Runtime.NODEJS_LATEST.name,
      Timeout: 30,
      Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps' } },
    });
  });

  it('bundles its entry to a handler that runs alone', async () => {
    const { handler } = (await import(join(stackWith().asset, 'index.js'))) as {
      handler: (input: object) => Promise<unknown>;
    };
    expect(await handler({ id: '7' })).toEqual({ order: '7' });
  });

  it('takes what the user says instead of its defaults', () => {
    templateWith({
      description: 'Looks up orders',
      environment: { TABLE: 'orders' },
      bundling: { sourceMap: false },
      memorySize: 1024,
      timeout: Duration.minutes(1),
      tracing: lambda.Tracing.DISABLED,
      reservedConcurrentExecutions: 5,
    }).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Looks up orders',
      Environment: { Variables: { TABLE: 'orders' } },
      MemorySize: 1024,
      ReservedConcurrentExecutions: 5,
      Timeout: 60,
      TracingConfig: Match.absent(),
    });
  });

  it('writes JSON to a log group of its own, kept for a month and when the stack is deleted', () => {
    const template = templateWith();
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { RetentionInDays: 30 },
    });
    const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: logGroup } },
    });
    templateWith({ logRetention: logs.RetentionDays.ONE_YEAR }).hasResourceProperties('AWS::Logs::LogGroup', {
      RetentionInDays: 365,
    });
  });

  it('may write these logs and send traces, which have no resource level, and nothing else', () => {
    const template = templateWith();
    const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Effect: 'Allow',
                Resource: { 'Fn::GetAtt': [logGroup, 'Arn'] },
              },
            ],
          },
        },
      ],
    });
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Effect: 'Allow', Resource: '*' }],
      },
    });
  });

  it('is granted what a table grants', () => {
    const stack = new StackWithAssets();
    const entry = new Project(ORDERS).path('tools/orders.ts');
    const table = new dynamodb.TableV2(stack, 'Table', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    });
    table.grant(new ToolFunction(stack, 'Orders', { entry, tracing: lambda.Tracing.DISABLED }), 'dynamodb:GetItem');
    const template = Template.fromStack(stack);
    const [arn] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: 'dynamodb:GetItem', Effect: 'Allow', Resource: { 'Fn::GetAtt': [arn, 'Arn'] } }],
      },
    });
  });

  it('has network interfaces made only where it runs in a network, and its code cannot make any', () => {
    const stack = new StackWithAssets();
    const entry = new Project(ORDERS).path('tools/orders.ts');
    new ToolFunction(stack, 'Orders', { entry, vpc: new ec2.Vpc(stack, 'Vpc'), tracing: lambda.Tracing.DISABLED });
    const network = {
      Action: [
        'ec2:AssignPrivateIpAddresses',
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:UnassignPrivateIpAddresses',
      ],
      Resource: '*',
    };
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      ManagedPolicyArns: Match.absent(),
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
              { Effect: 'Allow', ...network },
              { Effect: 'Deny', ...network, Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } },
            ],
          },
        },
      ],
    });
  });

  it('bundles nothing for cdk ls', () => {
    const stack = new StackWithAssets({ 'aws:cdk:bundling-stacks': [] });
    const project = new Project(ORDERS);
    new ToolFunction(stack, 'Orders', { entry: project.path('tools/orders.ts') });
    expect([stack.staged, project.esbuildRuns]).toEqual([[], 0]);
  });

  it('refuses an entry that is not there in its own name', () => {
    const project = new Project(ORDERS);
    expect(() => stackWith({ entry: project.path('tools/order.ts') })).toThrow(
      `Shop/Orders cannot be built:\n  - entry is "${project.path('tools/order.ts')}". Allowed: a TypeScript or JavaScript ` +
        `file, relative to "${process.cwd()}". In "${project.path('tools')}" there is orders.ts.`,
    );
  });

  it('refuses what esbuild cannot bundle in its own name', () => {
    const project = new Project({ 'tools/orders.ts': `import 'nowhere';` });
    expect(() => stackWith({ entry: project.path('tools/orders.ts') })).toThrow(
      'Shop/Orders cannot be built:\n  - entry is "tools/orders.ts". Allowed: code that esbuild can bundle. esbuild says:\n\n' +
        '✘ [ERROR] Could not resolve "nowhere"',
    );
  });
});
