/** The constants that tests compare a part of a request with: they cut its values into classes. */
import type { EntityUidJson, PatternElem, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import { only, partsOf, type Expr } from '../statement-json';

/** Everything that values are compared with, by the kind of value. */
export class Landmarks {
  readonly texts = new Set<string>();
  /** `like` patterns, each as its elements. */
  readonly patterns = new Map<string, readonly PatternElem[]>();
  readonly numbers = new Set<number>();
  readonly decimals = new Set<string>();
  /** Milliseconds since 1970. */
  readonly instants = new Set<number>();
  /** Milliseconds. */
  readonly durations = new Set<number>();
  readonly entities: TypeAndId[] = [];

  /** Adds the constants of a test. */
  addFrom(expression: Expr): void {
    const [operator, operand] = only(expression);
    // The name of a claim is compared with nothing.
    if (operator === 'getTag' || operator === 'hasTag') return;
    const text = Array.isArray(operand) ? textOf(operand[0] as Expr | undefined) : undefined;
    if (operator === 'Value') this.addValue(operand);
    else if (operator === 'decimal' && text !== undefined) this.decimals.add(text);
    else if (operator === 'datetime' && text !== undefined) addNumber(this.instants, Date.parse(text));
    else if (operator === 'duration' && text !== undefined) addNumber(this.durations, millisecondsOf(text));
    else for (const part of partsOf(expression)) this.addFrom(part);
    if (operator === 'like') this.addPattern(operand as { pattern: PatternElem[] });
  }

  /** Adds those of another part that this one is compared with. */
  addAll(other: Landmarks): void {
    other.texts.forEach((text) => this.texts.add(text));
    other.patterns.forEach((pattern, key) => this.patterns.set(key, pattern));
    other.numbers.forEach((number) => this.numbers.add(number));
    other.decimals.forEach((decimal) => this.decimals.add(decimal));
    other.instants.forEach((instant) => this.instants.add(instant));
  }

  private addPattern({ pattern }: { pattern: PatternElem[] }): void {
    this.patterns.set(JSON.stringify(pattern), pattern);
  }

  private addValue(value: unknown): void {
    if (typeof value === 'string') this.texts.add(value);
    else if (typeof value === 'number') this.numbers.add(value);
    else if (typeof value === 'object' && value !== null && '__entity' in value) {
      this.entities.push((value as Extract<EntityUidJson, { __entity: unknown }>).__entity);
    }
  }
}

function addNumber(set: Set<number>, value: number): void {
  if (Number.isFinite(value)) set.add(value);
}

function textOf(expression: Expr | undefined): string | undefined {
  return expression && 'Value' in expression && typeof expression.Value === 'string' ? expression.Value : undefined;
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `1d2h30m` in milliseconds. */
function millisecondsOf(duration: string): number {
  const sign = duration.startsWith('-') ? -1 : 1;
  const parts = [...duration.matchAll(/(\d+)(ms|[dhms])/g)];
  return sign * parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0);
}
