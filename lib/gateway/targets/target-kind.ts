/** What the service accepts of each kind of target: dated data, so that a change of the service is a change of one row. */
import { OutboundType } from '../outbound-type';

const { NONE, GATEWAY_IAM_ROLE, CALLER_IAM_CREDENTIALS, JWT_PASSTHROUGH, API_KEY } = OutboundType;
const { CLIENT_CREDENTIALS, AUTHORIZATION_CODE, TOKEN_EXCHANGE } = OutboundType;

/** One kind of target. */
export interface TargetKind {
  /** As messages name it, with its article. */
  readonly inWords: string;
  /** How the gateway may authorize its calls. */
  readonly outbound: readonly OutboundType[];
  /** Whether the service that a signature is for has to be named, may be, or is known already. */
  readonly signing: 'named' | 'nameable' | 'known';
  /** Whether a gateway for MCP alone accepts it, or only one for every protocol. */
  readonly protocol: 'MCP' | 'HTTP';
}

const ANY_BUT_CALLER = [NONE, GATEWAY_IAM_ROLE, CLIENT_CREDENTIALS, AUTHORIZATION_CODE, TOKEN_EXCHANGE, API_KEY];

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-outbound-auth.html
 */
export const TARGET_KINDS = {
  lambda: { inWords: 'a Lambda target', outbound: [GATEWAY_IAM_ROLE], signing: 'known', protocol: 'MCP' },
  openApi: { inWords: 'an OpenAPI target', outbound: ANY_BUT_CALLER, signing: 'named', protocol: 'MCP' },
  mcpServer: { inWords: 'an MCP server', outbound: ANY_BUT_CALLER, signing: 'named', protocol: 'MCP' },
  smithy: {
    inWords: 'a Smithy target',
    outbound: [GATEWAY_IAM_ROLE, CLIENT_CREDENTIALS],
    signing: 'known',
    protocol: 'MCP',
  },
  apiGateway: {
    inWords: 'an API Gateway target',
    outbound: [NONE, GATEWAY_IAM_ROLE, API_KEY],
    signing: 'known',
    protocol: 'MCP',
  },
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building-adding-targets-authorization.html */
  connector: { inWords: 'a connector', outbound: [GATEWAY_IAM_ROLE], signing: 'known', protocol: 'MCP' },
  /** One that this library knows nothing of but its id. */
  otherConnector: { inWords: 'a connector', outbound: ANY_BUT_CALLER, signing: 'nameable', protocol: 'MCP' },
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-http-runtime.html */
  runtime: {
    inWords: 'an agent over HTTP',
    outbound: [GATEWAY_IAM_ROLE, CALLER_IAM_CREDENTIALS, CLIENT_CREDENTIALS, JWT_PASSTHROUGH],
    signing: 'known',
    protocol: 'HTTP',
  },
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-http-passthrough.html */
  passthrough: {
    inWords: 'an HTTP passthrough target',
    outbound: [GATEWAY_IAM_ROLE, CLIENT_CREDENTIALS, CALLER_IAM_CREDENTIALS, JWT_PASSTHROUGH, API_KEY],
    signing: 'nameable',
    protocol: 'HTTP',
  },
  /** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-gateway-connector.html */
  httpConnector: {
    inWords: 'a connector over HTTP',
    outbound: [GATEWAY_IAM_ROLE, CALLER_IAM_CREDENTIALS],
    signing: 'known',
    protocol: 'HTTP',
  },
  /**
   * A gateway for MCP alone takes them too (observed 2026-08-13; the documentation does not say).
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-inference-provider.html
   */
  inference: {
    inWords: 'an inference target',
    outbound: [GATEWAY_IAM_ROLE, API_KEY],
    signing: 'nameable',
    protocol: 'MCP',
  },
} as const satisfies Readonly<Record<string, TargetKind>>;
