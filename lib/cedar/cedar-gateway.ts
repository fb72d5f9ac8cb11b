/** What the policy language knows of a gateway: who is asked for, and which tools there are. */
import type { JsonSchema } from '../tools/json-schema';
import type { Tool } from '../tools/tool';

/** Who calls a gateway, by AgentCore's names: a user with a JWT, or an IAM identity. */
export type PrincipalKind = 'OAuthUser' | 'IamEntity';

/** The gateway that a statement is about. */
export interface CedarGateway {
  /** The ARN, or a CDK token that becomes it. */
  readonly arn: string;
  /** All tools of all targets. */
  readonly tools: readonly Tool[];
  /** Who can call: by the gateway's inbound authorization. */
  readonly principals: PrincipalKind | 'both';
}

/** The kinds of principal that can call this gateway. */
export function principalKinds(gateway: CedarGateway): PrincipalKind[] {
  return gateway.principals === 'both' ? ['OAuthUser', 'IamEntity'] : [gateway.principals];
}

/** The schema of a tool's input. Of a tool that some other app declares it may be anything; then it has no fields. */
export function inputSchemaOf(tool: Tool): JsonSchema {
  const schema: unknown = tool.definition.inputSchema;
  return typeof schema === 'object' && schema !== null ? (schema as JsonSchema) : { type: 'object' };
}

/** How callers prove who they are, in a reader's words. */
export function authorizationInWords(gateway: CedarGateway): string {
  return { OAuthUser: 'with a JWT', IamEntity: 'with IAM', both: 'with a JWT or with IAM' }[gateway.principals];
}
