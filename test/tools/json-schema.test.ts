import { fieldAt, fieldsOf, type JsonSchema } from '../../lib/tools/json-schema';

const SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    amount: { type: 'number' },
    address: {
      type: 'object',
      properties: { city: { type: 'string' }, zip: { type: 'string' } },
      required: ['city'],
    },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
  required: ['amount'],
};

describe('the fields of a schema', () => {
  it('are listed depth first, in the order they were written, without the elements of arrays', () => {
    expect(fieldsOf(SCHEMA).map(({ path, type, required }) => [path.join('.'), type, required])).toEqual([
      ['amount', 'number', true],
      ['address', 'object', false],
      ['address.city', 'string', true],
      ['address.zip', 'string', false],
      ['lines', 'array', false],
    ]);
  });

  it('say which parts of their path may be missing', () => {
    expect(fieldAt(SCHEMA, ['amount'])?.optionalPrefixes).toEqual([]);
    expect(fieldAt(SCHEMA, ['address', 'city'])?.optionalPrefixes).toEqual([['address']]);
    expect(fieldAt(SCHEMA, ['address', 'zip'])?.optionalPrefixes).toEqual([['address'], ['address', 'zip']]);
  });

  it('are found by their path as they are listed', () => {
    for (const field of fieldsOf(SCHEMA)) expect(fieldAt(SCHEMA, field.path)).toEqual(field);
  });

  it.each([[[]], [['nothing']], [['amount', 'cents']], [['lines', 'sku']], [['constructor']], [['toString']]])(
    'are not found at %j',
    (path) => expect(fieldAt(SCHEMA, path)).toBeUndefined(),
  );
});
