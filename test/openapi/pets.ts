/** A small description that everything accepts, to break in one place. */
import { sentence } from '../../lib/core/refusal';
import { gatewayDocument } from '../../lib/openapi/gateway-document';
import { readOpenApi } from '../../lib/openapi/openapi-document';
import type { OperationSelection } from '../../lib/openapi/operation-selection';
import { isJsonObject } from '../../lib/tools/json-schema';

type Json = Record<string, any>;

const OK = { 200: { description: 'The pets.' } };

export const PETS: Json = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1.0' },
  servers: [{ url: 'https://api.example.com/v1/' }],
  paths: {
    '/pets': {
      get: { operationId: 'list_pets', tags: ['read'], summary: 'Lists pets.', responses: OK },
      post: {
        operationId: 'add_pet',
        tags: ['write'],
        description: 'Adds a pet.',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
        },
        responses: OK,
      },
    },
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'get_pet', tags: ['read'], responses: OK },
      delete: { operationId: 'remove_pet', tags: ['write'], responses: OK },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        properties: { name: { type: 'string' }, owner: { $ref: '#/components/schemas/Owner' } },
        required: ['name'],
      },
      Owner: { type: 'object', properties: { email: { type: 'string', format: 'email' } } },
      Unused: { oneOf: [{ type: 'string' }, { type: 'object' }] },
    },
  },
};

/** What is written over a description: objects are merged, null takes away. */
export function pets(changes: Json = {}): Json {
  return merge(PETS, changes) as Json;
}

function merge(given: unknown, changes: unknown): unknown {
  if (!isJsonObject(changes)) return changes;
  const from = isJsonObject(given) ? given : {};
  const all = {
    ...from,
    ...Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, merge(from[key], value)])),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

export const operation = (parts: Json) => ({ paths: { '/pets': { get: parts } } });

export const parameter = (parts: Json, path = '/pets') => ({
  paths: { [path]: { get: { parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, ...parts }] } } },
});

/** A body in place of the one that is there. */
export const body = (schema: object, type = 'application/json') => ({
  paths: {
    '/pets': {
      post: { requestBody: { content: { 'application/json': null, [type]: { schema: { $ref: null, ...schema } } } } },
    },
  },
});

/** What the gateway gets of it. */
export function gatewayPets(changes: Json = {}, selection: OperationSelection = {}) {
  const text = JSON.stringify(pets(changes), undefined, 2);
  const result = gatewayDocument(readOpenApi(text, { file: 'pets.json' }), selection);
  return {
    ...result,
    root: JSON.parse(result.text) as Json,
    problems: result.problems.map(sentence),
    notes: result.notes.map(({ about, text: words }) => `${about} ${words}`),
    /** The line of the source that a message names. */
    line: (message: string) => text.split('\n')[Number(/^pets\.json:(\d+)/.exec(message)?.[1]) - 1]?.trim(),
    input: (name: string) => result.tools.find((tool) => tool.name === name)?.inputSchema as Json,
  };
}
