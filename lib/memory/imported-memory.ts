/** A memory that another stack or another tool made. */
import {
  Arn,
  ArnFormat,
  aws_bedrockagentcore as agentcore,
  aws_iam as iam,
  Token,
  type aws_kms as kms,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { refuse } from '../core/refusal';
import { AgentMemoryBase, type AgentMemoryAccessOptions } from './agent-memory-base';

/** A memory that exists already. */
export interface AgentMemoryAttributes extends AgentMemoryAccessOptions {
  /** The ARN: `arn:aws:bedrock-agentcore:<region>:<account>:memory/<id>`. */
  readonly memoryArn: string;
  /**
   * The key that encrypts it, so that whoever uses the memory may use the key for that.
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * The role that the memory works with.
   * @default - not known, so nothing can be granted to the memory itself
   */
  readonly executionRole?: iam.IRole;
}

const MEMORY_ARN = /^arn:[^:]+:bedrock-agentcore:[^:]+:[^:]+:memory\/[^/]+$/;

export class ImportedMemory extends AgentMemoryBase {
  readonly memory: agentcore.IMemory;
  readonly memoryId: string;
  readonly memoryArn: string;
  readonly encryptionKey?: kms.IKey;

  constructor(scope: Construct, id: string, attributes: AgentMemoryAttributes) {
    super(scope, id, attributes);
    const { memoryArn } = attributes;
    if (!Token.isUnresolved(memoryArn) && !MEMORY_ARN.test(memoryArn)) {
      refuse(this, {
        about: 'memoryArn',
        value: memoryArn,
        allowed: 'arn:<partition>:bedrock-agentcore:<region>:<account>:memory/<id>',
        fix: 'Write the ARN, not the id or the name of the memory.',
      });
    }
    this.memoryArn = memoryArn;
    this.memoryId = Arn.split(memoryArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
    this.encryptionKey = attributes.encryptionKey;
    this.memory = new ImportedL2(this, 'Memory', attributes, this.memoryId);
  }
}

/** The L2's own import insists on a role, which a user of a memory need not know. */
class ImportedL2 extends agentcore.MemoryBase {
  readonly memoryArn: string;
  readonly executionRole?: iam.IRole;
  readonly kmsKey?: kms.IKey;
  readonly grantPrincipal: iam.IPrincipal;
  readonly status?: string;
  readonly updatedAt?: string;
  readonly createdAt?: string;

  constructor(
    scope: Construct,
    id: string,
    attributes: AgentMemoryAttributes,
    readonly memoryId: string,
  ) {
    super(scope, id, { environmentFromArn: attributes.memoryArn });
    this.memoryArn = attributes.memoryArn;
    this.executionRole = attributes.executionRole;
    this.kmsKey = attributes.encryptionKey;
    this.grantPrincipal = attributes.executionRole ?? new iam.UnknownPrincipal({ resource: this });
  }
}
