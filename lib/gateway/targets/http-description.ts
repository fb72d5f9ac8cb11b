/** The operations that an OpenAPI description of a target over HTTP has, as policies on the target name them. */
import { Token } from 'aws-cdk-lib';
import { linesWithReference, referenceProblem } from '../../core/dynamic-reference';
import type { Problem } from '../../core/refusal';
import {
  readOpenApi,
  type JsonObject,
  type OpenApiDocument,
  type OpenApiOperation,
} from '../../openapi/openapi-document';
import { OPENAPI_LIMITS } from '../../openapi/openapi-limits';
import { isJsonObject } from '../../tools/json-schema';
import { TOOL_LIMITS } from '../../tools/tool-limits';
import { HttpOperation } from './http-operation';

/** What a text says; of a Smithy model, and of a text that is not known at synth, nothing is read. */
export function describedOperations(
  text: string,
  file?: string,
): { readonly operations?: readonly HttpOperation[]; readonly problems: readonly Problem[] } {
  const unfit = [...sizeProblems(text, file), ...referenceProblems(text, file)];
  if (unfit.length > 0 || Token.isUnresolved(text) || isSmithy(text)) return { problems: unfit };
  const document = readOpenApi(text, { file: file ?? 'schema' });
  if (document.problems.length > 0) return { problems: document.problems };
  const operations = document.operations.filter(({ method }) => method !== 'TRACE');
  if (operations.length === 0) {
    const allowed = 'a description with at least one operation';
    return {
      problems: [{ about: `${document.name} paths`, value: document.root.paths, allowed, fix: 'Describe one.' }],
    };
  }
  return { operations: operations.map((operation) => operationOf(operation, document)), problems: [] };
}

function sizeProblems(text: string, file: string | undefined): Problem[] {
  const bytes = Buffer.byteLength(text);
  const most = file === undefined ? TOOL_LIMITS.inlineBytes : OPENAPI_LIMITS.fileBytes;
  if (bytes <= most) return [];
  const fix =
    file === undefined ? 'Put it into a file: HttpSchema.fromFile(…).' : 'Leave out what policies do not ask for.';
  return [{ about: `the size of ${file ?? 'schema'} in bytes`, value: bytes, allowed: `at most ${most}`, fix }];
}

function referenceProblems(text: string, file = 'schema'): Problem[] {
  const lines = text.split('\n');
  return linesWithReference(text).map((line) => referenceProblem(`${file}:${line}: the text`, lines[line - 1]));
}

function isSmithy(text: string): boolean {
  if (/^\s*\$version\s*:/.test(text)) return true;
  try {
    const root: unknown = JSON.parse(text);
    return isJsonObject(root) && root.smithy !== undefined;
  } catch {
    return false;
  }
}

function operationOf(operation: OpenApiOperation, document: OpenApiDocument): HttpOperation {
  const body = bodyOf(operation, document);
  // References lead into the document, so it comes along; policies see nothing of it.
  return HttpOperation.of(operation.method, operation.path, body && { ...body, components: document.root.components });
}

function bodyOf({ value, pointer }: OpenApiOperation, document: OpenApiDocument): JsonObject | undefined {
  const found = document.follow({ value: value.requestBody, pointer: [...pointer, 'requestBody'] });
  const content = 'value' in found && isJsonObject(found.value) ? found.value.content : undefined;
  const json = isJsonObject(content) ? content['application/json'] : undefined;
  return isJsonObject(json) && isJsonObject(json.schema) ? json.schema : undefined;
}
