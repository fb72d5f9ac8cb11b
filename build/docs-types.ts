/** The second half of `npm run typecheck`: the TypeScript of the documentation compiles against the library's source. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from '../test/docs/compile';
import { PAGES } from '../test/docs/pages';
import { snippetsOf } from '../test/docs/snippets';

const CANARY = 'docs/canary.md';
/** A misspelt prop. If it is not found on its line of the page, nothing else would be. */
const [canary] = snippetsOf(
  CANARY,
  [
    'Text.',
    '',
    '```ts',
    `import { IdentityProvider, InboundAuth } from 'cdk-agentcore';`,
    '',
    'const provider = IdentityProvider.oidc(this.account, {',
    `  audience: ['shop'],`,
    '});',
    'InboundAuth.jwt(provider);',
    '```',
  ].join('\n'),
);
const EXPECTED = /^docs\/canary\.md:7 .*'audience' does not exist in type 'OidcOptions'/;

const root = join(__dirname, '..');
const snippets = PAGES.flatMap((page) => snippetsOf(page, readFileSync(join(root, page), 'utf8')));
const problems = problemsOf([...snippets, canary]);

const [found, ...more] = problems.get(canary.place) ?? [];
const missed =
  found === undefined || !EXPECTED.test(found) || more.length > 0 ? [`${CANARY}: not found as expected`] : [];
problems.delete(canary.place);
const all = [...problems.values()].flat().concat(missed);
for (const problem of all) process.stderr.write(`${problem}\n`);
process.stdout.write(`note: ${String(snippets.length)} snippets, ${String(all.length)} problems\n`);
process.exitCode = all.length > 0 ? 1 : 0;
