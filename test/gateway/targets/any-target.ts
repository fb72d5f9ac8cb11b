/** A target of any kind, for what all kinds have in common: only its way out and what surrounds it matter. */
import type { Construct } from 'constructs';
import type { HttpsTargetOptions, Outbound, ToolGateway } from '../../../lib/gateway';
import type { TargetKind } from '../../../lib/gateway/targets/target-kind';
import { ToolTarget } from '../../../lib/gateway/targets/tool-target';
import type { ToolDefinitions } from '../../../lib/tools';

export interface AnyTargetOptions extends HttpsTargetOptions {
  readonly kind: TargetKind;
  readonly outbound?: Outbound;
  /** Left out, they are not known. */
  readonly tools?: ToolDefinitions;
}

export class AnyTarget extends ToolTarget {
  constructor(scope: Construct, id: string, props: AnyTargetOptions & { readonly gateway: ToolGateway }) {
    super(scope, id, props);
    this._build({
      kind: props.kind,
      problems: [],
      tools: () => props.tools?.definitions,
      declared: true,
      outbound: props.outbound,
      configuration: () => ({ mcp: { mcpServer: { endpoint: 'https://mcp.example.com' } } }),
    });
  }
}
