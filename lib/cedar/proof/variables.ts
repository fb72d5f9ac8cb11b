/** The parts of a request that tests ask about, each with one state for every class of its values. */
import { fieldAt, type SchemaType } from '../../tools/json-schema';
import type { Tool } from '../../tools/tool';
import { inputSchemaOf, principalKinds, type CedarGateway } from '../cedar-gateway';
import type { Caller } from '../decision';
import { arrayTextFor, elementsAlone, elementTested } from './elements';
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
  /** Of whether an element is in the text that holds it: the element. */
  readonly element?: string;
  /** The plainest first. */
  readonly states: readonly State[];
  /** Whether the states stand for all values. */
  readonly complete: boolean;
}

export function isThere(state: State): state is { readonly value: unknown } {
  return 'value' in state;
}

/**
 * Whether what belongs to this part can be there: fields of an object that is, claims of a caller who is a user, elements of a
 * text that is not known as a whole.
 */
export function canHold({ read }: Variable, state: State): boolean {
  if (!isThere(state) || typeof state.value !== 'object') return false;
  return read.kind !== 'caller' || 'sub' in (state.value as object);
}

/** The key of the part that a test asks about: what is read, or whether an element is in it. */
export function partTested({ expression, reads }: Atom): string | undefined {
  const element = elementTested(expression);
  return element === undefined || reads.length !== 1 ? undefined : elementKey(keyOf(reads[0]), element);
}

function elementKey(text: string, element: string): string {
  return `${JSON.stringify(element)} in ${text}`;
}

/** The variables of the tests, by the key of what they stand for; those that hold others come before these. */
export function variablesOf(atoms: readonly Atom[], tool: Tool, gateway: CedarGateway): Map<string, Variable> {
  const landmarks = landmarksOf(atoms);
  const wholeDays = atoms.some(({ key }) => key.includes('"toDate"'));
  const usedOtherwise = new Set(atoms.filter(({ simple }) => !simple).flatMap(({ reads }) => reads.map(keyOf)));
  const variables = new Map<string, Variable>();
  const add = (variable: Variable): Variable => {
    variables.set(variable.key, variable);
    return variable;
  };
  const at = (read: Read): Landmarks => landmarks.get(keyOf(read)) ?? new Landmarks();
  const caller = (): Variable =>
    variables.get('caller') ??
    add({ key: 'caller', read: { kind: 'caller' }, ...withStates(callerClasses(at({ kind: 'caller' }), gateway)) });
  /** A text is one part; where tests only ask what is in it, each element is another one. */
  const text = (part: Pick<Variable, 'key' | 'read' | 'holder'>, optional: boolean): Variable => {
    const own = at(part.read);
    const elements = usedOtherwise.has(part.key) ? undefined : elementsAlone(own);
    const { states, complete } = elements
      ? withStates<unknown>({ values: [arrayTextFor(elements, own), ...own.texts], complete: true })
      : withStates(textClasses([...own.texts], [...own.patterns.values()]));
    const holder = add({ ...part, states: optional ? [ABSENT, ...states] : states, complete });
    for (const element of elements ?? []) add(elementIn(holder, element));
    return holder;
  };
  const input = (path: readonly string[]): Variable => {
    const read = { kind: 'input', path } as const;
    const known = variables.get(keyOf(read));
    if (known) return known;
    const holder = path.length > 1 ? input(path.slice(0, -1)) : undefined;
    const part = { key: keyOf(read), read, holder };
    const field = fieldAt(inputSchemaOf(tool), path);
    // A field that no tool declares never reaches a policy.
    if (!field) return add({ ...part, states: [ABSENT], complete: true });
    if (field.type === 'string') return text(part, !field.required);
    const { states, complete } = withStates(classesOf(field.type, field.schema.items?.type, at(read)));
    return add({ ...part, states: field.required ? states : [ABSENT, ...states], complete });
  };
  for (const read of atoms.flatMap(({ reads }) => reads)) {
    if (read.kind === 'caller') caller();
    if (read.kind === 'input') input(read.path);
    if (read.kind === 'time' && !variables.has('time')) {
      add({ key: 'time', read, ...withStates(timeClasses(at(read), wholeDays)) });
    }
    if (read.kind === 'claim' && !variables.has(keyOf(read))) {
      text({ key: keyOf(read), read, holder: caller() }, true);
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

function elementIn(holder: Variable, element: string): Variable {
  const states = [false, true].map((value) => ({ value }));
  return { key: elementKey(holder.key, element), read: holder.read, holder, element, states, complete: true };
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

function classesOf(type: SchemaType, itemType: string | undefined, landmarks: Landmarks): Classes<unknown> {
  switch (type) {
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
