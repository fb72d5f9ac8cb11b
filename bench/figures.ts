/** Figures of both systems, and what they are held against. */

export interface Pair {
  readonly reference: number;
  readonly handWritten: number;
}

export interface Goal {
  readonly words: string;
  readonly reached: boolean;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function ratioOf({ reference, handWritten }: Pair): number {
  return reference / handWritten;
}

export function atMost(limit: number, value: number, unit = ''): Goal {
  return { words: `≤ ${limit}${unit}`, reached: value <= limit };
}
