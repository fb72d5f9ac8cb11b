/** How long a statement is when it is deployed: CDK's tokens in it are shorter or longer than what they stand for. */
import { Token, Tokenization } from 'aws-cdk-lib';

/** The gateway of a statement as far as its length goes. */
export interface NamedInStatement {
  readonly gatewayArn: string;
  readonly _arnLength: number;
}

/** The length at least: the gateway's ARN as long as it must be, and whatever else is not known a character. */
export function deployedLength(text: string, gateway: NamedInStatement): number {
  if (!Token.isUnresolved(text)) return text.length;
  const { gatewayArn, _arnLength } = gateway;
  const parts = Token.isUnresolved(gatewayArn) ? text.split(gatewayArn) : [text];
  return parts.map(knownLength).reduce((sum, length) => sum + length, (parts.length - 1) * _arnLength);
}

function knownLength(text: string): number {
  if (!Token.isUnresolved(text)) return text.length;
  const withoutTokens = Tokenization.reverseString(text)
    .mapTokens({ mapToken: () => 'x' })
    .join({ join: (left: string, right: string) => `${left}${right}` }) as string;
  return withoutTokens.length;
}

const SHORTEST_ARN = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/g-0123456789';

/** The length at least of the ARN of a gateway of this name, or of any. */
export function arnLength(gatewayName = 'g'): number {
  return SHORTEST_ARN.length - 1 + gatewayName.length;
}
