/** A tool gateway: tools for agents over MCP, behind a policy engine that denies what nobody permits. */
import {
  Annotations,
  Aspects,
  aws_bedrockagentcore as agentcore,
  aws_iam as iam,
  Stack,
  type CfnResource,
} from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { agentcoreArn, agentcoreArnOfName } from '../core/arns';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { recordJustification } from '../core/justification';
import { environmentName, NAME_RULES, physicalName } from '../core/names';
import { Problems, refuse, type Problem } from '../core/refusal';
import { requireUniqueName } from '../core/unique-names';
import { InboundAuth, InboundAuthType } from '../identity/inbound-auth';
import { reportForbiddenTools } from '../policy/policy-findings';
import { SharedEngine } from '../policy/shared-engine';
import { arnLength } from '../policy/statement-length';
import { reportUnpermittedTools } from './default-deny';
import { GATEWAY_LIMITS } from './gateway-limits';
import { gatewayProblems } from './gateway-problems';
import { configureProtocol, GatewayProtocol } from './gateway-protocol';
import { gatewayRole } from './gateway-role';
import { ImportedToolGateway, type ToolGatewayAttributes } from './imported-tool-gateway';
import { LambdaTools, type LambdaToolsOptions } from './targets/lambda-tools';
import { McpServerTools, type McpServerToolsOptions } from './targets/mcp-server-tools';
import type { TargetKind } from './targets/target-kind';
import { targetProblems } from './targets/target-problems';
import type { ToolTarget } from './targets/tool-target';
import { ToolGatewayBase, type IToolGateway } from './tool-gateway-base';
import type { ToolGatewayProps } from './tool-gateway-props';
import type { IToolTarget } from './tool-target';

/**
 * Tools for agents, offered over MCP. A policy engine decides every call; what no policy permits is denied, and a tool that
 * no policy permits is refused at synth. The gateway's role may invoke exactly the functions behind its tools.
 *
 * As a capability, it gives an agent its URL in `GATEWAY_<ID>_URL` and, with IAM authorization, the permission to invoke it;
 * with a JWT, the agent has to pass its caller's token on.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway.html
 */
export class ToolGateway extends ToolGatewayBase implements ICapability {
  /** A gateway that exists already, so that policies can be written for its tools in another app than its own. */
  static fromGatewayAttributes(scope: Construct, id: string, attributes: ToolGatewayAttributes): IToolGateway {
    return new ImportedToolGateway(scope, id, attributes);
  }

  /** The L2 inside. */
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
  readonly _targets: ToolTarget[] = [];

  constructor(scope: Construct, id: string, props: ToolGatewayProps = {}) {
    super(scope, id);
    new Problems(this).add(...gatewayProblems(props, Stack.of(this).region)).refuse();

    const { tags, detailedErrors, unpermittedTools } = props;
    this.protocol = props.protocol ?? GatewayProtocol.MCP;
    this._hasSemanticSearch = this.protocol === GatewayProtocol.MCP && (props.semanticSearch ?? true);
    this.inboundAuth = props.inboundAuth ?? InboundAuth.iam();
    // In lower case like the id that the service makes of it: the L2's grants for credentials name the id by this name.
    this.gatewayName = props.gatewayName ?? physicalName(this, NAME_RULES.gateway).toLowerCase();
    this.policyEngine = props.policyEngine ?? this.ownEngine(props);
    const role = gatewayRole(this, this.arnPattern(), this.policyEngine);
    this.role = role;
    this.grants = role.granted;
    this.gateway = new agentcore.Gateway(this, 'Gateway', {
      gatewayName: this.gatewayName,
      description: props.description,
      role,
      authorizerConfiguration: this.inboundAuth._forGateway(),
      policyEngineConfiguration: { policyEngine: this.policyEngine, mode: engineMode(props) },
      exceptionLevel: detailedErrors && agentcore.GatewayExceptionLevel.DEBUG,
      tags,
    });
    const resource = this.gateway.node.defaultChild as agentcore.CfnGateway;
    configureProtocol(resource, props);
    this.inboundAuth._complete(resource);
    this.gatewayArn = this.gateway.gatewayArn;
    this.gatewayUrl = this.gateway.gatewayUrl!;
    this._arnLength = arnLength(this.gatewayName);
    this._knownName = this.gatewayName;
    this._engine = SharedEngine.of(this.policyEngine);
    this._engine.add(this);

    this.recordJustifications(props);
    Aspects.of(this.gateway).add({ visit: (node) => this.waitForGrants(node) });
    if (props.gatewayName !== undefined) requireUniqueName(this, 'gatewayName', resource, ({ name }) => name);
    reportForbiddenTools(this);
    if (!unpermittedTools) reportUnpermittedTools(this, props.rollout?.justification !== undefined);
  }

  /** How messages name it: its construct path. */
  get capabilityName(): string {
    return this.node.path;
  }

  /** Adds tools whose code is a Lambda function. */
  addLambda(id: string, options: LambdaToolsOptions): LambdaTools {
    this._refuseTaken(this, id);
    return new LambdaTools(this, id, { ...options, gateway: this });
  }

  /** Adds the tools of an MCP server: one somewhere, or an agent that speaks MCP. */
  addMcpServer(id: string, options: McpServerToolsOptions): McpServerTools {
    this._refuseTaken(this, id);
    return new McpServerTools(this, id, { ...options, gateway: this });
  }

  /** Permits invoking this gateway with IAM. What may be called through it, a policy says. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const { type } = this.inboundAuth;
    if (type !== InboundAuthType.IAM) {
      refuse(this, {
        about: 'grantInvoke',
        value: `on a gateway with ${type} authorization`,
        allowed: 'on a gateway whose callers sign with AWS credentials; here the permission would have no effect',
        fix: 'Leave it out, or give the gateway InboundAuth.iam().',
      });
    }
    return iam.Grant.addToPrincipal({ grantee, actions: INVOKE, resourceArns: [this.arnPattern()] });
  }

  /** What an agent needs in order to use the tools. */
  bind(_scope: Construct, _host: CapabilityHost): CapabilityBinding {
    const requiredCallerToken = this.inboundAuth._callerToken;
    return {
      environment: { [environmentName('GATEWAY', this.node.id, 'URL')]: this.gatewayUrl },
      ...(requiredCallerToken && { requestHeaders: ['Authorization'], requiredCallerToken }),
      ...(this.inboundAuth.type === InboundAuthType.IAM && {
        statements: [new iam.PolicyStatement({ actions: INVOKE, resources: [this.arnPattern()] })],
      }),
    };
  }

  /** @internal */
  get _grants(): IConstruct {
    return this.grants;
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
    return [
      agentcoreArn(this, directory),
      agentcoreArnOfName(this, `${directory}/workload-identity`, this.gatewayName.toLowerCase()),
    ];
  }

  /** @internal What keeps a target of this name and kind from being one of this gateway. */
  _targetProblems(targetName: string, kind: TargetKind): Problem[] {
    return targetProblems(targetName, kind, this._targets, this.protocol);
  }

  /** @internal The service works on a few targets of a gateway at a time, so the next ones wait for the first. */
  _addTarget(target: ToolTarget): void {
    const inStack = this._targets.filter((other) => Stack.of(other) === Stack.of(target));
    const predecessor = inStack.at(-GATEWAY_LIMITS.concurrentTargetOperations);
    if (predecessor) target.target.node.addDependency(predecessor.target);
    this._targets.push(target);
    this._toolsChanged();
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

  /** The L2's own targets do not wait for the grants that they need. */
  private waitForGrants(node: IConstruct): void {
    if (node instanceof agentcore.GatewayTarget) node.node.addDependency(this.grants);
  }
}

function engineMode({ rollout }: ToolGatewayProps): agentcore.PolicyEngineMode {
  return rollout?.justification ? agentcore.PolicyEngineMode.LOG_ONLY : agentcore.PolicyEngineMode.ENFORCE;
}

const INVOKE = ['bedrock-agentcore:InvokeGateway'];
