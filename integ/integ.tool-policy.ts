/** Policies on claims, inputs and as text: the service accepts each with all its findings. Never deployed. */
import { join } from 'node:path';
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_cognito as cognito, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ToolPolicy } from '../lib';
import { Cedar, Claim, IdentityProvider, InboundAuth, Input, ToolDefinitions, ToolFunction, ToolGateway } from '../lib';
import { agentcoreCall } from './agentcore-call';
import { echoTools } from './echo/definitions';

const app = new App();
const stack = new Stack(app, 'IntegToolPolicy');

const pool = new cognito.UserPool(stack, 'Staff', { removalPolicy: RemovalPolicy.DESTROY });
const tools = new ToolGateway(stack, 'Tools', {
  inboundAuth: InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [pool.addClient('Console')] })),
});
const echo = tools.addLambda('Echo', {
  handler: new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') }),
  tools: ToolDefinitions.of(...echoTools),
});

const policies: ToolPolicy[] = [
  tools.permit('SupportEchoes', {
    tools: [echo.tool('echo')],
    when: [Claim.of('cognito:groups').includes('support'), Input.of('times').lessThan(10)],
  }),
  tools.forbid('NobodyShouts', { tools: [echo.tool('echo')], when: [Input.of('text').matches('*!')] }),
  tools.addPolicy(
    'AdaEchoes',
    Cedar.fromText(
      [
        'permit (',
        '  principal is AgentCore::OAuthUser,',
        '  action == AgentCore::Action::"Echo___echo",',
        `  resource == AgentCore::Gateway::"${tools.gatewayArn}"`,
        ') when {',
        '  principal.hasTag("username") && principal.getTag("username") == "ada"',
        '};',
      ].join('\n'),
    ),
  ),
];

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

for (const { policy } of policies) {
  agentcoreCall(test, 'bedrock-agentcore-control', 'GetPolicy', {
    policyEngineId: tools.policyEngine.policyEngineId,
    policyId: policy.policyId,
  }).expect(ExpectedResult.objectLike({ status: 'ACTIVE' }));
}
