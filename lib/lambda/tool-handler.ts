/** Turns the code of tools into one Lambda handler behind a gateway. */
import { gatewayCall, type LambdaContext, type ToolContext } from './gateway-call';
import { inputProblems } from './input-problems';
import type { ToolCode, ToolHandlers, ToolResult } from './tool-code';
import type { ToolFile } from './tool-definition';
import { errorAnswer, ToolError, type ErrorAnswer } from './tool-error';
import { failureEntry, ToolFailure, type FailureEntry } from './tool-failure';
import { definitionsByName } from './tool-setup';

/** What may be set besides definitions and code. */
export interface ToolHandlerOptions {
  /**
   * Where failures are written. The entry holds nothing of the input.
   * @default - one line of JSON to standard output, which Lambda puts into the function's log group
   */
  readonly log?: (entry: FailureEntry) => void;
}

/** A Lambda handler: what a module exports as `handler`. */
export type ToolLambda = (event: unknown, context: LambdaContext) => Promise<ToolResult | ErrorAnswer>;

/**
 * The Lambda handler of tools: one function for each definition, and none besides.
 *
 * Each call is routed by the name that the gateway passes, and its input is checked against the definition, unknown
 * fields included. What does not fit is answered in a form that the model can act on and never reaches the code.
 *
 * Where the definitions are TypeScript, `as const`, the types of the inputs follow from them. For a JSON file
 * `cdk-agentcore types` writes them, as an interface to be named here:
 *
 * ```ts
 * export const handler = toolHandler<ToolInputs>(definitions, { order_lookup: async ({ order_id }) => … });
 * ```
 *
 * @throws ToolSetupError where definitions and functions do not belong together
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html
 */
export function toolHandler<Inputs extends object = never, const D extends ToolFile = ToolFile>(
  definitions: D,
  handlers: ToolHandlers<NoInfer<Inputs>, NoInfer<D>>,
  options: ToolHandlerOptions = {},
): ToolLambda {
  const tools = definitionsByName(definitions, handlers as object);
  const log = options.log ?? ((entry) => void process.stdout.write(`${JSON.stringify(entry)}\n`));

  return async (event, lambda) => {
    const call = gatewayCall(lambda);
    if (!call) return noGateway();
    const tool = tools.get(call.toolName);
    if (!tool) return unknownTool(call, [...tools.keys()]);
    const problems = inputProblems(tool.inputSchema, event);
    if (problems.length > 0) {
      const message = `${call.toolName} did not run: its input does not fit. Correct every problem and call it again.`;
      return errorAnswer('invalid_input', message, { problems });
    }
    const code = (handlers as unknown as Record<string, ToolCode<unknown>>)[call.toolName];
    try {
      // A missing result would reach the model as the text "null" anyway; untyped code may return none.
      return (await code(event, call)) ?? null;
    } catch (error) {
      if (error instanceof ToolError) return errorAnswer(error.code, error.message, error.details);
      log(failureEntry(error, event, call));
      throw new ToolFailure(call.toolName, call.requestId);
    }
  };
}

function noGateway(): ErrorAnswer {
  return errorAnswer(
    'no_gateway',
    'This function runs tools for an AgentCore gateway, and this call carries no tool name in its client context. ' +
      'Call the tool through the gateway; in tests, use invokeAsGateway of cdk-agentcore/lambda.',
  );
}

function unknownTool(call: ToolContext, tools: string[]): ErrorAnswer {
  return errorAnswer('unknown_tool', `There is no code for ${call.toolName} behind this target.`, { tools });
}
