/** Whether an agent writes traces, and what keeps the content of conversations out of them. */
import type { Problem } from '../core/refusal';

/** How the traces of an agent are delivered. */
export interface AgentTracesOptions {
  /**
   * Whether the stack brings the resource policies by which traces may be delivered. An account has room for five of
   * X-Ray's in a region and ten of CloudWatch Logs'; one of each serves all agents of a stack. Without them, the
   * account must already let `delivery.logs.amazonaws.com` call `xray:PutTraceSegments`, or nothing arrives.
   * @default true
   */
  readonly deliveryPolicies?: boolean;
}

/**
 * Where the traces of an agent go.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-configure.html
 */
export class AgentTraces {
  /**
   * To CloudWatch, through X-Ray. The account must have CloudWatch Transaction Search turned on once per region
   * (`aws xray update-trace-segment-destination --destination CloudWatchLogs`), or the deployment fails.
   */
  static toTransactionSearch(options: AgentTracesOptions = {}): AgentTraces {
    return new AgentTraces(options.deliveryPolicies ?? true);
  }

  private constructor(
    /** @internal */
    readonly _deliveryPolicies: boolean,
  ) {}
}

/** A variable that decides whether content gets into telemetry. */
interface ContentVariable {
  /** The value that keeps content out. */
  readonly off: string;
  /** Whether a user's value lets content in. */
  readonly letsIn: (value: string) => boolean;
}

/**
 * What the instrumentation of 2026-11 reads: OpenTelemetry's GenAI libraries and ADOT ask the first. Strands (TypeScript
 * 1.19, Python 1.62) asks nothing and writes messages, answers and tool arguments as span events, so there are none.
 */
const CONTENT_VARIABLES: Readonly<Record<string, ContentVariable>> = {
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: {
    off: 'false',
    letsIn: (value) => !['false', 'no_content'].includes(value.toLowerCase()),
  },
  OTEL_SPAN_EVENT_COUNT_LIMIT: { off: '0', letsIn: (value) => value !== '0' },
};

/** Asks Strands to write the same as span attributes, which no limit stops. */
const OPT_IN = { name: 'OTEL_SEMCONV_STABILITY_OPT_IN', word: 'gen_ai_span_attributes_only' };

/** The variables that an agent gets for its telemetry. */
export function traceVariables(traces: boolean, content: boolean): Record<string, string> {
  // The runtime would have ADOT send traces that the role may not write, and messages to the agent's own log group.
  if (!traces) return { DISABLE_ADOT_OBSERVABILITY: 'true' };
  if (content) return {};
  return Object.fromEntries(Object.entries(CONTENT_VARIABLES).map(([name, { off }]) => [name, off]));
}

/** A user's variables that would let content in without the prop that says so. */
export function contentProblems(environment: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(environment)
    .filter(([name, value]) =>
      name === OPT_IN.name ? value.includes(OPT_IN.word) : CONTENT_VARIABLES[name]?.letsIn(value),
    )
    .map(([name, value]) => ({
      about: `environment ${name}`,
      value,
      allowed: 'what keeps prompts, answers and tool arguments out of traces and logs',
      fix: "Take it out, or let content in for a reason: logContent: { reason: '…' }.",
    }));
}
