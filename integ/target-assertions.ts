/** What is expected of a target once it is deployed. */
import { ExpectedResult, type IntegTest } from '@aws-cdk/integ-tests-alpha';
import type { ToolGateway, ToolTarget } from '../lib';
import { agentcoreCall } from './agentcore-call';

/** The target is ready, and CloudFormation has told the service what is expected here. */
export function expectTarget(test: IntegTest, gateway: ToolGateway, target: ToolTarget, expected: object = {}): void {
  agentcoreCall(test, 'bedrock-agentcore-control', 'GetGatewayTarget', {
    gatewayIdentifier: gateway.gateway.gatewayId,
    targetId: target.target.targetId,
  }).expect(ExpectedResult.objectLike({ name: target.targetName, status: 'READY', ...expected }));
}
