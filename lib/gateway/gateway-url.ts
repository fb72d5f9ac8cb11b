/** Whether the URL that a contract tells is that of its gateway: callers send their tokens there. */
import { region_info as regions, Token } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';

/** @param arn the ARN of the gateway */
export function urlProblems(url: string, arn: string): Problem[] {
  if (Token.isUnresolved(arn)) {
    return [
      {
        about: 'gatewayUrl',
        value: url,
        allowed: 'a URL that the app gives or its owners publish, where the ARN is known at deployment only',
        fix: 'Give gatewayUrl beside gatewayArn, or parameterPrefix in place of both.',
      },
    ];
  }
  const [, , , region, , resource = ''] = arn.split(':');
  // What is no ARN of a gateway is refused as such.
  if (!resource.startsWith('gateway/')) return [];
  const origin = `https://${resource.split('/')[1]}.gateway.bedrock-agentcore.${region}.${suffixOf(region)}`;
  // As text: what a parser makes of it, another one may read otherwise.
  if (url === origin || (url.startsWith(`${origin}/`) && /^[\w./-]*$/.test(url.slice(origin.length)))) return [];
  return [
    {
      about: 'the URL in the contract',
      value: url,
      allowed: `one of the gateway of the ARN: ${origin}/mcp`,
      fix: 'Ask the owners of the gateway. If it is a domain of theirs, give it as gatewayUrl.',
    },
  ];
}

function suffixOf(region: string): string {
  return regions.RegionInfo.get(region).domainSuffix ?? 'amazonaws.com';
}
