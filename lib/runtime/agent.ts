/** A whole agent: its runtime, its role, its logs, and the wiring to whatever it uses. */
import { aws_bedrockagentcore as agentcore, aws_iam as iam, Lazy, Stack, type aws_ec2 as ec2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { agentcoreArnOfName } from '../core/arns';
import type { ICallableAgent } from '../core/callable-agent';
import type { CallerToken, CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { reportFindings } from '../core/finding';
import { recordJustification } from '../core/justification';
import { environmentName, NAME_RULES, physicalName } from '../core/names';
import { Problems, refuse } from '../core/refusal';
import { requireUniqueName } from '../core/unique-names';
import { AgentIdentity, type IAgentIdentity } from '../identity/agent-identity';
import { InboundAuth } from '../identity/inbound-auth';
import { AgentEnvironment, ENVIRONMENT_PROP } from './agent-environment';
import { AgentHeaders } from './agent-headers';
import { AgentLogGroups } from './agent-logs';
import { networkConfiguration, networkFindings } from './agent-network';
import { AgentViaParameter } from './agent-parameter';
import { agentProblems, endpointProblems } from './agent-problems';
import type { AgentProps } from './agent-props';
import { AgentRole } from './agent-role';
import { traceVariables } from './agent-traces';
import { AgentUses, waitFor } from './agent-uses';

/** The protocols whose code may serve `/ws`. */
const WEB_SOCKET_PROTOCOLS: readonly string[] = ['HTTP', 'AGUI'];

/**
 * An agent on AgentCore Runtime, with a role that may do what it needs and nothing else, logs that are kept for a while,
 * and no content of conversations in them.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agents-tools-runtime.html
 */
export class Agent extends Construct implements iam.IGrantable, ec2.IConnectable, ICapability, ICallableAgent {
  /** The L2, with metrics, endpoints and everything else that CloudFormation can say. */
  readonly runtime: agentcore.Runtime;
  /** The role that the code runs with. Grant to it, or to the agent itself. */
  readonly role: iam.IRole;
  /** Grants to the agent go to its role. */
  readonly grantPrincipal: iam.IPrincipal;
  /** Its name in the service; the id is the name, a hyphen and ten characters. */
  readonly agentName: string;
  /** How messages name it when another agent uses it. */
  readonly capabilityName: string;

  /** What its code speaks: `HTTP`, `MCP`, `A2A` or `AGUI`. */
  readonly agentProtocol: string;
  /** The token that its callers bring, unless they sign with AWS credentials. */
  readonly callerToken?: CallerToken;

  private readonly isInVpc: boolean;
  private readonly speaksWebSocket: boolean;
  private readonly uses: AgentUses;
  private readonly logGroups: AgentLogGroups;
  /** Agents whose ARN is in this one's environment, and which therefore have to exist before it. */
  private readonly agentsBefore = new Set<Agent>();
  private parameter?: AgentViaParameter;
  private ownIdentity?: IAgentIdentity;

  constructor(scope: Construct, id: string, props: AgentProps) {
    super(scope, id);
    const inboundAuth = props.inboundAuth ?? InboundAuth.iam();
    const protocol = props.protocol ?? agentcore.ProtocolType.HTTP;
    this.capabilityName = this.node.path;
    this.agentName = props.agentName ?? physicalName(this, NAME_RULES.runtime);
    this.callerToken = inboundAuth._callerToken;
    this.agentProtocol = protocol.value;
    this.isInVpc = props.vpc !== undefined;
    this.speaksWebSocket = WEB_SOCKET_PROTOCOLS.includes(protocol.value);

    const environment = new AgentEnvironment();
    const headers = new AgentHeaders(this.callerToken !== undefined);
    const problems = new Problems(this).add(
      ...agentProblems(props, inboundAuth),
      ...environment.claim(ENVIRONMENT_PROP, props.environment ?? {}),
      ...headers.add('requestHeaders', props.requestHeaders ?? []),
    );
    const role = new AgentRole(this, 'Role', {
      agentName: this.agentName,
      callersBringJwt: this.callerToken !== undefined,
      anyUserTokens: props.anyUserTokens !== undefined,
      traces: props.traces !== undefined,
    });
    this.role = role;
    this.grantPrincipal = role;
    this.uses = new AgentUses(this, role, this.callerToken, environment, headers);
    environment.suggest(traceVariables(props.traces !== undefined, props.logContent !== undefined));
    const used = [...(props.models ?? []), ...(props.uses ?? [])].map((capability) => this.uses.add(capability));
    problems.add(...used.flatMap((use) => use.problems), ...this.uses.problems()).refuse();

    // Last, because it takes the longest and leaves files in the cloud assembly.
    const code = props.code._bind(this);
    role.require(code.required);
    environment.suggest(code.environment ?? {});
    problems.add(...this.uses.problems()).refuse();

    this.runtime = role.whileBuilding(
      () =>
        new agentcore.Runtime(this, 'Runtime', {
          runtimeName: this.agentName,
          agentRuntimeArtifact: code.artifact,
          executionRole: role,
          authorizerConfiguration: inboundAuth._forRuntime(),
          networkConfiguration: networkConfiguration(this, props),
          protocolConfiguration: protocol,
          platformVersion: props.platformVersion,
          lifecycleConfiguration: {
            idleRuntimeSessionTimeout: props.idleSessionTimeout,
            maxLifetime: props.maxLifetime,
          },
          description: props.description,
          tags: props.tags,
          tracingEnabled: props.traces !== undefined,
          manageDeliveryResourcePolicy: props.traces?._deliveryPolicies,
        }),
    );
    // The L2 takes neither lazily, and both may still grow by `use`.
    this.cfn.environmentVariables = Lazy.any({ produce: () => environment.render() });
    this.cfn.requestHeaderConfiguration = Lazy.any({ produce: () => headers.render() });
    // The L2 renders it empty where nothing is said.
    if (!props.idleSessionTimeout && !props.maxLifetime) this.cfn.lifecycleConfiguration = undefined;
    waitFor(this.cfn, code.dependencies);
    for (const { binding } of used) this.uses.attach(this.cfn, binding);
    if (props.logContent) recordJustification(this.cfn, 'logContent', props.logContent);
    if (props.anyUserTokens) recordJustification(this.cfn, 'anyUserTokens', props.anyUserTokens);
    reportFindings(this, () => [...environment.findings(), ...networkFindings(props)]);
    if (props.agentName !== undefined)
      requireUniqueName(this, 'agentName', this.cfn, ({ agentRuntimeName }) => agentRuntimeName);
    this.logGroups = new AgentLogGroups(this, 'Logs', this.runtime, this.agentName, props);
  }

  /** Its ARN. In a policy take `grantInvoke`: it names the agent by its name, so that the policy does not wait for it. */
  get agentArn(): string {
    return this.runtime.agentRuntimeArn;
  }

  /** The version that is deployed, another one after each change. */
  get agentVersion(): string {
    return this.runtime.agentRuntimeVersion!;
  }

  /**
   * Where to POST invocations. Callers add `?qualifier=<endpoint>` for another endpoint than DEFAULT, the header
   * `X-Amzn-Bedrock-AgentCore-Runtime-Session-Id` (33 to 256 characters), and their token or signature.
   */
  get agentUrl(): string {
    const { partition, region, account, urlSuffix } = Stack.of(this);
    const runtime = `runtime%2F${this.runtime.agentRuntimeId}`;
    const arn = `arn%3A${partition}%3Abedrock-agentcore%3A${region}%3A${account}%3A${runtime}`;
    return `https://bedrock-agentcore.${region}.${urlSuffix}/runtimes/${arn}/invocations`;
  }

  /**
   * The workload identity that the service makes with the agent, under the agent's id: what
   * `provider.grantCompleteAuthorization(role, agent.identity)` takes.
   */
  get identity(): IAgentIdentity {
    return (this.ownIdentity ??= AgentIdentity._ofService(this, 'WorkloadIdentity', this.runtime.agentRuntimeId));
  }

  /** What its code may reach in its VPC; refused without one. */
  get connections(): ec2.Connections {
    if (this.isInVpc) return this.runtime.connections;
    return refuse(this, {
      about: 'connections',
      value: 'asked for without a VPC',
      allowed: 'only with vpc: in the public network there is nothing to open',
      fix: 'Give the agent a vpc.',
    });
  }

  /** Lets it use something: a memory, a tool gateway, a model, another agent. */
  use(capability: ICapability): void {
    const { binding, problems } = this.uses.add(capability);
    new Problems(this).add(...problems, ...this.uses.problems()).refuse();
    this.uses.attach(this.cfn, binding);
  }

  /**
   * A named way to one version of the agent; without a version it follows the newest.
   * @param endpointName 48 letters, digits and `_`, starting with a letter; not `DEFAULT`
   */
  addEndpoint(endpointName: string, options: agentcore.AddEndpointOptions = {}): agentcore.RuntimeEndpoint {
    new Problems(this).add(...endpointProblems(endpointName)).refuse();
    this.logGroups.keepEndpoint(endpointName);
    return this.runtime.addEndpoint(endpointName, options);
  }

  /**
   * Lets somebody with AWS credentials invoke it as themselves, through any of its endpoints; over WebSocket too where
   * its protocol has that. Not: naming a user (`grantInvokeForUser`), running commands in its sessions, stopping them.
   */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.grantTo(grantee, 'grantInvoke', [
      'bedrock-agentcore:InvokeAgentRuntime',
      ...(this.speaksWebSocket ? ['bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream'] : []),
    ]);
  }

  /**
   * Lets somebody name any user to it, whom the service believes without proof: for a backend that has authenticated its
   * users itself. Needs `grantInvoke` too.
   */
  grantInvokeForUser(grantee: iam.IGrantable): iam.Grant {
    return this.grantTo(grantee, 'grantInvokeForUser', [
      'bedrock-agentcore:InvokeAgentRuntimeForUser',
      ...(this.speaksWebSocket ? ['bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStreamForUser'] : []),
    ]);
  }

  /** Says what another agent needs to use this one: its ARN, and what lets it in. */
  bind(scope: Construct, _host: CapabilityHost): CapabilityBinding {
    if (scope instanceof Agent) {
      const path = this.pathTo(scope);
      if (path) {
        refuse(scope, {
          about: 'uses',
          value: [scope, ...path].map((agent) => agent.node.path).join(' -> '),
          allowed: 'no cycle: each agent would wait for the ARN of the next',
          fix: `Write use(….viaParameter()) for ${this.node.path} here: the name of a parameter waits for nothing.`,
        });
      }
      scope.agentsBefore.add(this);
    }
    return this._binding();
  }

  /**
   * This agent for one that it uses itself, in the same account and region: the other one finds the name of an SSM
   * parameter in `AGENT_<ID>_ARN_PARAMETER` and reads the ARN there.
   */
  viaParameter(): ICapability {
    this.parameter ??= new AgentViaParameter(this);
    return this.parameter;
  }

  /** @internal What any way of using this agent needs. */
  _binding(): CapabilityBinding {
    const environment = { [environmentName('AGENT', this.node.id, 'ARN')]: this.agentArn };
    if (this.callerToken) {
      // With a JWT there is no IAM in the call: whoever calls passes on the token that they were called with.
      return { environment, requestHeaders: ['Authorization'], requiredCallerToken: this.callerToken };
    }
    const statement = new iam.PolicyStatement({
      actions: ['bedrock-agentcore:InvokeAgentRuntime'],
      resources: this.invocationArns,
    });
    return { environment, statements: [statement] };
  }

  private get cfn(): agentcore.CfnRuntime {
    return this.runtime.node.defaultChild as agentcore.CfnRuntime;
  }

  /**
   * What a permission to invoke it names: its ARN and those of its endpoints. By name, as what holds a grant must not wait
   * for the agent; a name has no hyphen, so no other agent matches.
   */
  get invocationArns(): string[] {
    const runtime = agentcoreArnOfName(this, 'runtime', this.agentName);
    return [runtime, `${runtime}/runtime-endpoint/*`];
  }

  private grantTo(grantee: iam.IGrantable, about: string, actions: string[]): iam.Grant {
    if (this.callerToken) {
      refuse(this, {
        about,
        value: 'asked of an agent with InboundAuth.jwt',
        allowed:
          'only with InboundAuth.iam(): a call with a JWT is not authorized by IAM, so the grant would do nothing',
        fix: 'Let the caller bring a token that InboundAuth.jwt accepts, or give the agent InboundAuth.iam().',
      });
    }
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: this.invocationArns });
  }

  /** The agents from this one to another, each having the next one's ARN, if there is such a way. */
  private pathTo(target: Agent): Agent[] | undefined {
    if (target === this) return [this];
    for (const next of this.agentsBefore) {
      const rest = next.pathTo(target);
      if (rest) return [this, ...rest];
    }
    return undefined;
  }
}
