import { gatewayPets, operation } from './pets';
import type { OperationSelection } from '../../lib/openapi/operation-selection';

const names = (selection: OperationSelection) => gatewayPets({}, selection).tools.map(({ name }) => name);

describe('a selection of operations', () => {
  it.each<[OperationSelection, string[]]>([
    [{}, ['list_pets', 'add_pet', 'get_pet', 'remove_pet']],
    [{ operations: { operationIds: ['remove_pet', 'list_pets'] } }, ['list_pets', 'remove_pet']],
    [{ operations: { operationIds: ['GET /pets/{id}'] } }, ['get_pet']],
    [{ operations: { tags: ['read'] } }, ['list_pets', 'get_pet']],
    [{ operations: { tags: ['read'], operationIds: ['add_pet'] } }, ['list_pets', 'add_pet', 'get_pet']],
    [{ operations: { paths: [{ path: '/pets' }] } }, ['list_pets', 'add_pet']],
    [{ operations: { paths: [{ path: '/pets/*' }] } }, ['get_pet', 'remove_pet']],
    [{ operations: { paths: [{ path: '/pets/**', methods: ['get'] }] } }, ['list_pets', 'get_pet']],
    [{ withoutOperations: { paths: [{ path: '/**', methods: ['POST', 'DELETE'] }] } }, ['list_pets', 'get_pet']],
    [{ toolNames: { list_pets: 'pets', 'GET /pets/{id}': 'pet' } }, ['pets', 'add_pet', 'pet', 'remove_pet']],
  ])('%j gives %j', (selection, tools) => {
    expect(gatewayPets({}, selection).problems).toEqual([]);
    expect(names(selection)).toEqual(tools);
  });

  it('carries only what is selected', () => {
    const all = gatewayPets().root;
    const some = gatewayPets({}, { operations: { operationIds: ['get_pet'] } }).root;

    expect(Object.keys(all.components.schemas)).toEqual(['Owner']);
    expect(some).toEqual({
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1.0' },
      servers: [{ url: 'https://api.example.com/v1' }],
      paths: {
        '/pets/{id}': {
          get: {
            operationId: 'get_pet',
            description: 'GET /pets/{id}',
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
            responses: { 200: { description: 'The pets.' } },
          },
        },
      },
    });
  });

  it('puts other words in place of the description', () => {
    const { tools, root } = gatewayPets({}, { descriptions: { list_pets: 'All pets of the shop.' } });

    expect(tools[0].description).toBe('All pets of the shop.');
    expect(root.paths['/pets'].get).toMatchObject({ description: 'All pets of the shop.' });
    expect(root.paths['/pets'].get).not.toHaveProperty('summary');
  });

  it('makes names fit for tools', () => {
    const { problems, tools } = gatewayPets(operation({ operationId: 'pets/list all' }), { safeNames: true });
    const unnamed = gatewayPets(operation({ operationId: null }), { safeNames: true });

    expect([problems, tools[0].name]).toEqual([[], 'pets_list_all']);
    expect([unnamed.problems, unnamed.tools[0].name]).toEqual([[], 'get_pets']);
  });

  it('ignores what is wrong with the others', () => {
    const broken = operation({ operationId: null, parameters: [{ $ref: '#/nowhere' }], servers: [{ url: '/' }] });

    expect(gatewayPets(broken).problems).not.toEqual([]);
    expect(gatewayPets(broken, { withoutOperations: { operationIds: ['GET /pets'] } }).problems).toEqual([]);
  });

  it.each<[OperationSelection, string]>([
    [
      { operations: { operationIds: ['list_pet'] } },
      'pets.json: operations Operations.named is "list_pet". Allowed: an operation of the description. Did you mean "list_pets"?',
    ],
    [
      { withoutOperations: { operationIds: ['billing'] } },
      'pets.json: withoutOperations Operations.named is "billing". Allowed: an operation of the description. There are 4, such as "list_pets", "add_pet", "get_pet".',
    ],
    [
      { operations: { tags: ['reed'] } },
      'pets.json: operations Operations.tagged is "reed". Allowed: a tag of an operation. Did you mean "read"?',
    ],
    [
      { operations: { paths: [{ path: '/pet', methods: ['GET'] }] } },
      'pets.json: operations Operations.at is "/pet GET". Allowed: a path of the description; * stands for one segment, /** for everything below. Did you mean "/pets"?',
    ],
    [
      { operations: { paths: [{ path: '/pets', methods: ['FETCH'] }] } },
      'pets.json: operations Operations.at methods is "FETCH". Allowed: GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS. Choose from these.',
    ],
    [
      { operations: { tags: ['read'] }, toolNames: { add_pet: 'add' } },
      'pets.json: toolNames is "add_pet". Allowed: an operation that is taken. There are 2, such as "list_pets", "get_pet".',
    ],
    [
      { descriptions: { lst_pets: 'x' } },
      'pets.json: descriptions is "lst_pets". Allowed: an operation that is taken. Did you mean "list_pets"?',
    ],
  ])('%j is refused', (selection, message) => {
    expect(gatewayPets({}, selection).problems).toEqual([message]);
  });

  it('is refused where it takes nothing', () => {
    expect(gatewayPets({}, { withoutOperations: { paths: [{ path: '/**' }] } }).problems).toEqual([
      'pets.json:12: the number of operations that are taken is 0. Allowed: 1 or more. Take fewer of them out.',
    ]);
  });
});
