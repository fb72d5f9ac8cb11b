/** No way out: whoever reaches the target can call it, and the reason stands in the template. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { Outbound, ToolGateway } from '../lib';
import { ordersApi } from './apis/orders';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOutboundNone');

const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested is how the gateway calls, not who may call it' },
});
const orders = tools.addOpenApi('Orders', {
  api: ordersApi,
  outbound: Outbound.none({ reason: 'The API is for everybody' }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, orders);
