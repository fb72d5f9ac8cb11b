/** A target of a gateway: a part of AWS that it offers over HTTP. */
import type { Construct } from 'constructs';
import type { Tool } from '../../tools/tool';
import { Outbound } from '../outbound';
import { OutboundType } from '../outbound-type';
import type { ToolGateway } from '../tool-gateway';
import type { HttpConnector } from './http-connector';
import type { MemoryOperation } from './http-connector-memory';
import { TARGET_KINDS } from './target-kind';
import { ToolTarget, type ToolTargetOptions } from './tool-target';

/** A connector behind a gateway. */
export interface HttpConnectorTargetOptions extends ToolTargetOptions {
  /** What is offered: `HttpConnector.memory(memory)`. */
  readonly connector: HttpConnector;
  /**
   * How the gateway authorizes its calls: `Outbound.gatewayRole`, with which policies alone decide who reaches what, or
   * `Outbound.callerIam`.
   * @default Outbound.gatewayRole()
   */
  readonly outbound?: Outbound;
}

/** A connector, and the gateway that it is behind. */
export interface HttpConnectorTargetProps extends HttpConnectorTargetOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * A part of AWS, such as a memory, behind a gateway for any protocol. `gateway.addHttpConnector` is the short form.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-gateway-setup.html
 */
export class HttpConnectorTarget extends ToolTarget {
  constructor(scope: Construct, id: string, props: HttpConnectorTargetProps) {
    super(scope, id, props);
    const { connector, outbound = Outbound.gatewayRole() } = props;
    this._build({
      kind: TARGET_KINDS.httpConnector,
      problems: connector._problems(),
      tools: () => connector._operations?.map(({ _definition }) => _definition),
      declared: true,
      outbound,
      configuration: () => ({ http: { connector: connector._render() } }),
      statements: () => (outbound.type === OutboundType.GATEWAY_IAM_ROLE ? connector._statements : []),
    });
  }
  /** What policies on these operations of a memory name: `target.tools(...MemoryOperation.SESSIONS)`. */
  tools(...operations: MemoryOperation[]): Tool[] {
    return operations.map(({ operation }) => this.tool(operation.name));
  }
}
