import { inspect } from 'node:util';
import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import { nearest, Problems, Refusal, refuse, suggestion } from '../../lib/core/refusal';

const stack = () => new Stack(new App(), 'Shop');

describe('Refusal', () => {
  it('names the construct and lists every problem with value, what is allowed and the fix', () => {
    const problems = new Problems(stack()).add(
      { about: 'idleSessionTimeout', value: '9 hours', allowed: 'at most maxLifetime (8 hours)', fix: 'Lower it.' },
      { about: 'inboundAuth', allowed: 'a JWT issuer', fix: 'Write InboundAuth.jwt(…).' },
    );
    expect(() => problems.refuse()).toThrow(
      [
        'Shop cannot be built:',
        '  - idleSessionTimeout is "9 hours". Allowed: at most maxLifetime (8 hours). Lower it.',
        '  - inboundAuth is missing. Allowed: a JWT issuer. Write InboundAuth.jwt(…).',
      ].join('\n'),
    );
  });

  it('is printed once, not again with its parts', () => {
    const refusal = new Refusal('Shop', [{ about: 'code', allowed: 'some', fix: 'Write it.' }]);
    expect(refusal.problems).toHaveLength(1);
    expect(inspect(refusal)).toMatch(
      /^Refusal: Shop cannot be built:\n {2}- code is missing\. Allowed: some\. Write it\.\n/,
    );
    expect(inspect(refusal)).not.toContain('about');
  });

  it('is silent when nothing is wrong', () => {
    expect(() => new Problems(stack()).refuse()).not.toThrow();
  });

  it('shows a token as a token and cuts long values', () => {
    const message = (value: unknown) => {
      try {
        return refuse(stack(), { about: 'x', value, allowed: 'y', fix: 'z' });
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message(Lazy.string({ produce: () => 'later' }))).toContain('x is "<token>".');
    expect(message('a'.repeat(500))).toContain(`x is "${'a'.repeat(117)}...".`);
    expect(message(Token.asNumber({ Ref: 'Limit' }))).toContain('x is a token.');
    expect(message(['a', 1])).toContain('x is ["a",1].');
    expect(message({ limit: 1n })).toContain('x is [object Object].');
  });
});

describe('suggestion', () => {
  it('finds the nearest name, whatever its case', () => {
    expect(nearest('process_refnd', ['order_lookup', 'process_refund'])).toBe('process_refund');
    expect(nearest('PROCESS_REFUND', ['process_refund'])).toBe('process_refund');
  });

  it('takes a short name for another only where at most half of it differs', () => {
    expect(nearest('x', ['y'])).toBeUndefined();
    expect(nearest('to', ['id'])).toBeUndefined();
    expect(nearest('sum', ['sku'])).toBeUndefined();
    expect(nearest('skn', ['sku'])).toBe('sku');
    expect(nearest('ID', ['id'])).toBe('id');
  });

  it('offers the choices when no name is near', () => {
    expect(nearest('delete_everything', ['order_lookup'])).toBeUndefined();
    expect(suggestion('delete_everything', ['order_lookup', 'refund'])).toBe('Choose one of "order_lookup", "refund".');
    expect(suggestion('x', [])).toBe('There is nothing to choose from yet.');
  });
});
