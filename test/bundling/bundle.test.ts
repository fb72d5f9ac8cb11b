import { bundle, type BundleRequest } from '../../lib/bundling/bundle';
import { failed } from '../../lib/bundling/built-package';
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
