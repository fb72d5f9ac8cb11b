/** Claims that are arrays: which elements are in them, also where policies name dozens. */
import { decide } from '../../../lib/cedar/decision';
import { RequestSearch } from '../../../lib/cedar/proof/find-request';
import { allowed, type Query } from '../../../lib/cedar/proof/query';
import { Dice, EFFORT } from '../dice';
import { GATEWAY_ARN, permitRefund, processRefund, SHOP } from '../shop';

const like = (text: string) => `(principal.hasTag("g") && principal.getTag("g") like ${JSON.stringify(text)})`;
const inGroup = (name: string) => like(`*${JSON.stringify(name)}*`);
const inAny = (names: readonly string[]) => `(${names.map(inGroup).join(' || ')})`;
const isText = (text: string) => `(principal.hasTag("g") && principal.getTag("g") == ${JSON.stringify(text)})`;
const below = (amount: number) => `context.input.amount.lessThan(decimal("${amount}.0"))`;

function find(conditions: Readonly<Record<string, string>>, query: Query) {
  const statements = Object.entries(conditions).map(([name, condition]) => [name, permitRefund(condition)]);
  return new RequestSearch(Object.fromEntries(statements), processRefund, SHOP).find(query);
}

const noneOf = (names: readonly string[]): Query[] => names.map((applies) => ({ not: { applies } }));

describe.each([12, 20])('%i groups in as many permits', (count) => {
  const groups = Array.from({ length: count }, (_, index) => `team-${index}`);
  const permits = Object.fromEntries(
    groups.map((group, index) => [`Permit${index}`, `${inGroup(group)} && ${below(100 + index)}`]),
  );
  // Nobody is to be in two teams that stand beside each other.
  const forbids = Object.fromEntries(
    groups.slice(1).map((group, index) => [`Forbid${index}`, `${inGroup(groups[index])} && ${inGroup(group)}`]),
  );
  const rules = { permits: Object.keys(permits), forbids: Object.keys(forbids) };
  const property = (condition: string, query: Query[]) =>
    find({ ...permits, ...forbids, it: condition }, { all: [{ applies: 'it' }, ...query] });

  /** Milliseconds of the processor, which has other work too; each takes about a tenth of a second. */
  const PROVED_IN = 5000;
  let began: NodeJS.CpuUsage;
  beforeEach(() => (began = process.cpuUsage()));
  afterEach(() => expect(process.cpuUsage(began).user / 1000).toBeLessThan(PROVED_IN));

  it('prove that nobody outside of them may do it', () => {
    expect(property(`!${inAny(groups)}`, [allowed(rules)])).toEqual({});
  });

  it('prove that nobody may do more than the last of them', () => {
    expect(property(`!${below(100 + count - 1)}`, [allowed(rules)])).toEqual({});
  });

  it('prove that nobody in the first two may do it', () => {
    expect(property(`${inGroup(groups[0])} && ${inGroup(groups[1])}`, [allowed(rules)])).toEqual({});
  });

  it('prove that everybody in one of them may do what is small', () => {
    expect(property(`${inAny(groups)} && ${below(100)}`, noneOf(rules.permits))).toEqual({});
  });

  it('show who may not, where a group is missing', () => {
    const { request } = property(`${inAny([...groups, 'guest'])} && ${below(100)}`, noneOf(rules.permits));
    expect(request?.caller).toEqual({ sub: 'other', claims: { g: ['guest'] } });
  });

  it('prove that two ways to write the same are the same', () => {
    const pairs = groups.slice(1).map((group, index) => inAny([groups[index], group]));
    const [one, other] = [pairs, [...pairs].reverse()].map((list) => list.join(' && '));
    expect(find({ one, other }, { all: [{ applies: 'one' }, { not: { applies: 'other' } }] })).toEqual({});
  });
});

describe('an array', () => {
  it.each([
    ['with an element that another one begins with', `${inGroup('ab')} && !${inGroup('a')}`, ['ab']],
    ['that is no constant', `${inGroup('a')} && !${inGroup('b')} && !${isText('["a"]')}`, ['a', 'other']],
    ['that is a constant', `${inGroup('a')} && ${isText('["a","b"]')}`, ['a', 'b']],
    [
      'that is not empty, with none of them',
      `!${inGroup('a')} && principal.hasTag("g") && !${isText('[]')}`,
      ['other'],
    ],
    ['with an element of a comma', `${inGroup(',')} && !${inGroup('a')}`, [',']],
    ['with a comma between two', `${inGroup('a')} && ${inGroup('b')} && ${inGroup(',')}`, ['a', 'b']],
    ['with a quote in an element, after which another one is found', `${inGroup('a"b')} && ${inGroup('b')}`, ['a"b']],
    ['with nothing in an element', `${inGroup('')} && ${inGroup('a')}`, ['', 'a']],
  ])('%s', (_, it, g) => {
    expect(find({ it }, { applies: 'it' }).request?.caller).toMatchObject({ claims: { g } });
  });

  it.each([
    ['a constant without it', `${inGroup('a')} && ${isText('["b"]')}`],
    ['a claim that is not there', `${inGroup('a')} && !(principal.hasTag("g"))`],
    ['another text', `${inGroup('a')} && ${isText('a')}`],
  ])('is never %s', (_, it) => expect(find({ it }, { applies: 'it' })).toEqual({}));

  it('is searched, not proved, where a dozen groups meet another pattern', () => {
    const groups = Array.from({ length: 12 }, (_, index) => `team-${index}`);
    const outside = `!(${inAny(groups)} || ${like('*admin*')} || !${like('*admin*')})`;
    expect(find({ outside }, { applies: 'outside' }).notProved).toBe('more values than can be tried: claim g');
  });
});

describe('random conditions on elements', () => {
  const dice = new Dice(11);
  const NAMES = ['a', 'b', 'ab', 'c', ',', '', 'a"b'];
  const TEXTS = ['[]', '["a"]', '["a","b"]', 'a', '"a"', '["c","other"]'];
  const PATTERNS = ['["a"*', '*"', '*a*'];
  const test = () =>
    dice.of([
      () => inGroup(dice.of(NAMES.slice(0, 4))),
      () => inGroup(dice.of(NAMES.slice(0, 4))),
      () => inGroup(dice.of(NAMES)),
      () => isText(dice.of(TEXTS)),
      () => `principal.hasTag("g")`,
      () => (dice.below(4) === 0 ? like(dice.of(PATTERNS)) : below(1 + dice.below(3))),
    ])();
  const condition = (depth: number): string => {
    if (depth === 0) return dice.below(3) === 0 ? `!(${test()})` : test();
    const operator = dice.of(['&&', '&&', '||']);
    return `(${condition(depth - 1)}) ${operator} (${condition(depth - 1)})`;
  };
  const claims = (): Record<string, unknown>[] => [
    {},
    ...TEXTS.map((g) => ({ g })),
    ...[[], ['a'], ['b'], ['a', 'b'], ['ab'], ['a', 'c'], ['b', 'other'], ['a', 'b', 'ab', 'c']].map((g) => ({ g })),
    ...[[','], ['a"b'], [''], ['a', ''], ['x', 'y']].map((g) => ({ g })),
    { g: 'x"a"y"b"' },
  ];

  it('are never said to be impossible when a claim fulfils them, and their examples are true', () => {
    const found = { impossible: 0, possible: 0 };
    for (let round = 0; round < 60 * EFFORT; round++) {
      const [permit, forbid] = [permitRefund(condition(3)), permitRefund(condition(1)).replace('permit', 'forbid')];
      const statements = { permit, forbid };
      const search = new RequestSearch(statements, processRefund, SHOP);
      const { request, notProved } = search.find(allowed({ permits: ['permit'], forbids: ['forbid'] }));
      if (request) {
        found.possible++;
        expect(decide(statements, { ...request, gatewayArn: GATEWAY_ARN }).allowed).toBe(true);
        continue;
      }
      if (notProved !== undefined) continue;
      found.impossible++;
      for (const each of claims()) {
        for (const amount of [0, 2.5]) {
          const call = { caller: { sub: 'u', claims: each }, tool: processRefund, input: { order_id: 'x', amount } };
          expect(decide(statements, { ...call, gatewayArn: GATEWAY_ARN }).allowed).toBe(false);
        }
      }
    }
    expect(found.possible).toBeGreaterThan(15);
    expect(found.impossible).toBeGreaterThan(5);
  });
});
