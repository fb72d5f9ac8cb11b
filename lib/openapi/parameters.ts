/** The parameters of an operation as the gateway takes them: simple values in path, query and headers. */
import { isJsonObject } from '../tools/json-schema';
import { TOOL_LIMITS } from '../tools/tool-limits';
import type { JsonObject, Located, OpenApiOperation } from './openapi-document';
import { OPENAPI_LIMITS } from './openapi-limits';
import { refuseReference, type SchemaWriter } from './schema-writer';
import type { Pointer } from './source-lines';
import { wordsOf, type Complaint, type Verdict } from './verdict';

const PLACES = ['path', 'query', 'header', 'cookie'];

/** The style that each place has when none is written, and whether lists are then taken apart. */
const DEFAULTS: Readonly<Record<string, { readonly style: string; readonly explode: boolean }>> = {
  path: { style: 'simple', explode: false },
  header: { style: 'simple', explode: false },
  query: { style: 'form', explode: true },
  cookie: { style: 'form', explode: true },
};

const SERIALIZER = 'Send it as a plain text, number or boolean, or leave the operation out.';

/** One parameter, where it stands after its references. */
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly value: JsonObject;
  readonly pointer: Pointer;
}

/** Why no caller may set a parameter. */
export interface OwnParameter {
  readonly why: string;
  /** Whether a call has it all the same. */
  readonly isSet: boolean;
}

/** Those that no caller may set. */
export type OwnParameters = (place: string, name: string) => OwnParameter | undefined;

/** The parameters of an operation, with those of its path, ready for the gateway. */
export function writeParameters(
  operation: OpenApiOperation,
  writer: SchemaWriter,
  verdict: Verdict,
  own: OwnParameters = () => undefined,
): JsonObject[] {
  const parameters = parametersOf(operation, verdict);
  checkPath(operation, parameters, verdict);
  const names = new Set<string>();
  return parameters.flatMap((parameter) => {
    if (isOwn(parameter, operation, own(parameter.in, parameter.name), verdict)) return [];
    const written = writeParameter(parameter, operation, names, writer, verdict);
    if (written) names.add(parameter.name);
    return written ? [written] : [];
  });
}

function parametersOf(operation: OpenApiOperation, verdict: Verdict): Parameter[] {
  const found = new Map<string, Parameter>();
  const lists = [
    { value: operation.item.parameters, pointer: [...operation.itemPointer, 'parameters'] },
    { value: operation.value.parameters, pointer: [...operation.pointer, 'parameters'] },
  ];
  for (const { value, pointer } of lists) {
    for (const [index, one] of (Array.isArray(value) ? value : []).entries()) {
      const parameter = read({ value: one, pointer: [...pointer, index] }, verdict);
      // The operation's own replaces the one of the path.
      if (parameter) found.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...found.values()];
}

function read(at: Located, verdict: Verdict): Parameter | undefined {
  const target = verdict.document.follow(at);
  if ('broken' in target) {
    refuseReference(verdict, target);
    return undefined;
  }
  const { value, pointer } = target;
  if (isJsonObject(value) && typeof value.name === 'string' && PLACES.includes(String(value.in))) {
    return { name: value.name, in: String(value.in), value, pointer };
  }
  verdict.refuse('parameters', pointer, wordsOf(pointer), {
    value,
    allowed: `an object with name, and in as one of ${PLACES.join(', ')}`,
    fix: 'Correct the parameter.',
  });
  return undefined;
}

/** "The OpenAPI file must be free of semantic errors": each part of the path that varies is described. */
function checkPath(operation: OpenApiOperation, parameters: readonly Parameter[], verdict: Verdict): void {
  for (const [, name] of operation.path.matchAll(/\{([^{}]*)\}/g)) {
    if (parameters.some((parameter) => parameter.in === 'path' && parameter.name === name)) continue;
    const isPlain = /^[^;?.&#+*,]+$/.test(name);
    verdict.refuse('parameters', operation.pointer, `${operation.method} ${operation.path}`, {
      value: `{${name}}`,
      allowed: isPlain
        ? 'a parameter in the path that is described'
        : 'a plain name: the gateway has no path serializers',
      fix: isPlain ? `Add a parameter with name: ${name} and in: path.` : SERIALIZER,
    });
  }
}

/** Left out; refused where the call needs it. */
function isOwn(
  { name, value, pointer }: Parameter,
  { method, path }: OpenApiOperation,
  own: OwnParameter | undefined,
  verdict: Verdict,
): boolean {
  if (!own) return false;
  if (own.isSet || value.required !== true) verdict.note(pointer, `is left out: ${own.why}`);
  else {
    verdict.refuse('parameters', pointer, `parameter ${JSON.stringify(name)} of ${method} ${path}`, {
      value: 'required',
      allowed: `no parameter that tools cannot have: ${own.why}`,
      fix: 'Leave the operation out.',
    });
  }
  return true;
}

function writeParameter(
  { name, in: place, value, pointer }: Parameter,
  operation: OpenApiOperation,
  taken: ReadonlySet<string>,
  writer: SchemaWriter,
  verdict: Verdict,
): JsonObject | undefined {
  if (place === 'header' && OPENAPI_LIMITS.ignoredHeaders.includes(name.toLowerCase() as 'accept')) {
    verdict.note(pointer, `is left out: OpenAPI ignores a parameter that is called ${name}`);
    return undefined;
  }
  if (place === 'path' && !operation.path.includes(`{${name}}`)) {
    verdict.note(pointer, `is left out: ${operation.path} has no {${name}}`);
    return undefined;
  }
  const required = place === 'path' || value.required === true;
  const wrong = nameComplaint(name, taken) ?? serializerComplaint(place, value);
  const schema = wrong ? {} : schemaOf(value, pointer, writer);
  const complaint = wrong ?? shapeComplaint(place, value, writer.resolved(schema));
  if (complaint) {
    verdict.leaveOut(
      'parameters',
      pointer,
      `parameter ${JSON.stringify(name)} of ${operation.method} ${operation.path}`,
      !required,
      complaint,
    );
    return undefined;
  }
  return {
    name,
    in: place,
    ...(typeof value.description === 'string' && { description: value.description }),
    ...(required && { required }),
    schema,
  };
}

function schemaOf(value: JsonObject, pointer: Pointer, writer: SchemaWriter): JsonObject {
  const schema = writer.expanded({ value: value.schema ?? {}, pointer: [...pointer, 'schema'] }, 'parameter');
  // In a URL or a header everything is text.
  return schema.type === undefined ? { type: 'string', ...schema } : schema;
}

function nameComplaint(name: string, taken: ReadonlySet<string>): Complaint | undefined {
  const { maxLength, pattern, characters } = TOOL_LIMITS.inputName;
  if (taken.has(name)) return sameName(name);
  if (pattern.test(name) && name.length <= maxLength) return undefined;
  return {
    value: name,
    allowed: `1 to ${maxLength} of ${characters}, or models refuse every request that carries the tool`,
    fix: 'Leave the operation out.',
  };
}

/** Parameters and the fields of the body stand side by side in the input of a tool. */
export function sameName(name: string): Complaint {
  return {
    value: name,
    allowed: 'a name that no other parameter and no field of the body has: a tool has one input for all',
    fix: 'Leave the operation out.',
  };
}

function serializerComplaint(place: string, value: JsonObject): Complaint | undefined {
  const refused = (what: string, allowed: string): Complaint => ({ value: what, allowed, fix: SERIALIZER });
  if (place === 'cookie') return refused('in: cookie', 'in: path, query or header');
  if (value.content !== undefined) return refused('content', 'a schema: the gateway has no parameter serializers');
  if (value.allowReserved === true) return refused('allowReserved: true', 'the usual encoding');
  const { style } = DEFAULTS[place];
  if (value.style === undefined || value.style === style) return undefined;
  return refused(`style: ${JSON.stringify(value.style)}`, `style: ${style}, which is the default in: ${place}`);
}

function shapeComplaint(place: string, value: JsonObject, schema: JsonObject): Complaint | undefined {
  const type = String(schema.type);
  if (type !== 'object' && type !== 'array') return undefined;
  if (type === 'array' && place === 'query') {
    const { explode } = DEFAULTS.query;
    if (value.explode === undefined || value.explode === explode) return undefined;
    return { value: 'explode: false', allowed: 'explode: true for a list, which is the default', fix: SERIALIZER };
  }
  return {
    value: type,
    allowed: `a text, a number or a boolean${place === 'query' ? ', or a list of them' : ''}`,
    fix: SERIALIZER,
  };
}
