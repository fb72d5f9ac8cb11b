/** A gateway that another app made, with the tools that it is said to have. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { Problems, type Problem } from '../core/refusal';
import type { InboundAuthType } from '../identity/inbound-auth';
import { isMadeHere } from '../policy/engine-origin';
import { reportForbiddenTools } from '../policy/policy-findings';
import { SharedEngine } from '../policy/shared-engine';
import { arnLength } from '../policy/statement-length';
import { Tool } from '../tools/tool';
import type { ToolDefinitions } from '../tools/tool-definitions';
import { GATEWAY_LIMITS } from './gateway-limits';
import { nameProblems } from './gateway-problems';
import { ToolGatewayBase } from './tool-gateway-base';
import { toolNamed, type IToolTarget } from './tool-target';

/** A gateway that exists already. */
export interface ToolGatewayAttributes {
  /** The ARN: `arn:aws:bedrock-agentcore:<region>:<account>:gateway/<id>`. */
  readonly gatewayArn: string;
  /** The engine that the gateway asks, of its account and region: `agentcore.PolicyEngine.fromPolicyEngineAttributes(…)`. */
  readonly policyEngine: agentcore.IPolicyEngine;
  /** How callers prove who they are: it decides which principals its policies can name. */
  readonly inboundAuthType: InboundAuthType;
  /**
   * The tools of each target that policies are written for, by the target's name. Statements are verified against them, so
   * they have to be those that the gateway really has: best from the file that its own app reads.
   */
  readonly targets: { [targetName: string]: ToolDefinitions };
}

const GATEWAY_ARN = /^arn:[^:]+:bedrock-agentcore:[^:]+:[^:]+:gateway\/[^/]+$/;

export class ImportedToolGateway extends ToolGatewayBase {
  readonly gatewayArn: string;
  readonly _engine: SharedEngine;
  readonly _arnLength: number;
  /** @internal Its ARN is known, or nothing is. */
  readonly _knownName = undefined;
  readonly _grants = undefined;

  private readonly targets: readonly IToolTarget[];

  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: ToolGatewayAttributes,
  ) {
    super(scope, id);
    const { gatewayArn, policyEngine, targets } = attributes;
    new Problems(this)
      .add(...arnProblems(gatewayArn), ...placeProblems(gatewayArn, policyEngine))
      .add(...Object.entries(targets).flatMap(([name, tools]) => targetProblems(name, tools)))
      .refuse();
    this.gatewayArn = gatewayArn;
    this._arnLength = Token.isUnresolved(gatewayArn) ? arnLength() : gatewayArn.length;
    this.targets = Object.entries(targets).map(([name, tools]) => new DeclaredTarget(this, name, tools));
    this._engine = SharedEngine.of(policyEngine);
    this._engine.add(this);
    reportForbiddenTools(this);
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

  constructor(
    private readonly gateway: IConstruct,
    readonly targetName: string,
    { definitions }: ToolDefinitions,
  ) {
    this.allTools = definitions.map((definition) => new Tool(targetName, definition));
  }

  tool(name: string): Tool {
    return toolNamed(name, this.allTools, this.gateway);
  }
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
  return problems.length > 0 ? problems : tools._problems(name);
}
