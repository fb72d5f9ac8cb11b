/** What a policy knows of the gateway that it is about. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CedarGateway } from '../cedar/cedar-gateway';
import type { PolicySequence } from './policy-sequence';

/**
 * A gateway that policies can be written for.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy.html
 */
export interface IPolicyGateway extends IConstruct {
  /** The ARN of the gateway: the resource in Cedar statements. */
  readonly gatewayArn: string;
  /** @internal The engine that holds the policies. */
  readonly _policyEngine: agentcore.IPolicyEngine;
  /** @internal The order in which its policies are created. */
  readonly _policySequence: PolicySequence;
  /** @internal The gateway as Cedar sees it, with the tools that it has by now. */
  _cedarGateway(): CedarGateway;
  /** @internal The targets that have these tools. */
  _targetsOf(fullNames: readonly string[]): IConstruct[];
  /** @internal What the gateway's role needs besides, before a target works. */
  readonly _grants: IConstruct;
}
