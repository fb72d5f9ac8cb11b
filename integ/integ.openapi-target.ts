/** APIs by their OpenAPI descriptions: from a file, in code, and in a bucket of another account. Never deployed. */
import { join } from 'node:path';
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { OpenApiDescription, Operations, Outbound, Principal, ToolGateway } from '../lib';
import { ordersApi } from './apis/orders';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegOpenApiTarget');

const tools = new ToolGateway(stack, 'Tools');
const outbound = Outbound.gatewayRole({ service: 'execute-api' });
const targets = [
  tools.addOpenApi('Orders', {
    api: OpenApiDescription.fromFile(join(__dirname, 'apis/orders.yaml')),
    outbound,
    operations: [Operations.tagged('orders')],
    withoutOperations: [Operations.at('/orders/**', 'DELETE')],
    safeNames: true,
    serverVariables: { stage: 'v2' },
  }),
  tools.addOpenApi('Inline', { api: ordersApi, outbound, toolNames: { getOrder: 'find_order' } }),
];
tools.addOpenApi('Partner', {
  api: OpenApiDescription.fromBucket(s3.Bucket.fromBucketName(stack, 'Partners', 'partner-apis'), 'orders.json', {
    ownerAccount: '111122223333',
  }),
  outbound,
});
const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
tools.permit('CallerMayAll', {
  tools: [...targets.flatMap(({ allTools }) => allTools), tools.target('Partner').everyTool],
  principals: [Principal.role(caller)],
});

// Partner has no description before there is such a bucket.
const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
for (const target of targets) expectTarget(test, tools, target);
