/** A shop with a gateway for any protocol, and what its targets come to in the template. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GatewayProtocol, ToolGateway, type ToolGatewayProps } from '../../../lib/gateway';
import { ENV } from '../shop';

/** Most tests are about targets; what they offer stays denied. */
export const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };

export function httpShop(props: ToolGatewayProps = {}, env: typeof ENV = ENV) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env });
  const tools = new ToolGateway(stack, 'Tools', { protocol: GatewayProtocol.ANY, ...DENIED, ...props });
  return { app, stack, tools };
}

export function targetIn(stack: Stack): Record<string, any> {
  const [target] = Object.values(
    Template.fromStack(stack).findResources('AWS::BedrockAgentCore::GatewayTarget'),
  ) as Record<string, any>[];
  return target;
}

/** What the template tells readers of the tools. */
export function toolsIn(stack: Stack): unknown {
  return targetIn(stack).Metadata['cdk-agentcore:tools'];
}

/** What the gateway's role may do besides asking its engine. */
export function grantsIn(stack: Stack): unknown[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith('ToolsRoleGrants'))
    .flatMap(([, policy]) => (policy as Record<string, any>).Properties.PolicyDocument.Statement as unknown[]);
}

/** What a construct refuses, line by line, without the first line that names it. */
export function refusals(build: () => unknown): string[] {
  try {
    build();
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^ {2}- /, ''));
  }
  throw new Error('it was built');
}
