/** Who may use the key of a policy engine for what: statements that the L2 of the engine leaves out. */
import { aws_iam as iam, Stack, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { agentcoreArnOfName } from '../core/arns';
import { isMadeHere } from './engine-origin';

/** What binds everything that is encrypted to its engine. */
const CONTEXT = 'kms:EncryptionContext:aws:bedrock-agentcore-policy:policy-engine-arn';

/** What the service's two grants are for: managing policies, and deciding by them. */
const GRANT_OPERATIONS = [
  'Encrypt',
  'Decrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];

/**
 * Lets whoever of the account may manage the engine use its key for that, through AgentCore only and for this engine only.
 * AgentCore uses the key in the name of its caller (at deployment, CloudFormation's role), so the account is the principal
 * and not the service. By the engine's name, so that the key does not wait for the engine. The policy of a key that is not
 * in this app stays as it is.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-encryption.html
 */
export function allowEngineToUseKey(engine: agentcore.IPolicyEngine): void {
  for (const statement of keyStatements(engine)) engine.kmsKey?.addToResourcePolicy(statement);
}

function keyStatements(engine: agentcore.IPolicyEngine): iam.PolicyStatement[] {
  if (!engine.kmsKey) return [];
  const through = throughAgentCore(engine);
  const forThisEngine = { ArnLike: { [CONTEXT]: arnPattern(engine) } };
  const principals = [new iam.AccountPrincipal(Stack.of(engine).account)];
  const resources = ['*']; // In a key's policy: this key.
  return [
    new iam.PolicyStatement({
      principals,
      actions: ['kms:CreateGrant'],
      resources,
      conditions: {
        StringEquals: { ...through, 'kms:GrantConstraintType': 'EncryptionContextSubset' },
        ...forThisEngine,
        'ForAllValues:StringEquals': { 'kms:GrantOperations': GRANT_OPERATIONS },
      },
    }),
    new iam.PolicyStatement({
      principals,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources,
      conditions: { StringEquals: through, ...forThisEngine },
    }),
    new iam.PolicyStatement({
      principals,
      actions: ['kms:DescribeKey'],
      resources,
      conditions: { StringEquals: through },
    }),
  ];
}

/** What a role needs in order to read an engine that is encrypted with a key. */
export function readKeyStatements(engine: agentcore.IPolicyEngine): iam.PolicyStatement[] {
  if (!engine.kmsKey) return [];
  return [
    new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [engine.kmsKey.keyArn],
      conditions: { StringEquals: { ...throughAgentCore(engine), [CONTEXT]: engine.policyEngineArn } },
    }),
  ];
}

function throughAgentCore(engine: agentcore.IPolicyEngine): Record<string, string> {
  return { 'kms:ViaService': `bedrock-agentcore.${Stack.of(engine).region}.amazonaws.com` };
}

function arnPattern(engine: agentcore.IPolicyEngine): string {
  // An imported engine has no name, and its ARN waits for nothing.
  if (!isMadeHere(engine)) return engine.policyEngineArn;
  return agentcoreArnOfName(engine, 'policy-engine', engine.policyEngineName);
}
