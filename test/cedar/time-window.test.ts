import { Token } from 'aws-cdk-lib';
import { sentence } from '../../lib/core/refusal';
import type { Condition } from '../../lib/cedar/condition';
import { decide } from '../../lib/cedar/decision';
import { describeStatement } from '../../lib/cedar/describe-statement';
import { Input } from '../../lib/cedar/input';
import { renderStatement } from '../../lib/cedar/render-statement';
import { TimeWindow } from '../../lib/cedar/time-window';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import { GATEWAY_ARN, getOrder, IAM_SHOP, SHOP } from './shop';

/** The statement that is deployed, after it has been verified. */
function permit(...when: Condition[]): string {
  const { text, problems } = renderStatement({ effect: 'permit', tools: [getOrder], when }, SHOP);
  expect(problems).toEqual([]);
  expect(verifyStatement(text, SHOP)).toEqual([]);
  return text;
}

function condition(window: Condition): string {
  return /when\s*\{\s*([^]*?)\s*\};$/.exec(permit(window))![1].replace(/\s+/g, ' ');
}

function words(window: Condition): string | undefined {
  return (describeStatement(permit(window)) as { when?: string }).when;
}

function isOpen(window: Condition, now: string): boolean {
  const request = { caller: { sub: 'x' }, tool: getOrder, input: { order_id: 'A' }, gatewayArn: GATEWAY_ARN };
  const { allowed, errors } = decide({ policy: permit(window) }, { ...request, now: new Date(now) });
  expect(errors).toEqual([]);
  return allowed;
}

function refusals(window: Condition): string[] {
  return renderStatement({ effect: 'permit', tools: [getOrder], when: [window] }, SHOP).problems.map(sentence);
}

const TIME = 'context.system.now.toTime()';

describe('a daily window', () => {
  it.each([
    ['08:00', '18:00', `${TIME} >= duration("8h") && ${TIME} < duration("18h")`, 'from 08:00 to 18:00 UTC'],
    ['08:30', '09:05', `${TIME} >= duration("8h30m") && ${TIME} < duration("9h5m")`, 'from 08:30 to 09:05 UTC'],
    ['00:00', '00:30', `${TIME} < duration("30m")`, 'from 00:00 to 00:30 UTC'],
    ['18:00', '24:00', `${TIME} >= duration("18h")`, 'from 18:00 to 24:00 UTC'],
    ['18:00', '00:00', `${TIME} >= duration("18h")`, 'from 18:00 to 24:00 UTC'],
    ['22:00', '06:00', `${TIME} >= duration("22h") || ${TIME} < duration("6h")`, 'from 22:00 to 06:00 UTC'],
  ])('from %s to %s', (start, end, cedar, described) => {
    expect(condition(TimeWindow.daily(start, end))).toBe(cedar);
    expect(words(TimeWindow.daily(start, end))).toBe(described);
  });

  it.each([
    ['08:00', '18:00', ['08:00:00.000', '12:00:00.000', '17:59:59.999'], ['07:59:59.999', '18:00:00.000']],
    ['22:00', '06:00', ['22:00:00.000', '00:00:00.000', '05:59:59.999'], ['21:59:59.999', '06:00:00.000']],
    ['18:00', '24:00', ['18:00:00.000', '23:59:59.999'], ['00:00:00.000', '17:59:59.999']],
    ['00:00', '00:01', ['00:00:00.000', '00:00:59.999'], ['00:01:00.000', '23:59:59.999']],
  ])('from %s to %s holds from its start to just before its end, every day', (start, end, open, closed) => {
    const at = (time: string) =>
      ['2026-11-21', '1969-12-31', '2028-02-29'].map((day) => isOpen(TimeWindow.daily(start, end), `${day}T${time}Z`));
    for (const time of open) expect(at(time)).toEqual([true, true, true]);
    for (const time of closed) expect(at(time)).toEqual([false, false, false]);
  });

  it('reads by hand beside other conditions', () =>
    expect(permit(Input.of('order_id').matches('A-*'), TimeWindow.daily('22:00', '06:00'))).toContain(`when
{
  context.input.order_id like "A-*" &&
  (context.system.now.toTime() >= duration("22h") || context.system.now.toTime() < duration("6h"))
};`));

  it('can be a forbid of whatever tool there is, also for roles', () => {
    const { text, problems } = renderStatement(
      { effect: 'forbid', unless: [TimeWindow.daily('08:00', '18:00')] },
      IAM_SHOP,
    );
    expect(problems).toEqual([]);
    expect(verifyStatement(text, IAM_SHOP)).toEqual([]);
    expect(text).toContain('  action,\n  resource is AgentCore::Gateway\n)\nunless');
    expect(describeStatement(text)).toMatchObject({ when: 'unless from 08:00 to 18:00 UTC' });
  });

  it.each([
    ['8:00', '18:00', '"8:00"', "Write '08:00'."],
    ['08:00:00', '18:00', '"08:00:00"', "Write '08:00'."],
    ['08:00', '18:00:30', '"18:00:30"', "Write it like '08:00'."],
    ['08:00', '24:01', '"24:01"', "Write it like '08:00'."],
    ['08:60', '18:00', '"08:60"', "Write it like '08:00'."],
    ['8am', '18:00', '"8am"', "Write it like '08:00'."],
    ['', '18:00', '""', "Write it like '08:00'."],
    ['08:00', Token.asString({ resolve: () => '18:00' }), '"<token>"', "Write it like '08:00'."],
  ])('is refused from %j to %j', (start, end, value, fix) =>
    expect(refusals(TimeWindow.daily(start, end))).toEqual([
      `TimeWindow.daily is ${value}. Allowed: hours and minutes from 00:00 to 24:00, in UTC. ${fix}`,
    ]),
  );

  it.each([
    ['08:00', '08:00'],
    ['00:00', '00:00'],
    ['00:00', '24:00'],
  ])('is refused from %s to %s, which is nothing or everything', (start, end) =>
    expect(refusals(TimeWindow.daily(start, end))).toEqual([
      `TimeWindow.daily is "${start} to ${end}". Allowed: a part of the day. Choose another end, or leave the condition out for the whole day.`,
    ]),
  );

  it('is refused from the end of a day', () =>
    expect(refusals(TimeWindow.daily('24:00', '06:00'))).toEqual([
      'TimeWindow.daily is "24:00". Allowed: a start before 24:00. Write \'00:00\'.',
    ]));

  it('says everything that is wrong with it', () => expect(refusals(TimeWindow.daily('8:00', '6pm'))).toHaveLength(2));
});

describe('a window between instants', () => {
  const NOW = 'context.system.now';

  it.each([
    [
      TimeWindow.startingAt('2026-11-21T08:00:00Z'),
      `${NOW} >= datetime("2026-11-21T08:00:00Z")`,
      'from 2026-11-21 08:00 UTC',
    ],
    [TimeWindow.startingAt('2026-11-21'), `${NOW} >= datetime("2026-11-21")`, 'from 2026-11-21 UTC'],
    [TimeWindow.until('2027-01-01'), `${NOW} < datetime("2027-01-01")`, 'until 2027-01-01 UTC'],
    [
      TimeWindow.until(new Date(Date.UTC(2026, 10, 21)).toISOString()),
      `${NOW} < datetime("2026-11-21T00:00:00.000Z")`,
      'until 2026-11-21 00:00 UTC',
    ],
    [
      TimeWindow.between('2026-12-24T12:00:00Z', '2027-01-02'),
      `${NOW} >= datetime("2026-12-24T12:00:00Z") && ${NOW} < datetime("2027-01-02")`,
      'from 2026-12-24 12:00 to 2027-01-02 UTC',
    ],
  ])('%#', (window, cedar, described) => {
    expect(condition(window)).toBe(cedar);
    expect(words(window)).toBe(described);
  });

  it('holds from its start to just before its end', () => {
    const [last, first] = ['2026-11-21T07:59:59.999Z', '2026-11-21T08:00:00.000Z'];
    const at = '2026-11-21T08:00:00Z';
    expect([last, first].map((now) => isOpen(TimeWindow.startingAt(at), now))).toEqual([false, true]);
    expect([last, first].map((now) => isOpen(TimeWindow.until(at), now))).toEqual([true, false]);
    expect([last, first].map((now) => isOpen(TimeWindow.between('2026-11-21', at), now))).toEqual([true, false]);
    expect(isOpen(TimeWindow.between('2026-11-21', at), '2026-11-20T23:59:59.999Z')).toBe(false);
  });

  it.each([
    ['2026-11-21T09:00:00+01:00', "Write '2026-11-21T08:00:00Z', which is the same instant in UTC."],
    ['2026-11-20T20:30:00.250-0330', "Write '2026-11-21T00:00:00.250Z', which is the same instant in UTC."],
    ['2026-11-21T09:00Z', "Write '2026-11-21T09:00:00Z', which is the same instant in UTC."],
    ['2026-11-21T09:00:00', "Write it like '2026-11-21T08:00:00Z' or '2026-11-21', in UTC."],
    ['2026-02-30', 'Write a day that the month has, and a time from 00:00:00 to 23:59:59.'],
    ['2026-11-21T24:00:00Z', 'Write a day that the month has, and a time from 00:00:00 to 23:59:59.'],
    ['21.11.2026', "Write it like '2026-11-21T08:00:00Z' or '2026-11-21'."],
    ['', "Write it like '2026-11-21T08:00:00Z' or '2026-11-21'."],
  ])('is refused at %j', (time, fix) =>
    expect(refusals(TimeWindow.until(time))).toEqual([
      `TimeWindow.until is ${JSON.stringify(time)}. Allowed: an instant in UTC or a day, known at synth. ${fix}`,
    ]),
  );

  it('is refused at a token', () =>
    expect(refusals(TimeWindow.startingAt(Token.asString({ resolve: () => '2026-11-21' })))).toEqual([
      'TimeWindow.startingAt is "<token>". Allowed: an instant in UTC or a day, known at synth. ' +
        "Write it like '2026-11-21T08:00:00Z' or '2026-11-21'.",
    ]));

  it('is refused where it ends before it starts, or at once', () => {
    expect(refusals(TimeWindow.between('2027-01-02', '2026-12-24T12:00:00Z'))).toEqual([
      'TimeWindow.between is "2027-01-02 to 2026-12-24T12:00:00Z". Allowed: an end that is later than the start. ' +
        "Write TimeWindow.between('2026-12-24T12:00:00Z', '2027-01-02').",
    ]);
    expect(refusals(TimeWindow.between('2027-01-02', '2027-01-02T00:00:00Z'))).toEqual([
      'TimeWindow.between is "2027-01-02 to 2027-01-02T00:00:00Z". Allowed: an end that is later than the start. Choose a later end.',
    ]);
    expect(refusals(TimeWindow.between('yesterday', 'today'))).toHaveLength(2);
  });
});
