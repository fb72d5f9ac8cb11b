import { App, aws_logs as logs, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FunctionRole } from '../../lib/core/function-role';

it('FunctionRole writes to its own logs and to no other, which are kept for a while and deleted with it', () => {
  const stack = new Stack(new App(), 'Shop');
  const role = new FunctionRole(stack, { description: 'Counts', logRetention: logs.RetentionDays.ONE_WEEK });
  const template = Template.fromStack(stack);
  const logGroup = stack.resolve(role.logGroup.logGroupArn);
  expect(Object.values(template.findResources('AWS::Logs::LogGroup'))).toEqual([
    expect.objectContaining({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: 7 } }),
  ]);
  const [{ Properties }] = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(Properties.PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroup },
  ]);
  const [made] = Object.values(template.findResources('AWS::IAM::Role'));
  expect(made.Properties).toEqual({
    Description: 'Counts',
    AssumeRolePolicyDocument: expect.objectContaining({
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    }),
  });
});
