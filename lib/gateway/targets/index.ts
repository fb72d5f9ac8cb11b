export * from './lambda-tools';
export * from './listing-mode';
export * from './mcp-server';
export * from './mcp-server-tools';
export { HttpsTargetOptions, ToolTarget, ToolTargetOptions, ToolTargetProps } from './tool-target';
