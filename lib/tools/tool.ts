/** One tool of one target: what policies, permission matrices and tests refer to. */
import type { ToolDefinition } from './tool-definition';
import { TARGET_SEPARATOR } from './tool-limits';

/**
 * One tool of one target of a gateway. Users get it from the target: `refunds.tool('process_refund')`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-tool-naming.html
 */
export class Tool {
  /**
   * Every tool of a target, known or not: `crm.everyTool`. A policy about it names the target, so that it is also about
   * tools that the target gets later; it cannot ask for the input, which each tool has of its own.
   * @param targetName the name of the gateway's target
   */
  static every(targetName: string): Tool {
    return new Tool(targetName, { name: EVERY, description: `Every tool of ${targetName}`, inputSchema: OPEN_INPUT });
  }

  /**
   * @param targetName the name of the gateway's target
   * @param definition what the tool is
   */
  constructor(
    /** The name of the gateway's target that the tool belongs to. */
    readonly targetName: string,
    /** What the tool is. */
    readonly definition: ToolDefinition,
  ) {}

  /** The name without the target: `process_refund`. */
  get name(): string {
    return this.definition.name;
  }

  /** Whether it stands for every tool of its target. */
  get isEvery(): boolean {
    return this.definition.name === EVERY;
  }

  /** @internal Whether a statement about this tool is about the other one too. */
  _covers(other: Tool): boolean {
    return this.isEvery ? this.targetName === other.targetName : this.fullName === other.fullName;
  }

  /** The name by which models call it and policies know it: `Refunds___process_refund`. */
  get fullName(): string {
    return `${this.targetName}${TARGET_SEPARATOR}${this.definition.name}`;
  }
}

/** No tool has this name: the service knows letters, digits, `_` and `-`. */
const EVERY = '*';
/** One object for all, as schemas are remembered by it. */
const OPEN_INPUT = { type: 'object' };
