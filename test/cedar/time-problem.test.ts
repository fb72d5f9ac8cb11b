import { permitRefund } from './shop';
import { problems } from './statement-problems';

const DATETIME = 'which is a date like 2026-01-31, or with a time 2026-01-31T09:00:00Z or 2026-01-31T09:00:00+0200.';
const DURATION = 'which is numbers with the units d, h, m, s and ms in this order, like 1d12h or 9h30m.';

describe('a time compared with a text or a number', () => {
  it.each([
    [
      'context.system.now.toTime() < 9',
      '[type-mismatch] line 6, column 8: Here a span of time is compared with a whole number. Write duration("9h").',
    ],
    [
      '17 >= context.system.now.toTime()',
      '[type-mismatch] line 6, column 14: Here a span of time is compared with a whole number. Write duration("17h").',
    ],
    [
      'context.system.now.toTime() == 9',
      '[type-mismatch] line 6, column 8: Here a span of time is compared with a whole number. Write duration("9h").',
    ],
    [
      'context.system.now.toTime() < "09:30"',
      '[type-mismatch] line 6, column 38: Here a span of time is compared with text. Write duration("9h30m").',
    ],
    [
      'context.system.now < "2026-01-01"',
      '[type-mismatch] line 6, column 29: Here a point in time is compared with text. Write datetime("2026-01-01").',
    ],
    [
      '"2026-01-01 10:00" == context.system.now',
      '[type-mismatch] line 6, column 8: Here a point in time is compared with text. Write datetime("2026-01-01T10:00:00Z").',
    ],
    [
      'context.system.now < context.input.order_id',
      '[type-mismatch] line 6, column 29: Here a point in time is compared with text. Write datetime("…").',
    ],
    [
      'context.system.now > 1790000000',
      '[type-mismatch] line 6, column 8: Here a point in time is compared with a whole number. Write datetime("…").',
    ],
    [
      'context.system.now < duration("1h")',
      '[type-mismatch] line 6, column 29: Here stands a span of time where a point in time belongs.',
    ],
  ])('%s', (condition, expected) => expect(problems(permitRefund(condition))).toEqual([expected]));
});

describe('a datetime that is none', () => {
  it.each([
    ['2026-01-01T00:00:00+02:00', '2026-01-01T00:00:00+0200'],
    ['2026-01-01T10:00', '2026-01-01T10:00:00Z'],
    ['2026-01-01T10:00:00', '2026-01-01T10:00:00Z'],
    ['2026-01-01 10:00:00.5z', '2026-01-01T10:00:00.500Z'],
  ])('%s is probably %s', (given, right) =>
    expect(problems(permitRefund(`context.system.now < datetime("${given}")`))).toEqual([
      `[malformed-datetime] line 6, column 29: "${given}" is no datetime, ${DATETIME} Write datetime("${right}").`,
    ]),
  );

  it.each(['next week', '2026-02-30', '01.02.2026', ''])('%s can be anything', (given) =>
    expect(problems(permitRefund(`context.system.now < datetime("${given}")`))).toEqual([
      `[malformed-datetime] line 6, column 29: "${given}" is no datetime, ${DATETIME}`,
    ]),
  );
});

describe('a duration that is none', () => {
  it.each([
    ['9 hours', '9h'],
    ['9', '9h'],
    ['17:45', '17h45m'],
    ['PT9H30M', '9h30m'],
    ['1h1d', '1d1h'],
    ['1 day 30min', '1d30m'],
    ['500 ms', '500ms'],
  ])('%s is probably %s', (given, right) =>
    expect(problems(permitRefund(`context.system.now.toTime() < duration("${given}")`))).toEqual([
      `[malformed-duration] line 6, column 38: "${given}" is no duration, ${DURATION} Write duration("${right}").`,
    ]),
  );

  it.each(['soon', '2 months', '1h2h', ''])('%s can be anything', (given) =>
    expect(problems(permitRefund(`context.system.now.toTime() < duration("${given}")`))).toEqual([
      `[malformed-duration] line 6, column 38: "${given}" is no duration, ${DURATION}`,
    ]),
  );
});
