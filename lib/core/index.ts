export { CallerToken, CapabilityBinding, CapabilityHost, ICapability } from './capability';
export { Justification } from './justification';
