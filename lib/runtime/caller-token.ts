/** Whether the callers of an agent bring the token that something it uses needs passed on. */
import { CfnResource, Reference, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CallerToken } from '../core/capability';
import type { Problem } from '../core/refusal';

export function callerTokenProblems(
  capability: string,
  required: CallerToken,
  brought: CallerToken | undefined,
): Problem[] {
  const fix =
    `Give the agent the same InboundAuth as ${capability}, ` +
    `or give ${capability} InboundAuth.iam() and permit the agent's role there.`;
  const refused = (value: string, allowed: string): Problem[] => [
    { about: `what callers bring, who use ${capability} through the agent,`, value, allowed, fix },
  ];
  /** Where one side does not check, any token may be the right one. */
  const unlessInCommon = (what: string, ours?: readonly string[], theirs?: readonly string[]): Problem[] =>
    ours && theirs && ours.every((value) => theirs.every((accepted) => differ(value, accepted)))
      ? refused(said(what, ours), said(what, theirs))
      : [];
  const issuer = said('issuer', [required.discoveryUrl]);
  if (!brought) return refused('no JWT', `${issuer}, which the agent passes on`);
  if (differ(brought.discoveryUrl, required.discoveryUrl)) {
    return refused(said('issuer', [brought.discoveryUrl]), issuer);
  }
  return [
    ...unlessInCommon('client', brought.clients, required.clients),
    ...unlessInCommon('audience', brought.audiences, required.audiences),
  ];
}

/** What two texts will be is known to differ where both are, or where they refer to different resources of the app. */
function differ(a: string, b: string): boolean {
  if (a === b) return false;
  if (!Token.isUnresolved(a) && !Token.isUnresolved(b)) return true;
  const [ours, theirs] = [resourcesIn(a), resourcesIn(b)];
  return ours.length > 0 && theirs.length > 0 && !ours.some((resource) => theirs.includes(resource));
}

function resourcesIn(text: string): IConstruct[] {
  return Tokenization.reverseString(text)
    .tokens.filter((token) => Reference.isReference(token))
    .map(({ target }) => target)
    .filter((target) => CfnResource.isCfnResource(target));
}

function said(what: string, texts: readonly string[]): string {
  return `a JWT of the ${what}${texts.length > 1 ? 's' : ''} ${texts.map(named).join(', ')}`;
}

/** The text itself, or what of the app it will come from. */
function named(text: string): string {
  if (!Token.isUnresolved(text)) return text;
  return resourcesIn(text).map(writtenPath).join(' and ') || '(known at deployment)';
}

/** The path of the construct that the user wrote: `Shop/Staff`, not the `Shop/Staff/Resource` inside. */
function writtenPath(resource: IConstruct): string {
  const { scope } = resource.node;
  return scope?.node.defaultChild === resource ? scope.node.path : resource.node.path;
}
