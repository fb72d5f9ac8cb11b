import { spawn } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { failed, type BuiltPackage } from '../../lib/bundling/built-package';
import { builtOnce, cacheFolder } from '../../lib/bundling/package-cache';
import { Project, temporaryFolder } from './project';

/** Copies `input.txt` into the package and counts how often it had to. */
class Copy {
  builds = 0;

  constructor(readonly project = new Project({ 'input.txt': 'one' })) {}

  run(): BuiltPackage {
    const result = builtOnce({
      root: this.project.root,
      key: 'copy',
      build: (folder) => {
        this.builds++;
        writeFileSync(join(folder, 'output.txt'), readFileSync(this.project.path('input.txt')));
        return { inputs: ['input.txt'] };
      },
    });
    if (failed(result)) throw new Error(result.problems[0].about);
    return result;
  }
}

describe('builtOnce', () => {
  it('builds again only when an input changes', () => {
    const copy = new Copy();
    const first = copy.run();
    expect(copy.run()).toEqual(first);
    expect(copy.builds).toBe(1);
    copy.project.write({ 'input.txt': 'two' });
    const second = copy.run();
    expect(copy.builds).toBe(2);
    expect(second.hash).not.toBe(first.hash);
    expect(readFileSync(join(second.directory, 'output.txt'), 'utf8')).toBe('two');
  });

  it('goes by content, so that a fresh checkout finds what was built', () => {
    const copy = new Copy();
    const first = copy.run();
    copy.project.write({ 'input.txt': 'one' });
    utimesSync(copy.project.path('input.txt'), 0, 0);
    expect(copy.run()).toEqual(first);
    copy.project.write({ 'input.txt': 'two' });
    utimesSync(copy.project.path('input.txt'), 0, 0);
    expect(copy.run()).not.toEqual(first);
    expect(copy.builds).toBe(2);
  });

  it('builds again when its package was deleted', () => {
    const copy = new Copy();
    const { directory } = copy.run();
    copy.project.clearCache();
    expect(copy.run().directory).toBe(directory);
    expect(copy.builds).toBe(2);
  });

  it('does not remember an input that was saved while it was read', () => {
    const copy = new Copy();
    const soon = new Date(Date.now() + 60_000);
    utimesSync(copy.project.path('input.txt'), soon, soon);
    copy.run();
    copy.run();
    expect(copy.builds).toBe(2);
  });

  it('leaves nothing of a build that throws', () => {
    const project = new Project({});
    const build = (folder: string): never => {
      writeFileSync(join(folder, 'half'), '');
      throw new TypeError('stopped');
    };
    expect(() => builtOnce({ root: project.root, key: 'half', build })).toThrow('stopped');
    expect(project.cache).toEqual([]);
  });

  it('removes replaced packages and abandoned work once no other process can be using them', () => {
    const copy = new Copy();
    const { directory } = copy.run();
    copy.project.write({ 'node_modules/.cache/cdk-agentcore/work-abandoned/half': '' });
    const abandoned = copy.project.path('node_modules/.cache/cdk-agentcore/work-abandoned');
    copy.project.write({ 'input.txt': 'two' });
    copy.run();
    expect([existsSync(directory), existsSync(abandoned)]).toEqual([true, true]);
    const longAgo = new Date(Date.now() - 3_600_000);
    [directory, abandoned].forEach((path) => utimesSync(path, longAgo, longAgo));
    copy.project.write({ 'input.txt': 'three' });
    const { hash } = copy.run();
    expect([existsSync(directory), existsSync(abandoned)]).toEqual([false, false]);
    expect(copy.project.cache).toContain(hash);
  });

  it('keeps a replaced package that was used a moment ago, however long ago it was built', () => {
    const copy = new Copy();
    const { directory } = copy.run();
    utimesSync(directory, new Date(0), new Date(0));
    copy.run();
    copy.project.write({ 'input.txt': 'two' });
    copy.run();
    expect(existsSync(directory)).toBe(true);
  });

  it('gives several processes at once the same package, whole', async () => {
    const project = new Project({ 'agent/index.ts': `console.log('whole');` });
    project.write({
      'bundle.ts': `
        import { bundle } from ${JSON.stringify(join(__dirname, '../../lib/bundling/bundle'))};
        const limits = { zipped: 1e9, unzipped: 1e9, otherwise: '' };
        console.log(JSON.stringify(bundle({ about: 'entry', entry: 'agent/index.ts', target: 'node22', limits, agent: true, options: {} })));`,
    });
    const bundles = await Promise.all([1, 2, 3].map(() => output(project, 'bundle.ts')));
    expect(new Set(bundles).size).toBe(1);
    const { directory, hash } = JSON.parse(bundles[0]) as BuiltPackage;
    expect(readdirSync(directory)).toEqual(['index.js', 'index.js.map', 'package.json']);
    expect(project.cache.sort()).toEqual([hash, 'manifest.json'].sort());
  });
});

describe('cacheFolder', () => {
  it('is below the node_modules of the project, also from a folder inside it', () => {
    const project = new Project({ 'agent/main.py': '' });
    expect(cacheFolder(project.path('agent'))).toBe(project.path('node_modules/.cache/cdk-agentcore'));
  });

  describe('where node_modules cannot be written', () => {
    const own = () => join(tmpdir(), `cdk-agentcore-${userInfo().uid}`);
    const here = process.cwd();
    const project = new Project({ 'node_modules/.cache': 'no folder' });
    beforeEach(() => {
      rmSync(own(), { recursive: true, force: true });
      process.chdir(project.root);
    });
    afterEach(() => {
      process.chdir(here);
      rmSync(own(), { recursive: true, force: true });
    });

    it("is the user's own", () => {
      expect(cacheFolder(project.root)).toBe(own());
      expect(statSync(own()).mode & 0o777).toBe(0o700);
    });

    it('is never behind a link, which somebody else may have put there', () => {
      const elsewhere = temporaryFolder('elsewhere-');
      symlinkSync(elsewhere, own());
      const folder = cacheFolder(project.root);
      expect(folder).toMatch(`${own()}-`);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    });

    it('needs no name of the user, as in a container that runs with any number', () => {
      const script = `
        require('node:os').userInfo = () => { throw new Error('no name'); };
        require('node:os').tmpdir = () => ${JSON.stringify(temporaryFolder('tmp-'))};`;
      project.write({
        'without-name.cjs': script,
        'cache.ts': `
          import './without-name.cjs';
          import { cacheFolder } from ${JSON.stringify(join(__dirname, '../../lib/bundling/package-cache'))};
          console.log(cacheFolder(process.cwd()));`,
      });
      return expect(output(project, 'cache.ts')).resolves.toContain(`cdk-agentcore-${userInfo().uid}`);
    });
  });
});

function output(project: Project, script: string): Promise<string> {
  const child = spawn(process.execPath, ['--import', require.resolve('tsx'), script], { cwd: project.root });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.stderr.on('data', (chunk) => (text += String(chunk)));
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(text))));
  });
}
