import { bundle, type BundleRequest } from '../../lib/bundling/bundle';
import { failed } from '../../lib/bundling/built-package';
import type { InstalledFiles } from '../../lib/bundling/fingerprint';
import { ESBUILD_MISSING, findEsbuild } from '../../lib/bundling/esbuild';
import { sentence } from '../../lib/core/refusal';
import { Project, temporaryFolder } from './project';

function problemsOf(project: Project, request: Partial<BundleRequest>): string[] {
  const result = bundle({
    about: 'entry',
    entry: project.path('agent.ts'),
    target: 'node22',
    limits: { zipped: 1e6, unzipped: 1e6, otherwise: '' },
    agent: false,
    options: {},
    ...request,
  });
  return failed(result) ? result.problems.map(sentence) : [];
}

describe('bundle', () => {
  it('refuses a bundle that is too large, and keeps nothing of it', () => {
    const project = new Project({ 'agent.ts': `console.log('${'x'.repeat(2048)}');` });
    const limits = { zipped: 1024, unzipped: 1024, otherwise: 'send it by post' };
    expect(problemsOf(project, { limits })).toEqual([
      expect.stringMatching(
        /^entry is "a package of 0\.00\d MB unzipped"\. Allowed: at most 0\.001 MB unzipped\. Leave out what it does not need, or send it by post\.$/,
      ),
    ]);
    expect(project.cache).toEqual([]);
  });

  it('takes esbuild from the project, and bundles again when another version is installed', () => {
    const project = new Project({ 'agent.ts': '' });
    expect(problemsOf(project, {})).toEqual([]);
    project.write({ 'node_modules/esbuild/package.json': '{"name":"esbuild","version":"99.0.0","main":"main.js"}' });
    expect(problemsOf(project, {})).toEqual([]);
    expect(project.esbuildRuns).toBe(2);
  });
});

describe('installed files', () => {
  const importing = { 'agent.ts': `import 'left'; import './own';`, 'own.ts': '' };
  const files = { ...importing, 'node_modules/left/index.js': 'one()' };
  const hashOf = (project: Project, installed?: InstalledFiles) => {
    const { about, limits } = { about: 'entry', limits: { zipped: 1e6, unzipped: 1e6, otherwise: '' } };
    const entry = project.path('agent.ts');
    const result = bundle({ about, entry, target: 'node22', limits, agent: false, options: {} }, installed);
    return failed(result) ? undefined : result.hash;
  };

  it('are looked at once in a synthesis, and again in the next', () => {
    const project = new Project(files);
    const first = hashOf(project);
    const synthesis: InstalledFiles = new Map();
    expect(hashOf(project, synthesis)).toBe(first);
    project.write({ 'node_modules/left/index.js': 'two();' });
    expect(hashOf(project, synthesis)).toBe(first);
    expect(hashOf(project, new Map())).not.toBe(first);
  });

  it('are not those of the project, which something may write between two bundles', () => {
    const project = new Project(files);
    const first = hashOf(project);
    const synthesis: InstalledFiles = new Map();
    hashOf(project, synthesis);
    project.write({ 'own.ts': 'two();' });
    expect(hashOf(project, synthesis)).not.toBe(first);
  });
});

describe('findEsbuild', () => {
  it('looks in the project before it looks elsewhere, and finds none where none is installed', () => {
    const project = new Project({ 'node_modules/esbuild/package.json': '{"version":"0.99.0"}' });
    expect(findEsbuild(project.root)?.version).toBe('0.99.0');
    expect(findEsbuild(temporaryFolder('empty-'))?.version).toBe('0.28.2');
    expect(findEsbuild(temporaryFolder('empty-'), [])).toBeUndefined();
    expect(sentence(ESBUILD_MISSING)).toBe(
      'esbuild is missing. Allowed: a version of it in the project, because TypeScript is bundled with it. ' +
        'Run npm install --save-dev esbuild.',
    );
  });
});
