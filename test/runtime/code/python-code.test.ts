import { readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { filesOf } from '../../../lib/bundling/fingerprint';
import { AgentCode, type PythonCodeOptions } from '../../../lib/runtime/code';
import { Project, StackWithAssets } from '../../bundling/project';
import { Machine } from './machine';
import { roleWith, runtimeOf } from './runtime-of';

const AGENT = { 'agent/main.py': 'print("hi")\n', 'agent/requirements.txt': 'greeter==1.0\n' };
const GREETER = { 'greeter/__init__.py': '' };

/** The header of a native library: what matters of it is the processor. */
const library = (processor: number) => `\x7fELF\x02\x01\x01${'\0'.repeat(11)}${String.fromCharCode(processor)}\0`;
const [X86_64, ARM64] = [62, 183].map(library);

function stackWith(machine: Machine, project: Project, options?: PythonCodeOptions): StackWithAssets {
  const stack = new StackWithAssets();
  machine.run(() => runtimeOf(stack, 'Agent', AgentCode.python(project.path('agent'), options)));
  return stack;
}

const withUv = (installs: Record<string, string> = GREETER) => new Machine({ uv: { installs } });

describe('AgentCode.python', () => {
  it('gives the runtime one zip, and its role that object and nothing else', () => {
    const stack = stackWith(withUv(), new Project(AGENT));
    const key = `${stack.staged[0].slice('asset.'.length)}.zip`;
    const bucket = 'cdk-hnb659fds-assets-111122223333-eu-central-1';
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: {
        CodeConfiguration: {
          Code: { S3: { Bucket: bucket, Prefix: key } },
          EntryPoint: ['main.py'],
          Runtime: 'PYTHON_3_13',
        },
      },
    });
    template.hasResourceProperties(
      'AWS::IAM::Role',
      roleWith({
        Action: 's3:GetObject',
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${bucket}/${key}`]] },
      }),
    );
  });

  it('packages the sources with their packages, without caches, environments and secrets', () => {
    const project = new Project({
      ...AGENT,
      'agent/tools/orders.py': '',
      'agent/tools/__pycache__/orders.cpython-313.pyc': '',
      'agent/.venv/bin/python': '',
      'agent/.pytest_cache/x': '',
      'agent/.env': 'SECRET=1',
      'agent/.env.local': 'SECRET=1',
      'agent/notes/todo.md': '',
    });
    const { asset } = stackWith(withUv(), project, { exclude: ['notes/'] });
    expect(filesOf(asset)).toEqual(['greeter/__init__.py', 'main.py', 'requirements.txt', 'tools/orders.py']);
    expect(statSync(join(asset, 'main.py')).mode & 0o777).toBe(0o644);
  });

  it('follows links to folders, but not in circles', () => {
    const project = new Project({ ...AGENT, 'shared/money.py': '' });
    symlinkSync(project.path('shared'), project.path('agent/shared'));
    symlinkSync(project.path('agent'), project.path('shared/agent'));
    expect(filesOf(stackWith(withUv({}), project).asset)).toEqual(['main.py', 'requirements.txt', 'shared/money.py']);
  });

  it('takes away what differs with the tool and the machine that installed a package', () => {
    const machine = withUv({
      ...GREETER,
      '.lock': '',
      'bin/greet': '#!/home/ada/.venv/bin/python\n',
      'greeter/__pycache__/__init__.pyc': '',
      'greeter-1.0.dist-info/METADATA': '',
      'greeter-1.0.dist-info/entry_points.txt': '',
      'greeter-1.0.dist-info/RECORD': '',
      'greeter-1.0.dist-info/INSTALLER': 'uv',
      'greeter-1.0.dist-info/REQUESTED': '',
      'greeter-1.0.dist-info/direct_url.json': '{"url":"file:///home/ada"}',
      'greeter-1.0.dist-info/uv_cache.json': '',
    });
    expect(filesOf(stackWith(machine, new Project(AGENT)).asset)).toEqual([
      'greeter-1.0.dist-info/METADATA',
      'greeter-1.0.dist-info/entry_points.txt',
      'greeter/__init__.py',
      'main.py',
      'requirements.txt',
    ]);
  });

  it('starts the agent through opentelemetry-instrument when asked to', () => {
    const machine = withUv({
      'bin/opentelemetry-instrument': '#!/home/ada/.venv/bin/python\nstart()\n',
      'bin/other': '',
    });
    const stack = stackWith(machine, new Project(AGENT), { instrumented: true });
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: { CodeConfiguration: { EntryPoint: ['opentelemetry-instrument', 'main.py'] } },
    });
    expect(filesOf(stack.asset)).toEqual(['bin/opentelemetry-instrument', 'main.py', 'requirements.txt']);
    const script = join(stack.asset, 'bin/opentelemetry-instrument');
    expect(readFileSync(script, 'utf8')).toBe('#!/usr/bin/env python3\nstart()\n');
    expect(statSync(script).mode & 0o777).toBe(0o755);
  });

  it('packages nothing for cdk ls', () => {
    const machine = withUv();
    const stack = new StackWithAssets({ 'aws:cdk:bundling-stacks': [] });
    machine.run(() => runtimeOf(stack, 'Agent', AgentCode.python(new Project(AGENT).path('agent'))));
    expect([stack.staged, machine.calls]).toEqual([[], []]);
  });
});

describe('AgentCode.python fetches packages for arm64', () => {
  const UV_OPTIONS =
    '--target <work>/package --python-platform aarch64-manylinux_2_28 --python-version 3.13 --only-binary=:all: ' +
    '--link-mode=copy --no-installer-metadata';

  it('with uv from requirements.txt', () => {
    const machine = new Machine({ uv: { installs: GREETER }, python3: { modules: ['pip'] } });
    stackWith(machine, new Project(AGENT));
    expect(machine.calls).toEqual([`uv pip install -r requirements.txt ${UV_OPTIONS}`]);
  });

  it('with uv from uv.lock, where there is one', () => {
    const machine = withUv();
    stackWith(machine, new Project({ ...AGENT, 'agent/uv.lock': '', 'agent/pyproject.toml': '' }));
    expect(machine.calls).toEqual([
      'uv export --locked --no-dev --no-emit-project --no-header --no-annotate --quiet --format requirements-txt ' +
        '--output-file <work>/requirements.txt',
      `uv pip install -r <work>/requirements.txt ${UV_OPTIONS}`,
    ]);
  });

  it('with uv from pyproject.toml alone, as a module of Python', () => {
    const machine = new Machine({ python3: { modules: ['pip', 'uv'], installs: GREETER } });
    const project = new Project({ 'agent/main.py': '', 'agent/pyproject.toml': '' });
    stackWith(machine, project, { runtime: agentcore.AgentCoreRuntime.PYTHON_3_12 });
    expect(machine.calls).toEqual([
      `python3 -m uv pip install -r pyproject.toml ${UV_OPTIONS.replace('3.13', '3.12')}`,
    ]);
  });

  it('with pip from requirements.txt, where there is no uv', () => {
    const machine = new Machine({ python3: { modules: ['pip'], installs: GREETER } });
    stackWith(machine, new Project({ ...AGENT, 'agent/uv.lock': '' }));
    expect(machine.calls).toEqual([
      'python3 -m pip install -r requirements.txt --target <work>/package --platform manylinux_2_28_aarch64 ' +
        '--platform manylinux_2_17_aarch64 --platform manylinux2014_aarch64 --implementation cp --python-version 3.13 ' +
        '--only-binary=:all: --no-compile --no-input --disable-pip-version-check',
    ]);
  });

  it('once, until a file of the folder changes', () => {
    const machine = withUv();
    const project = new Project(AGENT);
    stackWith(machine, project);
    const first = stackWith(machine, project).staged;
    expect(machine.calls).toHaveLength(1);
    project.write({ 'agent/new.py': '' });
    expect(stackWith(machine, project).staged).not.toEqual(first);
    expect(machine.calls).toHaveLength(2);
  });
});

describe('AgentCode.python packages again', () => {
  it.each([
    ['requirements that are not packaged', 'agent/requirements.txt', '-r ../shared/base.txt\ngreeter==1.0'],
    ['requirements that they refer to', 'shared/base.txt', 'other==1.0\n'],
    ['constraints that those refer to', 'shared/limits.txt', 'other<2\n'],
  ])('when there is a change to %s', (_, path, content) => {
    const machine = withUv();
    const project = new Project({
      ...AGENT,
      'agent/requirements.txt': '-r ../shared/base.txt\n',
      'shared/base.txt': '# nothing yet\n--constraint=limits.txt  # a comment\n-r base.txt\n',
      'shared/limits.txt': '',
    });
    const options = { exclude: ['requirements.txt'] };
    stackWith(machine, project, options);
    stackWith(machine, project, options);
    expect(machine.calls).toHaveLength(1);
    project.write({ [path]: content });
    stackWith(machine, project, options);
    expect(machine.calls).toHaveLength(2);
  });
});

describe('AgentCode.python refuses', () => {
  function refusal(machine: Machine, project: Project, options?: PythonCodeOptions): string {
    try {
      stackWith(machine, project, options);
    } catch (error) {
      return (error as Error).message.replaceAll(project.root, '<project>').replaceAll(process.cwd(), '<here>');
    }
    return 'nothing';
  }

  it('a folder that is not there', () => {
    expect(refusal(withUv(), new Project({}))).toBe(
      'Shop/Agent cannot be built:\n  - AgentCode.python is "<project>/agent". Allowed: a folder, relative to "<here>". ' +
        'There is no such folder.',
    );
  });

  it('a missing entry, missing requirements and a runtime of another language, all at once', () => {
    const project = new Project({ 'agent/app.py': '' });
    expect(refusal(withUv(), project, { runtime: agentcore.AgentCoreRuntime.NODE_22 })).toBe(
      [
        'Shop/Agent cannot be built:',
        '  - AgentCode.python runtime is "NODE_22". Allowed: a Python runtime. ' +
          'Write agentcore.AgentCoreRuntime.PYTHON_3_13, or use AgentCode.typescript.',
        '  - AgentCode.python entry is "main.py". Allowed: a .py file in "<project>/agent". In it there is app.py.',
        '  - AgentCode.python is "<project>/agent". Allowed: a folder with uv.lock or requirements.txt or pyproject.toml. ' +
          'Add a requirements.txt with pinned versions; an empty one if the code needs no packages.',
      ].join('\n'),
    );
  });

  it('an entry beside the folder, which would not be packaged', () => {
    const project = new Project({ ...AGENT, 'main.py': '' });
    expect(refusal(withUv(), project, { entry: '../main.py' })).toBe(
      'Shop/Agent cannot be built:\n  - AgentCode.python entry is "../main.py". Allowed: a .py file in "<project>/agent". ' +
        'In it there is main.py.',
    );
  });

  it('a machine without uv and pip', () => {
    expect(refusal(new Machine({}), new Project(AGENT))).toBe(
      'Shop/Agent cannot be built:\n  - AgentCode.python is "<project>/agent". Allowed: uv, or python3 with pip, on this ' +
        'machine, because they fetch the packages. Install uv (https://docs.astral.sh/uv/), or use AgentCode.container ' +
        'or AgentCode.zip.',
    );
  });

  it('a lock file where there is only pip', () => {
    const machine = new Machine({ python3: { modules: ['pip'] } });
    const project = new Project({ 'agent/main.py': '', 'agent/uv.lock': '', 'agent/pyproject.toml': '' });
    expect(refusal(machine, project)).toBe(
      'Shop/Agent cannot be built:\n  - AgentCode.python is "<project>/agent". Allowed: a requirements.txt where there is ' +
        'only pip: it reads neither uv.lock nor pyproject.toml. Install uv (https://docs.astral.sh/uv/), or write the ' +
        'requirements with uv export.',
    );
  });

  it('what cannot be resolved, in the words of the tool, and leaves nothing half-written', () => {
    const machine = new Machine({ uv: { fails: 'No solution found: greeter==1.0 has no usable wheels' } });
    const project = new Project(AGENT);
    expect(refusal(machine, project)).toBe(
      'Shop/Agent cannot be built:\n  - AgentCode.python is "<project>/agent/requirements.txt". Allowed: packages with ' +
        'wheels for Python 3.13 on linux/arm64. uv says:\n\nNo solution found: greeter==1.0 has no usable wheels\n',
    );
    expect(project.cache).toEqual([]);
  });

  it('native libraries of another processor', () => {
    const project = new Project({ ...AGENT });
    const installs = { 'greeter/fast.so': X86_64, 'greeter/right.so': ARM64, 'greeter/text.so': 'no library' };
    expect(refusal(withUv(installs), project)).toBe(
      'Shop/Agent cannot be built:\n  - AgentCode.python is "greeter/fast.so". Allowed: native libraries for linux/arm64. ' +
        'Take them out of the folder and let the requirements bring them, or use AgentCode.container.',
    );
  });

  it('native libraries of macOS', () => {
    const project = new Project({ ...AGENT });
    const installs = {
      'greeter/mac.so': '\xcf\xfa\xed\xfe\x0c\0\0\x01',
      'greeter/right.so': ARM64,
    };
    expect(refusal(withUv(installs), project)).toContain(
      'AgentCode.python is "greeter/mac.so". Allowed: native libraries',
    );
  });

  it('opentelemetry-instrument that no package brings', () => {
    expect(refusal(withUv(), new Project(AGENT), { instrumented: true })).toBe(
      'Shop/Agent cannot be built:\n  - AgentCode.python instrumented is true. Allowed: true where the packages of ' +
        '"<project>/agent" bring opentelemetry-instrument. Add aws-opentelemetry-distro to the requirements.',
    );
  });
});
