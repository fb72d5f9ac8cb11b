/** A rate limit of a gateway: how much of its traffic one caller, claim, tool, target or model may have. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems } from '../core/refusal';
import { KnownGateway } from './known-gateway';
import type { RateLimitDimension } from './rate-limit-dimension';
import { renderedEntry, type RateLimitEntry } from './rate-limit-entry';
import { rateLimitProblems, reportRateLimitProblems } from './rate-limit-problems';
import type { IToolGateway } from './tool-gateway-base';

/** How traffic is counted, and how much there may be. */
export interface GatewayRateLimitOptions {
  /**
   * By what traffic is counted: 1 to 10 dimensions, those that entries leave out last. A gateway has one limit for each
   * set of dimensions; others make another limit.
   */
  readonly by: RateLimitDimension[];
  /** How much there may be: 1 to 1000 entries. The one with the most values that fit a request decides. */
  readonly entries: RateLimitEntry[];
  /**
   * The id, by which callers that are turned away and metrics name the limit: 2 to 64 letters, digits, `-`, `_` and `.`.
   * Another one makes another limit, and other dimensions then need another id.
   * @default - the service makes one
   */
  readonly rateLimitId?: string;
  /**
   * What the limit is for: 1 to 512 characters.
   * @default - no description
   */
  readonly description?: string;
}

/** A rate limit and the gateway that it is for. */
export interface GatewayRateLimitProps extends GatewayRateLimitOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: IToolGateway;
}

/**
 * A rate limit of a gateway. `gateway.addRateLimit` is the short form. A request has to stay within all limits of its
 * gateway. Limits protect what is behind the gateway, they authorize nobody: a request passes while the service cannot
 * count, and a limit whose dimension a request lacks does not apply to it.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rate-limits.html
 */
export class GatewayRateLimit extends Construct {
  /** The id, where it was chosen. */
  readonly rateLimitId?: string;
  /** @internal */
  readonly _props: GatewayRateLimitProps;

  constructor(scope: Construct, id: string, props: GatewayRateLimitProps) {
    super(scope, id);
    const { gateway, by, entries, rateLimitId, description } = props;
    const known = new KnownGateway(gateway);
    new Problems(this).add(...rateLimitProblems(props, known)).refuse();

    this._props = props;
    this.rateLimitId = rateLimitId;
    const limit = new agentcore.CfnGatewayRateLimit(this, 'Resource', {
      gatewayIdentifier: known.id,
      rateLimitId,
      description,
      dimensionKeys: by.map(({ _key }) => _key),
      entries: entries.map((entry) => renderedEntry(entry, by)),
    });
    reportRateLimitProblems(this, limit, known);
  }
}
