/** Reads an OpenAPI description, and says where in it something stands. */
import { parse as parseJson, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import type { Problem } from '../core/refusal';
import { isJsonObject } from '../tools/json-schema';
import { HTTP_METHODS, OPENAPI_LIMITS } from './openapi-limits';
import { SourceLines, type Pointer } from './source-lines';

export type JsonObject = Record<string, unknown>;

/** Where the text comes from. */
export interface OpenApiSource {
  /** The file as messages name it. Without one they say `openapi`. */
  readonly file?: string;
}

/** A value of the document and where it stands. */
export interface Located {
  readonly value: unknown;
  readonly pointer: Pointer;
}

/** One operation as it is written. */
export interface OpenApiOperation {
  /** In capitals: `GET`. */
  readonly method: string;
  readonly path: string;
  /** The `operationId`, where there is one. */
  readonly id?: string;
  /** The id, or `GET /pets` where there is none: what `toolNames` and filters may call it. */
  readonly label: string;
  readonly tags: readonly string[];
  readonly value: JsonObject;
  readonly pointer: Pointer;
  /** The path item, which may hold parameters and servers for all its operations. */
  readonly item: JsonObject;
  readonly itemPointer: Pointer;
}

/** A description as it was read; `problems` says why there is nothing to work with. */
export class OpenApiDocument {
  private list?: readonly OpenApiOperation[];

  constructor(
    /** The file as messages name it. */
    readonly name: string,
    readonly root: JsonObject,
    readonly problems: readonly Problem[],
    private readonly lines: SourceLines,
  ) {}

  /** Every operation, in the order they were written. */
  get operations(): readonly OpenApiOperation[] {
    return (this.list ??= operationsOf(this));
  }

  /** `openapi/pets.yaml:12`. */
  place(pointer: Pointer): string {
    return `${this.name}:${this.lines.lineOf(pointer)}`;
  }

  /** What stands at a pointer, or undefined. */
  at(pointer: Pointer): unknown {
    return pointer.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as JsonObject)[key]
          : undefined,
      this.root,
    );
  }

  /** What a `$ref` leads to, through further ones; or why it leads nowhere. */
  follow(start: Located): Located | { readonly broken: string; readonly external: boolean; readonly pointer: Pointer } {
    let at = start;
    const seen = new Set<string>();
    while (isJsonObject(at.value) && typeof at.value.$ref === 'string') {
      const { $ref } = at.value;
      const pointer = [...at.pointer, '$ref'];
      if (!$ref.startsWith('#')) return { broken: $ref, external: true, pointer };
      const target = pointerOf($ref);
      const value = target && this.at(target);
      if (!target || value === undefined || seen.has($ref)) return { broken: $ref, external: false, pointer };
      seen.add($ref);
      at = { value, pointer: target };
    }
    return at;
  }
}

/** Reads JSON, or YAML where the text does not begin with a brace. */
export function readOpenApi(text: string, source: OpenApiSource = {}): OpenApiDocument {
  const name = source.file ?? 'openapi';
  const content = text.replace(/^\uFEFF/, '');
  const format = /^\s*\{/.test(content) ? 'json' : 'yaml';
  const lines = new SourceLines(content, format);
  const unread = (...problems: Problem[]) => new OpenApiDocument(name, {}, problems, lines);

  const parsed = format === 'json' ? fromJson(content) : fromYaml(content);
  if ('offset' in parsed) {
    return unread({
      about: `${name}:${lines.lineAt(parsed.offset)}: the text`,
      value: excerpt(content, parsed.offset),
      allowed: `${format === 'json' ? 'JSON' : 'YAML or JSON'} (${parsed.message})`,
      fix: 'Correct the text here.',
    });
  }
  const { value } = parsed;
  if (!isJsonObject(value)) {
    return unread({
      about: `${name}:1: the text`,
      value,
      allowed: 'an OpenAPI description: an object with openapi, info, servers and paths',
      fix: 'Give the description itself.',
    });
  }
  const deep = tooDeep(value);
  if (deep) {
    const { depth } = OPENAPI_LIMITS;
    return unread({
      about: `${name}:${lines.lineOf(deep)}: ${deep.slice(0, SHOWN).join('.')}.…`,
      value: `more than ${depth} levels`,
      allowed: `at most ${depth}; what an anchor names cannot hold itself`,
      fix: 'Write a schema that holds itself into components, and refer to it with $ref.',
    });
  }
  return new OpenApiDocument(name, value, versionProblems(value, name, lines), lines);
}

/** As many keys of a path that is too long as say where it begins. */
const SHOWN = 8;

/** The way to the first thing that is too deep, as everything is in an anchor of YAML that holds itself. */
function tooDeep(value: unknown, pointer: (string | number)[] = []): Pointer | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (pointer.length > OPENAPI_LIMITS.depth) return [...pointer];
  for (const key of Object.keys(value)) {
    pointer.push(key);
    const found = tooDeep((value as JsonObject)[key], pointer);
    if (found) return found;
    pointer.pop();
  }
  return undefined;
}

type Parsed = { readonly value: unknown } | { readonly offset: number; readonly message: string };

function fromJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The position in the message of JSON.parse differs from version to version of Node.
    const errors: ParseError[] = [];
    parseJson(text, errors);
    const [first] = errors;
    return first
      ? { offset: first.offset, message: words(printParseErrorCode(first.error)) }
      : { offset: 0, message: 'a character that JSON does not allow' };
  }
}

function fromYaml(text: string): Parsed {
  try {
    return { value: parseYaml(text, { prettyErrors: false, logLevel: 'error' }) };
  } catch (error) {
    if (error instanceof YAMLParseError) return { offset: error.pos[0], message: error.message };
    return { offset: 0, message: (error as Error).message };
  }
}

/** `PropertyNameExpected` → `property name expected`. */
function words(code: string): string {
  return code.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();
}

function excerpt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end === -1 ? undefined : end).trim();
}

function versionProblems(root: JsonObject, name: string, lines: SourceLines): Problem[] {
  const { version, versions } = OPENAPI_LIMITS;
  if (typeof root.openapi === 'string' && version.test(root.openapi)) return [];
  const key = root.openapi === undefined && root.swagger !== undefined ? 'swagger' : 'openapi';
  return [
    {
      about: `${name}:${lines.lineOf([key])}: ${key}`,
      value: root[key],
      allowed: `an OpenAPI description of version ${versions}`,
      fix:
        key === 'swagger'
          ? 'Convert it to OpenAPI 3, for instance with swagger2openapi.'
          : 'Write openapi: 3.0.3 or 3.1.0, and what that version has.',
    },
  ];
}

function operationsOf(document: OpenApiDocument): OpenApiOperation[] {
  const { paths } = document.root;
  if (!isJsonObject(paths)) return [];
  return Object.entries(paths).flatMap(([path, written]) => {
    if (!path.startsWith('/')) return [];
    const found = document.follow({ value: written, pointer: ['paths', path] });
    if ('broken' in found || !isJsonObject(found.value)) return [];
    const item = found.value;
    return Object.keys(item).flatMap((key) => {
      const value = item[key];
      return HTTP_METHODS.includes(key) && isJsonObject(value)
        ? [operation(path, key, value, item, found.pointer)]
        : [];
    });
  });
}

function operation(path: string, key: string, value: JsonObject, item: JsonObject, itemPointer: Pointer) {
  const method = key.toUpperCase();
  const id = typeof value.operationId === 'string' && value.operationId !== '' ? value.operationId : undefined;
  const tags = Array.isArray(value.tags) ? value.tags.filter((tag) => typeof tag === 'string') : [];
  return {
    method,
    path,
    ...(id !== undefined && { id }),
    label: id ?? `${method} ${path}`,
    tags,
    value,
    pointer: [...itemPointer, key],
    item,
    itemPointer,
  };
}

/** `#/paths/~1pets/get` → `['paths', '/pets', 'get']`; undefined for an anchor. */
export function pointerOf(reference: string): Pointer | undefined {
  if (reference === '#') return [];
  if (!reference.startsWith('#/')) return undefined;
  try {
    return reference
      .slice(2)
      .split('/')
      .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch {
    return undefined;
  }
}
