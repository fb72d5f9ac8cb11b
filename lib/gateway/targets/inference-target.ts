/** A target of a gateway: the models of a provider. */
import type { Construct } from 'constructs';
import { reportFindings } from '../../core/finding';
import type { Outbound } from '../outbound';
import type { ToolGateway } from '../tool-gateway';
import type { InferenceProvider } from './inference-provider';
import { ToolTarget, type HttpsTargetOptions } from './tool-target';

/** Models behind a gateway. */
export interface InferenceTargetOptions extends HttpsTargetOptions {
  /** Whose models: `InferenceProvider.bedrock()`, `InferenceProvider.openai(key)`. */
  readonly provider: InferenceProvider;
  /**
   * How the gateway authorizes its calls: `Outbound.gatewayRole` or `Outbound.apiKey`.
   * @default - as the provider wants it; for one at an address it has to be said
   */
  readonly outbound?: Outbound;
}

/** Models, and the gateway that they are behind. */
export interface InferenceTargetProps extends InferenceTargetOptions {
  /** The gateway. It may belong to another stack. */
  readonly gateway: ToolGateway;
}

/**
 * Models behind a gateway: requests to `<gateway>/inference/v1/…` go to the target that has the `model` they name, so that
 * clients of OpenAI and Anthropic work as they are, without a key. Policies know the target by its APIs,
 * `<target>___POST:/v1/chat/completions`. `gateway.addInference` is the short form.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-targets-inference.html
 */
export class InferenceTarget extends ToolTarget {
  constructor(scope: Construct, id: string, props: InferenceTargetProps) {
    super(scope, id, props);
    const { gateway, provider } = props;
    const outbound = props.outbound ?? provider._outbound;
    this._build({
      kind: provider._kind,
      problems: provider._problems(),
      tools: () => provider._apis?.map(({ operation }) => operation._definition),
      declared: true,
      outbound,
      configuration: () => ({ inference: provider._render() }),
      statements: () => provider._statements(gateway, outbound!.type),
    });
    reportFindings(this, () => provider._findings);
  }
}
