/** AWS CDK constructs for Amazon Bedrock AgentCore. */
export * from './core';
export * from './identity';
