import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { matrixOf, type PermissionMatrix } from '../../lib/review/matrix';
import { matrixAsJson, readMatrix } from '../../lib/review/matrix-json';
import { matrixAsMarkdown } from '../../lib/review/matrix-markdown';
import { matrixAsText } from '../../lib/review/matrix-text';
import { lambdaTarget, plainGateway, policy, synthesized, target } from '../assembly/synthesized';
import { group, refund, shop, type ShopOptions } from './compared';

const POLICIES = {
  Support: `@intent("Support refunds what is small")\n${refund('permit', `${group('support')} && context.input.amount.lessThan(decimal("500.0"))`)}`,
  Nobody: refund('forbid', 'context.input.amount.greaterThan(decimal("1000.0"))'),
};

describe('the permission matrix', () => {
  it('has principals, tools and conditions in words, forbids included', () => {
    expect(matrixAsText(shop(POLICIES), { colour: false })).toBe(`\
Shop/Tools
  callers    a token of https://issuer.example.com (client console)
  policies   enforced
    Refunds___process_refund - Does process_refund.
      ALLOW IF  any user  group includes "support" and amount < 500  Support
                intent: Support refunds what is small
      DENY IF   any user  amount > 1000, whatever permits it         Nobody
`);
  });

  it('has room for the name of a role', () => {
    const build: ShopOptions['build'] = (stack, gateway, engine) => {
      const role = new iam.Role(stack, 'RoleOfTheSupportAgent', {
        assumedBy: new iam.AccountPrincipal('111122223333'),
      });
      const principal = `principal == AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/${role.roleName}"`;
      const rest = `action, resource == AgentCore::Gateway::"${gateway.attrGatewayArn}"`;
      policy(
        stack,
        'Support',
        engine,
        `permit(${principal}, ${rest}) when { context.input.amount.lessThan(decimal("5.0")) };`,
      );
    };
    expect(matrixAsText(shop({}, { authorizerType: 'AWS_IAM', build }), { colour: false })).toContain(`
      ALLOW IF  role                          amount < 5  Support
                <Shop.RoleOfTheSupportAgent>
`);
  });

  it('is a page with each statement beside its intent', () => {
    const statement = refund('forbid', 'context.input.amount.greaterThan(decimal("1000.0"))');
    const text = matrixAsMarkdown(
      shop(
        { Nobody: `@intent("Nobody refunds | more")\n// \`\`\` closes nothing\n  ${statement}` },
        { logged: ['Nobody'] },
      ),
    );
    expect(text).toBe(`\
# Permissions

## Shop/Tools

- callers: a token of https://issuer.example.com (client console)
- policies: enforced

| Tool | Verdict | Who | Condition | Policy | Intent |
| --- | --- | --- | --- | --- | --- |
| Refunds\\_\\_\\_process\\_refund | (DENY IF) | any user | amount &gt; 1000, only logged | Nobody | Nobody refunds \\| more |
| Refunds\\_\\_\\_process\\_refund | DENY | every caller | no policy permits it |  |  |

### Nobody (forbid, only logged)

Nobody refunds \\| more

\`\`\`\`cedar
@intent("Nobody refunds | more")
// \`\`\` closes nothing
  ${statement.replace('GATEWAY', '<Shop.Tools.GatewayArn>')}
\`\`\`\`
`);
  });

  it('has everything in JSON that a diff needs', () => {
    const [gateway] = (JSON.parse(matrixAsJson(shop(POLICIES))) as PermissionMatrix).gateways;
    expect(gateway).toMatchObject({
      id: 'Shop/Tools',
      name: 'Shop/Tools',
      physicalName: 'tools',
      inbound: { kind: 'JWT', clients: ['console'] },
      mode: 'ENFORCE',
      engine: 'Shop/Engine',
      arn: '<Shop.Tools.GatewayArn>',
      principals: ['any user'],
      unsure: [],
    });
    expect(gateway.tools).toEqual([
      {
        id: 'Shop/Tools Refunds___process_refund',
        name: 'Refunds___process_refund',
        target: 'Refunds',
        description: 'Does process_refund.',
        inputSchema: {
          type: 'object',
          properties: { amount: { type: 'number' }, order_id: { type: 'string' } },
          required: ['amount'],
        },
      },
    ]);
    expect(gateway.policies[1]).toEqual({
      id: 'Shop/Support',
      name: 'Shop/Support',
      effect: 'permit',
      who: 'any user',
      condition: 'group includes "support" and amount < 500',
      enforcement: 'ACTIVE',
      statement: POLICIES.Support.replace('GATEWAY', '<Shop.Tools.GatewayArn>'),
      intent: 'Support refunds what is small',
    });
    expect(gateway.permissions[0]).toEqual({
      tool: 'Refunds___process_refund',
      toolId: 'Shop/Tools Refunds___process_refund',
      verdict: 'ALLOW_IF',
      who: 'any user',
      condition: 'group includes "support" and amount < 500',
      policy: 'Shop/Support',
      policyId: 'Shop/Support',
      intent: 'Support refunds what is small',
      enforced: true,
      limitedBy: [],
    });
  });

  it('keeps ids when a second gateway makes the names longer', () => {
    const two = (more: boolean) =>
      matrixOf(
        readAgentSystem(
          synthesized((app) => {
            for (const id of more ? ['Shop', 'Store'] : ['Shop']) {
              const stack = new Stack(app, id);
              lambdaTarget(stack, 'Refund', plainGateway(stack, 'Tools'), 'pay');
            }
          }),
        ),
      );
    const ids = ({ gateways }: PermissionMatrix) =>
      gateways.flatMap(({ id, tools }) => [id, ...tools.map((tool) => tool.id)]);
    expect(ids(two(true))).toEqual([...ids(two(false)), 'Store/Tools', 'Store/Tools Refund___pay']);
  });

  it('has what the templates do not tell: tools by their target, policies that cannot be read', () => {
    const matrix = shop(
      {},
      {
        build: (stack, gateway, engine) => {
          target(stack, 'Docs', gateway, { mcpServer: { endpoint: 'https://mcp.example.com' } });
          policy(stack, 'Prose', engine, 'Everyone may pay.');
        },
      },
    );
    const [gateway] = matrix.gateways;
    expect(gateway.tools[0]).toEqual({
      id: 'Shop/Tools Docs___*',
      name: 'Docs___*',
      target: 'Docs',
      description: '',
      unknown: 'the server lists them itself',
    });
    expect(gateway.policies.map(({ name, effect }) => [name, effect])).toEqual([['Shop/Prose', 'unknown']]);
    expect(matrixAsText(matrix, { colour: false })).toContain(`
  - not known: the tools of target Docs are not known: the server lists them itself
  - not known: Shop/Prose: its statement cannot be read
`);
    expect(matrixAsMarkdown(matrix)).toContain('### Prose (cannot be read)\n\n```cedar\nEveryone may pay.\n```\n');
  });

  it('says that there is no gateway', () => {
    const none = matrixOf(readAgentSystem(synthesized((app) => new Stack(app, 'Web'))));
    expect(matrixAsText(none, { colour: false })).toBe('There is no tool gateway in this assembly.\n');
    expect(matrixAsMarkdown(none)).toBe('# Permissions\n\nThere is no tool gateway in this assembly.\n');
  });
});

describe('hostile text in a statement', () => {
  const hostile = '\u001b[31mred\u0007 <img> \u202e\u{e0041} @team';
  const matrix = () => shop({ Evil: refund('permit', `context.input.order_id == "${hostile}"`) });

  it('is shown by its codes, or not at all', () => {
    for (const text of [matrixAsText(matrix(), { colour: false }), matrixAsMarkdown(matrix())]) {
      // eslint-disable-next-line no-control-regex -- control characters are what must not be there
      expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e\u{e0041}]/u);
    }
  });

  it('is exactly what it was in JSON, and shows no character that hides', () => {
    const json = matrixAsJson(matrix());
    expect(json).toMatch(/^[\n\u0020-\u007e]*$/);
    expect(readMatrix(json, 'm.json').gateways[0].policies[0].statement).toContain(`"${hostile}"`);
  });
});

describe('a file that is no matrix', () => {
  const without = (field: string) => matrixAsJson(shop(POLICIES)).replaceAll(`"${field}":`, '"other":');

  it.each([
    ['no JSON', '{'],
    ['another JSON', '{"version": 1}'],
    ['a matrix whose policies lack their statements', without('statement')],
    ['a matrix whose tools lack their names', without('target')],
    [
      'a matrix with a broken schema',
      matrixAsJson(shop(POLICIES)).replace('"properties": {', '"properties": null, "x": {'),
    ],
  ])('is refused: %s', (_, text) => {
    expect(() => readMatrix(text, 'before.json')).toThrow(
      'before.json is not what `cdk-agentcore matrix --format json` writes: write it again, or name the folder that `cdk synth` wrote.',
    );
  });

  it('is refused with its version', () => {
    expect(() => readMatrix('{"version": 2, "gateways": []}', 'before.json')).toThrow(
      'before.json has version 2 of the format, and this program reads version 1: write it again, or name the folder that `cdk synth` wrote.',
    );
  });
});
