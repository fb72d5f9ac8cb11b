/** What the app knows of a gateway that a rule, a limit or a portal is for: its id, its resource, its targets. */
import { aws_bedrockagentcore as agentcore, Fn, Stack, Token, type CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { resourcesIn } from '../core/resources';
import { gatewaysNamed } from '../policy/referred-to';
import type { IToolGateway } from './tool-gateway-base';

/** Something that is a target, or stands for one that another app deploys. */
export interface INamedTarget {
  /** The name of the target. */
  readonly targetName: string;
}

/** A target of the gateway in this app, whoever made it: this library, the L2 or the L1. */
export interface KnownTarget {
  readonly name: string;
  /** Which of the three ways of the gateway lead to it; nothing where the configuration is a token. */
  readonly protocol?: 'mcp' | 'http' | 'inference';
  readonly resource: agentcore.CfnGatewayTarget;
}

const TARGET = agentcore.CfnGatewayTarget.CFN_RESOURCE_TYPE_NAME;
const CALLERS = ['OAuthUser', 'IamEntity', 'UnauthenticatedUser'] as const;
const PROTOCOLS = ['mcp', 'http', 'inference'] as const;

export class KnownGateway {
  /** The resource, if this app makes the gateway. */
  readonly resource?: agentcore.CfnGateway;
  /** The id, by which the service knows it. */
  readonly id: string;

  constructor(readonly gateway: IToolGateway) {
    const { gatewayArn } = gateway;
    this.resource = gatewaysNamed(gatewayArn)[0] as agentcore.CfnGateway | undefined;
    this.id = this.resource?.attrGatewayIdentifier ?? idIn(gatewayArn);
  }

  /** What says who its callers are: a token, AWS credentials, or nothing; undefined where they may bring one or the other. */
  get callers(): (typeof CALLERS)[number] | undefined {
    const { principals } = this.gateway._cedarGateway();
    return CALLERS.find((kind) => kind === principals);
  }

  /** Those that the app deploys, by now. Another app may deploy more. */
  targets(): KnownTarget[] {
    return this.resources().map((resource) => knownTarget(resource));
  }

  /** The resources of its targets. */
  resources(): agentcore.CfnGatewayTarget[] {
    return this.onIt<agentcore.CfnGatewayTarget>(TARGET);
  }

  /** The resources of this type in the app that name the gateway as theirs. */
  onIt<R extends CfnResource>(type: string): R[] {
    return resourcesIn<R>(this.gateway.node.root, type).filter((resource) => this.isOfIt(resource));
  }

  /** Whether the resource names this gateway as its own. */
  isOfIt(resource: CfnResource): boolean {
    const { gatewayIdentifier } = resource as { gatewayIdentifier?: string };
    if (gatewayIdentifier === undefined) return false;
    return this.resource ? gatewaysNamed(gatewayIdentifier).includes(this.resource) : gatewayIdentifier === this.id;
  }
}

/** The resource of a target that is a construct of this app. */
export function resourceOf(target: INamedTarget): agentcore.CfnGatewayTarget | undefined {
  return Construct.isConstruct(target) ? resourcesIn<agentcore.CfnGatewayTarget>(target, TARGET)[0] : undefined;
}

function knownTarget(resource: agentcore.CfnGatewayTarget): KnownTarget {
  const configuration = (Stack.of(resource).resolve(resource.targetConfiguration) ?? {}) as Record<string, unknown>;
  return {
    name: resource.name ?? '',
    protocol: PROTOCOLS.find((protocol) => configuration[protocol] !== undefined),
    resource,
  };
}

function idIn(gatewayArn: string): string {
  return Token.isUnresolved(gatewayArn) ? Fn.select(1, Fn.split('/', gatewayArn)) : gatewayArn.split('/')[1];
}
