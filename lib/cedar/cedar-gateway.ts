/** What the policy language knows of a gateway: who is asked for, and which tools there are. */
import type { JsonSchema } from '../tools/json-schema';
import type { Tool } from '../tools/tool';

/**
 * Who calls a gateway, by AgentCore's names: a user with a JWT, an IAM identity, or anyone where callers do not
 * authenticate. The last has no id and no claims, and no statement can name it.
 */
export type PrincipalKind = 'OAuthUser' | 'IamEntity' | 'UnauthenticatedUser';

/** The gateway that a statement is about. */
export interface CedarGateway {
  /** The ARN, or a CDK token that becomes it. */
  readonly arn: string;
  /**
   * The name, of which the service makes the end of the ARN; for a gateway whose ARN is a token.
   * @default - not known
   */
  readonly name?: string;
  /** All tools of all targets. */
  readonly tools: readonly Tool[];
  /** Who can call: by the gateway's inbound authorization. Both is a user or an IAM identity. */
  readonly principals: PrincipalKind | 'both';
  /**
   * Whether other gateways ask the same policy engine, or may do so.
   * @default false
   */
  readonly sharesEngine?: boolean;
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

/** How callers prove who they are, in a reader's words: `callers of this gateway authenticate with a JWT`. */
export function authorizationInWords({ principals }: CedarGateway): string {
  return {
    OAuthUser: 'authenticate with a JWT',
    IamEntity: 'authenticate with IAM',
    UnauthenticatedUser: 'do not authenticate',
    both: 'authenticate with a JWT or with IAM',
  }[principals];
}
