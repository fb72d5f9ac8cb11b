export * from './agent-memory';
export { AgentMemoryAccessOptions, AgentMemoryBase, IAgentMemory } from './agent-memory-base';
export { AgentMemoryAttributes } from './imported-memory';
export { EpisodesOptions, Strategy, StrategyOptions } from './strategy';
