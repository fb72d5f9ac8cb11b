import { readInputSchema } from '../../lib/assembly/input-schema';

describe('the input of a tool', () => {
  const expected = {
    type: 'object',
    description: 'What to pay.',
    properties: {
      // Names of fields are kept, even those that are words of a schema.
      Type: { type: 'string' },
      labels: { type: 'array', items: { type: 'string' } },
      address: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
    required: ['Type'],
  };

  it.each([
    ["in MCP's words", expected],
    [
      "in a template's words",
      {
        Type: 'object',
        Description: 'What to pay.',
        Properties: {
          Type: { Type: 'string' },
          labels: { Type: 'array', Items: { Type: 'string' } },
          address: { Type: 'object', Properties: { city: { Type: 'string' } }, Required: ['city'] },
        },
        Required: ['Type'],
      },
    ],
  ])('is read %s', (_, written) => expect(readInputSchema(written)).toEqual(expected));

  it('is read without what no policy can ask for', () => {
    const field = { type: 'string', enum: ['a'], default: 'a' };
    expect(readInputSchema({ type: 'object', properties: { field }, additionalProperties: false })).toEqual({
      type: 'object',
      properties: { field: { type: 'string' } },
    });
  });

  it.each([
    ['no schema', undefined],
    ['what only the deployment knows', '<Shop.Schema>'],
    ['no object', { type: 'string' }],
    ['a type that the gateway does not take', { type: 'object', properties: { day: { type: 'date' } } }],
    ['several types', { type: 'object', properties: { day: { type: ['string', 'null'] } } }],
    ['a choice', { type: 'object', properties: { day: { oneOf: [{ type: 'string' }] } } }],
    ['elements that are not known', { type: 'object', properties: { days: { type: 'array', items: {} } } }],
    ['required fields of another form', { type: 'object', required: [1] }],
  ])('is not known from %s', (_, written) => expect(readInputSchema(written)).toBeUndefined());

  it('is not known where it is deeper than the gateway takes', () => {
    const nested = (levels: number): object =>
      levels === 1 ? { type: 'object' } : { type: 'object', properties: { inner: nested(levels - 1) } };
    expect(readInputSchema(nested(64))).toBeDefined();
    expect(readInputSchema(nested(65))).toBeUndefined();
  });
});
