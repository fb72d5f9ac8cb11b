/** The statements on an engine that were not made with `ToolPolicy`: the L2's `addPolicy`, `new Policy`, the L1. */
import { CfnResource, Stack, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { ToolPolicy } from './tool-policy';

const POLICY_TYPE = 'AWS::BedrockAgentCore::Policy';

/** The text of each that is enforced, as far as it is known at synth: a word stands for what is not. */
export function otherStatementsOn(engine: agentcore.IPolicyEngine): string[] {
  return engine.node.root.node
    .findAll()
    .filter(
      (node): node is agentcore.CfnPolicy => CfnResource.isCfnResource(node) && node.cfnResourceType === POLICY_TYPE,
    )
    .filter((policy) => policy.policyEngineId === engine.policyEngineId && policy.enforcementMode !== 'LOG_ONLY')
    .filter((policy) => !policy.node.scopes.some((scope) => scope instanceof ToolPolicy))
    .map(statementOf);
}

function statementOf(policy: agentcore.CfnPolicy): string {
  const definition = Stack.of(policy).resolve(policy.definition) as {
    cedar?: { statement?: unknown };
    policy?: { statement?: unknown };
  };
  return textOf(definition.cedar?.statement ?? definition.policy?.statement);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  return parts ? parts[1].map(textOf).join(parts[0]) : 'unknown';
}
