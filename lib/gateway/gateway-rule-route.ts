/** Where a rule of a gateway sends requests. */
import type { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import {
  fallbackProblems,
  modelProblems,
  renderedFallback,
  type Destination,
  type RouteFallback,
} from './gateway-rule-fallback';
import { renderedShare, shareProblems, type TrafficShare } from './gateway-rule-share';
import type { INamedTarget } from './known-gateway';

/** What holds of an inference target that requests are sent to. */
export interface RouteOptions {
  /**
   * The id of the model that is asked for there.
   * @default - the model of the request
   */
  readonly model?: string;
  /**
   * What is tried when the target fails.
   * @default - the caller is told of the failure
   */
  readonly fallback?: RouteFallback;
}

/** A target and its part of the traffic. */
export interface RouteShare extends RouteOptions, TrafficShare {
  /** An HTTP or inference target of the gateway. */
  readonly target: INamedTarget;
}

/**
 * Where a rule sends requests: to HTTP and inference targets of its gateway.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rules.html
 */
export class Route {
  /** All of them to this target. */
  static to(target: INamedTarget, options: RouteOptions = {}): Route {
    return new Route({ ...options, target, weight: 100 });
  }

  /** Some to the one and the others to the other target. The weights sum to 100. */
  static weighted(first: RouteShare, second: RouteShare): Route {
    return new Route(first, second);
  }

  private constructor(
    private readonly first: RouteShare,
    private readonly second?: RouteShare,
  ) {}

  /** @internal Every target that requests may reach, and whether it has to be an inference target. */
  get _destinations(): { target: INamedTarget; forModels: boolean }[] {
    return this.shares.flatMap(({ target, model, fallback }) => [
      { target, forModels: model !== undefined || fallback !== undefined },
      ...(fallback?.targets ?? []).map((next) => ({ target: next.target, forModels: true })),
    ]);
  }

  /** @internal */
  _problems(about: string): Problem[] {
    return [
      ...(this.second ? shareProblems(about, this.shares, this.names) : []),
      ...this.shares.flatMap((share, index) => wayProblems(this.second ? `${about} share ${index + 1}` : about, share)),
    ];
  }

  /** @internal */
  _render(): agentcore.CfnGatewayRule.RouteToTargetActionProperty {
    if (!this.second) return { staticRoute: renderedWay(this.first) };
    const trafficSplit = this.shares.map((share, index) => ({
      ...renderedShare(share, this.names[index]),
      ...renderedWay(share),
    }));
    return { weightedRoute: { trafficSplit } };
  }

  private get shares(): RouteShare[] {
    return [this.first, ...(this.second ? [this.second] : [])];
  }

  private get names(): string[] {
    return this.shares.map(({ shareName, target }) => shareName ?? target.targetName);
  }
}

function wayProblems(about: string, way: Destination & RouteOptions): Problem[] {
  return [
    ...modelProblems(`${about} model`, way.model),
    ...(way.fallback ? fallbackProblems(about, way, way.fallback) : []),
  ];
}

function renderedWay({ target, model, fallback }: Destination & RouteOptions) {
  return { targetName: target.targetName, model, fallback: fallback && renderedFallback(fallback) };
}
