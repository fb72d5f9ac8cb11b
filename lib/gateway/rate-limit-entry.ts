/** How much traffic there may be, of those who share a bucket. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { RATE_LIMIT_LIMITS } from './gateway-rule-limits';
import type { DimensionValue, RateLimitDimension } from './rate-limit-dimension';

/**
 * How many requests there may be: 0 to 10,000,000, where 0 turns all of them away.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rate-limits.html
 */
export class RequestRate {
  /** So many in each second. */
  static perSecond(requests: number): RequestRate {
    return new RequestRate(requests, 'second');
  }

  /** So many in each minute. */
  static perMinute(requests: number): RequestRate {
    return new RequestRate(requests, 'minute');
  }

  private constructor(
    /** @internal */
    readonly _rate: number,
    /** @internal */
    readonly _period: string,
  ) {}
}

/** What traffic an entry is for, and how much of it there may be. */
export interface RateLimitEntry {
  /**
   * The values that the traffic has. A dimension that is left out stands for all values without an entry of their own, and
   * each of those is counted by itself; only the last dimensions of the limit can be left out.
   * @default - all traffic without an entry of its own
   */
  readonly when?: DimensionValue[];
  /**
   * How many requests.
   * @default - any number
   */
  readonly requests?: RequestRate;
  /**
   * How many tokens of models, in and out, in each minute: 0 to 10,000,000. Only inference targets count them.
   * @default - any number
   */
  readonly tokensPerMinute?: number;
  /**
   * How many requests at a time: 0 to 10,000,000.
   * @default - any number
   */
  readonly concurrentRequests?: number;
}

/** The values of an entry in the order of the limit's dimensions; `*` where it names none. */
export function valuesOf(entry: RateLimitEntry, by: readonly RateLimitDimension[]): string[] {
  const values = new Map((entry.when ?? []).map(({ _dimension, _value }) => [_dimension._key, _value]));
  return by.map(({ _key }) => values.get(_key) ?? '*');
}

export function entriesProblems(entries: readonly RateLimitEntry[], by: readonly RateLimitDimension[]): Problem[] {
  const { entries: most } = RATE_LIMIT_LIMITS;
  if (entries.length === 0 || entries.length > most) {
    const fix =
      entries.length === 0
        ? 'Write one: { requests: RequestRate.perMinute(…) }.'
        : 'Leave values to the entry without when.';
    return [{ about: 'entries', value: `${entries.length} entries`, allowed: `1 to ${most}`, fix }];
  }
  return [
    ...entries.flatMap((entry, index) => entryProblems(`entries[${index}]`, entry, by)),
    ...repeatedProblems(entries, by),
  ];
}

function entryProblems(about: string, entry: RateLimitEntry, by: readonly RateLimitDimension[]): Problem[] {
  const { when = [], requests, tokensPerMinute, concurrentRequests } = entry;
  const given = [requests?._rate, tokensPerMinute, concurrentRequests];
  return [
    ...when.flatMap((value) => value._problems(`${about} when`)),
    ...keyProblems(`${about} when`, when, by),
    ...orderProblems(`${about} when`, entry, by),
    ...(given.every((rate) => rate === undefined) ? [noRate(about)] : []),
    ...rateProblems(`${about} requests`, requests?._rate),
    ...rateProblems(`${about} tokensPerMinute`, tokensPerMinute),
    ...rateProblems(`${about} concurrentRequests`, concurrentRequests),
  ];
}

function keyProblems(about: string, when: readonly DimensionValue[], by: readonly RateLimitDimension[]): Problem[] {
  const known = by.map(({ _key }) => _key);
  const keys = when.map(({ _dimension }) => _dimension._key);
  return [
    ...keys
      .filter((key) => !known.includes(key))
      .map((value) => ({
        about,
        value,
        allowed: `a dimension of the limit: ${known.join(', ')}`,
        fix: 'Name the dimension in by, or leave the value out.',
      })),
    ...[...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))].map((value) => ({
      about,
      value: `${value} more than once`,
      allowed: 'one value of each dimension',
      fix: 'Write an entry for each of the values.',
    })),
  ];
}

/** The service looks for an entry by replacing the last values, one after the other, with all. */
function orderProblems(about: string, entry: RateLimitEntry, by: readonly RateLimitDimension[]): Problem[] {
  const values = valuesOf(entry, by);
  const firstOpen = values.indexOf('*');
  const named = values.map((value) => value !== '*').lastIndexOf(true);
  if (firstOpen === -1 || named < firstOpen) return [];
  return [
    {
      about,
      value: `${by[named]._key} without ${by[firstOpen]._key}`,
      allowed: 'values of the first dimensions of the limit: only the last ones can be left out',
      fix: `Name a value of ${by[firstOpen]._key}, or write it behind ${by[named]._key} in by.`,
    },
  ];
}

function noRate(about: string): Problem {
  return {
    about: `${about} requests`,
    allowed: 'at least one of requests, tokensPerMinute and concurrentRequests',
    fix: 'Write requests: RequestRate.perMinute(…).',
  };
}

function rateProblems(about: string, rate: number | undefined): Problem[] {
  const { rate: most } = RATE_LIMIT_LIMITS;
  if (rate === undefined || Token.isUnresolved(rate) || (rate >= 0 && rate <= most)) return [];
  return [{ about, value: rate, allowed: `0 to ${most}`, fix: 'Leave it out for any number.' }];
}

function repeatedProblems(entries: readonly RateLimitEntry[], by: readonly RateLimitDimension[]): Problem[] {
  const keys = entries.map((entry) => JSON.stringify(valuesOf(entry, by)));
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    if (first === index) return [];
    return [
      {
        about: `entries[${index}]`,
        value: valuesOf(entries[index], by),
        allowed: `values that no other entry has; entries[${first}] has them`,
        fix: 'Write both rates into one entry.',
      },
    ];
  });
}

export function renderedEntry(
  entry: RateLimitEntry,
  by: readonly RateLimitDimension[],
): agentcore.CfnGatewayRateLimit.LimitEntryProperty {
  const { requests, tokensPerMinute, concurrentRequests } = entry;
  const values = valuesOf(entry, by);
  return {
    dimensions: Object.fromEntries(by.map(({ _key }, index) => [_key, values[index]])),
    requests: requests && [{ rate: requests._rate, period: requests._period }],
    tokens: tokensPerMinute === undefined ? undefined : [{ rate: tokensPerMinute, period: 'minute' }],
    connections: concurrentRequests === undefined ? undefined : [{ rate: concurrentRequests, period: 'second' }],
  };
}
