/** The return URLs that the workload identity of a gateway allows: it is made by the service, so CloudFormation cannot say. */
import { aws_iam as iam, Lazy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { agentcoreArn } from '../core/arns';
import { IdentitySetting } from '../identity/identity-setting';
import type { ToolGateway } from './tool-gateway';

/**
 * Once for a gateway in each stack that has targets with such URLs, since an update of the identity replaces the whole list:
 * two at the same time could undo each other.
 */
export class GatewayReturnUrls extends Construct {
  /** Where those of a target belong: with the gateway, or in the target's own stack, to which the gateway's must not refer. */
  static of(gateway: ToolGateway, target: Construct): GatewayReturnUrls {
    const stack = Stack.of(target);
    const [scope, id] =
      stack === Stack.of(gateway)
        ? [gateway, 'ReturnUrls']
        : [stack, `${gateway.node.path.replaceAll('/', '')}ReturnUrls`];
    const existing = scope.node.tryFindChild(id);
    return existing instanceof GatewayReturnUrls ? existing : new GatewayReturnUrls(scope, id, gateway);
  }

  private readonly urls = new Set<string>();

  private constructor(scope: Construct, id: string, gateway: ToolGateway) {
    super(scope, id);
    const { identityName, identityArn } = gateway.identity;
    new IdentitySetting(this, 'Setting', {
      resourceType: 'Custom::GatewayReturnUrls',
      description: `Allows return URLs to gateway ${gateway.gatewayName}`,
      properties: {
        Setting: 'ReturnUrls',
        IdentityName: identityName,
        ReturnUrls: Lazy.list({ produce: () => [...this.urls] }),
      },
      statement: new iam.PolicyStatement({
        actions: ['bedrock-agentcore:GetWorkloadIdentity', 'bedrock-agentcore:UpdateWorkloadIdentity'],
        // AgentCore asks IAM about the directory as well as about the identity.
        resources: [agentcoreArn(gateway, 'workload-identity-directory/default'), identityArn],
      }),
    });
  }

  add(url: string): void {
    this.urls.add(url);
  }
}
