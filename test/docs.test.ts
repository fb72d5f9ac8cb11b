/** What the documentation says is true: its links and commands exist. `npm run typecheck` compiles its TypeScript. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES } from './docs/pages';
import { snippetsOf } from './docs/snippets';

const root = join(__dirname, '..');
const pages = PAGES.map((page) => ({ page, markdown: readFileSync(join(root, page), 'utf8') }));

/** Whether a link of a page leads somewhere. */
const leadsSomewhere = (page: string, link: string) => existsSync(join(root, page, '..', link.replace(/#.*$/, '')));

it('The documentation has TypeScript, of which each block is known by its line', () => {
  const places = pages.flatMap(({ page, markdown }) => snippetsOf(page, markdown)).map(({ place }) => place);

  expect(places.length).toBeGreaterThan(50);
  expect(new Set(places).size).toBe(places.length);
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
