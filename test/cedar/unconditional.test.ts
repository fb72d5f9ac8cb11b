import type { CedarGateway } from '../../lib/cedar/cedar-gateway';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import { IAM_SHOP, permitRefund, RESOURCE, SHOP } from './shop';
import { problems, REFUND } from './statement-problems';

const ROLE = 'AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/Support"';
const OTHER = 'AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/Auditor"';
const BOTH: CedarGateway = { ...SHOP, principals: 'both' };

function about(effect: string, principal: string, when?: string): string {
  return `${effect}(${principal}, ${REFUND}, ${RESOURCE})${when ? ` when { ${when} }` : ''};`;
}

describe('a permit that asks for nothing', () => {
  const nothing =
    '[overly-permissive] line 1, column 1: The permit asks for nothing: everyone in its scope may do it with any input. Name the callers, add a condition, or say in ignoreFindings why that is right.';

  it.each([
    ['without conditions', about('permit', 'principal is AgentCore::OAuthUser')],
    ['to anyone', about('permit', 'principal')],
    ['when true', permitRefund('true')],
    ['unless false', permitRefund('false').replace('when', 'unless')],
    ['when something or true', permitRefund('principal.hasTag("x") || !false')],
    ['when what is always equal', permitRefund('principal is AgentCore::OAuthUser && 1 == 1')],
    ['about every tool of the gateway', `permit(principal, action, ${RESOURCE});`],
    ['about everything', 'permit(principal, action, resource is AgentCore::Gateway);'],
    [
      'to one kind of callers, in the condition',
      about('permit', 'principal', `principal is AgentCore::IamEntity || principal.hasTag("x")`),
      BOTH,
    ],
    [
      'to a named caller and all others',
      about('permit', 'principal is AgentCore::IamEntity', `principal == ${ROLE} || principal is AgentCore::IamEntity`),
      IAM_SHOP,
    ],
  ])('is refused: %s', (_, text, gateway = SHOP) => {
    expect(problems(text, gateway)).toEqual([nothing]);
    expect(verifyStatement(text, gateway, { ignoreFindings: true })).toEqual([]);
  });

  it.each([
    ['one role', about('permit', `principal == ${ROLE}`), IAM_SHOP],
    ['one user', about('permit', 'principal == AgentCore::OAuthUser::"4c1f"')],
    ['one user, by another word', about('permit', 'principal in AgentCore::OAuthUser::"4c1f"')],
    [
      'two roles',
      about('permit', 'principal is AgentCore::IamEntity', `principal == ${ROLE} || principal == ${OTHER}`),
      IAM_SHOP,
    ],
    [
      'two users',
      about('permit', 'principal', 'principal == AgentCore::OAuthUser::"4" || principal == AgentCore::OAuthUser::"7"'),
    ],
    ['everyone but one role', about('permit', 'principal is AgentCore::IamEntity', `principal != ${ROLE}`), IAM_SHOP],
  ])('is right where it names callers: %s', (_, text, gateway = SHOP) => expect(problems(text, gateway)).toEqual([]));

  it('is no reason to overlook what is wrong besides', () =>
    expect(
      verifyStatement(permitRefund('true').replace(RESOURCE, 'resource'), SHOP, { ignoreFindings: true }),
    ).toMatchObject([{ code: 'bare-resource' }]));

  it('is not said of callers that there cannot be', () =>
    expect(problems(about('permit', 'principal is User'))).toEqual([
      '[unknown-type] line 1, column 21: AgentCore has no entities of the type User. There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.',
    ]));
});

describe('a forbid that asks for nothing', () => {
  const nothing =
    '[overly-restrictive] line 1, column 1: The forbid asks for nothing: nobody in its scope may do it with any input. Name the callers, add a condition, leave the tools out of the permits instead, or say in ignoreFindings why that is right.';

  it.each([
    ['without conditions', about('forbid', 'principal is AgentCore::OAuthUser')],
    ['about everything', 'forbid(principal, action, resource is AgentCore::Gateway);'],
    // A live engine said so of it, once for each type.
    [
      'to all kinds of callers by name',
      about('forbid', 'principal', 'principal is AgentCore::OAuthUser || principal is AgentCore::IamEntity'),
      BOTH,
    ],
  ])('is refused: %s', (_, text, gateway = SHOP) => {
    expect(problems(text, gateway)).toEqual([nothing]);
    expect(verifyStatement(text, gateway, { ignoreFindings: true })).toEqual([]);
  });

  it('is right where it names the caller', () =>
    expect(problems(about('forbid', `principal == ${ROLE}`), IAM_SHOP)).toEqual([]));
});

it('is placed at the effect, behind annotations of its name', () =>
  expect(problems(`@ permit ("by day")\n${about('permit', 'principal')}`)[0]).toMatch(
    /^\[overly-permissive\] line 2, column 1: /,
  ));
