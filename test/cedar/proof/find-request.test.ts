import type { CedarGateway } from '../../../lib/cedar/cedar-gateway';
import { decide, type UserCaller } from '../../../lib/cedar/decision';
import { RequestSearch, type ExampleRequest } from '../../../lib/cedar/proof/find-request';
import { allowed, type Query } from '../../../lib/cedar/proof/query';
import { GATEWAY_ARN, IAM_SHOP, permitRefund, processRefund, SHOP } from '../shop';
import { Dice, EFFORT } from '../dice';

const SUPPORT = 'principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"support\\"*"';
const MANAGER = SUPPORT.replaceAll('support', 'manager');

function search(conditions: Readonly<Record<string, string>>, gateway = SHOP): RequestSearch {
  const statements = Object.entries(conditions).map(([name, condition]) => [name, permitRefund(condition)]);
  return new RequestSearch(Object.fromEntries(statements), processRefund, gateway);
}

/** A request to which a statement with this condition applies. */
function example(condition: string): Omit<ExampleRequest, 'tool'> | undefined {
  const { request } = search({ it: condition }).find({ applies: 'it' });
  return request && { caller: request.caller, input: request.input, ...(request.now && { now: request.now }) };
}

describe('a condition that can hold', () => {
  const somebody = { sub: 'other' };
  it.each([
    ['a number', 'context.input.amount.greaterThan(decimal("5.0"))', { amount: 6 }],
    [
      'between two numbers that are close',
      'context.input.amount.greaterThan(decimal("5.0")) && context.input.amount.lessThan(decimal("5.5"))',
      { amount: 5.01 },
    ],
    [
      'between two numbers that are closer',
      'context.input.amount.greaterThan(decimal("5.0")) && context.input.amount.lessThan(decimal("5.0002"))',
      { amount: 5.0001 },
    ],
    ['a whole number', 'context.input has parcels && context.input.parcels < 3', { parcels: 2 }],
    ['a text', 'context.input.order_id == "A-1"', { order_id: 'A-1' }],
    ['another text', 'context.input.order_id != "x"', { order_id: 'other' }],
    ['one of some texts', '["a", "b"].contains(context.input.order_id)', { order_id: 'a' }],
    ['a pattern', 'context.input.order_id like "A-*-Z"', { order_id: 'A--Z' }],
    [
      'two patterns that meet in one text',
      'context.input.order_id like "*ab" && context.input.order_id like "bc*"',
      { order_id: 'bcab' },
    ],
    [
      'two patterns that overlap',
      'context.input.order_id like "abc*" && context.input.order_id like "*cde" && context.input.order_id != "abccde"',
      { order_id: 'abc cde' },
    ],
    ['a boolean', 'context.input has gift && context.input.gift', { gift: true }],
    ['an optional field that is missing', '!(context.input has note)', {}],
    [
      'a nested field',
      'context.input has address.city && context.input.address.city == "Bonn"',
      { address: { city: 'Bonn' } },
    ],
    [
      'an object without one of its fields',
      'context.input has address && !(context.input.address has street)',
      { address: { city: 'x' } },
    ],
    [
      'a list',
      'context.input has labels && context.input.labels.containsAll(["a", "b"]) && !context.input.labels.contains("c")',
      { labels: ['a', 'b'] },
    ],
    ['an empty list', 'context.input has labels && context.input.labels.isEmpty()', { labels: [] }],
    [
      'a list of something else',
      'context.input has labels && !context.input.labels.isEmpty() && !context.input.labels.contains("a")',
      { labels: ['other'] },
    ],
    [
      'if and else',
      'if context.input has gift then context.input.gift else context.input.order_id == "y"',
      { order_id: 'y' },
    ],
  ])('%s', (_, condition, input) => {
    expect(example(condition)).toEqual({ caller: somebody, input: { order_id: 'x', amount: 1, ...input } });
  });

  it.each([
    ['a claim', SUPPORT, { sub: 'other', claims: { 'cognito:groups': ['support'] } }],
    ['two groups', `${SUPPORT} && ${MANAGER}`, { sub: 'other', claims: { 'cognito:groups': ['support', 'manager'] } }],
    ['a claim that is missing', '!(principal.hasTag("scope"))', somebody],
    ['a user', 'principal == AgentCore::OAuthUser::"anna"', { sub: 'anna' }],
    ['a user by the claim', 'principal.hasTag("sub") && principal.getTag("sub") like "a*"', { sub: 'a' }],
  ])('%s', (_, condition, caller) => expect(example(condition)).toMatchObject({ caller }));

  it.each([
    ['a time of day', 'context.system.now.toTime() >= duration("22h30m")', '2026-01-05T23:59:59.999Z'],
    ['an instant', 'context.system.now > datetime("2026-03-01T00:00:00Z")', '2026-03-01T00:00:00.001Z'],
    [
      'a time of day before an instant',
      'context.system.now < datetime("2026-03-01T00:00:00Z") && context.system.now.toTime() < duration("1h")',
      '2026-02-27T00:00:00.000Z',
    ],
    ['a day', 'context.system.now.toDate() == datetime("2026-03-01")', '2026-03-01T00:00:00.000Z'],
  ])('%s', (_, condition, now) => expect(example(condition)?.now?.toISOString()).toBe(now));

  it('a role', () => {
    const role = 'arn:aws:sts::111122223333:assumed-role/Support';
    const named = permitRefund('true').replace(
      'principal is AgentCore::OAuthUser',
      `principal == AgentCore::IamEntity::"${role}"`,
    );
    const found = new RequestSearch(
      { named, other: permitRefund('true').replace('OAuthUser', 'IamEntity') },
      processRefund,
      IAM_SHOP,
    );
    expect(found.find({ applies: 'named' }).request?.caller).toEqual({ roleArn: role });
    expect(found.find({ all: [{ applies: 'other' }, { not: { applies: 'named' } }] }).request?.caller).toEqual({
      roleArn: 'zzz',
    });
  });
});

describe('callers who do not authenticate', () => {
  const open: CedarGateway = { ...SHOP, principals: 'UnauthenticatedUser' };
  const anybody = permitRefund('context.input.amount.lessThan(decimal("5.0"))').replace(' is AgentCore::OAuthUser', '');
  const user = permitRefund('context.input.amount.lessThan(decimal("5.0"))');

  it('are those of whom nothing is known', () => {
    const { request } = new RequestSearch({ anybody }, processRefund, open).find({ applies: 'anybody' });
    expect(request?.caller).toEqual({ unauthenticated: true });
    expect(decide({ anybody }, { ...request!, gatewayArn: GATEWAY_ARN })).toEqual({
      allowed: true,
      reasons: ['anybody'],
      errors: [],
    });
  });

  it('are never users', () => {
    expect(new RequestSearch({ user }, processRefund, open).find({ applies: 'user' })).toEqual({});
  });
});

describe('a condition that cannot hold', () => {
  it.each([
    [
      'less and more',
      'context.input.amount.lessThan(decimal("5.0")) && context.input.amount.greaterThan(decimal("9.0"))',
    ],
    ['between two neighbours', 'context.input has parcels && context.input.parcels > 3 && context.input.parcels < 4'],
    [
      'between two neighbours of four places',
      'context.input.amount.greaterThan(decimal("0.0001")) && context.input.amount.lessThan(decimal("0.0002"))',
    ],
    ['two texts at once', 'context.input.order_id == "a" && context.input.order_id == "b"'],
    ['a text that does not fit', 'context.input.order_id == "abc" && context.input.order_id like "b*"'],
    ['patterns that exclude each other', 'context.input.order_id like "a*" && context.input.order_id like "b*"'],
    ['a field that is there and not', 'context.input has note && !(context.input has note)'],
    ['a part of what is missing', '!(context.input has address) && context.input has address.city'],
    ['what is required and missing', 'context.input has address && !(context.input.address has city)'],
    ['a claim that is read and not there', '!(principal.hasTag("scope")) && principal.getTag("scope") == "x"'],
    [
      'an empty list with something in it',
      'context.input has labels && context.input.labels.isEmpty() && context.input.labels.contains("a")',
    ],
    ['hours of no day', 'context.system.now.toTime() < duration("8h") && context.system.now.toTime() > duration("9h")'],
    [
      'a time of day between two instants',
      'context.system.now > datetime("2026-03-01T10:00:00Z") && context.system.now < datetime("2026-03-01T12:00:00Z") && context.system.now.toTime() < duration("9h")',
    ],
    ['two users at once', 'principal == AgentCore::OAuthUser::"a" && principal.id == "b"'],
    ['a field that no tool has', 'context.input has nope'],
  ])('is proved: %s', (_, condition) => {
    expect(search({ it: condition }).find({ applies: 'it' })).toEqual({});
  });
});

describe('what is found without a proof', () => {
  it.each([
    [
      'two fields',
      'context.input has note && context.input.note == context.input.order_id && context.input.note != context.input.order_id',
      'a condition that is more than a comparison with constants: note and order_id',
    ],
    [
      'a sum',
      'context.input has parcels && context.input.parcels + 1 < 3 && context.input.parcels > 5',
      'a condition that is more than a comparison with constants: parcels',
    ],
    [
      'many elements',
      `context.input has labels && context.input.labels.containsAll(["a","b","c","d","e","f"]) && context.input.labels.isEmpty()`,
      'more values than can be tried: input ["labels"]',
    ],
  ])('says why: %s', (_, condition, notProved) => {
    expect(search({ it: condition }).find({ applies: 'it' })).toEqual({ notProved });
  });

  it('is an example all the same, where two fields are compared', () => {
    const tenant =
      'principal.hasTag("tenant") && context.input has note && context.input.note != principal.getTag("tenant")';
    const { request } = search({ it: tenant }).find({ applies: 'it' });
    const { claims } = request!.caller as UserCaller;
    expect(request!.input.note).not.toBe(claims!.tenant);
  });

  it('is an example too, where what is compared has a value of its own', () => {
    const tenant =
      'principal.hasTag("tenant") && principal.getTag("tenant") == context.input.order_id && context.input.order_id like "*-b"';
    expect(example(tenant)).toMatchObject({ caller: { claims: { tenant: '-b' } }, input: { order_id: '-b' } });
  });

  it('is nothing of Dogwood', () => {
    const text = permitRefund('true').replace('when {', 'when temporal {');
    expect(new RequestSearch({ later: text }, processRefund, SHOP).find({ applies: 'later' })).toEqual({
      notProved: 'later: not plain Cedar, or with a number that JSON cannot hold',
    });
  });
});

describe('several statements', () => {
  const statements = {
    small: `${SUPPORT} && context.input.amount.lessThan(decimal("500.0"))`,
    manager: MANAGER,
    large:
      'context.input.amount.greaterThanOrEqual(decimal("500.0")) && !(principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"manager\\"*")',
    tooLarge: 'context.input.amount.greaterThan(decimal("1000.0"))',
  };
  const property = (permits: string[]): Query => ({
    all: [{ applies: 'large' }, allowed({ permits, forbids: ['tooLarge'] })],
  });

  it('prove that nobody but a manager refunds 500 or more', () => {
    expect(search(statements).find(property(['small', 'manager']))).toEqual({});
  });

  it('show who does, where a bound is wrong', () => {
    const wrong = { ...statements, small: statements.small.replace('lessThan(', 'lessThanOrEqual(') };
    expect(search(wrong).find(property(['small', 'manager'])).request).toMatchObject({
      caller: { claims: { 'cognito:groups': ['support'] } },
      input: { amount: 500 },
    });
  });

  it('are told apart by the hundred', () => {
    const many = Array.from({ length: 100 }, (_, index) => [
      `team${index}`,
      `principal.hasTag("team") && principal.getTag("team") == "t${index}" && context.input.amount.lessThan(decimal("${index + 1}.0"))`,
    ]);
    const all = search({
      ...Object.fromEntries(many),
      large: 'context.input.amount.greaterThanOrEqual(decimal("100.0"))',
    });
    const rules = { permits: many.map(([name]) => name), forbids: [] };
    expect(all.find({ all: [{ applies: 'large' }, allowed(rules)] })).toEqual({});
    expect(all.find({ all: [allowed(rules), { not: { applies: 'team0' } }] }).request).toBeDefined();
  });
});

describe('random conditions', () => {
  const dice = new Dice(42);
  const amount = () => dice.of([1, 2, 2.5, 3]);
  const TESTS = [
    () =>
      `context.input.amount.${dice.of(['lessThan', 'greaterThan', 'lessThanOrEqual'])}(decimal("${amount().toFixed(1)}"))`,
    () => `context.input.amount == decimal("${amount().toFixed(1)}")`,
    () => `context.input has parcels && context.input.parcels ${dice.of(['<', '>=', '=='])} ${dice.below(3)}`,
    () => `context.input.order_id like "${dice.of(['a*', '*b', '*a*', 'ab', 'b*a'])}"`,
    () => `context.input.order_id == "${dice.of(['a', 'ab', 'ba'])}"`,
    () => `principal.hasTag("g") && principal.getTag("g") like "*\\"${dice.of(['a', 'b'])}\\"*"`,
    () => `!(principal.hasTag("g"))`,
    () => `context.input has address.street && context.input.address.street == "${dice.of(['s', 't'])}"`,
    () => `context.input has address`,
    () => `context.input has labels && context.input.labels.contains("${dice.of(['a', 'b'])}")`,
    () => `context.input has gift && context.input.gift`,
    () => `context.system.now.toTime() < duration("${dice.of([1, 12])}h")`,
  ];
  const condition = (depth: number): string => {
    const kind = depth === 0 ? 0 : dice.of([0, 1, 1, 1, 2, 3]);
    if (kind === 1) return `(${condition(depth - 1)}) && (${condition(depth - 1)})`;
    if (kind === 2) return `(${condition(depth - 1)}) || (${condition(depth - 1)})`;
    if (kind === 3) return `!(${condition(depth - 1)})`;
    return dice.of(TESTS)();
  };
  const request = () => ({
    caller: { sub: 'u', claims: dice.of([{}, { g: ['a'] }, { g: ['b'] }, { g: ['a', 'b'] }, { g: [] }]) },
    tool: processRefund,
    gatewayArn: GATEWAY_ARN,
    now: new Date(Date.UTC(2026, 4, 5, dice.of([0, 5, 12, 13]))),
    input: {
      order_id: dice.of(['a', 'ab', 'ba', 'bba', 'c', '']),
      amount: dice.of([0, 1, 1.5, 2, 2.2, 2.5, 2.7, 3, 4]),
      ...dice.of([{}, { parcels: dice.below(4) }]),
      ...dice.of([{}, { address: { city: 'c' } }, { address: { city: 'c', street: dice.of(['s', 't', 'u']) } }]),
      ...dice.of([{}, { labels: dice.of([[], ['a'], ['b'], ['a', 'b'], ['c']]) }]),
      ...dice.of([{}, { gift: dice.below(2) === 0 }]),
    },
  });

  it('are never said to be impossible when a request fulfils them', () => {
    let impossible = 0;
    for (let round = 0; round < 50 * EFFORT; round++) {
      const [permit, forbid] = [
        permitRefund(`(${condition(3)}) && (${condition(3)})`),
        permitRefund(condition(2)).replace('permit', 'forbid'),
      ];
      const finding = new RequestSearch({ permit, forbid }, processRefund, SHOP).find(
        allowed({ permits: ['permit'], forbids: ['forbid'] }),
      );
      expect(finding.notProved).toBeUndefined();
      if (finding.request) {
        expect(decide({ permit, forbid }, { ...finding.request, gatewayArn: GATEWAY_ARN }).allowed).toBe(true);
        continue;
      }
      impossible++;
      for (let attempt = 0; attempt < 40; attempt++) {
        expect(decide({ permit, forbid }, request()).allowed).toBe(false);
      }
    }
    expect(impossible).toBeGreaterThan(5 * EFFORT);
  });
});
