/** A target of a gateway as policies know it: a name and its tools. */
import type { IConstruct } from 'constructs';
import { refuse, suggestion } from '../core/refusal';
import type { Tool } from '../tools/tool';

/** A target of a gateway and its tools, whichever app deploys them. */
export interface IToolTarget {
  /** The name of the target, before `___` in the names of its tools. */
  readonly targetName: string;
  /** All tools, in the order of their definitions. */
  readonly allTools: Tool[];
  /** The tool of this name. */
  tool(name: string): Tool;
}

/** The tool of this name, or a refusal by the construct that should have it. */
export function toolNamed(name: string, tools: readonly Tool[], construct: IConstruct): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found) return found;
  const names = tools.map((tool) => tool.name);
  return refuse(construct, {
    about: 'tool',
    value: name,
    allowed: 'a tool of this target',
    fix: suggestion(name, names),
  });
}
