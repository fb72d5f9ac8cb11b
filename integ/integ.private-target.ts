/** Targets that only a VPC can reach: two kinds of endpoints, certificates of one's own, and headers that are passed on. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import {
  App,
  aws_ec2 as ec2,
  aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import { Outbound, PrivateEndpoint, PrivateEndpointIpType, TargetCertificate, ToolGateway } from '../lib';
import { ordersApi } from './apis/orders';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegPrivateTarget');

const vpc = new ec2.Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
});
const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested are the ways to targets, not who may call them' },
});
const outbound = Outbound.gatewayRole({ service: 'execute-api' });
const orders = tools.addOpenApi('Orders', {
  api: ordersApi,
  outbound,
  privateEndpoint: PrivateEndpoint.vpc(vpc, {
    subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    securityGroups: [new ec2.SecurityGroup(stack, 'ToOrders', { vpc })],
    ipAddressType: PrivateEndpointIpType.IPV4,
    routingDomain: 'orders.example.com',
    tags: { team: 'orders' },
  }),
  certificate: TargetCertificate.fromSecret(
    new secretsmanager.Secret(stack, 'Certificates', { removalPolicy: RemovalPolicy.DESTROY }),
  ),
  passes: {
    requestHeaders: ['X-Shop-Trace'],
    queryParameters: ['locale'],
    responseHeaders: ['X-Shop-Cost'],
  },
});
// There is neither this resource configuration nor this bucket: what is tested of it is the template.
tools.addOpenApi('Stock', {
  api: ordersApi,
  outbound,
  privateEndpoint: PrivateEndpoint.resourceConfiguration('rcfg-0123456789abcdef0'),
  certificate: TargetCertificate.fromBucket(s3.Bucket.fromBucketName(stack, 'Partners', 'partner-apis'), 'ca.pem', {
    ownerAccount: '111122223333',
  }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, orders);
