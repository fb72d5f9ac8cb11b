/** The model of a service with most of what Smithy knows, in its JSON form, written by https://smithy.io/2.0/spec/json-ast.html. */
import { readSmithy, type SmithyDocument } from '../../lib/smithy/smithy-document';

const NAMESPACE = 'com.example.inventory#';
const id = (name: string) => `${NAMESPACE}${name}`;
const ref = (name: string) => ({ target: name.includes('#') ? name : id(name) });
const http = (method: string, uri: string) => ({ 'smithy.api#http': { method, uri, code: 200 } });
const required = { 'smithy.api#required': {} };
const documented = (text: string) => ({ 'smithy.api#documentation': text });

/** A fresh copy, to be changed at will. */
export function inventoryModel(): any {
  return {
    smithy: '2.0',
    metadata: { suppressions: [] },
    shapes: {
      [id('Inventory')]: {
        type: 'service',
        version: '2026-01-01',
        operations: [ref('SearchItems'), ref('DescribeEndpoints'), ref('ImportItems')],
        resources: [ref('Item')],
        errors: [ref('ServiceError')],
        rename: { [id('Unused')]: 'Renamed', [id('Tag')]: 'ItemTag' },
        traits: {
          'aws.api#service': { sdkId: 'Inventory', arnNamespace: 'inventory', endpointPrefix: 'inventory' },
          'aws.protocols#restJson1': {},
          'aws.api#clientEndpointDiscovery': { operation: id('DescribeEndpoints'), error: id('ServiceError') },
          'smithy.rules#endpointTests': {
            version: '1.0',
            testCases: [{ operationInputs: [{ operationName: 'PutItem' }] }],
          },
        },
      },
      [id('Item')]: {
        type: 'resource',
        identifiers: { itemId: ref('ItemId') },
        put: ref('PutItem'),
        read: ref('GetItem'),
        collectionOperations: [ref('CountItems')],
        resources: [ref('Shelf')],
      },
      [id('Shelf')]: { type: 'resource', list: ref('ListShelves') },
      [id('GetItem')]: {
        type: 'operation',
        input: ref('GetItemInput'),
        output: ref('Stock'),
        errors: [ref('NotFound')],
        traits: {
          ...http('GET', '/items/{itemId}'),
          ...documented('<p>Looks an <code>item</code> up.</p>\n  <note>It may be gone.</note>'),
          'aws.api#clientDiscoveredEndpoint': { required: false },
        },
      },
      [id('GetItemInput')]: {
        type: 'structure',
        members: {
          itemId: {
            ...ref('ItemId'),
            traits: { ...required, 'smithy.api#httpLabel': {}, ...documented('Which item.') },
          },
          withStock: { ...ref('smithy.api#Boolean'), traits: { 'smithy.api#httpQuery': 'withStock' } },
        },
        traits: { 'smithy.api#references': [{ resource: id('Item') }] },
      },
      [id('PutItem')]: {
        type: 'operation',
        input: ref('PutItemInput'),
        output: ref('smithy.api#Unit'),
        traits: http('PUT', '/items/{itemId}'),
      },
      [id('PutItemInput')]: {
        type: 'structure',
        mixins: [ref('Addressed')],
        members: {
          token: { ...ref('smithy.api#String'), traits: { ...required, 'smithy.api#idempotencyToken': {} } },
          kind: { ...ref('Kind'), traits: required },
          price: ref('Price'),
          tags: ref('Tags'),
          labels: ref('Labels'),
          parts: ref('Part'),
          photo: ref('smithy.api#Blob'),
          count: ref('smithy.api#PrimitiveLong'),
          rating: ref('smithy.api#Float'),
          madeAt: ref('smithy.api#Timestamp'),
          weight: ref('smithy.api#BigDecimal'),
          anything: ref('smithy.api#Document'),
          ['__proto__' as string]: ref('smithy.api#String'),
        },
      },
      [id('Addressed')]: {
        type: 'structure',
        members: { itemId: ref('ItemId') },
        traits: { 'smithy.api#mixin': {} },
      },
      [`${id('PutItemInput')}$itemId`]: { type: 'apply', traits: { ...required, 'smithy.api#httpLabel': {} } },
      [id('ItemId')]: { type: 'string', traits: { [id('personal')]: {} } },
      [id('personal')]: { type: 'structure', members: { level: ref('Level') }, traits: { 'smithy.api#trait': {} } },
      [id('Level')]: {
        type: 'intEnum',
        members: { HIGH: { ...ref('smithy.api#Unit'), traits: { 'smithy.api#enumValue': 1 } } },
      },
      [id('Kind')]: {
        type: 'enum',
        members: { TOY: { ...ref('smithy.api#Unit'), traits: { 'smithy.api#enumValue': 'toy' } } },
      },
      [id('Price')]: {
        type: 'union',
        members: { amount: { ...ref('smithy.api#Double'), traits: required }, onRequest: ref('smithy.api#Unit') },
      },
      [id('Tags')]: { type: 'list', member: ref('Tag') },
      [id('Tag')]: { type: 'structure', members: { key: { ...ref('smithy.api#String'), traits: required } } },
      [id('Labels')]: { type: 'map', key: ref('smithy.api#String'), value: ref('smithy.api#String') },
      [id('Part')]: {
        type: 'structure',
        members: { name: ref('smithy.api#String'), inner: ref('Part'), others: ref('Parts') },
      },
      [id('Parts')]: { type: 'list', member: ref('Part') },
      [id('CountItems')]: { type: 'operation', traits: http('GET', '/count') },
      [id('ListShelves')]: { type: 'operation', input: ref('smithy.api#Unit'), traits: http('GET', '/shelves') },
      [id('SearchItems')]: { type: 'operation', input: ref('SearchItemsInput'), traits: http('POST', '/search') },
      [id('SearchItemsInput')]: { type: 'structure', members: { filter: ref('Level') } },
      [id('DescribeEndpoints')]: {
        type: 'operation',
        input: ref('smithy.api#Unit'),
        traits: http('GET', '/endpoints'),
      },
      [id('ImportItems')]: { type: 'operation', input: ref('ImportItemsInput'), traits: http('POST', '/import') },
      [id('ImportItemsInput')]: {
        type: 'structure',
        members: { items: { ...ref('Items'), traits: { 'smithy.api#httpPayload': {} } } },
      },
      [id('Items')]: { type: 'blob', traits: { 'smithy.api#streaming': {} } },
      [id('Stock')]: { type: 'structure', members: { left: ref('smithy.api#Integer') } },
      [id('NotFound')]: { type: 'structure', members: {}, traits: { 'smithy.api#error': 'client' } },
      [id('ServiceError')]: { type: 'structure', members: {}, traits: { 'smithy.api#error': 'server' } },
      [id('Unused')]: { type: 'structure', members: {} },
    },
  };
}

export function inventory(model = inventoryModel()): SmithyDocument {
  return readSmithy(JSON.stringify(model), 'inventory.json') as SmithyDocument;
}

/** The shape id of this name in the model. */
export const shapeId = id;
