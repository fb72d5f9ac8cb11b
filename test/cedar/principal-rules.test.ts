import type { CedarGateway } from '../../lib/cedar/cedar-gateway';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import { IAM_SHOP, RESOURCE, SHOP } from './shop';
import { problems, statement } from './statement-problems';

const BOTH: CedarGateway = { ...SHOP, principals: 'both' };
const OPEN: CedarGateway = { ...SHOP, principals: 'UnauthenticatedUser' };
const FINDINGS_IGNORED = { ignoreFindings: true };

describe('a statement about any principal is held against callers who do not authenticate, too', () => {
  it.each([
    [
      'the id of users',
      SHOP,
      'principal.id == "x"',
      'A statement about any principal is about an AgentCore::UnauthenticatedUser too, who has no "id". Write principal is AgentCore::OAuthUser in the scope.',
    ],
    [
      'the id of roles',
      IAM_SHOP,
      'principal.id like "*:assumed-role/Support"',
      'A statement about any principal is about an AgentCore::UnauthenticatedUser too, who has no "id". Write principal is AgentCore::IamEntity in the scope.',
    ],
    [
      'the id of either',
      BOTH,
      'principal.id == "x"',
      'A statement about any principal is about an AgentCore::UnauthenticatedUser too, who has no "id". Test it first: (principal is AgentCore::OAuthUser || principal is AgentCore::IamEntity) && …',
    ],
  ])('so it cannot ask for %s', (_, gateway, condition, expected) => {
    expect(problems(statement({ condition }), gateway)).toEqual([`[untyped-principal] line 6, column 8: ${expected}`]);
    expect(verifyStatement(statement({ condition }), gateway, FINDINGS_IGNORED)).toHaveLength(1);
  });

  it.each([
    ['a claim, tested first', SHOP, 'principal.hasTag("x") && principal.getTag("x") == "y"'],
    ['the input', SHOP, 'context.input.order_id == "A-1"'],
    ['the id, tested first', SHOP, 'principal has id && principal.id == "x"'],
    ['the id of one kind', SHOP, 'principal is AgentCore::OAuthUser && principal.id == "x"'],
    [
      'the id of either kind',
      BOTH,
      '(principal is AgentCore::OAuthUser || principal is AgentCore::IamEntity) && principal.id == "x"',
    ],
    ['named callers', IAM_SHOP, 'principal == AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/Support"'],
  ])('and may ask for %s', (_, gateway, condition) => expect(problems(statement({ condition }), gateway)).toEqual([]));

  it.each([
    [
      'a claim',
      'principal.getTag("x") == "y"',
      '[optional-claim] line 6, column 8: A token may lack the claim "x". Test it first: principal.hasTag("x") && …',
    ],
    [
      'an attribute',
      'principal.team == "x"',
      '[unknown-attribute] line 6, column 8: An AgentCore::OAuthUser has no attribute "team". Claims are tags: principal.hasTag("team") && principal.getTag("team") == "…"',
    ],
    [
      'a kind that does not call',
      'principal is AgentCore::IamEntity && context.input.order_id == "A-1"',
      '[impossible] line 1, column 1: No request can fulfil the statement. Look for a condition that is always false, that contradicts another, or that asks a caller for what its kind lacks.',
    ],
  ])('which is not said besides of %s that users have not', (_, condition, expected) =>
    expect(problems(statement({ condition }))).toEqual([expected]),
  );

  it('says once what neither users nor roles have', () => {
    expect(problems(statement({ condition: 'principal.team == "x"' }), BOTH)).toHaveLength(1);
    expect(problems(statement({ condition: 'principal.getTag("x") == "y"' }), BOTH)).toEqual([
      '[optional-claim] line 6, column 8: A token may lack the claim "x". Test it first: principal.hasTag("x") && …',
    ]);
  });
});

describe('no statement names callers who do not authenticate', () => {
  const unsupported = 'AgentCore takes no statement that names AgentCore::UnauthenticatedUser.';
  const TYPE = 'principal is AgentCore::UnauthenticatedUser';

  it.each([
    ['JWT', SHOP, 'Write principal is AgentCore::OAuthUser: callers of this gateway authenticate with a JWT.'],
    ['IAM', IAM_SHOP, 'Write principal is AgentCore::IamEntity: callers of this gateway authenticate with IAM.'],
    [
      'both',
      BOTH,
      'Write principal is AgentCore::OAuthUser or principal is AgentCore::IamEntity: callers of this gateway authenticate with a JWT or with IAM.',
    ],
    ['no', OPEN, 'Write principal alone: callers of this gateway do not authenticate.'],
  ])('where callers authenticate with %s', (_, gateway, hint) => {
    const scope = statement({ principal: TYPE });
    expect(problems(scope, gateway)).toEqual([`[unsupported-principal] line 2, column 16: ${unsupported} ${hint}`]);
    const condition = statement({ condition: `${TYPE} && context.input.order_id == "A-1"` });
    expect(problems(condition, gateway)).toEqual([`[unsupported-principal] line 6, column 21: ${unsupported} ${hint}`]);
    expect(problems(statement({ condition: TYPE }), gateway)).toHaveLength(1);
  });

  it('nor one that is misspelt', () =>
    expect(problems(statement({ principal: 'principal is AgentCore::UnauthenticatedUsers' }))).toEqual([
      '[unknown-type] line 2, column 16: AgentCore has no entities of the type AgentCore::UnauthenticatedUsers. There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.',
    ]));
});

describe('where callers do not authenticate', () => {
  it('a statement is about any principal and asks for the input', () =>
    expect(problems(statement({}), OPEN)).toEqual([]));

  it.each([
    'principal.hasTag("x")',
    'principal.getTag("x") == "y"',
    'principal.hasTag("x") && principal.getTag("x") == "y"',
  ])('there are no claims: %s', (condition) =>
    expect(problems(statement({ condition }), OPEN)).toEqual([
      '[claim-of-anyone] line 6, column 8: Callers of this gateway do not authenticate, and only a JWT carries claims. Ask for context.input, or give the gateway a JWT authorizer.',
    ]),
  );

  it('there is no id', () =>
    expect(problems(statement({ condition: 'principal.id == "x"' }), OPEN)).toEqual([
      '[unknown-attribute] line 6, column 8: An AgentCore::UnauthenticatedUser has no attribute "id". Callers of this gateway do not authenticate: ask for context.input.',
    ]));

  it('there are no users', () =>
    expect(problems(statement({ principal: 'principal is AgentCore::OAuthUser' }), OPEN)).toEqual([
      '[principal-type] line 2, column 16: No caller of this gateway is an AgentCore::OAuthUser: they do not authenticate. Write principal alone, or change inboundAuth of the gateway.',
    ]));

  it('a forbid is about any principal', () => expect(problems(statement({ effect: 'forbid' }), OPEN)).toEqual([]));
});

describe('a forbid about any principal where callers are of one kind', () => {
  const restrictive = (other: string, own: string) =>
    `[untyped-forbid] line 2, column 3: AgentCore rejects a forbid about any principal as overly restrictive, unless an AgentCore::${other} is permitted something as well. Write principal is AgentCore::${own}, or say in ignoreFindings why it is right as it is.`;

  it.each([
    ['users', SHOP, restrictive('IamEntity', 'OAuthUser')],
    ['roles', IAM_SHOP, restrictive('OAuthUser', 'IamEntity')],
  ])('is reported: %s', (_, gateway, expected) => {
    const text = statement({ effect: 'forbid' });
    expect(problems(text, gateway)).toEqual([expected]);
    expect(verifyStatement(text, gateway, FINDINGS_IGNORED)).toEqual([]);
  });

  it('is reported whatever it asks for, as the service does not look at it', () =>
    expect(problems(statement({ effect: 'forbid', condition: 'principal.hasTag("x")' }))).toEqual([
      restrictive('IamEntity', 'OAuthUser'),
    ]));

  it.each([
    ['a permit', statement({}), SHOP],
    ['a forbid of one kind', statement({ effect: 'forbid', principal: 'principal is AgentCore::OAuthUser' }), SHOP],
    [
      'a forbid of one user',
      statement({ effect: 'forbid', principal: 'principal == AgentCore::OAuthUser::"4"' }),
      SHOP,
    ],
    ['a forbid where both call', statement({ effect: 'forbid' }), BOTH],
  ])('is not: %s', (_, text, gateway) => expect(problems(text, gateway)).toEqual([]));
});

describe('the session of a role is no caller', () => {
  const SUPPORT = 'arn:aws:sts::111122223333:assumed-role/Support';
  const says = (place: string, right = SUPPORT) =>
    `[role-session] ${place}: The id of a role has no session: it ends with the role's name, so this is no caller. Write "${right}".`;
  const roles = (condition: string) => statement({ principal: 'principal is AgentCore::IamEntity', condition });

  it.each([
    ['any session', `principal.id like "${SUPPORT}/*"`, says('line 6, column 26')],
    [
      'sessions in any account',
      'principal.id like "*:assumed-role/S*/*"',
      says('line 6, column 26', '*:assumed-role/S*'),
    ],
    ['one session', `principal.id == "${SUPPORT}/alice"`, says('line 6, column 24')],
    ['one session, from the other side', `!("${SUPPORT}/alice" == principal.id)`, says('line 6, column 10')],
    ['one of several', `["x", "${SUPPORT}/alice"].contains(principal.id)`, says('line 6, column 14')],
    ['a session as an entity', `principal == AgentCore::IamEntity::"${SUPPORT}/alice"`, says('line 6, column 43')],
  ])('in a condition: %s', (_, condition, expected) => {
    expect(problems(roles(condition), IAM_SHOP)).toEqual([expected]);
    expect(verifyStatement(roles(condition), IAM_SHOP, FINDINGS_IGNORED)).toEqual([]);
  });

  it('in the scope', () =>
    expect(
      problems(`permit(principal == AgentCore::IamEntity::"${SUPPORT}/alice", action, ${RESOURCE});`, IAM_SHOP),
    ).toEqual([says('line 1, column 43')]));

  it.each([
    `principal.id like "${SUPPORT}*"`,
    'principal.id like "*assumed-role/*"',
    'principal.id == "arn:aws:iam::111122223333:role/path/Support"',
    `principal == AgentCore::IamEntity::"${SUPPORT}"`,
    `context.input.order_id == "${SUPPORT}/alice"`,
  ])('which these are not: %s', (condition) => expect(problems(roles(condition), IAM_SHOP)).toEqual([]));

  it('and ids of users may be like it', () =>
    expect(
      problems(
        statement({ principal: 'principal is AgentCore::OAuthUser', condition: `principal.id == "${SUPPORT}/a"` }),
      ),
    ).toEqual([]));
});
