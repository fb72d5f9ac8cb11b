/** What is expected of gateways and targets once they are deployed. */
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

/** The gateway is ready. */
export function expectGateway(test: IntegTest, { gateway }: ToolGateway, expected: object = {}): void {
  agentcoreCall(test, 'bedrock-agentcore-control', 'GetGateway', { gatewayIdentifier: gateway.gatewayId }).expect(
    ExpectedResult.objectLike({ status: 'READY', ...expected }),
  );
}
