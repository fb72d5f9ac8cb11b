/** A tool gateway: tools for agents over MCP, behind a policy engine that denies what nobody permits. */
import {
  Annotations,
  Aspects,
  aws_bedrockagentcore as agentcore,
  aws_iam as iam,
  Stack,
  type CfnResource,
} from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { Cedar } from '../cedar/cedar';
import type { CedarGateway } from '../cedar/cedar-gateway';
import { agentcoreArnOfName } from '../core/arns';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { recordJustification } from '../core/justification';
import { environmentName, NAME_RULES, physicalName } from '../core/names';
import { Problems, refuse } from '../core/refusal';
import { requireUniqueName } from '../core/unique-names';
import { InboundAuth, InboundAuthType } from '../identity/inbound-auth';
import type { IPolicyGateway } from '../policy/policy-gateway';
import { PolicySequence } from '../policy/policy-sequence';
import { referredTo } from '../policy/referred-to';
import { ToolPolicy } from '../policy/tool-policy';
import type { ToolPolicyOptions, ToolStatementOptions } from '../policy/tool-policy-props';
import { unpermittedToolProblems } from './default-deny';
import { GATEWAY_LIMITS, MCP_VERSIONS } from './gateway-limits';
import { gatewayProblems } from './gateway-problems';
import { gatewayRole } from './gateway-role';
import { LambdaTools, type LambdaToolsOptions } from './lambda-tools';
import type { ToolGatewayProps } from './tool-gateway-props';

/**
 * Tools for agents, offered over MCP. A policy engine decides every call; what no policy permits is denied, and a tool that
 * no policy permits is refused at synth. The gateway's role may invoke exactly the functions behind its tools.
 *
 * As a capability, it gives an agent its URL in `GATEWAY_<ID>_URL` and, with IAM authorization, the permission to invoke it;
 * with a JWT, the agent has to pass its caller's token on.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway.html
 */
export class ToolGateway extends Construct implements ICapability, IPolicyGateway {
  /** The L2 inside. */
  readonly gateway: agentcore.Gateway;
  /** The L2 of the policy engine. Policies that are added to it directly are not verified at synth. */
  readonly policyEngine: agentcore.PolicyEngine;
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
  /** @internal */
  readonly _policySequence = new PolicySequence();
  /** @internal */
  readonly _targets: LambdaTools[] = [];

  private readonly scopesElsewhere = new Map<Stack, Construct>();
  private cedarGateway?: CedarGateway;

  constructor(scope: Construct, id: string, props: ToolGatewayProps = {}) {
    super(scope, id);
    new Problems(this).add(...gatewayProblems(props)).refuse();

    const { tags, semanticSearch = true, detailedErrors, unpermittedTools } = props;
    this.inboundAuth = props.inboundAuth ?? InboundAuth.iam();
    // In lower case like the id that the service makes of it: the L2's grants for credentials name the id by this name.
    this.gatewayName = props.gatewayName ?? physicalName(this, NAME_RULES.gateway).toLowerCase();
    this.policyEngine = new agentcore.PolicyEngine(this, 'PolicyEngine', {
      policyEngineName: physicalName(this, NAME_RULES.policyEngine),
      description: `Who may call which tool of gateway ${this.gatewayName}`,
      tags,
    });
    const role = gatewayRole(this, this.arnPattern(), this.policyEngine);
    this.role = role;
    this.grants = role.granted;
    this.gateway = new agentcore.Gateway(this, 'Gateway', {
      gatewayName: this.gatewayName,
      description: props.description,
      role,
      authorizerConfiguration: this.inboundAuth._forGateway(),
      protocolConfiguration: agentcore.GatewayProtocol.mcp({
        supportedVersions: props.protocolVersions ?? [...MCP_VERSIONS],
        searchType: semanticSearch ? agentcore.McpGatewaySearchType.SEMANTIC : undefined,
        instructions: props.instructions,
      }),
      policyEngineConfiguration: { policyEngine: this.policyEngine, mode: agentcore.PolicyEngineMode.ENFORCE },
      exceptionLevel: detailedErrors && agentcore.GatewayExceptionLevel.DEBUG,
      tags,
    });
    this.gatewayArn = this.gateway.gatewayArn;
    this.gatewayUrl = this.gateway.gatewayUrl!;

    this.recordJustifications(props);
    Aspects.of(this.gateway).add({ visit: (node) => this.waitForGrants(node) });
    if (props.gatewayName !== undefined) {
      const resource = this.gateway.node.defaultChild as agentcore.CfnGateway;
      requireUniqueName(this, 'gatewayName', resource, ({ name }) => name);
    }
    if (!unpermittedTools) this.node.addValidation({ validate: () => unpermittedToolProblems(this) });
  }

  /** How messages name it: its construct path. */
  get capabilityName(): string {
    return this.node.path;
  }

  /** Adds tools whose code is a Lambda function. */
  addLambda(id: string, options: LambdaToolsOptions): LambdaTools {
    this.refuseTaken(this, id);
    return new LambdaTools(this, id, { ...options, gateway: this });
  }

  /**
   * Permits calls that fulfil all conditions. The policy belongs to the stack of what it names, a role or a target, where
   * that is another one than the gateway's.
   */
  permit(id: string, options: ToolStatementOptions): ToolPolicy {
    return this.addStatement(id, options, agentcore.PolicyEffect.PERMIT);
  }

  /** Forbids calls that fulfil all conditions, whatever is permitted. The policy belongs to the stack of what it names. */
  forbid(id: string, options: ToolStatementOptions): ToolPolicy {
    return this.addStatement(id, options, agentcore.PolicyEffect.FORBID);
  }

  /** Adds a statement as text. The policy belongs to the stack of the role that the text refers to. */
  addPolicy(id: string, statement: Cedar, options: ToolPolicyOptions = {}): ToolPolicy {
    const scope = this.policyScope(id, referredTo(statement.text));
    return new ToolPolicy(scope, id, { ...options, gateway: this, statement });
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
  get _policyEngine(): agentcore.IPolicyEngine {
    return this.policyEngine;
  }

  /** @internal */
  get _grants(): IConstruct {
    return this.grants;
  }

  /** @internal */
  _cedarGateway(): CedarGateway {
    const principals = { CUSTOM_JWT: 'OAuthUser', AWS_IAM: 'IamEntity', NONE: 'both' } as const;
    // Every policy asks for it, and what is known of the list of tools is remembered by the list.
    return (this.cedarGateway ??= {
      arn: this.gatewayArn,
      tools: this._targets.flatMap((target) => target.allTools),
      principals: principals[this.inboundAuth.type],
    });
  }

  /** @internal */
  _targetsOf(fullNames: readonly string[]): IConstruct[] {
    return this._targets.filter(({ allTools }) => allTools.some(({ fullName }) => fullNames.includes(fullName)));
  }

  /** @internal The service works on a few targets of a gateway at a time, so the next ones wait for the first. */
  _addTarget(target: LambdaTools): void {
    const inStack = this._targets.filter((other) => Stack.of(other) === Stack.of(target));
    const predecessor = inStack.at(-GATEWAY_LIMITS.concurrentTargetOperations);
    if (predecessor) target.target.node.addDependency(predecessor.target);
    this._targets.push(target);
    this.cedarGateway = undefined;
  }

  /** By name: an attribute would make whoever is granted wait for the gateway. */
  private arnPattern(): string {
    return agentcoreArnOfName(this, 'gateway', this.gatewayName.toLowerCase());
  }

  private recordJustifications({ detailedErrors, unpermittedTools }: ToolGatewayProps): void {
    const resource = this.gateway.node.defaultChild as CfnResource;
    const open = this.inboundAuth.justification;
    if (open) {
      recordJustification(resource, 'InboundAuth.none', open);
      Annotations.of(this.gateway).acknowledgeWarning('aws-cdk-lib.aws-bedrockagentcore:noAuthGateway', open.reason);
    }
    if (detailedErrors) recordJustification(resource, 'detailedErrors', detailedErrors);
    if (unpermittedTools) recordJustification(resource, 'unpermittedTools', unpermittedTools);
  }

  /** The L2's own targets do not wait for the grants that they need. */
  private waitForGrants(node: IConstruct): void {
    if (node instanceof agentcore.GatewayTarget) node.node.addDependency(this.grants);
  }

  private addStatement(id: string, options: ToolStatementOptions, effect: agentcore.PolicyEffect): ToolPolicy {
    const { principals = [], tools = this._cedarGateway().tools } = options;
    const roles = principals.flatMap(({ _entity }) => referredTo(_entity ?? ''));
    const targets = this._targetsOf(tools.map(({ fullName }) => fullName));
    return new ToolPolicy(this.policyScope(id, [...roles, ...targets]), id, { ...options, gateway: this, effect });
  }

  /**
   * Where a policy belongs that names these: in their stack, where that is one other than the gateway's. An agent's stack
   * refers to the gateway, so the gateway's stack must not refer to the agent.
   */
  private policyScope(id: string, named: readonly IConstruct[]): Construct {
    const own = Stack.of(this);
    const [other, ...more] = new Set(named.map((construct) => Stack.of(construct)).filter((stack) => stack !== own));
    const scope = other && more.length === 0 && other.environment === own.environment ? this.scopeIn(other) : this;
    this.refuseTaken(scope, id);
    return scope;
  }

  private scopeIn(stack: Stack): Construct {
    let scope = this.scopesElsewhere.get(stack);
    if (!scope) {
      scope = new Construct(stack, `${this.node.path.replaceAll('/', '')}Policies`);
      this.scopesElsewhere.set(stack, scope);
    }
    return scope;
  }

  private refuseTaken(scope: Construct, id: string): void {
    if (!scope.node.tryFindChild(id)) return;
    refuse(this, {
      about: 'id',
      value: id,
      allowed: `an id that nothing else in ${scope.node.path} has: targets, policies and the parts of the gateway`,
      fix: 'Choose another one.',
    });
  }
}

const INVOKE = ['bedrock-agentcore:InvokeGateway'];
