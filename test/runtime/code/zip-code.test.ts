import { aws_bedrockagentcore as agentcore, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AgentCode, type ZipCodeOptions } from '../../../lib/runtime/code';
import { StackWithAssets } from '../../bundling/project';
import { roleWith, runtimeOf } from './runtime-of';

const { NODE_22, PYTHON_3_13 } = agentcore.AgentCoreRuntime;
const OBJECT = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::builds/agent-7.zip']] };

function templateOf(options: ZipCodeOptions, key = 'agent-7.zip', keyArn?: string): Template {
  const stack = new StackWithAssets();
  const encryptionKey = keyArn ? kms.Key.fromKeyArn(stack, 'Key', keyArn) : undefined;
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Builds', { bucketName: 'builds', encryptionKey });
  runtimeOf(stack, 'Agent', AgentCode.zip(bucket, key, options));
  return Template.fromStack(stack);
}

describe('AgentCode.zip', () => {
  it('gives the runtime the object, and its role that object and nothing else', () => {
    const template = templateOf({ runtime: PYTHON_3_13, entryPoint: ['opentelemetry-instrument', 'main.py'] });
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: {
        CodeConfiguration: {
          Code: { S3: { Bucket: 'builds', Prefix: 'agent-7.zip' } },
          EntryPoint: ['opentelemetry-instrument', 'main.py'],
          Runtime: 'PYTHON_3_13',
        },
      },
    });
    template.hasResourceProperties(
      'AWS::IAM::Role',
      roleWith({ Action: 's3:GetObject', Effect: 'Allow', Resource: OBJECT }),
    );
  });

  it('names one version of the object, and lets the role read versions of it', () => {
    const template = templateOf({ runtime: NODE_22, entryPoint: ['index.js'], objectVersion: 'v7' });
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: {
        CodeConfiguration: { Code: { S3: { Bucket: 'builds', Prefix: 'agent-7.zip', VersionId: 'v7' } } },
      },
    });
    template.hasResourceProperties(
      'AWS::IAM::Role',
      roleWith({ Action: ['s3:GetObject', 's3:GetObjectVersion'], Effect: 'Allow', Resource: OBJECT }),
    );
  });

  it('lets the role decrypt with the key of the bucket, through S3 only', () => {
    const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';
    templateOf({ runtime: NODE_22, entryPoint: ['index.js'] }, 'agent-7.zip', keyArn).hasResourceProperties(
      'AWS::IAM::Role',
      roleWith(
        { Action: 's3:GetObject', Effect: 'Allow', Resource: OBJECT },
        {
          Action: 'kms:Decrypt',
          Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
          Effect: 'Allow',
          Resource: keyArn,
        },
      ),
    );
  });

  it('refuses a folder and an entry point of another language, both at once', () => {
    expect(() => templateOf({ runtime: NODE_22, entryPoint: ['main.py'] }, 'builds/agent/')).toThrow(
      [
        'Shop/Agent cannot be built:',
        '  - AgentCode.zip key is "builds/agent/". Allowed: the key of a .zip file. Name the object, not its folder.',
        '  - AgentCode.zip entryPoint is ["main.py"]. Allowed: one .js file for NODE_22, or opentelemetry-instrument and ' +
          `the file. Write entryPoint: ['index.js'].`,
      ].join('\n'),
    );
  });
});
