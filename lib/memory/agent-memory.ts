/** A memory for agents: conversations, and what is learned from them. */
import {
  aws_bedrockagentcore as agentcore,
  aws_kms as kms,
  CfnDeletionPolicy,
  Duration,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { agentcoreArnOfName } from '../core/arns';
import { reportFindings, type Finding } from '../core/finding';
import { recordJustification } from '../core/justification';
import { NAME_RULES, physicalName } from '../core/names';
import { Problems } from '../core/refusal';
import { ServiceRole } from '../core/service-role';
import { requireUniqueName } from '../core/unique-names';
import { AgentMemoryBase, type AgentMemoryAccessOptions, type IAgentMemory } from './agent-memory-base';
import { ImportedMemory, type AgentMemoryAttributes } from './imported-memory';
import { executionKeyStatement } from './memory-access';
import { MEMORY_LIMITS } from './memory-limits';
import { memoryProblems } from './memory-problems';
import type { Strategy } from './strategy';

/** Properties of a memory. */
export interface AgentMemoryProps extends AgentMemoryAccessOptions {
  /**
   * What is learned from conversations: at most six strategies, each kind once.
   * @default - nothing; conversations are kept until they expire
   */
  readonly strategies?: Strategy[];
  /**
   * How long conversations are kept, 3 to 365 whole days. What was learned from them stays.
   * @default Duration.days(90)
   */
  readonly expiry?: Duration;
  /**
   * The key that encrypts conversations and records. Another key replaces the memory, with the loss of all that it holds.
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * The name: a letter, then up to 47 letters, digits and `_`. Another name replaces the memory.
   * @default - derived from the construct path
   */
  readonly memoryName?: string;
  /**
   * What the memory is for, at most 4096 characters.
   * @default - none
   */
  readonly description?: string;
  /**
   * Tags of the memory; those of the app, the stage and the stack are added by CDK.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
  /**
   * What happens to the memory when it is removed from the stack or replaced.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - kept, except when its first creation fails
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A memory for agents: the conversations (short-term), and what strategies learn from them (long-term). It is kept when
 * the stack is deleted. No user's records reach another user, unless a strategy says so with a reason.
 *
 * The built-in strategies may process the text of conversations in other regions of the same geography.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory.html
 */
export class AgentMemory extends AgentMemoryBase {
  /** A memory that exists already. */
  static fromMemoryAttributes(scope: Construct, id: string, attributes: AgentMemoryAttributes): IAgentMemory {
    return new ImportedMemory(scope, id, attributes);
  }

  /** The L2 inside. */
  readonly memory: agentcore.Memory;
  /** The id by which the agent's code calls it. */
  readonly memoryId: string;
  /** The ARN. */
  readonly memoryArn: string;
  /** The key that encrypts it; without one, a key that AWS owns does. */
  readonly encryptionKey?: kms.IKey;
  /** The role that the memory works with; only this memory can assume it. */
  readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: AgentMemoryProps = {}) {
    super(scope, id, props);
    new Problems(this).add(...memoryProblems(props)).refuse();

    const { encryptionKey, strategies = [], expiry = Duration.days(90) } = props;
    const memoryName = props.memoryName ?? physicalName(this, NAME_RULES.memory);
    this.encryptionKey = encryptionKey;
    this.role = new ServiceRole(this, 'Role', {
      sourceArn: agentcoreArnOfName(this, 'memory', memoryName),
      description: 'Assumed by one AgentCore memory',
      required: encryptionKey && [executionKeyStatement(Stack.of(this).region, encryptionKey)],
      // The L2 grants the key without a condition.
      replaces: (statement) => statement.actions.includes('kms:CreateGrant'),
    });
    this.memory = new agentcore.Memory(this, 'Memory', {
      memoryName,
      description: props.description,
      expirationDuration: acceptedByL2(expiry),
      kmsKey: encryptionKey,
      executionRole: this.role,
      memoryStrategies: strategies.map((strategy) => strategy._forMemory()),
    });
    this.memoryId = this.memory.memoryId;
    this.memoryArn = this.memory.memoryArn;

    // The L2 has no default child, refuses fewer than 7 days and an empty tag, and leaves the memory to be deleted.
    const resource = this.memory.node.children.find((child) => agentcore.CfnMemory.isCfnMemory(child))!;
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    resource.applyRemovalPolicy(removalPolicy);
    resource.eventExpiryDuration = expiry.toDays();
    resource.tags = props.tags;
    for (const strategy of strategies) {
      if (strategy._shared) recordJustification(resource, `users share strategy ${strategy.name}`, strategy._shared);
    }
    if (props.memoryName !== undefined) requireUniqueName(this, 'memoryName', resource, ({ name }) => name);
    if (removalPolicy !== RemovalPolicy.DESTROY) reportFindings(this, () => keyFindings(encryptionKey));
  }
}

function acceptedByL2(expiry: Duration): Duration {
  const { min } = MEMORY_LIMITS.expiryDaysOfL2;
  return !expiry.isUnresolved() && expiry.toDays() < min ? Duration.days(min) : expiry;
}

/** A memory that is kept and whose key is not cannot be read again. */
function keyFindings(key: kms.IKey | undefined): Finding[] {
  const resource = key?.node.defaultChild;
  if (!(resource instanceof kms.CfnKey) || resource.cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE) return [];
  return [
    {
      id: 'cdk-agentcore:memory-key-not-kept',
      about: 'encryptionKey',
      value: `${key!.node.path}, which is deleted with its stack`,
      allowed: 'a key that is kept as long as the memory',
      fix: 'Give the key RemovalPolicy.RETAIN, or the memory RemovalPolicy.DESTROY.',
    },
  ];
}
