/** AWS CDK constructs for Amazon Bedrock AgentCore. */
export * from './core';
export * from './tools';
export * from './cedar';
export * from './identity';
export * from './memory';
