import { permitRefund } from './shop';
import { problems } from './statement-problems';

/** With a guard for what may be missing, the condition begins in a column of its own. */
function said(condition: string, guard = ''): string[] {
  return problems(permitRefund(`${guard}${condition}`)).map((problem) =>
    problem.replace(/column (\d+)/, (_, column: string) => `column ${Number(column) - guard.length}`),
  );
}

const LABELS = 'context.input has labels && ';
const ADDRESS = 'context.input has address && ';
const GIFT = 'context.input has gift && ';
const PARCELS = 'context.input has parcels && ';

describe('a text where another type belongs, or the other way round', () => {
  const compared = (one: string, other: string) => `Here ${one} and ${other} are compared, which are never equal.`;

  it.each([
    ['context.input.order_id == 5', '', `${compared('a whole number', 'text')} Write "5" with quotes.`],
    ['context.input.parcels == "2"', PARCELS, `${compared('a whole number', 'text')} Write 2 without quotes.`],
    ['"2" != context.input.parcels', PARCELS, `${compared('a whole number', 'text')} Write 2 without quotes.`],
    ['context.input.parcels == "two"', PARCELS, compared('a whole number', 'text')],
    ['context.input.amount == "2"', '', `${compared('text', 'a decimal')} Write decimal("2.0").`],
    ['context.input.gift == "true"', GIFT, `${compared('true or false', 'text')} Write true without quotes.`],
    [
      'principal.getTag("v") == true',
      'principal.hasTag("v") && ',
      `${compared('true', 'text')} Write "true" with quotes.`,
    ],
    ['context.input.labels.contains(5)', LABELS, `${compared('a whole number', 'text')} Write "5" with quotes.`],
    ['principal == "x"', '', `${compared('text', 'a user')} Write principal.id == "x".`],
    ['context.input.address == "x"', ADDRESS, compared('text', 'an object')],
  ])('%s', (condition, guard, expected) =>
    expect(said(condition, guard)).toEqual([`[type-mismatch] line 6, column 8: ${expected}`]),
  );

  it('in an order', () => {
    expect(said('context.input.parcels < "2"', PARCELS)).toEqual([
      '[type-mismatch] line 6, column 32: Here stands text where a whole number belongs. Write 2 without quotes.',
    ]);
    expect(said('context.input.amount.lessThan("2.5")')).toEqual([
      '[type-mismatch] line 6, column 38: Here stands text where a decimal belongs. Write decimal("2.5").',
    ]);
  });
});

describe('what has no order is said once for both sides', () => {
  it.each([
    [
      'true and false',
      'context.input.gift > true',
      GIFT,
      'Here stands true or false where a number or a time belongs. True and false have no order: compare them with == or !=.',
    ],
    [
      'text',
      'context.input.order_id >= "B"',
      '',
      'Here stands text where a number or a time belongs. Text has no order: compare it with == or like.',
    ],
    [
      'text by the methods of decimals',
      'context.input.order_id.lessThan(decimal("5.0"))',
      '',
      'Here stands text where a decimal belongs. Text has no order: compare it with == or like.',
    ],
  ])('%s', (_, condition, guard, expected) =>
    expect(said(condition, guard)).toEqual([`[type-mismatch] line 6, column 8: ${expected}`]),
  );
});

describe('an array taken for text', () => {
  const cause = 'The field is an array, which is a set in Cedar, and no text.';
  const compared = 'Here text and a set are compared, which are never equal.';

  it.each([
    [
      'context.input.labels like "*fragile*"',
      `[set-as-text] line 6, column 8: ${cause} Write context.input.labels.contains("fragile").`,
    ],
    [
      'context.input.labels like "*a\\*b*"',
      `[set-as-text] line 6, column 8: ${cause} Write context.input.labels.contains("a*b").`,
    ],
    [
      'context.input.labels like "a*b"',
      `[set-as-text] line 6, column 8: ${cause} Write context.input.labels.contains(…).`,
    ],
    [
      'context.input.labels like "*"',
      `[set-as-text] line 6, column 8: ${cause} Write context.input.labels.contains(…).`,
    ],
    [
      'context.input.labels == "x"',
      `[type-mismatch] line 6, column 8: ${compared} Write context.input.labels.contains("x").`,
    ],
    [
      '"x" != context.input.labels',
      `[type-mismatch] line 6, column 8: ${compared} Write !context.input.labels.contains("x").`,
    ],
    [
      '["x", "y"].contains(context.input.labels)',
      `[type-mismatch] line 6, column 8: ${compared} Write context.input.labels.containsAny(["x", "y"]).`,
    ],
  ])('%s', (condition, expected) => expect(said(condition, LABELS)).toEqual([expected]));
});

describe('text taken for a set', () => {
  const ID = 'context.input.order_id';
  const cause = 'The field is a string, and no set.';
  const claim = 'A claim is text in Cedar; of an array, its JSON text.';

  it.each([
    [`${ID}.contains("x")`, '', `${cause} Write like "*x*".`],
    [`${ID}.contains("5*")`, '', `${cause} Write like "*5\\**".`],
    [`${ID}.containsAny(["a", "b"])`, '', `${cause} Write ${ID} like "*a*" || ${ID} like "*b*".`],
    [`${ID}.isEmpty()`, '', `${cause} Write ${ID} == "".`],
    [
      `${ID}.contains(principal.id)`,
      '',
      `${cause} Compare whole texts with ==: the pattern of like has to be written out.`,
    ],
    [
      'principal.getTag("g").containsAll(["a", "b"])',
      'principal.hasTag("g") && ',
      `${claim} Write principal.getTag("g") like "*\\"a\\"*" && principal.getTag("g") like "*\\"b\\"*".`,
    ],
    [
      `principal.getTag("g").contains(${ID})`,
      'principal.hasTag("g") && ',
      `${claim} Compare whole texts with ==: the pattern of like has to be written out.`,
    ],
  ])('%s', (condition, guard, expected) =>
    expect(said(condition, guard)).toEqual([`[text-as-set] line 6, column 8: ${expected}`]),
  );
});

describe('text taken for an entity', () => {
  it.each([
    [
      'context.input.order_id in ["a", "b"]',
      'line 6, column 8: in is about entities, and here stands text. Write ["a", "b"].contains(context.input.order_id).',
    ],
    [
      'principal in ["a"]',
      'line 6, column 21: in is about entities, and here stands text. Write ["a"].contains(principal.id).',
    ],
  ])('%s', (condition, expected) => expect(said(condition)).toEqual([`[text-as-entity] ${expected}`]));
});

describe('what has no parts', () => {
  it.each([
    [
      'context.input.order_id has x',
      'Here stands text where an object belongs. Try using `like` to examine the contents of a string.',
    ],
    ['context.input.order_id.x == 1', 'Here stands text where an object belongs.'],
    ['context.hasTag("x")', 'Here stands an object where an entity belongs.'],
  ])('%s', (condition, expected) => expect(said(condition)).toEqual([`[type-mismatch] line 6, column 8: ${expected}`]));
});

describe('texts that are joined', () => {
  const none =
    'Cedar has no concatenation: + adds whole numbers. Compare each part by itself, or the whole with like and a pattern.';

  it.each([
    ['"a" + principal.id == "b"', 8],
    ['context.input.order_id == "a" + principal.id + "c"', 34],
    ['"b" == principal.id + context.input.order_id', 15],
  ])('%s is one mistake', (condition, column) =>
    expect(said(condition)).toEqual([`[no-concatenation] line 6, column ${column}: ${none}`]),
  );

  it('twice are two', () =>
    expect(said('"a" + principal.id == "b" || principal.id + "a" == "b"')).toEqual([
      `[no-concatenation] line 6, column 8: ${none}`,
      `[no-concatenation] line 6, column 37: ${none}`,
    ]));
});
