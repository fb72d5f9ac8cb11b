import fc from 'fast-check';
import { accessed, decimalText, presence, quoted, quotedPattern } from '../../lib/cedar/quoting';

describe('a decimal', () => {
  it.each([
    [500, '500.0', true],
    [0, '0.0', true],
    [-0.5, '-0.5', true],
    [1e-4, '0.0001', true],
    [1e-7, '0.0', false],
    [123456.78901, '123456.789', false],
    [0.30000000000000004, '0.3', false],
    [1.5e3, '1500.0', true],
  ])('of %d is %s', (value, text, exact) => expect(decimalText(value)).toEqual({ text, exact }));

  it.each([NaN, Infinity, 1e15, -1e300])('cannot be %d', (value) => expect(decimalText(value)).toBeUndefined());

  it('is exact for every number of four places', () =>
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (scaled) => {
        const written = decimalText(scaled / 10_000)!;
        expect(written.exact).toBe(true);
        expect(Number(written.text)).toBe(scaled / 10_000);
      }),
    ));
});

describe('quoting', () => {
  it('escapes what ends or changes a string', () =>
    expect(quoted('a"b\\c\nd\u202ee')).toBe('"a\\"b\\\\c\\nd\\u{202e}e"'));
  it('leaves CDK tokens alone', () => expect(quoted('${Token[TOKEN.12]}')).toBe('"${Token[TOKEN.12]}"'));
  it('tells stars from wildcards', () => expect(quotedPattern(['a*', ''])).toBe('"a\\**"'));
  it('writes odd names of fields in brackets', () => {
    expect(accessed('context.input', ['a', 'b-c', 'in'])).toBe('context.input.a["b-c"]["in"]');
    expect(presence('context.input', ['a', 'b'])).toEqual(['context.input has a.b']);
    expect(presence('context.input', ['a', 'b', 'c-d', 'e', 'f'])).toEqual([
      'context.input has a.b',
      'context.input.a.b has "c-d"',
      'context.input.a.b["c-d"] has e.f',
    ]);
    expect(presence('context.input', ['a', 'b', 'c'], 1)).toEqual(['context.input.a has b.c']);
  });
});
