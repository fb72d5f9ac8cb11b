/** A target of a gateway: an HTTP service to which requests are passed on as they are. */
import type { Construct } from 'constructs';
import { reportFindings } from '../../core/finding';
import type { Problem } from '../../core/refusal';
import type { Outbound } from '../outbound';
import { addressFindings } from '../plain-secrets';
import type { ToolGateway } from '../tool-gateway';
import { operationProblems, type HttpOperation } from './http-operation';
import { httpEndpointProblems } from './http-problems';
import type { HttpSchema } from './http-schema';
import type { PassthroughProtocol } from './passthrough-protocol';
import type { Stickiness } from './passthrough-stickiness';
import { TARGET_KINDS } from './target-kind';
import { ToolTarget, type HttpsTargetOptions } from './tool-target';

/** An HTTP service behind a gateway. */
export interface PassthroughTargetOptions extends HttpsTargetOptions {
  /** Where the service is: an https URL of at most 2048 characters, to which the paths of requests are added. */
  readonly endpoint: string;
  /** What it speaks. */
  readonly protocol: PassthroughProtocol;
  /** How the gateway authorizes its calls. */
  readonly outbound: Outbound;
  /**
   * What its requests look like.
   * @default - the service's own description, of all protocols but CUSTOM
   */
  readonly schema?: HttpSchema;
  /**
   * What policies name, where there is no schema that says it: the operations that the service's own description has.
   * @default - those of the schema; without it policies can only be about the whole target, `target.everyTool`
   */
  readonly operations?: HttpOperation[];
  /**
   * By what requests of one session are known.
   * @default - every request is by itself
   */
  readonly stickiness?: Stickiness;
}

/** An HTTP service, and the gateway that it is behind. */
export interface PassthroughTargetProps extends PassthroughTargetOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * An HTTP service behind a gateway for any protocol: requests to `<gateway>/<target>/<path>` go to `<endpoint>/<path>` as
 * they are. Policies know it by methods and paths, `<target>___POST:/<path>`. `gateway.addPassthrough` is the short form.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-http-passthrough.html
 */
export class PassthroughTarget extends ToolTarget {
  constructor(scope: Construct, id: string, props: PassthroughTargetProps) {
    super(scope, id, props);
    const { endpoint, protocol, outbound, schema, operations, stickiness } = props;
    let bound: ReturnType<HttpSchema['_bind']> | undefined;
    this._build({
      kind: TARGET_KINDS.passthrough,
      problems: [
        ...httpEndpointProblems('endpoint', endpoint),
        ...(schema?._problems() ?? []),
        ...operationsProblems(props),
        ...(stickiness?._problems() ?? []),
      ],
      tools: () => (operations ?? schema?._operations)?.map(({ _definition }) => _definition),
      declared: true,
      outbound,
      configuration: () => {
        bound = schema?._bind(this);
        return {
          http: {
            passthrough: {
              endpoint,
              protocolType: protocol.value,
              ...(bound && { schema: { source: bound.source } }),
              ...(stickiness && { stickinessConfiguration: stickiness._render() }),
            },
          },
        };
      },
      statements: () => bound?.statements ?? [],
    });
    reportFindings(this, () => addressFindings('endpoint', endpoint));
  }
}

function operationsProblems({ schema, operations }: PassthroughTargetOptions): Problem[] {
  if (!operations) return [];
  if (schema) {
    return [
      {
        about: 'operations',
        value: 'given beside schema',
        allowed: 'one of the two: policies know what the schema says',
        fix: 'Leave operations out; of a schema in a bucket, give them to HttpSchema.fromBucket.',
      },
    ];
  }
  if (operations.length > 0) return operationProblems('operations', operations);
  const fix = 'Leave it out where the operations are not known.';
  return [{ about: 'operations', value: [], allowed: 'at least one operation', fix }];
}
