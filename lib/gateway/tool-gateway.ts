/** A tool gateway: tools for agents over MCP, behind a policy engine that denies what nobody permits. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import { Annotations, Aspects, aws_bedrockagentcore as agentcore, Stack, type CfnResource } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { agentcoreArn, agentcoreArnOfName } from '../core/arns';
import type { Caller } from '../core/caller';
import { recordJustification } from '../core/justification';
import { NAME_RULES, physicalName } from '../core/names';
import { Problems, type Problem } from '../core/refusal';
import { requireUniqueName } from '../core/unique-names';
import { AgentIdentity, type IAgentIdentity } from '../identity/agent-identity';
import { InboundAuth, type InboundAuthType } from '../identity/inbound-auth';
import { reportForbiddenTools } from '../policy/policy-findings';
import { SharedEngine } from '../policy/shared-engine';
import { arnLength } from '../policy/statement-length';
import { reportUnpermittedTools } from './default-deny';
import { gatewayProblems } from './gateway-problems';
import { contractAttributes, type ContractGatewayProps } from './contract-gateway';
import { writeContract } from './contract-file';
import { PublishedContract, type PublishedContractOptions } from './contract-parameters';
import type { GatewayAccess } from './gateway-access';
import { gatewayKeyStatements } from './gateway-key';
import { configureProtocol, GatewayProtocol } from './gateway-protocol';
import { gatewayRole } from './gateway-role';
import { GatewayRule, type GatewayRuleOptions } from './gateway-rule';
import { ImportedToolGateway, type ToolGatewayAttributes } from './imported-tool-gateway';
import { GatewayRateLimit, type GatewayRateLimitOptions } from './rate-limit';
import { GatewayResourcePolicy } from './resource-policy';
import { AgentTarget, type AgentTargetOptions } from './targets/agent-target';
import { ConnectorTools, type ConnectorToolsOptions } from './targets/connector-tools';
import { HttpConnectorTarget, type HttpConnectorTargetOptions } from './targets/http-connector-target';
import { InferenceTarget, type InferenceTargetOptions } from './targets/inference-target';
import { ApiGatewayTools, type ApiGatewayToolsOptions } from './targets/api-gateway-tools';
import { LambdaTools, type LambdaToolsOptions } from './targets/lambda-tools';
import { McpServerTools, type McpServerToolsOptions } from './targets/mcp-server-tools';
import { PassthroughTarget, type PassthroughTargetOptions } from './targets/passthrough-target';
import { SmithyTools, type SmithyToolsOptions } from './targets/smithy-tools';
import { OpenApiTools, type OpenApiToolsOptions } from './targets/openapi-tools';
import type { TargetKind } from './targets/target-kind';
import { reportTooManyTargets, targetProblems } from './targets/target-problems';
import type { ToolTarget } from './targets/tool-target';
import { VersionedTools, type VersionedToolsOptions } from './targets/versioned-tools';
import { ToolContract } from './tool-contract';
import { ToolGatewayBase, type IToolGateway } from './tool-gateway-base';
import type { ToolGatewayProps } from './tool-gateway-props';
import { TargetSequence } from './target-sequence';
import type { IToolTarget } from './tool-target';
import { protectGateway, webAclProblems } from './web-acl-association';

/**
 * Tools for agents, offered over MCP. A policy engine decides every call; what no policy permits is denied, and a tool that
 * no policy permits is refused at synth. The gateway's role may invoke exactly the functions behind its tools.
 *
 * As a capability, it gives an agent its URL in `GATEWAY_<ID>_URL` and, with IAM authorization, the permission to invoke it;
 * with a JWT, the agent has to pass its caller's token on.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway.html
 */
export class ToolGateway extends ToolGatewayBase {
  /** A gateway that exists already, so that policies can be written for its tools in another app than its own. */
  static fromGatewayAttributes(scope: Construct, id: string, attributes: ToolGatewayAttributes): IToolGateway {
    return new ImportedToolGateway(scope, id, () => attributes);
  }

  /**
   * A gateway as its owners' contract describes it: an agent can use it, and policies on its tools are verified, without the
   * gateway in the app.
   */
  static fromContract(scope: Construct, id: string, props: ContractGatewayProps): IToolGateway {
    return new ImportedToolGateway(scope, id, (gateway) => contractAttributes(gateway, props));
  }

  /**
   * The L2 inside. All targets of the app count towards the 100 of a gateway. The service works on five at a time, for which
   * those wait that are added by a method of this class or of the L2; others have to with `node.addDependency`.
   */
  readonly gateway: agentcore.Gateway;
  /** The policy engine. Policies that are written for it with the L2 are not verified at synth. */
  readonly policyEngine: agentcore.IPolicyEngine;
  /** The role that the gateway works with; only this gateway can assume it. */
  readonly role: iam.Role;
  /**
   * What is granted to the role besides asking the policy engine. A target waits for it:
   * `target.node.addDependency(tools.grants)`, unless the target was added by a method of this class or of the L2.
   */
  readonly grants: iam.Policy;
  /** The name. */
  readonly gatewayName: string;
  /** The ARN. */
  readonly gatewayArn: string;
  /** Where MCP clients reach it. */
  readonly gatewayUrl: string;
  /** How callers prove who they are. */
  readonly inboundAuth: InboundAuth;
  /** What its targets may speak. */
  readonly protocol: GatewayProtocol;
  /** @internal */
  readonly _engine: SharedEngine;
  /** @internal */
  readonly _arnLength: number;
  /** @internal */
  readonly _knownName?: string;
  /** @internal Whether it finds tools by their meaning, for which it has to know them all. */
  readonly _hasSemanticSearch: boolean;
  /** @internal */
  readonly _keepsSessions: boolean;
  /** @internal */
  readonly _targets: ToolTarget[] = [];
  private readonly targetUsers: ((target: ToolTarget) => void)[] = [];
  private readonly sequence = new TargetSequence();
  private readonly resourcePolicy = new GatewayResourcePolicy(this);
  private ownIdentity?: IAgentIdentity;

  constructor(scope: Construct, id: string, props: ToolGatewayProps = {}) {
    super(scope, id);
    new Problems(this)
      .add(...webAclProblems(this, props))
      .add(...gatewayProblems(props, Stack.of(this).region))
      .refuse();

    const { tags, detailedErrors, encryptionKey, unpermittedTools, interceptors = [] } = props;
    this.protocol = props.protocol ?? GatewayProtocol.MCP;
    this._hasSemanticSearch = this.protocol === GatewayProtocol.MCP && (props.semanticSearch ?? true);
    this._keepsSessions = props.sessionTimeout !== undefined;
    this.inboundAuth = props.inboundAuth ?? InboundAuth.iam();
    // In lower case like the id that the service makes of it: the L2's grants for credentials name the id by this name.
    this.gatewayName = props.gatewayName ?? physicalName(this, NAME_RULES.gateway).toLowerCase();
    this.policyEngine = props.policyEngine ?? this.ownEngine(props);
    const role = gatewayRole(this, this.arnPattern(), this.policyEngine, [
      ...interceptors.map((interceptor) => interceptor._statement()),
      ...(encryptionKey ? gatewayKeyStatements(this, this.arnPattern(), encryptionKey) : []),
    ]);
    this.role = role;
    this.grants = role.granted;
    this.gateway = new agentcore.Gateway(this, 'Gateway', {
      gatewayName: this.gatewayName,
      description: props.description,
      role,
      authorizerConfiguration: this.inboundAuth._forGateway(),
      policyEngineConfiguration: { policyEngine: this.policyEngine, mode: engineMode(props) },
      exceptionLevel: detailedErrors && agentcore.GatewayExceptionLevel.DEBUG,
      interceptorConfigurations: interceptors.map((interceptor) => interceptor._forGateway()),
      tags,
    });
    const resource = this.gateway.node.defaultChild as agentcore.CfnGateway;
    resource.kmsKeyArn = encryptionKey?.keyArn;
    configureProtocol(resource, props);
    this.inboundAuth._complete(resource);
    this.gatewayArn = this.gateway.gatewayArn;
    this.gatewayUrl = this.gateway.gatewayUrl!;
    this._arnLength = arnLength(this.gatewayName);
    this._knownName = this.gatewayName;
    this._engine = SharedEngine.of(this.policyEngine);
    this._engine.add(this);

    for (const interceptor of interceptors) interceptor._bound(this);
    this.recordJustifications(props);
    protectGateway(this, props);
    Aspects.of(this.gateway).add({ visit: (node) => this.orderTarget(node) });
    if (props.gatewayName !== undefined) requireUniqueName(this, 'gatewayName', resource, ({ name }) => name);
    writeContract(this);
    reportTooManyTargets(this);
    reportForbiddenTools(this);
    if (!unpermittedTools) reportUnpermittedTools(this, props.rollout?.justification !== undefined);
  }

  /**
   * The workload identity that the service makes with the gateway, under the gateway's id: what
   * `provider.grantCompleteAuthorization(role, tools.identity)` takes.
   */
  get identity(): IAgentIdentity {
    return (this.ownIdentity ??= AgentIdentity._ofService(this, 'WorkloadIdentity', this.gateway.gatewayId));
  }

  /** What those who use the gateway from another app are told: its targets, tools and schemas as they are by now. */
  get contract(): ToolContract {
    return ToolContract._of(this);
  }

  /** Publishes where the gateway is and what it offers as SSM parameters, for apps that are deployed after this one. */
  publishContract(options: PublishedContractOptions): PublishedContract {
    this._refuseTaken(this, 'Contract');
    return new PublishedContract(this, 'Contract', { ...options, gateway: this });
  }

  /** Adds tools whose code is a Lambda function. */
  addLambda(id: string, options: LambdaToolsOptions): LambdaTools {
    this._refuseTaken(this, id);
    return new LambdaTools(this, id, { ...options, gateway: this });
  }

  /** Adds two or more versions of the same tools, side by side until the sessions that know the old one have ended. */
  versioned(id: string, options: VersionedToolsOptions): VersionedTools {
    this._refuseTaken(this, id);
    return new VersionedTools(this, id, { ...options, gateway: this });
  }

  /** Adds the operations of an API, by its OpenAPI description. */
  addOpenApi(id: string, options: OpenApiToolsOptions): OpenApiTools {
    this._refuseTaken(this, id);
    return new OpenApiTools(this, id, { ...options, gateway: this });
  }

  /** Adds the tools of an MCP server: one somewhere, or an agent that speaks MCP. */
  addMcpServer(id: string, options: McpServerToolsOptions): McpServerTools {
    this._refuseTaken(this, id);
    return new McpServerTools(this, id, { ...options, gateway: this });
  }

  /** Adds operations of a service of AWS, by its Smithy model. */
  addSmithy(id: string, options: SmithyToolsOptions): SmithyTools {
    this._refuseTaken(this, id);
    return new SmithyTools(this, id, { ...options, gateway: this });
  }

  /** Adds methods of a REST API of API Gateway. */
  addApiGateway(id: string, options: ApiGatewayToolsOptions): ApiGatewayTools {
    this._refuseTaken(this, id);
    return new ApiGatewayTools(this, id, { ...options, gateway: this });
  }

  /** Adds tools that AWS runs: web search, managed knowledge bases. */
  addConnector(id: string, options: ConnectorToolsOptions): ConnectorTools {
    this._refuseTaken(this, id);
    return new ConnectorTools(this, id, { ...options, gateway: this });
  }

  /** Adds an agent that is called over HTTP; only a gateway for any protocol takes it. */
  addAgent(id: string, options: AgentTargetOptions): AgentTarget {
    this._refuseTaken(this, id);
    return new AgentTarget(this, id, { ...options, gateway: this });
  }

  /** Adds an HTTP service to which requests are passed on as they are; only a gateway for any protocol takes it. */
  addPassthrough(id: string, options: PassthroughTargetOptions): PassthroughTarget {
    this._refuseTaken(this, id);
    return new PassthroughTarget(this, id, { ...options, gateway: this });
  }

  /** Adds a part of AWS over HTTP, such as a memory; only a gateway for any protocol takes it. */
  addHttpConnector(id: string, options: HttpConnectorTargetOptions): HttpConnectorTarget {
    this._refuseTaken(this, id);
    return new HttpConnectorTarget(this, id, { ...options, gateway: this });
  }

  /** Adds the models of a provider. */
  addInference(id: string, options: InferenceTargetOptions): InferenceTarget {
    this._refuseTaken(this, id);
    return new InferenceTarget(this, id, { ...options, gateway: this });
  }

  /** @internal */
  get _grants(): IConstruct {
    return this.grants;
  }

  /** Adds a rule: where matching requests go, and which configuration they get. */
  addRule(id: string, options: GatewayRuleOptions): GatewayRule {
    this._refuseTaken(this, id);
    return new GatewayRule(this, id, { ...options, gateway: this });
  }

  /** Adds a rate limit: how much traffic one caller, claim, tool, target or model may have. */
  addRateLimit(id: string, options: GatewayRateLimitOptions): GatewayRateLimit {
    this._refuseTaken(this, id);
    return new GatewayRateLimit(this, id, { ...options, gateway: this });
  }

  /**
   * Lets callers of other accounts call, whose own account has to permit it as well. Callers that bring a token are allowed
   * by the network that they call from, and then all others are denied. What may be called, a policy says. A gateway that
   * only authenticates lets in whoever signs, so nothing can be allowed there.
   */
  allowFrom(...callers: Caller[]): void {
    this.resourcePolicy.allowFrom(callers);
  }

  /**
   * Denies every call that comes from none of these networks, `Caller.vpcEndpoint` or `Caller.vpc`, whoever calls. From
   * them, callers that bring a token may call: `allowFrom` has nothing to add to it.
   */
  onlyFrom(...networks: Caller[]): void {
    this.resourcePolicy.onlyFrom(networks);
  }

  /** Adds a statement to the resource policy: about this gateway, with principals and actions of `bedrock-agentcore`. */
  addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    return this.resourcePolicy.add(statement);
  }

  /** Permits invoking this gateway with IAM, on both sides for callers of another account. What may be called, a policy says. */
  override grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.resourcePolicy.grantToOtherAccount(grantee, super.grantInvoke(grantee));
  }

  /** @internal */
  get _access(): GatewayAccess {
    const { type, _callerToken: callerToken } = this.inboundAuth;
    return { type, url: this.gatewayUrl, arn: this.arnPattern(), callerToken };
  }

  /** @internal */
  _inboundAuthType(): InboundAuthType {
    return this.inboundAuth.type;
  }

  /** @internal */
  _toolTargets(): readonly IToolTarget[] {
    return this._targets;
  }

  /** @internal */
  _targetsOf(fullNames: readonly string[]): IConstruct[] {
    return this._targets.filter(({ allTools, everyTool }) =>
      [everyTool, ...allTools].some(({ fullName }) => fullNames.includes(fullName)),
    );
  }

  /** @internal What its role asks for tokens and keys as; the service makes it with the gateway. */
  get _workloadIdentityArns(): string[] {
    const directory = 'workload-identity-directory/default';
    // Ids are in lower case; of the identity's name the documentation says only that it begins with the gateway's.
    const names = new Set([this.gatewayName.toLowerCase(), this.gatewayName]);
    return [
      agentcoreArn(this, directory),
      ...[...names].map((name) => agentcoreArnOfName(this, `${directory}/workload-identity`, name)),
    ];
  }

  /** @internal What keeps a target of this name and kind from being one of this gateway. */
  _targetProblems(targetName: string, kind: TargetKind): Problem[] {
    return targetProblems(targetName, kind, this._targets, this.protocol);
  }

  /** @internal */
  _addTarget(target: ToolTarget): void {
    this.sequence.append(target.target);
    this._targets.push(target);
    this.targetUsers.forEach((use) => use(target));
    this._toolsChanged();
  }

  /** @internal Those that it has by now, and each that it gets later. */
  _eachTarget(use: (target: ToolTarget) => void): void {
    this._targets.forEach(use);
    this.targetUsers.push(use);
  }

  /** By name: an attribute would make whoever is granted wait for the gateway. */
  private arnPattern(): string {
    return agentcoreArnOfName(this, 'gateway', this.gatewayName.toLowerCase());
  }

  private ownEngine({ policyEncryptionKey, tags }: ToolGatewayProps): agentcore.PolicyEngine {
    return new agentcore.PolicyEngine(this, 'PolicyEngine', {
      policyEngineName: physicalName(this, NAME_RULES.policyEngine),
      description: `Who may call which tool of gateway ${this.gatewayName}`,
      kmsKey: policyEncryptionKey,
      tags,
    });
  }

  private recordJustifications({ detailedErrors, rollout, unpermittedTools }: ToolGatewayProps): void {
    const resource = this.gateway.node.defaultChild as CfnResource;
    const open = this.inboundAuth.justification;
    if (open) {
      recordJustification(resource, this.inboundAuth._inCode, open);
      Annotations.of(this.gateway).acknowledgeWarning('aws-cdk-lib.aws-bedrockagentcore:noAuthGateway', open.reason);
    }
    if (detailedErrors) recordJustification(resource, 'detailedErrors', detailedErrors);
    if (rollout?.justification) recordJustification(resource, 'rollout', rollout.justification);
    if (unpermittedTools) recordJustification(resource, 'unpermittedTools', unpermittedTools);
  }

  /** The L2's own targets do not wait for the grants that they need, nor for each other. */
  private orderTarget(node: IConstruct): void {
    if (!(node instanceof agentcore.GatewayTarget)) return;
    node.node.addDependency(this.grants);
    this.sequence.append(node);
  }
}

function engineMode({ rollout }: ToolGatewayProps): agentcore.PolicyEngineMode {
  return rollout?.justification ? agentcore.PolicyEngineMode.LOG_ONLY : agentcore.PolicyEngineMode.ENFORCE;
}
