/** A connector: tools that AWS runs, with nothing to deploy behind them. */
import { Token, type aws_iam as iam, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Finding } from '../../core/finding';
import { suggestion, type Problem } from '../../core/refusal';
import { ToolDefinitions } from '../../tools/tool-definitions';
import { Outbound } from '../outbound';
import type { ToolGateway } from '../tool-gateway';
import {
  agenticDefinition,
  agenticProblems,
  agenticTool,
  KNOWLEDGE_BASES,
  knowledgeBaseStatements,
  retrieveDefinition,
  retrieveProblems,
  retrieveTool,
  type AgenticKnowledgeBase,
  type AgenticRetrievalOptions,
  type KnowledgeBaseOptions,
} from './connector-knowledge-base';
import { connectorToolProblems, renderConnectorTool, type ConnectorTool } from './connector-tool';
import {
  WEB_SEARCH,
  WEB_SEARCH_TOOL,
  webSearchFindings,
  webSearchProblems,
  webSearchStatements,
  webSearchTool,
  type WebSearchOptions,
} from './connector-web-search';
import { idProblems } from './http-problems';
import { TARGET_KINDS, type TargetKind } from './target-kind';

/** A connector that this library has no preset for. */
export interface ConnectorOptions {
  /** The tools of the connector that callers get, with what is set for each. The service wants each of them named. */
  readonly tools: ConnectorTool[];
  /**
   * Which of its tools are on: 1 to 50 names.
   * @default - all that `tools` names
   */
  readonly enabled?: string[];
  /**
   * What the tools take, so that policies are verified; best from the gateway's answer to `tools/list` in a file.
   * @default - not known at synth: policies can only be about all tools of the target, `target.everyTool`
   */
  readonly definitions?: ToolDefinitions;
  /**
   * What the gateway's role needs for it.
   * @default - nothing
   */
  readonly statements?: iam.PolicyStatement[];
  /**
   * How the gateway authorizes its calls. As of 2026-11 the service takes nothing else than its role.
   * @default Outbound.gatewayRole()
   */
  readonly outbound?: Outbound;
}

/**
 * Tools that AWS runs, with nothing to deploy behind them. As of 2026-11 the service has two: web search and managed
 * knowledge bases. The templates of the console for Salesforce, Slack, Jira and others are no connectors and cannot be had
 * through CloudFormation: such a service is an OpenAPI target or an MCP server.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connectors.html
 */
export class Connector {
  /**
   * The tool `WebSearch`: an index of the web that Amazon keeps, so that no query leaves AWS.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connector-web-search-tool.html
   */
  static webSearch(options: WebSearchOptions = {}): Connector {
    return new Connector(WEB_SEARCH.connectorId, [webSearchTool(options)], {
      definitions: ToolDefinitions.of(WEB_SEARCH_TOOL),
      statements: webSearchStatements,
      problems: webSearchProblems(options),
      findings: webSearchFindings,
    });
  }

  /**
   * The tool `Retrieve`: one search in a managed knowledge base, of the account and region of the gateway.
   * @param knowledgeBaseId 10 letters and digits
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connector-managed-kb.html
   */
  static knowledgeBase(knowledgeBaseId: string, options: KnowledgeBaseOptions = {}): Connector {
    return new Connector(KNOWLEDGE_BASES, [retrieveTool(knowledgeBaseId, options)], {
      definitions: ToolDefinitions.of(retrieveDefinition(options)),
      statements: (gateway) => knowledgeBaseStatements(gateway, [knowledgeBaseId], false),
      problems: retrieveProblems(knowledgeBaseId, options),
    });
  }

  /**
   * The tool `AgenticRetrieveStream`: a search that plans its steps through managed knowledge bases, of the account and
   * region of the gateway, and writes an answer.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connector-managed-kb.html
   */
  static agenticRetrieval(knowledgeBases: AgenticKnowledgeBase[], options: AgenticRetrievalOptions = {}): Connector {
    const ids = knowledgeBases.map(({ knowledgeBaseId }) => knowledgeBaseId);
    return new Connector(KNOWLEDGE_BASES, [agenticTool(knowledgeBases, options)], {
      definitions: ToolDefinitions.of(agenticDefinition(options)),
      statements: (gateway) => knowledgeBaseStatements(gateway, ids, true),
      problems: agenticProblems(knowledgeBases, options),
    });
  }

  /**
   * One that the service knows and this library has no preset for.
   * @param connectorId 1 to 256 characters, as AWS documents it
   */
  static of(connectorId: string, options: ConnectorOptions): Connector {
    const { tools, enabled, definitions, statements = [], outbound } = options;
    return new Connector(connectorId, tools, {
      enabled,
      definitions,
      statements: () => statements,
      problems: enabledProblems(enabled, tools),
      outbound,
      kind: TARGET_KINDS.otherConnector,
    });
  }

  private constructor(
    private readonly connectorId: string,
    private readonly tools: readonly ConnectorTool[],
    private readonly known: Known,
  ) {}

  /** @internal */
  get _kind(): TargetKind {
    return this.known.kind ?? TARGET_KINDS.connector;
  }

  /** @internal */
  get _outbound(): Outbound {
    return this.known.outbound ?? Outbound.gatewayRole();
  }

  /** @internal */
  get _definitions(): ToolDefinitions | undefined {
    return this.known.definitions;
  }

  /** @internal */
  _problems(): Problem[] {
    return [
      ...idProblems('connector id', this.connectorId),
      ...connectorToolProblems(this.tools),
      ...(this.known.problems ?? []),
    ];
  }

  /** @internal */
  _findings(gateway: ToolGateway): Finding[] {
    return this.known.findings?.(gateway) ?? [];
  }

  /** @internal What the gateway's role needs. */
  _statements(gateway: ToolGateway): iam.PolicyStatement[] {
    return this.known.statements(gateway);
  }

  /** @internal */
  _render(): agentcore.CfnGatewayTarget.ConnectorTargetConfigurationProperty {
    const { enabled } = this.known;
    return {
      source: { connectorId: this.connectorId },
      ...(enabled && { enabled }),
      configurations: this.tools.map(renderConnectorTool),
    };
  }
}

interface Known {
  readonly enabled?: string[];
  readonly definitions?: ToolDefinitions;
  readonly statements: (gateway: ToolGateway) => iam.PolicyStatement[];
  readonly problems?: readonly Problem[];
  readonly findings?: (gateway: ToolGateway) => Finding[];
  readonly outbound?: Outbound;
  readonly kind?: TargetKind;
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ConnectorTargetConfiguration.html (2026-11) */
const MOST_ENABLED = 50;

function enabledProblems(enabled: string[] | undefined, tools: readonly ConnectorTool[]): Problem[] {
  if (!enabled) return [];
  if (enabled.length < 1 || enabled.length > MOST_ENABLED) {
    const fix = enabled.length === 0 ? 'Leave it out for all.' : 'Spread them over more targets.';
    return [{ about: 'connector enabled', value: enabled.length, allowed: `1 to ${MOST_ENABLED} names`, fix }];
  }
  const names = tools.map(({ name }) => name);
  return enabled.flatMap((name, index) => {
    const about = `connector enabled[${index}]`;
    const first = enabled.indexOf(name);
    if (first < index) {
      const allowed = `each tool once; enabled[${first}] has it`;
      return [{ about, value: name, allowed, fix: 'Remove one of them.' }];
    }
    if (Token.isUnresolved(name) || names.includes(name)) return [];
    return [{ about, value: name, allowed: 'the name of one of tools', fix: suggestion(name, names) }];
  });
}
