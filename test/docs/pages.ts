/** The pages of the documentation, by their paths from the root. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(__dirname, '../../docs');

export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'bin/customer-support/README.md',
  ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
];
