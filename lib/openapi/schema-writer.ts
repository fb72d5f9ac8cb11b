/**
 * Writes schemas in the words that the gateway supports: basic types, nested objects, lists, required fields. What
 * composition says in other words is said in these; what only composition can say is refused, or narrowed to one form.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-schema-openapi.html
 *
 * That the gateway refuses composition rather than ignoring it was seen by others: a target with GitHub's description
 * failed with "schema with oneOf is currently not supported".
 */
import { expandedNodes, MOST_NODES } from '../tools/expanded-nodes';
import { isJsonObject } from '../tools/json-schema';
import type { JsonObject, Located } from './openapi-document';
import { finished, impliedType, merged, SCALARS } from './schema-parts';
import { wordsOf, type Verdict } from './verdict';

/** What is kept as it is written: examples, titles and extensions only cost size. */
const KEPT = [
  'format',
  'default',
  'description',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'readOnly',
  'writeOnly',
  'deprecated',
];

const COMPONENT = /^#\/components\/schemas\/([a-zA-Z0-9._-]+)$/;

/** Where a schema stands: in a URL or a header every value is text. */
export type SchemaPlace = 'body' | 'parameter';

/** Writes the schemas of one description; those that are referred to go into `components`. */
export class SchemaWriter {
  /** The schemas that the written ones refer to, by name. */
  readonly components = new Map<string, JsonObject>();
  private readonly open = new Set<string>();
  /** What stands for references that are written out, by place and reference. */
  private readonly writtenOut = new Map<string, JsonObject>();

  constructor(private readonly verdict: Verdict) {}

  /** The schema as the gateway gets it, perhaps a reference into `components`. */
  write(at: Located, place: SchemaPlace = 'body'): JsonObject {
    const { $ref } = isJsonObject(at.value) ? at.value : {};
    return typeof $ref === 'string' ? this.reference($ref, at, place) : this.finish(this.compose(at, place), at);
  }

  /** The same without a reference at the top. */
  expanded(at: Located, place: SchemaPlace = 'body'): JsonObject {
    return this.finish(this.content(at, place), at);
  }

  /** What a written schema stands for. */
  resolved(schema: JsonObject): JsonObject {
    const name = typeof schema.$ref === 'string' ? COMPONENT.exec(schema.$ref)?.[1] : undefined;
    return (name !== undefined && this.components.get(name)) || schema;
  }

  private reference($ref: string, at: Located, place: SchemaPlace): JsonObject {
    const name = COMPONENT.exec($ref)?.[1];
    const key = name === undefined || place === 'parameter' ? `${place} ${$ref}` : name;
    if (name !== undefined && place === 'body' && this.components.has(name)) return { $ref };
    const known = this.writtenOut.get(key);
    if (known) return known;
    const target = this.follow(at);
    if (!target) return { type: 'object' };
    if (this.open.has(key)) {
      this.verdict.note(at.pointer, 'holds itself: its fields are not described a second time');
      return { type: (isJsonObject(target.value) && impliedType(target.value)) || 'object' };
    }
    this.open.add(key);
    const schema = this.finish(this.compose(target, place), target);
    this.open.delete(key);
    if (name === undefined || place === 'parameter') {
      this.writtenOut.set(key, schema);
      return schema;
    }
    this.components.set(name, schema);
    return { $ref };
  }

  /** As `expanded`, but with `required` as written: in allOf it may name the fields of another part. */
  private content(at: Located, place: SchemaPlace): JsonObject {
    const isReference = isJsonObject(at.value) && typeof at.value.$ref === 'string';
    return isReference ? this.resolved(this.write(at, place)) : this.compose(at, place);
  }

  /** Two schemas in one. Where both refer to much, all of it is written out, up to a limit. */
  private merge(first: JsonObject, second: JsonObject, at: Located): JsonObject {
    let steps = 0;
    const schema = merged(first, second, (one) => (++steps > MOST_NODES ? {} : this.resolved(one)));
    if (steps > MOST_NODES) refuseSize(this.verdict, at.pointer);
    return schema;
  }

  private finish(schema: JsonObject, at: Located): JsonObject {
    if (expandedNodes(schema) <= MOST_NODES) return finished(schema);
    refuseSize(this.verdict, at.pointer);
    return { type: 'object' };
  }

  private follow(at: Located): Located | undefined {
    const target = this.verdict.document.follow(at);
    if (!('broken' in target)) return target;
    refuseReference(this.verdict, target);
    return undefined;
  }

  private compose(at: Located, place: SchemaPlace): JsonObject {
    // In 3.1 `true` is a schema that allows everything.
    if (!isJsonObject(at.value)) return {};
    const { value, pointer } = at;
    let schema = this.plain(value, at, place);
    for (const [index, part] of (Array.isArray(value.allOf) ? value.allOf : []).entries()) {
      const written = this.content({ value: part, pointer: [...pointer, 'allOf', index] }, place);
      schema = this.merge(schema, written, at);
    }
    for (const keyword of ['oneOf', 'anyOf']) {
      const forms = value[keyword];
      if (Array.isArray(forms)) schema = this.oneForm(schema, forms, { value, pointer: [...pointer, keyword] }, place);
    }
    return schema;
  }

  private plain(value: JsonObject, at: Located, place: SchemaPlace): JsonObject {
    const type = this.type(value, at, place);
    const constant = value.const === undefined ? undefined : [value.const];
    const values = Array.isArray(value.enum) ? value.enum.filter((one) => one !== null) : constant;
    const { properties, required, items, additionalProperties } = value;
    return {
      ...(type !== undefined && { type }),
      ...Object.fromEntries(KEPT.filter((key) => value[key] !== undefined).map((key) => [key, value[key]])),
      ...(values && values.length > 0 && { enum: values }),
      ...(value.nullable === true && { nullable: true }),
      ...(isJsonObject(properties) && { properties: this.properties(properties, at, place) }),
      ...(Array.isArray(required) && { required: required.filter((name) => typeof name === 'string') }),
      // A list of any length has one kind of element here.
      ...(items !== undefined && { items: this.write({ value: items, pointer: [...at.pointer, 'items'] }, place) }),
      ...(type === 'array' && items === undefined && { items: {} }),
      ...(isJsonObject(additionalProperties) && {
        additionalProperties: this.write(
          { value: additionalProperties, pointer: [...at.pointer, 'additionalProperties'] },
          place,
        ),
      }),
      ...(typeof additionalProperties === 'boolean' && { additionalProperties }),
    };
  }

  private properties(properties: JsonObject, at: Located, place: SchemaPlace): JsonObject {
    return Object.fromEntries(
      Object.keys(properties)
        .filter((name) => properties[name] !== false)
        .map((name) => [
          name,
          this.write({ value: properties[name], pointer: [...at.pointer, 'properties', name] }, place),
        ]),
    );
  }

  /** One type: null is said by leaving the field out, and of several the gateway knows none. */
  private type(value: JsonObject, at: Located, place: SchemaPlace): string | undefined {
    if (!Array.isArray(value.type)) return impliedType(value);
    const types = value.type.filter((one): one is string => typeof one === 'string' && one !== 'null');
    if (types.length < 2) return types[0];
    return this.scalar(types, place) ?? this.firstOf(types, { value, pointer: [...at.pointer, 'type'] }, types[0]);
  }

  /** The one type that stands for several simple ones without changing what may be sent. */
  private scalar(types: readonly (string | undefined)[], place: SchemaPlace): string | undefined {
    if (!types.every((type) => type !== undefined && SCALARS.includes(type))) return undefined;
    if (types.every((type) => type === types[0])) return types[0];
    if (types.every((type) => type === 'number' || type === 'integer')) return 'number';
    return place === 'parameter' ? 'string' : undefined;
  }

  private oneForm(schema: JsonObject, all: readonly unknown[], at: Located, place: SchemaPlace): JsonObject {
    const forms = all
      .map((value, index): Located => ({ value, pointer: [...at.pointer, index] }))
      .map((form) => ({ form, content: this.look(form) }))
      .filter(({ content }) => !isNull(content));
    if (forms.length === 0) return schema;
    const merge = (form: Located) => this.merge(schema, this.content(form, place), at);
    if (forms.length === 1) return merge(forms[0].form);
    if (forms.every(({ content }) => onlyConstrains(content, schema))) {
      this.verdict.note(at.pointer, 'is left to the API: it says which fields go together, which a tool cannot');
      return schema;
    }
    const type = this.scalar(
      forms.map(({ content }) => impliedType(content)),
      place,
    );
    if (type !== undefined) return { ...schema, type, ...choices(forms.map(({ content }) => content)) };
    const kinds = forms.map(({ form, content }) => kindOf(form, content));
    return this.firstOf(kinds, at, () => merge(forms[0].form));
  }

  private look(form: Located): JsonObject {
    const target = this.verdict.document.follow(form);
    return !('broken' in target) && isJsonObject(target.value) ? target.value : {};
  }

  /** The first of several forms, which every API that takes them all takes too. */
  private firstOf<T>(kinds: readonly string[], at: Located, first: T | (() => T)): T {
    const given = kinds.join(' or ');
    if (this.verdict.unsupported === 'narrow') this.verdict.note(at.pointer, `is ${kinds[0]}, of ${given}`);
    else {
      this.verdict.refuse('several forms of a field', at.pointer, wordsOf(at.pointer), {
        value: given,
        allowed: 'one form: the gateway supports no oneOf, anyOf or allOf, nor several types',
        fix: 'Leave the operation out, or set unsupportedInputs: UnsupportedInputs.NARROW, which takes the first form.',
      });
    }
    return typeof first === 'function' ? (first as () => T)() : first;
  }
}

/** Says why a reference leads nowhere. */
export function refuseReference(
  verdict: Verdict,
  { broken, external, pointer }: { broken: string; external: boolean; pointer: Located['pointer'] },
): void {
  verdict.refuse('$ref', pointer, wordsOf(pointer), {
    value: broken,
    allowed: external ? 'a reference into the same document: "#/components/…"' : 'a reference to what the document has',
    fix: external
      ? 'Bundle the files into one, for instance with redocly bundle.'
      : 'Add it, or correct the reference.',
  });
}

/** Says that what stands here is more than a tool can have, once its references are written out. */
export function refuseSize(verdict: Verdict, pointer: Located['pointer']): void {
  verdict.refuse('size of inputs', pointer, wordsOf(pointer), {
    value: `more than ${MOST_NODES} objects with all its references`,
    allowed: `at most ${MOST_NODES} in the input of a tool`,
    fix: 'Leave the operation out, or describe fewer fields.',
  });
}

function isNull(content: JsonObject): boolean {
  const { type } = content;
  const values = Array.isArray(content.enum) ? content.enum : [content.const];
  return type === 'null' || (type === undefined && values.length > 0 && values.every((one) => one === null));
}

/** `{"required": ["a"]}` beside the fields of an object: no form of its own. */
function onlyConstrains(content: JsonObject, beside: JsonObject): boolean {
  if (!isJsonObject(beside.properties)) return false;
  const { type = 'object', properties, items, allOf, oneOf, anyOf } = content;
  const known = beside.properties;
  return (
    type === 'object' &&
    [items, allOf, oneOf, anyOf].every((keyword) => keyword === undefined) &&
    (properties === undefined ||
      (isJsonObject(properties) && Object.keys(properties).every((name) => Object.hasOwn(known, name))))
  );
}

/** Every value that one of the forms allows, where each form lists its own. */
function choices(forms: readonly JsonObject[]): JsonObject {
  const lists = forms.map(({ enum: values, const: value }): readonly unknown[] =>
    Array.isArray(values) ? values : value === undefined ? [] : [value],
  );
  if (lists.some((list) => list.length === 0)) return {};
  return { enum: [...new Set(lists.flat())].filter((value) => value !== null) };
}

function kindOf(form: Located, content: JsonObject): string {
  const { $ref } = isJsonObject(form.value) ? form.value : {};
  return typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : (impliedType(content) ?? 'anything');
}
