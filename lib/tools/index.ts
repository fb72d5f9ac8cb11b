export * from './tool';
export * from './tool-definition';
export { ToolDefinitions } from './tool-definitions';
