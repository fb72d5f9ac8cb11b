import { App, aws_iam as iam, CfnParameter, Lazy, Stack, Token } from 'aws-cdk-lib';
import { sentence } from '../../lib/core/refusal';
import { Claim } from '../../lib/cedar/claim';
import { Condition } from '../../lib/cedar/condition';
import { decide, type RoleCaller, type UserCaller } from '../../lib/cedar/decision';
import { Input } from '../../lib/cedar/input';
import { Principal } from '../../lib/cedar/principal';
import { renderStatement, type StatementSpec } from '../../lib/cedar/render-statement';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import { GATEWAY_ARN, getOrder, IAM_SHOP, processRefund, SHOP, tool } from './shop';

const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
const agent = iam.Role.fromRoleArn(stack, 'Agent', 'arn:aws:iam::111122223333:role/agents/Support');
const auditor = iam.Role.fromRoleArn(stack, 'Auditor', 'arn:aws:iam::444455556666:role/Auditor');

/** The text as it is deployed, after it has been verified. */
function rendered(spec: StatementSpec, gateway = SHOP): string {
  const { text, problems } = renderStatement(spec, gateway);
  expect(problems).toEqual([]);
  expect(verifyStatement(text, gateway, { ignoreFindings: true })).toEqual([]);
  return joined(stack.resolve(text));
}

function joined(resolved: string | { 'Fn::Join': [string, (string | { Ref: string })[]] }): string {
  if (typeof resolved === 'string') return resolved;
  return resolved['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : part.Ref === 'AWS::Partition' ? 'aws' : part.Ref))
    .join('');
}

/** What is asked, in one line. */
function condition(...when: Condition[]): string {
  return /when\s*\{\s*([^]*?)\s*\};$/
    .exec(rendered({ effect: 'permit', tools: [processRefund], when }))![1]
    .replace(/\s+/g, ' ');
}

function refusals(spec: Partial<StatementSpec>, gateway = SHOP): string[] {
  return renderStatement({ effect: 'permit', tools: [processRefund], ...spec }, gateway).problems.map(sentence);
}

describe('a rendered statement', () => {
  it('reads like one written by hand', () =>
    expect(
      rendered({
        effect: 'permit',
        tools: [processRefund],
        when: [Claim.of('cognito:groups').includes('support'), Input.of('amount').lessThan(500)],
      }),
    ).toBe(`permit (
  principal is AgentCore::OAuthUser,
  action == AgentCore::Action::"Refunds___process_refund",
  resource == AgentCore::Gateway::"${GATEWAY_ARN}"
)
when
{
  principal.hasTag("cognito:groups") &&
  principal.getTag("cognito:groups") like "*\\"support\\"*" &&
  context.input.amount.lessThan(decimal("500.0"))
};`));

  it('holds if all of when and none of unless holds', () =>
    expect(
      rendered({
        effect: 'forbid',
        tools: [getOrder],
        when: [Input.of('order_id').matches('X-*')],
        unless: [Claim.of('role').equalTo('auditor'), Claim.of('role').equalTo('manager')],
      }),
    ).toBe(`forbid (
  principal is AgentCore::OAuthUser,
  action == AgentCore::Action::"Orders___get_order",
  resource == AgentCore::Gateway::"${GATEWAY_ARN}"
)
when { context.input.order_id like "X-*" }
unless
{
  principal.hasTag("role") &&
  (principal.getTag("role") == "auditor" || principal.getTag("role") == "manager")
};`));

  it('names every tool, so that one that is added later is not permitted silently', () =>
    expect(rendered({ effect: 'permit', when: [Claim.of('scope').present()] })).toContain(
      'action in\n    [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"Orders___get_order"],',
    ));

  it('forbids whatever tool the gateway has, also one that is added later or that only the service knows', () =>
    expect(rendered({ effect: 'forbid', when: [Claim.of('context.input').equalTo('context.input')] })).toBe(
      `forbid (
  principal is AgentCore::OAuthUser,
  action,
  resource is AgentCore::Gateway
)
when { principal.hasTag("context.input") && principal.getTag("context.input") == "context.input" };`,
    ));

  it('forbids whatever tool its own gateway has where others ask the same engine', () =>
    expect(
      rendered({ effect: 'forbid', when: [Claim.of('team').equalTo('risk')] }, { ...SHOP, sharesEngine: true }),
    ).toBe(
      `forbid (
  principal is AgentCore::OAuthUser,
  action,
  resource == AgentCore::Gateway::"${GATEWAY_ARN}"
)
when { principal.hasTag("team") && principal.getTag("team") == "risk" };`,
    ));

  it('forbids the tools that the gateway has now where it asks for the input, which each has of its own', () =>
    expect(rendered({ effect: 'forbid', unless: [Input.of('order_id').matches('X-*')] })).toContain(
      'action in\n    [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"Orders___get_order"],',
    ));

  it('names a tool once', () =>
    expect(rendered({ effect: 'permit', tools: [getOrder, getOrder] })).toContain(
      'action == AgentCore::Action::"Orders___get_order"',
    ));

  it('has the same layout whatever number a token has', () => {
    const lines = () => {
      const arn = Lazy.string({ produce: () => GATEWAY_ARN });
      return stack.resolve(
        renderStatement({ effect: 'permit', tools: [processRefund] }, { ...SHOP, arn }).text,
      ) as string;
    };
    const first = lines();
    for (let i = 0; i < 1000; i++) Lazy.string({ produce: () => '' });
    expect(lines()).toBe(first);
  });
});

describe('the principals of a statement', () => {
  const head = (principals: Principal[] | undefined, gateway = SHOP) =>
    rendered({ effect: 'permit', tools: [getOrder], principals }, gateway).replace(/\s+/g, ' ');
  const SUPPORT = 'AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/Support"';
  const AUDITOR = 'AgentCore::IamEntity::"arn:aws:sts::444455556666:assumed-role/Auditor"';

  it.each([
    ['users where callers bring a JWT', undefined, SHOP, 'permit ( principal is AgentCore::OAuthUser, action'],
    ['roles where callers sign with IAM', undefined, IAM_SHOP, 'permit ( principal is AgentCore::IamEntity, action'],
    ['anyone where both may call', undefined, { ...SHOP, principals: 'both' as const }, 'permit ( principal, action'],
    [
      'anyone where callers do not authenticate',
      undefined,
      { ...SHOP, principals: 'UnauthenticatedUser' as const },
      'permit ( principal, action',
    ],
    ['every user', [Principal.anyUser()], SHOP, 'permit ( principal is AgentCore::OAuthUser, action'],
    [
      'every role',
      [Principal.anyRole(), Principal.role(agent)],
      IAM_SHOP,
      'permit ( principal is AgentCore::IamEntity, action',
    ],
  ])('are %s', (_, principals, gateway, expected) => {
    expect(head(principals, gateway)).toContain(expected);
    expect(head(principals, gateway)).not.toContain('when');
  });

  it('are one role, by its account and without its path and the name of a session', () =>
    expect(head([Principal.role(agent)], IAM_SHOP)).toContain(`permit ( principal == ${SUPPORT}, action`));

  it('are several roles, which only a condition can say', () => {
    const text = head([Principal.role(agent), Principal.role(auditor), Principal.role(agent)], IAM_SHOP);
    expect(text).toContain('permit ( principal is AgentCore::IamEntity, action');
    expect(text).toContain(`when { principal == ${SUPPORT} || principal == ${AUDITOR} };`);
  });

  it('are several roles under the other conditions', () =>
    expect(
      rendered(
        {
          effect: 'permit',
          tools: [processRefund],
          principals: [Principal.role(agent), Principal.role(auditor)],
          when: [Input.of('amount').lessThan(5)],
        },
        IAM_SHOP,
      ).replace(/\s+/g, ' '),
    ).toContain(
      `when { (principal == ${SUPPORT} || principal == ${AUDITOR}) && context.input.amount.lessThan(decimal("5.0")) };`,
    ));

  it('are users and a role', () => {
    const both = { ...SHOP, principals: 'both' as const };
    expect(head([Principal.anyUser(), Principal.anyRole()], both)).toContain('permit ( principal, action');
    expect(head([Principal.anyUser(), Principal.role(agent)], both)).toContain(
      `when { principal is AgentCore::OAuthUser || principal == ${SUPPORT} };`,
    );
  });

  it('are users for whom conditions hold, alone and beside others', () => {
    const support = Principal.user(Claim.of('cognito:groups').includes('support'), Claim.of('mfa').equalTo('true'));
    const manager = Principal.user(Claim.of('level').equalTo('3'));
    const groups = 'principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"support\\"*"';
    const mfa = 'principal.hasTag("mfa") && principal.getTag("mfa") == "true"';
    const level = 'principal.hasTag("level") && principal.getTag("level") == "3"';
    expect(head([support])).toContain('permit ( principal is AgentCore::OAuthUser, action');
    expect(head([support])).toContain(`when { ${groups} && ${mfa} };`);
    expect(head([support, manager, support])).toContain(`when { (${groups} && ${mfa}) || (${level}) };`);
    expect(head([support, Principal.anyUser()])).not.toContain('when');
    const both = { ...SHOP, principals: 'both' as const };
    expect(head([manager, Principal.role(agent), support], both)).toContain('permit ( principal, action');
    expect(head([manager, Principal.role(agent)], both)).toContain(
      `when { (principal is AgentCore::OAuthUser && ${level}) || principal == ${SUPPORT} };`,
    );
    expect(head([manager, Principal.anyRole(), Principal.role(agent)], both)).toContain(
      `when { principal is AgentCore::IamEntity || (principal is AgentCore::OAuthUser && ${level}) };`,
    );
  });

  it('are decided each by its own conditions', () => {
    const both = { ...SHOP, principals: 'both' as const };
    const policy = rendered(
      {
        effect: 'permit',
        tools: [processRefund],
        principals: [
          Principal.user(Claim.of('team').equalTo('support'), Input.of('amount').lessThan(100)),
          Principal.user(Claim.of('team').equalTo('managers')),
          Principal.role(auditor),
        ],
        unless: [Input.of('amount').greaterThan(1000)],
      },
      both,
    );
    const allows = (caller: UserCaller | RoleCaller, amount: number) =>
      decide({ policy }, { caller, tool: processRefund, input: { order_id: 'A', amount }, gatewayArn: GATEWAY_ARN })
        .allowed;
    const user = (team?: string) => ({ sub: 'x', claims: team === undefined ? {} : { team } });
    const role = (name: string) => ({ roleArn: `arn:aws:sts::444455556666:assumed-role/${name}` });
    expect([99, 100].map((amount) => allows(user('support'), amount))).toEqual([true, false]);
    expect([100, 1000, 1001].map((amount) => allows(user('managers'), amount))).toEqual([true, true, false]);
    expect(allows(user(), 1)).toBe(false);
    expect([role('Auditor'), role('Other')].map((caller) => allows(caller, 500))).toEqual([true, false]);
  });

  it('are roles by account and name, however they are imported', () => {
    const other = new Stack();
    const name = new CfnParameter(other, 'Name').valueAsString;
    const entity = (role: iam.IRole) =>
      joined(
        other.resolve(
          renderStatement({ effect: 'permit', tools: [getOrder], principals: [Principal.role(role)] }, IAM_SHOP).text,
        ),
      ).match(/IamEntity::"(.*?)"/)![1];
    const arn = 'arn:aws:iam::444455556666:role/';
    const imported = (id: string, roleArn: string) => entity(iam.Role.fromRoleArn(other, id, roleArn));
    expect(imported('Paths', `${arn}a/b/Auditor`)).toBe('arn:aws:sts::444455556666:assumed-role/Auditor');
    expect(imported('Token', `${arn}${name}`)).toBe('arn:aws:sts::444455556666:assumed-role/Name');
    expect(imported('TokenInPath', `${arn}a/${name}`)).toBe('arn:aws:sts::444455556666:assumed-role/Name');
    expect(entity(iam.Role.fromRoleName(other, 'ByName', name))).toBe('arn:aws:sts::AWS::AccountId:assumed-role/Name');
    expect(entity(iam.Role.fromRoleName(other, 'WithPath', 'a/Agent'))).toBe(
      'arn:aws:sts::AWS::AccountId:assumed-role/Agent',
    );
  });

  it('are a role of the stack, by reference', () => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const { text } = renderStatement(
      { effect: 'permit', tools: [getOrder], principals: [Principal.role(role)] },
      IAM_SHOP,
    );
    expect(stack.resolve(text)).toEqual({
      'Fn::Join': [
        '',
        [
          'permit (\n  principal == AgentCore::IamEntity::"arn:',
          { Ref: 'AWS::Partition' },
          ':sts::111122223333:assumed-role/',
          { Ref: stack.getLogicalId(role.node.defaultChild as iam.CfnRole) },
          `",\n  action == AgentCore::Action::"Orders___get_order",\n  resource == AgentCore::Gateway::"${GATEWAY_ARN}"\n);`,
        ],
      ],
    });
  });
});

describe('a condition on a claim', () => {
  const tagged = (name: string, test: string) => `principal.hasTag("${name}") && ${test}`;

  it.each([
    [
      'equalTo',
      Claim.of('department').equalTo('sales'),
      tagged('department', 'principal.getTag("department") == "sales"'),
    ],
    [
      'oneOf',
      Claim.of('department').oneOf('sales', 'care'),
      tagged('department', '["sales", "care"].contains(principal.getTag("department"))'),
    ],
    [
      'matches',
      Claim.of('email').matches('*@example.com'),
      tagged('email', 'principal.getTag("email") like "*@example.com"'),
    ],
    [
      'includes',
      Claim.of('roles').includes('a"b'),
      tagged('roles', String.raw`principal.getTag("roles") like "*\"a\\\"b\"*"`),
    ],
    [
      'includesAny',
      Claim.of('roles').includesAny('a', 'b'),
      tagged(
        'roles',
        String.raw`(principal.getTag("roles") like "*\"a\"*" || principal.getTag("roles") like "*\"b\"*")`,
      ),
    ],
    [
      'includesWord',
      Claim.of('scope').includesWord('a:b'),
      tagged(
        'scope',
        '(principal.getTag("scope") == "a:b" || principal.getTag("scope") like "a:b *" || principal.getTag("scope") like "* a:b" || principal.getTag("scope") like "* a:b *")',
      ),
    ],
    ['present', Claim.of('mfa').present(), 'principal.hasTag("mfa")'],
  ])('%s asks first whether the token has it', (_, claim, expected) => expect(condition(claim)).toBe(expected));

  it('is refused where callers sign with IAM', () =>
    expect(refusals({ when: [Claim.of('scope').equalTo('x')] }, IAM_SHOP)).toEqual([
      'Claim.of("scope").equalTo is "a condition on a claim". Allowed: nothing about claims: callers of this gateway sign with IAM, and only a JWT carries claims. Name the callers with Principal.role(…), or give the gateway InboundAuth.jwt(…).',
    ]));

  it('is refused where callers do not authenticate', () =>
    expect(
      refusals({ when: [Claim.of('scope').equalTo('x')] }, { ...SHOP, principals: 'UnauthenticatedUser' }),
    ).toEqual([
      'Claim.of("scope").equalTo is "a condition on a claim". Allowed: nothing about claims: callers of this gateway do not authenticate, and only a JWT carries claims. Ask for the input, or give the gateway InboundAuth.jwt(…).',
    ]));

  it('is refused where text is compared with a claim that is always an array', () =>
    expect(
      refusals({
        effect: 'forbid',
        when: [Claim.of('cognito:groups').equalTo('contractor'), Claim.of('cognito:groups').matches('*"team-*')],
      }),
    ).toEqual([
      'Claim.of("cognito:groups").equalTo is "a comparison of text". Allowed: what is in it: cognito:groups is an array, ' +
        'which policies see as its JSON text. Write Claim.of("cognito:groups").includes("contractor").',
    ]));

  it('is refused where a pattern of what is always an array fits a part of a name', () =>
    expect(
      refusals({
        when: [Claim.of('cognito:groups').matches('*support*'), Claim.of('cognito:roles').matches('*a*b*')],
      }),
    ).toEqual([
      'Claim.of("cognito:groups").matches is "*support*". Allowed: a pattern with the quotes around what is in it: cognito:groups is an array, ' +
        'which policies see as its JSON text, and a part of a name is found in other names too. Write Claim.of("cognito:groups").includes("support").',
      'Claim.of("cognito:roles").matches is "*a*b*". Allowed: a pattern with the quotes around what is in it: cognito:roles is an array, ' +
        'which policies see as its JSON text, and a part of a name is found in other names too. Write Claim.of("cognito:roles").includes("…").',
    ]));

  it('is refused where a pattern holds a token, which may become a star', () => {
    const team = new CfnParameter(stack, 'Team').valueAsString;
    const allowed = 'is "a token". Allowed: text that is known at synth, as a * in it would stand for any text.';
    expect(
      refusals({
        when: [
          Claim.of('team').matches(`${team}-*`),
          Claim.of('roles').includes(team),
          Claim.of('roles').includesAny('a', team),
          Claim.of('scope').includesWord(team),
          Claim.of('cognito:groups').includes(team),
          Claim.of('cognito:groups').matches(`*"${team}"*`),
          Input.of('note').matches(`${team}*`),
        ],
      }),
    ).toEqual([
      `Claim.of("team").matches ${allowed} Write it out, or compare with equalTo(…).`,
      `Claim.of("roles").includes ${allowed} Write it out, or compare with equalTo(…).`,
      `Claim.of("roles").includesAny ${allowed} Write it out, or compare with equalTo(…).`,
      `Claim.of("scope").includesWord ${allowed} Write it out, or compare with equalTo(…).`,
      `Claim.of("cognito:groups").includes ${allowed} Write it out.`,
      `Claim.of("cognito:groups").matches ${allowed} Write it out.`,
      `Input.of("note").matches ${allowed} Write it out, or compare with equalTo(…).`,
    ]);
    expect(refusals({ when: [Claim.of('team').equalTo(team), Input.of('labels').includes(team)] })).toEqual([]);
  });

  it.each(['', 'refunds:write orders:read', ' a', 'a\tb'])('is refused where the word is %j', (word) =>
    expect(refusals({ when: [Claim.of('scope').includesWord(word)] })).toEqual([
      `Claim.of("scope").includesWord is ${JSON.stringify(word)}. Allowed: one word without spaces. Write one word, and Condition.allOf(…) or Condition.anyOf(…) for several.`,
    ]),
  );

  it('is refused without a name, without a value and with half a character', () =>
    expect(
      refusals({ when: [Claim.of('').present(), Claim.of('a').oneOf(), Claim.of('a').equalTo('\ud83d')] }),
    ).toEqual([
      'Claim.of is "". Allowed: the name of a claim. Name the claim, for example scope.',
      'Claim.of("a").oneOf is missing. Allowed: at least one value. Name the values, or use present().',
      'Claim.of("a").equalTo is "\\ud83d". Allowed: text in Unicode. Remove the half of a surrogate pair.',
    ]));
});

describe('a condition on an input', () => {
  it.each([
    ['text that equals', Input.of('order_id').equalTo('A-1'), 'context.input.order_id == "A-1"'],
    ['text that differs', Input.of('order_id').notEqualTo('A-1'), 'context.input.order_id != "A-1"'],
    ['one of several texts', Input.of('order_id').oneOf('A', 'B'), '["A", "B"].contains(context.input.order_id)'],
    ['a pattern', Input.of('order_id').matches('A-*'), 'context.input.order_id like "A-*"'],
    ['a star in a pattern', Input.of('order_id').matches('\\**'), 'context.input.order_id like "\\**"'],
    ['a number below', Input.of('amount').lessThan(500), 'context.input.amount.lessThan(decimal("500.0"))'],
    [
      'a number at most',
      Input.of('amount').lessThanOrEqualTo(0.5),
      'context.input.amount.lessThanOrEqual(decimal("0.5"))',
    ],
    ['a number above', Input.of('amount').greaterThan(-1.25), 'context.input.amount.greaterThan(decimal("-1.25"))'],
    [
      'a number at least',
      Input.of('amount').greaterThanOrEqualTo(1e-4),
      'context.input.amount.greaterThanOrEqual(decimal("0.0001"))',
    ],
    ['a number that equals', Input.of('amount').equalTo(10), 'context.input.amount == decimal("10.0")'],
    [
      'one of several numbers',
      Input.of('amount').oneOf(1, 2.5),
      '[decimal("1.0"), decimal("2.5")].contains(context.input.amount)',
    ],
    [
      'an optional whole number',
      Input.of('parcels').lessThan(5),
      'context.input has parcels && context.input.parcels < 5',
    ],
    [
      'a whole number at least',
      Input.of('parcels').greaterThanOrEqualTo(-5),
      'context.input has parcels && context.input.parcels >= -5',
    ],
    ['a boolean', Input.of('gift').equalTo(true), 'context.input has gift && context.input.gift == true'],
    [
      'what an array holds',
      Input.of('labels').includes('fragile'),
      'context.input has labels && context.input.labels.contains("fragile")',
    ],
    [
      'a required field of an optional one',
      Input.of('address.city').equalTo('Bern'),
      'context.input has address && context.input.address.city == "Bern"',
    ],
    [
      'an optional field of an optional one',
      Input.of('address.street').equalTo('x'),
      'context.input has address.street && context.input.address.street == "x"',
    ],
    [
      'an optional field with a hyphen',
      Input.of('address.postal-code').equalTo('3011'),
      'context.input has address && context.input.address has "postal-code" && context.input.address["postal-code"] == "3011"',
    ],
    ['that it is there', Input.of('note').present(), 'context.input has note'],
    ['that an object is there', Input.of('address').present(), 'context.input has address'],
  ])('can be about %s', (_, input, expected) => expect(condition(input)).toBe(expected));

  it('can be about a field with a dot in its name', () => {
    const dotted = tool(
      'T',
      'dotted',
      { 'a.b': { type: 'string' }, a: { type: 'object', properties: { c: { type: 'string' } }, required: ['c'] } },
      ['a.b', 'a'],
    );
    const gateway = { ...SHOP, tools: [dotted] };
    const text = rendered(
      { effect: 'permit', when: [Input.of('a.b').equalTo('x'), Input.of('a.c').equalTo('y')] },
      gateway,
    );
    expect(text).toContain('context.input["a.b"] == "x" && context.input.a.c == "y"');
  });

  it('is guarded if one of several tools may be called without it', () => {
    const cancel = tool('Orders', 'cancel', { order_id: { type: 'string' } });
    const gateway = { ...SHOP, tools: [getOrder, cancel] };
    expect(rendered({ effect: 'permit', when: [Input.of('order_id').equalTo('x')] }, gateway)).toContain(
      'when { context.input has order_id && context.input.order_id == "x" };',
    );
  });

  it.each([
    [
      'a field that does not exist',
      Input.of('amuont').lessThan(5),
      'Input.of is "amuont". Allowed: a field of the input of Refunds___process_refund. Did you mean "amount"?',
    ],
    [
      'a nested field that does not exist',
      Input.of('address.citty').equalTo('x'),
      'Input.of is "address.citty". Allowed: a field of the input of Refunds___process_refund. Did you mean "address.city"?',
    ],
    [
      'text in order',
      Input.of('order_id').lessThan(5),
      'Input.of("order_id") is "lessThan". Allowed: one of equalTo, notEqualTo, oneOf, matches, present, as the field is a string in Refunds___process_refund. Compare it as text, or make it a "number" in the tool\'s schema.',
    ],
    [
      'a pattern of a number',
      Input.of('amount').matches('5*'),
      'Input.of("amount") is "matches". Allowed: one of equalTo, notEqualTo, oneOf, lessThan, lessThanOrEqualTo, greaterThan, greaterThanOrEqualTo, present, as the field is a number in Refunds___process_refund. Use one of these, or write the statement with Cedar.fromText.',
    ],
    [
      'an array that equals',
      Input.of('labels').equalTo('x'),
      'Input.of("labels") is "equalTo". Allowed: one of includes, includesAny, includesAll, isEmpty, present, as the field is an array of string in Refunds___process_refund. Use one of these, or write the statement with Cedar.fromText.',
    ],
    [
      'an object that equals',
      Input.of('address').equalTo('x'),
      'Input.of("address") is "equalTo". Allowed: one of present, as the field is an object in Refunds___process_refund. Ask for the fields in it, with dots between the names.',
    ],
    [
      'a number for text',
      Input.of('order_id').equalTo(5),
      'Input.of("order_id").equalTo is 5. Allowed: text, as the field is a string. Write \'5\' with quotes.',
    ],
    [
      'text for a number',
      Input.of('amount').equalTo('5'),
      'Input.of("amount").equalTo is "5". Allowed: a number, as the field is one. Write the number without quotes.',
    ],
    [
      'text for a boolean',
      Input.of('gift').equalTo('true'),
      'Input.of("gift").equalTo is "true". Allowed: true or false, as the field is a boolean. Write true or false without quotes.',
    ],
    [
      'five decimal places',
      Input.of('amount').lessThan(0.12345),
      'Input.of("amount").lessThan is 0.12345. Allowed: a number with at most 4 decimal places: the gateway compares no more of them. Write 0.1234.',
    ],
    [
      'a number beyond decimals',
      Input.of('amount').lessThan(1e15),
      'Input.of("amount").lessThan is 1000000000000000. Allowed: a number between -922337203685477.5807 and 922337203685477.5807. Write a smaller number.',
    ],
    [
      'no number',
      Input.of('amount').lessThan(NaN),
      'Input.of("amount").lessThan is NaN. Allowed: a number between -922337203685477.5807 and 922337203685477.5807. Write a smaller number.',
    ],
    [
      'a fraction for an integer',
      Input.of('parcels').lessThan(1.5),
      'Input.of("parcels").lessThan is 1.5. Allowed: a whole number between -9007199254740991 and 9007199254740991, as the field is an integer. Write a whole number, or make the field a "number" in the tool\'s schema.',
    ],
    [
      'an integer that is not safe',
      Input.of('parcels').equalTo(2 ** 53),
      'Input.of("parcels").equalTo is 9007199254740992. Allowed: a whole number between -9007199254740991 and 9007199254740991, as the field is an integer. Write a whole number, or make the field a "number" in the tool\'s schema.',
    ],
    [
      'a number known when deployed',
      Input.of('amount').lessThan(Token.asNumber({ resolve: () => 5 })),
      'Input.of("amount").lessThan is "a token". Allowed: a number that is known at synth. Write the number itself, or take it from the context.',
    ],
    [
      'no values',
      Input.of('order_id').oneOf(),
      'Input.of("order_id").oneOf is missing. Allowed: at least one value. Name the values, or use present().',
    ],
    [
      'half a character',
      Input.of('order_id').equalTo('\udc00'),
      'Input.of("order_id").equalTo is "\\udc00". Allowed: text in Unicode. Remove the half of a surrogate pair.',
    ],
    [
      'the presence of what is always there',
      Input.of('amount').present(),
      'Input.of("amount").present is "a test". Allowed: a field that a call may leave out, and amount is required in Refunds___process_refund. Leave the condition out.',
    ],
    [
      'nothing',
      Condition.anyOf(),
      'Condition.anyOf is missing. Allowed: at least one condition. Name the conditions, or leave it out.',
    ],
  ])('is refused: %s', (_, input, expected) => expect(refusals({ when: [input] })).toEqual([expected]));

  it('is refused where one of several tools lacks the field, naming it', () =>
    expect(refusals({ tools: [processRefund, getOrder], when: [Input.of('amount').lessThan(5)] })).toEqual([
      'Input.of is "amount". Allowed: a field of the input of Orders___get_order. Choose one of "order_id".',
    ]));

  it('is refused where the field has different types, naming both tools', () => {
    const quote = tool('Orders', 'quote', { amount: { type: 'integer' } });
    expect(
      refusals(
        { tools: [processRefund, quote], unless: [Input.of('amount').lessThan(5)] },
        { ...SHOP, tools: [processRefund, quote] },
      ),
    ).toEqual([
      'Input.of is "amount". Allowed: a field of one type in all tools of the statement, but it is a number in Refunds___process_refund and an integer in Orders___quote. Write one statement for each of the tools.',
    ]);
  });
});

describe('combined conditions', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((value) => Input.of('order_id').equalTo(value));
  const text = (value: string) => `context.input.order_id == "${value}"`;

  it.each([
    ['allOf', Condition.allOf(a, b), `${text('a')} && ${text('b')}`],
    ['anyOf', Condition.anyOf(a, b), `${text('a')} || ${text('b')}`],
    ['noneOf', Condition.noneOf(a, b), `!(${text('a')} || ${text('b')})`],
    ['noneOf one', Condition.noneOf(a), `!(${text('a')})`],
    ['anyOf in allOf', Condition.allOf(a, Condition.anyOf(b, c)), `${text('a')} && (${text('b')} || ${text('c')})`],
    ['allOf in anyOf', Condition.anyOf(a, Condition.allOf(b, c)), `${text('a')} || (${text('b')} && ${text('c')})`],
    [
      'noneOf a call',
      Condition.noneOf(Input.of('amount').lessThan(5)),
      '!context.input.amount.lessThan(decimal("5.0"))',
    ],
    ['anyOf one', Condition.anyOf(Condition.allOf(a)), text('a')],
    ['noneOf in noneOf', Condition.noneOf(Condition.noneOf(a)), text('a')],
    ['allOf in allOf', Condition.allOf(Condition.allOf(a, b), c), `${text('a')} && ${text('b')} && ${text('c')}`],
    ['anyOf in anyOf', Condition.anyOf(Condition.anyOf(a, b), c), `${text('a')} || ${text('b')} || ${text('c')}`],
  ])('%s', (_, combined, expected) => expect(condition(combined)).toBe(expected));
});

describe('what must be there first is asked once', () => {
  const note = (value: string) => Input.of('note').equalTo(value);
  const text = (value: string) => `context.input.note == "${value}"`;
  const has = 'context.input has note';
  const role = (value: string) => Claim.of('role').equalTo(value);
  const hasRole = 'principal.hasTag("role")';
  const isRole = (value: string) => `principal.getTag("role") == "${value}"`;

  it.each([
    [
      'of two comparisons',
      [note('a'), Input.of('note').notEqualTo('b')],
      `${has} && ${text('a')} && context.input.note != "b"`,
    ],
    ['of a test that it is there', [Input.of('note').present(), note('a')], `${has} && ${text('a')}`],
    [
      'of a claim',
      [role('a'), Claim.of('role').matches('a*')],
      `${hasRole} && ${isRole('a')} && principal.getTag("role") like "a*"`,
    ],
    ['before alternatives', [Condition.anyOf(note('a'), note('b'))], `${has} && (${text('a')} || ${text('b')})`],
    [
      'before alternatives that are conditions in conditions',
      [Condition.anyOf(note('a'), Condition.allOf(Input.of('gift').equalTo(true), note('b')))],
      `${has} && (${text('a')} || (context.input has gift && context.input.gift == true && ${text('b')}))`,
    ],
    ['within a negation', [Condition.noneOf(note('a'), note('b'))], `!(${has} && (${text('a')} || ${text('b')}))`],
    ['before a negation', [Input.of('note').present(), Condition.noneOf(note('a'))], `${has} && !(${text('a')})`],
    [
      'after alternatives that all ask for it',
      [Condition.anyOf(role('a'), role('b')), Condition.noneOf(Claim.of('role').matches('*x'))],
      `${hasRole} && (${isRole('a')} || ${isRole('b')}) && !(principal.getTag("role") like "*x")`,
    ],
    [
      'for an object and what is in it',
      [
        Input.of('address.city').equalTo('Bern'),
        Input.of('address.street').equalTo('x'),
        Input.of('address.city').matches('B*'),
      ],
      'context.input has address && context.input.address.city == "Bern" && context.input.address has street && context.input.address.street == "x" && context.input.address.city like "B*"',
    ],
    [
      'for what is in an object and then the object',
      [Input.of('address.street').equalTo('x'), Input.of('address.city').equalTo('Bern')],
      'context.input has address.street && context.input.address.street == "x" && context.input.address.city == "Bern"',
    ],
    [
      'but not where only one alternative has asked',
      [Condition.anyOf(note('a'), Input.of('amount').lessThan(5)), note('b')],
      `((${has} && ${text('a')}) || context.input.amount.lessThan(decimal("5.0"))) && ${has} && ${text('b')}`,
    ],
    [
      'but not after it has been asked that it is missing',
      [Condition.anyOf(Condition.noneOf(Input.of('note').present()), note('b'))],
      `!(${has}) || (${has} && ${text('b')})`,
    ],
    [
      'and stays where it is the condition',
      [Input.of('note').present(), Condition.anyOf(Input.of('note').present(), Input.of('gift').equalTo(true))],
      `${has} && (${has} || (context.input has gift && context.input.gift == true))`,
    ],
    [
      'and stays where nothing else is asked in an alternative',
      [Condition.anyOf(Input.of('note').present(), note('a'))],
      `${has} || (${has} && ${text('a')})`,
    ],
  ])('%s', (_, conditions, expected) => expect(condition(...conditions)).toBe(expected));

  it('in when and again in unless, each of which reads alone', () =>
    expect(rendered({ effect: 'permit', tools: [processRefund], when: [note('a')], unless: [note('b')] })).toContain(
      `when { ${has} && ${text('a')} }\nunless { ${has} && ${text('b')} };`,
    ));
});

describe('a statement is refused', () => {
  it('without tools', () => {
    expect(refusals({ tools: [] })).toEqual([
      'tools is []. Allowed: at least one tool of the gateway. Name the tools, or leave tools out for all of them.',
    ]);
    expect(refusals({ tools: undefined }, { ...SHOP, tools: [] })).toEqual([
      'tools is missing. Allowed: at least one tool of the gateway. Add a target to the gateway first.',
    ]);
  });

  it('about a tool of another gateway', () =>
    expect(refusals({ tools: [tool('Billing', 'charge', {})] })).toEqual([
      'tools is "Billing___charge". Allowed: tools of the same gateway. Take the tool from a target of this gateway, or write the policy on the gateway that has it.',
    ]));

  it('without principals, and about those that cannot call', () => {
    expect(refusals({ principals: [] })).toEqual([
      'principals is []. Allowed: at least one principal. Name the principals, or leave principals out for every caller.',
    ]);
    expect(refusals({ principals: [Principal.role(agent)] })).toEqual([
      'principals is "a role". Allowed: Principal.anyUser() or Principal.user(…): callers of this gateway authenticate with a JWT. Choose such a principal, or change inboundAuth of the gateway.',
    ]);
    expect(refusals({ principals: [Principal.anyUser()] }, IAM_SHOP)).toEqual([
      'principals is "a user with a token". Allowed: Principal.anyRole() or Principal.role(…): callers of this gateway authenticate with IAM. Choose such a principal, or change inboundAuth of the gateway.',
    ]);
  });

  it('about callers whom nobody knows', () =>
    expect(
      refusals({ principals: [Principal.anyUser()] }, { ...SHOP, principals: 'UnauthenticatedUser' as const }),
    ).toEqual([
      'principals is "some callers". Allowed: none: callers of this gateway do not authenticate, so nobody knows who they are. Leave principals out, or change inboundAuth of the gateway.',
    ]));

  it('about users of whom nothing is said, or what is wrong of them', () => {
    expect(refusals({ principals: [Principal.user()] })).toEqual([
      'Principal.user is missing. Allowed: at least one condition. Say who, for example Claim.of("scope").includesWord("…"), or write Principal.anyUser().',
    ]);
    expect(refusals({ principals: [Principal.anyUser(), Principal.user(Claim.of('').present())] })).toEqual([
      'Claim.of is "". Allowed: the name of a claim. Name the claim, for example scope.',
    ]);
    expect(refusals({ principals: [Principal.user(Claim.of('a').present())] }, IAM_SHOP)).toEqual([
      'principals is "a user with a token". Allowed: Principal.anyRole() or Principal.role(…): callers of this gateway authenticate with IAM. Choose such a principal, or change inboundAuth of the gateway.',
    ]);
  });

  it('with all its problems at once', () =>
    expect(refusals({ tools: [], principals: [], when: [Condition.allOf()] })).toHaveLength(3));
});
