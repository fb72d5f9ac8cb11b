/** Operations of services of AWS by their Smithy models: one in code, one in a bucket of another account. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { SmithyModel, ToolGateway } from '../lib';
import { schedulerModel } from './apis/scheduler';
import { expectTarget } from './gateway-assertions';

const app = new App();
const stack = new Stack(app, 'IntegSmithyTarget');

const tools = new ToolGateway(stack, 'Tools', {
  unpermittedTools: { reason: 'What is tested are the targets, not who may call them' },
});
const schedules = tools.addSmithy('Schedules', { model: schedulerModel, operations: ['ListScheduleGroups'] });
// Listing has no resource level.
tools.role.addToPolicy(new iam.PolicyStatement({ actions: ['scheduler:ListScheduleGroups'], resources: ['*'] }));
// Nobody has this bucket: what is tested of it is the template.
tools.addSmithy('Partner', {
  model: SmithyModel.fromBucket(s3.Bucket.fromBucketName(stack, 'Partners', 'partner-apis'), 'model.json', {
    ownerAccount: '111122223333',
  }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectTarget(test, tools, schedules);
