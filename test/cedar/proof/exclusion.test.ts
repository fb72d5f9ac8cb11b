import { decide } from '../../../lib/cedar/decision';
import { excludeEachOther } from '../../../lib/cedar/proof/exclusion';
import { statementJson } from '../../../lib/cedar/statement-json';
import { Dice, EFFORT } from '../dice';
import { GATEWAY_ARN, permitRefund, processRefund, SHOP } from '../shop';

const exclude = (one: string, other: string) => {
  const [a, b] = [one, other].map((condition) => statementJson(permitRefund(condition))!);
  return excludeEachOther(a, b, processRefund, SHOP);
};
const below = (amount: number) => `context.input.amount.lessThan(decimal("${amount.toFixed(1)}"))`;
const above = (amount: number) => `context.input.amount.greaterThan(decimal("${amount.toFixed(1)}"))`;
const team = (name: string) => `principal.hasTag("team") && principal.getTag("team") == "${name}"`;
const group = (name: string) => `principal.hasTag("g") && principal.getTag("g") like "*\\"${name}\\"*"`;
const parcels = (test: string) => `context.input has parcels && context.input.parcels ${test}`;

describe('two conditions exclude each other', () => {
  it.each([
    ['below and above', below(500), above(1000)],
    ['below and above, beside others', `${team('a')} && ${below(500)}`, `${group('x')} && ${above(1000)}`],
    ['two limits that touch', below(500), `!(${below(500)})`],
    ['the same number and its neighbour', parcels('== 3'), parcels('> 3')],
    ['an exception', `!(${above(1000)})`, above(1000)],
    ['two texts', team('a'), team('b')],
    ['a text and none', team('a'), '!(principal.hasTag("team"))'],
    ['a group and not that group', group('a'), `!(${group('a')})`],
    ['hours', 'context.system.now.toTime() < duration("8h")', 'context.system.now.toTime() > duration("9h")'],
  ])('%s', (_, one, other) => {
    expect(exclude(one, other)).toBe(true);
    expect(exclude(other, one)).toBe(true);
  });

  it.each([
    ['where some call fulfils both', below(500), above(400)],
    ['where they ask for different parts', team('a'), above(400)],
    ['where one asks for nothing', 'true', above(400)],
    ['where one alone excludes everything', `${below(5)} && ${above(9)}`, team('a')],
    ['with groups, of which a user may have both', group('a'), group('b')],
    ['with a condition that is computed', parcels('+ 1 < 3'), parcels('> 5')],
    ['with what only the deployment knows', team('<Shop.Team>'), team('b')],
    ['with a number that JSON cannot hold', parcels('< 9223372036854775807'), parcels('== 9223372036854775807')],
  ])('not %s', (_, one, other) => {
    expect(exclude(one, other)).toBe(false);
    expect(exclude(other, one)).toBe(false);
  });

  it('at random, never where some call fulfils both', () => {
    const dice = new Dice(5);
    const amount = () => dice.of([1, 1.5, 2, 3]);
    const test = () =>
      dice.of([
        () => below(amount()),
        () => above(amount()),
        () => parcels(`${dice.of(['<', '>', '==', '!='])} ${dice.below(4)}`),
        () => team(dice.of(['a', 'b'])),
        () => `(${below(amount())}) || (${team('a')})`,
        () => `!(${parcels(`< ${dice.below(4)}`)})`,
      ])();
    const inputs = [0, 1, 1.2, 1.5, 1.7, 2, 2.5, 3, 4].flatMap((each) => [
      { order_id: 'x', amount: each },
      ...[-1, 0, 1, 2, 3, 4].map((count) => ({ order_id: 'x', amount: each, parcels: count })),
    ]);
    let excluded = 0;
    for (let round = 0; round < 20 * EFFORT; round++) {
      const [one, other] = [0, 1].map(() => `(${test()}) && (${test()})`);
      if (!exclude(one, other)) continue;
      excluded++;
      const both = { both: permitRefund(`(${one}) && (${other})`) };
      for (const claims of [{}, { team: 'a' }, { team: 'b' }]) {
        for (const input of inputs) {
          const call = { caller: { sub: 'u', claims }, tool: processRefund, input, gatewayArn: GATEWAY_ARN };
          expect(decide(both, call).allowed).toBe(false);
        }
      }
    }
    expect(excluded).toBeGreaterThan(2);
  });
});
