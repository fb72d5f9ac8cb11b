/** A function that sees every request of a gateway, every response, or both. */
import { aws_bedrockagentcore as agentcore, aws_iam as iam, type aws_lambda as lambda } from 'aws-cdk-lib';
import { reportFindings } from '../core/finding';
import type { Problem } from '../core/refusal';
import { functionAccountFindings, functionRegionProblems } from './called-function';
import { reportInterceptorCycle } from './interceptor-cycle';
import type { ToolGateway } from './tool-gateway';
import type { ToolGatewayProps } from './tool-gateway-props';

/** What an interceptor gets to see. */
export interface InterceptorOptions {
  /**
   * Whether the function gets the headers of the request. **They hold the caller's token**, so whoever changes the
   * function, or reads what it logs, can act as the caller.
   * @default false
   */
  readonly passRequestHeaders?: boolean;
  /**
   * Whether the function gets the body of the response. Without it a function that only sets headers or status has no
   * trouble with Lambda's limit of 6 MB. Only for responses, and only of HTTP and inference targets.
   * @default false
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-interceptors-configuration.html
   */
  readonly excludeResponseBody?: boolean;
}

/**
 * A function that a gateway calls for each request before its policies decide, for each response before the caller gets
 * it, or for both; for every method of MCP, not only for calls of tools. Where the function fails, so does the request.
 *
 * Write its code with `interceptRequest`, `interceptResponse` or `interceptBoth` of `cdk-agentcore/lambda`. A gateway has
 * at most one for requests and one for responses.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-interceptors.html
 */
export class Interceptor {
  /**
   * For each request: to refuse it, change it, or answer in the target's place.
   * @param handler the function, alias or version, in the region of the gateway
   */
  static request(handler: lambda.IFunction, options: InterceptorOptions = {}): Interceptor {
    return new Interceptor(handler, [REQUEST], options);
  }

  /**
   * For each response, also what a request interceptor answers, and in a stream each event: to hold it back or change it.
   * @param handler the function, alias or version, in the region of the gateway
   */
  static response(handler: lambda.IFunction, options: InterceptorOptions = {}): Interceptor {
    return new Interceptor(handler, [RESPONSE], options);
  }

  /**
   * One function for both; what it gets of a response besides is the request.
   * @param handler the function, alias or version, in the region of the gateway
   */
  static both(handler: lambda.IFunction, options: InterceptorOptions = {}): Interceptor {
    return new Interceptor(handler, [REQUEST, RESPONSE], options);
  }

  /** @internal A ready one, which wants to know what it is used for. */
  static _ready(handler: lambda.IFunction, options: InterceptorOptions, user: InterceptorUser): Interceptor {
    return new Interceptor(handler, [REQUEST], options, user);
  }

  private constructor(
    /** The function, alias or version. */
    readonly handler: lambda.IFunction,
    private readonly points: readonly agentcore.InterceptionPoint[],
    private readonly options: InterceptorOptions,
    private readonly user?: InterceptorUser,
  ) {}

  /** @internal */
  _isFor(point: agentcore.InterceptionPoint): boolean {
    return this.points.includes(point);
  }

  /** @internal What is wrong with it on this gateway. */
  _problems(about: string, region: string, gateway: ToolGatewayProps): Problem[] {
    return [
      ...functionRegionProblems(about, this.handler, region),
      ...(this.options.excludeResponseBody && !this._isFor(RESPONSE) ? [noResponse(about)] : []),
      ...(this.user?.problems(about, gateway) ?? []),
    ];
  }

  /** @internal Exactly this function; part of the role, so that no request comes before it. */
  _statement(): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.handler.functionArn] });
  }

  /** @internal The L2's own would grant every version and alias, and has neither payload filter nor both points in one. */
  _forGateway(): agentcore.IInterceptor {
    const { passRequestHeaders = false, excludeResponseBody } = this.options;
    const configuration: agentcore.CfnGateway.GatewayInterceptorConfigurationProperty = {
      interceptionPoints: [...this.points],
      interceptor: { lambda: { arn: this.handler.functionArn } },
      inputConfiguration: {
        passRequestHeaders,
        ...(excludeResponseBody && { payloadFilter: { exclude: [{ field: 'RESPONSE_BODY' }] } }),
      },
    };
    return { interceptionPoint: this.points[0], bind: () => ({ configuration }) };
  }

  /** @internal */
  _bound(gateway: ToolGateway): void {
    reportInterceptorCycle(gateway, this.handler);
    reportFindings(gateway, () => functionAccountFindings('interceptors', this.handler, gateway));
    this.user?.bound(gateway);
  }
}

/** What has an interceptor of its own. */
export interface InterceptorUser {
  problems(about: string, gateway: ToolGatewayProps): Problem[];
  bound(gateway: ToolGateway): void;
}

const { REQUEST, RESPONSE } = agentcore.InterceptionPoint;

/** What is wrong with the interceptors of a gateway. */
export function interceptorProblems(gateway: ToolGatewayProps, region: string): Problem[] {
  const { interceptors = [] } = gateway;
  return [
    ...[REQUEST, RESPONSE].flatMap((point) => {
      const count = interceptors.filter((interceptor) => interceptor._isFor(point)).length;
      return count > 1 ? [tooMany(point, count)] : [];
    }),
    ...interceptors.flatMap((interceptor, index) => interceptor._problems(`interceptors[${index}]`, region, gateway)),
  ];
}

function tooMany(point: agentcore.InterceptionPoint, count: number): Problem {
  const what = point === REQUEST ? 'requests' : 'responses';
  return {
    about: 'interceptors',
    value: `${count} for ${what}`,
    allowed: `at most one for ${what}`,
    fix: 'Let one function do the work of both.',
  };
}

function noResponse(about: string): Problem {
  return {
    about: `${about}.excludeResponseBody`,
    value: true,
    allowed: 'false: a request has no response yet',
    fix: 'Leave it out, or use Interceptor.response.',
  };
}
