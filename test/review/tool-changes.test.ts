/** How a diff tells what changed of a tool, and what that does to who may call it. */
import type { PolicySet } from '../../lib/assembly/policy-set';
import { decide } from '../../lib/cedar/decision';
import { sideOfSet } from '../../lib/review/deciding-side';
import { diffAsMarkdown } from '../../lib/review/diff-markdown';
import { diffAsText } from '../../lib/review/diff-text';
import type { PermissionMatrix } from '../../lib/review/matrix';
import { matrixDiff } from '../../lib/review/matrix-diff';
import { toolDiff } from '../../lib/review/tool-diff';
import { Dice, EFFORT } from '../cedar/dice';
import { GATEWAY_ARN, permitRefund, SHOP, tool } from '../cedar/shop';
import { group, refund, shop, type ShopOptions } from './compared';

const TOOL = 'Refunds___process_refund';
const below = (amount: number) => `context.input.amount.lessThan(decimal("${amount}.0"))`;
const above = (amount: number) => `context.input.amount.greaterThan(decimal("${amount}.0"))`;
const USERS = (name: string) => `any user, if group includes "${name}"`;
const SUB = (name: string, amount: number) =>
  `for example sub other with cognito:groups ["${name}"] and { "amount": ${amount} }`;

const SUPPORT = { Support: refund('permit', `${group('support')} && ${below(500)}`) };
const MANAGERS = { Managers: refund('permit', group('manager')) };
const NO_CHANGE = ['No change in what is permitted.'];

/** The lines of the diff, the gateway's name left out. */
function lines(before: PermissionMatrix, after: PermissionMatrix): string[] {
  const text = diffAsText(matrixDiff(before, after), { colour: false });
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'Shop/Tools');
}

describe('a tool', () => {
  type Fields = NonNullable<ShopOptions['tools']>[string];
  const withFields = (fields: Fields, required?: string[], description?: string): ShopOptions => ({
    tools: { process_refund: fields },
    required,
    description,
  });
  const FIELDS: Fields = { amount: { type: 'number' }, order_id: { type: 'string' } };
  const LINES = (type: string): Fields => ({
    ...FIELDS,
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type } } } },
  });
  const otherTool = (fields: Fields, required?: string[], description?: string) =>
    lines(shop(SUPPORT), shop(SUPPORT, withFields(fields, required, description)));

  it.each<[string, ReturnType<typeof otherTool>, string]>([
    [
      'a new optional field',
      otherTool({ ...FIELDS, parcels: { type: 'array', items: { type: 'string' } } }),
      '~ TOOL: new field parcels (optional array of string)',
    ],
    [
      'a new required field, which breaks callers',
      otherTool({ ...FIELDS, reason: { type: 'string' } }, ['amount', 'reason']),
      '! TOOL: new field reason (required string): calls without it are refused',
    ],
    [
      'a field less',
      otherTool({ amount: { type: 'number' } }),
      '! TOOL: order_id is gone from its input: calls that give it may be refused',
    ],
    [
      'a field that is required now, which breaks callers',
      otherTool(FIELDS, ['amount', 'order_id']),
      '! TOOL: order_id is required now: calls without it are refused',
    ],
    ['a field that is optional now', otherTool(FIELDS, []), '~ TOOL: amount is optional now'],
    [
      'a field of another type, for which no policy asks',
      otherTool({ ...FIELDS, order_id: { type: 'integer' } }),
      '! TOOL: order_id is optional integer, was optional string: calls that give it as before are refused',
    ],
    [
      'a field of another type in the elements of a list',
      lines(shop(SUPPORT, withFields(LINES('string'))), shop(SUPPORT, withFields(LINES('integer')))),
      '! TOOL: lines[].sku is optional integer, was optional string: calls that give it as before are refused',
    ],
    [
      'a new object, of which nobody has to give what is in it',
      otherTool({
        ...FIELDS,
        address: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      }),
      '~ TOOL: new field address (optional object)',
    ],
    [
      'another description, which is part of the prompt',
      otherTool(FIELDS, undefined, 'Pays an order back.'),
      '~ TOOL: its description, which is part of the prompt, is "Pays an order back.", was "Does process_refund."',
    ],
    [
      'another description of a field',
      otherTool({ ...FIELDS, amount: { type: 'number', description: 'In euros.' } }),
      '~ TOOL: the description of amount, which is part of the prompt, is "In euros.", was ""',
    ],
  ])('with %s is another tool, not another permission', (_, found, line) => {
    expect(found.slice(0, 2)).toEqual([...NO_CHANGE, line.replace('TOOL', TOOL)]);
  });

  describe('with a field of another type, for which policies ask', () => {
    const whole = (test: string) => `context.input.amount ${test}`;
    const support = (condition: string) => ({ Support: refund('permit', `${group('support')} && ${condition}`) });
    const typed = (type: string) => withFields({ ...FIELDS, amount: { type } });
    const from = (
      [oldType, oldCondition]: readonly [string, string],
      [newType, newCondition]: readonly [string, string],
      more: Record<string, string> = {},
    ) =>
      lines(shop(support(oldCondition), typed(oldType)), shop({ ...support(newCondition), ...more }, typed(newType)));

    const INTEGER = `${TOOL}: amount is required integer, was required number: calls with a fraction are refused`;
    const NUMBER = `${TOOL}: amount is required number, was required integer`;
    const words = (condition: string) => `any user, if group includes "support" and ${condition}`;

    it.each<[string, string[], string]>([
      [
        'the same limit in whole numbers',
        from(['number', below(500)], ['integer', whole('< 500')]),
        `! ${INTEGER}; the same may call`,
      ],
      [
        'the same limit in numbers',
        from(['integer', whole('< 500')], ['number', below(500)]),
        `~ ${NUMBER}; the same may call`,
      ],
    ])('is one line: %s', (_, found, line) => expect(found).toEqual([...NO_CHANGE, line]));

    it.each<[string, string[], string]>([
      [
        'a higher limit',
        from(['number', below(500)], ['integer', whole('< 600')]),
        `+ ${INTEGER}; now allowed by Support: ${words('amount < 600')} (before: ${words('amount < 500')}), ${SUB('support', 599)}`,
      ],
      [
        'a lower limit',
        from(['number', below(500)], ['integer', whole('< 400')]),
        `- ${INTEGER}; no longer allowed by Support: ${words('amount < 500')} (now: ${words('amount < 400')}), ${SUB('support', 499)}`,
      ],
      [
        'other amounts',
        from(['number', below(500)], ['integer', whole('> 1000')]),
        `+ ${INTEGER}; now allowed by Support: ${words('amount > 1000')} (before: ${words('amount < 500')}), ${SUB('support', 1001)}; ` +
          `no longer allowed by Support: ${words('amount < 500')} (now: ${words('amount > 1000')}), ${SUB('support', 499)}`,
      ],
      [
        'fractions that are not between what was allowed',
        from(
          ['integer', whole('< 500')],
          ['number', `(${below(500)} || (${above(9000)} && context.input.amount.lessThan(decimal("9000.5"))))`],
        ),
        `+ ${NUMBER}; now allowed by Support: ${words('(amount < 500 or (amount > 9000 and amount < 9000.5))')} (before: ${words('amount < 500')}), ${SUB('support', 9000.01)}`,
      ],
    ])('is one line with what it does to who may call: %s', (_, found, line) => expect(found).toEqual([line]));

    it('leaves other changes to lines of their own', () => {
      expect(from(['number', below(500)], ['integer', whole('< 500')], MANAGERS)).toEqual([
        `! ${INTEGER}; the same may call`,
        `+ ${TOOL}: now allowed by Managers: ${USERS('manager')}, ${SUB('manager', 500)}`,
      ]);
    });

    it('says that it is not proved where the field is one of the elements of a list that is asked for', () => {
      const ask = (type: string) => shop(support('context.input has lines'), withFields(LINES(type)));
      expect(lines(ask('string'), ask('integer'))).toEqual([
        `! ${TOOL}: lines[].sku is optional integer, was optional string: calls that give it as before are refused; that the same may call is not proved`,
        `? not proved that nothing else changed: ${TOOL}: lines[].sku and others in it or beside it are of another type`,
      ]);
    });

    it('says that it is not proved where no value is of both types, and what it is counts', () => {
      const fields = (type: string) => withFields({ ...FIELDS, order_id: { type } });
      const ask = (condition: string, type: string) =>
        shop(support(`context.input has order_id && ${condition}`), fields(type));
      const [text, number] = [
        ask('context.input.order_id == "7"', 'string'),
        ask('context.input.order_id == 7', 'integer'),
      ];
      const line = `${TOOL}: order_id is optional integer, was optional string: calls that give it as before are refused`;
      expect(lines(text, number)).toEqual([
        `! ${line}; that the same may call is not proved`,
        `? not proved that nothing else changed: ${TOOL}: order_id: values of the two types cannot be compared`,
      ]);
      expect(lines(ask('true', 'string'), ask('true', 'integer'))).toEqual([
        ...NO_CHANGE,
        `! ${line}; the same may call`,
      ]);
      const nobody = lines(text, ask('context.input.order_id == 7 && context.input.order_id == 8', 'integer'));
      expect(nobody[0]).toMatch(/^- .*; no longer allowed by Support: .* \{ "order_id": "7" \}$/);
    });

    it('says that it is not proved where the field is compared with another part of the call', () => {
      const same = 'context.input.amount == context.input.limit';
      const fields = (type: string) => withFields({ amount: { type }, limit: { type } }, ['amount', 'limit']);
      const found = lines(shop(support(same), fields('number')), shop(support(`${same} && true`), fields('integer')));
      expect(found.at(-1)).toMatch(/^\? not proved that nothing else changed: .* are of another type$/);
    });
  });
});

it('a page has what breaks callers before the other changes of tools', () => {
  const tools = {
    process_refund: { amount: { type: 'number' }, order_id: { type: 'string' }, note: { type: 'string' } },
  };
  const after = shop(SUPPORT, { tools, required: ['amount', 'order_id'] });
  expect(diffAsMarkdown(matrixDiff(shop(SUPPORT), after))).toBe(`\
# Changes of permissions

No change in what is permitted.

## Shop/Tools

### Breaks callers

- **Refunds\\_\\_\\_process\\_refund**: order\\_id is required now: calls without it are refused

### Tools

- **Refunds\\_\\_\\_process\\_refund**: new field note (optional string)
`);
});

it('at random, a type that makes no difference makes none', () => {
  const dice = new Dice(3);
  const found = { same: 0, wider: 0, narrower: 0 };
  const conditionOf = (type: string) => {
    const operator = dice.of(['<', '>=']);
    const constant = dice.of(type === 'integer' ? [1, 2, 3] : [1, 1.5, 2, 2.5]);
    const decimal = `${operator === '<' ? 'lessThan' : 'greaterThanOrEqual'}(decimal("${constant.toFixed(1)}"))`;
    const amount =
      type === 'integer' ? `context.input.amount ${operator} ${constant}` : `context.input.amount.${decimal}`;
    return dice.of([amount, `${amount} && ${group(dice.of(['a', 'b']))}`, `!(${amount}) || ${group('a')}`]);
  };
  for (let round = 0; round < 8 * EFFORT; round++) {
    const types = dice.of([
      ['number', 'integer'],
      ['integer', 'number'],
    ] as const);
    const sets = types.map((type): PolicySet => {
      const refunds = tool('Refunds', 'process_refund', { amount: { type } }, ['amount']);
      const policies = (['permit', 'permit', 'forbid'] as const).slice(0, 1 + dice.below(3)).map((effect, index) => ({
        name: `P${index}`,
        effect,
        text: permitRefund(conditionOf(type)).replace('permit', effect),
        enforcement: 'ACTIVE' as const,
      }));
      return { gateway: { ...SHOP, tools: [refunds] }, policies, unreadable: [], unsure: [] };
    });
    const { typeChange, possible, impossible, notProved } = toolDiff(TOOL, sideOfSet(sets[0]), sideOfSet(sets[1]));
    expect(notProved).toEqual([]);
    const [wider, narrower] = [
      typeChange?.widening !== undefined || possible.length > 0,
      typeChange?.narrowing !== undefined || impossible.length > 0,
    ];
    found[wider ? 'wider' : narrower ? 'narrower' : 'same']++;
    const allows = ({ gateway, policies }: PolicySet, groups: readonly string[], amount: number) =>
      decide(Object.fromEntries(policies.map(({ name, text }) => [name, text])), {
        caller: { sub: 'u', claims: { 'cognito:groups': groups } },
        tool: gateway.tools[0],
        input: { amount },
        gatewayArn: GATEWAY_ARN,
      }).allowed;
    for (const groups of [[], ['a'], ['b'], ['a', 'b']]) {
      for (const amount of [0, 1, 2, 3, 4]) {
        const [before, after] = sets.map((set) => allows(set, groups, amount));
        expect(!before && after && !wider).toBe(false);
        expect(before && !after && !narrower).toBe(false);
      }
    }
  }
  expect(found.wider + found.narrower).toBeGreaterThan(0);
});
