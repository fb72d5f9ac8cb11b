/** A target of a gateway: tools whose code is one Lambda function. */
import {
  aws_bedrockagentcore as agentcore,
  aws_iam as iam,
  Stack,
  Token,
  type aws_lambda as lambda,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems, type Problem } from '../core/refusal';
import { Tool } from '../tools/tool';
import type { ToolDefinitions } from '../tools/tool-definitions';
import { GATEWAY_LIMITS } from './gateway-limits';
import { nameProblems, textProblems } from './gateway-problems';
import { LambdaTargetConfiguration } from './lambda-target-configuration';
import type { ToolGateway } from './tool-gateway';
import { toolNamed, type IToolTarget } from './tool-target';

/** A function and the tools that it answers for. */
export interface LambdaToolsOptions {
  /** The function, alias or version that is invoked for each of the tools, in the region of the gateway. */
  readonly handler: lambda.IFunction;
  /** The tools. */
  readonly tools: ToolDefinitions;
  /**
   * The name of the target: 1 to 100 letters, digits and single hyphens. Models see tools as `Target___tool`, at most 64
   * characters, and policies name them so; another name makes other tools.
   * @default - the construct id
   */
  readonly targetName?: string;
  /**
   * What the target is for: 1 to 200 characters.
   * @default - no description
   */
  readonly description?: string;
}

/** A function, its tools, and the gateway that offers them. */
export interface LambdaToolsProps extends LambdaToolsOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * Tools behind a gateway whose code is one Lambda function. `gateway.addLambda` is the short form; write `new LambdaTools`
 * in the stack of the function where that stack needs the gateway's.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export class LambdaTools extends Construct implements IToolTarget {
  /** The L2 inside. */
  readonly target: agentcore.GatewayTarget;
  /** The name of the target, before `___` in the names of its tools. */
  readonly targetName: string;
  /** All tools, in the order of their definitions. */
  readonly allTools: Tool[];

  constructor(scope: Construct, id: string, props: LambdaToolsProps) {
    super(scope, id);
    const { gateway, handler, tools } = props;
    this.targetName = props.targetName ?? id;
    new Problems(this)
      .add(...nameProblems('targetName', this.targetName, GATEWAY_LIMITS.targetName))
      .add(...duplicateProblems(this.targetName, gateway))
      .add(...tools._problems(this.targetName))
      .add(...regionProblems(handler, gateway))
      .add(...textProblems('description', props.description, GATEWAY_LIMITS.description))
      .refuse();

    this.allTools = tools.definitions.map((definition) => new Tool(this.targetName, definition));
    this.target = new agentcore.GatewayTarget(this, 'Target', {
      gateway: gateway.gateway,
      gatewayTargetName: this.targetName,
      description: props.description,
      targetConfiguration: new LambdaTargetConfiguration(handler, tools._toolSchema()),
    });
    this.target.node.addDependency(this.allowInvocation(gateway, handler));
    gateway._addTarget(this);
  }

  /** The tool of this name. */
  tool(name: string): Tool {
    return toolNamed(name, this.allTools, this);
  }

  /** Exactly this function; in another stack than the gateway's, from there, as the gateway's stack comes first. */
  private allowInvocation(gateway: ToolGateway, handler: lambda.IFunction): iam.Policy {
    const grants = Stack.of(this) === Stack.of(gateway) ? gateway.grants : this.ownGrants(gateway);
    grants.addStatements(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }),
    );
    return grants;
  }

  /** Attached by the role's name: attaching it to the construct would take a reference to `gateway.grants`, which may be empty. */
  private ownGrants(gateway: ToolGateway): iam.Policy {
    const role = iam.Role.fromRoleName(this, 'GatewayRole', gateway.role.roleName);
    return new iam.Policy(this, 'Grants', { roles: [role] });
  }
}

function duplicateProblems(targetName: string, gateway: ToolGateway): Problem[] {
  const other = gateway._targets.find((target) => target.targetName === targetName);
  if (!other) return [];
  return [
    {
      about: 'targetName',
      value: targetName,
      allowed: `a name that no other target of the gateway has; ${other.node.path} has it`,
      fix: 'Rename one of them.',
    },
  ];
}

function regionProblems(handler: lambda.IFunction, gateway: ToolGateway): Problem[] {
  const { region } = handler.env;
  const own = Stack.of(gateway).region;
  if (Token.isUnresolved(region) || Token.isUnresolved(own) || region === own) return [];
  return [
    {
      about: 'handler',
      value: `a function in ${region}`,
      allowed: `a function in ${own}, the region of the gateway`,
      fix: 'Deploy the function there, or the gateway to the region of the function.',
    },
  ];
}
