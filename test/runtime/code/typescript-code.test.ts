import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ModuleFormat } from '../../../lib/bundling';
import { AgentCode, type TypeScriptCodeOptions } from '../../../lib/runtime/code';
import { Project, StackWithAssets, temporaryFolder } from '../../bundling/project';
import { roleWith, runtimeOf } from './runtime-of';

const GREETER = {
  'agent/index.ts': `import { hello } from './hello';\nconsole.log(hello('Ada'));\n`,
  'agent/hello.ts': `export const hello = (name: string): string => \`Hello \${name}\`;\n`,
};

/** The folder that becomes the zip. */
function packaged(project: Project, options?: TypeScriptCodeOptions, entry = 'agent/index.ts'): string {
  const stack = new StackWithAssets();
  runtimeOf(stack, 'Agent', AgentCode.typescript(project.path(entry), options));
  return stack.asset;
}

function run(folder: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['index.js'], { cwd: folder, encoding: 'utf8', env: {} });
  return stdout + stderr;
}

describe('AgentCode.typescript', () => {
  it('gives the runtime one zip, and its role that object and nothing else', () => {
    const stack = new StackWithAssets();
    runtimeOf(stack, 'Agent', AgentCode.typescript(new Project(GREETER).path('agent/index.ts')));
    const key = `${stack.staged[0].slice('asset.'.length)}.zip`;
    const bucket = 'cdk-hnb659fds-assets-111122223333-eu-central-1';
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeArtifact: {
        CodeConfiguration: {
          Code: { S3: { Bucket: bucket, Prefix: key } },
          EntryPoint: ['index.js'],
          Runtime: 'NODE_22',
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

  it('bundles what the entry imports into one file that runs alone', () => {
    expect(run(packaged(new Project(GREETER)))).toBe('Hello Ada\n');
  });

  it('packages the bundle, its source map and its module format, with the modes that the service asks for', () => {
    const folder = packaged(new Project(GREETER));
    const modes = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
    expect(modes).toEqual([
      ['index.js', '644'],
      ['index.js.map', '644'],
      ['package.json', '644'],
    ]);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{"type":"commonjs"}\n');
  });

  it('names files as they lie in the project, and keeps their text out of the source map', () => {
    const project = new Project(GREETER);
    const map = JSON.parse(readFileSync(join(packaged(project), 'index.js.map'), 'utf8')) as Record<string, unknown>;
    expect(map).toMatchObject({ sources: ['agent/hello.ts', 'agent/index.ts'] });
    expect(map).not.toHaveProperty('sourcesContent');
  });

  it('has the runtime read the source map', () => {
    const { environment } = AgentCode.typescript(new Project(GREETER).path('agent/index.ts'))._bind(
      new StackWithAssets(),
    );
    expect(environment).toEqual({ NODE_OPTIONS: '--enable-source-maps' });
  });

  it('gives the same bytes twice, and in another folder', () => {
    const first = new Project(GREETER);
    const hash = (folder: string) => relative(join(folder, '..'), folder);
    const before = packaged(first);
    first.clearCache();
    expect(hash(packaged(first))).toBe(hash(before));
    const elsewhere = packaged(new Project(GREETER), { minify: false });
    first.clearCache();
    const here = packaged(first, { minify: false });
    expect(hash(elsewhere)).toBe(hash(here));
    for (const name of readdirSync(here)) {
      const content = readFileSync(join(here, name), 'utf8');
      expect(content).not.toContain(first.root);
      expect(content).toBe(readFileSync(join(elsewhere, name), 'utf8'));
    }
  });

  it('runs the server of bedrock-agentcore, which hides two packages from bundlers', () => {
    const project = new Project({
      'agent/index.ts': `
        import { BedrockAgentCoreApp } from 'bedrock-agentcore/runtime';
        new BedrockAgentCoreApp({ invocationHandler: { process: () => 'hi' } });
        console.log('ready');`,
    });
    project.install('bedrock-agentcore');
    for (const format of [ModuleFormat.COMMONJS, ModuleFormat.ESM]) {
      const alone = temporaryFolder('alone-');
      cpSync(packaged(project, { format }), alone, { recursive: true });
      expect(run(alone)).toContain('ready\n');
    }
  });

  it('tells code where it is, in both formats', () => {
    const project = new Project({
      'agent/index.ts': `console.log(import.meta.url === require('node:url').pathToFileURL(__filename).href);`,
    });
    expect(run(packaged(project, { format: ModuleFormat.COMMONJS }))).toBe('true\n');
    expect(run(packaged(project, { format: ModuleFormat.ESM }))).toBe('true\n');
  });

  it('lets ES modules declare for themselves what they lack, minified or not', () => {
    const project = new Project({
      'agent/index.ts': `
        import { createRequire } from 'node:module';
        import { fileURLToPath } from 'node:url';
        const require = createRequire(import.meta.url);
        const __filename = fileURLToPath(import.meta.url);
        const __dirname = require('node:path').dirname(__filename);
        console.log(__dirname);`,
      'agent/other.cjs': `console.log(__dirname, typeof require);`,
      'agent/free.ts': `import './other.cjs';`,
    });
    for (const minify of [true, false]) {
      const folder = packaged(project, { format: ModuleFormat.ESM, minify });
      expect(run(folder)).toBe(`${folder}\n`);
    }
    const free = packaged(project, { format: ModuleFormat.ESM }, 'agent/free.ts');
    expect(run(free)).toBe(`${free} function\n`);
  });

  it('lets code await at its top level when it is bundled to ES modules', () => {
    const project = new Project({ 'agent/index.ts': `console.log(await Promise.resolve('done'));` });
    expect(run(packaged(project, { format: ModuleFormat.ESM }))).toBe('done\n');
  });

  it('replaces defined names, keeps names of functions, and leaves external packages out', () => {
    const project = new Project({
      'agent/index.ts': `
        declare const STAGE: string;
        export function welcomeEverybody() {}
        console.log(STAGE, welcomeEverybody.name);
        if (STAGE === 'never') void import('not-installed');`,
    });
    const folder = packaged(project, { define: { STAGE: '"prod"' }, external: ['not-installed'] });
    expect(run(folder)).toBe('prod welcomeEverybody\n');
  });

  it('serves two agents, each with its own grant', () => {
    const stack = new StackWithAssets();
    const code = AgentCode.typescript(new Project(GREETER).path('agent/index.ts'));
    runtimeOf(stack, 'One', code);
    runtimeOf(stack, 'Two', code);
    expect(stack.staged).toHaveLength(1);
    const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(roles.map(({ Properties }) => Properties.Policies[0].PolicyDocument.Statement[0].Action)).toEqual([
      's3:GetObject',
      's3:GetObject',
    ]);
  });

  it('bundles nothing for cdk ls', () => {
    const project = new Project(GREETER);
    const stack = new StackWithAssets({ 'aws:cdk:bundling-stacks': [] });
    runtimeOf(stack, 'Agent', AgentCode.typescript(project.path('agent/index.ts')));
    expect(stack.staged).toEqual([]);
    expect(project.esbuildRuns).toBe(0);
    expect(project.cache).toEqual([]);
  });
});

describe('AgentCode.typescript, the second time', () => {
  it('does not start esbuild', () => {
    const project = new Project(GREETER);
    const first = packaged(project);
    expect(readFileSync(join(packaged(project), 'index.js'))).toEqual(readFileSync(join(first, 'index.js')));
    expect(project.esbuildRuns).toBe(1);
  });

  it.each([
    ['a file that it imports', { 'agent/hello.ts': `export const hello = (name: string) => \`Bye \${name}\`;` }],
    ['a tsconfig above it', { 'tsconfig.json': '{"compilerOptions":{"useDefineForClassFields":false}}' }],
    ['what is installed', { 'node_modules/.package-lock.json': '{}' }],
    ['what yarn or pnpm has installed', { 'node_modules/.modules.yaml': '' }],
    ['a file that may be imported in place of another', { 'agent/hello.tsx': '' }],
  ])('bundles again when there is a change to %s', (_, change) => {
    const project = new Project(GREETER);
    packaged(project);
    project.write(change);
    packaged(project);
    expect(project.esbuildRuns).toBe(2);
  });

  it('bundles again when there is a change to what a tsconfig extends, however far away', () => {
    const project = new Project({
      ...GREETER,
      'tsconfig.json': '{ "extends": ["./settings/strict", "some-package/tsconfig.json"] } // with comments',
      'settings/strict.json': '{"extends": "./base.json"}',
      'settings/base.json': '{}',
    });
    project.write({ 'node_modules/some-package/tsconfig.json': '{}' });
    packaged(project);
    packaged(project);
    expect(project.esbuildRuns).toBe(1);
    project.write({ 'settings/base.json': '{"compilerOptions":{"useDefineForClassFields":false}}' });
    packaged(project);
    expect(project.esbuildRuns).toBe(2);
  });

  it('bundles again when a link that an import goes through leads elsewhere', () => {
    const project = new Project({
      'agent/index.ts': `import { word } from './words/word'; console.log(word);`,
      'english/word.ts': `export const word = 'Hello';`,
      'german/word.ts': `export const word = 'Hallo';`,
    });
    symlinkSync('../english', project.path('agent/words'));
    expect(run(packaged(project))).toBe('Hello\n');
    rmSync(project.path('agent/words'));
    symlinkSync('../german', project.path('agent/words'));
    expect(run(packaged(project))).toBe('Hallo\n');
  });

  it('bundles again for other options, and finds both', () => {
    const project = new Project(GREETER);
    packaged(project);
    packaged(project, { minify: false });
    expect(readFileSync(join(packaged(project, { minify: false }), 'index.js'), 'utf8')).toContain('// agent/hello.ts');
    expect(readFileSync(join(packaged(project), 'index.js'), 'utf8')).not.toContain('// agent/hello.ts');
    expect(project.esbuildRuns).toBe(2);
  });
});

describe('AgentCode.typescript refuses', () => {
  function refusal(project: Project, options?: TypeScriptCodeOptions, entry?: string): string {
    try {
      packaged(project, options, entry);
    } catch (error) {
      return (error as Error).message.replaceAll(project.root, '<project>').replaceAll(process.cwd(), '<here>');
    }
    return 'nothing';
  }

  it('an entry that is not there, naming those that are', () => {
    expect(refusal(new Project(GREETER), {}, 'agent/main.ts')).toBe(
      [
        'Shop/Agent cannot be built:',
        '  - AgentCode.typescript is "<project>/agent/main.ts". Allowed: a TypeScript or JavaScript file, relative to ' +
          '"<here>". In "<project>/agent" there is hello.ts, index.ts.',
      ].join('\n'),
    );
  });

  it('a folder that is not there, and a runtime of another language, both at once', () => {
    expect(refusal(new Project({}), { runtime: agentcore.AgentCoreRuntime.PYTHON_3_13 })).toBe(
      [
        'Shop/Agent cannot be built:',
        '  - AgentCode.typescript is "<project>/agent/index.ts". Allowed: a TypeScript or JavaScript file, relative to ' +
          '"<here>". There is no folder "<project>/agent".',
        '  - AgentCode.typescript runtime is "PYTHON_3_13". Allowed: a Node.js runtime. ' +
          'Write agentcore.AgentCoreRuntime.NODE_22, or use AgentCode.python.',
      ].join('\n'),
    );
  });

  it('what esbuild cannot bundle, in its own words, and leaves nothing half-written', () => {
    const project = new Project({ 'agent/index.ts': `import { pay } from './pay';\npay();\n` });
    expect(refusal(project)).toBe(
      [
        'Shop/Agent cannot be built:',
        '  - AgentCode.typescript is "agent/index.ts". Allowed: code that esbuild can bundle. esbuild says:',
        '',
        '✘ [ERROR] Could not resolve "./pay"',
        '',
        '    agent/index.ts:1:20:',
        `      1 │ import { pay } from './pay';`,
        `        ╵                     ~~~~~~~`,
        '',
      ].join('\n'),
    );
    expect(project.cache).toEqual([]);
  });

  it('a failing change without harm to the bundle made before', () => {
    const project = new Project(GREETER);
    packaged(project);
    const before = project.cache;
    project.write({ 'agent/hello.ts': 'export const hello = ' });
    expect(refusal(project)).toContain('[ERROR] Unexpected end of file');
    expect(project.cache).toEqual(before);
    project.write(GREETER);
    expect(run(packaged(project))).toBe('Hello Ada\n');
    expect(project.esbuildRuns).toBe(2);
  });

  it('native modules, which would be of this machine', () => {
    const project = new Project({
      'agent/index.ts': `import './native.node';`,
      'agent/native.node': '',
    });
    expect(refusal(project)).toContain(
      'AgentCode.typescript is "agent/index.ts". Allowed: pure JavaScript: a native module of this machine would not load ' +
        'on arm64. Replace the package by one without native code, or use AgentCode.container. esbuild says:\n\n' +
        '✘ [ERROR] No loader is configured for ".node" files: agent/native.node',
    );
  });

  it('await at the top level of CommonJS, naming the way out', () => {
    expect(refusal(new Project({ 'agent/index.ts': `await Promise.resolve();` }))).toContain(
      'Allowed: code that does not await at its top level, as long as it is bundled to CommonJS. ' +
        'Move the await into a function, or bundle with format: ModuleFormat.ESM. esbuild says:',
    );
  });
});
