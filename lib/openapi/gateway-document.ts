/** Makes of a description what the gateway takes: only what is selected, in the words that it supports. */
import { dynamicReferences, referenceProblem } from '../core/dynamic-reference';
import type { Problem } from '../core/refusal';
import { isJsonObject } from '../tools/json-schema';
import type { ToolDefinition } from '../tools/tool-definition';
import { TOOL_LIMITS } from '../tools/tool-limits';
import { descriptionTools } from './description-tools';
import type { JsonObject, OpenApiDocument } from './openapi-document';
import { OPENAPI_LIMITS } from './openapi-limits';
import { selectOperations, type OperationSelection, type SelectedOperation } from './operation-selection';
import { writeParameters, type OwnParameters } from './parameters';
import { writeBody } from './request-body';
import { writeResponses } from './responses';
import { refuseSize, SchemaWriter } from './schema-writer';
import { writeServer } from './server';
import { Verdict, wordsOf, type Complaint, type OpenApiNote } from './verdict';

/** What a target gets of a description. With problems, everything else is what there would be without them. */
export interface GatewayDocument {
  /** The description as minified JSON, to be inlined or uploaded. */
  readonly text: string;
  /** How many bytes the text has. */
  readonly bytes: number;
  /** Whether it may stand in the template; otherwise it is read from S3. */
  readonly fitsInline: boolean;
  /** The tools that the gateway makes of it, in the order of the document. */
  readonly tools: readonly ToolDefinition[];
  /** Why the gateway would not take it. */
  readonly problems: readonly Problem[];
  /** What the tools do not say as the description does. */
  readonly notes: readonly OpenApiNote[];
}

/** Takes from a description what is selected. */
export function gatewayDocument(document: OpenApiDocument, selection: OperationSelection = {}): GatewayDocument {
  if (document.problems.length > 0) return written({}, document.problems, []);
  const verdict = new Verdict(document, selection.unsupportedInputs ?? 'refuse');
  const server = writeServer(document, selection, verdict);
  const selected = selectOperations(document, selection, verdict);
  const writer = new SchemaWriter(verdict);
  const paths: Record<string, JsonObject> = {};
  for (const one of selected) {
    const { path, method } = one.operation;
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: writeOperation(one, writer, verdict, selection.ownParameters),
    };
  }
  const components = reachable(paths, writer.components);
  const root: JsonObject = {
    openapi: document.root.openapi,
    info: info(document.root.info),
    ...(server && { servers: [server] }),
    paths,
    ...(components.length > 0 && { components: { schemas: Object.fromEntries(components) } }),
  };
  const result = written(root, [], verdict.notes, (name) => {
    const { operation } = selected.find(({ toolName }) => toolName === name)!;
    refuseSize(verdict, operation.pointer);
  });
  checkSize(result.bytes, verdict);
  checkReferences(root, document, verdict);
  return { ...result, problems: verdict.problems };
}

function written(
  root: JsonObject,
  problems: readonly Problem[],
  notes: readonly OpenApiNote[],
  refuse?: (name: string) => void,
): GatewayDocument {
  const text = JSON.stringify(root);
  const bytes = Buffer.byteLength(text);
  const fitsInline = bytes <= TOOL_LIMITS.inlineBytes;
  return { text, bytes, fitsInline, tools: descriptionTools(root, refuse), problems, notes };
}

function writeOperation(
  { operation, toolName, description }: SelectedOperation,
  writer: SchemaWriter,
  verdict: Verdict,
  own: OwnParameters | undefined,
): JsonObject {
  const { value, method, path, pointer } = operation;
  checkOperation(operation, verdict);
  const parameters = writeParameters(operation, writer, verdict, own);
  const requestBody = writeBody(operation, parameters, writer, verdict);
  const responses = writeResponses(operation, verdict);
  for (const key of ['callbacks'].filter((one) => value[one] !== undefined)) {
    verdict.note([...pointer, key], 'is left out: the gateway supports none');
  }
  const has = (text: unknown): text is string => typeof text === 'string' && text.trim() !== '';
  return {
    operationId: toolName,
    ...(description === undefined && has(value.summary) && { summary: value.summary }),
    // A model chooses by it, so there is always one.
    ...(description !== undefined || has(value.description)
      ? { description: description ?? value.description }
      : !has(value.summary) && { description: `${method} ${path}` }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses,
  };
}

function checkOperation(
  { method, path, value, item, pointer, itemPointer }: SelectedOperation['operation'],
  verdict: Verdict,
) {
  const methods: readonly string[] = OPENAPI_LIMITS.methods;
  if (!methods.includes(method.toLowerCase())) {
    verdict.refuse('methods', pointer, `the method of ${path}`, {
      value: method,
      allowed: methods.map((one) => one.toUpperCase()).join(', '),
      fix: `Leave it out, as in withoutOperations: [Operations.named("${method} ${path}")].`,
    });
  }
  const [at, servers] = value.servers === undefined ? [itemPointer, item.servers] : [pointer, value.servers];
  if (!Array.isArray(servers) || servers.length === 0) return;
  verdict.refuse('servers of operations', [...at, 'servers'], `servers of ${method} ${path}`, {
    value: servers.map((server) => (isJsonObject(server) ? server.url : undefined)),
    allowed: 'the one server of the target',
    fix: 'Leave the operation out, and make it a target of its own with server: "https://…".',
  });
}

function info(given: unknown): JsonObject {
  const { title, version } = isJsonObject(given) ? given : {};
  return {
    title: typeof title === 'string' && title !== '' ? title : 'API',
    version: typeof version === 'string' ? version : JSON.stringify(version ?? 1),
  };
}

/** The schemas that the paths refer to, and those that these refer to, in the order in which they are first named. */
function reachable(paths: unknown, components: ReadonlyMap<string, JsonObject>): [string, JsonObject][] {
  const found = new Map<string, JsonObject>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isJsonObject(value)) return;
    const name = typeof value.$ref === 'string' ? value.$ref.slice(value.$ref.lastIndexOf('/') + 1) : undefined;
    const schema = name === undefined || found.has(name) ? undefined : components.get(name);
    if (name !== undefined && schema) {
      found.set(name, schema);
      visit(schema);
    }
    Object.values(value).forEach(visit);
  };
  visit(paths);
  return [...found];
}

function checkSize(bytes: number, verdict: Verdict): void {
  const { fileBytes } = OPENAPI_LIMITS;
  if (bytes <= fileBytes) return;
  verdict.refuse('size', ['paths'], 'the size in bytes of what is selected', {
    value: bytes,
    allowed: `at most ${fileBytes}`,
    fix: 'Take fewer operations, with operations: [Operations.tagged(…)] or [Operations.named(…)].',
  });
}

/** In what is deployed; each where the description has it. What the user gave stands in no line of the file. */
function checkReferences(root: JsonObject, document: OpenApiDocument, verdict: Verdict): void {
  const texts = new Set(dynamicReferences(root).map(({ text }) => text));
  if (texts.size === 0) return;
  for (const { path, text } of dynamicReferences(document.root)) {
    if (!texts.has(text)) continue;
    verdict.refuse('dynamic references', path, wordsOf(path), complaintOf(text));
    texts.delete(text);
  }
  for (const text of texts) verdict.refuseSelection('what is deployed', complaintOf(text));
}

function complaintOf(text: string): Complaint {
  const { value, allowed, fix } = referenceProblem('', text);
  return { value, allowed, fix };
}
