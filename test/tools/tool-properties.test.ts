/** What holds for every name and every schema, found by trying many. */
import * as fc from 'fast-check';
import { z } from 'zod';
import { ToolDefinitions } from '../../lib/tools';
import { fieldAt, fieldsOf, type JsonSchema } from '../../lib/tools/json-schema';
import type { Problem } from '../../lib/core/refusal';

const fieldName = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,20}$/).filter((name) => name !== '__proto__');
const description = fc.string({ minLength: 1, maxLength: 20 });

const { schema } = fc.letrec<{ schema: JsonSchema; object: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record(
      { type: fc.constantFrom('string', 'number', 'integer', 'boolean'), description },
      { requiredKeys: ['type'] },
    ) as fc.Arbitrary<JsonSchema>,
    tie('object'),
    fc.record(
      { type: fc.constant('array'), items: tie('schema') },
      { requiredKeys: ['type'] },
    ) as fc.Arbitrary<JsonSchema>,
  ),
  object: objectOf(tie('schema')),
}));
const inputSchema = objectOf(schema);

function objectOf(field: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> {
  return fc
    .tuple(fc.dictionary(fieldName, field, { maxKeys: 4 }), fc.infiniteStream(fc.boolean()))
    .map(([properties, flags]) => ({
      type: 'object' as const,
      properties,
      required: Object.keys(properties).filter(() => flags.next().value),
    }));
}

function problems(input: unknown, name = 'tool', target = 'T'): Problem[] {
  return ToolDefinitions.of({ name, description: 'Does it.', inputSchema: input })._problems(target);
}

/** The gateway's own grammar, written down a second time, by other means. */
const grammar: z.ZodType = z.lazy(() =>
  z.strictObject({
    type: z.enum(['string', 'number', 'integer', 'boolean', 'object', 'array']),
    description: z.string().optional(),
    properties: z.record(z.string(), grammar).optional(),
    required: z.array(z.string()).optional(),
    items: grammar.optional(),
  }),
);

describe('names', () => {
  const target = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,59}$/);
  const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,80}$/);

  it('pass exactly when they fit models together with their target', () => {
    fc.assert(
      fc.property(target, name, (target, name) => {
        expect(problems({ type: 'object' }, name, target).length === 0).toBe(`${target}___${name}`.length <= 64);
      }),
    );
  });

  it('never pass with any other character, wherever it stands', () => {
    fc.assert(
      fc.property(name, fc.string({ minLength: 1 }), name, (before, between, after) => {
        fc.pre(/[^a-zA-Z0-9_-]/.test(between));
        const about = problems({ type: 'object' }, before + between + after).map((problem) => problem.about);
        expect(about).toEqual(['tools[0].name']);
      }),
    );
  });

  it('that are suggested instead pass themselves', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (name) => {
        const suggested = /^Write "(.*)"\.$/.exec(problems({ type: 'object' }, name)[0]?.fix ?? '')?.[1];
        fc.pre(suggested !== undefined);
        expect(problems({ type: 'object' }, suggested)).toEqual([]);
      }),
    );
  });
});

describe('schemas', () => {
  it('of the accepted keywords pass, and reach the gateway unchanged', () => {
    fc.assert(
      fc.property(inputSchema, (input) => {
        expect(problems(input)).toEqual([]);
        const rendered = ToolDefinitions.of({ name: 'tool', description: 'Does it.', inputSchema: input })
          ._toolSchema()
          ._render();
        expect(rendered.inlinePayload[0].inputSchema).toEqual(input);
      }),
    );
  });

  it('with any other keyword, anywhere, are refused by its name', () => {
    const keyword = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((word) => !/^(type|properties|required|items|description|__proto__)$/.test(word));
    fc.assert(
      fc.property(inputSchema, keyword, fc.jsonValue({ maxDepth: 1 }), fc.nat(), (input, word, value, nth) => {
        const places = [
          '',
          ...fieldsOf(input).map((field) => field.path.map((name) => `.properties.${name}`).join('')),
        ];
        const paths = [[], ...fieldsOf(input).map((field) => field.path)];
        const at = nth % paths.length;
        expect(problems(withKeyword(input, paths[at], word, value)).map((problem) => problem.about)).toEqual([
          `tool "tool" inputSchema${places[at]}.${word}`,
        ]);
      }),
    );
  });

  it('that are any JSON at all are refused or are what the gateway accepts, and never a crash', () => {
    const loose = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 2 }),
        fc.record(
          {
            type: fc.constantFrom('string', 'object', 'array', 'float', null),
            properties: fc.dictionary(fieldName, tie('value'), { maxKeys: 2 }),
            required: fc.array(fieldName, { maxLength: 1 }),
            items: tie('value'),
            enum: fc.constant([]),
          },
          { requiredKeys: [] },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(loose, (input) => {
        if (problems(input).length === 0) expect(grammar.safeParse(input).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('have the field that each listed path names', () => {
    fc.assert(
      fc.property(inputSchema, (input) => {
        for (const field of fieldsOf(input)) expect(fieldAt(input, field.path)).toEqual(field);
      }),
    );
  });
});

function withKeyword(schema: JsonSchema, path: readonly string[], keyword: string, value: unknown): JsonSchema {
  if (path.length === 0) return { ...schema, [keyword]: value };
  const [name, ...rest] = path;
  const properties = schema.properties ?? {};
  return { ...schema, properties: { ...properties, [name]: withKeyword(properties[name], rest, keyword, value) } };
}
