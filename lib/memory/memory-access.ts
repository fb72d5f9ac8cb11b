/** What may be done with the contents of a memory, as IAM statements on this one memory and its key. */
import { aws_iam as iam, type aws_bedrockagentcore as agentcore, type aws_kms as kms } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { grantStatements } from '../core/granted-statements';

/** The IAM actions of one kind of access, on the memory and on its key. */
export interface MemoryAccess {
  readonly actions: readonly string[];
  readonly keyActions: readonly string[];
}

const READ_KEY = ['kms:Decrypt'];
const WRITE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Which calls each kind of access covers. Who makes them: the TypeScript store for Strands calls CreateEvent and
 * RetrieveMemoryRecords; the Python session manager restores a conversation with ListSessions, ListEvents and GetEvent,
 * and reads records one by one or by list. No agent needs ListActors: it would tell one user who the others are.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrockagentcore.html
 */
export const MEMORY_ACCESS = {
  read: {
    actions: [
      'GetEvent',
      'ListEvents',
      'ListSessions',
      'GetMemoryRecord',
      'ListMemoryRecords',
      'RetrieveMemoryRecords',
    ],
    keyActions: READ_KEY,
  },
  write: { actions: ['CreateEvent'], keyActions: WRITE_KEY },
  writeRecords: { actions: ['BatchCreateMemoryRecords', 'BatchUpdateMemoryRecords'], keyActions: WRITE_KEY },
  delete: { actions: ['DeleteEvent', 'DeleteMemoryRecord', 'BatchDeleteMemoryRecords'], keyActions: READ_KEY },
} as const satisfies Record<string, MemoryAccess>;

/** A memory as far as access to it goes. */
export interface AccessibleMemory extends IConstruct {
  readonly memory: agentcore.IMemory;
  readonly memoryArn: string;
  readonly encryptionKey?: kms.IKey;
}

/** The statements for some kinds of access together. */
export function accessStatements(memory: AccessibleMemory, ...access: readonly MemoryAccess[]): iam.PolicyStatement[] {
  const statements = [
    new iam.PolicyStatement({
      actions: access.flatMap(({ actions }) => actions.map((action) => `bedrock-agentcore:${action}`)),
      resources: [memory.memoryArn],
    }),
  ];
  if (memory.encryptionKey) {
    statements.push(
      keyStatement(memory.memory.env.region, memory.encryptionKey, [
        ...new Set(access.flatMap((one) => one.keyActions)),
      ]),
    );
  }
  return statements;
}

/** Gives a principal some kinds of access. */
export function grantAccess(memory: AccessibleMemory, grantee: iam.IGrantable, access: MemoryAccess): iam.Grant {
  return grantStatements(grantee, accessStatements(memory, access));
}

/**
 * What the service does with the key for the memory itself, in the name of its role.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/storage-encryption.html
 */
export function executionKeyStatement(region: string, key: kms.IKey): iam.PolicyStatement {
  return keyStatement(region, key, [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ]);
}

/** The key only through AgentCore, never directly. */
function keyStatement(region: string, key: kms.IKey, actions: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `bedrock-agentcore.${region}.amazonaws.com` } },
  });
}
