/** A gateway that another app made, with the tools that it is said to have. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { CallerToken } from '../core/capability';
import { Problems, refuse, type Problem } from '../core/refusal';
import type { InboundAuthType } from '../identity/inbound-auth';
import { isMadeHere } from '../policy/engine-origin';
import { reportForbiddenTools } from '../policy/policy-findings';
import { SharedEngine } from '../policy/shared-engine';
import { arnLength } from '../policy/statement-length';
import { Tool } from '../tools/tool';
import type { ToolDefinition } from '../tools/tool-definition';
import type { ToolDefinitions } from '../tools/tool-definitions';
import { isOperation } from '../tools/tool-problems';
import type { GatewayAccess } from './gateway-access';
import { GATEWAY_LIMITS } from './gateway-limits';
import { nameProblems } from './gateway-problems';
import { ToolGatewayBase } from './tool-gateway-base';
import { toolNamed, type IToolTarget } from './tool-target';

/** A gateway that exists already. */
export interface ToolGatewayAttributes {
  /** The ARN: `arn:aws:bedrock-agentcore:<region>:<account>:gateway/<id>`. */
  readonly gatewayArn: string;
  /**
   * Where MCP clients reach it. An agent that uses the gateway needs it.
   * @default - no agent can use it
   */
  readonly gatewayUrl?: string;
  /**
   * The engine that the gateway asks, of its account and region: `agentcore.PolicyEngine.fromPolicyEngineAttributes(…)`.
   * @default - policies cannot be written for it
   */
  readonly policyEngine?: agentcore.IPolicyEngine;
  /** How callers prove who they are: it decides which principals its policies can name. */
  readonly inboundAuthType: InboundAuthType;
  /**
   * The token that callers bring, so that an agent whose own callers bring another one is refused.
   * @default - not compared
   */
  readonly callerToken?: CallerToken;
  /**
   * The tools of each target that policies are written for, by the target's name. Statements are verified against them, so
   * they have to be those that the gateway really has: best from the file that its own app reads.
   */
  readonly targets: { [targetName: string]: ToolDefinitions };
  /**
   * The names of targets whose tools are not known: policies can be about all tools of such a target.
   * @default - none
   */
  readonly unknownTargets?: string[];
}

const GATEWAY_ARN = /^arn:[^:]+:bedrock-agentcore:[^:]+:[^:]+:gateway\/[^/]+$/;

/** The same, and what is looked up only once it is needed. */
export interface ImportedGateway extends ToolGatewayAttributes {
  /** The engine that its owners publish. */
  readonly published?: () => agentcore.IPolicyEngine;
}

export class ImportedToolGateway extends ToolGatewayBase {
  readonly gatewayArn: string;
  readonly _arnLength: number;
  /** @internal Its ARN is known, or nothing is. */
  readonly _knownName = undefined;
  readonly _grants = undefined;

  private readonly targets: readonly IToolTarget[];
  private readonly attributes: ImportedGateway;
  private engine?: SharedEngine;

  /** @param attributesIn what it is, with the gateway as the scope of what that takes */
  constructor(scope: Construct, id: string, attributesIn: (gateway: Construct) => ImportedGateway) {
    super(scope, id);
    this.attributes = attributesIn(this);
    const { gatewayArn, policyEngine, targets, unknownTargets = [] } = this.attributes;
    new Problems(this)
      .add(...arnProblems(gatewayArn), ...(policyEngine ? placeProblems(gatewayArn, policyEngine) : []))
      .add(...Object.entries(targets).flatMap(([name, tools]) => targetProblems(name, tools)))
      .add(...unknownTargets.flatMap((name) => unknownProblems(name, targets)))
      .refuse();
    this.gatewayArn = gatewayArn;
    this._arnLength = Token.isUnresolved(gatewayArn) ? arnLength() : gatewayArn.length;
    this.targets = [
      ...Object.entries(targets).map(([name, tools]) => new DeclaredTarget(this, name, tools._declared())),
      ...unknownTargets.map((name) => new DeclaredTarget(this, name, undefined)),
    ];
    if (policyEngine) this.ask(policyEngine);
  }

  /** @internal */
  get _engine(): SharedEngine {
    if (this.engine) return this.engine;
    if (this.attributes.published) return this.ask(this.attributes.published());
    return refuse(this, {
      about: 'policyEngine',
      allowed: 'the engine that the gateway asks, where policies are written for it',
      fix: 'Give policyEngine: agentcore.PolicyEngine.fromPolicyEngineAttributes(…) when the gateway is imported.',
    });
  }

  private ask(policyEngine: agentcore.IPolicyEngine): SharedEngine {
    this.engine = SharedEngine.of(policyEngine);
    this.engine.add(this);
    reportForbiddenTools(this);
    return this.engine;
  }

  /** @internal Of an engine that nobody has named yet, other gateways may know nothing. */
  protected override get _sharesEngine(): boolean {
    return this.engine === undefined || super._sharesEngine;
  }

  /** @internal */
  get _access(): GatewayAccess {
    const { inboundAuthType: type, gatewayUrl: url, gatewayArn: arn, callerToken } = this.attributes;
    return { type, url, arn, callerToken };
  }

  _toolTargets(): readonly IToolTarget[] {
    return this.targets;
  }

  _inboundAuthType(): InboundAuthType {
    return this.attributes.inboundAuthType;
  }

  /** None that a policy could wait for. */
  _targetsOf(): IConstruct[] {
    return [];
  }
}

class DeclaredTarget implements IToolTarget {
  readonly allTools: Tool[];
  readonly everyTool: Tool;

  constructor(
    private readonly gateway: IConstruct,
    readonly targetName: string,
    definitions: readonly ToolDefinition[] | undefined,
  ) {
    this.everyTool = Tool.every(targetName);
    this.allTools = definitions?.map((definition) => new Tool(targetName, definition)) ?? [this.everyTool];
  }

  tool(name: string): Tool {
    return toolNamed(name, this.allTools, this.gateway);
  }
}

function unknownProblems(name: string, targets: { [targetName: string]: ToolDefinitions }): Problem[] {
  if (!Object.hasOwn(targets, name)) return nameProblems('unknownTargets', name, GATEWAY_LIMITS.targetName);
  return [
    {
      about: 'unknownTargets',
      value: name,
      allowed: 'a target that is not in targets, where its tools are known',
      fix: 'Remove it from one of the two.',
    },
  ];
}

function arnProblems(gatewayArn: string): Problem[] {
  if (Token.isUnresolved(gatewayArn) || GATEWAY_ARN.test(gatewayArn)) return [];
  return [
    {
      about: 'gatewayArn',
      value: gatewayArn,
      allowed: 'arn:<partition>:bedrock-agentcore:<region>:<account>:gateway/<id>',
      fix: 'Write the ARN, not the id, the name or the URL of the gateway.',
    },
  ];
}

/** A gateway asks an engine of its own account and region only. */
function placeProblems(gatewayArn: string, policyEngine: agentcore.IPolicyEngine): Problem[] {
  if (Token.isUnresolved(gatewayArn) || !GATEWAY_ARN.test(gatewayArn)) return [];
  const [, , , region, account] = gatewayArn.split(':');
  const engine = placeOf(policyEngine);
  const differs = (own: string, other: string) => !Token.isUnresolved(other) && own !== other;
  if (!engine || !(differs(region, engine.region) || differs(account, engine.account))) return [];
  const known = (value: string, unknown: string) => (Token.isUnresolved(value) ? unknown : value);
  return [
    {
      about: 'policyEngine',
      value: `an engine in ${known(engine.region, 'some region')} of ${known(engine.account, 'some account')}`,
      allowed: `an engine in ${region} of ${account}, as the gateway is`,
      fix: 'Give the ARN of the engine that the gateway asks.',
    },
  ];
}

/** An imported engine is where its ARN says, not where it is imported. */
function placeOf(policyEngine: agentcore.IPolicyEngine): { region: string; account: string } | undefined {
  const { policyEngineArn, env } = policyEngine;
  if (isMadeHere(policyEngine)) return env;
  if (Token.isUnresolved(policyEngineArn)) return undefined;
  const [, , , region, account] = policyEngineArn.split(':');
  return { region, account };
}

function targetProblems(name: string, tools: ToolDefinitions): Problem[] {
  const problems = nameProblems('targets', name, GATEWAY_LIMITS.targetName);
  if (problems.length > 0) return problems;
  return tools._declaredProblems(
    name,
    tools.definitions.every((tool) => isOperation(tool?.name)),
  );
}
