/** What gateways of this app and imported ones have in common: policies on their tools. */
import { aws_bedrockagentcore as agentcore, Stack, type aws_iam as iam } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { Cedar } from '../cedar/cedar';
import type { CedarGateway } from '../cedar/cedar-gateway';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { Problems, refuse, suggestion } from '../core/refusal';
import { InboundAuthType } from '../identity/inbound-auth';
import { isMadeHere } from '../policy/engine-origin';
import type { IPolicyGateway } from '../policy/policy-gateway';
import { referredTo } from '../policy/referred-to';
import type { SharedEngine } from '../policy/shared-engine';
import { ToolPolicy } from '../policy/tool-policy';
import { manyPoliciesProblems } from '../policy/tool-policy-problems';
import type { ToolPolicyOptions, ToolStatementOptions } from '../policy/tool-policy-props';
import { accessBinding, grantInvoke, type GatewayAccess } from './gateway-access';
import type { IToolTarget } from './tool-target';

/** A gateway whose tools policies are written for, made here or imported. */
export interface IToolGateway extends IPolicyGateway, ICapability {
  /**
   * Permits calls that fulfil all conditions. The policy belongs to the stack of what it names, a role or a target, where
   * that is another one than the gateway's; so tools of other stacks are to be named, those of each stack in one policy.
   */
  permit(id: string, options: ToolStatementOptions): ToolPolicy;
  /** Forbids calls that fulfil all conditions, whatever is permitted. The policy belongs to the stack of what it names. */
  forbid(id: string, options: ToolStatementOptions): ToolPolicy;
  /** Adds a statement as text. The policy belongs to the stack of the role that the text refers to. */
  addPolicy(id: string, statement: Cedar, options?: ToolPolicyOptions): ToolPolicy;
  /** Adds every statement of a text or of files as a policy of its own; the id of each is its `@id("…")`. */
  addPolicies(statements: Cedar, options?: ToolPolicyOptions): ToolPolicy[];
  /** The target of this name. */
  target(name: string): IToolTarget;
  /** Permits invoking this gateway with IAM. What may be called through it, a policy says. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;
}

const PRINCIPALS = {
  [InboundAuthType.JWT]: 'OAuthUser',
  [InboundAuthType.IAM]: 'IamEntity',
  // Who signs is known, whether that one may call is not.
  [InboundAuthType.AUTHENTICATE_ONLY]: 'IamEntity',
  [InboundAuthType.NONE]: 'UnauthenticatedUser',
} as const;

/**
 * What gateways of this app and imported ones have in common.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway.html
 */
export abstract class ToolGatewayBase extends Construct implements IToolGateway {
  /** The ARN. */
  abstract readonly gatewayArn: string;
  /** @internal */
  abstract readonly _engine: SharedEngine;
  /** @internal */
  abstract readonly _arnLength: number;
  /** @internal The name, if it is known at synth. */
  abstract readonly _knownName?: string;
  /** @internal */
  abstract readonly _grants?: IConstruct;

  private readonly scopesElsewhere = new Map<Stack, Construct>();
  private cedarGateway?: CedarGateway;

  /**
   * Permits calls that fulfil all conditions. The policy belongs to the stack of what it names, a role or a target, where
   * that is another one than the gateway's; so tools of other stacks are to be named, those of each stack in one policy.
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
    const scope = this.policyScope(id, referredTo(statement._deployed(this.gatewayArn)), statement);
    return new ToolPolicy(scope, id, { ...options, gateway: this, statement });
  }

  /**
   * Adds every statement of a text or of files as a policy of its own, each to the stack of the role that it refers to.
   * The id of a policy, by which CloudFormation knows it, is the `@id("…")` of its statement: letters, digits and `_`, a
   * letter first. Without one it is the words of the file's name and the number of the statement in it, `Refunds2`: a
   * statement that is put before it makes another policy of it.
   *
   * @param options for each of the policies; a `policyName` only where there is one
   */
  addPolicies(statements: Cedar, options: ToolPolicyOptions = {}): ToolPolicy[] {
    new Problems(this).add(...manyPoliciesProblems(statements, options)).refuse();
    return statements._each().map((statement) => this.addPolicy(statement._id, statement, options));
  }

  /** The target of this name. */
  target(name: string): IToolTarget {
    const targets = this._toolTargets();
    const found = targets.find(({ targetName }) => targetName === name);
    if (found) return found;
    const names = targets.map(({ targetName }) => targetName);
    const allowed = 'a target of this gateway whose tools are known';
    return refuse(this, { about: 'target', value: name, allowed, fix: suggestion(name, names) });
  }

  /** How messages name it: its construct path. */
  get capabilityName(): string {
    return this.node.path;
  }

  /** Permits invoking this gateway with IAM. What may be called through it, a policy says. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return grantInvoke(this, this._access, grantee);
  }

  /** What an agent needs in order to use the tools. */
  bind(_scope: Construct, _host: CapabilityHost): CapabilityBinding {
    return accessBinding(this, this._access);
  }

  /** @internal */
  abstract readonly _access: GatewayAccess;

  /** @internal The targets whose tools are known. */
  abstract _toolTargets(): readonly IToolTarget[];

  /** @internal */
  abstract _inboundAuthType(): InboundAuthType;

  /** @internal */
  _cedarGateway(): CedarGateway {
    const { _sharesEngine: sharesEngine } = this;
    // Every policy asks for it, and what is known of the list of tools is remembered by the list.
    if (this.cedarGateway?.sharesEngine !== sharesEngine) {
      this.cedarGateway = {
        arn: this.gatewayArn,
        name: this._knownName,
        tools: this._toolTargets().flatMap((target) => target.allTools),
        principals: PRINCIPALS[this._inboundAuthType()],
        sharesEngine,
      };
    }
    return this.cedarGateway;
  }

  /** @internal */
  abstract _targetsOf(fullNames: readonly string[]): IConstruct[];

  /** @internal Called when there are other tools than before. */
  _toolsChanged(): void {
    this.cedarGateway = undefined;
  }

  /** @internal */
  _refuseTaken(scope: Construct, id: string, text?: Cedar): void {
    if (!scope.node.tryFindChild(id)) return;
    refuse(this, {
      about: text?._called ? `the id of ${text._called}` : 'id',
      value: id,
      allowed: `an id that nothing else in ${scope.node.path} has: targets, policies and the parts of the gateway`,
      fix: 'Choose another one.',
    });
  }

  /** @internal An engine that another app makes may have gateways of which this one does not know. */
  protected get _sharesEngine(): boolean {
    return this._engine.gateways.length > 1 || !isMadeHere(this._engine.policyEngine);
  }

  /** Without tools it stays where it is, whichever targets there are: in another stack it would be another policy. */
  private addStatement(id: string, options: ToolStatementOptions, effect: agentcore.PolicyEffect): ToolPolicy {
    const { principals = [], tools = [] } = options;
    const roles = principals.flatMap(({ _entity }) => referredTo(_entity ?? ''));
    const targets = this._targetsOf(tools.map(({ fullName }) => fullName));
    return new ToolPolicy(this.policyScope(id, [...roles, ...targets]), id, { ...options, gateway: this, effect });
  }

  /**
   * Where a policy belongs that names these: in their stack, where that is one other than the gateway's. An agent's stack
   * refers to the gateway, so the gateway's stack must not refer to the agent.
   */
  private policyScope(id: string, named: readonly IConstruct[], text?: Cedar): Construct {
    const own = Stack.of(this);
    const [other, ...more] = new Set(named.map((construct) => Stack.of(construct)).filter((stack) => stack !== own));
    const scope = other && more.length === 0 && other.environment === own.environment ? this.scopeIn(other) : this;
    this._refuseTaken(scope, id, text);
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
}
