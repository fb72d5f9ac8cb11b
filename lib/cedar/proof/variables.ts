/** The parts of a request that tests ask about, each with one state for every class of its values. */
import { fieldAt, type SchemaType } from '../../tools/json-schema';
import type { Tool } from '../../tools/tool';
import { inputSchemaOf, principalKinds, type CedarGateway } from '../cedar-gateway';
import type { Caller } from '../decision';
import { Landmarks } from './landmarks';
import type { Atom } from './logic';
import { keyOf, type Read } from './reads';
import { textClasses, type Classes } from './text-classes';
import { decimalClasses, integerClasses, listClasses, timeClasses } from './value-classes';

/** A part that a request leaves out. */
export const ABSENT = { absent: true } as const;

/** What a part of a request is: a value of one class, or not there. */
export type State = typeof ABSENT | { readonly value: unknown };

export interface Variable {
  readonly key: string;
  readonly read: Exclude<Read, { kind: 'unknown' }>;
  /** What it belongs to: without it, it is not there either. */
  readonly holder?: Variable;
  /** The plainest first. */
  readonly states: readonly State[];
  /** Whether the states stand for all values. */
  readonly complete: boolean;
}

export function isThere(state: State): state is { readonly value: unknown } {
  return 'value' in state;
}

/** Whether what belongs to this part can be there: fields of an object that is, claims of a caller who is a user. */
export function canHold(holder: Variable, state: State): boolean {
  return isThere(state) && (holder.read.kind !== 'caller' || 'sub' in (state.value as object));
}

/** The variables of the tests, by the key of what they stand for; those that hold others come before these. */
export function variablesOf(atoms: readonly Atom[], tool: Tool, gateway: CedarGateway): Map<string, Variable> {
  const landmarks = landmarksOf(atoms);
  const wholeDays = atoms.some(({ key }) => key.includes('"toDate"'));
  const variables = new Map<string, Variable>();
  const add = (variable: Variable): Variable => {
    variables.set(variable.key, variable);
    return variable;
  };
  const at = (read: Read): Landmarks => landmarks.get(keyOf(read)) ?? new Landmarks();
  const caller = (): Variable =>
    variables.get('caller') ??
    add({ key: 'caller', read: { kind: 'caller' }, ...withStates(callerClasses(at({ kind: 'caller' }), gateway)) });
  const input = (path: readonly string[]): Variable => {
    const read: Read = { kind: 'input', path };
    const known = variables.get(keyOf(read));
    if (known) return known;
    const holder = path.length > 1 ? input(path.slice(0, -1)) : undefined;
    return add({ key: keyOf(read), read, holder, ...inputStates(path, tool, at(read)) });
  };
  for (const read of atoms.flatMap(({ reads }) => reads)) {
    if (read.kind === 'caller') caller();
    if (read.kind === 'input') input(read.path);
    if (read.kind === 'time' && !variables.has('time')) {
      add({ key: 'time', read, ...withStates(timeClasses(at(read), wholeDays)) });
    }
    if (read.kind === 'claim' && !variables.has(keyOf(read))) {
      const holder = caller();
      const { texts, patterns } = at(read);
      const { states, complete } = withStates(textClasses([...texts], [...patterns.values()]));
      add({ key: keyOf(read), read, holder, states: [ABSENT, ...states], complete });
    }
  }
  return variables;
}

/** What each part is compared with; parts that are compared with each other share theirs, and two values besides. */
function landmarksOf(atoms: readonly Atom[]): Map<string, Landmarks> {
  const landmarks = new Map<string, Landmarks>();
  const at = (key: string): Landmarks => {
    if (!landmarks.has(key)) landmarks.set(key, new Landmarks());
    return landmarks.get(key)!;
  };
  for (const { expression, reads } of atoms) for (const read of reads) at(keyOf(read)).addFrom(expression);
  for (const { reads } of atoms.filter((atom) => atom.reads.length > 1)) {
    const shared = new Landmarks();
    ['acme', 'globex'].forEach((text) => shared.texts.add(text));
    shared.numbers.add(10);
    shared.decimals.add('10.0');
    for (const read of reads) shared.addAll(at(keyOf(read)));
    for (const read of reads) at(keyOf(read)).addAll(shared);
  }
  return landmarks;
}

function withStates<T>({ values, complete }: Classes<T>): Pick<Variable, 'states' | 'complete'> {
  return { states: values.map((value) => ({ value })), complete };
}

function callerClasses(landmarks: Landmarks, gateway: CedarGateway): Classes<Caller> {
  const { texts, patterns, entities } = landmarks;
  const idsOf = (type: string) => {
    const named = entities.filter((entity) => entity.type === `AgentCore::${type}`).map(({ id }) => id);
    return textClasses([...new Set([...texts, ...named])], [...patterns.values()]);
  };
  const kinds = principalKinds(gateway).map((kind): Classes<Caller> => {
    if (kind === 'UnauthenticatedUser') return { values: [{ unauthenticated: true }], complete: true };
    const { values, complete } = idsOf(kind);
    return { values: values.map((id) => (kind === 'OAuthUser' ? { sub: id } : { roleArn: id })), complete };
  });
  return { values: kinds.flatMap(({ values }) => values), complete: kinds.every(({ complete }) => complete) };
}

/** A field that no tool declares never reaches a policy. */
function inputStates(path: readonly string[], tool: Tool, landmarks: Landmarks): Pick<Variable, 'states' | 'complete'> {
  const field = fieldAt(inputSchemaOf(tool), path);
  if (!field) return { states: [ABSENT], complete: true };
  const { states, complete } = withStates(classesOf(field.type, field.schema.items?.type, landmarks));
  return { states: field.required ? states : [ABSENT, ...states], complete };
}

function classesOf(type: SchemaType, itemType: string | undefined, landmarks: Landmarks): Classes<unknown> {
  switch (type) {
    case 'string':
      return textClasses([...landmarks.texts], [...landmarks.patterns.values()]);
    case 'integer':
      return integerClasses(landmarks);
    case 'number':
      return decimalClasses(landmarks);
    case 'boolean':
      return { values: [false, true], complete: true };
    case 'array':
      return listClasses(landmarks, itemType);
    case 'object':
      return { values: [{}], complete: true };
    default:
      // What an app wrote without a type of ours.
      return { values: [], complete: false };
  }
}
