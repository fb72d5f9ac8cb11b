/** Which tool a gateway asks for: read from the client context of the Lambda invocation. */

/** What is used of the context that Lambda passes; `Context` of `@types/aws-lambda` is one. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  /** Milliseconds until Lambda ends the invocation. */
  getRemainingTimeInMillis(): number;
  readonly clientContext?: unknown;
}

/** What a tool's code may know about the call besides its input. */
export interface ToolContext {
  /** The tool, without the target. */
  readonly toolName: string;
  /** The target that the tool was called on: one function may serve several. */
  readonly target: string;
  /** The id of the gateway that called. */
  readonly gatewayId: string | undefined;
  /** The gateway's request id where it sent one, else Lambda's. */
  readonly requestId: string;
  /** Lambda's own context. */
  readonly lambda: LambdaContext;
}

/** Stands between target and tool. Target names cannot hold it, tool names can: only the first one counts. */
const SEPARATOR = '___';

/**
 * What the gateway says about its call, or undefined where no gateway called.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export function gatewayCall(lambda: LambdaContext): ToolContext | undefined {
  const custom = customContext(lambda.clientContext);
  const fullName = text(custom?.bedrockAgentCoreToolName);
  if (!custom || !fullName) return undefined;
  const at = fullName.indexOf(SEPARATOR);
  return {
    toolName: at < 0 ? fullName : fullName.slice(at + SEPARATOR.length),
    target: at < 0 ? '' : fullName.slice(0, at),
    gatewayId: text(custom.bedrockAgentCoreGatewayId),
    requestId: text(custom.bedrockAgentCoreAwsRequestId) ?? lambda.awsRequestId,
    lambda,
  };
}

/** Node's runtime hands the caller's JSON on as it is, `custom`; type packages and mobile SDKs spell it `Custom`. */
function customContext(clientContext: unknown): Record<string, unknown> | undefined {
  if (typeof clientContext !== 'object' || clientContext === null) return undefined;
  const { custom, Custom } = clientContext as { custom?: unknown; Custom?: unknown };
  const found = custom ?? Custom;
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
