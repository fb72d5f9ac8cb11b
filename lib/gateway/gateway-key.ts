/** What the role of a gateway needs of the key that the gateway is encrypted with. */
import { aws_iam as iam, Stack, type aws_kms as kms } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** What binds everything that is encrypted to its gateway. */
const CONTEXT = 'kms:EncryptionContext:aws:bedrock-agentcore-gateway:arn';

/**
 * Through AgentCore only, and for this gateway only. The L2 would let the role encrypt and decrypt anything with the key.
 *
 * @param gatewayArn the gateway's ARN as a pattern
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-encryption.html
 */
export function gatewayKeyStatements(scope: Construct, gatewayArn: string, key: kms.IKey): iam.PolicyStatement[] {
  const through = { 'kms:ViaService': `bedrock-agentcore.${Stack.of(scope).region}.amazonaws.com` };
  const resources = [key.keyArn];
  const forThisGateway = { StringLike: { [CONTEXT]: gatewayArn } };
  return [
    new iam.PolicyStatement({ actions: ['kms:DescribeKey'], resources, conditions: { StringEquals: through } }),
    new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources,
      conditions: { StringEquals: through, ...forThisGateway },
    }),
    new iam.PolicyStatement({
      actions: ['kms:CreateGrant'],
      resources,
      conditions: {
        StringEquals: { ...through, 'kms:GrantConstraintType': 'EncryptionContextSubset' },
        'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt', 'GenerateDataKey'] },
        ...forThisGateway,
      },
    }),
  ];
}
