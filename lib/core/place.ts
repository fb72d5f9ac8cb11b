/** In which region and account something is, as far as the app knows. */
import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problem } from './refusal';

/** A region and an account; each may be a token, or left out where nothing is known of it. */
export interface Place {
  readonly region?: string;
  readonly account?: string;
}

/** Where what the construct makes is deployed. */
export function placeOf(construct: IConstruct): Place {
  const { region, account } = Stack.of(construct);
  return { region, account };
}

/** Where the resource is that has this ARN; if the ARN is an attribute of a resource of the app, where that is deployed. */
export function placeInArn(arn: string): Place {
  const [token] = Tokenization.reverseString(arn).tokens;
  if (arn === token?.toString()) return Reference.isReference(token) && isArn(token) ? placeOf(token.target) : {};
  const [, , , region, account] = arn.split(':');
  return { region, account };
}

function isArn({ displayName }: Reference): boolean {
  return displayName.endsWith('Arn');
}

function differ(one: string | undefined, other: string | undefined): boolean {
  const known = (name: string | undefined) => name !== undefined && name !== '' && !Token.isUnresolved(name);
  return known(one) && known(other) && one !== other;
}

/**
 * What is wrong with something that has to be where its user is.
 *
 * @param value how the message calls it: `Shop/Crm`
 * @param of what it has to be, and of what: `a credential provider`, `the gateway`
 */
export function placeProblems(
  about: string,
  value: string,
  place: Place,
  of: { readonly kind: string; readonly owner: string; readonly place: Place },
): Problem[] {
  const problem = (word: 'region' | 'account', prefix: string): Problem => ({
    about,
    value: `${value} in ${prefix}${place[word]}`,
    allowed: `${of.kind} in ${prefix}${of.place[word]}, the ${word} of ${of.owner}`,
    fix: 'Make one there.',
  });
  return [
    ...(differ(place.region, of.place.region) ? [problem('region', '')] : []),
    ...(differ(place.account, of.place.account) ? [problem('account', 'account ')] : []),
  ];
}
