/** An agent that uses a memory and a gateway for the people who ask it: both accept the same tokens. Never deployed. */
import { join } from 'node:path';
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, aws_cognito as cognito, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  Agent,
  AgentCode,
  AgentMemory,
  Claim,
  ClaimRequirement,
  IdentityProvider,
  InboundAuth,
  ToolDefinitions,
  ToolFunction,
  ToolGateway,
} from '../lib';
import { agentcoreCall } from './agentcore-call';
import { echoTools } from './echo/definitions';

const app = new App();
const stack = new Stack(app, 'IntegInboundAuth');

const pool = new cognito.UserPool(stack, 'Staff', { removalPolicy: RemovalPolicy.DESTROY });
const staff = InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [pool.addClient('Console')] }), {
  scopes: ['aws.cognito.signin.user.admin'],
  claims: [ClaimRequirement.equalTo('token_use', 'access')],
});

const memory = new AgentMemory(stack, 'Memory', { removalPolicy: RemovalPolicy.DESTROY });
const tools = new ToolGateway(stack, 'Tools', { inboundAuth: staff });
const echo = tools.addLambda('Echo', {
  handler: new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') }),
  tools: ToolDefinitions.of(...echoTools),
});
tools.permit('SupportEchoes', { tools: echo.allTools, when: [Claim.of('cognito:groups').includes('support')] });
const agent = new Agent(stack, 'Echo', {
  code: AgentCode.typescript(join(__dirname, 'echo/agent.ts')),
  inboundAuth: staff,
  uses: [memory, tools],
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

const authorizer = {
  customJWTAuthorizer: {
    allowedScopes: ['aws.cognito.signin.user.admin'],
    customClaims: Match.arrayWith([Match.objectLike({ inboundTokenClaimName: 'token_use' })]),
  },
};
agentcoreCall(test, 'bedrock-agentcore-control', 'GetGateway', {
  gatewayIdentifier: tools.gateway.gatewayId,
}).expect(ExpectedResult.objectLike({ authorizerType: 'CUSTOM_JWT', authorizerConfiguration: authorizer }));
agentcoreCall(test, 'bedrock-agentcore-control', 'GetAgentRuntime', {
  agentRuntimeId: agent.runtime.agentRuntimeId,
}).expect(
  ExpectedResult.objectLike({
    status: 'READY',
    authorizerConfiguration: authorizer,
    requestHeaderConfiguration: { requestHeaderAllowlist: ['Authorization'] },
    environmentVariables: { MEMORY_ID: memory.memoryId, GATEWAY_TOOLS_URL: tools.gatewayUrl },
  }),
);
