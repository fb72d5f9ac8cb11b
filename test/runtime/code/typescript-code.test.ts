import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_bedrockagentcore as agentcore, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { AgentCode } from '../../../lib/runtime/code';
import { ModuleFormat } from '../../../lib/bundling';
import { Project } from './project';

const projects: Project[] = [];
afterAll(() => projects.forEach((project) => project.remove()));

function project(files: Record<string, string>): Project {
  const made = new Project(files);
  projects.push(made);
  return made;
}

/** An L2 runtime with this code, as an agent makes it. */
function runtimeOf(stack: Stack, id: string, code: AgentCode): agentcore.Runtime {
  const scope = new Construct(stack, id);
  const { artifact, required } = code._bind(scope);
  return new agentcore.Runtime(scope, 'Runtime', {
    agentRuntimeArtifact: artifact,
    executionRole: new iam.Role(scope, 'Role', {
      assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com'),
      inlinePolicies: { Required: new iam.PolicyDocument({ statements: required }) },
    }),
  });
}

function staged(app: App): { name: string; path: string }[] {
  return readdirSync(app.outdir)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => ({ name, path: join(app.outdir, name) }));
}

function bundled(code: AgentCode, context: Record<string, unknown> = {}): { name: string; path: string } {
  const app = new App({ context });
  runtimeOf(new Stack(app, 'Shop'), 'Agent', code);
  return staged(app)[0];
}

describe('AgentCode.typescript', () => {
  it('gives the runtime one zip with index.js, and the role that object and nothing else', () => {
    const { root } = project({
      'agent/index.ts': `import { hi } from './hi'; console.log(hi);`,
      'agent/hi.ts': `export const hi: string = 'hello';`,
    });
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-central-1' } });
    runtimeOf(stack, 'Agent', AgentCode.typescript(join(root, 'agent/index.ts')));
    const template = Template.fromStack(stack);
    const [asset] = staged(app);
    const key = `${asset.name.slice('asset.'.length)}.zip`;
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: {
        CodeConfiguration: {
          Code: { S3: { Bucket: 'cdk-hnb659fds-assets-111122223333-eu-central-1', Prefix: key } },
          EntryPoint: ['index.js'],
          Runtime: 'NODE_22',
        },
      },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: 's3:GetObject',
                Effect: 'Allow',
                Resource: {
                  'Fn::Join': [
                    '',
                    ['arn:', { Ref: 'AWS::Partition' }, `:s3:::cdk-hnb659fds-assets-111122223333-eu-central-1/${key}`],
                  ],
                },
              },
            ],
          },
        },
      ],
    });
    expect(readdirSync(asset.path)).toEqual(['index.js', 'index.js.map', 'package.json']);
    expect(spawnSync(process.execPath, ['index.js'], { cwd: asset.path, encoding: 'utf8' }).stdout).toBe('hello\n');
  });
});
