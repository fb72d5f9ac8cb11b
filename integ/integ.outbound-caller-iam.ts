/** A way out: requests signed for the caller, whose own permissions decide. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AgentMemory, GatewayProtocol, HttpConnector, Outbound, ToolGateway } from '../lib';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundCallerIam');

const memory = new AgentMemory(stack, 'Memory', { removalPolicy: RemovalPolicy.DESTROY });
const tools = new ToolGateway(stack, 'Tools', {
  protocol: GatewayProtocol.ANY,
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const target = tools.addHttpConnector('Memories', {
  connector: HttpConnector.memory(memory),
  outbound: Outbound.callerIam(),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, target, {
  credentialProviderConfigurations: [{ credentialProviderType: 'CALLER_IAM_CREDENTIALS' }],
});
