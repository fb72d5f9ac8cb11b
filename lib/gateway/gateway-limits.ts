/** What the gateway service accepts: dated data, so that a change of the service is a change of one row. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';

/** How long a name is, and of what. */
export interface GatewayNameLimit {
  readonly maxLength: number;
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly characters: string;
}

const NAME = { pattern: /^(?:[0-9a-zA-Z]-?)+$/, characters: 'letters, digits and single hyphens between them' };

/** As of 2026-11-21. */
export const GATEWAY_LIMITS = {
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateGateway.html */
  gatewayName: { maxLength: 48, ...NAME } as GatewayNameLimit,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateGatewayTarget.html */
  targetName: { maxLength: 100, ...NAME } as GatewayNameLimit,
  /** Of a gateway and of a target. */
  description: 200,
  instructions: 2048,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
  concurrentTargetOperations: 5,
  targets: 100,
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_SessionConfiguration.html */
  sessionSeconds: { least: 900, most: 28_800 },
} as const;

/**
 * The versions of MCP that the gateway speaks, newest first, as of 2026-11-21. A client chooses among them, so leaving one
 * out only turns clients away: 2026-07-28 is for clients that keep no session, 2025-03-26 for those that were not updated.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-using.html
 */
export const MCP_VERSIONS: readonly agentcore.MCPProtocolVersion[] = [
  agentcore.MCPProtocolVersion.MCP_2026_07_28,
  agentcore.MCPProtocolVersion.MCP_2025_11_25,
  agentcore.MCPProtocolVersion.MCP_2025_06_18,
  agentcore.MCPProtocolVersion.MCP_2025_03_26,
];
