/** What the documentation says is true: its TypeScript compiles, its links and commands exist. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leadsSomewhere, problemsOf } from './docs/compile';
import { snippetsOf } from './docs/snippets';

const root = join(__dirname, '..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'bin/customer-support/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
].map((page) => ({ page, markdown: readFileSync(join(root, page), 'utf8') }));

describe('the TypeScript of a page', () => {
  const snippets = pages.flatMap(({ page, markdown }) => snippetsOf(page, markdown));
  const [misspelt] = snippetsOf(
    'docs/page.md',
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
  let problems: Map<string, string[]>;
  beforeAll(() => {
    problems = problemsOf([...snippets, misspelt]);
  }, 60_000);

  it.each(snippets)('compiles: $place', ({ place }) => {
    expect(problems.get(place)).toEqual([]);
  });

  it('is checked: a misspelt prop is found, on its line of the page', () => {
    expect(problems.get('docs/page.md:4')).toEqual([
      expect.stringMatching(/^docs\/page\.md:7 .*'audience' does not exist in type 'OidcOptions'/),
    ]);
  });
});

describe.each(pages)('$page', ({ page, markdown }) => {
  it('links to files that exist', () => {
    const links = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
    const local = links.filter((link) => !/^(?:[a-z]+:|#)/.test(link));

    expect(local.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...markdown.matchAll(/`[^`\n]*npm run ([a-z:-]+)|^[^`\n|]*npm run ([a-z:-]+)/gm)];

    expect(named.map(([, inline, block]) => inline ?? block).filter((name) => !(name in scripts))).toEqual([]);
  });
});
