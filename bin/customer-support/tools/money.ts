/** Money: whole cents inside, currency units outside, because people and policies count in units. */

/** The whole cents of an amount, or undefined where it has more than two decimals or is too large to count exactly. */
export function centsOf(amount: number): number | undefined {
  const cents = Math.round(amount * 100);
  return Number.isSafeInteger(cents) && unitsOf(cents) === amount ? cents : undefined;
}

/** The amount in currency units: the number that is written with two decimals. */
export function unitsOf(cents: number): number {
  return cents / 100;
}

/** For people: `30.00 EUR`. */
export function priced(cents: number, currency: string): string {
  return `${unitsOf(cents).toFixed(2)} ${currency}`;
}
