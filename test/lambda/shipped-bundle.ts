/** Code of functions that the package ships as one text each, made of the TypeScript beside it. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../..');

/** As it is shipped, and as it would be made now: one file for Lambda, readable in a template. */
export function shippedBundle(name: string): { readonly shipped: string; readonly made: string } {
  const path = join(root, `lib/lambda/${name}-bundle.js`);
  const made = bundleOf(name, path);
  if (process.env.UPDATE_BUNDLE) writeFileSync(path, made);
  return { shipped: readFileSync(path, 'utf8'), made };
}

function bundleOf(name: string, path: string): string {
  const [{ text }] = buildSync({
    absWorkingDir: root,
    entryPoints: [`lib/lambda/${name}.ts`],
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    legalComments: 'none',
    write: false,
  }).outputFiles;
  const update = `UPDATE_BUNDLE=1 npx jest test/lambda/${name}-bundle`;
  const input = `// Made of ${name}.ts and what it imports: change those, and run\n// ${update}\n${text}`;
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  return execFileSync(process.execPath, [prettier, '--stdin-filepath', path], { cwd: root, input, encoding: 'utf8' });
}
