import { Lazy, Token } from 'aws-cdk-lib';
import type { CedarGateway } from '../../lib/cedar/cedar-gateway';
import { cedarProblemInWords, type CedarProblem } from '../../lib/cedar/cedar-problem';
import { cedarEngine } from '../../lib/cedar/engine';
import { verifyStatement, verifyStatements } from '../../lib/cedar/verify-statement';
import { GATEWAY_ARN, getOrder, IAM_SHOP, permitRefund, processRefund, RESOURCE, SHOP, tool } from './shop';

const FIELDS = { amount: { type: 'number' }, labels: { type: 'array', items: { type: 'string' } } };
const REFUND = 'action == AgentCore::Action::"Refunds___process_refund"';

interface Scope {
  effect?: string;
  principal?: string;
  action?: string;
  resource?: string;
  condition?: string;
}

/** Each part of the scope in a line of its own: the principal in line 2, the action in 3, the resource in 4. */
function statement({
  effect = 'permit',
  principal = 'principal',
  action = REFUND,
  resource = RESOURCE,
  condition = 'context.input.order_id == "A-1"',
}: Scope): string {
  return `${effect}(\n  ${principal},\n  ${action},\n  ${resource}\n)\nwhen { ${condition} };`;
}

function problems(text: string, gateway: CedarGateway = SHOP): string[] {
  return verifyStatement(text, gateway).map((problem) => `[${problem.code}] ${cedarProblemInWords(problem)}`);
}

describe('a statement that fits the gateway', () => {
  it.each([
    [
      'a claim and a number',
      'principal.hasTag("scope") && principal.getTag("scope") like "*refund*" && context.input.amount.lessThan(decimal("500.0"))',
    ],
    ['a whole number, tested first', 'context.input has parcels && context.input.parcels < 5'],
    [
      'a nested optional field, tested first',
      'context.input has address.street && context.input.address.street == "High Street"',
    ],
    ['a set', 'context.input has labels && context.input.labels.contains("fragile")'],
    ['the id of the caller', 'principal.id == "4c1f"'],
    ['the time', 'context.system.now < datetime("2027-01-01")'],
  ])('may ask for %s', (_, condition) => expect(problems(permitRefund(condition))).toEqual([]));

  it.each([
    [
      'all tools of a target',
      statement({ action: 'action in AgentCore::Action::"Refunds"', condition: 'principal.hasTag("scope")' }),
    ],
    [
      'every tool of the gateway',
      statement({
        action: 'action',
        resource: 'resource is AgentCore::Gateway',
        condition: 'principal.hasTag("scope")',
      }),
    ],
    [
      'several tools',
      statement({
        action: 'action in [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"Orders___get_order"]',
      }),
    ],
    [
      'what is forbidden to all',
      'forbid(principal, action, resource is AgentCore::Gateway) when { principal.hasTag("suspended") };',
    ],
    [
      'everyone with an annotation and comments',
      `// why: see "refunds" (1\n@id("a")\n${permitRefund('principal.hasTag("x")')} // done`,
    ],
  ])('may be about %s', (_, text) => expect(problems(text)).toEqual([]));
});

describe('a statement that does not fit the gateway is refused with its place, the cause and what was probably meant', () => {
  const action = (id: string, operator = '==') =>
    statement({ action: `action ${operator} AgentCore::Action::"${id}"` });
  const unknownAction = (id: string, hint: string) =>
    `[unknown-action] line 3, column 32: No tool of this gateway has the action AgentCore::Action::"${id}". ${hint}`;

  it.each([
    [
      'two underscores',
      'Refunds__process_refund',
      'Did you mean "Refunds___process_refund"? Between target and tool stand three underscores.',
    ],
    [
      'one underscore',
      'Refunds_process_refund',
      'Did you mean "Refunds___process_refund"? Between target and tool stand three underscores.',
    ],
    ['a misspelt tool', 'Refunds___proces_refund', 'Did you mean "Refunds___process_refund"?'],
    ['a small letter', 'refunds___process_refund', 'Did you mean "Refunds___process_refund"?'],
    [
      'a tool without its target',
      'process_refund',
      'Did you mean "Refunds___process_refund"? An action is the target, three underscores and the tool.',
    ],
    ['nothing like it', 'Billing___charge', 'Its tools are "Refunds___process_refund", "Orders___get_order".'],
  ])('%s', (_, id, hint) => expect(problems(action(id))).toEqual([unknownAction(id, hint)]));

  it('a misspelt target', () =>
    expect(problems(action('Refund', 'in'))).toEqual([unknownAction('Refund', 'Did you mean "Refunds"?')]));

  it('a target where a tool belongs', () =>
    expect(problems(action('Refunds'))).toEqual([
      '[action-is-target] line 3, column 32: "Refunds" is a group of tools, and no tool. Write action in AgentCore::Action::"Refunds" for all tools of it.',
    ]));

  it('an action outside the namespace', () =>
    expect(problems(statement({ action: 'action == Action::"Orders___get_order"' }))).toEqual([
      '[unknown-action] line 3, column 21: No tool of this gateway has the action Action::"Orders___get_order". Write AgentCore::Action::"Orders___get_order"; Action is another type.',
    ]));

  it.each(['context["input"].order_id == "7"', 'context has input'])('the input of a target, written %s', (condition) =>
    expect(
      problems(statement({ action: 'action in AgentCore::Action::"Refunds"', condition })).map((one) =>
        one.slice(0, 35),
      ),
    ).toEqual(['[input-of-target] line 6, column 8:']),
  );

  it('the input of a target', () =>
    expect(problems(action('Refunds', 'in'))).toEqual([
      '[input-of-target] line 6, column 8: A statement about the target "Refunds" cannot ask for context.input, which each of its tools has of its own. Name the tools: action in [AgentCore::Action::"Target___tool", …].',
    ]));

  it('a gateway without tools', () =>
    expect(problems(action('Refunds___process_refund'), { ...SHOP, tools: [] })).toEqual([
      unknownAction('Refunds___process_refund', 'The gateway has no tools yet.'),
    ]));

  it.each([
    [
      'any resource',
      { resource: 'resource' },
      '[bare-resource] line 4, column 3: AgentCore refuses a statement about any resource. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}".',
    ],
    [
      'any resource and any action',
      { resource: 'resource', action: 'action', condition: 'principal.id == "x"' },
      '[bare-resource] line 4, column 3: AgentCore refuses a statement about any resource. Write resource is AgentCore::Gateway.',
    ],
    [
      'any gateway and one action',
      { resource: 'resource is AgentCore::Gateway' },
      '[resource-not-named] line 4, column 3: A statement that names an action has to name the gateway that has it. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}".',
    ],
    [
      'one gateway and any action',
      { action: 'action', condition: 'principal.id == "x"' },
      '[action-not-named] line 4, column 3: A statement that names a gateway has to name actions of it. Name the actions, or write resource is AgentCore::Gateway.',
    ],
    [
      'another gateway',
      { resource: RESOURCE.replace('shop-', 'mall-') },
      `[other-gateway] line 4, column 35: The statement is about the gateway ${GATEWAY_ARN.replace('shop-', 'mall-')}, and would belong to ${GATEWAY_ARN}. Write resource == AgentCore::Gateway::"${GATEWAY_ARN}".`,
    ],
    [
      'a role where callers bring a JWT',
      { principal: 'principal is AgentCore::IamEntity' },
      '[principal-type] line 2, column 16: No caller of this gateway is an AgentCore::IamEntity: they authenticate with a JWT. Write principal is AgentCore::OAuthUser, or change inboundAuth of the gateway.',
    ],
    [
      'a misspelt kind of principal',
      { principal: 'principal is AgentCore::OAuthUsers' },
      '[unknown-type] line 2, column 16: AgentCore has no entities of the type AgentCore::OAuthUsers. Did you mean AgentCore::OAuthUser?',
    ],
    [
      'a group of principals',
      { principal: 'principal in AgentCore::Team::"support"' },
      '[unknown-type] line 2, column 16: AgentCore has no entities of the type AgentCore::Team. There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.',
    ],
  ])('%s', (_, scope, expected) => expect(problems(statement(scope))).toEqual([expected]));

  it('a user where callers sign with IAM', () =>
    expect(problems(statement({ principal: 'principal is AgentCore::OAuthUser' }), IAM_SHOP)).toEqual([
      '[principal-type] line 2, column 16: No caller of this gateway is an AgentCore::OAuthUser: they authenticate with IAM. Write principal is AgentCore::IamEntity, or change inboundAuth of the gateway.',
    ]));

  it.each([
    'principal.hasTag("scope") && principal.getTag("scope") == "x"',
    'principal.hasTag("scope")',
    'principal.getTag("scope") == "x"',
  ])('claims where callers sign with IAM: %s', (condition) =>
    expect(problems(statement({ condition }), IAM_SHOP)).toEqual([
      '[claim-of-role] line 6, column 8: Callers of this gateway authenticate with IAM, and only a JWT carries claims. Ask for principal.id, or give the gateway a JWT authorizer.',
    ]),
  );
});

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
      '[type-mismatch] line 6, column 8: Here true and text are compared, which are never equal.',
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
  ])('%s: %s', (_, condition, expected) => expect(problems(permitRefund(condition))).toEqual([expected]));

  it('a field that one of several tools lacks', () => {
    const both = 'action in [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"Orders___get_order"]';
    expect(problems(statement({ action: both, condition: 'context.input.amount == decimal("1.0")' }))).toEqual([
      '[unknown-field] line 6, column 8: Orders___get_order has no field "amount". Choose one of "order_id".',
    ]);
  });

  it('an action in a condition, of any tool of the gateway', () => {
    const both = 'action in [AgentCore::Action::"Refunds___process_refund"]';
    const condition = 'action == AgentCore::Action::"Orders___get_order" || principal.id == "x"';
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

describe('a text that is not one Cedar statement is refused', () => {
  const right = permitRefund('principal.hasTag("x")');
  const unverifiable =
    'This part of the statement is Dogwood, the superset of Cedar, and cannot be verified here. Write it in plain Cedar, or deploy it unverified with CfnPolicy and definition.policy.';
  const unknown =
    "A part of the statement is known only when it is deployed, so it cannot be verified. Tokens may stand for texts in quotes, like the gateway's ARN.";

  it.each([
    ['nothing', '', '[empty] line 1, column 1: There is no statement. Write a permit or a forbid.'],
    ['only a comment', '// later', '[empty] line 1, column 1: There is no statement. Write a permit or a forbid.'],
    [
      'prose',
      'Support staff may refund up to 500, and managers are permitted more.',
      '[not-cedar] line 1, column 1: This is no Cedar statement. Write permit(principal …, action …, resource …) when { … }; or forbid(…) in the same form.',
    ],
    [
      'two statements',
      `${right}\n\n  ${right}`,
      '[one-statement] line 8, column 3: A policy holds exactly one statement, and here are 2. Make a policy of each.',
    ],
    [
      'a template',
      'permit(principal == ?principal, action, resource is AgentCore::Gateway);',
      '[template] line 1, column 21: A statement with ?principal or ?resource is a template, and AgentCore has none. Name the principal and the resource.',
    ],
    [
      'another effect',
      right.replace('permit', 'allow'),
      '[syntax] line 1, column 1: Cedar cannot read this: invalid policy effect: allow. Write permit or forbid.',
    ],
    [
      'a missing semicolon',
      right.slice(0, -1),
      '[syntax] line 6, column 31: Cedar cannot read this: unexpected end of input. End the statement with a semicolon.',
    ],
    [
      'an open bracket',
      right.slice(0, -3),
      '[syntax] line 6, column 29: Cedar cannot read this: unexpected end of input. Close what is open with }.',
    ],
    [
      'something behind it',
      `${right} and log it`,
      '[syntax] line 6, column 37: Cedar cannot read this: unexpected token `log`. Remove what follows the statement: and log it',
    ],
    [
      'single quotes',
      permitRefund("principal.id == 'x'"),
      '[syntax] line 6, column 24: Cedar cannot read this: invalid token. Strings must use double quotes, not single quotes.',
    ],
    [
      'one equals sign',
      permitRefund('principal.id = "x"'),
      "[syntax] line 6, column 8: Cedar cannot read this: '=' is not a valid operator in Cedar. Try using '==' instead.",
    ],
    [
      'words for operators',
      permitRefund('principal.hasTag("x") and principal.hasTag("y")'),
      '[syntax] line 6, column 30: Cedar cannot read this: unexpected token `and`. Write &&.',
    ],
    [
      'a method of other languages',
      permitRefund('principal.id.startsWith("x")'),
      '[syntax] line 6, column 8: Cedar cannot read this: `startsWith` is not a valid method. Write like "…*".',
    ],
    [
      'a regular expression',
      permitRefund('principal.id matches "x"'),
      '[syntax] line 6, column 21: Cedar cannot read this: unexpected token `matches`. Cedar has no regular expressions: write like "…*…".',
    ],
    [
      'half a character',
      permitRefund('principal.id == "\ud83d"'),
      '[not-unicode] line 6, column 25: This is half of a character (of a surrogate pair), and no Unicode text. Remove it.',
    ],
    ['a temporal clause', right.replace('when', 'when temporal'), `[unverifiable] line 6, column 1: ${unverifiable}`],
    ['guardrails', right.replace('when', 'guardrails'), `[unverifiable] line 6, column 1: ${unverifiable}`],
    [
      'suppressOutput',
      'suppressOutput(principal, action, resource is AgentCore::Gateway);',
      `[unverifiable] line 1, column 1: ${unverifiable}`,
    ],
    [
      'nothing but a token',
      Token.asString({ resolve: () => '' }),
      `[token-outside-string] line 1, column 1: ${unknown}`,
    ],
    [
      'a token for a part',
      `permit(\n  ${Token.asString({ resolve: () => '' })}, action, resource is AgentCore::Gateway);`,
      `[token-outside-string] line 2, column 3: ${unknown}`,
    ],
  ])('%s', (_, text, expected) => expect(problems(text)).toEqual([expected]));

  it('too short and too long', () => {
    expect(problems('forbid(principal,action,resource);')[0]).toBe(
      '[length] line 1, column 1: The statement has 34 characters; AgentCore takes 35 to 10000.',
    );
    const long = `principal.id == "${'x'.repeat(10_000)}"`;
    expect(problems(permitRefund(long))).toEqual([
      `[length] line 1, column 1: The statement has ${permitRefund(long).length} characters; AgentCore takes 35 to 10000. Make several policies of it.`,
    ]);
  });

  it('Dogwood words in strings and comments are plain Cedar', () =>
    expect(problems(permitRefund('principal.id == "when temporal { }" // suppressOutput(\n'))).toEqual([]));
});

describe('a permit that asks for nothing', () => {
  const nothing =
    '[overly-permissive] line 1, column 1: The permit asks for nothing: everyone in its scope may do it with any input. Add a condition, or say in ignoreFindings why that is right.';

  it.each([
    ['without conditions', `permit(principal is AgentCore::OAuthUser, ${REFUND}, ${RESOURCE});`],
    ['to one user', `permit(principal == AgentCore::OAuthUser::"4c1f", ${REFUND}, ${RESOURCE});`],
    [
      'to two users, and nothing else',
      permitRefund('principal == AgentCore::OAuthUser::"4c1f" || principal == AgentCore::OAuthUser::"7a2b"'),
    ],
    ['when true', permitRefund('true')],
    ['unless false', permitRefund('false').replace('when', 'unless')],
    ['when something or true', permitRefund('principal.hasTag("x") || !false')],
    ['when what is always equal', permitRefund('principal is AgentCore::OAuthUser && 1 == 1')],
    ['about everything', 'permit(principal, action, resource is AgentCore::Gateway);'],
  ])('is refused: %s', (_, text) => {
    expect(problems(text)).toEqual([nothing]);
    expect(verifyStatement(text, SHOP, { ignoreFindings: true })).toEqual([]);
  });

  it('is no reason to overlook what is wrong besides', () =>
    expect(
      verifyStatement(permitRefund('true').replace(RESOURCE, 'resource'), SHOP, { ignoreFindings: true }),
    ).toMatchObject([{ code: 'bare-resource' }]));
});

describe('a forbid that asks for nothing', () => {
  const nothing =
    '[overly-restrictive] line 1, column 1: The forbid asks for nothing: nobody in its scope may do it with any input. Add a condition, leave the tools out of the permits instead, or say in ignoreFindings why that is right.';

  it.each([
    ['without conditions', `forbid(principal is AgentCore::OAuthUser, ${REFUND}, ${RESOURCE});`],
    ['about everything', 'forbid(principal, action, resource is AgentCore::Gateway);'],
  ])('is refused: %s', (_, text) => {
    expect(problems(text)).toEqual([nothing]);
    expect(verifyStatement(text, SHOP, { ignoreFindings: true })).toEqual([]);
  });
});

describe('CDK tokens in a statement', () => {
  const arn = Lazy.string({ produce: () => GATEWAY_ARN });
  const gateway: CedarGateway = { ...SHOP, arn };
  const text = permitRefund('principal.id == "x"').replace(GATEWAY_ARN, arn);

  it('stand for the ARN of the gateway', () => expect(problems(text, gateway)).toEqual([]));

  it('may be another token for the same gateway', () =>
    expect(problems(text, { ...SHOP, arn: Lazy.string({ produce: () => GATEWAY_ARN }) })).toEqual([]));

  it('keep lines and columns, and are not shown', () => {
    const half = `principal.id == "${arn}" && context.input.nope == "${arn}"`;
    const [problem] = verifyStatement(permitRefund(half), SHOP);
    expect(problem).toMatchObject({ line: 6, column: 8 + half.indexOf('context') });
    expect(problems(statement({ action: `action == AgentCore::Action::"${arn}___process_refund"` }), gateway)).toEqual([
      '[unknown-action] line 3, column 32: No tool of this gateway has the action AgentCore::Action::"<token>___process_refund". The name of a tool is known at synth: write it without a token.',
    ]);
  });

  it('may be numbers', () =>
    expect(
      problems(
        permitRefund(`context.input has parcels && context.input.parcels < ${Token.asNumber({ resolve: () => 5 })}`),
      ),
    ).toEqual([]));
});

describe('many statements', () => {
  const tools = Array.from({ length: 80 }, (_, index) => tool(`T${index % 8}`, `t${index}`, FIELDS, ['amount']));
  const gateway: CedarGateway = { ...SHOP, tools };
  const about = (index: number, condition: string) =>
    statement({ action: `action == AgentCore::Action::"T${index % 8}___t${index}"`, condition });
  const texts = [
    ...tools.map((_, index) => about(index, `context.input.amount == decimal("${index}.0")`)),
    ...tools.map((_, index) => about(79 - index, `context.input.amount${index} == decimal("1.0")`)),
    about(3, 'context.input.labels.contains("x")'),
    statement({ action: 'action in AgentCore::Action::"T1"', condition: 'principal.id == "a"' }),
    statement({ action: 'action', condition: 'action == AgentCore::Action::"T1___t2"' }),
    'permit(principal, action, resource is AgentCore::Gateway);',
    'permit(principal, action, resource is AgentCore::Gateway) when { context.input.amount == decimal("1.0") };',
    'permit(principal, actio',
  ];

  it('are judged together as each alone', () => {
    const together = verifyStatements(
      texts.map((text) => ({ text })),
      gateway,
    );
    const alone = texts.map((text, index) => verifyStatement(text, { ...gateway, arn: `${GATEWAY_ARN}${index}` }));
    const withoutArn = (problems: readonly CedarProblem[]) => problems.filter(({ code }) => code !== 'other-gateway');
    expect(together).toEqual(alone.map(withoutArn));
    expect(together.slice(0, 80).flat()).toEqual([]);
    expect(together.slice(80, 160).every((problems) => problems.length > 0)).toBe(true);
  });

  it('are read with few schemas', () => {
    const validate = jest.spyOn(cedarEngine(), 'validate');
    verifyStatements(
      texts.slice(0, 80).map((text) => ({ text: `${text} ` })),
      gateway,
    );
    expect(validate).toHaveBeenCalledTimes(3);
    validate.mockRestore();
  });
});

describe('verification', () => {
  it('runs once per text and tools', () => {
    const validate = jest.spyOn(cedarEngine(), 'validate');
    const text = permitRefund('principal.id == "once"');
    verifyStatement(text, SHOP);
    verifyStatement(text, { ...SHOP, tools: [processRefund, getOrder] });
    expect(validate).toHaveBeenCalledTimes(1);
    verifyStatement(text, { ...SHOP, tools: [processRefund] });
    expect(validate).toHaveBeenCalledTimes(2);
    validate.mockRestore();
  });
});
