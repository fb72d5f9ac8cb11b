import { sentence } from '../../lib/core/refusal';
import { Claim } from '../../lib/cedar/claim';
import { Condition } from '../../lib/cedar/condition';
import { decide } from '../../lib/cedar/decision';
import { describeStatement } from '../../lib/cedar/describe-statement';
import { Input } from '../../lib/cedar/input';
import { renderStatement } from '../../lib/cedar/render-statement';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import type { Tool } from '../../lib/tools/tool';
import { GATEWAY_ARN, IAM_SHOP, processRefund, SHOP, tool } from './shop';

const of = (type: string) => ({ type });
const arrayOf = (items: object) => ({ type: 'array', items });

/** A tool that takes a field of every type. */
const book = tool(
  'Travel',
  'book',
  {
    tenant: of('string'),
    from: of('string'),
    to: of('string'),
    adults: of('integer'),
    children: of('integer'),
    price: of('number'),
    limit: of('number'),
    insured: of('boolean'),
    refundable: of('boolean'),
    tags: arrayOf(of('string')),
    seats: arrayOf(of('integer')),
    rates: arrayOf(of('number')),
    answers: arrayOf(of('boolean')),
    stops: arrayOf({ type: 'object', properties: { city: of('string') } }),
    matrix: arrayOf(arrayOf(of('string'))),
    legs: of('array'),
    order: {
      type: 'object',
      properties: {
        'ship-to': {
          type: 'object',
          properties: {
            contact: {
              type: 'object',
              properties: { email: of('string'), 'e.mail': of('string'), age: of('integer') },
              required: ['email'],
            },
          },
        },
        billing: { type: 'object', properties: { zip: of('string') }, required: ['zip'] },
      },
      required: ['billing'],
    },
  },
  ['from', 'order', 'price'],
);
const TRAVEL = { ...SHOP, tools: [book] };

interface Call {
  readonly input?: object;
  readonly claims?: Record<string, unknown>;
}

function permit(condition: Condition): string {
  const { text, problems } = renderStatement({ effect: 'permit', tools: [book], when: [condition] }, TRAVEL);
  expect(problems).toEqual([]);
  expect(verifyStatement(text, TRAVEL)).toEqual([]);
  return text;
}

function cedar(condition: Condition): string {
  return /when\s*\{\s*([^]*?)\s*\};$/.exec(permit(condition))![1].replace(/\s+/g, ' ');
}

function words(condition: Condition): string | undefined {
  return (describeStatement(permit(condition)) as { when?: string }).when;
}

function holds(condition: Condition, { input, claims }: Call): boolean {
  const { allowed, errors } = decide(
    { policy: permit(condition) },
    {
      caller: { sub: 'x', claims },
      tool: book,
      input: { from: 'BRN', price: 1, order: { billing: { zip: '3011' } }, ...input },
      gatewayArn: GATEWAY_ARN,
    },
  );
  expect(errors).toEqual([]);
  return allowed;
}

function refusals(condition: Condition, tools: readonly Tool[] = [book]): string[] {
  return renderStatement({ effect: 'permit', tools, when: [condition] }, { ...SHOP, tools }).problems.map(sentence);
}

describe('a condition on an array', () => {
  it.each([
    [Input.of('tags').includes('a'), 'context.input has tags && context.input.tags.contains("a")', 'tags includes "a"'],
    [
      Input.of('tags').includesAny('a', 'b'),
      'context.input has tags && context.input.tags.containsAny(["a", "b"])',
      'tags includes any of "a", "b"',
    ],
    [
      Input.of('tags').includesAll('a', 'b'),
      'context.input has tags && context.input.tags.containsAll(["a", "b"])',
      'tags includes all of "a", "b"',
    ],
    [
      Input.of('tags').includesAll('a'),
      'context.input has tags && context.input.tags.contains("a")',
      'tags includes "a"',
    ],
    [Input.of('tags').isEmpty(), 'context.input has tags && context.input.tags.isEmpty()', 'tags is empty'],
    [
      Condition.allOf(Input.of('tags').present(), Condition.noneOf(Input.of('tags').isEmpty())),
      'context.input has tags && !context.input.tags.isEmpty()',
      'tags is given and not (tags is empty)',
    ],
    [
      Input.of('seats').includesAny(1, 2),
      'context.input has seats && context.input.seats.containsAny([1, 2])',
      'seats includes any of 1, 2',
    ],
    [
      Input.of('rates').includesAll(0.5, 2),
      'context.input has rates && context.input.rates.containsAll([decimal("0.5"), decimal("2.0")])',
      'rates includes all of 0.5, 2',
    ],
    [
      Input.of('answers').includes(false),
      'context.input has answers && context.input.answers.contains(false)',
      'answers includes false',
    ],
    [
      Input.of('tags').includes(Claim.of('team')),
      'context.input has tags && principal.hasTag("team") && context.input.tags.contains(principal.getTag("team"))',
      'tags includes claim team',
    ],
    [
      Input.of('seats').includes(Input.of('adults')),
      'context.input has seats && context.input has adults && context.input.seats.contains(context.input.adults)',
      'seats includes adults',
    ],
    [Input.of('stops').isEmpty(), 'context.input has stops && context.input.stops.isEmpty()', 'stops is empty'],
    [Input.of('matrix').present(), 'context.input has matrix', 'matrix is given'],
  ])('%#', (condition, text, described) => {
    expect(cedar(condition)).toBe(text);
    expect(words(condition)).toBe(described);
  });

  it.each<[string, Condition, object[], object[]]>([
    [
      'texts, one',
      Input.of('tags').includes('a'),
      [{ tags: ['a'] }, { tags: ['b', 'a'] }],
      [{}, { tags: [] }, { tags: ['ab'] }],
    ],
    [
      'texts, any',
      Input.of('tags').includesAny('a', 'b'),
      [{ tags: ['b'] }, { tags: ['c', 'a'] }],
      [{}, { tags: [] }, { tags: ['c'] }],
    ],
    [
      'texts, all',
      Input.of('tags').includesAll('a', 'b'),
      [{ tags: ['b', 'c', 'a'] }],
      [{}, { tags: [] }, { tags: ['a'] }],
    ],
    ['whole numbers', Input.of('seats').includesAny(1, -2), [{ seats: [-2] }], [{}, { seats: [] }, { seats: [2] }]],
    ['numbers', Input.of('rates').includesAll(0.5, 2), [{ rates: [2, 0.5, 0.5] }], [{}, { rates: [0.5] }]],
    ['booleans', Input.of('answers').includes(false), [{ answers: [true, false] }], [{}, { answers: [true] }]],
    ['nothing', Input.of('tags').isEmpty(), [{ tags: [] }], [{}, { tags: ['a'] }]],
    ['nothing, of objects', Input.of('stops').isEmpty(), [{ stops: [] }], [{}, { stops: [{ city: 'Bern' }] }]],
    [
      'another field',
      Input.of('seats').includes(Input.of('adults')),
      [{ seats: [2], adults: 2 }],
      [{ seats: [2] }, { adults: 2 }, { seats: [2], adults: 1 }],
    ],
  ])('of %s is decided', (_, condition, yes, no) => {
    for (const input of yes) expect(holds(condition, { input })).toBe(true);
    for (const input of no) expect(holds(condition, { input })).toBe(false);
  });

  it('is decided by what the caller’s claim is', () => {
    const own = Input.of('tags').includes(Claim.of('team'));
    const input = { tags: ['red', 'blue'] };
    expect(holds(own, { input, claims: { team: 'red' } })).toBe(true);
    expect(holds(own, { input, claims: { team: 're' } })).toBe(false);
    expect(holds(own, { input })).toBe(false);
    expect(holds(own, { claims: { team: 'red' } })).toBe(false);
  });

  const plain =
    'A statement cannot look into the elements: give the tool a field of its own for it, or an array of strings, integers, numbers or booleans.';

  it.each([
    [
      Input.of('stops').includes('Bern'),
      `Input.of("stops") is "includes". Allowed: one of isEmpty, present, as the field is an array of object in Travel___book. ${plain}`,
    ],
    [
      Input.of('matrix').includesAny('a'),
      `Input.of("matrix") is "includesAny". Allowed: one of isEmpty, present, as the field is an array of array in Travel___book. ${plain}`,
    ],
    [
      Input.of('stops.city').equalTo('Bern'),
      `Input.of is "stops.city". Allowed: a field that is not inside an array, and stops is one in Travel___book. ${plain}`,
    ],
    [
      Input.of('tags').includesAll(),
      'Input.of("tags").includesAll is missing. Allowed: at least one value. Name the values, or use present().',
    ],
    [
      Input.of('tags').includesAny(['a', 'b']),
      'Input.of("tags").includesAny is ["a","b"]. Allowed: values one by one. Spread the list: ...values.',
    ],
    [
      Input.of('tags').includes(5),
      'Input.of("tags").includes is 5. Allowed: text, as the field is a string. Write \'5\' with quotes.',
    ],
    [
      Input.of('seats').includes('5'),
      'Input.of("seats").includes is "5". Allowed: a number, as the field is one. Write the number without quotes.',
    ],
    [
      Input.of('from').isEmpty(),
      'Input.of("from") is "isEmpty". Allowed: one of equalTo, notEqualTo, oneOf, matches, present, as the field is a string in Travel___book. Use one of these, or write the statement with Cedar.fromText.',
    ],
    [
      Input.of('tags').includesAny('a', Claim.of('team')),
      'Input.of("tags").includesAny is "Claim.of(\\"team\\")". Allowed: values that are known at synth. Write Condition.anyOf(…) with Input.of("tags").includes(Claim.of("team")) in it.',
    ],
    [
      Input.of('tags').includesAll('a', Input.of('to')),
      'Input.of("tags").includesAll is "Input.of(\\"to\\")". Allowed: values that are known at synth. Write Condition.allOf(…) with Input.of("tags").includes(Input.of("to")) in it.',
    ],
    [
      Input.of('seats').includes(Claim.of('seat')),
      'Input.of("seats").includes is "Claim.of(\\"seat\\")". Allowed: no claim: seats is an array of integer in Travel___book, and policies see every claim as text. Compare with values: Condition.allOf(Claim.of("seat").equalTo(\'…\'), Input.of("seats").includes(…)) for each of them.',
    ],
  ])('is refused: %#', (condition, message) => expect(refusals(condition)).toEqual([message]));

  it('of elements that the schema leaves open can only be counted', () => {
    expect(refusals(Input.of('legs').includes('x'))).toEqual([
      `Input.of("legs") is "includes". Allowed: one of isEmpty, present, as the field is an array in Travel___book. ${plain}`,
    ]);
  });
});

describe('a condition on two parts of a request', () => {
  const tenant = 'context.input has tenant && principal.hasTag("tenant") && context.input.tenant';

  it.each([
    [
      Input.of('tenant').equalTo(Claim.of('tenant')),
      `${tenant} == principal.getTag("tenant")`,
      'tenant is claim tenant',
    ],
    [
      Input.of('tenant').notEqualTo(Claim.of('tenant')),
      `${tenant} != principal.getTag("tenant")`,
      'tenant is not claim tenant',
    ],
    [
      Input.of('from').equalTo(Claim.of('cognito:username')),
      'principal.hasTag("cognito:username") && context.input.from == principal.getTag("cognito:username")',
      'from is claim cognito:username',
    ],
    [
      Input.of('from').notEqualTo(Input.of('to')),
      'context.input has to && context.input.from != context.input.to',
      'from is not to',
    ],
    [
      Input.of('order.ship-to.contact.email').equalTo(Claim.of('email')),
      'context.input.order has "ship-to" && context.input.order["ship-to"] has contact && principal.hasTag("email") && context.input.order["ship-to"].contact.email == principal.getTag("email")',
      'order.ship-to.contact.email is claim email',
    ],
    [
      Input.of('children').lessThanOrEqualTo(Input.of('adults')),
      'context.input has children && context.input has adults && context.input.children <= context.input.adults',
      'children ≤ adults',
    ],
    [
      Input.of('price').lessThan(Input.of('limit')),
      'context.input has limit && context.input.price.lessThan(context.input.limit)',
      'price < limit',
    ],
    [
      Input.of('price').equalTo(Input.of('limit')),
      'context.input has limit && context.input.price == context.input.limit',
      'price is limit',
    ],
    [
      Input.of('insured').equalTo(Input.of('refundable')),
      'context.input has insured && context.input has refundable && context.input.insured == context.input.refundable',
      'insured is refundable',
    ],
  ])('%#', (condition, text, described) => {
    expect(cedar(condition)).toBe(text);
    expect(words(condition)).toBe(described);
  });

  it.each<[string, Condition, Call[], Call[]]>([
    [
      'the tenant of the token',
      Input.of('tenant').equalTo(Claim.of('tenant')),
      [{ input: { tenant: 'a' }, claims: { tenant: 'a' } }],
      [
        { input: { tenant: 'a' }, claims: { tenant: 'b' } },
        { input: { tenant: 'a' } },
        { claims: { tenant: 'a' } },
        { input: { tenant: '' }, claims: { tenant: null } },
        {},
      ],
    ],
    [
      'another tenant',
      Input.of('tenant').notEqualTo(Claim.of('tenant')),
      [{ input: { tenant: 'a' }, claims: { tenant: 'b' } }],
      [
        { input: { tenant: 'a' }, claims: { tenant: 'a' } },
        { input: { tenant: 'a' } },
        { claims: { tenant: 'a' } },
        {},
      ],
    ],
    [
      'two texts that differ',
      Input.of('from').notEqualTo(Input.of('to')),
      [{ input: { to: 'ZRH' } }],
      [{ input: { to: 'BRN' } }, {}],
    ],
    [
      'two whole numbers in order',
      Input.of('children').lessThan(Input.of('adults')),
      [{ input: { children: 1, adults: 2 } }],
      [{ input: { children: 2, adults: 2 } }, { input: { children: 1 } }, { input: { adults: 2 } }],
    ],
    [
      'two numbers in order',
      Input.of('price').greaterThanOrEqualTo(Input.of('limit')),
      [{ input: { price: 5.5, limit: 5.5 } }, { input: { price: 5.5, limit: -1 } }],
      [{ input: { price: 5.4999, limit: 5.5 } }, { input: { price: 5 } }],
    ],
    [
      'two booleans',
      Input.of('insured').equalTo(Input.of('refundable')),
      [{ input: { insured: false, refundable: false } }],
      [{ input: { insured: true, refundable: false } }, { input: { insured: false } }],
    ],
  ])('is decided: %s', (_, condition, yes, no) => {
    for (const call of yes) expect(holds(condition, call)).toBe(true);
    for (const call of no) expect(holds(condition, call)).toBe(false);
  });

  it.each([
    [
      'a claim and a number',
      Input.of('price').equalTo(Claim.of('limit')),
      'Input.of("price").equalTo is "Claim.of(\\"limit\\")". Allowed: no claim: price is a number in Travel___book, and policies see every claim as text. Compare with values: Condition.allOf(Claim.of("limit").equalTo(\'…\'), Input.of("price").equalTo(…)) for each of them.',
    ],
    [
      'a claim that is an array',
      Input.of('from').equalTo(Claim.of('cognito:groups')),
      'Input.of("from").equalTo(Claim.of("cognito:groups")) is "a comparison of text". Allowed: what is in it: cognito:groups is an array, which policies see as its JSON text. Write Claim.of("cognito:groups").includes("…").',
    ],
    [
      'a whole number and a number',
      Input.of('adults').lessThan(Input.of('price')),
      'Input.of("adults").lessThan is "Input.of(\\"price\\")". Allowed: a field of the type integer: adults is an integer in Travel___book, and price is a number in Travel___book. Choose a field of this type, or compare with a value.',
    ],
    [
      'a field and itself',
      Input.of('from').notEqualTo(Input.of('from')),
      'Input.of("from").notEqualTo is "Input.of(\\"from\\")". Allowed: another field. Choose a field of this type, or compare with a value.',
    ],
    [
      'a field that is not there',
      Input.of('from').equalTo(Input.of('tow')),
      'Input.of is "tow". Allowed: a field of the input of Travel___book. Did you mean "to"?',
    ],
    [
      'one of several',
      Input.of('from').oneOf('a', Claim.of('home')),
      'Input.of("from").oneOf is "Claim.of(\\"home\\")". Allowed: values that are known at synth. Write Condition.anyOf(…) with Input.of("from").equalTo(Claim.of("home")) in it.',
    ],
    [
      'nothing',
      Input.of('from').equalTo(undefined),
      'Input.of("from").equalTo is missing. Allowed: a value. Name the value, or use present().',
    ],
    [
      'text in order',
      Input.of('price').lessThan('500'),
      'Input.of("price").lessThan is "500". Allowed: a number, as the field is one. Write the number without quotes.',
    ],
  ])('is refused: %s', (_, condition, message) => expect(refusals(condition)).toEqual([message]));

  it('is refused with a claim where callers sign with IAM', () =>
    expect(
      renderStatement(
        { effect: 'permit', tools: [processRefund], when: [Input.of('order_id').equalTo(Claim.of('order'))] },
        IAM_SHOP,
      ).problems.map(sentence),
    ).toEqual([
      'Input.of("order_id").equalTo(Claim.of("order")) is "a condition on a claim". Allowed: nothing about claims: callers of this gateway sign with IAM, and only a JWT carries claims. Name the callers with Principal.role(…), or give the gateway InboundAuth.jwt(…).',
    ]));
});

describe('a condition on a field in objects', () => {
  it.each([
    ['order.billing.zip', 'context.input.order.billing.zip == "x"'],
    [
      'order.ship-to.contact.email',
      'context.input.order has "ship-to" && context.input.order["ship-to"] has contact && context.input.order["ship-to"].contact.email == "x"',
    ],
    [
      'order.ship-to.contact.e.mail',
      'context.input.order has "ship-to" && context.input.order["ship-to"] has contact && context.input.order["ship-to"].contact has "e.mail" && context.input.order["ship-to"].contact["e.mail"] == "x"',
    ],
  ])('%s is guarded where a call may leave something out', (path, text) => {
    expect(cedar(Input.of(path).equalTo('x'))).toBe(text);
    expect(words(Input.of(path).equalTo('x'))).toBe(`${path} is "x"`);
  });

  it('is decided at every depth', () => {
    const adult = Input.of('order.ship-to.contact.age').greaterThanOrEqualTo(18);
    const call = (shipTo?: object) => ({
      input: { order: { billing: { zip: 'x' }, ...(shipTo && { 'ship-to': shipTo }) } },
    });
    expect(holds(adult, call({ contact: { email: 'a', age: 18 } }))).toBe(true);
    expect(holds(adult, call({ contact: { email: 'a', age: 17 } }))).toBe(false);
    expect(holds(adult, call({ contact: { email: 'a' } }))).toBe(false);
    expect(holds(adult, call({}))).toBe(false);
    expect(holds(adult, call())).toBe(false);
  });

  it('is guarded by what any of several tools leaves out', () => {
    const other = tool('Travel', 'hold', {
      order: { type: 'object', properties: { billing: { type: 'object', properties: { zip: of('string') } } } },
    });
    const { text, problems } = renderStatement(
      { effect: 'permit', tools: [book, other], when: [Input.of('order.billing.zip').equalTo('x')] },
      { ...SHOP, tools: [book, other] },
    );
    expect(problems).toEqual([]);
    expect(verifyStatement(text, { ...SHOP, tools: [book, other] })).toEqual([]);
    expect(text).toContain('context.input has order.billing.zip && context.input.order.billing.zip == "x"');
  });

  it.each([
    ['order.billing.zpi', 'Did you mean "order.billing.zip"?'],
    ['order.ship-to.contact.emial', 'Did you mean "order.ship-to.contact.email"?'],
    ['order.billling.zip', 'Did you mean "order.billing.zip"?'],
    ['oder.billing.zip', 'Did you mean "order.billing.zip"?'],
    [
      'order.ship-to.contact.telephone-number',
      'Choose one of "order.ship-to.contact.email", "order.ship-to.contact.e.mail", "order.ship-to.contact.age".',
    ],
  ])('is refused where there is no %s', (path, fix) =>
    expect(refusals(Input.of(path).equalTo('x'))).toEqual([
      `Input.of is "${path}". Allowed: a field of the input of Travel___book. ${fix}`,
    ]),
  );

  it('is refused for each tool that lacks it, with the names that are near there', () =>
    expect(
      refusals(Input.of('tenent').equalTo('x'), [book, processRefund, tool('T', 'other', { tenants: of('string') })]),
    ).toEqual([
      'Input.of is "tenent". Allowed: a field of the input of Travel___book. Did you mean "tenant"?',
      'Input.of is "tenent". Allowed: a field of the input of Refunds___process_refund. Choose one of "order_id", "amount", "parcels", "note", "gift", "labels", "address".',
      'Input.of is "tenent". Allowed: a field of the input of T___other. Did you mean "tenants"?',
    ]));
});

describe('a word of a claim', () => {
  const writer = Claim.of('scope').includesWord('refunds:write');

  it.each(['refunds:write', 'refunds:write a', 'a refunds:write', 'a refunds:write b', 'refunds:write refunds:write'])(
    'is in %j',
    (scope) => expect(holds(writer, { claims: { scope } })).toBe(true),
  );

  it.each([
    '',
    'refunds:write-all',
    'all-refunds:write',
    'a refunds:write-all b',
    'xrefunds:write refunds:writex',
    'refunds: write',
    'refunds:write,a',
    'REFUNDS:WRITE',
    ['refunds:write'],
  ])('is not in %j', (scope) => expect(holds(writer, { claims: { scope } })).toBe(false));

  it('is in no claim that is missing', () => expect(holds(writer, {})).toBe(false));
  it('has words', () => expect(words(writer)).toBe('claim scope includes the word "refunds:write"'));
  it('may hold a star', () => {
    expect(holds(Claim.of('scope').includesWord('*:write'), { claims: { scope: 'a *:write' } })).toBe(true);
    expect(holds(Claim.of('scope').includesWord('*:write'), { claims: { scope: 'a b:write' } })).toBe(false);
  });
});

describe('an element of an array claim', () => {
  it.each(['a"b', 'a\\b', 'a\\', 'a\nb', '\u0001', 'é', '🙂', '*', '[x]', 'a,b', ''])(
    '%j is found, and no longer one',
    (element) => {
      const condition = Claim.of('roles').includes(element);
      expect(holds(condition, { claims: { roles: ['first', element, 'last'] } })).toBe(true);
      expect(holds(condition, { claims: { roles: ['first', `${element}x`, `y${element}z`] } })).toBe(false);
    },
  );
});
