/** Methods of a REST API as tools, one of them under another name. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_apigateway as apigateway, Stack } from 'aws-cdk-lib';
import { RestMethods, ToolGateway } from '../lib';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegApiGatewayTarget');

const api = new apigateway.RestApi(stack, 'Orders', { deployOptions: { stageName: 'prod' } });
const found = new apigateway.MockIntegration({
  requestTemplates: { 'application/json': '{ "statusCode": 200 }' },
  integrationResponses: [{ statusCode: '200' }],
});
const orders = api.root.addResource('orders');
for (const [resource, method, operationName] of [
  [orders, 'GET', 'listOrders'],
  [orders.addResource('{id}'), 'GET', 'getOrder'],
] as const) {
  resource.addMethod(method, found, {
    operationName,
    authorizationType: apigateway.AuthorizationType.IAM,
    methodResponses: [{ statusCode: '200', responseModels: { 'application/json': apigateway.Model.EMPTY_MODEL } }],
  });
}
const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested is the target, not who may call it' },
});
const target = tools.addApiGateway('Orders', {
  api,
  methods: [RestMethods.of('/orders', 'GET'), RestMethods.of('/orders/*', 'GET')],
  overrides: [{ path: '/orders/{id}', method: 'GET', name: 'find_order', description: 'Looks an order up' }],
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, target);
