/** Conditions on the time of a call. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { Condition } from './condition';
import { every, member, relation, some, type Piece } from './expression';
import { quoted } from './quoting';

/**
 * When a call is made, in UTC by the gateway's clock. Daylight saving time is not followed: where the office opens at 9 all
 * year, the hour in UTC changes, and the window does not. A condition cannot ask for the day of the week.
 *
 * The start of a window belongs to it, the end does not.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- jsii has no functions; the name says what they are of
export class TimeWindow {
  /**
   * Every day between two times. From a later to an earlier time it is over midnight: from 22:00 to 06:00.
   * @param start in UTC, `08:00`
   * @param end in UTC, `18:00`; `24:00` for the end of the day
   */
  static daily(start: string, end: string): Condition {
    const about = 'TimeWindow.daily';
    return timed((problems) => {
      const [first, last] = [timeOfDay(about, start, problems), timeOfDay(about, end, problems)];
      if (first === DAY) problems.push({ about, value: start, allowed: 'a start before 24:00', fix: "Write '00:00'." });
      if (first === undefined || last === undefined) return undefined;
      if (first === last || (first === 0 && last === DAY)) {
        problems.push({
          about,
          value: `${start} to ${end}`,
          allowed: 'a part of the day',
          fix: 'Choose another end, or leave the condition out for the whole day.',
        });
      }
      const now = `${NOW}.toTime()`;
      const from = first > 0 ? [relation(`${now} >= ${duration(first)}`)] : [];
      const to = last > 0 && last < DAY ? [relation(`${now} < ${duration(last)}`)] : [];
      return first > last ? some([...from, ...to]) : every([...from, ...to]);
    });
  }

  /**
   * From an instant on.
   * @param start in UTC: `2026-11-21T08:00:00Z`, or `2026-11-21` for the first moment of the day
   */
  static startingAt(start: string): Condition {
    return timed((problems) =>
      instant('TimeWindow.startingAt', start, problems) === undefined ? undefined : since(start),
    );
  }

  /**
   * Until an instant, which is no longer in the window.
   * @param end in UTC: `2026-11-21T18:00:00Z`, or `2026-11-21` for the first moment of the day: until `2027-01-01` lasts to
   * the end of the year
   */
  static until(end: string): Condition {
    return timed((problems) => (instant('TimeWindow.until', end, problems) === undefined ? undefined : before(end)));
  }

  /**
   * From one instant until another, which is no longer in the window.
   * @param start in UTC: `2026-11-21T08:00:00Z`, or `2026-11-21` for the first moment of the day
   * @param end in UTC, later than the start
   */
  static between(start: string, end: string): Condition {
    const about = 'TimeWindow.between';
    return timed((problems) => {
      const [first, last] = [instant(about, start, problems), instant(about, end, problems)];
      if (first === undefined || last === undefined) return undefined;
      if (first >= last) {
        problems.push({
          about,
          value: `${start} to ${end}`,
          allowed: 'an end that is later than the start',
          fix: first > last ? `Write TimeWindow.between('${end}', '${start}').` : 'Choose a later end.',
        });
      }
      return every([since(start), before(end)]);
    });
  }

  private constructor() {}
}

const NOW = 'context.system.now';
const HOUR = 60;
const DAY = 24 * HOUR;

function timed(render: (problems: Problem[]) => Piece | undefined): Condition {
  // What has problems is not used.
  return Condition._of(({ problems }) => render(problems) ?? member('true'));
}

function since(start: string): Piece {
  return relation(`${NOW} >= datetime(${quoted(start)})`);
}

function before(end: string): Piece {
  return relation(`${NOW} < datetime(${quoted(end)})`);
}

/** `8h30m`. */
function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / HOUR), minutes % HOUR];
  return `duration("${hours > 0 ? `${hours}h` : ''}${rest > 0 ? `${rest}m` : ''}")`;
}

/** The minutes since midnight, or undefined after the problem has been added. */
function timeOfDay(about: string, time: string, problems: Problem[]): number | undefined {
  const [, hours, minutes, padding] = /^(\d{1,2}):(\d\d)(:00)?$/.exec(time) ?? [];
  const at = Number(hours) * HOUR + Number(minutes);
  if (hours?.length === 2 && !padding && Number(minutes) < HOUR && at <= DAY) return at;
  const meant = at < DAY && Number(minutes) < HOUR ? `${hours.padStart(2, '0')}:${minutes}` : undefined;
  problems.push({
    about,
    value: time,
    allowed: 'hours and minutes from 00:00 to 24:00, in UTC',
    fix: meant ? `Write '${meant}'.` : "Write it like '08:00'.",
  });
  return undefined;
}

/** The milliseconds since 1970, or undefined after the problem has been added. */
function instant(about: string, time: string, problems: Problem[]): number | undefined {
  const at = Date.parse(time);
  const inUtc = Number.isNaN(at) ? '' : new Date(at).toISOString();
  if (INSTANT.test(time) && inUtc.startsWith(time.replace(/Z$/, ''))) return at;
  problems.push({
    about,
    value: time,
    allowed: 'an instant in UTC or a day, known at synth',
    fix: instead(time, inUtc),
  });
  return undefined;
}

const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{3})?Z)?$/;

function instead(time: string, inUtc: string): string {
  const example = "Write it like '2026-11-21T08:00:00Z' or '2026-11-21'.";
  if (Token.isUnresolved(time) || inUtc === '') return example;
  // A day that the month does not have is read as one of the next month, a time without a zone as local.
  if (INSTANT.test(time)) return 'Write a day that the month has, and a time from 00:00:00 to 23:59:59.';
  if (!/(?:Z|[+-]\d\d:?\d\d)$/.test(time)) return `${example.slice(0, -1)}, in UTC.`;
  return `Write '${inUtc.replace('.000Z', 'Z')}', which is the same instant in UTC.`;
}
