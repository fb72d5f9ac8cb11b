import { decide } from '../../../lib/cedar/decision';
import { analysisOf, type SetAnalysis } from '../../../lib/cedar/proof/analysis';
import type { SetStatement } from '../../../lib/cedar/proof/statement-set';
import type { CedarGateway } from '../../../lib/cedar/cedar-gateway';
import { GATEWAY_ARN, IAM_SHOP, permitRefund, processRefund, SHOP, tool } from '../shop';
import { Dice } from '../dice';

const SUPPORT = group('support');
const MANAGER = group('manager');
const under = (amount: number) => `context.input.amount.lessThan(decimal("${amount}.0"))`;
const over = (amount: number) => `context.input.amount.greaterThan(decimal("${amount}.0"))`;
const from = (amount: number) => `context.input.amount.greaterThanOrEqual(decimal("${amount}.0"))`;

function group(name: string): string {
  return `(principal.hasTag("groups") && principal.getTag("groups") like "*\\"${name}\\"*")`;
}

const permit = permitRefund;
const forbid = (condition: string) => permitRefund(condition).replace('permit', 'forbid');
const onBoth = (statement: string) =>
  statement.replace(
    'action == AgentCore::Action::"Refunds___process_refund"',
    'action in [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"Orders___get_order"]',
  );
const onOrders = (statement: string) => statement.replaceAll('Refunds___process_refund', 'Orders___get_order');

type Given = string | ({ readonly text: string } & Partial<SetStatement>);

function analysed(statements: Readonly<Record<string, Given>>, gateway: CedarGateway = SHOP, partial = false) {
  const names = Object.keys(statements);
  const set = Object.values(statements).map((given): SetStatement => {
    const flags = { readable: true, enforced: true, meant: false };
    return typeof given === 'string' ? { text: given, ...flags } : { ...flags, ...given };
  });
  return inWords(analysisOf({ statements: set, gateways: [gateway], partial }), names);
}

/** `small: covered (by large)`. */
function inWords({ findings, forbiddenTools }: SetAnalysis, names: readonly string[]): string[] {
  const list = (indexes: readonly number[]) => indexes.map((index) => names[index]).join(' and ');
  return [
    ...findings.map(
      ({ kind, statement, others }) => `${names[statement]}: ${kind}${others.length > 0 ? ` (${list(others)})` : ''}`,
    ),
    ...forbiddenTools.map(
      ({ fullName, permits, forbids }) => `${fullName}: permitted by ${list(permits)}, forbidden by ${list(forbids)}`,
    ),
  ];
}

describe('A set in which every statement has an effect', () => {
  it.each<[string, Record<string, Given>]>([
    ['two amounts for two groups', { small: permit(`${SUPPORT} && ${under(500)}`), any: permit(MANAGER) }],
    [
      'permits that overlap in part',
      { low: permit(`${SUPPORT} && ${under(500)}`), high: permit(`${SUPPORT} && ${over(300)}`) },
    ],
    [
      'one caller who may more than others',
      { small: permit(`${SUPPORT} && ${under(500)}`), all: permit(SUPPORT.replaceAll('support', 'manager')) },
    ],
    ['a forbid above all permits', { small: permit(`${SUPPORT} && ${under(5000)}`), never: forbid(over(1000)) }],
    [
      'a permit whose calls are forbidden in part',
      { small: permit(SUPPORT), never: forbid(`${SUPPORT} && ${over(10)}`) },
    ],
    [
      'forbids that overlap in part',
      {
        any: permit(SUPPORT),
        large: forbid(over(1000)),
        gifts: forbid('context.input has gift && context.input.gift'),
      },
    ],
    [
      'a permit of which others and a forbid leave nothing, as each of them may be changed alone',
      {
        low: permit(`${SUPPORT} && ${under(500)}`),
        all: permit(`${SUPPORT} && ${over(300)}`),
        never: forbid(from(500)),
      },
    ],
    [
      'one tool of several permitted twice',
      { both: onBoth(permit(SUPPORT)), orders: onOrders(permit(`${MANAGER} || ${SUPPORT}`)) },
    ],
    [
      'fields that are compared with each other',
      { own: permit('context.input has note && context.input.note == context.input.order_id') },
    ],
    ['amounts that need not be there', { few: permit('!(context.input has parcels) || context.input.parcels < 5') }],
    ['a condition that only one of two tools always fulfils', { both: onBoth(permit('!(context.input has gift)')) }],
  ])('%s', (_, statements) => expect(analysed(statements)).toEqual([]));
});

describe('A statement that never applies', () => {
  it('is found, and changes nothing for others', () => {
    const never = `${over(10)} && ${under(5)}`;
    expect(analysed({ any: permit(SUPPORT), never: permit(never), not: forbid(never) })).toEqual([
      'never: never applies',
      'not: never applies',
    ]);
  });

  it('of several tools applies to none of them', () => {
    const gift = 'context.input has gift && context.input.gift && !context.input.gift';
    expect(
      analysed({
        both: onBoth(permit(gift)),
        one: onBoth(permit('!(context.input has order_id) || context.input has amount')),
      }),
    ).toEqual(['both: never applies']);
  });

  it('is not found where fields are compared with each other, which no number of tries proves', () => {
    const text = permit(
      'context.input has note && context.input.note == context.input.order_id && context.input.note != context.input.order_id',
    );
    expect(analysed({ text })).toEqual([]);
  });
});

describe('A statement that always applies', () => {
  const always = `${under(500)} || ${from(500)}`;
  it.each<[string, Record<string, Given>, string[]]>([
    ['a permit', { any: permit(always) }, ['any: applies always']],
    ['a forbid', { any: forbid(always) }, ['any: applies always']],
    [
      'with unless',
      { any: permit('true').replace('when { true }', `unless { ${over(9)} && ${under(4)} }`) },
      ['any: applies always'],
    ],
    ['a claim that everybody has', { any: permit('principal.hasTag("sub")') }, []],
    ['for a reason', { any: { text: permit(always), meant: true } }, []],
    [
      'for one caller',
      { any: permit(`principal == AgentCore::OAuthUser::"ada" && (${always})`) },
      ['any: applies always'],
    ],
    ['to one caller alone', { any: permit('principal == AgentCore::OAuthUser::"ada"') }, []],
  ])('%s', (_, statements, found) => expect(analysed(statements)).toEqual(found));

  it('says nothing of what follows for the others', () => {
    expect(analysed({ any: permit(always), small: permit(SUPPORT), never: forbid(over(10)) })).toEqual([
      'any: applies always',
    ]);
    expect(analysed({ any: permit(SUPPORT), all: forbid(always), never: forbid(over(10)) })).toEqual([
      'all: applies always',
    ]);
  });

  it('is a permit that leaves nothing in its scope denied, with those before it', () => {
    const parts = { low: permit(under(500)), high: permit(from(500)) };
    expect(analysed(parts)).toEqual(['high: applies always (low)']);
    expect(analysed({ ...parts, never: forbid(over(1000)) })).toEqual([]);
    expect(analysed({ ...parts, high: { text: parts.high, meant: true } })).toEqual([]);
    expect(analysed({ ...parts, dogwood: forbid(over(1000)).replace('when', 'when temporal') })).toEqual([]);
    expect(analysed(parts, SHOP, true)).toEqual([]);
  });
});

describe('A superfluous statement', () => {
  const small = `${SUPPORT} && ${under(100)}`;
  const large = `${SUPPORT} && ${under(500)}`;

  it.each<[string, Record<string, Given>, string[]]>([
    ['a permit within another', { small: permit(small), large: permit(large) }, ['small: covered (large)']],
    ['whichever comes first', { large: permit(large), small: permit(small) }, ['small: covered (large)']],
    [
      'a permit within several together',
      {
        low: permit(large),
        high: permit(`${SUPPORT} && ${over(300)}`),
        mid: permit(`${SUPPORT} && ${over(200)} && ${under(600)}`),
      },
      ['mid: covered (low and high)'],
    ],
    [
      'a forbid within another',
      { any: permit(MANAGER), more: forbid(over(1000)), most: forbid(over(5000)) },
      ['most: covered (more)'],
    ],
    [
      'a permit that a forbid takes back',
      { any: permit(MANAGER), huge: permit(`${SUPPORT} && ${over(1000)}`), never: forbid(over(500)) },
      ['huge: forbidden (never)'],
    ],
    [
      'a permit on one tool of another',
      { both: onBoth(permit(SUPPORT)), one: onOrders(permit(`${SUPPORT} && context.input.order_id like "A*"`)) },
      ['one: covered (both)'],
    ],
    [
      'a permit on two tools, one by one',
      {
        both: onBoth(permit(SUPPORT)),
        refunds: permit(`${SUPPORT} || ${MANAGER}`),
        orders: onOrders(permit(`${SUPPORT} || ${MANAGER}`)),
      },
      ['both: covered (refunds and orders)'],
    ],
  ])('%s', (_, statements, found) => expect(analysed(statements)).toEqual(found));

  it('is a duplicate where another applies to the same calls, however it is written', () => {
    expect(analysed({ one: permit(small), two: permit(small) })).toEqual(['two: duplicate (one)']);
    expect(analysed({ one: permit(small), two: permit(`!(${from(100)}) && ${SUPPORT}`) })).toEqual([
      'two: duplicate (one)',
    ]);
    expect(analysed({ any: permit(SUPPORT), one: forbid(over(9)), two: forbid(over(9)) })).toEqual([
      'two: duplicate (one)',
    ]);
    expect(analysed({ one: permit(small), two: permit(small), three: permit(small) })).toEqual([
      'two: duplicate (one)',
      'three: duplicate (one)',
    ]);
  });

  it('is no duplicate where the other is about more tools', () => {
    expect(analysed({ both: onBoth(permit(SUPPORT)), one: permit(SUPPORT) })).toEqual(['one: covered (both)']);
    expect(analysed({ one: permit(SUPPORT), both: onBoth(permit(SUPPORT)) })).toEqual(['one: covered (both)']);
  });

  it('in shadow is held against those that are enforced, which it does not change', () => {
    const shadow = { text: permit(large), enforced: false };
    expect(analysed({ small: permit(small), shadow })).toEqual([]);
    expect(analysed({ all: permit(SUPPORT), shadow })).toEqual(['shadow: covered (all)']);
    expect(analysed({ all: permit(SUPPORT), none: { text: forbid(SUPPORT), enforced: false } })).toEqual([]);
  });

  it('is one beside a permit that is open for a reason, and not beside a forbid that stops all for a reason', () => {
    expect(analysed({ open: { text: permit('true'), meant: true }, small: permit(small) })).toEqual([
      'small: covered (open)',
    ]);
    expect(
      analysed({ stop: { text: forbid('true'), meant: true }, small: permit(small), never: forbid(over(10)) }),
    ).toEqual([]);
  });
});

describe('A tool of which everything permitted is forbidden', () => {
  it('is found with the policies that make it so, which then are not found one by one', () => {
    const statements = {
      small: permit(`${SUPPORT} && ${over(500)}`),
      manager: permit(`${MANAGER} && ${over(900)}`),
      orders: onOrders(permit(SUPPORT)),
      never: forbid(over(100)),
      gifts: forbid('context.input has gift'),
    };
    expect(analysed(statements)).toEqual([
      'Refunds___process_refund: permitted by small and manager, forbidden by never',
    ]);
  });

  it.each<[string, Record<string, Given>, boolean]>([
    ['a permit leaves something', { small: permit(SUPPORT), never: forbid(over(100)) }, false],
    ['somebody gave a reason', { small: permit(SUPPORT), stop: { text: forbid(SUPPORT), meant: true } }, false],
    ['it is only observed', { small: permit(SUPPORT), stop: { text: forbid(SUPPORT), enforced: false } }, false],
    [
      'a permit cannot be judged',
      {
        small: permit(`${SUPPORT} && ${over(9)}`),
        other: { text: permit(SUPPORT), readable: false },
        never: forbid(over(5)),
      },
      false,
    ],
    ['there may be permits elsewhere', { small: permit(`${SUPPORT} && ${over(9)}`), never: forbid(over(5)) }, true],
  ])('not where %s', (_, statements, partial) => {
    expect(analysed(statements, SHOP, partial).filter((found) => found.startsWith('Refunds'))).toEqual([]);
  });
});

describe('A forbid that no permit reaches', () => {
  it('is said, as it may be a safety net', () => {
    const small = permit(`${SUPPORT} && ${under(100)}`);
    expect(analysed({ small, never: forbid(over(1000)) })).toEqual(['never: unreached']);
    expect(analysed({ small, more: permit(`${MANAGER} && ${under(2000)}`), never: forbid(over(1000)) })).toEqual([]);
  });

  it('is not said where permits are not known, or for a reason', () => {
    const small = permit(`${SUPPORT} && ${under(100)}`);
    expect(analysed({ small, never: forbid(over(1000)) }, SHOP, true)).toEqual([]);
    expect(analysed({ small, never: { text: forbid(over(1000)), meant: true } })).toEqual([]);
  });
});

describe('What is not known yet', () => {
  const arn = '${Token[TOKEN.7]}';
  const named = (statement: string, id: string) =>
    statement.replace('principal is AgentCore::OAuthUser', `principal == AgentCore::OAuthUser::"${id}"`);
  const gateway = { ...SHOP, arn };
  const at = (statement: string) => statement.replace(SHOP.arn, arn);

  it('is the same where it is the same token', () => {
    const ada = '${Token[Ada.1]}';
    expect(
      analysed({ small: at(named(permit(under(5)), ada)), large: at(named(permit(under(9)), ada)) }, gateway),
    ).toEqual(['small: covered (large)']);
  });

  it('could be the same as a text, so nothing is proved by their difference', () => {
    const both = (id: string) => permit(`principal.id == "ada" && principal.id == "${id}" && ${under(5)}`);
    expect(analysed({ both: at(both('bob')) }, gateway)).toEqual(['both: never applies']);
    expect(analysed({ both: at(both('${Token[Ada.1]}')) }, gateway)).toEqual([]);
    expect(analysed({ both: at(both('bob-${Token[Ada.1]}')) }, gateway)).toEqual(['both: never applies']);
  });

  it('is no proof as a number', () => {
    const text = at(
      permit(
        'context.input has parcels && context.input.parcels > 3 && context.input.parcels < -1.888154589708743e+289',
      ),
    );
    expect(analysed({ text }, gateway)).toEqual([]);
  });

  it('is a gateway that is written in another way, so that nothing is said of its statement', () => {
    const other = at(permit(`${SUPPORT} && ${under(5)}`)).replace(arn, 'arn:${Token[AWS.Partition.1]}:gateway');
    expect(analysed({ other, never: at(forbid(over(9))) }, gateway)).toEqual([]);
  });
});

describe('Gateways of one engine', () => {
  const orders: CedarGateway = { ...SHOP, arn: `${SHOP.arn}-2`, tools: [tool('Archive', 'get_old', {})] };
  const any = `forbid(principal is AgentCore::OAuthUser, action, resource is AgentCore::Gateway) when { ${SUPPORT} };`;
  const old = `permit(principal is AgentCore::OAuthUser, action == AgentCore::Action::"Archive___get_old", resource == AgentCore::Gateway::"${orders.arn}") when { ${MANAGER} };`;

  it('are looked at together where a statement is about any', () => {
    const flags = { readable: true, enforced: true, meant: false };
    const texts = [any, permit(`${SUPPORT} && ${under(5)}`), old];
    const set = { statements: texts.map((text) => ({ text, ...flags })), gateways: [SHOP, orders], partial: false };
    expect(inWords(analysisOf(set), ['any', 'small', 'old'])).toEqual([
      'Refunds___process_refund: permitted by small, forbidden by any',
    ]);
  });
});

describe('Roles', () => {
  const role = (name: string, statement: string) =>
    statement.replace(
      'principal is AgentCore::OAuthUser',
      `principal == AgentCore::IamEntity::"arn:aws:sts::111122223333:assumed-role/${name}"`,
    );

  it('are told apart', () => {
    expect(analysed({ any: permit(under(5)), one: role('A', permit(from(5))) }, IAM_SHOP)).toEqual([]);
    const statements = {
      one: role('A', permit(under(5))),
      two: role('B', permit(under(5))),
      three: role('A', permit(under(3))),
    };
    expect(analysed(statements, IAM_SHOP)).toEqual(['three: covered (one)']);
  });
});

describe('Callers who do not authenticate', () => {
  const anybody = (statement: string) => statement.replace('principal is AgentCore::OAuthUser', 'principal');
  const open: CedarGateway = { ...SHOP, principals: 'UnauthenticatedUser' };

  it('have no claims', () => {
    const statements = {
      small: anybody(permit(under(5))),
      large: anybody(permit(under(9))),
      support: anybody(permit(SUPPORT)),
    };
    expect(analysed(statements, open)).toEqual(['small: covered (large)', 'support: never applies']);
  });
});

describe('Random sets', () => {
  const dice = new Dice(7);
  const TESTS = [
    () => under(dice.of([1, 2, 3])),
    () => from(dice.of([1, 2, 3])),
    () => group(dice.of(['a', 'b'])),
    () => `!${group(dice.of(['a', 'b']))}`,
    () => `context.input has parcels && context.input.parcels ${dice.of(['<', '>=', '=='])} ${dice.below(3)}`,
    () => `context.input.order_id ${dice.of(['like "a*"', '== "ab"', '!= "b"'])}`,
  ];
  const condition = () => {
    const tests = Array.from({ length: 1 + dice.below(3) }, () => `(${dice.of(TESTS)()})`);
    return tests.join(dice.of([' && ', ' && ', ' || ']));
  };
  const call = () => ({
    caller: { sub: 'u', claims: dice.of([{}, { groups: ['a'] }, { groups: ['b'] }, { groups: ['a', 'b'] }]) },
    tool: processRefund,
    gatewayArn: GATEWAY_ARN,
    input: {
      order_id: dice.of(['a', 'ab', 'b', 'c']),
      amount: dice.of([0, 1, 1.5, 2, 2.5, 3, 4]),
      ...dice.of([{}, { parcels: dice.below(4) }]),
    },
  });

  it('decide the same without everything that is said to be without effect, all at once', () => {
    let left = 0;
    for (let round = 0; round < 40; round++) {
      const texts = Array.from({ length: 2 + dice.below(5) }, () => dice.of([permit, permit, forbid])(condition()));
      const flags = { readable: true, enforced: true, meant: false };
      const { findings, forbiddenTools } = analysisOf({
        statements: texts.map((text) => ({ text, ...flags })),
        gateways: [SHOP],
        partial: false,
      });
      const idle = findings.filter(({ kind }) => kind !== 'applies always').map(({ statement }) => statement);
      const all = Object.fromEntries(texts.map((text, index) => [String(index), text]));
      const needed = Object.fromEntries(Object.entries(all).filter(([name]) => !idle.includes(Number(name))));
      left += idle.length;
      const requests = Array.from({ length: 40 }, call);
      const allowed = requests.map((request) => decide(all, request).allowed);
      expect(requests.map((request) => decide(needed, request).allowed)).toEqual(allowed);
      if (forbiddenTools.length > 0) expect(allowed).not.toContain(true);
    }
    expect(left).toBeGreaterThan(30);
  });
});

describe('The work', () => {
  const time = (work: () => unknown) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };

  it('is done once for the same statements and tools', () => {
    const statements = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `p${index}`,
        permit(`${group(`team${index}`)} && ${under(index + 1)}`),
      ]),
    );
    const first = time(() => expect(analysed(statements)).toEqual([]));
    expect(time(() => analysed(statements))).toBeLessThan(first / 4);
  });
});
