/** What is wrong with a list of accepted values: clients, audiences, scopes, claims. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';

/** What one value may be, where the service does not take any text. */
export interface AcceptedText {
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly words: string;
  readonly fix: string;
}

/** As of 2026-11-21. */
export const ACCEPTED = {
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomJWTAuthorizerConfiguration.html */
  scope: {
    pattern: /^[\x21\x23-\x5B\x5D-\x7E]{1,255}$/,
    words: '1 to 255 printable characters without spaces, " and \\',
    fix: 'Write one scope.',
  },
  /** No hyphen: in the service's pattern it stands between two others. @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomClaimValidationType.html */
  claimName: {
    pattern: /^[A-Za-z0-9_./:]{1,255}$/,
    words: 'the name of a claim: 1 to 255 letters, digits, _, ., / and :',
    fix: 'Have the issuer write a claim of such a name.',
  },
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ClaimMatchValueType.html */
  claimValue: {
    pattern: /^[A-Za-z0-9_.-]{1,255}$/,
    words: 'a value that the service can compare with: 1 to 255 letters, digits, _, . and -',
    fix: 'Ask for a claim with such a value; behind a gateway, policies compare any: Claim.of(…).equalTo(…).',
  },
} as const satisfies Record<string, AcceptedText>;

/** An empty list reads as "none is accepted", but the service could only be told "all are". */
export function acceptedProblems(about: string, values: readonly string[] | undefined, text?: AcceptedText): Problem[] {
  if (!values) return [];
  if (values.length > 0 && !values.includes('')) return text ? textProblems(about, values, text) : [];
  return [
    {
      about,
      value: values,
      allowed: 'at least one value, and none that is empty',
      fix: 'Name what is accepted, or leave the list out: then it is not checked.',
    },
  ];
}

function textProblems(about: string, values: readonly string[], { pattern, words, fix }: AcceptedText): Problem[] {
  return values
    .filter((value) => !Token.isUnresolved(value) && !pattern.test(value))
    .map((value) => ({ about, value, allowed: words, fix }));
}
