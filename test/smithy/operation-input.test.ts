import { operationTool } from '../../lib/smithy/operation-input';
import { inventory, inventoryModel, shapeId } from './inventory';

const tool = (name: string, model = inventoryModel()) => operationTool(inventory(model), shapeId(name));

describe('the tool of an operation', () => {
  it('has its name, its documentation without HTML, and its input', () => {
    expect(tool('GetItem')).toEqual({
      name: 'GetItem',
      description: 'Looks an item up. It may be gone.',
      inputSchema: {
        type: 'object',
        properties: { itemId: { type: 'string', description: 'Which item.' }, withStock: { type: 'boolean' } },
        required: ['itemId'],
      },
    });
  });

  it('has a field for what JSON says in one way; members of mixins first, what is applied to them included', () => {
    const { inputSchema } = tool('PutItem');
    expect(inputSchema.required).toEqual(['itemId', 'kind']);
    expect(inputSchema.properties).toEqual({
      itemId: { type: 'string' },
      token: { type: 'string' },
      kind: { type: 'string' },
      price: { type: 'object', properties: { amount: { type: 'number' }, onRequest: { type: 'object' } } },
      tags: {
        type: 'array',
        items: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] },
      },
      labels: { type: 'object' },
      parts: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          inner: { type: 'object' },
          others: { type: 'array', items: { type: 'object' } },
        },
      },
      photo: { type: 'string' },
      count: { type: 'integer' },
      rating: { type: 'number' },
    });
  });

  it('leaves times, numbers of any size and documents out, and needs no token that clients make', () => {
    const { properties, required } = tool('PutItem').inputSchema;
    expect(
      Object.keys(properties).filter((name) => ['madeAt', 'weight', 'anything', '__proto__'].includes(name)),
    ).toEqual([]);
    expect(required).not.toContain('token');
  });

  it('is described five levels deep', () => {
    const model = inventoryModel();
    for (let level = 1; level <= 7; level++) {
      model.shapes[shapeId(`Level${level}`)] = {
        type: 'structure',
        members: { below: { target: level === 7 ? 'smithy.api#String' : shapeId(`Level${level + 1}`) } },
      };
    }
    model.shapes[shapeId('SearchItems')].input = { target: shapeId('Level1') };
    let deepest = tool('SearchItems', model).inputSchema;
    let levels = 0;
    for (; deepest.properties; levels++) deepest = deepest.properties.below;
    expect({ levels, deepest }).toEqual({ levels: 5, deepest: { type: 'object' } });
  });

  it.each(['CountItems', 'ListShelves'])('takes nothing where the operation does not: %s', (name) => {
    expect(tool(name)).toEqual({ name, description: name, inputSchema: { type: 'object' } });
  });
});
