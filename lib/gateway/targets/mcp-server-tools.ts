/** A target of a gateway: the tools of an MCP server. */
import type { Construct } from 'constructs';
import { reportFindings } from '../../core/finding';
import type { ToolDefinitions } from '../../tools/tool-definitions';
import type { Outbound } from '../outbound';
import { OutboundType } from '../outbound-type';
import type { ToolGateway } from '../tool-gateway';
import type { ListingMode } from './listing-mode';
import { mcpServerProblems } from './mcp-server-problems';
import type { McpServer } from './mcp-server';
import { TARGET_KINDS } from './target-kind';
import type { ToolList } from './tool-list';
import { ToolTarget, type HttpsTargetOptions } from './tool-target';

/** An MCP server and its tools. */
export interface McpServerToolsOptions extends HttpsTargetOptions {
  /** The server: `McpServer.url('https://…')` or `McpServer.agent(agent)`. */
  readonly server: McpServer;
  /**
   * How the gateway authorizes its calls.
   * @default - for an agent that AWS credentials call, signed with the gateway's role; otherwise it has to be said
   */
  readonly outbound?: Outbound;
  /**
   * The tools that the server is known to have, best from its own answer to `tools/list` in a file. Policies are verified
   * against them, so they have to be those that the server really has. The gateway itself asks the server, unless users
   * log in for it (`Outbound.userOAuth`): then this list is what the gateway knows.
   * @default - not known at synth: policies can only be about all tools of the target, `target.everyTool`
   */
  readonly tools?: ToolDefinitions;
  /**
   * The same tools as an object in a bucket, which the service reads in place of the template. Only where users log in for
   * the server (`Outbound.userOAuth`): any other server tells its tools itself.
   * @default - what the service has to be told stands in the template
   */
  readonly toolList?: ToolList;
  /**
   * When the gateway asks for the tools.
   * @default ListingMode.DEFAULT
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-MCPservers.html
   */
  readonly listingMode?: ListingMode;
  /**
   * Which server answers where several have a resource of the same address: 0 to 1000, the lowest first.
   * @default - left to the service
   */
  readonly resourcePriority?: number;
}

/** An MCP server, its tools, and the gateway that offers them. */
export interface McpServerToolsProps extends McpServerToolsOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * The tools of an MCP server. `gateway.addMcpServer` is the short form. With an agent of the app, CloudFormation makes the
 * target after the agent, and updates it with each version of the agent, so that the gateway asks for the tools anew; an agent
 * of another stack gets its target there, with `new McpServerTools`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-MCPservers.html
 */
export class McpServerTools extends ToolTarget {
  constructor(scope: Construct, id: string, props: McpServerToolsProps) {
    super(scope, id, { ...props, description: props.server._description(scope, props.description) });
    const { gateway, server, tools, toolList, listingMode, resourcePriority } = props;
    const outbound = props.outbound ?? server._outbound(gateway);
    const given = tools !== undefined && outbound?.type === OutboundType.AUTHORIZATION_CODE;
    this._build({
      kind: TARGET_KINDS.mcpServer,
      problems: [
        ...mcpServerProblems(props, outbound, gateway._hasSemanticSearch),
        ...(tools?._declaredProblems(this.targetName) ?? []),
      ],
      tools: () => tools?._declared(),
      declared: !given || toolList !== undefined,
      outbound,
      configuration: () => ({
        mcp: {
          mcpServer: {
            endpoint: server._endpoint,
            ...(listingMode && { listingMode }),
            ...(resourcePriority !== undefined && { resourcePriority }),
            ...(given && { mcpToolSchema: { inlinePayload: JSON.stringify({ tools: tools.definitions }) } }),
            ...(toolList && { mcpToolSchema: toolList._source }),
          },
        },
      }),
      statements: () => [
        ...(outbound?.type === OutboundType.GATEWAY_IAM_ROLE ? server._statements : []),
        ...(toolList?._statements ?? []),
      ],
    });
    reportFindings(this, () => server._findings(this));
  }
}
