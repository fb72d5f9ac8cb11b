/** ARNs of AgentCore resources, in the partition, region and account of the construct's stack. */
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The ten characters that the service appends to a name to make an id, as an ARN pattern. */
export const SERVICE_SUFFIX = '-??????????';

/** `arn:<partition>:bedrock-agentcore:<region>:<account>:<resource>`. */
export function agentcoreArn(construct: IConstruct, resource: string): string {
  const stack = Stack.of(construct);
  return `arn:${stack.partition}:bedrock-agentcore:${stack.region}:${stack.account}:${resource}`;
}

/** The ARN of a named resource whose id the service completes: `runtime/<name>-??????????`. */
export function agentcoreArnOfName(construct: IConstruct, kind: string, name: string): string {
  return agentcoreArn(construct, `${kind}/${name}${SERVICE_SUFFIX}`);
}
