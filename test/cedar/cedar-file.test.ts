import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Cedar } from '../../lib/cedar';
import { sentence } from '../../lib/core/refusal';
import { inNewFolder, policyIn, write } from './policy-folder';

inNewFolder();

const POLICY = policyIn('context.input.amount < 500');
const places = (path: string) => Cedar.fromFile(path)._statements.map(({ place }) => place);
const problems = (path: string) => Cedar.fromFile(path)._problems().map(sentence);
const here = () => JSON.stringify(process.cwd());

describe('Cedar.fromFile', () => {
  it('reads one file', () => {
    write('policies/refunds.cedar', `${POLICY}\n// more\n${POLICY}`);
    expect(places('policies/refunds.cedar')).toEqual(['policies/refunds.cedar:1:1', 'policies/refunds.cedar:9:1']);
  });

  it('reads every file whose name fits, sorted by name', () => {
    for (const name of ['b.cedar', 'a.cedar', 'B.cedar', 'a.txt', '.hidden.cedar', 'deeper/c.cedar']) {
      write(`policies/${name}`, POLICY);
    }
    mkdirSync('policies/folder.cedar');
    expect(places('policies/*.cedar')).toEqual(['B', 'a', 'b'].map((name) => `policies/${name}.cedar:1:1`));
  });

  it.each([
    ['a*.cedar', ['a+b.cedar', 'ab.cedar']],
    ['*b.cedar', ['a+b.cedar', 'ab.cedar', 'b.cedar']],
    ['a*b.c*', ['a+b.cedar', 'ab.cedar']],
    ['a+*', ['a+b.cedar']],
    ['*', ['a+b.cedar', 'ab.cedar', 'b.cedar']],
  ])('takes * for any part of a name, and everything else for itself: %s', (pattern, names) => {
    for (const name of ['a+b.cedar', 'ab.cedar', 'b.cedar']) write(name, POLICY);
    expect(places(pattern)).toEqual(names.map((name) => `${name}:1:1`));
  });

  it('names a file below the working directory from there, also where its path is absolute', () => {
    write('policies/a.cedar', POLICY);
    expect(places(join(process.cwd(), 'policies', '*.cedar'))).toEqual(['policies/a.cedar:1:1']);
    const above = join(process.cwd(), 'policies', 'a.cedar');
    mkdirSync('app');
    process.chdir('app');
    expect([places(above), places('../policies/a.cedar')]).toEqual([[`${above}:1:1`], ['../policies/a.cedar:1:1']]);
  });

  it('reads text with the mark and the line ends of Windows', () => {
    write('a.cedar', `\uFEFF// über\r\n${POLICY.replaceAll('\n', '\r\n')}`);
    expect(Cedar.fromFile('a.cedar').text).toBe(`// über\n${POLICY.trimEnd()}`);
    expect(places('a.cedar')).toEqual(['a.cedar:2:1']);
  });

  it('follows links', () => {
    write('shared/a.cedar', POLICY);
    mkdirSync('policies');
    symlinkSync('../shared/a.cedar', 'policies/linked.cedar');
    expect(places('policies/*.cedar')).toEqual(['policies/linked.cedar:1:1']);
  });
});

describe('Cedar.fromFile is refused', () => {
  const allowed = 'a file of statements, or several with * in the last part of the path, relative to';

  it.each(['policies/refunds.ceder', 'policies/*.ceder'])('where there is no file, with what there is: %s', (path) => {
    write('policies/refunds.cedar', POLICY);
    write('policies/orders.cedar', POLICY);
    write('policies/README.md', 'Our policies');
    expect(problems(path)).toEqual([
      `Cedar.fromFile is "${path}". Allowed: ${allowed} ${here()}. In "policies" there is orders.cedar, refunds.cedar.`,
    ]);
  });

  it('where there are other files only, with the first of them', () => {
    for (let number = 10; number < 22; number++) write(`policies/${number}.txt`, POLICY);
    expect(problems('policies/*.cedar')).toEqual([
      `Cedar.fromFile is "policies/*.cedar". Allowed: ${allowed} ${here()}. In "policies" there is ` +
        '10.txt, 11.txt, 12.txt, 13.txt, 14.txt, 15.txt, 16.txt, 17.txt, 18.txt, 19.txt and 2 more.',
    ]);
  });

  it('where the folder is empty', () => {
    mkdirSync('policies');
    expect(problems('policies/*.cedar')).toEqual([
      `Cedar.fromFile is "policies/*.cedar". Allowed: ${allowed} ${here()}. In "policies" there is no file.`,
    ]);
  });

  it('where there is no folder', () => {
    expect(problems('policies/*.cedar')).toEqual([
      `Cedar.fromFile is "policies/*.cedar". Allowed: ${allowed} ${here()}. There is no folder "policies".`,
    ]);
  });

  it('for a folder', () => {
    write('policies/refunds.cedar', POLICY);
    expect(problems('policies')).toEqual([
      'Cedar.fromFile is "policies". Allowed: a file, and this is a folder. Write Cedar.fromFile("policies/*.cedar").',
    ]);
  });

  it('with * in the name of a folder', () => {
    expect(problems('policies/**/*.cedar')).toEqual([
      'Cedar.fromFile is "policies/**/*.cedar". Allowed: * in the last part of the path only. ' +
        'Write tools.addPolicies(Cedar.fromFile(…)) for each folder.',
    ]);
  });

  it.each(['', '// permit (principal, action, resource);\n'])('with a file without statement: %j', (text) => {
    write('policies/empty.cedar', text);
    write('policies/refunds.cedar', POLICY);
    expect(problems('policies/*.cedar')).toEqual([
      'Cedar.fromFile is "policies/empty.cedar". Allowed: a file with a statement. Write a permit or a forbid into it, or remove it.',
    ]);
  });

  it('with files that are no text or cannot be read, all of them', () => {
    write('policies/latin.cedar', Buffer.from(`// ü\n${POLICY}`, 'latin1'));
    symlinkSync('loop.cedar', 'policies/loop.cedar');
    write('policies/wide.cedar', Buffer.from(`\uFEFF${POLICY}`, 'utf16le'));
    expect(problems('policies/*.cedar')).toEqual([
      'Cedar.fromFile is "policies/latin.cedar". Allowed: text in UTF-8. Save the file as UTF-8.',
      'Cedar.fromFile is "policies/loop.cedar". Allowed: a file that can be read (ELOOP). Make it readable.',
      'Cedar.fromFile is "policies/wide.cedar". Allowed: text in UTF-8. Save the file as UTF-8.',
    ]);
  });
});
