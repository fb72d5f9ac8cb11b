/** Where a policy engine comes from. */
import { CfnResource, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';

/** Whether this app makes the engine, so that no policy is on it that the app does not see. */
export function isMadeHere({ node }: agentcore.IPolicyEngine): boolean {
  return node.defaultChild !== undefined && CfnResource.isCfnResource(node.defaultChild);
}
