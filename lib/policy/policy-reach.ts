/** What is said of a policy that reaches further than it can. */
import type { Stack } from 'aws-cdk-lib';
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
