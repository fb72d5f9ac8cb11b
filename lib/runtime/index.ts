export * from './code';
export { Agent } from './agent';
export { AgentLogs, AgentProps } from './agent-props';
export { AgentTraces, AgentTracesOptions } from './agent-traces';
export {
  ApplicationProfileOptions,
  BedrockModel,
  BedrockModelOptions,
  GeographicModelOptions,
  GlobalModelOptions,
} from './bedrock-model';
