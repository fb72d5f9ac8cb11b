/** Sets of policies at random: a diff never calls two the same that a request tells apart, and its examples are true. */
import type { DecidingPolicy, PolicySet } from '../../lib/assembly/policy-set';
import { decide, type DecisionRequest } from '../../lib/cedar/decision';
import { sameDecisions } from '../../lib/review/matrix-diff';
import { GATEWAY_ARN, permitRefund, processRefund, SHOP } from '../cedar/shop';
import { Dice, EFFORT } from '../cedar/dice';

const dice = new Dice(7);

const TESTS = [
  () => `context.input.amount.${dice.of(['lessThan', 'greaterThan'])}(decimal("${dice.of(['1.0', '2.0'])}"))`,
  () => `context.input has parcels && context.input.parcels ${dice.of(['<', '=='])} 1`,
  () => `context.input.order_id like "${dice.of(['a*', '*b'])}"`,
  () => `principal.hasTag("g") && principal.getTag("g") like "*\\"${dice.of(['a', 'b'])}\\"*"`,
  () => 'context.system.now.toTime() < duration("12h")',
];

function condition(): string {
  const [one, other] = [dice.of(TESTS)(), dice.of(TESTS)()];
  return dice.of([one, `(${one}) && (${other})`, `(${one}) || (${other})`, `!(${one})`]);
}

const pool = Array.from({ length: 12 }, condition);

function randomPolicy(index: number): DecidingPolicy {
  const effect = dice.of(['permit', 'permit', 'forbid'] as const);
  const text = permitRefund(dice.of(pool)).replace('permit', effect);
  return { name: `P${index}`, effect, text, enforcement: 'ACTIVE' };
}

function setOf(policies: readonly DecidingPolicy[]): PolicySet {
  return { gateway: { ...SHOP, tools: [processRefund] }, policies, unreadable: [], unsure: [] };
}

function randomRequest(): DecisionRequest {
  return {
    caller: { sub: 'u', claims: dice.of([{}, { g: ['a'] }, { g: ['b'] }, { g: ['a', 'b'] }]) },
    tool: processRefund,
    gatewayArn: GATEWAY_ARN,
    now: new Date(Date.UTC(2026, 4, 5, dice.of([5, 12, 13]))),
    input: {
      order_id: dice.of(['a', 'ab', 'b', 'c']),
      amount: dice.of([0.5, 1, 1.5, 2, 3]),
      ...dice.of([{}, { parcels: dice.below(3) }]),
    },
  };
}

function allows({ policies }: PolicySet, request: DecisionRequest): boolean {
  return decide(Object.fromEntries(policies.map(({ name, text }) => [name, text])), request).allowed;
}

it('a diff of random sets is right', () => {
  const found = { same: 0, different: 0 };
  for (let round = 0; round < 40 * EFFORT; round++) {
    const policies = Array.from({ length: 1 + dice.below(4) }, (_, index) => randomPolicy(index));
    const [one, other] = [setOf(policies), setOf([...policies, randomPolicy(policies.length)])];
    const { same, notProved, example } = sameDecisions(one, other);
    expect(notProved).toEqual([]);
    found[same ? 'same' : 'different']++;
    if (example) {
      const request = { ...example, gatewayArn: GATEWAY_ARN };
      expect(allows(one, request)).not.toBe(allows(other, request));
      continue;
    }
    for (let attempt = 0; attempt < 40; attempt++) {
      const request = randomRequest();
      expect(allows(one, request)).toBe(allows(other, request));
    }
  }
  expect(found.same).toBeGreaterThan(10);
  expect(found.different).toBeGreaterThan(10);
});
