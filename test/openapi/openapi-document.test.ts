import { sentence } from '../../lib/core/refusal';
import { readOpenApi } from '../../lib/openapi/openapi-document';
import { pets } from './pets';
import { example } from './specifications';

const problems = (text: string) => readOpenApi(text, { file: 'api' }).problems.map(sentence);

const YAML = `openapi: 3.1.0
info: {title: Pets, version: '1'}
servers:
  - url: https://api.example.com
paths:
  /pets:
    get:
      operationId: list_pets
      parameters:
        - name: q
          in: query
`;

describe('reading a description', () => {
  it.each([
    ['JSON', JSON.stringify(pets())],
    ['JSON after a byte order mark', `\uFEFF${JSON.stringify(pets())}`],
    ['YAML', YAML],
  ])('takes %s', (_, text) => {
    expect(problems(text)).toEqual([]);
    expect(readOpenApi(text).operations[0]).toMatchObject({ method: 'GET', path: '/pets', id: 'list_pets' });
  });

  it('lists operations in the order they were written, with the parameters of their path', () => {
    const { operations } = readOpenApi(JSON.stringify(pets()));

    expect(operations.map(({ label }) => label)).toEqual(['list_pets', 'add_pet', 'get_pet', 'remove_pet']);
    expect(operations[3].item.parameters).toHaveLength(1);
  });

  it.each([
    [['paths', '/pets', 'get', 'operationId'], 8],
    [['paths', '/pets', 'get', 'parameters', 0], 10],
    [['paths', '/pets', 'get', 'responses'], 7],
    [['servers', 0, 'url'], 4],
    [[], 1],
  ])('knows the line of %j in YAML, or of what is around it', (pointer, line) => {
    expect(readOpenApi(YAML, { file: 'api.yaml' }).place(pointer)).toBe(`api.yaml:${line}`);
  });

  it('knows the lines of JSON', () => {
    const text = JSON.stringify(pets(), undefined, 2);
    const document = readOpenApi(text, { file: 'pets.json' });
    const line = (...pointer: string[]) => text.split('\n')[Number(document.place(pointer).split(':')[1]) - 1].trim();

    expect(line('paths', '/pets/{id}', 'delete')).toBe('"delete": {');
    expect(line('components', 'schemas', 'Owner', 'properties', 'email')).toBe('"email": {');
  });

  it.each([
    [
      '{\n  "openapi": "3.0.0",\n  "info": {,}\n}',
      'api:3: the text is "\\"info\\": {,}". Allowed: JSON (value expected). Correct the text here.',
    ],
    [
      'openapi: 3.0.0\ninfo: {title: Pets\npaths: {}\n',
      'api:3: the text is "paths: {}". Allowed: YAML or JSON (Flow map in block collection must be sufficiently indented and end with a }). Correct the text here.',
    ],
    [
      '- openapi: 3.0.0\n',
      'api:1: the text is [{"openapi":"3.0.0"}]. Allowed: an OpenAPI description: an object with openapi, info, servers and paths. Give the description itself.',
    ],
    [
      'swagger: "2.0"\n',
      'api:1: swagger is "2.0". Allowed: an OpenAPI description of version 3.0 and 3.1. Convert it to OpenAPI 3, for instance with swagger2openapi.',
    ],
    [
      'info: {}\nopenapi: 3.2.0\n',
      'api:2: openapi is "3.2.0". Allowed: an OpenAPI description of version 3.0 and 3.1. Write openapi: 3.0.3 or 3.1.0, and what that version has.',
    ],
    [
      `${YAML}          schema: &s\n            properties:\n              child: *s\n`,
      'api:14: paths./pets.get.parameters.0.schema.properties.child.… is "more than 200 levels". Allowed: at most 200; what an anchor names cannot hold itself. Write a schema that holds itself into components, and refer to it with $ref.',
    ],
    [
      `{"openapi": "3.0.3", "x": ${'['.repeat(9999)}${']'.repeat(9999)}}`,
      'api:1: x.0.0.0.0.0.0.0.… is "more than 200 levels". Allowed: at most 200; what an anchor names cannot hold itself. Write a schema that holds itself into components, and refer to it with $ref.',
    ],
    [
      '{"info": {}}',
      'api:1: openapi is missing. Allowed: an OpenAPI description of version 3.0 and 3.1. Write openapi: 3.0.3 or 3.1.0, and what that version has.',
    ],
  ])('refuses %j', (text, message) => {
    expect(problems(text).slice(0, 1)).toEqual([message]);
  });

  it('reads a YAML file as its JSON twin', () => {
    expect(example('3.0/yaml/petstore.yaml').root).toEqual(example('3.0/json/petstore.json').root);
  });
});
