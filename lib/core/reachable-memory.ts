/** The contract between a memory and what offers it to others; neither side knows the other by type. */
import type { aws_bedrockagentcore as agentcore, aws_kms as kms } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A memory that something else can offer to its callers: `AgentMemory`. */
export interface IReachableMemory extends IConstruct {
  /** The L2 inside. */
  readonly memory: agentcore.IMemory;
  /** The id by which the service knows it. */
  readonly memoryId: string;
  /** The ARN. */
  readonly memoryArn: string;
  /**
   * The key that encrypts it.
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kms.IKey;
}
