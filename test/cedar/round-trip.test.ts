import fc from 'fast-check';
import { Claim } from '../../lib/cedar/claim';
import { Condition } from '../../lib/cedar/condition';
import { decide } from '../../lib/cedar/decision';
import { Input } from '../../lib/cedar/input';
import { renderStatement } from '../../lib/cedar/render-statement';
import { describeStatement } from '../../lib/cedar/describe-statement';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import { GATEWAY_ARN, processRefund, SHOP } from './shop';

/** Whether a permit of this condition allows a call, by the engine, from the text that is deployed. */
function allows(condition: Condition, call: { input?: object; claims?: Record<string, unknown> }): boolean {
  const { text, problems } = renderStatement({ effect: 'permit', tools: [processRefund], when: [condition] }, SHOP);
  expect(problems).toEqual([]);
  const { allowed, errors } = decide(
    { policy: text },
    {
      caller: { sub: 'someone', claims: call.claims },
      tool: processRefund,
      input: { order_id: 'A-1', amount: 1, ...call.input },
      gatewayArn: GATEWAY_ARN,
    },
  );
  expect(errors).toEqual([]);
  return allowed;
}

/** Text with everything that has a meaning in Cedar, in patterns, in JSON or in none of them. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      '\\',
      '*',
      '\n',
      '\r',
      '\t',
      '\0',
      "'",
      '$',
      '{',
      '}',
      ';',
      '/',
      '\u200b',
      '\u2028',
      'é',
      '🙂',
      'a',
    ),
    maxLength: 8,
  }),
);
const decimals = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((scaled) => scaled / 10_000);

const runs = { numRuns: 20 };

describe('what a condition says is what the engine decides', () => {
  it('for text that equals', () =>
    fc.assert(
      fc.property(text, text, (wanted, given) => {
        expect(allows(Input.of('order_id').equalTo(wanted), { input: { order_id: wanted } })).toBe(true);
        expect(allows(Input.of('order_id').notEqualTo(wanted), { input: { order_id: given } })).toBe(given !== wanted);
      }),
      runs,
    ));

  it('for claims that equal, also with odd names', () =>
    fc.assert(
      fc.property(
        text.filter((name) => name !== '' && name !== 'sub'),
        text,
        text,
        (name, wanted, given) => {
          expect(allows(Claim.of(name).equalTo(wanted), { claims: { [name]: wanted } })).toBe(true);
          expect(allows(Claim.of(name).oneOf(wanted), { claims: { [name]: given } })).toBe(given === wanted);
          expect(allows(Claim.of(name).equalTo(wanted), {})).toBe(false);
        },
      ),
      runs,
    ));

  it('for what an array claim includes', () =>
    fc.assert(
      fc.property(
        text,
        fc.array(
          text.filter((element) => !element.includes('"')),
          { maxLength: 4 },
        ),
        (wanted, others) => {
          expect(allows(Claim.of('groups').includes(wanted), { claims: { groups: [...others, wanted] } })).toBe(true);
          expect(allows(Claim.of('groups').includes(wanted), { claims: { groups: others } })).toBe(
            others.includes(wanted),
          );
        },
      ),
      runs,
    ));

  it('for patterns, in which only a bare star is a wildcard', () =>
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), text, (parts, between) => {
        const pattern = parts.map((part) => part.replaceAll('*', '\\*')).join('*');
        // A backslash in front of a star belongs to the star.
        fc.pre(!parts.some((part) => part.includes('\\')));
        expect(allows(Input.of('order_id').matches(pattern), { input: { order_id: parts.join(between) } })).toBe(true);
        expect(allows(Input.of('order_id').matches(pattern), { input: { order_id: `${parts.join(between)}!x` } })).toBe(
          parts.length > 1 && (parts.at(-1) === '' || `${parts.join(between)}!x`.endsWith(parts.at(-1)!)),
        );
      }),
      runs,
    ));

  it('for decimals on both sides of a limit', () =>
    fc.assert(
      fc.property(decimals, decimals, (limit, amount) => {
        const call = { input: { amount } };
        expect(allows(Input.of('amount').lessThan(limit), call)).toBe(amount < limit);
        expect(allows(Input.of('amount').lessThanOrEqualTo(limit), call)).toBe(amount <= limit);
        expect(allows(Input.of('amount').greaterThan(limit), call)).toBe(amount > limit);
        expect(allows(Input.of('amount').greaterThanOrEqualTo(limit), call)).toBe(amount >= limit);
        expect(allows(Input.of('amount').oneOf(limit, 0.5), call)).toBe(amount === limit || amount === 0.5);
        expect(allows(Input.of('amount').equalTo(limit), { input: { amount: limit } })).toBe(true);
      }),
      runs,
    ));

  it('for whole numbers, and for calls without them', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.option(fc.maxSafeInteger()), (limit, parcels) => {
        const call = { input: parcels === null ? {} : { parcels } };
        expect(allows(Input.of('parcels').lessThan(limit), call)).toBe(parcels !== null && parcels < limit);
        expect(allows(Input.of('parcels').equalTo(limit), call)).toBe(parcels === limit);
        expect(allows(Input.of('parcels').present(), call)).toBe(parcels !== null);
      }),
      runs,
    ));

  it('for booleans, sets and nested fields', () =>
    fc.assert(
      fc.property(
        fc.option(fc.boolean()),
        fc.option(fc.array(text, { maxLength: 3 })),
        text,
        fc.option(text),
        (gift, labels, city, code) => {
          const call = { input: { gift, labels, ...(code !== null && { address: { city, 'postal-code': code } }) } };
          expect(allows(Input.of('gift').equalTo(true), call)).toBe(gift === true);
          expect(allows(Input.of('labels').includes(city), call)).toBe(labels?.includes(city) ?? false);
          expect(allows(Input.of('address.postal-code').equalTo(city), call)).toBe(code === city);
          expect(allows(Input.of('address.city').equalTo(city), call)).toBe(code !== null);
        },
      ),
      runs,
    ));

  it('verifies, and has words', () =>
    fc.assert(
      fc.property(text, decimals, (any, limit) => {
        const when = [
          Claim.of('scope').equalTo(any),
          Claim.of('groups').includes(any),
          Input.of('order_id').matches(any),
          Input.of('amount').lessThan(limit),
          Input.of('labels').includes(any),
        ];
        const { text: statement } = renderStatement({ effect: 'permit', tools: [processRefund], when }, SHOP);
        expect(verifyStatement(statement, SHOP, { ignoreFindings: true })).toEqual([]);
        expect(describeStatement(statement)).toHaveProperty('when');
      }),
      runs,
    ));

  it('for conditions in conditions', () => {
    interface Formula {
      condition: Condition;
      holds: boolean;
    }
    const call = { input: { gift: true, parcels: 3 } };
    const leaf: fc.Arbitrary<Formula> = fc.constantFrom(
      { condition: Input.of('gift').equalTo(true), holds: true },
      { condition: Input.of('parcels').lessThan(3), holds: false },
      { condition: Input.of('note').equalTo('missing'), holds: false },
      { condition: Claim.of('missing').present(), holds: false },
      { condition: Input.of('amount').lessThan(5), holds: true },
    );
    const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
      formula: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        leaf,
        ...(['allOf', 'anyOf', 'noneOf'] as const).map((combine) =>
          fc.array(tie('formula'), { minLength: 1, maxLength: 3 }).map((parts) => {
            const truths = parts.map(({ holds }) => holds);
            return {
              condition: Condition[combine](...parts.map(({ condition }) => condition)),
              holds: { allOf: truths.every(Boolean), anyOf: truths.some(Boolean), noneOf: !truths.some(Boolean) }[
                combine
              ],
            };
          }),
        ),
      ),
    }));
    fc.assert(
      fc.property(formula, ({ condition, holds }) => {
        const { text: statement } = renderStatement(
          { effect: 'permit', tools: [processRefund], when: [condition] },
          SHOP,
        );
        const request = {
          caller: { sub: 'x' },
          tool: processRefund,
          input: { order_id: 'A', amount: 1, ...call.input },
          gatewayArn: GATEWAY_ARN,
        };
        expect(decide({ statement }, request)).toEqual({
          allowed: holds,
          reasons: holds ? ['statement'] : [],
          errors: [],
        });
      }),
      { numRuns: 80 },
    );
  });
});
