/** What a tool gateway takes. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Justification } from '../core/justification';
import type { InboundAuth } from '../identity/inbound-auth';

/** The gateway: who may reach it, and what it says of itself. Which tools there are is added later. */
export interface ToolGatewayProps {
  /**
   * How callers prove who they are.
   * @default InboundAuth.iam()
   */
  readonly inboundAuth?: InboundAuth;
  /**
   * The name: 1 to 48 letters, digits and single hyphens. The service makes the gateway's id of it, in lower case.
   * @default - made from the construct path
   */
  readonly gatewayName?: string;
  /**
   * What the gateway is for: 1 to 200 characters.
   * @default - no description
   */
  readonly description?: string;
  /**
   * What MCP clients are told about using the tools: 1 to 2048 characters.
   * @default - no instructions
   */
  readonly instructions?: string;
  /**
   * The versions of MCP that clients may speak.
   * @default - 2026-07-28, 2025-11-25, 2025-06-18 and 2025-03-26
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-using.html
   */
  readonly protocolVersions?: agentcore.MCPProtocolVersion[];
  /**
   * Whether there is a tool that finds tools by their meaning: `x_amz_bedrock_agentcore_search`.
   * @default true
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-using-mcp-semantic-search.html
   */
  readonly semanticSearch?: boolean;
  /**
   * Tells callers in detail what went wrong inside the gateway, which may show them ARNs and the text of exceptions.
   * @default - callers are told only that there was an internal error
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-debug-messages.html
   */
  readonly detailedErrors?: Justification;
  /**
   * Accepts tools that no policy permits, so that nobody can call them. Say where their policies are.
   * @default - such a tool is refused at synth
   */
  readonly unpermittedTools?: Justification;
  /**
   * Tags of the gateway and of its policy engine.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}
