import { aws_ecr as ecr } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AgentCode, type ImageCodeOptions } from '../../../lib/runtime/code';
import { StackWithAssets } from '../../bundling/project';
import { roleWith, runtimeOf } from './runtime-of';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

function templateOf(options: ImageCodeOptions): Template {
  const stack = new StackWithAssets();
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'shop/agent');
  runtimeOf(stack, 'Agent', AgentCode.image(repository, options));
  return Template.fromStack(stack);
}

function containerUri(suffix: string): object {
  const host = ['111122223333.dkr.ecr.eu-central-1.', { Ref: 'AWS::URLSuffix' }];
  return {
    AgentRuntimeArtifact: {
      ContainerConfiguration: { ContainerUri: { 'Fn::Join': ['', [...host, `/shop/agent${suffix}`]] } },
    },
  };
}

describe('AgentCode.image', () => {
  it('names the image by its digest', () => {
    templateOf({ digest: DIGEST }).hasResourceProperties('AWS::BedrockAgentCore::Runtime', containerUri(`@${DIGEST}`));
  });

  it('names the image by its tag', () => {
    templateOf({ tag: 'v1.4.2' }).hasResourceProperties('AWS::BedrockAgentCore::Runtime', containerUri(':v1.4.2'));
  });

  it('lets the role pull from this repository and no other', () => {
    const partition = { Ref: 'AWS::Partition' };
    templateOf({ tag: 'v1' }).hasResourceProperties(
      'AWS::IAM::Role',
      roleWith(
        {
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Effect: 'Allow',
          Resource: { 'Fn::Join': ['', ['arn:', partition, ':ecr:eu-central-1:111122223333:repository/shop/agent']] },
        },
        { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' },
      ),
    );
  });

  it.each<[string, ImageCodeOptions, string]>([
    [
      'no choice',
      {},
      'AgentCode.image is "neither a digest nor a tag". Allowed: exactly one of them. ' +
        'Name the image by its digest, or by a tag that is never reused.',
    ],
    [
      'two choices',
      { tag: 'v1', digest: DIGEST },
      'AgentCode.image is "both a digest and a tag". Allowed: exactly one of them. ' +
        'Name the image by its digest, or by a tag that is never reused.',
    ],
    [
      'a digest that is none',
      { digest: 'sha256:abc' },
      'AgentCode.image digest is "sha256:abc". Allowed: sha256: and 64 hexadecimal digits. ' +
        'Take imageDigest from aws ecr describe-images.',
    ],
    [
      'the tag that is always moved',
      { tag: 'latest' },
      'AgentCode.image tag is "latest". Allowed: a tag that always means the same image: CloudFormation does not notice ' +
        'when a tag moves. Tag each build, with its commit for example, or name the image by its digest.',
    ],
    [
      'a tag that is none',
      { tag: 'shop:v1' },
      'AgentCode.image tag is "shop:v1". Allowed: 1 to 128 letters, digits, ".", "_" and "-", not starting with "." or "-". ' +
        'Write the tag without the repository and without a colon.',
    ],
  ])('refuses %s', (_, options, problem) => {
    expect(() => templateOf(options)).toThrow(`Shop/Agent cannot be built:\n  - ${problem}`);
  });
});
