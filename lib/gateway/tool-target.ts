/** A target of a gateway as policies know it: a name and its tools. */
import type { IConstruct } from 'constructs';
import { refuse, suggestion } from '../core/refusal';
import type { Tool } from '../tools/tool';

/** A target of a gateway and its tools, whichever app deploys them. */
export interface IToolTarget {
  /** The name of the target, before `___` in the names of its tools. */
  readonly targetName: string;
  /** All tools, in the order of their definitions; where they are not known, one that stands for every tool. */
  readonly allTools: Tool[];
  /** Every tool of the target, also those that it gets later: what a policy about the whole target names. */
  readonly everyTool: Tool;
  /** The tool of this name. */
  tool(name: string): Tool;
}

/** The tool of this name, or a refusal by the construct that should have it. */
export function toolNamed(name: string, tools: readonly Tool[], construct: IConstruct): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found) return found;
  if (tools.some(({ isEvery }) => isEvery)) {
    return refuse(construct, {
      about: 'tool',
      value: name,
      allowed: 'everyTool, as the tools of this target are not known at synth',
      fix: 'Declare them on the target with tools, or write everyTool for all of them.',
    });
  }
  const names = tools.map((tool) => tool.name);
  return refuse(construct, {
    about: 'tool',
    value: name,
    allowed: 'a tool of this target',
    fix: suggestion(name, names),
  });
}
