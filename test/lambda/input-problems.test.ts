import fc from 'fast-check';
import type { InputSchema } from '../../lib/lambda';
import { inputProblems } from '../../lib/lambda/input-problems';

/** A schema with a value that fits it. */
interface Pair {
  readonly schema: InputSchema;
  readonly value: unknown;
}

const leaf = fc.oneof(
  fc.string().map((value): Pair => ({ schema: { type: 'string' }, value })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Pair => ({ schema: { type: 'number' }, value })),
  fc.maxSafeInteger().map((value): Pair => ({ schema: { type: 'integer' }, value })),
  fc.boolean().map((value): Pair => ({ schema: { type: 'boolean' }, value })),
);

const { pair } = fc.letrec<{ pair: Pair; object: Pair; list: Pair }>((tie) => ({
  object: fc
    .dictionary(fc.string({ minLength: 1 }), tie('pair'), { minKeys: 1, maxKeys: 4, noNullPrototype: true })
    .map((fields) => ({
      schema: {
        type: 'object',
        properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
        required: Object.keys(fields),
      },
      value: Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
    })),
  list: tie('pair').map(({ schema, value }) => ({ schema: { type: 'array', items: schema }, value: [value, value] })),
  pair: fc.oneof({ maxDepth: 3 }, leaf, tie('object'), tie('list')),
}));

describe('inputProblems', () => {
  it('finds nothing wrong with an input that fits, whatever the schema', () => {
    fc.assert(fc.property(pair, ({ schema, value }) => expect(inputProblems(schema, value)).toEqual([])));
  });

  it('finds every required field that is missing', () => {
    fc.assert(
      fc.property(pair, ({ schema }) => {
        fc.pre(schema.type === 'object');
        expect(inputProblems(schema, {})).toEqual(
          Object.keys(schema.properties!).map((path) => ({ path, problem: 'is required' })),
        );
      }),
    );
  });

  it('never quotes a value', () => {
    fc.assert(
      fc.property(pair, ({ schema }) => {
        const secret = schema.type === 'string' ? ['s3cret-value'] : 's3cret-value';
        const [problem, ...others] = inputProblems(schema, secret);
        expect(others).toEqual([]);
        expect(problem.path).toBe('input');
        expect(problem.problem).not.toContain('s3cret');
      }),
    );
  });

  it('takes a number without decimals for an integer, and no number that JSON would round', () => {
    expect(inputProblems({ type: 'integer' }, 2.0)).toEqual([]);
    expect(inputProblems({ type: 'integer' }, 2 ** 53)).toHaveLength(1);
    expect(inputProblems({ type: 'number' }, JSON.parse('1e999'))).toEqual([
      { path: 'input', problem: 'must be a number, not one beyond 1.8e308' },
    ]);
  });

  it('looks at own fields only', () => {
    const schema: InputSchema = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
    expect(inputProblems(schema, JSON.parse('{"id":"1","__proto__":{"admin":true}}'))).toEqual([
      { path: '__proto__', problem: 'is not a field of this tool; the fields are id' },
    ]);
    expect(inputProblems({ ...schema, required: ['toString'] }, { id: '1' })).toEqual([
      { path: 'toString', problem: 'is required' },
    ]);
  });
});
