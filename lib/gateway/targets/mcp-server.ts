/** Where an MCP server is, and what a gateway needs in order to call it. */
import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { ICallableAgent } from '../../core/callable-agent';
import type { Finding } from '../../core/finding';
import type { Problem } from '../../core/refusal';
import { GATEWAY_LIMITS } from '../gateway-limits';
import { Outbound } from '../outbound';
import { addressFindings, withoutQueryValues } from '../plain-secrets';

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

  /** @internal An agent that no token is needed for is called with the gateway's role, signed for the agent's region. */
  _outbound(gateway: IConstruct): Outbound | undefined {
    if (!this.agent || this.agent.callerToken) return undefined;
    const [region, own] = [Stack.of(this.agent).region, Stack.of(gateway).region];
    return Outbound.gatewayRole({ service: 'bedrock-agentcore', ...(region !== own && { region }) });
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
   * is when the gateway asks for the tools. Not so in another stack: a version that one stack exports and another imports
   * could never change again.
   * @internal
   */
  _description(scope: Construct, given: string | undefined): string | undefined {
    if (!this.agent || isOfOtherStack(this.agent, scope)) return given;
    return `${given ?? `MCP server ${this.agent.node.id}`}${VERSION}${this.agent.agentVersion}`;
  }

  /** @internal What fails the synth unless it is acknowledged. */
  _findings(target: Construct): Finding[] {
    if (!this.agent) return addressFindings('server', this._endpoint);
    if (!isOfOtherStack(this.agent, target)) return [];
    return [
      {
        id: 'cdk-agentcore:agent-of-other-stack',
        about: 'server',
        value: `${this.agent.node.path}, of another stack than the target`,
        allowed: 'an agent of the same stack, where each new version of it updates the list of tools',
        fix: 'Write new McpServerTools(…) in the stack of the agent, or call SynchronizeGatewayTargets after its deployments.',
      },
    ];
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

/** Nested stacks tell each other what changes, others only what never does. */
function isOfOtherStack(agent: ICallableAgent, construct: IConstruct): boolean {
  return deployedStack(agent) !== deployedStack(construct);
}

function deployedStack(construct: IConstruct): Stack {
  let stack = Stack.of(construct);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
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
      value: url?.password ? `${url.protocol}//…@${url.host}` : withoutQueryValues(endpoint),
      allowed: 'an https URL without user and password',
      fix: 'Write the address of its MCP endpoint, and say with outbound how the gateway authorizes its calls.',
    },
  ];
}
