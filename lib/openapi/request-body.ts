/** The body of a request as the gateway takes it: an object, whose fields stand beside the parameters. */
import { isJsonObject } from '../tools/json-schema';
import { TOOL_LIMITS } from '../tools/tool-limits';
import type { JsonObject, OpenApiOperation } from './openapi-document';
import { OPENAPI_LIMITS } from './openapi-limits';
import { sameName } from './parameters';
import { finished } from './schema-parts';
import { refuseReference, type SchemaWriter } from './schema-writer';
import type { Pointer } from './source-lines';
import { wordsOf, type Complaint, type Verdict } from './verdict';

/** The body with one media type; undefined for none, or where it is refused or left out. */
export function writeBody(
  operation: OpenApiOperation,
  parameters: readonly JsonObject[],
  writer: SchemaWriter,
  verdict: Verdict,
): JsonObject | undefined {
  if (operation.value.requestBody === undefined) return undefined;
  const target = verdict.document.follow({
    value: operation.value.requestBody,
    pointer: [...operation.pointer, 'requestBody'],
  });
  if ('broken' in target) {
    refuseReference(verdict, target);
    return undefined;
  }
  const body = isJsonObject(target.value) ? target.value : {};
  const content = isJsonObject(body.content) ? body.content : {};
  const pointer = [...target.pointer, 'content'];
  const chosen = mediaType(Object.keys(content));
  if (!chosen) {
    verdict.refuse('media types', pointer, wordsOf(pointer), {
      value: Object.keys(content).join(', ') || undefined,
      allowed: OPENAPI_LIMITS.mediaTypes.join(', '),
      fix: 'Leave the operation out.',
    });
    return undefined;
  }
  noteMediaTypes(chosen, Object.keys(content), pointer, verdict);
  const media = content[chosen.written];
  const at = {
    value: isJsonObject(media) ? (media.schema ?? {}) : {},
    pointer: [...pointer, chosen.written, 'schema'],
  };
  const schema = writer.expanded(at);
  if (schema.type !== undefined && schema.type !== 'object') {
    verdict.refuse('bodies', at.pointer, wordsOf(at.pointer), {
      value: schema.type,
      allowed: 'an object: its fields become inputs of the tool',
      fix: 'Leave the operation out.',
    });
    return undefined;
  }
  const taken = new Set(parameters.map(({ name }) => String(name)));
  const fields = withoutUnsupported(schema, operation, verdict.document.follow(at).pointer, taken, writer, verdict);
  return {
    ...(typeof body.description === 'string' && { description: body.description }),
    ...(body.required === true && { required: true }),
    content: { [chosen.type]: { schema: { type: 'object', ...fields } } },
  };
}

/** The supported type of a media range, parameters such as charset aside; "any" is JSON. */
export function supportedMediaType(written: string): string | undefined {
  const type = written.split(';')[0].trim().toLowerCase();
  if (type === '*/*' || type === 'application/*') return 'application/json';
  return OPENAPI_LIMITS.mediaTypes.find((one) => one === type);
}

interface MediaType {
  readonly written: string;
  readonly type: string;
}

function mediaType(all: readonly string[]): MediaType | undefined {
  const supported = all.flatMap((written): MediaType[] => {
    const type = supportedMediaType(written);
    return type === undefined ? [] : [{ written, type }];
  });
  return OPENAPI_LIMITS.mediaTypes.flatMap((type) => supported.filter((one) => one.type === type))[0];
}

function noteMediaTypes(chosen: MediaType, all: readonly string[], pointer: Pointer, verdict: Verdict): void {
  if (all.length > 1) verdict.note(pointer, `is ${chosen.type}, of ${all.join(', ')}`);
  if (chosen.type !== OPENAPI_LIMITS.mediaTypes[0]) {
    verdict.note(pointer, `is ${chosen.type}; the gateway fully supports only ${OPENAPI_LIMITS.mediaTypes[0]}`);
  }
}

function withoutUnsupported(
  schema: JsonObject,
  operation: OpenApiOperation,
  pointer: Pointer,
  taken: ReadonlySet<string>,
  writer: SchemaWriter,
  verdict: Verdict,
): JsonObject {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return schema;
  const kept = Object.entries(properties).filter(([name, field]) => {
    const complaint = fieldComplaint(name, writer.resolved(field as JsonObject), taken);
    if (!complaint) return true;
    const optional = !(Array.isArray(required) && required.includes(name));
    const at = [...pointer, 'properties', name];
    verdict.leaveOut(
      'fields of bodies',
      at,
      `field ${JSON.stringify(name)} of ${operation.method} ${operation.path}`,
      optional,
      complaint,
    );
    return false;
  });
  return finished({ ...schema, properties: Object.fromEntries(kept) });
}

function fieldComplaint(name: string, field: JsonObject, taken: ReadonlySet<string>): Complaint | undefined {
  const { maxLength, pattern, characters } = TOOL_LIMITS.inputName;
  if (taken.has(name)) return sameName(name);
  if (!pattern.test(name) || name.length > maxLength || name === '__proto__') {
    return {
      value: name,
      allowed: `1 to ${maxLength} of ${characters}, or models refuse every request that carries the tool`,
      fix: 'Leave the operation out.',
    };
  }
  if (field.format !== 'binary') return undefined;
  return {
    value: 'format: binary',
    allowed: 'text, numbers, booleans, objects and lists',
    fix: 'Leave the operation out.',
  };
}
