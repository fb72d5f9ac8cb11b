import { decidesTheSame } from '../../../lib/cedar/proof/same-decisions';
import { permitRefund as permit, processRefund, SHOP } from '../shop';

const forbid = (condition: string) => permit(condition).replace('permit', 'forbid');
const under = (amount: number) => `context.input.amount.lessThan(decimal("${amount}.0"))`;
const from = (amount: number) => `context.input.amount.greaterThanOrEqual(decimal("${amount}.0"))`;
const SUPPORT = 'principal.hasTag("team") && principal.getTag("team") == "support"';

function compared(first: Readonly<Record<string, string>>, second: Readonly<Record<string, string>>) {
  return decidesTheSame(first, second, processRefund, SHOP);
}

describe('Two sets of statements', () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'are the same in another order',
      { a: permit(SUPPORT), b: forbid(from(9)) },
      { x: forbid(from(9)), y: permit(SUPPORT) },
    ],
    [
      'limit by permit or by forbid',
      { a: permit(`${SUPPORT} && ${under(500)}`) },
      { a: permit(SUPPORT), b: forbid(from(500)) },
    ],
    [
      'say it in one or in two',
      { a: permit(`${SUPPORT} || ${under(5)}`) },
      { a: permit(SUPPORT), b: permit(under(5)) },
    ],
    ['have a forbid that changes nothing', { a: permit(under(5)) }, { a: permit(under(5)), b: forbid(from(9)) }],
    ['permit nothing, each in its way', {}, { a: permit(SUPPORT), b: forbid(SUPPORT) }],
    [
      'are the same in a language that is not read',
      { a: permit(SUPPORT).replace('when', 'when temporal') },
      { b: permit(SUPPORT).replace('when', 'when temporal') },
    ],
  ])('decide the same: they %s', (_, first, second) => {
    expect(compared(first, second)).toEqual({ same: true });
    expect(compared(second, first)).toEqual({ same: true });
  });

  it('differ in a call that one allows', () => {
    const [low, high] = [
      { a: permit(under(500)) },
      { a: permit(`${under(500)} || context.input.amount == decimal("500.0")`) },
    ];
    expect(compared(low, high)).toMatchObject({
      same: false,
      allowedBy: 'second',
      request: { input: { amount: 500 } },
    });
    expect(compared(high, low)).toMatchObject({ same: false, allowedBy: 'first', request: { input: { amount: 500 } } });
  });

  it('may differ in what is only searched', () => {
    const own = (more = '') => permit(`context.input has note && context.input.note == context.input.order_id${more}`);
    expect(compared({ a: own() }, { a: own(' && context.input.order_id == context.input.note') })).toEqual({
      same: undefined,
      notProved: 'a condition that is more than a comparison with constants: note and order_id',
    });
  });
});
