/** What is wrong with an MCP server behind a gateway. */
import type { Problem } from '../../core/refusal';
import type { Outbound } from '../outbound';
import { OutboundType } from '../outbound-type';
import { ListingMode } from './listing-mode';
import type { McpServerToolsOptions } from './mcp-server-tools';

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_McpServerTargetConfiguration.html (2026-11) */
const HIGHEST_PRIORITY = 1000;

export function mcpServerProblems(
  { server, description, toolList, listingMode, resourcePriority }: McpServerToolsOptions,
  outbound: Outbound | undefined,
  semanticSearch: boolean,
): Problem[] {
  return [
    ...server._problems(description),
    ...(listingMode === ListingMode.DYNAMIC ? dynamicProblems(outbound, semanticSearch) : []),
    ...priorityProblems(resourcePriority),
    ...(toolList?._problems() ?? []),
    ...(toolList && outbound?.type !== OutboundType.AUTHORIZATION_CODE ? [asksItself] : []),
  ];
}

const asksItself: Problem = {
  about: 'toolList',
  value: 'given for a server that the gateway asks for its tools',
  allowed: 'only with Outbound.userOAuth',
  fix: 'Leave it out, and declare tools for the policies.',
};

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-MCPservers.html */
function dynamicProblems(outbound: Outbound | undefined, semanticSearch: boolean): Problem[] {
  const problems: Problem[] = [];
  if (semanticSearch) {
    problems.push({
      about: 'listingMode',
      value: 'ListingMode.DYNAMIC on a gateway with semantic search',
      allowed: 'on a gateway with semanticSearch: false, as only tools that the gateway knows can be found by meaning',
      fix: 'Leave listingMode out, or give the gateway semanticSearch: false.',
    });
  }
  if (outbound?.type === OutboundType.AUTHORIZATION_CODE) {
    problems.push({
      about: 'listingMode',
      value: 'ListingMode.DYNAMIC with Outbound.userOAuth',
      allowed: 'ListingMode.DEFAULT where users log in for the target',
      fix: 'Leave listingMode out, and declare the tools.',
    });
  }
  return problems;
}

function priorityProblems(priority: number | undefined): Problem[] {
  if (priority === undefined || (Number.isInteger(priority) && priority >= 0 && priority <= HIGHEST_PRIORITY))
    return [];
  return [
    {
      about: 'resourcePriority',
      value: priority,
      allowed: `a whole number from 0 to ${HIGHEST_PRIORITY}`,
      fix: 'Leave it out where no two servers have the same resources.',
    },
  ];
}
