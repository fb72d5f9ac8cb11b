/** A target of a gateway: the tools of a connector. */
import type { Construct } from 'constructs';
import { reportFindings } from '../../core/finding';
import { OutboundType } from '../outbound-type';
import type { ToolGateway } from '../tool-gateway';
import type { Connector } from './connector';
import { ToolTarget, type ToolTargetOptions } from './tool-target';

/** A connector behind a gateway. */
export interface ConnectorToolsOptions extends ToolTargetOptions {
  /** The connector: `Connector.webSearch()`. */
  readonly connector: Connector;
}

/** A connector, and the gateway that offers its tools. */
export interface ConnectorToolsProps extends ConnectorToolsOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * Tools behind a gateway that AWS runs. `gateway.addConnector` is the short form.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-connectors.html
 */
export class ConnectorTools extends ToolTarget {
  constructor(scope: Construct, id: string, props: ConnectorToolsProps) {
    super(scope, id, props);
    const { gateway, connector } = props;
    const { _definitions: definitions, _outbound: outbound } = connector;
    this._build({
      kind: connector._kind,
      problems: [...connector._problems(), ...(definitions?._declaredProblems(this.targetName) ?? [])],
      tools: () => definitions?._declared(),
      declared: true,
      outbound,
      configuration: () => ({ mcp: { connector: connector._render() } }),
      statements: () => (outbound.type === OutboundType.GATEWAY_IAM_ROLE ? connector._statements(gateway) : []),
    });
    reportFindings(this, () => connector._findings(gateway));
  }
}
