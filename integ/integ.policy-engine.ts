/** Two gateways on one encrypted engine, policies from a file, a time window, one policy in shadow. Never deployed. */
import { join, relative } from 'node:path';
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_iam as iam, aws_kms as kms, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Cedar, Input, Principal, Rollout, TimeWindow, ToolDefinitions, ToolFunction, ToolGateway } from '../lib';
import { agentcoreCall } from './agentcore-call';
import { echoTools } from './echo/definitions';

const app = new App();
const stack = new Stack(app, 'IntegPolicyEngine');

const batch = new iam.Role(stack, 'Batch', { assumedBy: new iam.AccountRootPrincipal() });
const policyEncryptionKey = new kms.Key(stack, 'PolicyKey', { removalPolicy: RemovalPolicy.DESTROY });
const tools = new ToolGateway(stack, 'Tools', { policyEncryptionKey });
const second = new ToolGateway(stack, 'Second', { policyEngine: tools.policyEngine });

const handler = new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') });
const definitions = ToolDefinitions.of(...echoTools);
const echo = tools.addLambda('Echo', { handler, tools: definitions }).tool('echo');
const again = second.addLambda('Again', { handler, tools: definitions }).tool('echo');

const file = relative(process.cwd(), join(__dirname, 'policies/*.cedar'));
const policies = [
  ...tools.addPolicies(Cedar.fromFile(file, { roles: { Batch: batch } })),
  second.permit('BatchEchoesByDay', {
    tools: [again],
    principals: [Principal.role(batch)],
    when: [TimeWindow.daily('08:00', '18:00')],
  }),
  tools.forbid('NothingLong', {
    tools: [echo],
    when: [Input.of('times').greaterThan(5)],
    rollout: Rollout.shadow({ reason: 'Watched before it decides' }),
  }),
];

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

for (const { policy } of policies) {
  agentcoreCall(test, 'bedrock-agentcore-control', 'GetPolicy', {
    policyEngineId: tools.policyEngine.policyEngineId,
    policyId: policy.policyId,
  }).expect(ExpectedResult.objectLike({ status: 'ACTIVE' }));
}
