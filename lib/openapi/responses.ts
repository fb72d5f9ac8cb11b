/**
 * The answers of an operation, by their descriptions alone. The gateway passes an answer on as it comes; what a schema
 * of it could add is nothing that a tool's input, a policy or a model needs, and what it could do is fail the target
 * ("MediaType … is not supported in response" was seen for GitHub's). OpenAPI needs the descriptions.
 */
import { isJsonObject } from '../tools/json-schema';
import type { JsonObject, OpenApiOperation } from './openapi-document';
import { OPENAPI_LIMITS } from './openapi-limits';
import { supportedMediaType } from './request-body';
import { refuseReference } from './schema-writer';
import type { Pointer } from './source-lines';
import { wordsOf, type Verdict } from './verdict';

/** The answers; refused where what a successful call gives is nothing that the gateway can pass on. */
export function writeResponses(operation: OpenApiOperation, verdict: Verdict): JsonObject {
  const { responses } = operation.value;
  const pointer = [...operation.pointer, 'responses'];
  const contents: string[][] = [];
  const written = Object.entries(isJsonObject(responses) ? responses : {})
    .filter(([status]) => !status.startsWith('x-'))
    .map(([status, value]): [string, JsonObject] => {
      const target = verdict.document.follow({ value, pointer: [...pointer, status] });
      if ('broken' in target) refuseReference(verdict, target);
      const response = !('broken' in target) && isJsonObject(target.value) ? target.value : {};
      if (/^2/.test(status)) contents.push(Object.keys(isJsonObject(response.content) ? response.content : {}));
      const { description } = response;
      return [
        status,
        { description: typeof description === 'string' && description !== '' ? description : 'The answer.' },
      ];
    });
  checkContents(contents, pointer, verdict);
  return written.length > 0 ? Object.fromEntries(written) : { default: { description: 'The answer.' } };
}

function checkContents(contents: readonly (readonly string[])[], pointer: Pointer, verdict: Verdict): void {
  const types = contents.flat();
  if (contents.length === 0 || contents.some((list) => list.length === 0 || list.some(isReadable))) return;
  verdict.refuse('media types', pointer, wordsOf(pointer), {
    value: [...new Set(types)].join(', '),
    allowed: OPENAPI_LIMITS.mediaTypes.join(', '),
    fix: 'Leave the operation out.',
  });
}

/** JSON by another name, such as application/hal+json, is JSON to whoever does not read the name. */
function isReadable(type: string): boolean {
  return supportedMediaType(type) !== undefined || /\+json\s*(?:;|$)/i.test(type);
}
