/** Code of tools behind an AgentCore gateway: routed, checked and typed by the tools' own definitions. No dependency, no CDK. */
export { toolHandler, type ToolHandlerOptions, type ToolLambda } from './tool-handler';
export type { ToolCode, ToolHandlers, ToolResult } from './tool-code';
export type { InputOf, InputSchema, SchemaType, ToolDefinition, ToolFile } from './tool-definition';
export type { LambdaContext, ToolContext } from './gateway-call';
export type { InputProblem } from './input-problems';
export { ToolError, type ErrorAnswer } from './tool-error';
export { ToolFailure, type FailureEntry } from './tool-failure';
export { ToolSetupError } from './tool-setup';
export { invokeAsGateway, type GatewayInvocation } from './invoke-as-gateway';
export {
  interceptBoth,
  interceptRequest,
  interceptResponse,
  type InterceptorFailureEntry,
  type InterceptorHandlerOptions,
  type InterceptorLambda,
  type RequestCode,
  type ResponseCode,
} from './interceptor';
export type {
  HttpRequest,
  HttpResponse,
  InterceptedHeaders,
  InterceptedRequest,
  InterceptedResponse,
  InterceptedTool,
  InterceptorContext,
  McpRequest,
  McpResponse,
  RequestId,
} from './interceptor-call';
export { InterceptorEventError } from './interceptor-event';
export type { InterceptorOutput } from './interceptor-output';
export { answer, change, deny, pass } from './interceptor-verdict';
export type {
  Answered,
  AnswerOptions,
  Changed,
  Denied,
  DenyOptions,
  Passed,
  RequestChanges,
  RequestVerdict,
  ResponseChanges,
  ResponseVerdict,
} from './interceptor-verdict';
