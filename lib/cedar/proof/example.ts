/** A request made of chosen states, complete as the tool's schema wants it, and the engine's word on whole statements. */
import { fieldAt, type JsonSchema } from '../../tools/json-schema';
import type { Tool } from '../../tools/tool';
import { inputSchemaOf, type CedarGateway } from '../cedar-gateway';
import type { Caller } from '../decision';
import type { PolicyJson } from '../statement-json';
import { ArrayText } from './elements';
import { outcomesIn, type PartialRequest } from './evaluator';
import { testOf } from './logic';
import { TRUE } from './outcomes';
import { holds, type Query } from './query';
import { AN_ORDINARY_DAY } from './value-classes';
import { isThere, type State, type Variable } from './variables';

export interface CompleteRequest extends PartialRequest {
  readonly tool: Tool;
}

/** Where nothing asks for the time: noon. */
export const AN_ORDINARY_TIME = new Date(AN_ORDINARY_DAY + 12 * 3_600_000);

/**
 * The request in these states.
 * @param extent whether what the tool requires and no state says is filled in
 */
export function exampleOf(
  states: ReadonlyMap<Variable, State>,
  tool: Tool,
  gateway: CedarGateway,
  extent: 'as asked' | 'complete',
): CompleteRequest {
  let caller: Caller =
    gateway.principals === 'IamEntity'
      ? { roleArn: 'arn:aws:sts::111122223333:assumed-role/Somebody' }
      : gateway.principals === 'UnauthenticatedUser'
        ? { unauthenticated: true }
        : { sub: 'somebody' };
  let now = AN_ORDINARY_TIME;
  // Names are anything, also those that every object has.
  const claims = record();
  const schema = inputSchemaOf(tool);
  const input = extent === 'complete' ? (plainest(schema) as Record<string, unknown>) : record();
  for (const [variable, state] of states) {
    const { read } = variable;
    if (!isThere(state) || variable.element !== undefined) continue;
    if (read.kind === 'caller') caller = state.value as typeof caller;
    if (read.kind === 'time') now = state.value as Date;
    const value = state.value instanceof ArrayText ? state.value.with(elementsIn(variable, states)) : state.value;
    if (read.kind === 'claim') claims[read.name] = asInToken(value as string);
    if (read.kind === 'input') place(input, read.path, value, schema, extent);
  }
  if ('sub' in caller && Object.keys(claims).length > 0) caller = { ...caller, claims: asJson(claims) };
  return { caller, tool, input: asJson(input), now };
}

/** Those that the states say are in the text. */
function elementsIn(text: Variable, states: ReadonlyMap<Variable, State>): string[] {
  return [...states].flatMap(([{ holder, element }, state]) =>
    element !== undefined && holder === text && isThere(state) && state.value === true ? [element] : [],
  );
}

/** Whether the query is true of the request, by what the engine says of the whole statements. */
export function isTrueOf(
  query: Query,
  statements: ReadonlyMap<string, PolicyJson>,
  request: CompleteRequest,
  gateway: CedarGateway,
): boolean {
  const names = [...statements.keys()];
  const tests = [...statements.values()].map((statement) => testOf(statement, request.tool));
  const outcomes = outcomesIn(tests, request, request.tool, gateway.arn);
  return outcomes !== undefined && holds(query, (name) => outcomes[names.indexOf(name)] === TRUE) === true;
}

/** The text of an array is an array in the token. */
function asInToken(text: string): unknown {
  if (!text.startsWith('[')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : text;
  } catch {
    return text;
  }
}

function place(
  input: Record<string, unknown>,
  path: readonly string[],
  value: unknown,
  schema: JsonSchema,
  extent: 'as asked' | 'complete',
): void {
  let holder = input;
  for (const name of path.slice(0, -1)) holder = (holder[name] ??= record()) as Record<string, unknown>;
  const last = path[path.length - 1];
  const field = fieldAt(schema, path);
  if (field?.type !== 'object') holder[last] = value;
  else holder[last] ??= extent === 'complete' ? plainest(field.schema) : record();
}

/** An object without the names that others inherit. */
function record(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

/** An ordinary object with the same content. */
function asJson(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

/** The plainest value of a schema: of an object, what it requires. */
function plainest({ type, properties = {}, required = [] }: JsonSchema): unknown {
  switch (type) {
    case 'object': {
      const value = record();
      for (const name of required) if (Object.hasOwn(properties, name)) value[name] = plainest(properties[name]);
      return value;
    }
    case 'array':
      return [];
    case 'boolean':
      return false;
    case 'string':
      return 'x';
    default:
      return 1;
  }
}
