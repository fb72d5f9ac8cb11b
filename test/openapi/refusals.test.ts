/** The exact words of every refusal, and the line that each names. */
import { body, gatewayPets, operation, parameter } from './pets';
import type { OperationSelection } from '../../lib/openapi/operation-selection';

type Case = [string, Record<string, any>, string, string, OperationSelection?];

const NOT_SIMPLE = 'Send it as a plain text, number or boolean, or leave the operation out.';
const NARROW = 'Or set unsupportedInputs: UnsupportedInputs.NARROW, which leaves it out.';
const FORM = 'one form: the gateway supports no oneOf, anyOf or allOf, nor several types';
const TAKE_FIRST =
  'Leave the operation out, or set unsupportedInputs: UnsupportedInputs.NARROW, which takes the first form.';
const MEDIA = 'application/json, application/x-www-form-urlencoded, multipart/form-data, application/xml';
const ADDRESS = 'a whole address that begins with https://, of a host with a name, without user, query and fragment';
const GIVE = 'Write the address of the API, or give it with server: "https://api.example.com".';
const VARIABLES =
  'in the host only variables with an enum, before a domain of your own; elsewhere an enum or a default';
const FILL_IN = 'Fill it in, as in serverVariables: {"tenant": "acme"}.';
const FILL = 'Fill them in, as in serverVariables: {"tenant": "acme"}, or give server: "https://api.example.com".';

const servers = (url: string, variables?: object) => ({ servers: [{ url, ...(variables && { variables }) }] });

const REFERENCE = '{{resolve:secretsmanager:prod/db:SecretString:password}}';
const NO_REFERENCE =
  'text without {{resolve:…}}, in whose place CloudFormation would put a secret when it deploys. Take it out of the text.';
const TOO_LARGE =
  'is "more than 10000 objects with all its references". Allowed: at most 10000 in the input of a tool. Leave the operation out, or describe fewer fields.';

/** Each level refers to the next one twice: few lines that are gigabytes when they are written out. */
const bomb = (name: string, levels = 40) =>
  Object.fromEntries(
    Array.from({ length: levels }, (_, level) => {
      const next = { $ref: `#/components/schemas/${name}${level + 1}` };
      return [`${name}${level}`, { type: 'object', properties: level + 1 < levels ? { a: next, b: next } : {} }];
    }),
  );

const CASES: Case[] = [
  ['no servers', { servers: null }, '{', `servers is missing. Allowed: a list with the address of the API. ${GIVE}`],
  ['a relative server', servers('/v1'), '"url": "/v1"', `servers[0].url is "/v1". Allowed: ${ADDRESS}. ${GIVE}`],
  [
    'plain HTTP',
    servers('http://api.example.com'),
    '"url": "http://api.example.com"',
    `servers[0].url is "http://api.example.com". Allowed: ${ADDRESS}. ${GIVE}`,
  ],
  ...[
    ['a user', 'https://user:pw@api.example.com/v1', 'https://…@api.example.com/v1'],
    ['a query', 'https://api.example.com?api_key=abc', 'https://api.example.com?…'],
    ['a fragment', 'https://api.example.com#f', 'https://api.example.com#…'],
    ['the number of a machine', 'https://169.254.169.254/latest'],
    ['the same number', 'https://0xa9fea9fe/latest'],
    ['a number of six', 'https://[fd00::1]'],
    ['the machine itself', 'https://localhost:8443'],
    ['what parsers read differently', 'https://api.example.com\\@evil.net', 'https://…@evil.net'],
  ].map(([what, url, said = url]): Case => {
    return [
      `an address with ${what}`,
      servers(url),
      `"url": ${JSON.stringify(url)}`,
      `servers[0].url is ${JSON.stringify(said)}. Allowed: ${ADDRESS}. ${GIVE}`,
    ];
  }),
  [
    'a user among the values',
    servers('https://{user}@api.example.com', { user: { default: 'admin', enum: ['admin'] } }),
    '"url": "https://{user}@api.example.com",',
    `servers[0].url is "https://…@api.example.com". Allowed: ${ADDRESS}. ${GIVE}`,
  ],
  [
    'another host among the values',
    servers('https://{t}.example.com', { t: { default: 'a', enum: ['a', 'evil.net/', 'x@y#'] } }),
    '"t": {',
    `servers[0].variables "t" is "evil.net/, x@y#". Allowed: letters, digits and - in each value, as callers choose a part of the host by it. ${FILL_IN}`,
  ],
  [
    'another host by default',
    servers('https://{t}.example.com', { t: { default: 'evil.net/', enum: ['a', 'b'] } }),
    '"t": {',
    `servers[0].variables "t" is "evil.net/". Allowed: letters, digits and - in each value, as callers choose a part of the host by it. ${FILL_IN}`,
  ],
  [
    'a query among the values',
    servers('https://api.example.com/{v}', { v: { default: 'a', enum: ['a', 'b?key=1', '../admin'] } }),
    '"v": {',
    `servers[0].variables "v" is "b?key=1, ../admin". Allowed: letters, digits, ., _, ~, - and / in each value, and nothing that leads up. ${FILL_IN}`,
  ],
  ...['a b', '__proto__'].map((name): Case => {
    return [
      `a variable that is called ${name}`,
      servers(`https://api.example.com/{${name}}`, Object.fromEntries([[name, { default: 'a', enum: ['a', 'b'] }]])),
      `${JSON.stringify(name)}: {`,
      `servers[0].variables ${JSON.stringify(name)} is ${JSON.stringify(name)}. Allowed: 1 to 64 of letters, digits, _, . and -, or models refuse every request that carries a tool of the target. ${FILL_IN}`,
    ];
  }),
  [
    'another host that the user gives',
    servers('https://{t}.example.com', { t: { default: 'a' } }),
    '"url": "https://{t}.example.com",',
    'servers[0].variables "t" is "evil.net/". Allowed: letters, digits, . and - in the host. Give the whole address with server: "https://api.example.com".',
    { serverVariables: { t: 'evil.net/' } },
  ],
  ...['https://{a}.com', 'https://{a}', 'https://api.{a}'].map((url): Case => {
    return [
      `a domain that callers choose: ${url}`,
      servers(url, { a: { default: 'x', enum: ['x', 'y'] } }),
      `"url": ${JSON.stringify(url)},`,
      `servers[0].url is ${JSON.stringify(url)}. Allowed: ${VARIABLES}. ${FILL}`,
    ];
  }),
  [
    'any host',
    servers('https://{host}/api', { host: { default: 'api.example.com', enum: ['a.example.com', 'b.example.com'] } }),
    '"url": "https://{host}/api",',
    `servers[0].url is "https://{host}/api". Allowed: ${VARIABLES}. ${FILL}`,
  ],
  [
    'a part of the host without a list of values',
    servers('https://{tenant}.example.com', { tenant: { default: 'acme' } }),
    '"url": "https://{tenant}.example.com",',
    `servers[0].url is "https://{tenant}.example.com". Allowed: ${VARIABLES}. ${FILL}`,
  ],
  [
    'a variable that is not described',
    servers('https://api.example.com/{stage}'),
    '"url": "https://api.example.com/{stage}"',
    `servers[0].url is "https://api.example.com/{stage}". Allowed: ${VARIABLES}. ${FILL}`,
  ],
  [
    'no operationId',
    operation({ operationId: null }),
    '"get": {',
    'operationId of GET /pets is missing. Allowed: a name: it becomes the name of the tool. Write one, set safeNames: true, or toolNames: {"GET /pets": "get_pets"}.',
  ],
  [
    'an operationId with other characters',
    operation({ operationId: 'pets/list' }),
    '"operationId": "pets/list",',
    'operationId of GET /pets is "pets/list". Allowed: 1 or more of letters, digits, _ and -. Set safeNames: true, or toolNames: {"pets/list": "pets_list"}.',
  ],
  [
    'an operationId twice',
    operation({ operationId: 'get_pet' }),
    '"operationId": "get_pet",',
    'operationId of GET /pets/{id} is "get_pet". Allowed: a name that no other tool has; GET /pets has it (pets.json:15). Leave one of them out, or toolNames: {"GET /pets/{id}": "get_pets_id"}.',
  ],
  [
    'a full name that is too long',
    operation({ operationId: 'list_all_the_pets_of_the_shop_that_are_for_sale' }),
    '"operationId": "list_all_the_pets_of_the_shop_that_are_for_sale",',
    'operationId of GET /pets is "list_all_the_pets_of_the_shop_that_are_for_sale". Allowed: at most 64 characters as models see it, "PetsOfTheShopInTown___list_all_the_pets_of_the_shop_that_are_for_sale", which has 69. Shorten the target\'s name by 5, or toolNames: {"list_all_the_pets_of_the_shop_that_are_for_sale": "…"} to one of 42.',
    { targetName: 'PetsOfTheShopInTown' },
  ],
  [
    'TRACE',
    { paths: { '/pets': { trace: { operationId: 'trace_pets', responses: {} } } } },
    '"trace": {',
    'the method of /pets is "TRACE". Allowed: GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS. Leave it out, as in withoutOperations: [Operations.named("TRACE /pets")].',
  ],
  [
    'another server for an operation',
    operation({ servers: [{ url: 'https://uploads.example.com' }] }),
    '"servers": [',
    'servers of GET /pets is ["https://uploads.example.com"]. Allowed: the one server of the target. Leave the operation out, and make it a target of its own with server: "https://…".',
  ],
  [
    'a reference to nothing',
    body({ $ref: '#/components/schemas/Cat' }),
    '"$ref": "#/components/schemas/Cat"',
    'POST /pets requestBody.content.application/json.schema.$ref is "#/components/schemas/Cat". Allowed: a reference to what the document has. Add it, or correct the reference.',
  ],
  [
    'a reference to itself',
    { components: { schemas: { Owner: { $ref: '#/components/schemas/Owner', type: null, properties: null } } } },
    '"$ref": "#/components/schemas/Owner"',
    'components.schemas.Owner.$ref is "#/components/schemas/Owner". Allowed: a reference to what the document has. Add it, or correct the reference.',
  ],
  [
    'a reference to another file',
    body({ $ref: 'cat.yaml#/Cat' }),
    '"$ref": "cat.yaml#/Cat"',
    'POST /pets requestBody.content.application/json.schema.$ref is "cat.yaml#/Cat". Allowed: a reference into the same document: "#/components/…". Bundle the files into one, for instance with redocly bundle.',
  ],
  [
    'several forms',
    {
      components: {
        schemas: {
          Pet: {
            properties: { owner: { $ref: null, oneOf: [{ type: 'string' }, { $ref: '#/components/schemas/Owner' }] } },
          },
        },
      },
    },
    '"oneOf": [',
    `components.schemas.Pet.properties.owner.oneOf is "string or Owner". Allowed: ${FORM}. ${TAKE_FIRST}`,
  ],
  [
    'several types',
    body({ type: 'object', properties: { age: { type: ['integer', 'string', 'null'] } } }),
    '"type": [',
    `POST /pets requestBody.content.application/json.schema.properties.age.type is "integer or string". Allowed: ${FORM}. ${TAKE_FIRST}`,
  ],
  [
    'a body that is a list',
    body({ type: 'array', items: {} }),
    '"schema": {',
    'POST /pets requestBody.content.application/json.schema is "array". Allowed: an object: its fields become inputs of the tool. Leave the operation out.',
  ],
  [
    'a body of another media type',
    body({ type: 'string' }, 'image/png'),
    '"content": {',
    `POST /pets requestBody.content is "image/png". Allowed: ${MEDIA}. Leave the operation out.`,
  ],
  [
    'a file in a body',
    body({ type: 'object', properties: { photo: { type: 'string', format: 'binary' } } }, 'multipart/form-data'),
    '"photo": {',
    `field "photo" of POST /pets is "format: binary". Allowed: text, numbers, booleans, objects and lists. Leave the operation out. ${NARROW}`,
  ],
  [
    'an answer of another media type',
    operation({ responses: { 200: { content: { 'application/pdf': {} } } } }),
    '"responses": {',
    `GET /pets responses is "application/pdf". Allowed: ${MEDIA}. Leave the operation out.`,
  ],
  [
    'a parameter and a field of one name',
    { paths: { '/pets': { post: { parameters: [{ name: 'name', in: 'query', schema: { type: 'string' } }] } } } },
    '"name": {',
    'field "name" of POST /pets is "name". Allowed: a name that no other parameter and no field of the body has: a tool has one input for all. Leave the operation out.',
  ],
  [
    '__proto__ among the fields',
    body(JSON.parse('{"type": "object", "properties": {"__proto__": {"type": "string"}}}') as object),
    '"__proto__": {',
    `field "__proto__" of POST /pets is "__proto__". Allowed: 1 to 64 of letters, digits, _, . and -, or models refuse every request that carries the tool. Leave the operation out. ${NARROW}`,
  ],
  ...['description', 'default', 'pattern'].map((key): Case => {
    return [
      `a secret of the account in the ${key} of a field`,
      body({ type: 'object', properties: { a: { type: 'string', [key]: `x ${REFERENCE}` } } }),
      `${JSON.stringify(key)}: ${JSON.stringify(`x ${REFERENCE}`)}`,
      `POST /pets requestBody.content.application/json.schema.properties.a.${key} is ${JSON.stringify(REFERENCE)}. Allowed: ${NO_REFERENCE}`,
    ];
  }),
  [
    'one among values',
    body({ type: 'object', properties: { a: { type: 'string', enum: ['b', REFERENCE] } } }),
    JSON.stringify(REFERENCE),
    `POST /pets requestBody.content.application/json.schema.properties.a.enum.1 is ${JSON.stringify(REFERENCE)}. Allowed: ${NO_REFERENCE}`,
  ],
  [
    'one in a name',
    body({ type: 'object', properties: { a: { type: 'object', properties: { [REFERENCE]: { type: 'string' } } } } }),
    `${JSON.stringify(REFERENCE)}: {`,
    `POST /pets requestBody.content.application/json.schema.properties.a.properties.${REFERENCE} is ${JSON.stringify(REFERENCE)}. Allowed: ${NO_REFERENCE}`,
  ],
  [
    'one in the words of an operation',
    operation({ summary: `Key ${REFERENCE}` }),
    `"summary": ${JSON.stringify(`Key ${REFERENCE}`)},`,
    `GET /pets summary is ${JSON.stringify(REFERENCE)}. Allowed: ${NO_REFERENCE}`,
  ],
  [
    'a reference to what every object has',
    body({ $ref: '#/components/schemas/toString' }),
    '"$ref": "#/components/schemas/toString"',
    'POST /pets requestBody.content.application/json.schema.$ref is "#/components/schemas/toString". Allowed: a reference to what the document has. Add it, or correct the reference.',
  ],
  [
    'a name that models refuse',
    parameter({ name: 'filter[name]' }),
    '{',
    `parameter "filter[name]" of GET /pets is "filter[name]". Allowed: 1 to 64 of letters, digits, _, . and -, or models refuse every request that carries the tool. Leave the operation out. ${NARROW}`,
  ],
  [
    'a cookie',
    parameter({ in: 'cookie' }),
    '{',
    `parameter "q" of GET /pets is "in: cookie". Allowed: in: path, query or header. ${NOT_SIMPLE} ${NARROW}`,
  ],
  [
    'a cookie that is required',
    parameter({ in: 'cookie', required: true }),
    '{',
    `parameter "q" of GET /pets is "in: cookie". Allowed: in: path, query or header. ${NOT_SIMPLE}`,
    { unsupportedInputs: 'narrow' },
  ],
  [
    'another style',
    parameter({ style: 'deepObject' }),
    '{',
    `parameter "q" of GET /pets is "style: \\"deepObject\\"". Allowed: style: form, which is the default in: query. ${NOT_SIMPLE} ${NARROW}`,
  ],
  [
    'a list in one text',
    parameter({ explode: false, schema: { type: 'array' } }),
    '{',
    `parameter "q" of GET /pets is "explode: false". Allowed: explode: true for a list, which is the default. ${NOT_SIMPLE} ${NARROW}`,
  ],
  [
    'an object in the query',
    parameter({ schema: { type: 'object' } }),
    '{',
    `parameter "q" of GET /pets is "object". Allowed: a text, a number or a boolean, or a list of them. ${NOT_SIMPLE} ${NARROW}`,
  ],
  [
    'a list in a header',
    parameter({ in: 'header', schema: { type: 'array' } }),
    '{',
    `parameter "q" of GET /pets is "array". Allowed: a text, a number or a boolean. ${NOT_SIMPLE} ${NARROW}`,
  ],
  [
    'a serialized parameter',
    parameter({ schema: undefined, content: { 'application/json': {} } }),
    '{',
    `parameter "q" of GET /pets is "content". Allowed: a schema: the gateway has no parameter serializers. ${NOT_SIMPLE} ${NARROW}`,
  ],
  [
    'reserved characters',
    parameter({ allowReserved: true }),
    '{',
    `parameter "q" of GET /pets is "allowReserved: true". Allowed: the usual encoding. ${NOT_SIMPLE} ${NARROW}`,
  ],
  [
    'a parameter without a place',
    parameter({ in: 'body', schema: undefined }),
    '{',
    'GET /pets parameters.0 is {"name":"q","in":"body"}. Allowed: an object with name, and in as one of path, query, header, cookie. Correct the parameter.',
  ],
  [
    'a part of the path that is not described',
    { paths: { '/pets/{id}': { parameters: null, delete: null } } },
    '"get": {',
    'GET /pets/{id} is "{id}". Allowed: a parameter in the path that is described. Add a parameter with name: id and in: path.',
  ],
  [
    'a path serializer',
    { paths: { '/cats/{;id*}': { get: { operationId: 'cat', responses: {} } } } },
    '"get": {',
    `GET /cats/{;id*} is "{;id*}". Allowed: a plain name: the gateway has no path serializers. ${NOT_SIMPLE}`,
  ],
];

describe('the gateway would refuse', () => {
  it.each(CASES)('%s', (_, changes, line, message, selection = {}) => {
    const result = gatewayPets(changes, selection);

    expect(result.problems.map((problem) => problem.replace(/^pets\.json:\d+: /, ''))).toEqual([message]);
    expect(result.line(result.problems[0])).toBe(line);
  });

  it.each<[string, object, string, string]>([
    ['a body', body({ $ref: '#/components/schemas/S0' }), 'POST /pets', '"post": {'],
    [
      'a body of two parts',
      body({ allOf: [{ $ref: '#/components/schemas/S0' }, { $ref: '#/components/schemas/T0' }] }),
      'POST /pets requestBody.content.application/json.schema',
      '"schema": {',
    ],
    [
      'a parameter',
      parameter({ schema: { type: 'array', items: { $ref: '#/components/schemas/S0' } } }),
      'components.schemas.S27',
      '"S27": {',
    ],
  ])('%s that is gigabytes once its references are followed', (_, changes, place, line) => {
    const {
      problems,
      line: lineOf,
      text,
    } = gatewayPets({
      ...changes,
      components: { schemas: { ...bomb('S'), ...bomb('T') } },
    });

    expect(problems[0].replace(/^pets\.json:\d+: /, '')).toBe(`${place} ${TOO_LARGE}`);
    expect(lineOf(problems[0])).toBe(line);
    expect(text.length).toBeLessThan(1_000_000);
  });

  it('a secret of the account in what the user says of a tool', () => {
    expect(gatewayPets({}, { descriptions: { list_pets: REFERENCE } }).problems).toEqual([
      `pets.json: what is deployed is ${JSON.stringify(REFERENCE)}. Allowed: ${NO_REFERENCE}`,
    ]);
  });

  it('not what is not taken', () => {
    const withoutOperations = { operationIds: ['list_pets'] };
    expect(gatewayPets(operation({ summary: REFERENCE }), { withoutOperations }).problems).toEqual([]);
  });

  it('a server that the user gives', () => {
    expect(gatewayPets({}, { server: 'http://localhost:8080' }).problems).toEqual([
      `pets.json: server is "http://localhost:8080". Allowed: ${ADDRESS}. Write the address of the API.`,
    ]);
  });

  it('a secret in the server that the user gives, which it does not say', () => {
    expect(gatewayPets({}, { server: 'https://admin:s3cret@api.example.com?api_key=abc#f' }).problems).toEqual([
      `pets.json: server is "https://…@api.example.com?…". Allowed: ${ADDRESS}. Write the address of the API.`,
    ]);
  });

  const many = (count: number, parts: object = {}) => ({
    paths: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/pets/${index}`,
        { get: { operationId: `pet${index}`, responses: {}, ...parts } },
      ]),
    ),
  });

  it('more tools than a target may have', () => {
    expect(gatewayPets(many(1000)).problems).toEqual([
      'pets.json:12: the number of operations that are taken is 1004. Allowed: at most 1000 per target. Take those that the agent needs, with operations: [Operations.tagged(…)] or [Operations.named(…)], of 1004.',
    ]);
  });

  it('more than fits into a file', () => {
    const { problems, bytes, fitsInline } = gatewayPets(many(9, { description: 'x'.repeat(1_200_000) }));

    expect(fitsInline).toBe(false);
    expect(problems).toEqual([
      `pets.json:12: the size in bytes of what is selected is ${bytes}. Allowed: at most 10485760. Take fewer operations, with operations: [Operations.tagged(…)] or [Operations.named(…)].`,
    ]);
  });

  it('the same in many places, and says how many', () => {
    const { problems } = gatewayPets(many(40, { operationId: null }));

    expect(problems).toHaveLength(11);
    expect(problems[10]).toBe(
      'pets.json: the number of further problems with operationId is 30. Allowed: none. Correct them in the same way, or select fewer operations.',
    );
  });
});
