import { decide, type DecisionRequest } from '../../lib/cedar/decision';
import { GATEWAY_ARN, getOrder, permitRefund, processRefund, RESOURCE, tool } from './shop';

const CALL: DecisionRequest = {
  caller: { sub: '4c1f', claims: { 'cognito:groups': ['support', 'eu'], level: 3, mfa: true, nickname: null } },
  tool: processRefund,
  input: { order_id: 'A-1', amount: 499.99 },
  gatewayArn: GATEWAY_ARN,
};

const SUPPORT = permitRefund(
  'principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"support\\"*" && context.input.amount.lessThan(decimal("500.0"))',
);
const LIMIT = `forbid(principal, action == AgentCore::Action::"Refunds___process_refund", ${RESOURCE}) when { context.input.amount.greaterThan(decimal("100.0")) };`;

function allows(condition: string, change: Partial<DecisionRequest> = {}): boolean {
  return decide({ policy: permitRefund(condition) }, { ...CALL, ...change }).allowed;
}

describe('a decision', () => {
  it('is no without a permit', () => expect(decide({}, CALL)).toEqual({ allowed: false, reasons: [], errors: [] }));

  it('is yes by a permit, and says by which', () =>
    expect(decide({ SUPPORT, other: permitRefund('false') }, CALL)).toEqual({
      allowed: true,
      reasons: ['SUPPORT'],
      errors: [],
    }));

  it('is no by a forbid, whatever is permitted', () =>
    expect(decide({ SUPPORT, LIMIT }, CALL)).toEqual({ allowed: false, reasons: ['LIMIT'], errors: [] }));

  it('is about this tool and this gateway only', () => {
    expect(decide({ SUPPORT }, { ...CALL, tool: getOrder, input: { order_id: 'A-1' } }).allowed).toBe(false);
    expect(decide({ SUPPORT }, { ...CALL, gatewayArn: `${GATEWAY_ARN}x` }).allowed).toBe(false);
  });

  it('counts a tool to its target, to CallTool and to Mcp', () => {
    for (const group of ['Refunds', 'CallTool', 'Mcp']) {
      expect(
        decide({ group: `permit(principal, action in AgentCore::Action::"${group}", ${RESOURCE});` }, CALL).allowed,
      ).toBe(true);
    }
    expect(
      decide({ group: `permit(principal, action in AgentCore::Action::"Orders", ${RESOURCE});` }, CALL).allowed,
    ).toBe(false);
  });

  it('sees every claim as text, arrays as JSON, and no claim in null', () => {
    expect(allows('principal.getTag("cognito:groups") == "[\\"support\\",\\"eu\\"]"')).toBe(true);
    expect(allows('principal.getTag("level") == "3"')).toBe(true);
    expect(allows('principal.getTag("mfa") == "true"')).toBe(true);
    expect(allows('principal.hasTag("nickname")')).toBe(false);
    expect(allows('principal.getTag("sub") == "4c1f" && principal.id == "4c1f"')).toBe(true);
  });

  it('sees roles by their ARN, without claims', () => {
    const roleArn = 'arn:aws:sts::111122223333:assumed-role/Support';
    const permit = `permit(principal == AgentCore::IamEntity::"${roleArn}", action, ${RESOURCE}) unless { principal.hasTag("x") };`;
    expect(decide({ permit }, { ...CALL, caller: { roleArn } }).allowed).toBe(true);
    expect(decide({ permit }, { ...CALL, caller: { roleArn: `${roleArn}er` } }).allowed).toBe(false);
  });

  it('cuts numbers after four places, as the gateway does', () => {
    const input = { order_id: 'A', amount: 0.12349 };
    expect(allows('context.input.amount == decimal("0.1234")', { input })).toBe(true);
    expect(allows('context.input.amount == decimal("500.0")', { input: { order_id: 'A', amount: 500 } })).toBe(true);
  });

  it('leaves out null and what the schema does not know', () => {
    expect(allows('context.input has note', { input: { ...CALL.input, note: null } })).toBe(false);
    expect(allows('context.input has note', { input: { ...CALL.input, note: 'x', unknown: { deep: 1.5 } } })).toBe(
      true,
    );
  });

  it('is made at a time', () => {
    const atNoon = 'context.system.now.toTime() == duration("12h")';
    expect(allows(atNoon, { now: new Date('2026-11-21T12:00:00Z') })).toBe(true);
    expect(allows(atNoon, { now: new Date('2026-11-21T13:00:00Z') })).toBe(false);
  });

  const everything = { everything: 'permit(principal, action, resource is AgentCore::Gateway);' };

  it.each([
    ['lacks a required field', { order_id: 'A' }, /amount/],
    ['has text for a number', { order_id: 'A', amount: '5' }, /amount|decimal/],
    [
      'has a number beyond decimals',
      { order_id: 'A', amount: 1e20 },
      /^input\.amount is 100000000000000000000, which is no decimal that Cedar can hold$/,
    ],
    [
      'has a fraction for an integer',
      { order_id: 'A', amount: 1, parcels: 1.5 },
      /^input\.parcels is 1\.5, which is no whole number that Cedar can hold$/,
    ],
  ])('is no for a call that %s, even where everything is permitted', (_, input, message) => {
    const decision = decide(everything, { ...CALL, input });
    expect(decision).toMatchObject({ allowed: false, reasons: [], errors: [expect.stringMatching(message)] });
  });

  it('is no for a tool that has no schema in Cedar', () =>
    expect(decide(everything, { ...CALL, tool: tool('T', 'wrong', { a: { type: 'text' } }), input: {} })).toMatchObject(
      {
        allowed: false,
        errors: [expect.any(String)],
      },
    ));

  it('tells of statements that could not be evaluated', () => {
    const broken = permitRefund('principal.getTag("missing") == "x"');
    expect(decide({ broken }, CALL)).toMatchObject({
      allowed: false,
      errors: [expect.stringMatching(/^broken: .*missing/)],
    });
  });

  it('reads text that is no Unicode as UTF-8 would', () =>
    expect(allows('context.input.order_id == "\uFFFD"', { input: { order_id: '\ud83d', amount: 1 } })).toBe(true));
});
