/** What is not said to be impossible, because some call fulfils it: at the edges of values, names and what the engine can hold. */
import type { CedarGateway } from '../../../lib/cedar/cedar-gateway';
import { decide } from '../../../lib/cedar/decision';
import { RequestSearch } from '../../../lib/cedar/proof/find-request';
import { GATEWAY_ARN, permitRefund, SHOP, tool } from '../shop';

const text = { type: 'string' };
const odd = tool('Refunds', 'process_refund', {
  ids: { type: 'array', items: { type: 'integer' } },
  amounts: { type: 'array', items: { type: 'number' } },
  a: { type: 'object', properties: { x: { type: 'integer' } } },
  n: { type: 'integer' },
  t: text,
  constructor: { type: 'object', properties: { keys: text, zz: text } },
  ['__proto__']: text,
});
const gateway: CedarGateway = { ...SHOP, tools: [odd] };

function find(condition: string) {
  return new RequestSearch({ it: permitRefund(condition) }, odd, gateway).find({ applies: 'it' });
}

describe('a condition that some call fulfils', () => {
  it.each<[string, string, object]>([
    [
      'a whole number that JSON cannot hold',
      'context.input has ids && !(context.input.ids.contains(9223372036854775807))',
      { ids: [1] },
    ],
    ['such a number, compared with a constant', '1 < 9223372036854775807', {}],
    [
      'a list beside the largest number',
      'context.input has ids && !context.input.ids.isEmpty() && !context.input.ids.contains(9007199254740991)',
      { ids: [1] },
    ],
    [
      'a list beside the largest decimal',
      'context.input has amounts && !context.input.amounts.isEmpty() && !context.input.amounts.contains(decimal("922337203685477.5807"))',
      { amounts: [1] },
    ],
    ['a field of a record that was made', 'context.input has a && {k: context.input.a}.k has x', { a: { x: 1 } }],
    [
      'a field of one of two',
      'context.input has a && (if context.input.a has x then context.input.a else context.input.a) has x',
      { a: { x: 1 } },
    ],
    ['a negative number, computed', 'context.input has n && context.input.n == -(5)', { n: -5 }],
  ])('is never said to be impossible: %s', (_, condition, input) => {
    const statement = permitRefund(condition);
    const request = {
      caller: { sub: 'u' },
      tool: odd,
      input: input as Record<string, unknown>,
      gatewayArn: GATEWAY_ARN,
    };
    expect(decide({ statement }, request).allowed).toBe(true);
    const { request: found, notProved } = find(condition);
    expect(found ?? notProved).toBeDefined();
  });

  it('is never said to be impossible: the whole of the system', () => {
    expect(find('context.system == {now: datetime("2026-06-01T00:00:00Z")}').notProved).toBe(
      'a condition whose parts were not all understood',
    );
    expect(find('context has input && context has system').request).toBeDefined();
  });

  it.each([
    ['constructor.zz', 'context.input has constructor.zz && context.input.constructor.zz == "v"'],
    ['constructor.keys', 'context.input has constructor.keys && context.input.constructor.keys == "v"'],
    ['__proto__', 'context.input has "__proto__" && context.input["__proto__"] == "v"'],
  ])('is found where a field is called like what objects have: %s', (_, condition) => {
    const { request } = find(condition);
    expect(JSON.stringify(request?.input)).toContain('"v"');
    expect(Object.keys({})).toEqual([]);
    expect('zz' in Object).toBe(false);
  });

  it('is found where a claim is called so', () => {
    const { request } = find('principal.hasTag("__proto__") && principal.getTag("__proto__") == "v"');
    expect(JSON.stringify(request?.caller)).toBe('{"sub":"other","claims":{"__proto__":"v"}}');
  });
});

describe('a constant that only the deployment knows', () => {
  it.each(['<Shop.Stage>', '${Token[Stage.1]}'])('proves nothing: %s', (value) => {
    const condition = `context.input has t && context.input.t == "prod" && "${value}" == "live"`;
    expect(find(condition)).toEqual({
      notProved: `it compares with ${JSON.stringify(value)}, which only the deployment knows`,
    });
  });
});

describe('an engine that cannot answer', () => {
  it('does not make other statements wrong', () => {
    const statements = {
      fine: permitRefund('context.input has t && context.input.t == "a"'),
      large: permitRefund('context.input has n && context.input.n < 9223372036854775807'),
    };
    const search = new RequestSearch(statements, odd, gateway);
    expect(search.find({ applies: 'fine' }).request?.input).toEqual({ t: 'a' });
    expect(search.find({ all: [{ applies: 'fine' }, { not: { applies: 'large' } }] })).toEqual({
      notProved: 'large: not plain Cedar, or with a number that JSON cannot hold',
    });
  });
});

describe('decisions', () => {
  it('are about the statements as they are now', () => {
    const statements: Record<string, string> = { p: permitRefund('true') };
    const call = { caller: { sub: 'u' }, tool: odd, input: {}, gatewayArn: GATEWAY_ARN };
    expect(decide(statements, call).allowed).toBe(true);
    statements.f = permitRefund('true').replace('permit', 'forbid');
    expect(decide(statements, call).allowed).toBe(false);
  });

  it('are about the user who calls, whatever claims say', () => {
    const statements = { p: permitRefund('principal.hasTag("sub") && principal.getTag("sub") == "evil"') };
    const caller = { sub: 'u', claims: { sub: 'evil' } };
    expect(decide(statements, { caller, tool: odd, input: {}, gatewayArn: GATEWAY_ARN }).allowed).toBe(false);
  });

  it('leave out fields that the tool does not declare, whatever they are called', () => {
    const plain = tool('Refunds', 'process_refund', { t: text });
    const input = JSON.parse('{"t":"x","toString":"y","constructor":"z","extra":1}') as Record<string, unknown>;
    const call = { caller: { sub: 'u' }, tool: plain, input, gatewayArn: GATEWAY_ARN };
    expect(decide({ p: permitRefund('true') }, call)).toEqual({ allowed: true, reasons: ['p'], errors: [] });
  });
});
