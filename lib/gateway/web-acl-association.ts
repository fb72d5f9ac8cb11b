/** The web ACL of a gateway, and what happens while AWS WAF cannot be reached. */
import { Stack, Token, aws_wafv2 as wafv2, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { justificationProblems, recordJustification } from '../core/justification';
import type { Problem } from '../core/refusal';
import type { ToolGateway } from './tool-gateway';
import type { ToolGatewayProps } from './tool-gateway-props';

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-waf.html */
export function protectGateway(gateway: ToolGateway, { webAcl, uninspectedRequests }: ToolGatewayProps): void {
  if (!webAcl) return;
  const resource = gateway.gateway.node.defaultChild as agentcore.CfnGateway;
  resource.wafConfiguration = { failureMode: uninspectedRequests ? 'FAIL_OPEN' : 'FAIL_CLOSE' };
  if (uninspectedRequests) recordJustification(resource, 'uninspectedRequests', uninspectedRequests);
  // It refers to the gateway, so it goes before the gateway does, as the service demands.
  new wafv2.CfnWebACLAssociation(gateway, 'WebAclAssociation', {
    resourceArn: gateway.gatewayArn,
    webAclArn: webAcl.webAclArn,
  });
}

export function webAclProblems(gateway: ToolGateway, { webAcl, uninspectedRequests }: ToolGatewayProps): Problem[] {
  if (webAcl) {
    const reason = uninspectedRequests ? justificationProblems('uninspectedRequests', uninspectedRequests) : [];
    return [...reason, ...regionProblems(webAcl.webAclArn, Stack.of(gateway).region)];
  }
  if (!uninspectedRequests) return [];
  return [
    {
      about: 'uninspectedRequests',
      value: uninspectedRequests,
      allowed: 'beside a webAcl: without one no request is inspected',
      fix: 'Leave it out, or write webAcl: new GatewayWebAcl(…).',
    },
  ];
}

function regionProblems(webAclArn: string, own: string): Problem[] {
  if ([webAclArn, own].some((text) => Token.isUnresolved(text))) return [];
  const region = webAclArn.split(':')[3];
  if (region === own) return [];
  return [
    {
      about: 'webAcl',
      value: `a web ACL in ${region}`,
      allowed: `a web ACL in ${own}, the region of the gateway`,
      fix: 'Make one there.',
    },
  ];
}
