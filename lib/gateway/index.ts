export * from './lambda-tools';
export * from './tool-function';
export * from './tool-gateway';
export * from './tool-gateway-props';
