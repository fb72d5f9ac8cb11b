/** A gateway with a Lambda tool: its target becomes ready, and its engine enforces. Never deployed. */
import { join } from 'node:path';
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Input, Principal, ToolDefinitions, ToolFunction, ToolGateway } from '../lib';
import { agentcoreCall } from './agentcore-call';
import { echoTools } from './echo/definitions';

const app = new App();
const stack = new Stack(app, 'IntegToolGateway');

const tools = new ToolGateway(stack, 'Tools', { instructions: 'Use echo to hear something again.' });
const echo = tools.addLambda('Echo', {
  handler: new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') }),
  tools: ToolDefinitions.of(...echoTools),
});
const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
tools.grantInvoke(caller);
tools.permit('CallerMayEcho', {
  tools: echo.allTools,
  principals: [Principal.role(caller)],
  when: [Input.of('times').lessThan(10)],
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

agentcoreCall(test, 'bedrock-agentcore-control', 'GetGateway', { gatewayIdentifier: tools.gateway.gatewayId })
  .expect(
    ExpectedResult.objectLike({
      status: 'READY',
      authorizerType: 'AWS_IAM',
      policyEngineConfiguration: { mode: 'ENFORCE' },
    }),
  )
  .next(
    agentcoreCall(test, 'bedrock-agentcore-control', 'ListGatewayTargets', {
      gatewayIdentifier: tools.gateway.gatewayId,
    }).expect(
      ExpectedResult.objectLike({ items: Match.arrayWith([Match.objectLike({ name: 'Echo', status: 'READY' })]) }),
    ),
  );
