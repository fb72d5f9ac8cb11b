import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AgentCode, type ContainerCodeOptions } from '../../../lib/runtime/code';
import { Project, StackWithAssets } from '../../bundling/project';
import { roleWith, runtimeOf } from './runtime-of';

const FILES = {
  'agent/Dockerfile': 'FROM scratch',
  'agent/main.py': '',
  'agent/cdk.out/old': '',
  'agent/.git/HEAD': '',
};

function stackWith(project: Project, options?: ContainerCodeOptions): StackWithAssets {
  const stack = new StackWithAssets();
  runtimeOf(stack, 'Agent', AgentCode.container(project.path('agent'), options));
  return stack;
}

describe('AgentCode.container', () => {
  it('stages the folder, to be built for arm64 when it is deployed', () => {
    const stack = stackWith(new Project(FILES), { buildArgs: { STAGE: 'prod' }, target: 'run', exclude: ['*.md'] });
    const { directory } = Stage.of(stack)!.synth();
    const { dockerImages } = JSON.parse(readFileSync(join(directory, 'Shop.assets.json'), 'utf8')) as {
      dockerImages: Record<string, { source: object }>;
    };
    expect(Object.values(dockerImages).map(({ source }) => source)).toEqual([
      {
        directory: stack.staged[0],
        dockerBuildArgs: { STAGE: 'prod' },
        dockerBuildTarget: 'run',
        platform: 'linux/arm64',
      },
    ]);
  });

  it('keeps the folders of CDK and git out of the image', () => {
    expect(readdirSync(stackWith(new Project(FILES)).asset)).toEqual(['Dockerfile', 'main.py']);
  });

  it('keeps .env files out of the image, except one that is asked for', () => {
    const secrets = {
      'agent/.env': 'KEY=1',
      'agent/.env.local': 'KEY=1',
      'agent/src/.env': 'KEY=1',
      'agent/src/a.py': '',
    };
    const names = (options?: ContainerCodeOptions) =>
      readdirSync(stackWith(new Project({ ...FILES, ...secrets }), options).asset, { recursive: true }).sort();
    expect(names()).toEqual(['Dockerfile', 'main.py', 'src', 'src/a.py']);
    expect(names({ exclude: ['!.env'] })).toEqual(['.env', 'Dockerfile', 'main.py', 'src', 'src/a.py']);
  });

  it('lets the role pull from the repository of assets and no other', () => {
    const repository =
      ':ecr:eu-central-1:111122223333:repository/cdk-hnb659fds-container-assets-111122223333-eu-central-1';
    Template.fromStack(stackWith(new Project(FILES))).hasResourceProperties(
      'AWS::IAM::Role',
      roleWith(
        {
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Effect: 'Allow',
          Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, repository]] },
        },
        { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' },
      ),
    );
  });

  it('refuses a folder that is not there', () => {
    const project = new Project({});
    expect(() => stackWith(project)).toThrow(
      `Shop/Agent cannot be built:\n  - AgentCode.container is "${project.path('agent')}". Allowed: a folder with a ` +
        `Dockerfile, relative to "${process.cwd()}". There is no such folder.`,
    );
  });

  it('refuses a folder without the Dockerfile', () => {
    const project = new Project(FILES);
    expect(() => stackWith(project, { file: 'arm64.Dockerfile' })).toThrow(
      `Shop/Agent cannot be built:\n  - AgentCode.container file is "arm64.Dockerfile". Allowed: a Dockerfile in ` +
        `"${project.path('agent')}". Add it, or name it with file; it has to lie in the folder.`,
    );
  });

  it('refuses a Dockerfile beside the folder, which would not be staged with it', () => {
    const project = new Project({ ...FILES, Dockerfile: 'FROM scratch' });
    expect(() => stackWith(project, { file: '../Dockerfile' })).toThrow(
      'AgentCode.container file is "../Dockerfile". Allowed: a Dockerfile in',
    );
  });
});
