import { prunedModel } from '../../lib/smithy/pruned-model';
import { readSmithy, shapeName, type SmithyDocument } from '../../lib/smithy/smithy-document';
import { inventory, inventoryModel, shapeId } from './inventory';

const pruned = (names: string[], model = inventoryModel()): any => prunedModel(inventory(model), names.map(shapeId));
const namesOf = (model: any) => Object.keys(model.shapes).map(shapeName);
const service = (model: any) => model.shapes[shapeId('Inventory')];

describe('a model cut down to some operations', () => {
  it('is a model with these operations', () => {
    const document = readSmithy(JSON.stringify(pruned(['GetItem', 'SearchItems'])), 'pruned') as SmithyDocument;
    expect(document.operations.map(shapeName)).toEqual(['SearchItems', 'GetItem']);
    expect(document.root).toMatchObject({ smithy: '2.0', metadata: { suppressions: [] } });
  });

  it('keeps what they need and nothing else; custom traits too', () => {
    expect(namesOf(pruned(['GetItem']))).toEqual([
      'Inventory',
      'Item',
      'Shelf',
      'GetItem',
      'GetItemInput',
      'ItemId',
      'personal',
      'Level',
      'Stock',
      'NotFound',
      'ServiceError',
    ]);
  });

  it('keeps mixins and what is applied to what stays', () => {
    expect(namesOf(pruned(['PutItem']))).toEqual(
      expect.arrayContaining(['PutItemInput', 'Addressed', 'PutItemInput$itemId', 'Tag', 'Part', 'Parts']),
    );
  });

  it('keeps resources, as traits name them, without their other operations', () => {
    const { shapes } = pruned(['GetItem']);
    expect(shapes[shapeId('Item')]).toEqual({
      type: 'resource',
      identifiers: { itemId: { target: shapeId('ItemId') } },
      read: { target: shapeId('GetItem') },
      collectionOperations: [],
      resources: [{ target: shapeId('Shelf') }],
    });
    expect(shapes[shapeId('Shelf')]).toEqual({ type: 'resource' });
  });

  it('renames only what is left', () => {
    expect(service(pruned(['GetItem'])).rename).toEqual({});
    expect(service(pruned(['PutItem'])).rename).toEqual({ [shapeId('Tag')]: 'ItemTag' });
  });

  it('has no traits about operations that are gone', () => {
    const cut = pruned(['GetItem']);
    expect(Object.keys(service(cut).traits)).toEqual(['aws.api#service', 'aws.protocols#restJson1']);
    expect(Object.keys(cut.shapes[shapeId('GetItem')].traits)).toEqual(['smithy.api#http', 'smithy.api#documentation']);
    const whole = pruned(['GetItem', 'DescribeEndpoints']);
    expect(Object.keys(service(whole).traits)).toContain('aws.api#clientEndpointDiscovery');
    expect(Object.keys(whole.shapes[shapeId('GetItem')].traits)).toContain('aws.api#clientDiscoveredEndpoint');
  });

  it('leaves the model that it is made of as it is', () => {
    const document = inventory();
    const before = JSON.stringify(document.root);
    prunedModel(document, [shapeId('GetItem')]);
    expect(JSON.stringify(document.root)).toBe(before);
  });
});
