/** In which region and account something is, as far as the app knows. */
import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Problem } from './refusal';

/** A region and an account, each of them left out where it is not known at synth. */
export interface Place {
  readonly region?: string;
  readonly account?: string;
}

/** Where what the construct makes is deployed. */
export function placeOf(construct: IConstruct): Place {
  const { region, account } = Stack.of(construct);
  return { region: known(region), account: known(account) };
}

/** Where the resource is that has this ARN; if the ARN is an attribute of a resource of the app, where that is deployed. */
export function placeInArn(arn: string): Place {
  const [token] = Tokenization.reverseString(arn).tokens;
  if (arn === token?.toString()) return Reference.isReference(token) && isArn(token) ? placeOf(token.target) : {};
  const [, , , region, account] = arn.split(':');
  return { region: known(region), account: known(account) };
}

function isArn({ displayName }: Reference): boolean {
  return displayName.endsWith('Arn');
}

function known(name: string | undefined): string | undefined {
  return name === undefined || name === '' || Token.isUnresolved(name) ? undefined : name;
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
  const problem = (word: string, is: string, needed: string, prefix: string): Problem => ({
    about,
    value: `${value} in ${prefix}${is}`,
    allowed: `${of.kind} in ${prefix}${needed}, the ${word} of ${of.owner}`,
    fix: 'Make one there.',
  });
  const { region, account } = of.place;
  return [
    ...(place.region && region && place.region !== region ? [problem('region', place.region, region, '')] : []),
    ...(place.account && account && place.account !== account
      ? [problem('account', place.account, account, 'account ')]
      : []),
  ];
}
