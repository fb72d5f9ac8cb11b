export { ToolGatewayAttributes } from './imported-tool-gateway';
export * from './lambda-tools';
export * from './tool-function';
export * from './tool-gateway';
export { IToolGateway, ToolGatewayBase } from './tool-gateway-base';
export * from './tool-gateway-props';
export { IToolTarget } from './tool-target';
