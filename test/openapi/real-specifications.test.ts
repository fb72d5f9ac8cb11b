/** Every description is taken, and what is written of it obeys the gateway's page; or refused, with a line that is true. */
import { sentence } from '../../lib/core/refusal';
import { descriptionTools } from '../../lib/openapi/description-tools';
import { gatewayDocument } from '../../lib/openapi/gateway-document';
import { readOpenApi } from '../../lib/openapi/openapi-document';
import type { OperationSelection } from '../../lib/openapi/operation-selection';
import { inputProblems } from '../../lib/tools/schema-problems';
import { EXAMPLES, example, exampleText, gitHubText, twinOf } from './specifications';

type Json = Record<string, any>;

/** Counted from the text alone: a method with an object under a path. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const count = (root: Json) =>
  Object.values<Json>(root.paths ?? {}).flatMap((item) => Object.keys(item).filter((key) => METHODS.includes(key)))
    .length;

const ANYWHERE: OperationSelection = {
  server: 'https://api.example.com',
  safeNames: true,
  unsupportedInputs: 'narrow',
};

/** Every schema of a description, wherever it stands. */
function schemas(value: unknown, isSchema = false): Json[] {
  if (Array.isArray(value)) return value.flatMap((one) => schemas(one));
  if (typeof value !== 'object' || value === null) return [];
  const own = isSchema ? [value as Json] : [];
  return own.concat(
    Object.entries(value).flatMap(([key, one]) =>
      ['properties', 'schemas'].includes(key) && (isSchema || key === 'schemas')
        ? Object.values(one as Json).flatMap((schema) => schemas(schema, true))
        : schemas(one, ['schema', 'items', 'additionalProperties'].includes(key)),
    ),
  );
}

/** The gateway's page, read a second time. */
function expectFit(text: string): void {
  const root = JSON.parse(text) as Json;
  const names = new Set(Object.keys(root.components?.schemas ?? {}));
  for (const schema of schemas(root)) {
    expect(Object.keys(schema)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:oneOf|anyOf|allOf|not)$/)]),
    );
    expect(Array.isArray(schema.type)).toBe(false);
    if (schema.$ref) expect(names).toContain(schema.$ref.replace('#/components/schemas/', ''));
  }
  const operations = Object.values<Json>(root.paths).flatMap((item) => Object.values<Json>(item));
  expect(new Set(operations.map(({ operationId }) => operationId as string)).size).toBe(operations.length);
  for (const { operationId, parameters = [], requestBody, responses, ...rest } of operations) {
    expect(operationId).toMatch(/^[a-zA-Z0-9_-]+$/);
    expect(Object.keys(rest).every((key) => ['summary', 'description'].includes(key))).toBe(true);
    for (const parameter of parameters as Json[]) expect(parameter.style ?? parameter.explode).toBeUndefined();
    expect(Object.keys(requestBody?.content ?? { none: 1 })).toHaveLength(1);
    for (const response of Object.values<Json>(responses)) expect(Object.keys(response)).toEqual(['description']);
  }
}

/** What a message says stands at the line that it names. */
function expectTrue(message: string, source: readonly string[]): void {
  const [, line, what, given] = /^[^:]+:(\d+): (.*?) is (.*?)\. Allowed: /.exec(message) ?? [];
  if (line === undefined) return;
  const from = source.slice(Number(line) - 1, Number(line) + 15);
  const here = from[0];
  const words = /^(parameter|field) "(.*?)" of/.exec(what);
  const missing = /^operationId of ([A-Z]+) \S+ is missing/.exec(message.replace(/^[^:]+:\d+: /, ''));
  if (missing) expect(here).toContain(missing[1].toLowerCase());
  else if (/ is missing\./.test(message)) expect(here.trim()).toMatch(/^(?:\{|openapi)/);
  else if (what.startsWith('operationId of')) expect(here).toContain(JSON.parse(given));
  else if (words?.[1] === 'field') expect(here).toContain(words[2]);
  // A parameter is an element of a list: its line is where it begins.
  else if (words) expect(from.join('\n')).toContain(words[2]);
  else if (what.startsWith('servers of')) expect(here).toContain('servers');
  else if (/\.\d+$/.test(what)) expect(here.trim()).not.toBe('');
  else if (what.includes('number of operations')) expect(here).toMatch(/paths|^\{|^openapi/);
  else if (/^[A-Z]+ \//.test(what) && !what.includes(' ', what.indexOf('/')))
    expect(here).toContain(what.split(' ')[0].toLowerCase());
  else expect(here).toContain(what.split('.').at(-1)!.split(' ').at(-1));
}

/** JSON and YAML break the lines of a text differently. */
const withoutSpace = (text: string) => text.replace(/\\n|\s+/g, '');

describe('the descriptions of @readme/oas-examples', () => {
  const outcomes: string[] = [];

  it.each(EXAMPLES)('%s', (path) => {
    const made = (file: string, selections: readonly OperationSelection[]) => {
      const document = example(file);
      const lines = exampleText(file).split('\n');
      const documents = selections.map((selection) => gatewayDocument(document, selection));
      for (const problem of documents.flatMap(({ problems }) => problems)) expectTrue(sentence(problem), lines);
      return { documents, root: document.root };
    };
    const {
      documents: [plain, helped],
      root,
    } = made(path, [{}, ANYWHERE]);
    // Without help, YAML is refused for the same reasons on other lines.
    const {
      documents: [yaml],
    } = made(twinOf(path), [ANYWHERE]);
    outcomes.push(plain.problems.length === 0 ? 'taken' : helped.problems.length === 0 ? 'helped' : 'refused');

    expect(withoutSpace(yaml.text)).toBe(withoutSpace(helped.text));
    expect(yaml.problems).toHaveLength(helped.problems.length);
    if (helped.problems.length > 0) return;
    expect(helped.tools).toHaveLength(count(root));
    expect(helped.tools.flatMap(({ inputSchema, name }) => inputProblems(inputSchema, name))).toEqual([]);
    expectFit(helped.text);
  });

  it('are taken as they are, with the user’s help, or refused', () => {
    const number = (word: string) => outcomes.filter((one) => one === word).length;

    expect({ taken: number('taken'), helped: number('helped'), refused: number('refused') }).toEqual({
      taken: 5,
      helped: 34,
      refused: 21,
    });
  });
});

describe('GitHub’s description', () => {
  const source = gitHubText();
  // It is long: it is parsed once, and once more for its lines.
  const document = readOpenApi(source, { file: 'github.json' });
  const root: Json = document.root;
  const HELP: OperationSelection = { safeNames: true, unsupportedInputs: 'narrow' };

  it('is refused as a whole, with lines that are true', () => {
    const problems = gatewayDocument(document).problems.map(sentence);

    expect(document.operations).toHaveLength(count(root));
    expect(problems[0]).toBe(
      `github.json:225: the number of operations that are taken is ${count(root)}. Allowed: at most 1000 per target. Take those that the agent needs, with operations: [Operations.tagged(…)] or [Operations.named(…)], of ${count(root)}.`,
    );
    const lines = source.split('\n');
    for (const problem of problems) expectTrue(problem, lines);
  });

  it.each(['issues', 'actions'])('gives the tools of the tag %s', (tag) => {
    const own = Object.values<Json>(root.paths)
      .flatMap((item) => Object.values<Json>(item))
      .filter(({ tags }) => (tags as string[] | undefined)?.includes(tag));
    const { tools, problems, text, bytes, fitsInline } = gatewayDocument(document, {
      ...HELP,
      operations: { tags: [tag] },
    });

    expect(problems.map(sentence)).toEqual([]);
    expect(tools.map(({ name }) => name)).toEqual(
      own.map(({ operationId }) => (operationId as string).replace('/', '_')),
    );
    expect(tools.flatMap(({ inputSchema, name }) => inputProblems(inputSchema, name))).toEqual([]);
    expect([fitsInline, bytes]).toEqual([true, Buffer.byteLength(text)]);
    expectFit(text);
  });

  it('has the inputs of a known operation', () => {
    const { tools } = gatewayDocument(document, { ...HELP, operations: { operationIds: ['issues/create'] } });
    const { properties, required } = tools[0].inputSchema as { properties: Json; required: string[] };

    expect(required).toEqual(['owner', 'repo', 'title']);
    expect(Object.keys(properties).slice(0, 4)).toEqual(['owner', 'repo', 'title', 'body']);
    expect(properties.assignees).toMatchObject({ type: 'array', items: { type: 'string' } });
  });

  it('can be read for its tools without being made ready', () => {
    expect(descriptionTools(root)).toHaveLength(count(root));
  });
});
