/** What every memory offers, whether made here or imported: the capability, and grants on its contents. */
import type { aws_bedrockagentcore as agentcore, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { environmentName } from '../core/names';
import type { IReachableMemory } from '../core/reachable-memory';
import { accessStatements, grantAccess, MEMORY_ACCESS } from './memory-access';

/** A memory, made here or imported. */
export interface IAgentMemory extends IReachableMemory, ICapability {
  /** Lets a principal read conversations and what was learned from them, of every user. */
  grantRead(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal add to conversations. */
  grantWrite(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal write what is to be remembered directly, without a conversation. */
  grantWriteRecords(grantee: iam.IGrantable): iam.Grant;
  /** Lets a principal delete conversations and what was learned from them, as for a user who asks to be forgotten. */
  grantDelete(grantee: iam.IGrantable): iam.Grant;
}

/** What an agent that uses the memory may do besides reading it and adding to conversations. */
export interface AgentMemoryAccessOptions {
  /**
   * Whether agents that use the memory may delete conversations and records.
   * @default false
   */
  readonly agentsMayDelete?: boolean;
  /**
   * Whether agents that use the memory may write records directly, without a conversation.
   * @default false
   */
  readonly agentsMayWriteRecords?: boolean;
}

/** What made and imported memories have in common. */
export abstract class AgentMemoryBase extends Construct implements IAgentMemory {
  /** The L2 inside. */
  abstract readonly memory: agentcore.IMemory;
  /** The id by which the agent's code calls it. */
  abstract readonly memoryId: string;
  /** The ARN. */
  abstract readonly memoryArn: string;
  /** The key that encrypts it; without one, a key that AWS owns does. */
  abstract readonly encryptionKey?: kms.IKey;

  private readonly access: AgentMemoryAccessOptions;

  constructor(scope: Construct, id: string, access: AgentMemoryAccessOptions) {
    super(scope, id);
    this.access = access;
  }

  /** How messages name it: the construct path. */
  get capabilityName(): string {
    return this.node.path;
  }

  /**
   * What an agent needs to use this memory: its id as `MEMORY_<ID>_ID` (`MEMORY_ID` for the construct id `Memory`), and
   * the permission to read it and to add to conversations.
   */
  bind(_scope: Construct, _host: CapabilityHost): CapabilityBinding {
    return {
      environment: { [environmentName('MEMORY', this.node.id, 'ID')]: this.memoryId },
      statements: accessStatements(
        this,
        MEMORY_ACCESS.write,
        MEMORY_ACCESS.read,
        ...(this.access.agentsMayWriteRecords ? [MEMORY_ACCESS.writeRecords] : []),
        ...(this.access.agentsMayDelete ? [MEMORY_ACCESS.delete] : []),
      ),
    };
  }

  /** Lets a principal read conversations and what was learned from them, of every user. */
  grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantAccess(this, grantee, MEMORY_ACCESS.read);
  }

  /** Lets a principal add to conversations. */
  grantWrite(grantee: iam.IGrantable): iam.Grant {
    return grantAccess(this, grantee, MEMORY_ACCESS.write);
  }

  /** Lets a principal write what is to be remembered directly, without a conversation. */
  grantWriteRecords(grantee: iam.IGrantable): iam.Grant {
    return grantAccess(this, grantee, MEMORY_ACCESS.writeRecords);
  }

  /** Lets a principal delete conversations and what was learned from them, as for a user who asks to be forgotten. */
  grantDelete(grantee: iam.IGrantable): iam.Grant {
    return grantAccess(this, grantee, MEMORY_ACCESS.delete);
  }
}
