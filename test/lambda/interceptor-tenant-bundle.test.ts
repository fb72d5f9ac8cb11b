import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../..');
const bundle = join(root, 'lib/lambda/interceptor-tenant-bundle.js');
const UPDATE = 'UPDATE_BUNDLE=1 npx jest test/lambda/interceptor-tenant-bundle';
const HEADING = `// Made of interceptor-tenant.ts and what it imports: change those, and run\n// ${UPDATE}\n`;

/** As it is shipped: one file for Lambda, readable in a template. */
function made(): string {
  const [{ text }] = buildSync({
    absWorkingDir: root,
    entryPoints: ['lib/lambda/interceptor-tenant.ts'],
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    legalComments: 'none',
    write: false,
  }).outputFiles;
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const input = `${HEADING}${text}`;
  return execFileSync(process.execPath, [prettier, '--stdin-filepath', bundle], { cwd: root, input, encoding: 'utf8' });
}

describe('The code of TenantInterceptor that is deployed', () => {
  it('is made of the TypeScript beside it', () => {
    const now = made();
    if (process.env.UPDATE_BUNDLE) writeFileSync(bundle, now);
    expect(readFileSync(bundle, 'utf8')).toBe(now);
  }, 20_000);

  it('needs nothing that Lambda does not have', () => {
    expect(readFileSync(bundle, 'utf8')).not.toMatch(/\brequire\(|^import\b/m);
  });
});
