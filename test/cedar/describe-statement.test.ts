import { Token } from 'aws-cdk-lib';
import { describeStatement } from '../../lib/cedar/describe-statement';
import { permitRefund, RESOURCE } from './shop';

const REFUND = 'action == AgentCore::Action::"Refunds___process_refund"';
const SUPPORT = 'AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/Support"';
const AUDITOR = 'AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/Auditor"';

function when(condition: string): string | undefined {
  return (describeStatement(permitRefund(condition)) as { when?: string }).when;
}

describe('a statement in words', () => {
  it('says what is permitted to whom, under which condition', () =>
    expect(
      describeStatement(
        permitRefund(
          'principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"support\\"*" && context.input.amount.lessThan(decimal("500.0"))',
        ),
      ),
    ).toEqual({
      effect: 'permit',
      principal: 'any user',
      actions: { kind: 'list', names: ['Refunds___process_refund'] },
      when: 'group includes "support" and amount < 500',
    }));

  it.each([
    ['principal', 'any caller'],
    ['principal is AgentCore::OAuthUser', 'any user'],
    ['principal is AgentCore::IamEntity', 'any role'],
    ['principal == AgentCore::OAuthUser::"4c1f"', 'user 4c1f'],
    [`principal == ${SUPPORT}`, 'role Support'],
    [
      'principal == AgentCore::IamEntity::"arn:aws:iam::111122223333:user/ci"',
      'caller arn:aws:iam::111122223333:user/ci',
    ],
  ])('says who: %s is %s', (principal, words) =>
    expect(describeStatement(`permit(${principal}, ${REFUND}, ${RESOURCE});`)).toEqual({
      effect: 'permit',
      principal: words,
      actions: { kind: 'list', names: ['Refunds___process_refund'] },
    }),
  );

  it('keeps who the scope names, whoever a condition names besides', () =>
    expect(
      describeStatement(
        `permit(principal == ${SUPPORT}, ${REFUND}, ${RESOURCE}) when { principal == ${AUDITOR} || context.input.gift };`,
      ),
    ).toMatchObject({ principal: 'role Support', when: 'caller is role Auditor or gift is true' }));

  it('says several principals under who, although a condition holds them', () => {
    const head = `permit(principal is AgentCore::IamEntity, ${REFUND}, ${RESOURCE})`;
    const either = `principal == ${SUPPORT} || principal == ${AUDITOR}`;
    expect(describeStatement(`${head} when { ${either} };`)).toMatchObject({
      principal: 'role Support or role Auditor',
    });
    expect(describeStatement(`${head} when { ${either} };`)).not.toHaveProperty('when');
    expect(
      describeStatement(`${head} when { (${either}) && context.input.gift } unless { context.input has note };`),
    ).toMatchObject({
      principal: 'role Support or role Auditor',
      when: 'gift is true, unless note is given',
    });
    expect(
      describeStatement(`${head} when { principal is AgentCore::OAuthUser || principal == ${SUPPORT} };`),
    ).toMatchObject({
      principal: 'any user or role Support',
    });
  });

  it('says of each of several principals what holds only for it', () =>
    expect(
      describeStatement(
        `permit(principal, ${REFUND}, ${RESOURCE}) when {
          (principal == ${SUPPORT} ||
            (principal is AgentCore::OAuthUser && principal.hasTag("a") && (principal.getTag("a") == "1" || principal.getTag("a") == "2")) ||
            (principal is AgentCore::OAuthUser && context.input.gift)) && context.input.note == "x" };`,
      ),
    ).toMatchObject({
      principal: 'role Support or any user (claim a is "1" or claim a is "2") or any user (gift is true)',
      when: 'note is "x"',
    }));

  it.each([
    ['action', { kind: 'all' }],
    ['action in AgentCore::Action::"Refunds"', { kind: 'group', name: 'Refunds' }],
    ['action in AgentCore::Action::"Refunds___process_refund"', { kind: 'list', names: ['Refunds___process_refund'] }],
    ['action in [AgentCore::Action::"B___b", AgentCore::Action::"A___a"]', { kind: 'list', names: ['A___a', 'B___b'] }],
  ])('says which tools: %s', (action, actions) =>
    expect(describeStatement(`forbid(principal, ${action}, ${RESOURCE});`)).toMatchObject({
      effect: 'forbid',
      actions,
    }),
  );

  it.each([
    ['principal.getTag("department") == "sales"', 'claim department is "sales"'],
    ['principal.hasTag("mfa")', 'claim mfa is given'],
    ['!principal.hasTag("mfa")', 'claim mfa is not given'],
    ['["a", "b"].contains(principal.getTag("role"))', 'claim role is one of "a", "b"'],
    ['principal.getTag("scope") like "*refund*"', 'claim scope contains "refund"'],
    ['principal.getTag("email") like "*@example.com"', 'claim email ends with "@example.com"'],
    ['principal.getTag("email") like "support*"', 'claim email starts with "support"'],
    ['principal.getTag("email") like "a*b*"', 'claim email matches "a*b*"'],
    ['principal.getTag("email") like "a\\*"', 'claim email is "a*"'],
    ['principal.id == "4c1f"', 'caller is "4c1f"'],
    [`principal == ${SUPPORT}`, undefined],
    ['context.input.order_id != "A"', 'order_id is not "A"'],
    ['context.input.amount == decimal("5.50")', 'amount = 5.5'],
    ['decimal("5.0").lessThan(context.input.amount)', '5 < amount'],
    ['context.input.amount.lessThanOrEqual(decimal("100.0"))', 'amount ≤ 100'],
    ['context.input.amount.greaterThanOrEqual(decimal("0.0001"))', 'amount ≥ 0.0001'],
    ['context.input has parcels && context.input.parcels > -5', 'parcels > -5'],
    ['context.input has parcels', 'parcels is given'],
    [
      'context.input has gift && (principal.hasTag("mfa") || context.input.gift)',
      'gift is given and (claim mfa is given or gift is true)',
    ],
    ['principal.hasTag("mfa") && !(principal.getTag("mfa") == "no")', 'claim mfa is given and not (claim mfa is "no")'],
    ['context.input.order_id like "*\\*a\\*"', 'order_id ends with "*a*"'],
    ['context.input.order_id like "a*\\*b\\*"', 'order_id matches "a*\\*b\\*"'],
    ['!(context.input has address.street)', 'address.street is not given'],
    ['context.input has address.street && context.input.address.street == "x"', 'address.street is "x"'],
    ['context.input has address && context.input.address["postal-code"] == "x"', 'address.postal-code is "x"'],
    ['context.input.labels.contains("fragile")', 'labels includes "fragile"'],
    ['context.input.labels.containsAny(["a", "b"])', 'labels includes any of "a", "b"'],
    ['context.input.labels.containsAll(["a", "b"])', 'labels includes all of "a", "b"'],
    ['context.input.labels.isEmpty()', 'labels is empty'],
    ['context.input.gift', 'gift is true'],
    ['!context.input.gift', 'not (gift is true)'],
    ['context.input.gift == true', 'gift is true'],
    ['principal.getTag("customer") == context.input.order_id', 'claim customer is order_id'],
    ['context.system.now < datetime("2027-01-01")', 'until 2027-01-01 UTC'],
    ['context.system.now >= datetime("2026-11-21T08:00:00Z")', 'from 2026-11-21 08:00 UTC'],
    [
      'context.system.now >= datetime("2026-11-21") && context.system.now < datetime("2026-11-21T08:00:30.500Z")',
      'from 2026-11-21 to 2026-11-21 08:00:30.500 UTC',
    ],
    [
      'context.system.now >= datetime("2026-11-21") || context.system.now < datetime("2026-11-01")',
      'from 2026-11-21 UTC or until 2026-11-01 UTC',
    ],
    ['context.system.now > datetime("2027-01-01")', 'time > 2027-01-01'],
    ['context.system.now < datetime("2027-01-01T00:00:00+0100")', 'time < 2027-01-01T00:00:00+0100'],
    ['context.system.now.toTime() >= duration("9h")', 'from 09:00 to 24:00 UTC'],
    ['context.system.now.toTime() < duration("30m")', 'from 00:00 to 00:30 UTC'],
    [
      'context.system.now.toTime() >= duration("8h30m") && context.system.now.toTime() < duration("18h")',
      'from 08:30 to 18:00 UTC',
    ],
    [
      'context.input.gift && (context.system.now.toTime() >= duration("22h") || context.system.now.toTime() < duration("6h"))',
      'gift is true and from 22:00 to 06:00 UTC',
    ],
    [
      'context.system.now.toTime() >= duration("18h") && context.system.now.toTime() < duration("8h")',
      'from 18:00 to 24:00 UTC and from 00:00 to 08:00 UTC',
    ],
    ['context.system.now.toTime() >= duration("9h1s")', 'time of day ≥ 9h1s'],
    [
      'principal.hasTag("scope") && (principal.getTag("scope") == "a b" || principal.getTag("scope") like "a b *" || principal.getTag("scope") like "* a b")',
      'claim scope is "a b" or claim scope starts with "a b " or claim scope ends with " a b"',
    ],
    [
      'principal.hasTag("scope") && (principal.getTag("scope") == "x:w" || principal.getTag("scope") like "x:w *" || principal.getTag("scope") like "* x:w" || principal.getTag("scope") like "* x:w *" || principal.getTag("scope") == "y")',
      'claim scope includes the word "x:w" or claim scope is "y"',
    ],
    [
      'principal.hasTag("scope") && (principal.getTag("scope") == "x:w" || principal.getTag("scope") like "x:r *" || principal.getTag("scope") like "* x:w" || principal.getTag("scope") like "* x:w *")',
      'claim scope is "x:w" or claim scope starts with "x:r " or claim scope ends with " x:w" or claim scope contains " x:w "',
    ],
    ['principal.hasTag("tenant") && context.input.tenant == principal.getTag("tenant")', 'tenant is claim tenant'],
    ['context.input.labels.contains(context.input.note)', 'labels includes note'],
    ['context.input.amount.lessThan(context.input.limit)', 'amount < limit'],
    [
      'context.input has note && !(context.input.note == "a") && context.input has note.b',
      'note is given and not (note is "a") and note.b is given',
    ],
    [
      'context.input.gift && (context.input.note == "a" || context.input.note == "b")',
      'gift is true and (note is "a" or note is "b")',
    ],
    [
      'context.input.gift || context.input.note == "a" && context.input.note == "b"',
      'gift is true or (note is "a" and note is "b")',
    ],
    ['!(context.input.gift || context.input.note == "a")', 'not (gift is true or note is "a")'],
    ['true', undefined],
    ['false', 'never'],
  ])('says when: %s', (condition, words) => expect(when(condition)).toBe(words));

  it.each([
    ['context.input.parcels + 1 < 5', '(context.input.parcels + 1) < 5'],
    [
      'context.input.gift && (if context.input.gift then true else false)',
      'gift is true and if context.input.gift then true else false',
    ],
    ['!(context has other)', 'not (context has other)'],
  ])('says in Cedar what it has no words for: %s', (condition, words) => expect(when(condition)).toBe(words));

  it('says every unless', () => {
    const text = `forbid(principal, ${REFUND}, ${RESOURCE}) unless { context.input.gift } unless { context.input.note == "x" };`;
    expect(describeStatement(text)).toMatchObject({ when: 'unless gift is true or note is "x"' });
  });

  it('says the clauses of Dogwood as they are written', () => {
    const text = `permit(principal, ${REFUND}, ${RESOURCE})\nwhen temporal {\n  formerly within 1h A::"x"::response{}\n};`;
    expect(describeStatement(text)).toEqual({
      effect: 'permit',
      principal: 'any caller',
      actions: { kind: 'list', names: ['Refunds___process_refund'] },
      when: 'when temporal { formerly within 1h A::"x"::response{} }',
    });
  });

  it('says tokens as such', () => {
    const role = Token.asString({ resolve: () => 'x' });
    const text = `permit(principal == AgentCore::IamEntity::"arn:aws:sts::1:assumed-role/${role}", ${REFUND}, ${RESOURCE});`;
    expect(describeStatement(text)).toMatchObject({ principal: 'role <token>' });
  });

  it.each([
    ['prose', 'Support may refund.'],
    ['nothing', ''],
    ['two statements', `${permitRefund('true')}\n${permitRefund('true')}`],
    ['half a character', permitRefund('principal.id == "\ud83d"')],
  ])('does not guess: %s', (_, text) =>
    expect(describeStatement(text)).toEqual({ unreadable: 'not one Cedar statement' }),
  );
});
