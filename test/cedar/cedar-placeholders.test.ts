import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Cedar, Principal } from '../../lib/cedar';
import { originalIndex, replaced, replacements } from '../../lib/cedar/placeholders';
import { sentence } from '../../lib/core/refusal';
import { GATEWAY_ARN } from './shop';

const support = iam.Role.fromRoleArn(new Stack(), 'Support', 'arn:aws:iam::111122223333:role/support');
const SUPPORT = Principal.role(support)._entity!;
const roles = { Support: support, Sales: support };

const deployed = (text: string) => Cedar.fromText(text, { roles })._deployed(GATEWAY_ARN);
const problems = (text: string, given: Record<string, iam.IRole> = roles) =>
  Cedar.fromText(text, { roles: given })._problems().map(sentence);

describe('A placeholder', () => {
  it.each([
    ['AgentCore::Gateway::"${gateway}"', `AgentCore::Gateway::"${GATEWAY_ARN}"`],
    ['AgentCore::IamEntity::"${role:Support}"', SUPPORT],
    [
      'AgentCore :: Gateway // the only one\n :: "${gateway}"',
      `AgentCore :: Gateway // the only one\n :: "${GATEWAY_ARN}"`,
    ],
    [
      'principal in [AgentCore::IamEntity::"${role:Sales}", AgentCore::IamEntity::"${role:Support}"]',
      `principal in [${SUPPORT}, ${SUPPORT}]`,
    ],
  ])('in the id of an entity is replaced: %s', (text, expected) => {
    expect([deployed(text), problems(text)]).toEqual([expected, []]);
  });

  it.each([
    ['in a comment', '// AgentCore::Gateway::"${gateway}" or "${role:Boss}"'],
    ['in an annotation', '@intent("For ${role:Support} of ${gateway}") permit (principal, action, resource);'],
    ['of another kind in a text', 'permit (principal, action, resource) when { context.input.note == "${name}" };'],
    ['of CDK', `AgentCore::Gateway::"${new Stack().stackId}"`],
  ])('stays as it is %s', (_, text) => {
    expect([deployed(text), problems(text)]).toEqual([text, []]);
  });

  it('stands for a gateway whatever characters its ARN has', () => {
    expect(Cedar.fromText('AgentCore::Gateway::"${gateway}"')._deployed('a"b\\$&')).toBe(
      'AgentCore::Gateway::"a\\"b\\\\$&"',
    );
  });

  it.each([
    [
      'AgentCore::Gateway::"${gatway}"',
      'the placeholder at line 1, column 22 is "${gatway}". Allowed: "${gateway}" or "${role:Support}" or "${role:Sales}", alone in the quotes. Did you mean "${gateway}"?',
    ],
    [
      '\n  AgentCore::IamEntity::"${rolle:Support}"',
      'the placeholder at line 2, column 26 is "${rolle:Support}". Allowed: "${gateway}" or "${role:Support}" or "${role:Sales}", alone in the quotes. Did you mean "${role:Support}"?',
    ],
    [
      'AgentCore::Gateway::"${somethingElseEntirely}"',
      'the placeholder at line 1, column 22 is "${somethingElseEntirely}". Allowed: "${gateway}" or "${role:Support}" or "${role:Sales}", alone in the quotes. Write one of these.',
    ],
    [
      'AgentCore::IamEntity::"arn:aws:sts::1:assumed-role/${role:Support}"',
      'the placeholder at line 1, column 52 is "arn:aws:sts::1:assumed-role/${role:Support}". Allowed: "${gateway}" or "${role:Support}" or "${role:Sales}", alone in the quotes. Write "${role:Support}": it is the whole id.',
    ],
    [
      'AgentCore::IamEntity::"${role:Suport}"',
      'the placeholder at line 1, column 24 is "${role:Suport}". Allowed: a role that is given by this name. Did you mean "Support"?',
    ],
    [
      'AgentCore::Action::"${gateway}"',
      'the placeholder at line 1, column 21 is "AgentCore::Action::\\"${gateway}\\"". Allowed: the id of an AgentCore::Gateway. Write AgentCore::Gateway::"${gateway}".',
    ],
    [
      'AgentCore::OAuthUser::"${role:Support}"',
      'the placeholder at line 1, column 24 is "AgentCore::OAuthUser::\\"${role:Support}\\"". Allowed: the id of an AgentCore::IamEntity. Write AgentCore::IamEntity::"${role:Support}".',
    ],
    [
      'permit (principal, action, resource) when { context.input.note like "${gateway}*" };',
      'the placeholder at line 1, column 70 is "${gateway}*". Allowed: the id of an entity; in other texts it would stay as it is. Write the text that is meant.',
    ],
  ])('that means nothing is refused: %s', (text, message) => {
    expect(problems(text)).toEqual([message]);
  });

  it('is where the characters of what it stands for are found, and others are where they were', () => {
    const text = 'KK AgentCore::Gateway::"${gateway}" LL AgentCore::Gateway::"${gateway}" MM';
    for (const gatewayArn of [GATEWAY_ARN, 'x']) {
      const parts = replacements(text, {}, gatewayArn);
      const written = (part: string, from = 0) => originalIndex(replaced(text, parts).indexOf(part, from), parts);
      const gateway = text.indexOf('${gateway}');
      expect([written('KK'), written('LL'), written('MM')]).toEqual([0, text.indexOf('LL'), text.indexOf('MM')]);
      expect([written(gatewayArn), written(gatewayArn.slice(-1), gateway)]).toEqual([gateway, gateway]);
      expect(written('"', gateway)).toBe(gateway + '${gateway}'.length);
    }
  });

  it('for a role is refused where no roles are given', () => {
    expect(problems('AgentCore::IamEntity::"${role:Support}"', {})).toEqual([
      'the placeholder at line 1, column 24 is "${role:Support}". Allowed: a role that is given by this name. Give it: roles: { Support: agent.role }.',
    ]);
  });

  it('may be missing for a role, so that several files can be given the same roles', () => {
    expect(problems('AgentCore::Gateway::"${gateway}"')).toEqual([]);
  });

  it.each(['toString', '__proto__'])('for a role is not found in what every object has: %s', (name) => {
    expect(problems(`AgentCore::IamEntity::"\${role:${name}}"`)).toHaveLength(1);
  });
});
