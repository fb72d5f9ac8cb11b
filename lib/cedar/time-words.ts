/** The words for conditions on the time: `from 08:00 to 18:00 UTC`. */
import type { Expr } from './statement-json';

/** One end of a window, the start or the end, as a condition asks for it. */
interface Bound {
  readonly of: 'day' | 'instant';
  readonly end: boolean;
  readonly words: string;
}

/** Words for a condition on the time, or for two that make a window; undefined for whatever else. */
export function timeInWords(tests: readonly Expr[], operator: '&&' | '||'): string | undefined {
  const bounds = tests.map(boundOf);
  const [start, end] = [bounds.find((bound) => bound && !bound.end), bounds.find((bound) => bound?.end)];
  const of = bounds[0]?.of;
  if (!of || bounds.some((bound) => bound?.of !== of)) return undefined;
  if (bounds.length === 2) {
    const overMidnight = operator === '||';
    if (!start || !end || (overMidnight && of === 'instant') || start.words > end.words !== overMidnight)
      return undefined;
  }
  if (of === 'day') return `from ${start?.words ?? '00:00'} to ${end?.words ?? '24:00'} UTC`;
  return [...(start ? [`from ${start.words}`] : []), ...(end ? [`${start ? 'to' : 'until'} ${end.words}`] : [])]
    .join(' ')
    .concat(' UTC');
}

const NOW = JSON.stringify({ '.': { left: { '.': { left: { Var: 'context' }, attr: 'system' } }, attr: 'now' } });

function boundOf(test: Expr): Bound | undefined {
  const [operator, operand] = Object.entries(test)[0] as [string, { left: Expr; right: Expr }];
  if (operator !== '>=' && operator !== '<') return undefined;
  const { left, right } = operand;
  const end = operator === '<';
  const time = 'toTime' in left ? JSON.stringify(left.toTime[0]) : undefined;
  if (time === NOW && 'duration' in right) return bound('day', end, timeOfDay(argument(right.duration)));
  if (JSON.stringify(left) !== NOW || !('datetime' in right)) return undefined;
  return bound('instant', end, instant(argument(right.datetime)));
}

function bound(of: Bound['of'], end: boolean, words: string | undefined): Bound | undefined {
  return words === undefined ? undefined : { of, end, words };
}

function argument(operands: unknown): string {
  const [first] = operands as Expr[];
  return 'Value' in first && typeof first.Value === 'string' ? first.Value : '';
}

/** `8h30m` is 08:30. */
function timeOfDay(duration: string): string | undefined {
  const [all, hours = '0', minutes = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?$/.exec(duration) ?? [];
  if (!all || Number(minutes) >= 60 || Number(hours) * 60 + Number(minutes) > 24 * 60) return undefined;
  return `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
}

/** `2026-11-21T08:00:00Z` is 2026-11-21 08:00. */
function instant(datetime: string): string | undefined {
  const [all, day, time = ''] = /^(\d{4}-\d\d-\d\d)(?:T([\d:]+(?:\.\d+)?)Z)?$/.exec(datetime) ?? [];
  if (!all) return undefined;
  return time === '' ? day : `${day} ${time.replace(/\.0+$/, '').replace(/^(\d\d:\d\d):00$/, '$1')}`;
}
