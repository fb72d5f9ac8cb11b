import fc from 'fast-check';
import { Claim } from '../../lib/cedar/claim';
import { Condition } from '../../lib/cedar/condition';
import { decide } from '../../lib/cedar/decision';
import { Input } from '../../lib/cedar/input';
import { Principal } from '../../lib/cedar/principal';
import { renderStatement } from '../../lib/cedar/render-statement';
import { TimeWindow } from '../../lib/cedar/time-window';
import { describeStatement, type StatementDescription } from '../../lib/cedar/describe-statement';
import type { CedarProblem } from '../../lib/cedar/cedar-problem';
import { STATEMENT_LENGTH, verifyStatement } from '../../lib/cedar/verify-statement';
import { GATEWAY_ARN, processRefund, SHOP } from './shop';

/** Whether a permit of this condition allows a call, by the engine, from the text that is deployed. */
function allows(condition: Condition, call: { input?: object; claims?: Record<string, unknown>; now?: Date }): boolean {
  const { text, problems } = renderStatement({ effect: 'permit', tools: [processRefund], when: [condition] }, SHOP);
  expect(problems).toEqual([]);
  const { allowed, errors } = decide(
    { policy: text },
    {
      caller: { sub: 'someone', claims: call.claims },
      tool: processRefund,
      input: { order_id: 'A-1', amount: 1, ...call.input },
      gatewayArn: GATEWAY_ARN,
      now: call.now,
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

/** Random conditions may contradict each other, which Cedar says where it sees it. */
function worthSaying(problems: readonly CedarProblem[]): CedarProblem[] {
  return problems.filter(({ code }) => code !== 'impossible');
}

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
          Input.of('labels').includesAll(any, 'x'),
          Input.of('note').equalTo(Claim.of('scope')),
        ];
        const principals = [Principal.user(Claim.of('team').equalTo(any)), Principal.user(Claim.of('mfa').present())];
        const { text: statement } = renderStatement(
          { effect: 'permit', tools: [processRefund], principals, when },
          SHOP,
        );
        expect(verifyStatement(statement, SHOP, { ignoreFindings: true })).toEqual([]);
        expect(describeStatement(statement)).toHaveProperty('when');
      }),
      runs,
    ));

  it('for what an array holds, one, any or all', () =>
    fc.assert(
      fc.property(
        fc.option(fc.array(text, { maxLength: 4 })),
        fc.array(text, { minLength: 1, maxLength: 3 }),
        (labels, wanted) => {
          const call = { input: { labels } };
          const held = wanted.map((label) => labels?.includes(label) ?? false);
          expect(allows(Input.of('labels').includesAny(...wanted), call)).toBe(held.some(Boolean));
          expect(allows(Input.of('labels').includesAll(...wanted), call)).toBe(held.every(Boolean));
          expect(allows(Input.of('labels').isEmpty(), call)).toBe(labels?.length === 0);
        },
      ),
      runs,
    ));

  it('for fields compared with claims and with each other', () =>
    fc.assert(
      fc.property(text, fc.option(text), fc.option(text), (id, note, claim) => {
        const call = { input: { order_id: id, note }, claims: { owner: claim } };
        expect(allows(Input.of('order_id').equalTo(Claim.of('owner')), call)).toBe(id === claim);
        expect(allows(Input.of('order_id').notEqualTo(Claim.of('owner')), call)).toBe(claim !== null && id !== claim);
        expect(allows(Input.of('note').equalTo(Input.of('order_id')), call)).toBe(note === id);
        expect(allows(Input.of('note').notEqualTo(Input.of('order_id')), call)).toBe(note !== null && note !== id);
      }),
      runs,
    ));

  it('for words of a claim', () => {
    const word = text.map((any) => any.replace(/\s/g, '')).filter((any) => any !== '');
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 4 }), fc.nat(4), (wanted, others, at) => {
        const has = (words: string[]) =>
          allows(Claim.of('scope').includesWord(wanted), { claims: { scope: words.join(' ') } });
        expect(has([...others.slice(0, at), wanted, ...others.slice(at)])).toBe(true);
        expect(has(others.map((other) => `${other}${wanted}x`))).toBe(false);
        expect(has(others)).toBe(others.includes(wanted));
      }),
      runs,
    );
  });

  it('for windows of the day', () => {
    const minutes = fc.nat(24 * 60 - 1);
    const shown = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    fc.assert(
      fc.property(minutes, minutes, minutes, (start, end, now) => {
        fc.pre(start !== end);
        const inside = start < end ? start <= now && now < end : start <= now || now < end;
        expect(
          allows(TimeWindow.daily(shown(start), shown(end)), { now: new Date(`2026-11-21T${shown(now)}:00Z`) }),
        ).toBe(inside);
      }),
      runs,
    );
  });

  it('for conditions in conditions', () => {
    interface Formula {
      condition: Condition;
      holds: boolean;
    }
    const call = {
      input: { gift: true, parcels: 3, labels: ['a'], address: { city: 'Bern', 'postal-code': '3011' } },
      claims: { city: 'Bern', scope: 'orders:read refunds:write' },
    };
    const leaf: fc.Arbitrary<Formula> = fc.constantFrom(
      { condition: Input.of('gift').equalTo(true), holds: true },
      { condition: Input.of('parcels').lessThan(3), holds: false },
      { condition: Input.of('note').equalTo('missing'), holds: false },
      { condition: Claim.of('missing').present(), holds: false },
      { condition: Input.of('amount').lessThan(5), holds: true },
      { condition: Input.of('gift').present(), holds: true },
      { condition: Input.of('note').present(), holds: false },
      { condition: Input.of('parcels').greaterThan(2), holds: true },
      { condition: Input.of('address.city').equalTo('Bern'), holds: true },
      { condition: Input.of('address.street').matches('*'), holds: false },
      { condition: Input.of('address.postal-code').notEqualTo('x'), holds: true },
      { condition: Input.of('address.postal-code').equalTo(Input.of('order_id')), holds: false },
      { condition: Input.of('address.city').equalTo(Claim.of('city')), holds: true },
      { condition: Input.of('labels').includesAll('a', 'b'), holds: false },
      { condition: Input.of('labels').includesAny('a', 'b'), holds: true },
      { condition: Input.of('labels').isEmpty(), holds: false },
      { condition: Claim.of('city').oneOf('Bern', 'Basel'), holds: true },
      { condition: Claim.of('scope').includesWord('refunds:write'), holds: true },
      { condition: Claim.of('scope').includesWord('refunds'), holds: false },
      { condition: TimeWindow.daily('22:00', '06:00'), holds: false },
      { condition: TimeWindow.daily('08:00', '18:30'), holds: true },
      { condition: TimeWindow.until('2026-11-21'), holds: false },
      { condition: TimeWindow.between('2026-11-21', '2026-11-22'), holds: true },
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
      fc.property(formula, fc.option(formula), ({ condition, holds: permitted }, exception) => {
        const { text: statement, problems } = renderStatement(
          {
            effect: 'permit',
            tools: [processRefund],
            when: [condition],
            unless: exception ? [exception.condition] : [],
          },
          SHOP,
        );
        // Chance writes a statement that is too long now and then.
        fc.pre(statement.length <= STATEMENT_LENGTH.max);
        expect(problems).toEqual([]);
        expect(worthSaying(verifyStatement(statement, SHOP))).toEqual([]);
        const described = describeStatement(statement) as StatementDescription;
        expect(described).toMatchObject({ effect: 'permit', principal: 'any user' });
        // Every test has words: none is said in Cedar.
        expect(described.when).not.toMatch(/context|principal|hasTag|getTag/);
        const request = {
          caller: { sub: 'x', claims: call.claims },
          tool: processRefund,
          input: { order_id: 'A', amount: 1, ...call.input },
          gatewayArn: GATEWAY_ARN,
          now: new Date('2026-11-21T12:00:00Z'),
        };
        const holds = permitted && !exception?.holds;
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
