/**
 * The reference app: one customer-support system, whole.
 *
 * `-c modelGeography=eu`, `-c model=…` and `-c environment=test` say otherwise than the defaults.
 */
import { App } from 'aws-cdk-lib';
import { geographyOf, modelOf } from './customer-support/model-defaults';
import { CustomerSupportStack } from './customer-support/stack';

const app = new App();
const context = (name: string) => app.node.tryGetContext(name) as string | undefined;

const region = process.env.CDK_DEFAULT_REGION;
const modelGeography = context('modelGeography') ?? geographyOf(region);

new CustomerSupportStack(app, 'CustomerSupport', {
  description: 'Customer support of a shop with payments: an agent, its memory, its tools, and who may do what.',
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region },
  modelGeography,
  model: context('model') ?? modelOf(modelGeography),
  environment: context('environment'),
});
