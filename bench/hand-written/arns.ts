/** ARNs by name, and who AgentCore is in a trust policy, in the hand-written stack. */
import { ArnFormat, aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** AgentCore, on behalf of the resource of this name only. */
export function agentcorePrincipal(scope: Construct, resource: string, name: string): iam.IPrincipal {
  return new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
      ArnLike: { 'aws:SourceArn': agentcoreArn(scope, resource, name) },
    },
  });
}

/** By name and not by attribute, so that role and resource do not wait for each other; the service adds ten characters. */
export function agentcoreArn(scope: Construct, resource: string, name: string): string {
  return Stack.of(scope).formatArn({ service: 'bedrock-agentcore', resource, resourceName: `${name}-??????????` });
}

export function logGroupArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
