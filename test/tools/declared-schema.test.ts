import { declaredSchema } from '../../lib/tools/declared-schema';
import { ToolDefinitions } from '../../lib/tools';

/** What is left of one field. */
const field = (schema: unknown, root: object = {}) =>
  declaredSchema({ type: 'object', properties: { field: schema }, ...root }).properties?.field;

describe('A schema as a server wrote it', () => {
  it('keeps types, names, descriptions and what is required, and nothing else', () => {
    expect(
      declaredSchema({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Search',
        type: 'object',
        description: 'What to look for',
        properties: {
          query: { type: 'string', minLength: 1, description: 'Words' },
          tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, maxItems: 3 },
          range: { type: 'object', properties: { from: { type: 'integer' } }, required: ['from'] },
        },
        required: ['query', 'range'],
        additionalProperties: false,
      }),
    ).toEqual({
      type: 'object',
      description: 'What to look for',
      properties: {
        query: { type: 'string', description: 'Words' },
        tags: { type: 'array', items: { type: 'string' } },
        range: { type: 'object', properties: { from: { type: 'integer' } }, required: ['from'] },
      },
      required: ['query', 'range'],
    });
  });

  it.each<[string, unknown, unknown]>([
    ['a type or null', { type: ['string', 'null'] }, { type: 'string' }],
    ['null or a type', { type: ['null', 'integer'] }, { type: 'integer' }],
    ['anyOf with null', { anyOf: [{ type: 'number' }, { type: 'null' }] }, { type: 'number' }],
    ['oneOf with null', { oneOf: [{ type: 'null' }, { type: 'boolean' }] }, { type: 'boolean' }],
    ['allOf of one', { allOf: [{ type: 'string' }], description: 'x' }, { type: 'string' }],
    [
      'properties without a type',
      { properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    ['items without a type', { items: { type: 'string' } }, { type: 'array', items: { type: 'string' } }],
    ['an array of anything', { type: 'array' }, { type: 'array' }],
    ['an array of several types', { type: 'array', items: { type: ['string', 'integer'] } }, { type: 'array' }],
    ['an object of any fields', { type: 'object', additionalProperties: true }, { type: 'object' }],
  ])('reads %s', (_, schema, reduced) => expect(field(schema)).toEqual(reduced));

  it.each<[string, unknown]>([
    ['of several types', { type: ['string', 'integer'] }],
    ['of several choices', { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
    ['without a type', { description: 'anything' }],
    ['of an unknown type', { type: 'date' }],
    ['of null alone', { type: 'null' }],
    ['that is true', true],
    ['with a reference to nothing', { $ref: '#/$defs/Missing' }],
    ['with a reference to another document', { $ref: 'https://example.com/schema.json' }],
  ])('leaves a field out %s, also where it is required', (_, schema) => {
    expect(
      declaredSchema({
        type: 'object',
        properties: { field: schema, other: { type: 'string' } },
        required: ['field', 'other'],
      }),
    ).toEqual({
      type: 'object',
      properties: { other: { type: 'string' } },
      required: ['other'],
    });
  });

  it.each([{ type: ['string', 'null'] }, { anyOf: [{ type: 'string' }, { type: 'null' }] }])(
    'does not require what may be null: %j',
    (schema) => {
      const properties = { field: schema, other: { type: 'string' } };
      expect(declaredSchema({ type: 'object', properties, required: ['field', 'other'] })).toEqual({
        type: 'object',
        properties: { field: { type: 'string' }, other: { type: 'string' } },
        required: ['other'],
      });
    },
  );

  it('follows references into itself', () => {
    const $defs = { Address: { type: 'object', properties: { city: { type: 'string' } } }, 'a/b': { type: 'integer' } };
    expect(field({ $ref: '#/$defs/Address' }, { $defs })).toEqual($defs.Address);
    expect(field({ $ref: '#/$defs/a~1b' }, { $defs })).toEqual({ type: 'integer' });
  });

  it('ends where it holds itself', () => {
    const $defs = {
      Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, name: { type: 'string' } } },
    };
    expect(field({ $ref: '#/$defs/Node' }, { $defs })).toEqual({
      type: 'object',
      properties: { next: { type: 'object' }, name: { type: 'string' } },
    });
    expect(field({ $ref: '#/properties/field' })).toBeUndefined();
  });

  it('is short where it holds itself in many ways, as filters do', () => {
    const Filter = { $ref: '#/$defs/Filter' };
    const list = { type: 'array', items: Filter };
    const properties = { and: list, or: list, any: list, none: list, not: Filter, left: Filter, right: Filter };
    const $defs = { Filter: { type: 'object', properties: { ...properties, name: { type: 'string' } } } };
    const reduced = field(Filter, { $defs });
    expect(reduced?.properties?.and).toEqual({ type: 'array', items: { type: 'object' } });
    expect(JSON.stringify(reduced).length).toBeLessThan(1000);
  });

  it('is open where references are used again and again, each of them in the next', () => {
    const fields = (level: number) =>
      Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [name, { $ref: `#/$defs/L${level}` }]));
    const levels = Array.from({ length: 16 }, (_, level): [string, unknown] => [
      `L${level}`,
      { type: 'object', properties: level === 15 ? { last: { type: 'string' } } : fields(level + 1) },
    ]);
    const reduced = field({ $ref: '#/$defs/L0' }, { $defs: Object.fromEntries(levels) });
    expect(reduced?.type).toBe('object');
    expect(JSON.stringify(reduced).length).toBeLessThan(100_000);
  });

  it.each([undefined, true, 'object', { type: 'string' }, { anyOf: [{ type: 'string' }, { type: 'object' }] }])(
    'is an object of any fields where it is %j',
    (schema) => expect(declaredSchema(schema)).toEqual({ type: 'object' }),
  );
});

describe('Tools that something else has', () => {
  it('need no description, and lose what only models and servers read', () => {
    const [tool] = ToolDefinitions.of({
      name: 'search',
      description: '',
      inputSchema: { type: 'object', properties: { query: { type: 'string', format: 'email' } } },
      outputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
    } as never)._declared();
    expect(tool).toEqual({
      name: 'search',
      description: 'search',
      inputSchema: { type: 'object', properties: { query: { type: 'string' } } },
    });
  });

  it('are refused where no tool of a gateway could have such a name, or two have the same', () => {
    const tool = (name: string) => ({ name, description: 'x', inputSchema: { enum: ['x'] } });
    expect(ToolDefinitions.of(tool('a b'), tool('c'), tool('c'))._declaredProblems('Docs')).toMatchObject([
      { about: 'tools[0].name', value: 'a b' },
      { about: 'tools[2].name', value: 'c' },
    ]);
    expect(ToolDefinitions.of(tool('c'))._declaredProblems('Docs')).toEqual([]);
  });
});
