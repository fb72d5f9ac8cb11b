/** What is said of a policy that reaches where its author may not look: to other stacks, to other gateways. */
import type { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Finding } from '../core/finding';
import type { Problem } from '../core/refusal';
import type { Tool } from '../tools/tool';
import type { ToolPolicyProps } from './tool-policy-props';

/** A policy whose stack comes before that of tools that it names. */
export function toolsOfLaterStacks(
  own: Stack,
  toolsByStack: ReadonlyMap<Stack, readonly Tool[]>,
  { statement, tools }: ToolPolicyProps,
): Problem {
  const list = [...toolsByStack].map(
    ([stack, some]) => `[${some.map(({ fullName }) => fullName).join(', ')}] for ${stack.node.path}`,
  );
  const others = [...toolsByStack.keys()].filter((stack) => stack !== own).map(({ node }) => node.path);
  const moved = toolsByStack.size === 1 && (statement ?? tools) !== undefined;
  const divided = statement
    ? `Write a statement about the tools of each stack: ${list.join(', ')}.`
    : `Name the tools, those of each stack in one policy: ${list.map((some) => `tools: ${some}`).join(', ')}.`;
  return {
    about: 'the stack of the policy',
    value: own.node.path,
    allowed: `the stack of its tools, which must exist before the policy, and there are tools in ${others.join(', ')}`,
    fix: moved ? `Write new ToolPolicy(…) in ${others[0]}.` : divided,
  };
}

/** A permit on one gateway that decides about calls of others. */
export function permitForAllGateways(own: IConstruct, others: readonly IConstruct[], isOfFile: boolean): Finding {
  const arn = isOfFile ? '${gateway}' : '${gateway.gatewayArn}';
  return {
    id: 'cdk-agentcore:policy-for-all-gateways',
    about: 'the permit',
    value: `for ${others.map(({ node }) => node.path).join(', ')} too`,
    allowed: `a permit for ${own.node.path}, which it is written on: resource is AgentCore::Gateway is every gateway of the policy engine`,
    fix: `Write resource == AgentCore::Gateway::"${arn}".`,
  };
}
