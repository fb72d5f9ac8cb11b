/** The reference app: one customer-support system, whole. */
import { App } from 'aws-cdk-lib';
import { CustomerSupportStack } from './customer-support/stack';

const app = new App();

new CustomerSupportStack(app, 'CustomerSupport', {
  description: 'Customer support of a shop with payments: an agent, its memory, its tools, and who may do what.',
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
  modelGeography: (app.node.tryGetContext('modelGeography') as string | undefined) ?? 'us',
});
