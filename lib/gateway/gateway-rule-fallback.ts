/** Where a request for a model goes when the target that it was sent to fails. */
import { Token, type aws_bedrockagentcore as agentcore, type Duration } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { FALLBACK_LIMITS } from './gateway-rule-limits';
import type { INamedTarget } from './known-gateway';

/**
 * A failure for which the next target is tried.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_FallbackTriggers.html
 */
export class FallbackTrigger {
  /** The target refused the connection, or it broke before an answer. */
  static readonly CONNECTION_ERROR = new FallbackTrigger('CONNECTION_ERROR');
  /** The answer did not begin within `firstByteTimeout`. */
  static readonly FIRST_BYTE_TIMEOUT = new FallbackTrigger('FIRST_BYTE_TIMEOUT');
  /** The target does not exist, or does not answer requests like this one. */
  static readonly UNROUTABLE = new FallbackTrigger('UNROUTABLE');
  /** Every status from 500 to 599. */
  static readonly SERVER_ERRORS = new FallbackTrigger(undefined, '5XX');
  /** Every status from 400 to 499: among them 429, too many requests. */
  static readonly CLIENT_ERRORS = new FallbackTrigger(undefined, '4XX');

  /** One HTTP status, from 400 to 599: 429 is that of a target which throttles. */
  static status(code: number): FallbackTrigger {
    return new FallbackTrigger(undefined, String(code));
  }

  /** An error that this class does not name yet. */
  static of(name: string): FallbackTrigger {
    return new FallbackTrigger(name);
  }

  private constructor(
    /** @internal */
    readonly _error?: string,
    /** @internal */
    readonly _statusCode?: string,
  ) {}

  /** @internal */
  _problems(about: string): Problem[] {
    const { min, max } = FALLBACK_LIMITS.statusCode;
    const code = Number(this._statusCode);
    if (Number.isNaN(code) || (Number.isInteger(code) && code >= min && code <= max)) return [];
    return [
      { about, value: code, allowed: `a status from ${min} to ${max}`, fix: 'Name a status that means failure.' },
    ];
  }
}

/** When a target counts as failed. */
export interface FailureOptions {
  /**
   * The failures for which the next target is tried.
   * @default - statuses from 500 to 599, `CONNECTION_ERROR`, `FIRST_BYTE_TIMEOUT` and `UNROUTABLE`
   */
  readonly failures?: FallbackTrigger[];
  /**
   * How long the target may take until its answer begins: 50 milliseconds to 15 minutes.
   * @default - as long as it takes
   */
  readonly firstByteTimeout?: Duration;
}

/** A target to try next, and when it counts as failed itself. Nothing of it is taken over from the target before. */
export interface FallbackTarget extends FailureOptions {
  /** An inference target of the same gateway. */
  readonly target: INamedTarget;
  /**
   * The id of the model that is asked for there.
   * @default - the model of the request
   */
  readonly model?: string;
}

/**
 * What happens when the target of a route fails before the first byte of its answer.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rules-fallback.html
 */
export interface RouteFallback extends FailureOptions {
  /** What is tried, one after the other: 1 or 2 targets. Each pair of target and model is there once. */
  readonly targets: FallbackTarget[];
  /**
   * Whether a target that keeps failing is skipped for a while.
   * @default true
   */
  readonly circuitBreaker?: boolean;
}

/** A target of a route, with the model that is asked for there. */
export interface Destination {
  readonly target: INamedTarget;
  readonly model?: string;
}

export function fallbackProblems(about: string, first: Destination, fallback: RouteFallback): Problem[] {
  const { targets } = fallback;
  const named = `${about} fallback`;
  return [
    ...countProblems(named, targets.length),
    ...failureProblems(named, fallback),
    ...targets.flatMap((target, index) => failureProblems(`${named} target ${index + 1}`, target)),
    ...targets.flatMap((target, index) => modelProblems(`${named} target ${index + 1} model`, target.model)),
    ...repeatedProblems(named, [first, ...targets]),
  ];
}

function countProblems(about: string, count: number): Problem[] {
  if (count >= 1 && count <= FALLBACK_LIMITS.targets) return [];
  const fix = count === 0 ? 'Leave fallback out.' : 'Keep the most reliable ones.';
  return [{ about: `${about} targets`, value: count, allowed: `1 to ${FALLBACK_LIMITS.targets} targets`, fix }];
}

function failureProblems(about: string, { failures, firstByteTimeout }: FailureOptions): Problem[] {
  const problems = (failures ?? []).flatMap((trigger) => trigger._problems(`${about} failures`));
  if (failures?.length === 0) {
    problems.push({
      about: `${about} failures`,
      value: [],
      allowed: 'at least one failure',
      fix: 'Leave it out for every failure of the target.',
    });
  }
  if (failures?.includes(FallbackTrigger.FIRST_BYTE_TIMEOUT) && firstByteTimeout === undefined) {
    problems.push({
      about: `${about} firstByteTimeout`,
      allowed: 'a time, because FIRST_BYTE_TIMEOUT is among the failures and never happens without one',
      fix: 'Write firstByteTimeout: Duration.seconds(…).',
    });
  }
  return [...problems, ...timeoutProblems(about, firstByteTimeout)];
}

function timeoutProblems(about: string, timeout: Duration | undefined): Problem[] {
  if (timeout === undefined || timeout.isUnresolved()) return [];
  const { min, max } = FALLBACK_LIMITS.firstByteTimeoutMilliseconds;
  const value = timeout.toMilliseconds();
  if (value >= min && value <= max) return [];
  return [
    {
      about: `${about} firstByteTimeout`,
      value: timeout.toHumanString(),
      allowed: '50 milliseconds to 15 minutes',
      fix: 'Choose a time between.',
    },
  ];
}

export function modelProblems(about: string, model: string | undefined): Problem[] {
  const { maxLength, pattern } = FALLBACK_LIMITS.model;
  if (model === undefined || Token.isUnresolved(model) || (model.length <= maxLength && pattern.test(model))) return [];
  return [{ about, value: model, allowed: 'the id of one model', fix: 'Write the id as the target knows it.' }];
}

/** The service counts the target of the route as part of the chain. */
function repeatedProblems(about: string, chain: readonly Destination[]): Problem[] {
  const keys = chain.map(({ target, model }) => `${target.targetName}${model ? ` with ${model}` : ''}`);
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))].map((value) => ({
    about: `${about} targets`,
    value,
    allowed: 'each pair of target and model once, that of the route included',
    fix: 'Choose another target, or another model there.',
  }));
}

export function renderedFallback(fallback: RouteFallback): agentcore.CfnGatewayRule.FallbackProperty {
  const { targets, circuitBreaker } = fallback;
  return {
    ...renderedFailure(fallback),
    targetFallback: targets.map((next) => ({
      targetName: next.target.targetName,
      model: next.model,
      ...renderedFailure(next),
    })),
    circuitBreaker: circuitBreaker === undefined ? undefined : { mode: circuitBreaker ? 'ENABLED' : 'DISABLED' },
  };
}

function renderedFailure({ failures, firstByteTimeout }: FailureOptions) {
  return {
    firstByteTimeoutMilliseconds: firstByteTimeout?.toMilliseconds(),
    triggerOn: failures && {
      errors: unlessEmpty(failures.flatMap(({ _error }) => _error ?? [])),
      statusCodes: unlessEmpty(failures.flatMap(({ _statusCode }) => _statusCode ?? [])),
    },
  };
}

function unlessEmpty(list: string[]): string[] | undefined {
  return list.length > 0 ? list : undefined;
}
