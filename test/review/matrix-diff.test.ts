import { CfnParameter } from 'aws-cdk-lib';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { policySetOf, type PolicySet } from '../../lib/assembly/policy-set';
import { diffAsMarkdown } from '../../lib/review/diff-markdown';
import { diffAsText } from '../../lib/review/diff-text';
import type { PermissionMatrix } from '../../lib/review/matrix';
import { matrixDiff, sameDecisions, mayWiden } from '../../lib/review/matrix-diff';
import { matrixAsJson, readMatrix } from '../../lib/review/matrix-json';
import { policy, target } from '../assembly/synthesized';
import { group, refund, shop, shopFolder, type ShopOptions } from './compared';

const below = (amount: number) => `context.input.amount.lessThan(decimal("${amount}.0"))`;
const above = (amount: number) => `context.input.amount.greaterThan(decimal("${amount}.0"))`;

const SUPPORT = { Support: refund('permit', `${group('support')} && ${below(500)}`) };
const MANAGERS = { Managers: refund('permit', group('manager')) };
const NOBODY = { Nobody: refund('forbid', above(1000)) };
const ALL = { ...SUPPORT, ...MANAGERS, ...NOBODY };

const NO_CHANGE = ['No change in what is permitted.'];

/** The lines of the diff, the gateway's name left out. */
function lines(before: PermissionMatrix, after: PermissionMatrix): string[] {
  const text = diffAsText(matrixDiff(before, after), { colour: false });
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'Shop/Tools');
}

const changed = (before: Record<string, string>, after: Record<string, string>, options?: ShopOptions) =>
  lines(shop(before), shop(after, options));

const TOOL = 'Refunds___process_refund';
const USERS = (name: string) => `any user, if group includes "${name}"`;
/** Without what no policy asks for. */
const SUB = (name: string, amount?: number) =>
  `for example sub other with cognito:groups ["${name}"]${amount === undefined ? '' : ` and { "amount": ${amount} }`}`;

describe('what decides the same', () => {
  it('is no change', () => expect(changed(ALL, ALL)).toEqual(NO_CHANGE));

  it.each<[string, Record<string, string>]>([
    [
      'in other words',
      {
        ...MANAGERS,
        ...NOBODY,
        Support: refund(
          'permit',
          `!(context.input.amount.greaterThanOrEqual(decimal("500.00"))) && (${group('support')} || false)`,
        ),
      },
    ],
    [
      'with another layout and intent',
      { ...ALL, Nobody: `@intent("Too much")\n// new\n${NOBODY.Nobody.replace(' when', '\nwhen')}` },
    ],
    [
      'in other policies',
      { ...NOBODY, Both: refund('permit', `(${group('support')} && ${below(500)}) || (${group('manager')})`) },
    ],
    ['with a policy that permits nothing new', { ...ALL, Few: refund('permit', `${group('manager')} && ${below(7)}`) }],
    ['with a forbid that nothing permits', { ...ALL, Guests: refund('forbid', `${group('guest')} && ${above(2000)}`) }],
    ['with a permit that is always forbidden', { ...ALL, Much: refund('permit', above(1000)) }],
  ])('is no change %s, and says which policies are written otherwise', (_, policies) => {
    const names = [...new Set([...Object.keys(ALL), ...Object.keys(policies)])].filter(
      (name) => (ALL as Record<string, string>)[name] !== policies[name],
    );
    const same = [
      'Both decide the same, although policies are written otherwise.',
      `= decides the same, written otherwise: ${names.sort().join(', ')}`,
    ];
    expect(changed(ALL, policies)).toEqual(same);
    expect(changed(policies, ALL)).toEqual(same);
  });
});

describe('what became possible, and what no longer is', () => {
  const both = (less: Record<string, string>, more: Record<string, string>) => [
    ...changed(less, more),
    ...changed(more, less),
  ];

  it('by a new permit', () => {
    expect(both({ ...SUPPORT, ...NOBODY }, ALL)).toEqual([
      `+ ${TOOL}: now allowed by Managers: ${USERS('manager')}, ${SUB('manager', 1)}`,
      `- ${TOOL}: no longer allowed by Managers: ${USERS('manager')} (the policy is gone), ${SUB('manager', 1)}`,
    ]);
  });

  it('by a wider permit', () => {
    const wider = { ...ALL, Support: refund('permit', `${group('support')} && ${below(600)}`) };
    const [small, large] = [500, 600].map((amount) => `${USERS('support')} and amount < ${amount}`);
    expect(both(ALL, wider)).toEqual([
      `+ ${TOOL}: now allowed by Support: ${large} (before: ${small}), ${SUB('support', 599)}`,
      `- ${TOOL}: no longer allowed by Support: ${large} (now: ${small}), ${SUB('support', 599)}`,
    ]);
  });

  it('by another forbid', () => {
    const narrower = { ...ALL, Nobody: refund('forbid', above(2000)) };
    const [small, large] = [1000, 2000].map((amount) => `any user, if amount > ${amount}`);
    expect(both(ALL, narrower)).toEqual([
      `+ ${TOOL}: now allowed by Managers: ${USERS('manager')}; Nobody no longer forbids it: ${small} (now: ${large}), ${SUB('manager', 1001)}`,
      `- ${TOOL}: no longer allowed by Managers: ${USERS('manager')}; Nobody now forbids it: ${small} (before: ${large}), ${SUB('manager', 1001)}`,
    ]);
  });

  it('by a forbid that is gone', () => {
    expect(changed(ALL, { ...SUPPORT, ...MANAGERS })).toEqual([
      `+ ${TOOL}: now allowed by Managers: ${USERS('manager')}; Nobody no longer forbids it: any user, if amount > 1000 (the policy is gone), ${SUB('manager', 1001)}`,
    ]);
  });

  it('by a permit that became a forbid', () => {
    expect(changed(MANAGERS, { Managers: refund('forbid', group('manager')) })).toEqual([
      `- ${TOOL}: no longer allowed by Managers: ${USERS('manager')} (now: it forbids), ${SUB('manager')}`,
    ]);
  });

  it('by policies that are only logged', () => {
    expect(changed(ALL, ALL, { logged: ['Managers', 'Nobody'] })).toEqual([
      '~ Managers: enforced → only logged',
      '~ Nobody: enforced → only logged',
      `- ${TOOL}: no longer allowed by Managers: ${USERS('manager')} (now: only logged), ${SUB('manager', 1)}`,
    ]);
  });

  it('at a certain time', () => {
    const night = refund('permit', `${group('support')} && context.system.now.toTime() < duration("6h")`);
    expect(changed({}, { Night: night })).toEqual([
      `+ ${TOOL}: now allowed by Night: ${USERS('support')} and from 00:00 to 06:00 UTC, for example sub other with cognito:groups ["support"] at 2026-01-05T00:00:00.000Z`,
    ]);
  });

  it('for a role', () => {
    const role = 'AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/Support"';
    const permit = `permit(principal == ${role}, action == AgentCore::Action::"${TOOL}", resource is AgentCore::Gateway);`;
    const options = { authorizerType: 'AWS_IAM' } as const;
    expect(lines(shop({}, options), shop({ Role: permit }, options))).toEqual([
      `+ ${TOOL}: now allowed by Role: role Support, for example role arn:aws:sts::111122223333:assumed-role/Support`,
    ]);
  });

  it('is one line for tools with the same change', () => {
    const tools = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`tool_${index}`, {}]));
    const group8 =
      'permit(principal is AgentCore::OAuthUser, action in AgentCore::Action::"Refunds", resource is AgentCore::Gateway);';
    expect(lines(shop({}, { tools }), shop({ Everything: group8 }, { tools }))).toEqual([
      '+ Refunds___tool_0, Refunds___tool_1, Refunds___tool_2, Refunds___tool_3, Refunds___tool_4 and 3 other tools: now allowed by Everything: any user, for example sub other',
    ]);
  });
});

describe('a gateway', () => {
  it.each([
    ['LOG_ONLY', 'logged, NOT enforced', 'policies are logged, not enforced'],
    ['NONE', 'NONE: every call is allowed', 'there is no policy engine'],
  ] as const)('with the mode %s allows every call', (mode, words, why) => {
    const example = 'for example sub somebody with { "amount": 1 }';
    expect(changed(ALL, ALL, { mode })).toEqual([
      `~ policies: enforced → ${words}`,
      `+ ${TOOL}: now allowed: every call, because ${why}, ${example}`,
    ]);
    expect(lines(shop(ALL, { mode }), shop(ALL))).toEqual([
      `~ policies: ${words} → enforced`,
      `- ${TOOL}: no longer allowed: every call was, because ${why}; no policy permits it, ${example}`,
    ]);
  });

  it('with other callers permits those that came before nothing', () => {
    expect(changed(SUPPORT, SUPPORT, { authorizerType: 'AWS_IAM' })).toEqual([
      '~ callers: a token of https://issuer.example.com (client console) → signed with IAM',
      `- ${TOOL}: no longer allowed by Support: ${USERS('support')} and amount < 500, ${SUB('support', 499)}`,
    ]);
  });

  it.each<[string, ShopOptions['tokens'], ShopOptions['tokens'], '-' | '?']>([
    ['another issuer', {}, { discoveryUrl: 'https://evil.example.com/.well-known/openid-configuration' }, '?'],
    ['another client', {}, { allowedClients: ['console', 'other'] }, '?'],
    ['any client', {}, { allowedClients: undefined, allowedAudience: ['shop'] }, '?'],
    ['no scope any more', { allowedScopes: ['write'] }, {}, '?'],
    ['one client less', { allowedClients: ['console', 'other'] }, {}, '-'],
    ['a scope besides', {}, { allowedScopes: ['write'] }, '-'],
  ])('with tokens of %s may be open to others', (_, before, after, sign) => {
    const diff = matrixDiff(shop(SUPPORT, { tokens: before }), shop(SUPPORT, { tokens: after }));
    const [line, ...more] = lines(shop(SUPPORT, { tokens: before }), shop(SUPPORT, { tokens: after }));
    expect(more).toEqual([]);
    expect(line).toMatch(sign === '-' ? /^- callers: / : /^\? callers: /);
    expect(mayWiden(diff)).toBe(sign === '?');
  });

  it('that is new, or gone, is said to be', () => {
    const nothing: PermissionMatrix = { version: 1, gateways: [] };
    const added = `${USERS('manager')}, ${SUB('manager')}`;
    expect(lines(nothing, shop(MANAGERS))).toEqual(['~ new gateway', `+ ${TOOL}: now allowed by Managers: ${added}`]);
    expect(lines(shop(MANAGERS), nothing)).toEqual([
      '~ the gateway is gone',
      `- ${TOOL}: no longer allowed by Managers: ${added}`,
    ]);
  });

  it('is the same one under another construct path, by its name', () => {
    const moved = shop(ALL, { id: 'Moved' });
    expect(moved.gateways[0].id).toBe('Shop/Moved');
    expect(lines(shop(ALL), moved)).toEqual(NO_CHANGE);
  });

  it('has new tools, and loses some', () => {
    const tools = { process_refund: { amount: { type: 'number' }, order_id: { type: 'string' } }, list: {} };
    const all = { All: 'permit(principal is AgentCore::OAuthUser, action, resource is AgentCore::Gateway);' };
    expect(lines(shop(all), shop(all, { tools }))).toEqual([
      '~ Refunds___list: new tool',
      '+ Refunds___list: now allowed by All: any user, for example sub other',
    ]);
    expect(lines(shop(all, { tools }), shop(all))).toEqual([
      '! Refunds___list: the tool is gone',
      '- Refunds___list: no longer allowed by All: any user, for example sub other',
    ]);
    expect(changed(SUPPORT, SUPPORT, { tools })).toEqual([...NO_CHANGE, '~ Refunds___list: new tool']);
  });
});

describe('what is not proved', () => {
  it('says so and why where two fields are compared', () => {
    const strange =
      'principal.hasTag("order") && context.input has order_id && context.input.order_id == principal.getTag("order") && context.input.order_id != principal.getTag("order")';
    expect(changed(SUPPORT, { ...SUPPORT, Strange: refund('permit', strange) })).toEqual([
      `? not proved that nothing else changed: ${TOOL}: a condition that is more than a comparison with constants: order_id and claim order`,
    ]);
  });

  it('says so where a forbid that is gone compared with what only the deployment knows', () => {
    const prod = { Prod: refund('permit', 'context.input has order_id && context.input.order_id == "prod"') };
    const build: ShopOptions['build'] = (stack, gateway, engine) => {
      const stage = new CfnParameter(stack, 'Stage').valueAsString;
      const condition = `context.input has order_id && context.input.order_id == "${stage}"`;
      policy(stack, 'Stage1', engine, refund('forbid', condition).replaceAll('GATEWAY', gateway.attrGatewayArn));
    };
    const diff = matrixDiff(shop(prod, { build }), shop(prod));
    expect(mayWiden(diff)).toBe(true);
    expect(diff.gateways[0].changes.map(({ text }) => text).join()).toContain(
      'compares with "<Shop.Stage>", which only the deployment knows',
    );
  });

  it('says so of statements that only Dogwood can read, and compares the others', () => {
    const later = refund('forbid').replace('when {', 'when temporal {');
    const dogwood = `? not proved that nothing else changed: ${TOOL}: Shop/Later: not plain Cedar, which is all that is compared`;
    expect(changed(SUPPORT, { ...SUPPORT, Later: later })).toEqual([dogwood]);
    expect(changed({ ...SUPPORT, Later: later }, { ...SUPPORT, ...MANAGERS, Later: later })).toEqual([
      `+ ${TOOL}: now allowed by Managers: ${USERS('manager')}, ${SUB('manager', 1)}`,
      dogwood,
    ]);
    expect(changed({ ...SUPPORT, Later: later }, { ...SUPPORT, Later: later })).toEqual(NO_CHANGE);
  });

  it('says so where the templates do not tell, if something changed', () => {
    const build: ShopOptions['build'] = (stack, gateway, engine) => {
      target(stack, 'Docs', gateway, { mcpServer: { endpoint: 'https://mcp.example.com' } });
      policy(stack, 'Prose', engine, 'Everyone may pay.');
    };
    const unsure =
      'the tools of target Docs are not known: the server lists them itself; Shop/Prose: its statement cannot be read';
    const docs =
      'permit(principal, action == AgentCore::Action::"Docs___search", resource is AgentCore::Gateway) when { context.input.text == "a" };';
    expect(lines(shop(SUPPORT, { build }), shop(SUPPORT, { build }))).toEqual(NO_CHANGE);
    const { gateways } = matrixDiff(shop(SUPPORT, { build }), shop({ ...SUPPORT, Search: docs }, { build }));
    expect(gateways[0].changes.map(({ kind, text }) => [kind, text])).toEqual([
      [
        'NOT_PROVED',
        `not proved that nothing else changed: ${unsure}; Docs___search: Shop/Search: it asks for the input, which is not known`,
      ],
    ]);
  });

  it('knows tools by the names that policies give them, where nothing lists them', () => {
    const build: ShopOptions['build'] = (stack, gateway) =>
      target(stack, 'Docs', gateway, { mcpServer: { endpoint: 'https://mcp.example.com' } });
    const permit = (action: string) => ({
      Search: `permit(principal, action ${action}, resource is AgentCore::Gateway);`,
    });
    const [search, all] = [permit('== AgentCore::Action::"Docs___search"'), permit('in AgentCore::Action::"Docs"')];
    const [first] = lines(shop({}, { build }), shop(search, { build }));
    expect(first).toBe('+ Docs___search: now allowed by Search: any caller, for example sub somebody');
    expect(lines(shop(search, { build }), shop(all, { build }))[0]).toBe(
      '+ Docs___*: now allowed by Search: any caller (before: not this tool), for example sub somebody',
    );
  });
});

describe('two sets of policies', () => {
  const setOf = (policies: Record<string, string>, options?: ShopOptions): PolicySet => {
    const system = readAgentSystem(shopFolder(policies, options));
    return policySetOf(system.gateways[0], system);
  };

  it('decide the same, also at gateways of other names', () => {
    const rewritten = { ...MANAGERS, ...NOBODY, Support: refund('permit', `${below(500)} && ${group('support')}`) };
    expect(sameDecisions(setOf(ALL), setOf(rewritten, { id: 'Other', gatewayName: 'other' }))).toEqual({
      same: true,
      notProved: [],
    });
  });

  it('decide differently, with a call that only one allows', () => {
    const { same, example } = sameDecisions(setOf(ALL), setOf({ ...ALL, Nobody: refund('forbid', above(900)) }));
    expect([same, example?.input]).toEqual([false, { amount: 901 }]);
  });

  it('may differ where it is not proved', () => {
    const later = { Later: refund('permit').replace('when {', 'when temporal {') };
    expect(sameDecisions(setOf(ALL), setOf({ ...ALL, ...later }))).toEqual({
      same: false,
      notProved: ['Shop/Later: not plain Cedar, which is all that is compared'],
    });
  });
});

describe('the diff of a pull request', () => {
  const before = () => shop({ ...ALL });
  const after = () =>
    shop(
      { ...MANAGERS, ...NOBODY, Support: refund('permit', `${group('support')} && ${below(600)}`) },
      { logged: ['Nobody'] },
    );

  it('is Markdown that shows first what became possible', () => {
    expect(diffAsMarkdown(matrixDiff(before(), after()))).toBe(`\
# Changes of permissions

## Shop/Tools

### Became possible

- **Refunds\\_\\_\\_process\\_refund**: now allowed by Managers: any user, if group includes "manager"; Nobody no longer forbids it: any user, if amount &gt; 1000 (now: only logged), for example sub other with cognito:groups \\["manager"\\] and \\{ "amount": 1001 \\}
- **Refunds\\_\\_\\_process\\_refund**: now allowed by Support: any user, if group includes "support" and amount &lt; 600 (before: any user, if group includes "support" and amount &lt; 500), for example sub other with cognito:groups \\["support"\\] and \\{ "amount": 599 \\}

### Also changed

- Nobody: enforced → only logged
`);
    expect(diffAsMarkdown(matrixDiff(before(), before()))).toBe(
      '# Changes of permissions\n\nNo change in what is permitted.\n',
    );
  });

  it('says whether something became possible', () => {
    expect(mayWiden(matrixDiff(before(), after()))).toBe(true);
    expect(mayWiden(matrixDiff(before(), shop({ ...SUPPORT, ...NOBODY })))).toBe(false);
  });

  it('does not take what is not proved for harmless', () => {
    const dogwood = { ...SUPPORT, ...NOBODY, Later: refund('permit').replace('when {', 'when temporal {') };
    expect(mayWiden(matrixDiff(before(), shop(dogwood)))).toBe(true);
    expect(mayWiden(matrixDiff(shop(dogwood), shop(dogwood)))).toBe(false);
  });

  it('is the same of two files as of two folders', () => {
    const read = (matrix: PermissionMatrix) => readMatrix(matrixAsJson(matrix), 'matrix.json');
    expect(lines(read(before()), read(after()))).toEqual(lines(before(), after()));
  });

  it('is coloured where it is asked to be', () => {
    const text = diffAsText(matrixDiff(before(), after()), { colour: true });
    expect(text).toContain('\u001b[1mShop/Tools\u001b[22m\n');
    expect(text).toContain('  \u001b[32m+\u001b[39m Refunds');
  });

  it('lets nothing of a template through', () => {
    const hostile = '\u001b[31m| <b>\u202e `x` @team';
    const matrix = shop({ Evil: refund('permit', `context.input.order_id == "${hostile}"`) });
    const diff = matrixDiff(shop({}), matrix);
    const text = diffAsText(diff, { colour: false });
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(text).toContain('{ "order_id": "\\u001b[31m| <b>\\u{202e} `x` @team" }');
    expect(diffAsMarkdown(diff)).not.toMatch(/<b>|@team|[^\\]\|/);
  });
});
