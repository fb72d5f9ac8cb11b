/** Where an MCP server is, and what a gateway needs in order to call it. */
import { aws_iam as iam, Token } from 'aws-cdk-lib';
import type { ICallableAgent } from '../../core/callable-agent';
import type { Problem } from '../../core/refusal';
import { GATEWAY_LIMITS } from '../gateway-limits';
import { Outbound } from '../outbound';

/**
 * An MCP server behind a gateway.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-MCPservers.html
 */
export class McpServer {
  /**
   * A server at an address.
   * @param endpoint the https URL of its MCP endpoint, encoded
   */
  static url(endpoint: string): McpServer {
    return new McpServer(endpoint);
  }

  /** An agent of the app that speaks MCP. */
  static agent(agent: ICallableAgent): McpServer {
    return new McpServer(`${agent.agentUrl}?qualifier=DEFAULT`, agent);
  }

  private constructor(
    /** @internal */
    readonly _endpoint: string,
    private readonly agent?: ICallableAgent,
  ) {}

  /** @internal An agent that no token is needed for is called with the gateway's role. */
  get _outbound(): Outbound | undefined {
    if (!this.agent || this.agent.callerToken) return undefined;
    return Outbound.gatewayRole({ service: 'bedrock-agentcore' });
  }

  /** @internal What the gateway's role needs where it signs. */
  get _statements(): iam.PolicyStatement[] {
    if (!this.agent) return [];
    return [
      new iam.PolicyStatement({
        actions: ['bedrock-agentcore:InvokeAgentRuntime'],
        resources: this.agent.invocationArns,
      }),
    ];
  }

  /**
   * The description of the target. With the version of the agent in it, each new version updates the target, and an update
   * is when the gateway asks for the tools.
   * @internal
   */
  _description(given: string | undefined): string | undefined {
    if (!this.agent) return given;
    return `${given ?? `MCP server ${this.agent.node.id}`}${VERSION}${this.agent.agentVersion}`;
  }

  /** @internal */
  _problems(description: string | undefined): Problem[] {
    return this.agent ? this.agentProblems(this.agent, description) : endpointProblems(this._endpoint);
  }

  private agentProblems({ agentProtocol, node }: ICallableAgent, description: string | undefined): Problem[] {
    const problems: Problem[] = [];
    if (!Token.isUnresolved(agentProtocol) && agentProtocol !== 'MCP') {
      problems.push({
        about: 'server',
        value: `${node.path}, which speaks ${agentProtocol}`,
        allowed: 'an agent with protocol: ProtocolType.MCP',
        fix: 'Give the agent that protocol and a server for it, or add it to the gateway as an agent over HTTP.',
      });
    }
    const most = GATEWAY_LIMITS.description - LONGEST_VERSION;
    if (description !== undefined && !Token.isUnresolved(description) && description.length > most) {
      problems.push({
        about: 'description',
        value: description,
        allowed: `at most ${most} characters, as the version of the agent stands behind it, and it has ${description.length}`,
        fix: 'Shorten it.',
      });
    }
    return problems;
  }
}

const VERSION = ', version ';
/** A version has up to five digits. */
const LONGEST_VERSION = VERSION.length + 5;

function endpointProblems(endpoint: string): Problem[] {
  if (Token.isUnresolved(endpoint)) return [];
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '' && !/\s/.test(endpoint)) return [];
  return [
    {
      about: 'server',
      // An address may hold a password.
      value: url?.password ? `${url.protocol}//…@${url.host}` : endpoint,
      allowed: 'an https URL without user and password',
      fix: 'Write the address of its MCP endpoint, and say with outbound how the gateway authorizes its calls.',
    },
  ];
}
