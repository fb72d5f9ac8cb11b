/** What a policy knows of the gateway that it is about. */
import type { IConstruct } from 'constructs';
import type { CedarGateway } from '../cedar/cedar-gateway';
import type { SharedEngine } from './shared-engine';

/**
 * A gateway that policies can be written for.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy.html
 */
export interface IPolicyGateway extends IConstruct {
  /** The ARN of the gateway: the resource in Cedar statements. */
  readonly gatewayArn: string;
  /** @internal The engine that holds the policies, with the other gateways that ask it. */
  readonly _engine: SharedEngine;
  /** @internal How long the ARN is at least, once it is known. */
  readonly _arnLength: number;
  /** @internal The gateway as Cedar sees it, with the tools that it has by now. */
  _cedarGateway(): CedarGateway;
  /** @internal The targets that have these tools; none of those that another app deploys. */
  _targetsOf(fullNames: readonly string[]): IConstruct[];
  /** @internal What the gateway's role needs besides, before a target works; nothing where another app sees to it. */
  readonly _grants?: IConstruct;
}
