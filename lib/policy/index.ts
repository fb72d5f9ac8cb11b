export * from './policy-gateway';
export * from './rollout';
export * from './tool-policy';
export * from './tool-policy-props';
