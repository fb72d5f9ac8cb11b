/** A request of which a test is probably true, told from the test itself: cheaper than a search, and never taken on trust. */
import type { PatternElem } from '@cedar-policy/cedar-wasm/nodejs';
import { fieldAt } from '../../tools/json-schema';
import type { Tool } from '../../tools/tool';
import { inputSchemaOf, type CedarGateway } from '../cedar-gateway';
import type { Caller } from '../decision';
import { only, type Expr, type Sides } from '../statement-json';
import { exampleOf, type CompleteRequest } from './example';
import { Landmarks } from './landmarks';
import { keyOf, readsOf, type Read } from './reads';
import { textClasses } from './text-classes';
import { AN_ORDINARY_DAY } from './value-classes';
import { ABSENT, isThere, type State, type Variable } from './variables';

/** A test, and what is wanted of it. */
export interface Wish {
  readonly test: Expr;
  readonly wanted: boolean;
}

/** A request that probably grants all wishes, the later ones first. */
export function likelyRequest(wishes: readonly Wish[], tool: Tool, gateway: CedarGateway): CompleteRequest {
  const guess = new Guess(tool);
  for (const { test, wanted } of wishes) guess.want(test, wanted);
  return exampleOf(guess.states(), tool, gateway, 'complete');
}

type Known = Variable['read'];

/** What is said of the parts of a request so far. */
class Guess {
  private readonly parts = new Map<string, { readonly read: Known; readonly state: State; readonly any?: boolean }>();

  constructor(private readonly tool: Tool) {}

  /** Objects before what is in them. */
  states(): Map<Variable, State> {
    const depth = (read: Read) => (read.kind === 'input' ? read.path.length : 0);
    const parts = [...this.parts].sort(([, a], [, b]) => depth(a.read) - depth(b.read));
    return new Map(parts.map(([key, { read, state }]) => [{ key, read, states: [], complete: false }, state]));
  }

  want(test: Expr, wanted: boolean): void {
    const [operator, operand] = only(test);
    if (operator === '!') {
      this.want((operand as { arg: Expr }).arg, !wanted);
    } else if (operator === 'if-then-else') {
      const { if: condition, then } = operand as Record<'if' | 'then', Expr>;
      this.want(condition, true);
      this.want(then, wanted);
    } else if (operator === '||' && wanted) {
      this.want((operand as Sides).left, true);
    } else if (operator === '&&' || operator === '||') {
      const { left, right } = operand as Sides;
      // Of what must not hold together the first part holds, as it is often a guard of the second.
      this.want(left, operator === '&&');
      this.want(right, wanted);
    } else {
      this.wantOne(test, operator, wanted);
    }
  }

  private wantOne(test: Expr, operator: string, wanted: boolean): void {
    const [read, ...more] = readsOf(test);
    if (!read || read.kind === 'unknown' || more.length > 0) return;
    if (operator === 'has' || operator === 'hasTag') {
      this.presence(read, wanted);
      return;
    }
    const value = this.valueFor(read, test, operator, wanted);
    if (value !== undefined) this.set(read, { value });
  }

  private presence(read: Known, wanted: boolean): void {
    const { state } = this.parts.get(keyOf(read)) ?? {};
    if (!wanted) this.set(read, ABSENT);
    else if (!state || !isThere(state)) this.set(read, { value: this.plainest(read) }, true);
  }

  /** @param any whether another value would do as well */
  private set(read: Known, state: State, any?: boolean): void {
    const can = read.kind === 'input' ? this.field(read.path) !== undefined : read.kind === 'claim' || isThere(state);
    if (can) this.parts.set(keyOf(read), { read, state, any });
  }

  private plainest(read: Known): unknown {
    if (read.kind !== 'input') return 'other';
    return { string: 'other', number: 1, integer: 1, boolean: false, array: [], object: {} }[
      this.field(read.path)?.type ?? 'string'
    ];
  }

  private field(path: readonly string[]) {
    return fieldAt(inputSchemaOf(this.tool), path);
  }

  private known(read: Known): unknown {
    const { state, any } = this.parts.get(keyOf(read)) ?? {};
    return state && !any && isThere(state) ? state.value : undefined;
  }

  private valueFor(read: Known, test: Expr, operator: string, wanted: boolean): unknown {
    const landmarks = new Landmarks();
    landmarks.addFrom(test);
    const { entities, texts, patterns, numbers, decimals, instants, durations } = landmarks;
    if (operator === 'is')
      return wanted ? callerOf((only(test)[1] as { entity_type: string }).entity_type, 'somebody') : undefined;
    if (read.kind === 'caller') {
      const [entity] = entities;
      return entity && wanted ? callerOf(entity.type, entity.id) : undefined;
    }
    if (read.kind === 'time') {
      const [bound] = [...instants, ...[...durations].map((duration) => AN_ORDINARY_DAY + duration)];
      return bound === undefined ? undefined : new Date(beside(bound, operator, wanted));
    }
    if (read.kind === 'input' && this.field(read.path)?.type === 'array') {
      return this.list(read, [...texts, ...numbers, ...[...decimals].map(Number)], operator, wanted);
    }
    if (patterns.size > 0) return wanted ? this.like(read, [...patterns.values()][0]) : undefined;
    const [number] = [...numbers, ...[...decimals].map(Number)];
    if (number !== undefined) return this.between(read, beside(number, operator, wanted));
    const [text] = texts;
    if (text === undefined) return operator === '.' ? wanted : undefined;
    return (operator === '!=') === wanted ? `${text}x` : text;
  }

  /** Of two bounds what lies in the middle, which is in the fewest of the ranges that overlap. */
  private between(read: Known, number: number): number {
    const known = this.known(read);
    if (typeof known !== 'number') return number;
    const whole = read.kind === 'input' && this.field(read.path)?.type === 'integer';
    const middle = (known + number) / 2;
    return whole ? Math.floor(middle) : Number(middle.toFixed(4));
  }

  private list(read: Known, named: unknown[], operator: string, wanted: boolean): unknown {
    if (operator === 'isEmpty') return wanted ? [] : undefined;
    if (!wanted) return undefined;
    const known = this.known(read);
    return [
      ...new Set([
        ...(Array.isArray(known) ? (known as unknown[]) : []),
        ...(operator === 'containsAny' ? named.slice(0, 1) : named),
      ]),
    ];
  }

  /** Two patterns that each find an element of an array want an array with both. */
  private like(read: Known, pattern: readonly PatternElem[]): string {
    const { values } = textClasses([], [pattern]);
    const text = values[1] ?? values[0];
    const [known, wanted] = [this.known(read), text].map(elementsOf);
    return known && wanted ? JSON.stringify([...new Set([...known, ...wanted])]) : text;
  }
}

/** How far from the bound a number lies for which the test is true, and one for which it is false. */
const BESIDE: Readonly<Record<string, readonly [number, number]>> = {
  '<': [-1, 0],
  lessThan: [-1, 0],
  '<=': [0, 1],
  lessThanOrEqual: [0, 1],
  '>': [1, 0],
  greaterThan: [1, 0],
  '>=': [0, -1],
  greaterThanOrEqual: [0, -1],
  '!=': [1, 0],
};

function beside(bound: number, operator: string, wanted: boolean): number {
  const [held, failed] = BESIDE[operator] ?? [0, 1];
  return bound + (wanted ? held : failed);
}

/** The elements, if the text is an array of them. */
function elementsOf(text: unknown): unknown[] | undefined {
  try {
    const value: unknown = typeof text === 'string' && text.startsWith('[') ? JSON.parse(text) : undefined;
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function callerOf(type: string, id: string): Caller {
  if (type === 'AgentCore::UnauthenticatedUser') return { unauthenticated: true };
  return type === 'AgentCore::IamEntity' ? { roleArn: id } : { sub: id };
}
