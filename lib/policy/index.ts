export * from './policy-gateway';
export * from './tool-policy';
export * from './tool-policy-props';
