/** Values that tell all tests of a number, a list, a time or a yes-or-no apart: one for every class. */
import { decimalText } from '../quoting';
import type { Landmarks } from './landmarks';
import { subsets, type Classes } from './text-classes';

const DAY = 86_400_000;
/** Of a list, every set of so many elements is tried. */
const MOST_ELEMENTS = 5;
const MOST_INSTANTS = 400;

/** Whole numbers: each constant, and what lies beside it. */
export function integerClasses({ numbers }: Landmarks): Classes<number> {
  const constants = [...numbers];
  const values = constants.length === 0 ? [1] : constants.flatMap((constant) => [constant, constant - 1, constant + 1]);
  const safe = values.filter(Number.isSafeInteger);
  return { values: [...new Set(safe)], complete: safe.length === values.length };
}

/** Decimals: each constant, and between each two a number that a person would write. */
export function decimalClasses({ decimals }: Landmarks): Classes<number> {
  const constants = [...decimals].map(Number);
  if (constants.length === 0) return { values: [1], complete: true };
  const values = constants.flatMap((constant) => [
    constant,
    ...[-1, 1].map((side) => {
      const steps = [1, 0.01, 0.0001].map((step) => rounded(constant + side * step));
      // Nothing lies between the two: the other is the next that there is.
      return steps.find((near) => !constants.some((other) => between(other, constant, near))) ?? steps[2];
    }),
  ]);
  const exact = constants.every((constant) => Math.abs(constant) < 1e11);
  const writable = values.filter((value) => decimalText(value)?.exact);
  return { values: [...new Set(writable)], complete: exact && writable.length === values.length };
}

/** Whether a number lies strictly on the way from one to another, or is where it leads. */
function between(number: number, from: number, to: number): boolean {
  return from < to ? number > from && number <= to : number < from && number >= to;
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

/** Lists: each set of the elements that tests name, with and without one that no test names. */
export function listClasses(landmarks: Landmarks, itemType: string | undefined): Classes<readonly unknown[]> {
  const { named, other, complete } = elementsOf(landmarks, itemType);
  const lists = subsets(named);
  const values = other === undefined ? lists : lists.flatMap((list) => [list, [...list, other]]);
  return { values, complete: complete && named.length <= MOST_ELEMENTS };
}

function elementsOf(
  { texts, numbers, decimals }: Landmarks,
  itemType: string | undefined,
): { named: unknown[]; other?: unknown; complete: boolean } {
  switch (itemType) {
    case 'string':
      return { named: [...texts], other: otherText(texts), complete: true };
    case 'integer':
      return besides([...numbers], Number.isSafeInteger);
    case 'number':
      return besides([...decimals].map(Number), (value) => decimalText(value)?.exact === true);
    case 'boolean':
      return { named: [true, false], complete: true };
    default:
      return { named: [], complete: false };
  }
}

/** The numbers, and one that is none of them. */
function besides(
  named: readonly number[],
  canBe: (value: number) => boolean,
): { named: unknown[]; other?: unknown; complete: boolean } {
  const other = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...named.map((value) => value + 1)].find(
    (value) => !named.includes(value) && canBe(value),
  );
  return { named: [...named], other, complete: other !== undefined && named.every(canBe) };
}

function otherText(texts: ReadonlySet<string>): string {
  let text = 'other';
  while (texts.has(text)) text += 'x';
  return text;
}

/**
 * Times: each instant that tests name and what lies beside it; on the days of these, on the days after them and on an earlier
 * one, each time of day that tests name and what lies beside that.
 */
export function timeClasses({ instants, durations }: Landmarks, wholeDays: boolean): Classes<Date> {
  const bounds = [...instants].flatMap((at) => (wholeDays ? [at, dayOf(at), dayOf(at) + DAY] : [at]));
  const days = bounds.length === 0 ? [AN_ORDINARY_DAY] : bounds.flatMap((at) => [dayOf(at), dayOf(at) + DAY]);
  const timesOfDay = [12 * 3_600_000, 0, DAY - 1, ...[...durations].flatMap((at) => [at, at - 1, at + 1])];
  const values = [
    ...bounds.flatMap((at) => [at, at - 1, at + 1]),
    ...[...new Set([...days, Math.min(...days) - 2 * DAY])].flatMap((day) =>
      timesOfDay.filter((at) => at >= 0 && at < DAY).map((at) => day + at),
    ),
  ];
  const distinct = [...new Set(values)];
  return {
    values: distinct.slice(0, MOST_INSTANTS).map((at) => new Date(at)),
    complete: distinct.length <= MOST_INSTANTS,
  };
}

/** 2026-01-05, a Monday. */
export const AN_ORDINARY_DAY = Date.UTC(2026, 0, 5);

function dayOf(instant: number): number {
  return Math.floor(instant / DAY) * DAY;
}
