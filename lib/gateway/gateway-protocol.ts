/** What a gateway's targets may speak, and what is set for MCP. */
import { Token, Validations, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { GATEWAY_LIMITS, MCP_VERSIONS } from './gateway-limits';
import type { ToolGatewayProps } from './tool-gateway-props';

/**
 * What the targets of a gateway may speak.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-supported-targets.html
 */
export enum GatewayProtocol {
  /** MCP alone: the gateway is one MCP server with the tools of all its targets. */
  MCP = 'MCP',
  /** MCP and HTTP: agents, services and models too, each under the name of its target. */
  ANY = 'ANY',
}

/** Sets what the L2 does not: sessions, streams, pages, and no protocol at all. */
export function configureProtocol(gateway: agentcore.CfnGateway, props: ToolGatewayProps): void {
  if (props.protocol === GatewayProtocol.ANY) {
    gateway.protocolType = undefined;
    gateway.protocolConfiguration = undefined;
    return;
  }
  const { semanticSearch = true, instructions, sessionTimeout, responseStreaming, paginatedToolList } = props;
  gateway.protocolConfiguration = {
    mcp: {
      supportedVersions: (props.protocolVersions ?? MCP_VERSIONS).map(({ value }) => value),
      ...(semanticSearch && { searchType: 'SEMANTIC' }),
      ...(instructions !== undefined && { instructions }),
      ...(sessionTimeout && { sessionConfiguration: { sessionTimeoutInSeconds: sessionTimeout.toSeconds() } }),
      ...(responseStreaming && { streamingConfiguration: { enableResponseStreaming: true } }),
      ...(paginatedToolList === false && { disableMcpListToolsPagination: true }),
    },
  };
  if (paginatedToolList === false) Validations.of(gateway).acknowledge(NOT_IN_SCHEMA);
}

const NOT_IN_SCHEMA = {
  id: 'CloudFormation-Validate::F3018',
  reason:
    'DisableMcpListToolsPagination is in the documentation and in the L1, but not in the schema of 2026-06 that aws-cdk-lib validates with.',
};

/** The props that are about MCP. */
const OF_MCP = [
  'instructions',
  'protocolVersions',
  'semanticSearch',
  'sessionTimeout',
  'responseStreaming',
  'paginatedToolList',
] as const satisfies readonly (keyof ToolGatewayProps)[];

export function protocolProblems(props: ToolGatewayProps): Problem[] {
  if (props.protocol === GatewayProtocol.ANY) {
    return OF_MCP.filter((name) => props[name] !== undefined).map((name) => ({
      about: name,
      value: props[name],
      allowed: 'only on a gateway for MCP alone',
      fix: 'Leave it out, or make a gateway of its own for the MCP targets.',
    }));
  }
  return sessionProblems(props);
}

function sessionProblems({ sessionTimeout }: ToolGatewayProps): Problem[] {
  const { least, most } = GATEWAY_LIMITS.sessionSeconds;
  if (!sessionTimeout || sessionTimeout.isUnresolved() || Token.isUnresolved(sessionTimeout)) return [];
  const seconds = sessionTimeout.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return [];
  return [
    {
      about: 'sessionTimeout',
      value: sessionTimeout.toHumanString(),
      allowed: '15 minutes to 8 hours, in whole seconds',
      fix: 'Leave it out for no sessions.',
    },
  ];
}
