import { Token } from 'aws-cdk-lib';
import { permitRefund, RESOURCE } from './shop';
import { problems, REFUND } from './statement-problems';

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

const unreadable = (column: number, said: string) =>
  `[syntax] line 6, column ${column}: Cedar cannot read this: ${said}`;

describe('what other languages call null', () => {
  it.each([
    ['context.input.note == null', 30, '!(context.input has note)'],
    ['context.input.note != null', 30, 'context.input has note'],
    ['context.input.address["postal-code"] == null', 48, '!(context.input.address has "postal-code")'],
    ['null != context.input.note', 8, 'context.input has note'],
    ['principal.getTag("team") == null', 36, '!principal.hasTag("team")'],
    ['principal.getTag("team") != null', 36, 'principal.hasTag("team")'],
  ])('%s', (condition, column, right) =>
    expect(problems(permitRefund(condition))).toEqual([
      unreadable(column, `invalid variable: null. Cedar has no null. Write ${right}.`),
    ]),
  );

  it('of anything else', () =>
    expect(problems(permitRefund('context.input.labels.contains(undefined)'))).toEqual([
      unreadable(38, 'invalid variable: undefined. Cedar has no null. Test with has whether the field is there.'),
    ]));
});

describe('a name that Cedar does not know', () => {
  it.each([
    ['now < datetime("2027-01-01")', 'invalid variable: now. The time of the call is context.system.now.'],
    [
      'now.toTime() < duration("9h")',
      'attempted to call `now.toTime(...)`, but `now` does not have any methods. The time of the call is context.system.now.',
    ],
    [
      'amount < 5',
      'invalid variable: amount. The valid Cedar variables are `principal`, `action`, `resource`, and `context`; did you mean to enclose `amount` in quotes to make a string?',
    ],
  ])('%s', (condition, expected) => expect(problems(permitRefund(condition))).toEqual([unreadable(8, expected)]));
});

describe('an entity by itself in the scope', () => {
  it.each([
    ['principal', 'AgentCore::OAuthUser::"4c1f"', 17, [`AgentCore::OAuthUser::"4c1f"`, REFUND, RESOURCE]],
    ['action', 'AgentCore::Action::"a"', 28, ['principal', 'AgentCore::Action::"a"', RESOURCE]],
    ['resource', 'AgentCore::Gateway::"g"', 36, ['principal', 'action', 'AgentCore::Gateway::"g"']],
  ])('the %s', (word, entity, column, scope) =>
    expect(problems(`permit(${scope.join(', ')});`)).toEqual([
      `[syntax] line 1, column ${column}: Cedar cannot read this: unexpected token \`::\`. Write ${word} == ${entity}.`,
    ]),
  );
});
