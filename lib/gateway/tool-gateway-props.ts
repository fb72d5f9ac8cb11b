/** What a tool gateway takes. */
import type { aws_bedrockagentcore as agentcore, aws_kms as kms, Duration } from 'aws-cdk-lib';
import type { Justification } from '../core/justification';
import type { InboundAuth } from '../identity/inbound-auth';
import type { Rollout } from '../policy/rollout';
import type { GatewayProtocol } from './gateway-protocol';
import type { Interceptor } from './interceptor';
import type { IGatewayWebAcl } from './web-acl';

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
   * What the targets may speak. With ANY, the gateway also passes HTTP on to agents, services and models, each under the
   * name of its target; the props that are about MCP are for a gateway for MCP.
   * @default GatewayProtocol.MCP
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-create-api.html
   */
  readonly protocol?: GatewayProtocol;
  /**
   * Keeps a session for each client that speaks a version of MCP with sessions, up to 2025-11-25: 15 minutes to 8 hours
   * from its start. MCP servers behind the gateway are then not greeted anew for each call.
   * @default - no sessions
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-sessions.html
   */
  readonly sessionTimeout?: Duration;
  /**
   * Whether answers come as a stream of events to clients that accept one.
   * @default false
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-mcp-streaming.html
   */
  readonly responseStreaming?: boolean;
  /**
   * Whether the list of tools comes in pages. Without pages, a client that knows none gets all of it, at once.
   * @default true
   */
  readonly paginatedToolList?: boolean;
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
   * Functions that see every request, every response, or both: at most one for each way. They come after the caller is
   * known and before the policies decide; while one fails, so does every request.
   * @default - none
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-interceptors.html
   */
  readonly interceptors?: Interceptor[];
  /**
   * Tells callers in detail what went wrong inside the gateway, which may show them ARNs and the text of exceptions.
   * @default - callers are told only that there was an internal error
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-debug-messages.html
   */
  readonly detailedErrors?: Justification;
  /**
   * A web ACL that inspects every request before the gateway does: `new GatewayWebAcl(…)`. While AWS WAF cannot be
   * reached, the gateway turns requests away.
   * @default - requests are not inspected
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-waf.html
   */
  readonly webAcl?: IGatewayWebAcl;
  /**
   * Lets requests through uninspected while AWS WAF cannot be reached.
   * @default - they are turned away
   */
  readonly uninspectedRequests?: Justification;
  /**
   * Accepts tools that no policy permits, so that nobody can call them. Say where their policies are.
   * @default - such a tool is refused at synth
   */
  readonly unpermittedTools?: Justification;
  /**
   * Whether the policies decide. In shadow **every caller whom the gateway lets in may call every tool**: what the
   * policies decide is only logged, that of their forbids too. To try one policy, give the policy a rollout.
   * @default Rollout.enforced()
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-enforcement-modes.html
   */
  readonly rollout?: Rollout;
  /**
   * The engine that decides: one that other gateways ask too, or an imported one. All its gateways share one schema, up to
   * 1000 policies, and every policy that names no gateway. Of an imported engine, the policies that another app writes are
   * not known here; its key, if it has one, has to be given to the import.
   * @default - an engine of its own
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-create-engine.html
   */
  readonly policyEngine?: agentcore.IPolicyEngine;
  /**
   * The symmetric key that encrypts the gateway's configuration, in its region. Without access to the key the gateway cannot
   * be used.
   * @default - a key that AWS owns
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-encryption.html
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * The symmetric key that encrypts the policies. A key of this app gets the statements for the engine; any other needs them
   * already. Without access to the key every call is denied. Another key makes another engine.
   * @default - a key that AWS owns
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-encryption.html
   */
  readonly policyEncryptionKey?: kms.IKey;
  /**
   * Tags of the gateway and of the policy engine that is made for it.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}
