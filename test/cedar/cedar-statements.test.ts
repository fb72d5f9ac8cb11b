import { Cedar } from '../../lib/cedar';

const texts = (text: string) =>
  Cedar.fromText(text)
    ._each()
    .map((statement) => statement.text);
const PERMIT = 'permit (principal, action, resource)';
const FORBID = 'forbid (principal, action, resource)';

describe('A text of several statements', () => {
  it.each<[string, string, string[]]>([
    ['at their semicolons', `${PERMIT};\n${FORBID};`, [`${PERMIT};`, `${FORBID};`]],
    ['on one line', `${PERMIT};${FORBID};`, [`${PERMIT};`, `${FORBID};`]],
    [
      'with the comments and annotations before them',
      `// one\n\n@id("A")\n${PERMIT};\n\n\n// two\n// more\n@id("B") // B\n${FORBID};\n`,
      [`// one\n\n@id("A")\n${PERMIT};`, `// two\n// more\n@id("B") // B\n${FORBID};`],
    ],
    [
      'with the comment behind them on the same line',
      `${PERMIT}; // until March\n${FORBID}; // for ever`,
      [`${PERMIT}; // until March`, `${FORBID}; // for ever`],
    ],
    [
      'without a comment that follows the last',
      `${PERMIT};\n${FORBID};\n\n// ${PERMIT};`,
      [`${PERMIT};`, `${FORBID};`],
    ],
    [
      'not at a semicolon of a string or a comment',
      `${PERMIT} when { "a;\\";b" == "//;" }; // ;\n${FORBID} // ;\n;`,
      [`${PERMIT} when { "a;\\";b" == "//;" }; // ;`, `${FORBID} // ;\n;`],
    ],
    [
      'behind one that leaves a bracket open',
      `${PERMIT} when { ((true };\n${FORBID};`,
      [`${PERMIT} when { ((true };`, `${FORBID};`],
    ],
    [
      'behind one without a semicolon',
      `${PERMIT} when { true }\n// two\n@id("B") @permit("x")\n${FORBID};`,
      [`${PERMIT} when { true }`, `// two\n@id("B") @permit("x")\n${FORBID};`],
    ],
    ['also those that are none', `hello;\n${PERMIT};\nworld`, ['hello;', `${PERMIT};`, 'world']],
  ])('is taken apart %s', (_, text, statements) => {
    expect(texts(text)).toEqual(statements);
  });

  it('of one statement stays what it is', () => {
    const text = `\n  // one\n  ${PERMIT};\n  // the end\n`;
    expect(texts(text)).toEqual([text]);
    expect(Cedar.fromText(text).text).toBe(text);
  });

  it('without a statement is one, about which the verification says so', () => {
    expect(texts('// nothing')).toEqual(['// nothing']);
  });

  it('is read one after the other', () => {
    expect(Cedar.fromText(`${PERMIT};${FORBID};`).text).toBe(`${PERMIT};\n\n${FORBID};`);
  });
});
