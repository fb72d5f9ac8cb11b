/** The two parts of a traffic split: their weights and names. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { textProblems } from './gateway-problems';
import { SHARE_LIMITS } from './gateway-rule-limits';

/** One of the two parts of a traffic split. */
export interface TrafficShare {
  /** How many of 100 requests, or sessions, take this way: 1 to 99. The two weights sum to 100. */
  readonly weight: number;
  /**
   * What the share is called in traces: 1 to 64 letters, digits and hyphens between them; the two differ.
   * @default - the name of the target; of configuration bundles `control` and `treatment`
   */
  readonly shareName?: string;
  /**
   * What the share is for: 1 to 200 characters.
   * @default - no description
   */
  readonly description?: string;
  /**
   * Notes on the share, for those who read the rule: at most 25, keys up to 128 and values up to 256 characters.
   * @default - none
   */
  readonly metadata?: { [key: string]: string };
}

/** The name of each, in the order of the shares. */
export function shareProblems(about: string, shares: readonly TrafficShare[], names: readonly string[]): Problem[] {
  return [
    ...shares.flatMap((share, index) => oneShareProblems(`${about} share ${index + 1}`, share, names[index])),
    ...sumProblems(about, shares),
    ...sameNameProblems(about, names),
  ];
}

function oneShareProblems(about: string, share: TrafficShare, name: string): Problem[] {
  return [
    ...weightProblems(`${about} weight`, share.weight),
    ...shareNameProblems(`${about} name`, name),
    ...textProblems(`${about} description`, share.description, SHARE_LIMITS.description),
    ...metadataProblems(`${about} metadata`, share.metadata ?? {}),
  ];
}

function weightProblems(about: string, weight: number): Problem[] {
  const { min, max } = SHARE_LIMITS.weight;
  if (Token.isUnresolved(weight) || (Number.isInteger(weight) && weight >= min && weight <= max)) return [];
  const fix = 'Write Route.to(…) for all traffic, or choose a weight between.';
  return [{ about, value: weight, allowed: `a whole number from ${min} to ${max}`, fix }];
}

function sumProblems(about: string, shares: readonly TrafficShare[]): Problem[] {
  const weights = shares.map(({ weight }) => weight);
  const { min, max } = SHARE_LIMITS.weight;
  const known = weights.every((weight) => !Token.isUnresolved(weight) && weight >= min && weight <= max);
  if (!known || weights.reduce((sum, weight) => sum + weight) === SHARE_LIMITS.sum) return [];
  return [
    {
      about: `${about} weights`,
      value: weights,
      allowed: `two weights that sum to ${SHARE_LIMITS.sum}`,
      fix: `Write ${weights[0]} and ${SHARE_LIMITS.sum - weights[0]}.`,
    },
  ];
}

function shareNameProblems(about: string, name: string): Problem[] {
  const { maxLength, pattern } = SHARE_LIMITS.name;
  if (Token.isUnresolved(name) || pattern.test(name)) return [];
  const allowed = `1 to ${maxLength} letters, digits and hyphens between them`;
  return [{ about, value: name, allowed, fix: 'Give the share such a shareName.' }];
}

function sameNameProblems(about: string, names: readonly string[]): Problem[] {
  if (new Set(names).size === names.length) return [];
  return [
    {
      about: `${about} names`,
      value: names,
      allowed: 'two names that differ',
      fix: 'Give one of the shares another shareName.',
    },
  ];
}

function metadataProblems(about: string, metadata: { [key: string]: string }): Problem[] {
  const { entries, key, value } = SHARE_LIMITS.metadata;
  const all = Object.entries(metadata);
  const tooLong = all
    .filter(([name, text]) => !isWithin(name, key) || !isWithin(text, value))
    .map(([name]) => ({
      about,
      value: name,
      allowed: `keys of 1 to ${key} and values of 1 to ${value} characters`,
      fix: 'Shorten it, or leave it out.',
    }));
  if (all.length <= entries) return tooLong;
  return [
    ...tooLong,
    {
      about,
      value: `${all.length} entries`,
      allowed: `at most ${entries}`,
      fix: 'Keep what readers of the rule need.',
    },
  ];
}

function isWithin(text: string, maxLength: number): boolean {
  return Token.isUnresolved(text) || (text.length >= 1 && text.length <= maxLength);
}

/** What CloudFormation calls the parts that every share has. */
export function renderedShare(share: TrafficShare, name: string) {
  return { name, weight: share.weight, description: share.description, metadata: share.metadata };
}
