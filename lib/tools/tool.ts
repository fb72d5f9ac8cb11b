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

  /** The name by which models call it and policies know it: `Refunds___process_refund`. */
  get fullName(): string {
    return `${this.targetName}${TARGET_SEPARATOR}${this.definition.name}`;
  }
}
