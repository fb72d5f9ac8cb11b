/** A target of a gateway: an agent on AgentCore Runtime, called over HTTP. */
import { aws_iam as iam, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ICallableAgent } from '../../core/callable-agent';
import type { Problem } from '../../core/refusal';
import type { Tool } from '../../tools/tool';
import { Outbound } from '../outbound';
import { OutboundType } from '../outbound-type';
import type { PassedMetadata } from '../target-metadata';
import type { ToolGateway } from '../tool-gateway';
import { HttpOperation } from './http-operation';
import type { HttpSchema } from './http-schema';
import { TARGET_KINDS, type TargetKind } from './target-kind';
import { ToolTarget, type ToolTargetOptions } from './tool-target';

/** An agent behind a gateway. */
export interface AgentTargetOptions extends ToolTargetOptions {
  /** The agent. */
  readonly agent: ICallableAgent;
  /**
   * The endpoint of the agent, or the number of a version.
   * @default - its endpoint DEFAULT
   */
  readonly qualifier?: string;
  /**
   * What a request to the agent looks like, so that policies can ask for its fields:
   * `HttpSchema.of(HttpOperation.of('POST', '/invocations', {…}))`. Not needed for agents that speak MCP or A2A, which
   * the service knows.
   * @default - policies decide by the caller alone
   */
  readonly schema?: HttpSchema;
  /**
   * How the gateway authorizes its calls. An agent whose callers bring a token takes `Outbound.oauth` or
   * `Outbound.jwtPassthrough`; one that AWS credentials call takes `Outbound.gatewayRole` or `Outbound.callerIam`.
   * @default - signed with the gateway's role; for an agent whose callers bring a token it has to be said
   */
  readonly outbound?: Outbound;
  /**
   * Headers and query parameters that the gateway passes on.
   * @default - none
   */
  readonly passes?: PassedMetadata;
}

/** An agent, and the gateway that it is behind. */
export interface AgentTargetProps extends AgentTargetOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * An agent behind a gateway for any protocol: requests to `<gateway>/<target>/invocations` go to it as they are. Policies
 * know it by one action, `<target>___POST:/invocations`. `gateway.addAgent` is the short form.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-http-runtime.html
 */
export class AgentTarget extends ToolTarget {
  constructor(scope: Construct, id: string, props: AgentTargetProps) {
    super(scope, id, props);
    const { agent, qualifier, schema } = props;
    const kind = kindOf(agent);
    const outbound = props.outbound ?? (agent.callerToken ? undefined : Outbound.gatewayRole());
    // Bound when there is no problem, as an upload is a construct.
    let bound: ReturnType<HttpSchema['_bind']> | undefined;
    this._build({
      kind,
      problems: [...qualifierProblems(qualifier), ...(schema ? schemaProblems(schema) : [])],
      tools: () => [(schema?._operations?.find(isInvocation) ?? INVOCATION)._definition],
      declared: true,
      outbound,
      configuration: () => {
        bound = schema?._bind(this);
        return {
          http: {
            agentcoreRuntime: {
              arn: agent.agentArn,
              ...(qualifier !== undefined && { qualifier }),
              ...(bound && { schema: { source: bound.source } }),
            },
          },
        };
      },
      statements: () => [
        ...(outbound?.type === OutboundType.GATEWAY_IAM_ROLE ? [invocationOf(agent)] : []),
        ...(bound?.statements ?? []),
      ],
    });
  }

  /** The one thing that can be done with it: what a policy on the agent names. */
  get invocation(): Tool {
    return this.tool(INVOCATION.name);
  }
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-reference.html (2026-11) */
const INVOCATION = HttpOperation.of('POST', '/invocations');

function isInvocation({ name }: HttpOperation): boolean {
  return name === INVOCATION.name;
}

/** Of the ways that the service accepts, an agent lets in only those that its callers use. */
function kindOf({ callerToken }: ICallableAgent): TargetKind {
  const ofToken: readonly OutboundType[] = [OutboundType.CLIENT_CREDENTIALS, OutboundType.JWT_PASSTHROUGH];
  const { runtime } = TARGET_KINDS;
  return {
    ...runtime,
    inWords: callerToken ? 'an agent whose callers bring a token' : 'an agent that AWS credentials call',
    outbound: runtime.outbound.filter((type) => ofToken.includes(type) === (callerToken !== undefined)),
  };
}

function invocationOf({ invocationArns }: ICallableAgent): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['bedrock-agentcore:InvokeAgentRuntime'], resources: invocationArns });
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_RuntimeTargetConfiguration.html (2026-11) */
const QUALIFIER = /^(?:[1-9]\d{0,4}|[a-zA-Z]\w{0,47})$/;

function qualifierProblems(qualifier: string | undefined): Problem[] {
  if (qualifier === undefined || Token.isUnresolved(qualifier) || QUALIFIER.test(qualifier)) return [];
  return [
    {
      about: 'qualifier',
      value: qualifier,
      allowed: 'the name of an endpoint (a letter, then up to 47 letters, digits and _), or a version from 1 to 99999',
      fix: 'Leave it out for DEFAULT.',
    },
  ];
}

function schemaProblems(schema: HttpSchema): Problem[] {
  const problems = schema._problems();
  const operations = schema._operations;
  if (problems.length > 0 || !operations || operations.some(isInvocation)) return problems;
  return [
    {
      about: 'schema',
      value: `with ${operations.map(({ name }) => name).join(', ')}`,
      allowed: `a description of ${INVOCATION.name}, the one way to an agent through a gateway`,
      fix: "Describe it: HttpSchema.of(HttpOperation.of('POST', '/invocations', {…})).",
    },
  ];
}
