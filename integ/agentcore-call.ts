/** A call of AgentCore's API as an assertion, with the permission that it needs. */
import type { IApiCall, IntegTest } from '@aws-cdk/integ-tests-alpha';

/** `bedrock-agentcore-control` is what creates and describes, `bedrock-agentcore` what is used at run time. */
export type AgentCoreApi = 'bedrock-agentcore-control' | 'bedrock-agentcore';

/**
 * Calls an operation. The test framework derives the IAM action from the name of the client, which is wrong for the
 * control API: both have the prefix `bedrock-agentcore`.
 */
export function agentcoreCall(test: IntegTest, api: AgentCoreApi, operation: string, parameters: object): IApiCall {
  const call = test.assertions.awsApiCall(api, operation, parameters);
  call.provider.addToRolePolicy({ Effect: 'Allow', Action: [`bedrock-agentcore:${operation}`], Resource: ['*'] });
  return call;
}
