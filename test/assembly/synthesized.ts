/** Small apps, synthesized as the tests run: what `cdk synth` would have written. */
import { App, Stack, aws_bedrockagentcore as agentcore, aws_lambda as lambda, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export { agentcore };

/** The folder that the app was synthesized into; removed after all tests. */
export function synthesized(build: (app: App) => void): string {
  const app = new App();
  build(app);
  return app.synth().directory;
}

/** An app of one stack called `Shop`. */
export function synthesizedStack(build: (stack: Stack) => void, props?: StackProps): string {
  return synthesized((app) => build(new Stack(app, 'Shop', props)));
}

export function inlineFunction(scope: Construct, id: string): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = () => {};'),
  });
}

export function tool(name: string, description = `Does ${name}.`) {
  return { name, description, inputSchema: { type: 'object', properties: { amount: { type: 'integer' } } } };
}

/** A gateway as a template has it without any L2. */
export function plainGateway(
  scope: Construct,
  id: string,
  props: Partial<agentcore.CfnGatewayProps> = {},
): agentcore.CfnGateway {
  return new agentcore.CfnGateway(scope, id, {
    name: id.toLowerCase(),
    authorizerType: 'AWS_IAM',
    protocolType: 'MCP',
    roleArn: 'arn:aws:iam::123456789012:role/gateway',
    ...props,
  });
}

export function lambdaTarget(
  scope: Construct,
  id: string,
  gateway: agentcore.CfnGateway | string,
  ...tools: string[]
): agentcore.CfnGatewayTarget {
  return target(scope, id, gateway, {
    lambda: {
      lambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      toolSchema: { inlinePayload: tools.map((name) => tool(name)) },
    },
  });
}

export function target(
  scope: Construct,
  id: string,
  gateway: agentcore.CfnGateway | string,
  mcp: agentcore.CfnGatewayTarget.McpTargetConfigurationProperty,
): agentcore.CfnGatewayTarget {
  return new agentcore.CfnGatewayTarget(scope, id, {
    name: id,
    gatewayIdentifier: typeof gateway === 'string' ? gateway : gateway.attrGatewayIdentifier,
    targetConfiguration: { mcp },
  });
}

export function policy(
  scope: Construct,
  id: string,
  engine: agentcore.CfnPolicyEngine,
  statement: string,
  props: Partial<agentcore.CfnPolicyProps> = {},
): agentcore.CfnPolicy {
  return new agentcore.CfnPolicy(scope, id, {
    name: id,
    policyEngineId: engine.attrPolicyEngineId,
    definition: { cedar: { statement } },
    ...props,
  });
}
