import { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AgentTraces } from '../../lib/runtime';
import { actionsOf, agentIn, EU, grantsOf, resource, runtimeOf, shopStack, staff } from './shop-with-agents';

const inRegion = `${EU.region}:${EU.account}`;
const DIRECTORY = `arn:<AWS::Partition>:bedrock-agentcore:${inRegion}:workload-identity-directory/default`;

describe("An agent's role", () => {
  it('is assumed by AgentCore for this runtime and no other whose name begins alike', () => {
    const stack = shopStack();
    agentIn(stack);
    expect(resource(stack, 'AWS::IAM::Role', 'SupportRole').Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': EU.account },
          ArnLike: {
            'aws:SourceArn': `arn:<AWS::Partition>:bedrock-agentcore:${inRegion}:runtime/support-??????????`,
          },
        },
      },
    ]);
  });

  it('may read its code, which the runtime waits for', () => {
    const stack = shopStack();
    agentIn(stack);
    expect(resource(stack, 'AWS::IAM::Role', 'SupportRole').Properties.Policies).toEqual([
      {
        PolicyName: 'Required',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:<AWS::Partition>:s3:::shop-code/agent.zip' },
          ],
        },
      },
    ]);
    expect(runtimeOf(stack).DependsOn).toEqual([expect.stringMatching(/^SupportRole[0-9A-F]{8}$/)]);
  });

  it('may write its own logs and be its own workload, and nothing else', () => {
    const stack = shopStack();
    agentIn(stack);
    expect(grantsOf(stack)).toEqual([
      {
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: `arn:<AWS::Partition>:logs:${inRegion}:log-group:/aws/bedrock-agentcore/runtimes/support-??????????-*`,
      },
      {
        Action: 'logs:DescribeLogGroups',
        Effect: 'Allow',
        Resource: `arn:<AWS::Partition>:logs:${inRegion}:log-group:*`,
      },
      {
        Action: 'bedrock-agentcore:GetWorkloadAccessToken',
        Effect: 'Allow',
        Resource: [DIRECTORY, `${DIRECTORY}/workload-identity/support-*`],
      },
    ]);
  });

  it("may get tokens for the caller's JWT only where callers bring one", () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { inboundAuth: staff() });
    expect(actionsOf(stack)).toContain('bedrock-agentcore:GetWorkloadAccessTokenForJWT');
    expect(actionsOf(stack)).not.toContain('bedrock-agentcore:GetWorkloadAccessTokenForUserId');
  });

  it('may get tokens for any user only for a reason, which stands in the template', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { anyUserTokens: { reason: 'the front door authenticates users itself' } });
    expect(actionsOf(stack)).toContain('bedrock-agentcore:GetWorkloadAccessTokenForUserId');
    expect(runtimeOf(stack).Metadata).toMatchObject({
      'cdk-agentcore:justifications': { anyUserTokens: 'the front door authenticates users itself' },
    });
  });

  it('may write traces and their metrics only with traces', () => {
    const stack = shopStack();
    agentIn(stack);
    agentIn(stack, 'Traced', { traces: AgentTraces.toTransactionSearch() });
    expect(actionsOf(stack).filter((action) => /^(xray|cloudwatch):/.test(action))).toEqual([]);
    expect(grantsOf(stack, 'Traced').slice(-2)).toEqual([
      {
        Action: [
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
          'xray:PutTelemetryRecords',
          'xray:PutTraceSegments',
        ],
        Effect: 'Allow',
        Resource: '*',
      },
      {
        Action: 'cloudwatch:PutMetricData',
        Condition: { StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' } },
        Effect: 'Allow',
        Resource: '*',
      },
    ]);
  });

  it('has a bare star nowhere, and no wildcard in an action', () => {
    const stack = shopStack();
    agentIn(stack);
    for (const statement of grantsOf(stack)) {
      expect([statement.Resource].flat()).not.toContain('*');
      expect([statement.Action].flat().join()).not.toContain('*');
    }
  });

  it("takes a user's own statement, however broad, and whatever its id", () => {
    const stack = shopStack();
    const agent = agentIn(stack);
    agent.runtime.addToRolePolicy(
      new iam.PolicyStatement({ sid: 'XRayAccess', actions: ['xray:PutTraceSegments'], resources: ['*'] }),
    );
    expect(grantsOf(stack).slice(-1)).toEqual([
      { Sid: 'XRayAccess', Action: 'xray:PutTraceSegments', Effect: 'Allow', Resource: '*' },
    ]);
  });

  it('takes the grants of other constructs, to the agent or to its runtime, and the runtime does not wait for them', () => {
    const stack = shopStack();
    const agent = agentIn(stack);
    const bucket = new s3.Bucket(stack, 'Documents');
    bucket.grantRead(agent).assertSuccess();
    bucket.grantPut(agent.runtime).assertSuccess();
    expect(actionsOf(stack)).toEqual(expect.arrayContaining(['s3:GetObject*', 's3:PutObject']));
    expect(runtimeOf(stack).DependsOn).toHaveLength(1);
    Template.fromStack(stack).resourceCountIs('AWS::BedrockAgentCore::Runtime', 1);
  });
});
