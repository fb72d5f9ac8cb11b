export { ICallableAgent } from './callable-agent';
export { Caller } from './caller';
export { CallerToken, CapabilityBinding, CapabilityHost, ICapability } from './capability';
export { Justification } from './justification';
export { IReachableMemory } from './reachable-memory';
export { ResourcePolicy, ResourcePolicyProps } from './resource-policy';
