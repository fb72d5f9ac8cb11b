/** Which operations of a description become tools, and what they are called. */
import { nearest } from '../core/refusal';
import { TARGET_SEPARATOR, TOOL_LIMITS } from '../tools/tool-limits';
import type { OpenApiDocument, OpenApiOperation } from './openapi-document';
import { HTTP_METHODS, OPENAPI_LIMITS } from './openapi-limits';
import type { OwnParameters } from './parameters';
import type { ServerChoice } from './server';
import type { Unsupported, Verdict } from './verdict';

/** Operations that match any of these. */
export interface OperationFilter {
  /** By `operationId`; `GET /pets` names one without. */
  readonly operationIds?: readonly string[];
  readonly tags?: readonly string[];
  readonly paths?: readonly PathFilter[];
}

/** Operations by where they are. */
export interface PathFilter {
  /** `*` stands for what is in one segment, `**` at the end for everything below: `/repos/**`. */
  readonly path: string;
  /**
   * In capitals or not.
   * @default - all
   */
  readonly methods?: readonly string[];
}

/** What a target takes of a description. */
export interface OperationSelection extends ServerChoice {
  /** The only operations that are taken. Everything else about the others is ignored.
   * @default - all */
  readonly operations?: OperationFilter;
  /** Operations that are not taken. */
  readonly withoutOperations?: OperationFilter;
  /** Names of tools by `operationId` or `GET /pets`. */
  readonly toolNames?: Readonly<Record<string, string>>;
  /** Descriptions of tools by `operationId` or `GET /pets`. */
  readonly descriptions?: Readonly<Record<string, string>>;
  /**
   * Whether names are made fit for tools: `issues/create` becomes `issues_create`, and `GET /pets` without an
   * `operationId` becomes `get_pets`.
   * @default false
   */
  readonly safeNames?: boolean;
  /** What to do with inputs that the gateway does not support: `narrow` leaves out what may be left out, and takes the
   * first of several forms.
   * @default 'refuse' */
  readonly unsupportedInputs?: Unsupported;
  /** Parameters that are the gateway's own.
   * @default - none but those that OpenAPI ignores */
  readonly ownParameters?: OwnParameters;
  /** The name of the target, where it is known. The full name of a tool is checked with it. */
  readonly targetName?: string;
}

/** An operation that is taken, and the name of its tool. */
export interface SelectedOperation {
  readonly operation: OpenApiOperation;
  readonly toolName: string;
  /** What the user says of it, in place of the description's words. */
  readonly description?: string;
}

/** The operations that are taken, in the order of the document. */
export function selectOperations(
  document: OpenApiDocument,
  selection: OperationSelection,
  verdict: Verdict,
): SelectedOperation[] {
  const { operations, withoutOperations } = selection;
  const taken = document.operations.filter(
    (operation) =>
      (!operations || matches(operation, operations)) && !(withoutOperations && matches(operation, withoutOperations)),
  );
  const known = verdict.problems.length;
  for (const [name, filter] of [
    ['operations', operations],
    ['withoutOperations', withoutOperations],
  ] as const) {
    if (filter) checkFilter(name, filter, document.operations, verdict);
  }
  for (const key of ['toolNames', 'descriptions'] as const) {
    checkNames(key, Object.keys(selection[key] ?? {}), taken, verdict);
  }
  if (taken.length === 0 && verdict.problems.length === known) refuseNone(document, verdict);
  checkCount(taken.length, document, verdict);
  return named(taken, selection, verdict);
}

function matches(operation: OpenApiOperation, { operationIds = [], tags = [], paths = [] }: OperationFilter): boolean {
  return (
    operationIds.some((name) => isCalled(operation, name)) ||
    tags.some((tag) => operation.tags.includes(tag)) ||
    paths.some((filter) => matchesPath(operation, filter))
  );
}

function isCalled({ id, method, path }: OpenApiOperation, name: string): boolean {
  return name === id || name === `${method} ${path}`;
}

function matchesPath({ path, method }: OpenApiOperation, filter: PathFilter): boolean {
  if (filter.methods && !filter.methods.some((one) => one.toUpperCase() === method)) return false;
  const below = filter.path.endsWith('/**');
  const pattern = (below ? filter.path.slice(0, -3) : filter.path)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${pattern}${below ? '(?:/.*)?' : ''}$`).test(path);
}

/** What matches nothing is a slip of the pen, or an API that has changed. */
function checkFilter(name: string, filter: OperationFilter, all: readonly OpenApiOperation[], verdict: Verdict): void {
  const { operationIds = [], tags = [], paths = [] } = filter;
  checkNames(`${name} Operations.named`, operationIds, all, verdict);
  const known = [...new Set(all.flatMap((operation) => operation.tags))];
  for (const tag of tags.filter((one) => !known.includes(one))) {
    verdict.refuseSelection(`${name} Operations.tagged`, {
      value: tag,
      allowed: 'a tag of an operation',
      fix: meant(tag, known),
    });
  }
  for (const path of paths) {
    const wrong = path.methods?.find((method) => !HTTP_METHODS.includes(method.toLowerCase()));
    if (wrong !== undefined) {
      const allowed = OPENAPI_LIMITS.methods.map((method) => method.toUpperCase()).join(', ');
      verdict.refuseSelection(`${name} Operations.at methods`, { value: wrong, allowed, fix: 'Choose from these.' });
    } else if (!all.some((operation) => matchesPath(operation, path))) {
      verdict.refuseSelection(`${name} Operations.at`, {
        value: [path.path, ...(path.methods ?? [])].join(' '),
        allowed: 'a path of the description; * stands for one segment, /** for everything below',
        fix: meant(path.path, [...new Set(all.map((operation) => operation.path))]),
      });
    }
  }
}

function checkNames(
  about: string,
  names: readonly string[],
  operations: readonly OpenApiOperation[],
  verdict: Verdict,
): void {
  for (const name of names) {
    if (operations.some((operation) => isCalled(operation, name))) continue;
    verdict.refuseSelection(about, {
      value: name,
      allowed: `an operation ${about.includes('.') ? 'of the description' : 'that is taken'}`,
      fix: meant(name, [...new Set(operations.map(({ label }) => label))]),
    });
  }
}

/** The three nearest names: a description may have a thousand. */
function meant(name: string, known: readonly string[]): string {
  const near: string[] = [];
  while (near.length < 3) {
    const next = nearest(
      name,
      known.filter((one) => !near.includes(one)),
    );
    if (next === undefined) break;
    near.push(next);
  }
  if (near.length > 0) return `Did you mean ${near.map((one) => JSON.stringify(one)).join(' or ')}?`;
  const some = known.slice(0, 3).map((one) => JSON.stringify(one));
  return known.length > 0 ? `There are ${known.length}, such as ${some.join(', ')}.` : 'There is none.';
}

function refuseNone(document: OpenApiDocument, verdict: Verdict): void {
  verdict.refuse('paths', ['paths'], 'the number of operations that are taken', {
    value: 0,
    allowed: '1 or more',
    fix: document.operations.length === 0 ? 'Describe an operation under paths.' : 'Take fewer of them out.',
  });
}

function checkCount(count: number, document: OpenApiDocument, verdict: Verdict): void {
  const { toolsPerTarget } = TOOL_LIMITS;
  if (count <= toolsPerTarget) return;
  verdict.refuse('paths', ['paths'], 'the number of operations that are taken', {
    value: count,
    allowed: `at most ${toolsPerTarget} per target`,
    fix: `Take those that the agent needs, with operations: [Operations.tagged(…)] or [Operations.named(…)], of ${document.operations.length}.`,
  });
}

function named(
  operations: readonly OpenApiOperation[],
  { toolNames, descriptions, safeNames, targetName }: OperationSelection,
  verdict: Verdict,
): SelectedOperation[] {
  const first = new Map<string, OpenApiOperation>();
  return operations.flatMap((operation) => {
    const given = of(operation, toolNames);
    const pointer = [...operation.pointer, 'operationId'];
    const what = `operationId of ${operation.method} ${operation.path}`;
    const written = given ?? (safeNames ? proposed(operation) : operation.id);
    if (written === undefined) {
      verdict.refuse('operationId', pointer, what, {
        allowed: 'a name: it becomes the name of the tool',
        fix: `Write one, set safeNames: true, or toolNames: {${JSON.stringify(operation.label)}: "${proposed(operation)}"}.`,
      });
      return [];
    }
    const complaint = nameComplaint(written, operation, targetName);
    if (complaint) verdict.refuse('operationId', pointer, what, complaint);
    const other = first.get(written);
    if (other) {
      verdict.refuse('operationId', pointer, what, {
        value: written,
        allowed: `a name that no other tool has; ${other.method} ${other.path} has it (${verdict.document.place([...other.pointer, 'operationId'])})`,
        fix: `Leave one of them out, or toolNames: {"${operation.method} ${operation.path}": "${fromPath(operation)}"}.`,
      });
    } else first.set(written, operation);
    const description = of(operation, descriptions);
    return [{ operation, toolName: written, ...(description !== undefined && { description }) }];
  });
}

function of({ id, method, path }: OpenApiOperation, names: Readonly<Record<string, string>> = {}): string | undefined {
  const key = [`${method} ${path}`, id].find((name) => name !== undefined && Object.hasOwn(names, name));
  return key === undefined ? undefined : names[key];
}

function nameComplaint(name: string, { label }: OpenApiOperation, targetName: string | undefined) {
  const { maxLength, pattern, characters } = TOOL_LIMITS.fullName;
  if (!pattern.test(name)) {
    return {
      value: name,
      allowed: `1 or more of ${characters}`,
      fix: `Set safeNames: true, or toolNames: {${JSON.stringify(label)}: "${safe(name)}"}.`,
    };
  }
  const fullName = `${targetName ?? ''}${TARGET_SEPARATOR}${name}`;
  if (targetName === undefined || fullName.length <= maxLength) return undefined;
  const tooMany = fullName.length - maxLength;
  return {
    value: name,
    allowed: `at most ${maxLength} characters as models see it, "${fullName}", which has ${fullName.length}`,
    fix: `Shorten the target's name by ${tooMany}, or toolNames: {${JSON.stringify(label)}: "…"} to one of ${name.length - tooMany}.`,
  };
}

/** `issues/create` → `issues_create`. */
function safe(name: string): string {
  return name.replace(/[^a-zA-Z0-9_-]+/g, '_').replace(/^_+|_+$/g, '') || 'tool';
}

/** The operationId as a tool may have it, or a name from the path: `GET /pets/{petId}` → `get_pets_petId`. */
function proposed(operation: OpenApiOperation): string {
  return operation.id === undefined ? fromPath(operation) : safe(operation.id);
}

function fromPath({ method, path }: OpenApiOperation): string {
  return safe(`${method.toLowerCase()}${path}`);
}
