/** Ways out: requests signed with the gateway's role, for the kinds that know the service and for those that are told it. Never deployed. */
import { join } from 'node:path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { Outbound, ToolDefinitions, ToolFunction, ToolGateway } from '../lib';
import { ordersApi } from './apis/orders';
import { echoTools } from './echo/definitions';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundGatewayRole');

const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const echo = tools.addLambda('Echo', {
  handler: new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') }),
  tools: ToolDefinitions.of(...echoTools),
});
const orders = tools.addOpenApi('Orders', {
  api: ordersApi,
  outbound: Outbound.gatewayRole({ service: 'execute-api', region: 'eu-central-1' }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, echo, {
  credentialProviderConfigurations: [{ credentialProviderType: 'GATEWAY_IAM_ROLE' }],
});
expectTarget(test, tools, orders, {
  credentialProviderConfigurations: [
    {
      credentialProviderType: 'GATEWAY_IAM_ROLE',
      credentialProvider: { iamCredentialProvider: { service: 'execute-api', region: 'eu-central-1' } },
    },
  ],
});
