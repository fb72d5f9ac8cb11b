/** What the gateway gets instead, and what is said about it. */
import { descriptionTools } from '../../lib/openapi/description-tools';
import { body, gatewayPets, operation, parameter, pets } from './pets';

const SCHEMA = ['/pets', 'post', 'requestBody', 'content', 'application/json', 'schema'];
const written = (schema: object, selection = {}) => {
  const { root, problems } = gatewayPets(body(schema), selection);
  expect(problems).toEqual([]);
  return SCHEMA.reduce((value, key) => value[key], root.paths) as object;
};
const field = (schema: unknown, selection = {}) =>
  (written({ type: 'object', properties: { field: schema } }, selection) as { properties: { field: object } })
    .properties.field;

describe('a schema for the gateway', () => {
  it.each<[string, unknown, object]>([
    ['what may be null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string' }],
    ['null among the types', { type: ['string', 'null'] }, { type: 'string' }],
    ['nullable in 3.0', { type: 'string', nullable: true }, { type: 'string', nullable: true }],
    [
      'an optional reference',
      { oneOf: [{ $ref: '#/components/schemas/Owner' }, { type: 'null' }] },
      { type: 'object', properties: { email: { type: 'string', format: 'email' } } },
    ],
    [
      'allOf of one, with words of its own',
      { description: 'Who.', allOf: [{ type: 'string', description: 'x' }] },
      { description: 'Who.', type: 'string' },
    ],
    [
      'allOf of several',
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
          { properties: { b: { type: 'number' } } },
          { required: ['a', 'b', 'c'] },
        ],
      },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } }, required: ['a', 'b'] },
    ],
    [
      'a field that two parts describe',
      { allOf: [{ properties: { a: { type: 'string' } } }, { properties: { a: { description: 'A.' } } }] },
      { type: 'object', properties: { a: { description: 'A.', type: 'string' } } },
    ],
    [
      'several words',
      { oneOf: [{ const: 'a' }, { type: 'string', enum: ['b', 'a'] }] },
      { type: 'string', enum: ['a', 'b'] },
    ],
    ['a word or any text', { anyOf: [{ enum: ['auto'] }, { type: 'string' }] }, { type: 'string' }],
    ['whole and other numbers', { type: ['integer', 'number'] }, { type: 'number' }],
    ['a constant', { const: 1 }, { type: 'number', enum: [1] }],
    ['a type that goes without saying', { properties: { a: {} } }, { type: 'object', properties: { a: {} } }],
    ['a list of anything', { type: 'array' }, { type: 'array', items: {} }],
    ['examples and extensions', { type: 'string', example: 'a', 'x-go-type': 'T', title: 'A' }, { type: 'string' }],
    [
      'forms that only say which fields go together',
      { type: 'object', properties: { a: { type: 'string' } }, oneOf: [{ required: ['a'] }, { required: [] }] },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
  ])('says %s plainly', (_, schema, expected) => expect(field(schema)).toEqual(expected));

  it.each<[string, unknown, object]>([
    ['the first form', { oneOf: [{ type: 'string' }, { type: 'object' }] }, { type: 'string' }],
    ['the first type', { type: ['integer', 'string'] }, { type: 'integer' }],
    [
      'the first form of an element',
      { type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'string' }] } },
      { type: 'array', items: { type: 'integer' } },
    ],
  ])('narrows to %s', (_, schema, expected) =>
    expect(field(schema, { unsupportedInputs: 'narrow' })).toEqual(expected),
  );

  it('says of every narrowing where it is', () => {
    const { notes, line } = gatewayPets(
      body({ type: 'object', properties: { a: { oneOf: [{ type: 'string' }, { type: 'array' }] } } }),
      { unsupportedInputs: 'narrow' },
    );

    expect(notes.map((note) => note.replace(/:\d+/, ''))).toEqual([
      'pets.json: POST /pets requestBody.content.application/json.schema.properties.a.oneOf is string, of string or array',
    ]);
    expect(line(notes[0])).toBe('"oneOf": [');
  });

  it('ends where it would hold itself', () => {
    const children = { type: 'array', items: { $ref: '#/components/schemas/Pet' } };
    const { input, notes, problems, root } = gatewayPets({
      components: { schemas: { Pet: { properties: { children } } } },
    });

    expect(problems).toEqual([]);
    expect(input('add_pet').properties.children).toEqual({ type: 'array', items: { type: 'object' } });
    expect(notes).toEqual([
      expect.stringMatching(
        /^pets\.json:\d+: components\.schemas\.Pet\.properties\.children\.items holds itself: its fields are not described a second time$/,
      ),
    ]);
    expect(JSON.stringify(root)).not.toContain('schemas/Pet');
  });

  it('is shared where it was shared', () => {
    const { root } = gatewayPets(
      body({
        type: 'object',
        properties: { a: { $ref: '#/components/schemas/Owner' }, b: { $ref: '#/components/schemas/Owner' } },
      }),
    );

    expect(SCHEMA.reduce((value, key) => value[key], root.paths)).toMatchObject({
      properties: { a: { $ref: '#/components/schemas/Owner' }, b: { $ref: '#/components/schemas/Owner' } },
    });
    expect(Object.keys(root.components.schemas)).toEqual(['Owner']);
  });
});

describe('a parameter for the gateway', () => {
  const parameters = (parts: object, selection = {}) => {
    const { root, problems } = gatewayPets(parameter(parts), selection);
    expect(problems).toEqual([]);
    return root.paths['/pets'].get.parameters as object[] | undefined;
  };

  it.each<[string, object, object | undefined]>([
    ['a number or a text', { schema: { oneOf: [{ type: 'integer' }, { type: 'string' }] } }, { type: 'string' }],
    ['a list', { schema: { type: 'array', items: { type: 'string' } } }, { type: 'array', items: { type: 'string' } }],
    ['anything', { schema: {} }, { type: 'string' }],
    ['what a component says', { schema: { $ref: '#/components/schemas/Size' } }, { type: 'string', enum: ['s', 'm'] }],
  ])('says %s plainly', (_, parts, schema) => {
    const Size = { enum: ['s', 'm'] };
    const { root } = gatewayPets({ ...parameter(parts), components: { schemas: { Size } } });
    expect(root.paths['/pets'].get.parameters).toEqual([{ name: 'q', in: 'query', schema }]);
  });

  it.each(['Accept', 'Content-Type', 'authorization'])('is none where OpenAPI ignores it: %s', (name) => {
    expect(parameters({ name, in: 'header', required: true })).toBeUndefined();
  });

  it.each([[{ in: 'cookie' }], [{ style: 'deepObject', schema: { type: 'object' } }], [{ name: 'a[b]' }]])(
    'is left out where the call works without it and the user narrows: %j',
    (parts) => expect(parameters(parts, { unsupportedInputs: 'narrow' })).toBeUndefined(),
  );

  it('is the one of the operation, where the path has it too', () => {
    const own = { name: 'id', in: 'path', required: true, description: 'Mine.', schema: { type: 'integer' } };
    const { input } = gatewayPets({ paths: { '/pets/{id}': { get: { parameters: [own] } } } });

    expect(input('get_pet')).toEqual({
      type: 'object',
      properties: { id: { type: 'integer', description: 'Mine.' } },
      required: ['id'],
    });
    expect(input('remove_pet').properties.id).toEqual({ type: 'string' });
  });
});

describe('an operation for the gateway', () => {
  it('has answers without schemas, which could fail the target', () => {
    const responses = {
      200: { description: 'Pets.', content: { 'application/json': { schema: { oneOf: [] } }, 'text/csv': {} } },
      404: { $ref: '#/components/responses/Gone' },
    };
    const { root, problems } = gatewayPets({
      ...operation({ responses }),
      components: { responses: { Gone: { description: 'Gone.' } } },
    });

    expect(problems).toEqual([]);
    expect(root.paths['/pets'].get.responses).toEqual({ 200: { description: 'Pets.' }, 404: { description: 'Gone.' } });
  });

  it.each(['application/json; charset=utf-8', '*/*', 'application/hal+json'])('may answer %s', (type) => {
    expect(gatewayPets(operation({ responses: { 200: { content: { [type]: {} } } } })).problems).toEqual([]);
  });

  it('takes JSON where it may', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    const content = { 'application/xml': { schema }, 'application/json': { schema } };
    const { root, notes } = gatewayPets({ paths: { '/pets': { post: { requestBody: { content } } } } });

    expect(Object.keys(root.paths['/pets'].post.requestBody.content)).toEqual(['application/json']);
    expect(notes).toEqual([expect.stringContaining('is application/json, of application/json, application/xml')]);
  });

  it('has neither security, callbacks nor links, which the gateway does not support', () => {
    const { root, notes, problems } = gatewayPets({
      security: [{ key: [] }],
      webhooks: {},
      ...operation({ callbacks: { done: {} }, security: [], tags: ['x'] }),
      components: { securitySchemes: { key: { type: 'http' } }, links: {} },
    });

    expect(problems).toEqual([]);
    expect(Object.keys(root)).toEqual(['openapi', 'info', 'servers', 'paths', 'components']);
    expect(Object.keys(root.components)).toEqual(['schemas']);
    expect(Object.keys(root.paths['/pets'].get)).toEqual(['operationId', 'summary', 'responses']);
    expect(notes).toEqual([expect.stringContaining('GET /pets callbacks is left out: the gateway supports none')]);
  });
});

describe('the server for the gateway', () => {
  const TENANT = { tenant: { default: 'a', enum: ['a', 'b'], description: 'Whose.' } };
  const server = (url: string, variables = {}, selection = {}) => {
    const result = gatewayPets({ servers: [{ url, variables }] }, selection);
    expect(result.problems).toEqual([]);
    return { server: result.root.servers[0] as object, inputs: Object.keys(result.input('get_pet').properties) };
  };

  it('is the first, and says so', () => {
    const { root, notes } = gatewayPets({ servers: [{ url: 'https://a.example.com' }, { url: 'http://localhost' }] });

    expect(root.servers).toEqual([{ url: 'https://a.example.com' }]);
    expect(notes).toEqual(['pets.json:8: servers.0 is the server that is called, of 2']);
  });

  it('has a variable where there is a choice, which is then an input of every tool', () => {
    expect(server('https://{tenant}.api.example.com/v1', TENANT)).toEqual({
      server: { url: 'https://{tenant}.api.example.com/v1', variables: TENANT },
      inputs: ['tenant', 'id'],
    });
  });

  it.each([
    ['its one value', 'https://{tenant}.example.com', { tenant: { default: 'a', enum: ['a'] } }, {}],
    ['the value of the user', 'https://{tenant}.example.com', TENANT, { serverVariables: { tenant: 'a' } }],
  ])('has %s filled in', (_, url, variables, selection) => {
    expect(server(url, variables, selection)).toEqual({ server: { url: 'https://a.example.com' }, inputs: ['id'] });
  });

  it('has a default in the path filled in, as API Gateway writes its stage', () => {
    expect(server('https://a.example.com/{basePath}', { basePath: { default: 'prod' } }).server).toEqual({
      url: 'https://a.example.com/prod',
    });
  });

  it('is the one of the user', () => {
    const { root, problems } = gatewayPets({ servers: null }, { server: 'https://pets.example.com/' });

    expect([problems, root.servers]).toEqual([[], [{ url: 'https://pets.example.com' }]]);
  });
});

describe('the input of a tool', () => {
  it('has parameters and the fields of the body side by side', () => {
    const { tools } = gatewayPets({
      paths: {
        '/pets': {
          post: {
            parameters: [
              { name: 'X-Shop', in: 'header', description: 'Which shop.', required: true, schema: { type: 'integer' } },
            ],
          },
        },
      },
    });

    expect(tools[1]).toEqual({
      name: 'add_pet',
      description: 'Adds a pet.',
      inputSchema: {
        type: 'object',
        properties: {
          'X-Shop': { type: 'integer', description: 'Which shop.' },
          name: { type: 'string' },
          owner: { type: 'object', properties: { email: { type: 'string' } } },
        },
        required: ['X-Shop', 'name'],
      },
    });
  });

  it('relies on no field of a body that may be left out', () => {
    const { input } = gatewayPets({ paths: { '/pets': { post: { requestBody: { required: null } } } } });

    expect(input('add_pet')).not.toHaveProperty('required');
  });

  it('does not ask for what is only read', () => {
    const { input } = gatewayPets({ components: { schemas: { Pet: { properties: { name: { readOnly: true } } } } } });

    expect(input('add_pet')).not.toHaveProperty('required');
  });

  it('comes with a description: the text, the summary, or where the operation is', () => {
    expect(gatewayPets().tools.map(({ description }) => description)).toEqual([
      'Lists pets.',
      'Adds a pet.',
      'GET /pets/{id}',
      'DELETE /pets/{id}',
    ]);
  });

  it('is open where a description that no one made ready says what tools cannot', () => {
    const [, tool] = descriptionTools(
      pets({
        servers: [{ url: 'https://{host}', variables: { host: { default: 'a' } } }],
        components: { schemas: { Owner: { type: null, properties: null, oneOf: [{ type: 'string' }] } } },
      }),
    );

    expect(tool.inputSchema).toEqual({
      type: 'object',
      properties: { host: { type: 'string' }, name: { type: 'string' }, owner: { type: 'object' } },
      required: ['name'],
    });
  });
});
