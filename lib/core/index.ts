export { ICallableAgent } from './callable-agent';
export { CallerToken, CapabilityBinding, CapabilityHost, ICapability } from './capability';
export { Justification } from './justification';
