/** Calls a Lambda handler the way an AgentCore gateway does, for tests and for running on a laptop. */
import type { LambdaContext } from './gateway-call';

/** What a gateway would say about itself; everything has a value that suits a test. */
export interface GatewayInvocation {
  /** @default 'target' */
  readonly target?: string;
  /** @default 'local-gateway' */
  readonly gatewayId?: string;
  /** @default 'local-request' */
  readonly requestId?: string;
}

/**
 * Calls one tool as a gateway would: the bare arguments as the event, the tool's full name in the client context, both
 * through JSON; the result likewise. What the code throws is thrown.
 */
export async function invokeAsGateway(
  handler: (event: unknown, context: LambdaContext) => unknown,
  toolName: string,
  input: unknown,
  { target = 'target', gatewayId = 'local-gateway', requestId = 'local-request' }: GatewayInvocation = {},
): Promise<unknown> {
  const result = await handler(throughJson(input), {
    awsRequestId: requestId,
    functionName: toolName,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:111122223333:function:${toolName}`,
    getRemainingTimeInMillis: () => 30_000,
    clientContext: {
      custom: {
        bedrockAgentCoreMessageVersion: '1.0',
        bedrockAgentCoreAwsRequestId: requestId,
        bedrockAgentCoreMcpMessageId: requestId,
        bedrockAgentCoreGatewayId: gatewayId,
        bedrockAgentCoreTargetId: target,
        bedrockAgentCoreToolName: `${target}___${toolName}`,
      },
    },
  });
  return throughJson(result);
}

function throughJson(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}
