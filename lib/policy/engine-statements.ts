/** The policies on an engine, however they were made: with `ToolPolicy`, the L2's `addPolicy`, `new Policy`, the L1. */
import { Stack, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ownerPath, resourcesIn } from '../core/resources';
import { gatewaysNamed } from './referred-to';
import type { SharedEngine } from './shared-engine';

const POLICY_TYPE = 'AWS::BedrockAgentCore::Policy';

/** All of the app. */
export function policiesOn(engine: SharedEngine): agentcore.CfnPolicy[] {
  return resourcesIn<agentcore.CfnPolicy>(engine.policyEngine.node.root, POLICY_TYPE).filter(({ policyEngineId }) =>
    engine.ids.has(policyEngineId),
  );
}

/** A statement that was not made with `ToolPolicy`. */
export interface OtherStatement {
  /** As far as it is known at synth: a word stands for what is not. */
  readonly text: string;
  /** The gateways of the app that it names; none where it is about any, or names one by a text. */
  readonly gateways: readonly IConstruct[];
  /** The construct path of the policy. */
  readonly path: string;
}

/** Those that are enforced. */
export function otherStatementsOn(engine: SharedEngine): OtherStatement[] {
  return enforcedOtherwise(engine).map((policy) => ({
    text: textOf(statementOf(Stack.of(policy).resolve(policy.definition))),
    gateways: named(policy),
    path: ownerPath(policy),
  }));
}

/** The same with their tokens, and who wrote each; nothing of a text that is a token as a whole. */
export function writtenOtherwise(engine: SharedEngine): { readonly text: string; readonly writer: IConstruct }[] {
  return enforcedOtherwise(engine).map((policy) => {
    const statement = statementOf(policy.definition);
    return { text: typeof statement === 'string' ? statement : '', writer: policy.node.scope ?? policy };
  });
}

function enforcedOtherwise(engine: SharedEngine): agentcore.CfnPolicy[] {
  const own = new Set<IConstruct>(engine.sequence.policies);
  return policiesOn(engine)
    .filter((policy) => policy.enforcementMode !== 'LOG_ONLY')
    .filter((policy) => !policy.node.scopes.some((scope) => own.has(scope)));
}

function named({ definition }: agentcore.CfnPolicy): IConstruct[] {
  const statement = statementOf(definition);
  return typeof statement === 'string' ? gatewaysNamed(statement) : [];
}

function statementOf(definition: unknown): unknown {
  const { cedar, policy } = definition as { cedar?: { statement?: unknown }; policy?: { statement?: unknown } };
  return cedar?.statement ?? policy?.statement;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  return parts ? parts[1].map(textOf).join(parts[0]) : 'unknown';
}
