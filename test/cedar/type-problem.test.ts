import { permitRefund, SHOP, tool } from './shop';
import { problems, statement } from './statement-problems';

describe('a condition that does not fit the tool is refused', () => {
  const decimal = 'A "number" of a tool is a decimal in Cedar, and no whole number (Long)';
  const long = 'An "integer" of a tool is a whole number (Long) in Cedar, and no decimal';

  it.each([
    [
      'a number compared as a whole number',
      'context.input.amount < 500',
      `[number-as-integer] line 6, column 8: ${decimal}: it is compared by methods. Write context.input.amount.lessThan(decimal("500.0")).`,
    ],
    [
      'the same from the other side',
      '500 >= context.input.amount',
      `[number-as-integer] line 6, column 15: ${decimal}: it is compared by methods. Write context.input.amount.lessThanOrEqual(decimal("500.0")).`,
    ],
    [
      'a decimal compared by <',
      'context.input.amount > decimal("5.5")',
      `[number-as-integer] line 6, column 8: ${decimal}: it is compared by methods. Write context.input.amount.greaterThan(decimal("5.5")).`,
    ],
    [
      'a number that equals a whole number',
      'context.input.amount == 5',
      `[number-as-integer] line 6, column 8: ${decimal}: the two are never equal. Write context.input.amount == decimal("5.0").`,
    ],
    [
      'a whole number that is no number',
      '-5 != context.input.amount',
      `[number-as-integer] line 6, column 8: ${decimal}: the two are never equal. Write decimal("-5.0") != context.input.amount.`,
    ],
    [
      'a decimal without a point',
      'context.input.amount.lessThan(decimal("500"))',
      '[malformed-decimal] line 6, column 38: "500" is no decimal, which has digits before the point and one to four after it. Write decimal("500.0").',
    ],
    [
      'a decimal with five places',
      'context.input.amount.lessThan(decimal("0.12345"))',
      '[malformed-decimal] line 6, column 38: "0.12345" is no decimal, which has digits before the point and one to four after it. Write decimal("0.1234").',
    ],
    [
      'a decimal that is none',
      'context.input.amount.lessThan(decimal("much"))',
      '[malformed-decimal] line 6, column 38: "much" is no decimal, which has digits before the point and one to four after it.',
    ],
    [
      'an integer compared as a decimal',
      'context.input has parcels && context.input.parcels.greaterThan(decimal("5.0"))',
      `[integer-as-number] line 6, column 37: ${long}: it is compared with <, <=, > and >=. Write context.input.parcels > 5.`,
    ],
    [
      'an integer and a decimal',
      'context.input has parcels && context.input.parcels < decimal("5.0")',
      `[integer-as-number] line 6, column 61: ${long}. Write 5.`,
    ],
    [
      'an integer and a fraction',
      'context.input has parcels && context.input.parcels < decimal("5.5")',
      `[integer-as-number] line 6, column 61: ${long}. Write a whole number, or make the field a "number" in the tool's schema.`,
    ],
    [
      'a fraction without decimal',
      'context.input.amount.lessThan(5.5)',
      '[syntax] line 6, column 40: Cedar cannot read this: unexpected token `5`. Write decimal("5.5"): Cedar has no other numbers with a fraction.',
    ],
    [
      'an optional field',
      'context.input.parcels < 5',
      '[optional-field] line 6, column 8: context.input.parcels may be missing in a call of Refunds___process_refund. Test it first: context.input has parcels && …',
    ],
    [
      'an optional field of an optional field',
      'context.input.address.street == "x"',
      '[optional-field] line 6, column 8: context.input.address.street may be missing in a call of Refunds___process_refund. Test it first: context.input has address.street && …',
    ],
    [
      'an optional field with a hyphen',
      'context.input.address["postal-code"] == "x"',
      '[optional-field] line 6, column 8: context.input.address["postal-code"] may be missing in a call of Refunds___process_refund. Test it first: context.input has address && context.input.address has "postal-code" && …',
    ],
    [
      'a field that does not exist',
      'context.input.amuont.lessThan(decimal("5.0"))',
      '[unknown-field] line 6, column 8: Refunds___process_refund has no field "amuont". Did you mean "amount"?',
    ],
    [
      'a nested field that does not exist',
      'context.input has address && context.input.address.citty == "x"',
      '[unknown-field] line 6, column 37: Refunds___process_refund has no field "address.citty". Did you mean "address.city"?',
    ],
    [
      'a test for a field that does not exist',
      'context.input has amuont',
      '[impossible] line 6, column 8: No tool has a field "amuont", so the test for it is never true. Did you mean "amount"?',
    ],
    [
      'a test for a part of the request that there is not',
      'context has toolName && context.toolName == "x"',
      '[impossible] line 6, column 8: There is no context.toolName, so the test for it is never true. A statement can ask for context.input and context.system.now.',
    ],
    [
      'a test for a field without input before it',
      'context has amount',
      '[impossible] line 6, column 8: There is no context.amount, so the test for it is never true. Did you mean context.input.amount?',
    ],
    [
      'the time without system before it',
      'context.now < datetime("2027-01-01")',
      '[unknown-field] line 6, column 8: There is no context.now. The time of the call is context.system.now.',
    ],
    [
      'the time by another name',
      'context.currentTime.hour < 9',
      '[unknown-field] line 6, column 8: There is no context.currentTime. The time of the call is context.system.now.',
    ],
    [
      'a field without input before it',
      'context.amount == decimal("5.0")',
      '[unknown-field] line 6, column 8: There is no context.amount. Did you mean context.input.amount?',
    ],
    [
      'another part of the request',
      'context.headers == "x"',
      '[unknown-field] line 6, column 8: There is no context.headers. A statement can ask for context.input and context.system.now.',
    ],
    [
      'the output',
      'context.output.paid == "x"',
      '[output] line 6, column 8: permit and forbid decide before the tool runs: there is no output yet. Ask for context.input.',
    ],
    [
      'a claim that may be missing',
      'principal.getTag("scope") == "x"',
      '[optional-claim] line 6, column 8: A token may lack the claim "scope". Test it first: principal.hasTag("scope") && …',
    ],
    [
      'a claim as a set',
      'principal.hasTag("g") && principal.getTag("g").contains("staff")',
      '[text-as-set] line 6, column 33: A claim is text in Cedar; of an array, its JSON text. Write like "*\\"staff\\"*".',
    ],
    [
      'a claim as an attribute',
      'principal.department == "x"',
      '[unknown-attribute] line 6, column 8: An AgentCore::OAuthUser has no attribute "department". Claims are tags: principal.hasTag("department") && principal.getTag("department") == "…"',
    ],
    [
      'an attribute of the gateway',
      'resource.name == "x"',
      '[unknown-attribute] line 6, column 8: An AgentCore::Gateway has no attribute "name". A statement can only name the gateway itself.',
    ],
    [
      'text as a set',
      'context.input.order_id.contains("x")',
      '[text-as-set] line 6, column 8: The field is a string, and no set. Write like "*x*".',
    ],
    [
      'text as a number',
      'context.input.order_id == 5',
      '[type-mismatch] line 6, column 8: Here a whole number and text are compared, which are never equal. Write "5" with quotes.',
    ],
    [
      'text in order',
      'context.input.order_id < 5',
      '[type-mismatch] line 6, column 8: Here stands text where a whole number belongs. Text has no order: compare it with == or like.',
    ],
    [
      'text as a boolean',
      'context.input.order_id',
      '[type-mismatch] line 6, column 8: Here stands text where true or false belongs.',
    ],
    [
      'text and a boolean',
      'context.input.order_id == true',
      '[type-mismatch] line 6, column 8: Here true and text are compared, which are never equal. Write "true" with quotes.',
    ],
    [
      'what is never true',
      'false',
      '[impossible] line 1, column 1: No request can fulfil the statement. Look for a condition that is always false, that contradicts another, or that asks a caller for what its kind lacks.',
    ],
    [
      'letters of several scripts',
      'principal.id == "раураl"',
      '[confusable-text] line 6, column 24: The text "раураl" contains mixed scripts: a reader cannot tell it from another text. Write it with the letters of one script, or say in ignoreFindings why that is right.',
    ],
    [
      'letters of several scripts in the id of a caller',
      'principal == AgentCore::OAuthUser::"раураl" && context.input.amount.lessThan(decimal("5.0"))',
      '[confusable-text] line 6, column 43: The text "раураl" contains mixed scripts: a reader cannot tell it from another text. Write it with the letters of one script, or say in ignoreFindings why that is right.',
    ],
  ])('%s: %s', (_, condition, expected) => expect(problems(permitRefund(condition))).toEqual([expected]));

  it('letters of several scripts in the caller of the scope', () =>
    expect(problems(statement({ principal: 'principal == AgentCore::OAuthUser::"раураl"' }))).toEqual([
      '[confusable-text] line 2, column 38: The text "раураl" contains mixed scripts: a reader cannot tell it from another text. Write it with the letters of one script, or say in ignoreFindings why that is right.',
    ]));

  it('a field that one of several tools lacks', () => {
    const both = 'action in [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"Orders___get_order"]';
    expect(problems(statement({ action: both, condition: 'context.input.amount == decimal("1.0")' }))).toEqual([
      '[unknown-field] line 6, column 8: Orders___get_order has no field "amount". Choose one of "order_id".',
    ]);
  });

  it('a field that several tools lack, in the order of the tools', () => {
    const tools = ['pay', 'book', 'read', 'ask'].map((name) => tool('Z', name, { id: { type: 'string' } }));
    expect(problems(statement({ action: 'action', condition: 'context.input.x == "1"' }), { ...SHOP, tools })).toEqual(
      ['pay', 'book', 'read', 'ask'].map(
        (name) => `[unknown-field] line 6, column 8: Z___${name} has no field "x". Choose one of "id".`,
      ),
    );
  });

  it('an action in a condition, of any tool of the gateway', () => {
    const both = 'action in [AgentCore::Action::"Refunds___process_refund"]';
    const condition = 'action == AgentCore::Action::"Orders___get_order" || principal.hasTag("x")';
    expect(problems(statement({ action: both, condition }))).toEqual([]);
    expect(problems(statement({ action: both, condition: condition.replace('get_order', 'get_ordr') }))).toEqual([
      '[unknown-action] line 6, column 18: No tool of this gateway has the action AgentCore::Action::"Orders___get_ordr". Did you mean "Orders___get_order"?',
    ]);
  });

  it('with all its problems, in the order of the text', () =>
    expect(
      problems(statement({ resource: 'resource', condition: 'context.input.amount > 5 && context.input.nope == "x"' })),
    ).toEqual([
      expect.stringMatching(/^\[bare-resource\] line 4, column 3/),
      expect.stringMatching(/^\[number-as-integer\] line 6, column 8/),
      expect.stringMatching(/^\[unknown-field\] line 6, column 36/),
    ]));

  it('at the right column behind letters of several bytes', () =>
    expect(problems(permitRefund('principal.id == "Zoë 🙂" && context.input.nope'))).toEqual([
      '[unknown-field] line 6, column 36: Refunds___process_refund has no field "nope". Did you mean "note"?',
    ]));
});
