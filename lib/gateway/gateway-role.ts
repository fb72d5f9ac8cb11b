/** The role that a gateway works with: at creation it may ask its policy engine and its interceptors, use its key, and nothing else. */
import { aws_iam as iam, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ServiceRole } from '../core/service-role';
import { readKeyStatements } from '../policy/engine-key';

const READ = 'bedrock-agentcore:GetPolicyEngine';
const AUTHORIZE = ['bedrock-agentcore:AuthorizeAction', 'bedrock-agentcore:PartiallyAuthorizeActions'];

/**
 * CreateGateway asks the engine with this role, so these statements are inside it.
 *
 * @param gatewayArn the gateway's ARN as a pattern: by attribute, the role and the gateway would wait for each other
 * @param more what else it needs from the first request on: its interceptors, its key
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-permissions.html
 */
export function gatewayRole(
  scope: Construct,
  gatewayArn: string,
  engine: agentcore.IPolicyEngine,
  more: readonly iam.PolicyStatement[],
): ServiceRole {
  const engineArn = engine.policyEngineArn;
  return new ServiceRole(scope, 'Role', {
    sourceArn: gatewayArn,
    description: `Gateway ${scope.node.path}`,
    required: [
      new iam.PolicyStatement({ actions: [READ], resources: [engineArn] }),
      new iam.PolicyStatement({ actions: AUTHORIZE, resources: [engineArn, gatewayArn] }),
      ...readKeyStatements(engine),
      ...more,
    ],
    // The L2 grants the same once more.
    replaces: ({ actions, resources }) =>
      resources.includes(engineArn) && actions.every((action) => [READ, ...AUTHORIZE].includes(action)),
  });
}
