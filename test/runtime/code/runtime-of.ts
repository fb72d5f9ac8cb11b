/** An L2 runtime with some code, as an agent makes it: what the code requires is part of the role. */
import { aws_bedrockagentcore as agentcore, aws_iam as iam, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AgentCode } from '../../../lib/runtime/code';

export function runtimeOf(stack: Stack, id: string, code: AgentCode): agentcore.Runtime {
  const scope = new Construct(stack, id);
  const { artifact, required } = code._bind(scope);
  return new agentcore.Runtime(scope, 'Runtime', {
    agentRuntimeArtifact: artifact,
    executionRole: new iam.Role(scope, 'Role', {
      assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com'),
      inlinePolicies: { Required: new iam.PolicyDocument({ statements: required }) },
    }),
  });
}

/** The role as the code wants it. */
export function roleWith(...statements: object[]): object {
  return { Policies: [{ PolicyName: 'Required', PolicyDocument: { Statement: statements, Version: '2012-10-17' } }] };
}
