import { App, aws_iam as iam, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { agentcoreArnOfName } from '../../lib/core/arns';
import { ServiceRole, type ServiceRoleProps } from '../../lib/core/service-role';

const statement = (action: string, resource = 'arn:aws:s3:::b/k') =>
  new iam.PolicyStatement({ actions: [action], resources: [resource] });

function roleIn(props: Partial<ServiceRoleProps> = {}) {
  const stack = new Stack(new App(), 'Shop', { env: { region: 'us-gov-west-1', account: '123456789012' } });
  const role = new ServiceRole(stack, 'Role', {
    sourceArn: agentcoreArnOfName(stack, 'runtime', 'support'),
    description: 'Runs the support agent',
    ...props,
  });
  return { stack, role };
}

describe('ServiceRole', () => {
  it('is assumed by AgentCore for one resource of this account only, in the right partition', () => {
    const { stack } = roleIn();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '123456789012' },
              ArnLike: {
                'aws:SourceArn': Match.objectLike({
                  'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('runtime/support-[?]{10}$')])],
                }),
              },
            },
          },
        ],
      },
    });
  });

  it('has what the resource needs at creation inside the role, and what is granted later beside it', () => {
    const { stack, role } = roleIn({ required: [statement('s3:GetObject')] });
    const waiting = new CfnResource(stack, 'Runtime', { type: 'AWS::BedrockAgentCore::Runtime' });
    waiting.node.addDependency(role);
    role.addToPrincipalPolicy(statement('lambda:InvokeFunction', waiting.ref));

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        Match.objectLike({
          PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: 's3:GetObject' })] }),
        }),
      ],
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Action: 'lambda:InvokeFunction', Resource: { Ref: 'Runtime' } })],
      }),
    });
    template.hasResource('AWS::BedrockAgentCore::Runtime', {
      DependsOn: [stack.getLogicalId(role.node.defaultChild as CfnResource)],
    });
  });

  it('writes no policy while nothing is granted', () => {
    Template.fromStack(roleIn().stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('takes grants of other constructs and drops only the statements that it replaces', () => {
    const { stack, role } = roleIn({ replaces: (given) => given.sid === 'BroadLogs' });
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({ sid: 'BroadLogs', actions: ['logs:PutLogEvents'], resources: ['*'] }),
    );
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: ['sqs:SendMessage'],
      resourceArns: ['arn:aws:sqs:::q'],
    }).assertSuccess();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:::q' }],
      }),
    });
  });

  it('has grants for a hundred functions, in policies that IAM takes and that all wait for', () => {
    const { stack, role } = roleIn();
    const waiting = new CfnResource(stack, 'Target', { type: 'AWS::BedrockAgentCore::GatewayTarget' });
    waiting.node.addDependency(role.granted);
    const functions = Array.from({ length: 100 }, (_, index) => {
      const made = new CfnResource(stack, `Function${String(index)}`, { type: 'AWS::Lambda::Function' });
      return made.getAtt('Arn').toString();
    });
    for (const arn of [...functions, functions[0]]) role.addToPrincipalPolicy(statement('lambda:InvokeFunction', arn));

    const template = Template.fromStack(stack);
    const inline = template.findResources('AWS::IAM::Policy');
    const managed = template.findResources('AWS::IAM::ManagedPolicy');
    const [own, ...more] = [...Object.values(inline), ...Object.values(managed)].map(({ Properties }) => {
      expect(Properties.Roles).toEqual([{ Ref: 'Role1ABCC5F0' }]);
      // The longest ARN of a function in this region and account.
      const arn = `arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:${'f'.repeat(64)}`;
      return JSON.stringify(Properties.PolicyDocument).replace(/\{"Fn::GetAtt":\[.*?\]\}/g, JSON.stringify(arn)).length;
    });
    expect(own).toBeLessThan(10_240 - 2_000);
    expect(Math.max(...more)).toBeLessThan(6_144);
    const text = JSON.stringify([inline, managed]);
    for (let index = 0; index < 100; index += 1)
      expect(text.split(`"Fn::GetAtt":["Function${String(index)}","Arn"]`)).toHaveLength(2);
    const [target] = Object.values(template.findResources('AWS::BedrockAgentCore::GatewayTarget'));
    expect(target.DependsOn).toEqual(expect.arrayContaining([...Object.keys(inline), ...Object.keys(managed)]));
    expect(more.length).toBeLessThanOrEqual(10);
  });
});
