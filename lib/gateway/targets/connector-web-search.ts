/** The web search of AgentCore: what is known of its connector. */
import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import { agentcoreArnOfName } from '../../core/arns';
import type { Finding } from '../../core/finding';
import type { Problem } from '../../core/refusal';
import type { ToolDefinition } from '../../tools/tool-definition';
import type { ToolGateway } from '../tool-gateway';
import type { ConnectorTool } from './connector-tool';

/** What a web search may find. */
export interface WebSearchOptions {
  /**
   * The domains that results come from, with their subdomains. Callers can narrow it, not widen it.
   * @default - all
   */
  readonly includeDomains?: string[];
  /**
   * Domains that no result comes from, with their subdomains, whatever callers ask for.
   * @default - none
   */
  readonly excludeDomains?: string[];
}

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connector-web-search-tool.html
 */
export const WEB_SEARCH = {
  connectorId: 'web-search',
  regions: ['us-east-1'],
  asOf: '2026-11-21',
} as const;

/**
 * As of version 1.3.0, which new targets get; CloudFormation cannot ask for another one. A target that was made before
 * 2026-10-19 stays on the version that it got, and below 1.2.0 knows no `filters`.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connector-versions.html
 */
export const WEB_SEARCH_TOOL: ToolDefinition = {
  name: 'WebSearch',
  description: 'Searches the web',
  inputSchema: {
    type: 'object',
    properties: {
      query: { type: 'string', description: 'What to search for, up to 200 characters' },
      maxResults: { type: 'integer', description: 'How many results, 1 to 25' },
      filters: {
        type: 'object',
        properties: {
          domainFilter: {
            type: 'object',
            properties: {
              include: { type: 'array', items: { type: 'string' } },
              exclude: { type: 'array', items: { type: 'string' } },
            },
          },
          publishedDateFilter: {
            type: 'object',
            properties: { from: { type: 'string' }, to: { type: 'string' } },
          },
        },
      },
    },
    required: ['query'],
  },
};

export function webSearchTool({ includeDomains, excludeDomains }: WebSearchOptions): ConnectorTool {
  const domainFilter = {
    ...(includeDomains && { include: includeDomains }),
    ...(excludeDomains && { exclude: excludeDomains }),
  };
  const values = Object.keys(domainFilter).length > 0 ? { domainFilter } : {};
  return { name: WEB_SEARCH_TOOL.name, values };
}

export function webSearchStatements(gateway: ToolGateway): iam.PolicyStatement[] {
  const { partition, region } = Stack.of(gateway);
  return [
    new iam.PolicyStatement({
      actions: ['bedrock-agentcore:InvokeWebSearch'],
      resources: [`arn:${partition}:bedrock-agentcore:${region}:aws:tool/web-search.v1`],
    }),
    // The documentation asks for it; of its own gateway it is enough.
    new iam.PolicyStatement({
      actions: ['bedrock-agentcore:InvokeGateway'],
      resources: [agentcoreArnOfName(gateway, 'gateway', gateway.gatewayName.toLowerCase())],
    }),
  ];
}

export function webSearchProblems({ includeDomains, excludeDomains }: WebSearchOptions): Problem[] {
  return [...domainProblems('includeDomains', includeDomains), ...domainProblems('excludeDomains', excludeDomains)];
}

function domainProblems(about: string, domains: string[] | undefined): Problem[] {
  if (domains?.length === 0) {
    return [{ about, value: [], allowed: 'at least one domain', fix: 'Leave it out.' }];
  }
  return (domains ?? []).flatMap((domain, index) => {
    if (Token.isUnresolved(domain) || DOMAIN.test(domain)) return [];
    const near = domain
      .toLowerCase()
      .replace(/^[a-z]+:\/\//, '')
      .replace(/^\*\./, '')
      .replace(/[/:?#].*$/, '');
    const fix = DOMAIN.test(near) ? `Write ${JSON.stringify(near)}.` : 'Write it like "example.com".';
    const allowed = 'a domain alone; its subdomains are of it';
    return [{ about: `${about}[${index}]`, value: domain, allowed, fix }];
  });
}

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

export function webSearchFindings(gateway: ToolGateway): Finding[] {
  const { region } = Stack.of(gateway);
  const regions: readonly string[] = WEB_SEARCH.regions;
  if (Token.isUnresolved(region) || regions.includes(region)) return [];
  return [
    {
      id: 'cdk-agentcore:connector-not-in-region',
      about: 'connector',
      value: `Connector.webSearch in ${region}`,
      allowed: `${regions.join(', ')} (table of ${WEB_SEARCH.asOf})`,
      fix: 'Make the gateway there; agents of any region can call it.',
    },
  ];
}
