/** Chance that falls the same way in every run. */
export class Dice {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (this.state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.state / 2_147_483_648) * limit);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

/** How much is tried: `RANDOM_TESTS=10` tries ten times as much. */
export const EFFORT = Number(process.env.RANDOM_TESTS ?? 1);
