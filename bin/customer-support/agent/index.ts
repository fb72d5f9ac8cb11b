/** The customer-support agent on AgentCore Runtime: what it is made of comes from the environment that the stack sets. */
import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { BedrockModel } from '@strands-agents/sdk';
import { BedrockAgentCoreApp } from 'bedrock-agentcore/runtime';
import { z } from 'zod';
import { logWithoutReasons } from './log';
import { supportAgent } from './support-agent';

const { MODEL_ID, MEMORY_ID, GATEWAY_TOOLS_URL, AWS_REGION } = z
  .object({
    MODEL_ID: z.string(),
    MEMORY_ID: z.string(),
    GATEWAY_TOOLS_URL: z.url(),
    AWS_REGION: z.string(),
  })
  .parse(process.env);

logWithoutReasons();

const answer = supportAgent({
  model: new BedrockModel({ modelId: MODEL_ID, region: AWS_REGION }),
  memory: { memoryId: MEMORY_ID, client: new BedrockAgentCoreClient({ region: AWS_REGION }) },
  // The caller's own token goes on to the gateway, whose policies decide what this caller may do.
  tools: ({ authorization }) => ({ url: GATEWAY_TOOLS_URL, headers: { authorization } }),
});

new BedrockAgentCoreApp({ invocationHandler: { process: answer } }).run({ port: Number(process.env.PORT ?? 8080) });
