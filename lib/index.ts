/** AWS CDK constructs for Amazon Bedrock AgentCore. */
export * from './core';
export * from './tools';
export * from './bundling';
export * from './cedar';
export * from './network';
export * from './identity';
export * from './policy';
export * from './gateway';
export * from './memory';
export * from './runtime';
