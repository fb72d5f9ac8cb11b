/** What is wrong with the names and the number of credential providers. */
import { Stack, Token, type CfnResource } from 'aws-cdk-lib';
import type { Finding } from '../core/finding';
import type { Problem } from '../core/refusal';
import { resourcesIn } from '../core/resources';
import { IDENTITY_LIMITS } from './identity-limits';

/** A name is part of IAM statements and of the agent's environment, so it must be known at synth. */
export function identityNameProblems(
  about: string,
  name: string | undefined,
  limit: { readonly pattern: RegExp; readonly words: string },
): Problem[] {
  if (name === undefined || (!Token.isUnresolved(name) && limit.pattern.test(name))) return [];
  return [
    {
      about,
      value: name,
      allowed: `${limit.words}, known at synth`,
      fix: 'Choose such a name, or leave it out: then it is derived from the construct path.',
    },
  ];
}

/** Said once, by the first provider that is too many. */
export function quotaFindings(resource: CfnResource): Finding[] {
  const { account, region } = Stack.of(resource);
  const most = IDENTITY_LIMITS.providersPerRegion;
  const all = resourcesIn(resource.node.root, resource.cfnResourceType).filter(
    (other) => Stack.of(other).account === account && Stack.of(other).region === region,
  );
  if (all[most] !== resource) return [];
  return [
    {
      id: 'cdk-agentcore:credential-providers-over-quota',
      about: 'credential providers of this kind',
      value: all.length,
      allowed: `${most} in an account and region, unless AWS has raised the quota`,
      fix: 'Let gateways and agents share providers, or ask AWS for more.',
    },
  ];
}
