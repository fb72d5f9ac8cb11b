/** The ways in which a gateway can prove to a target who it is. */

/**
 * How a gateway authorizes its calls of a target, by the service's names.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-outbound-auth.html
 */
export enum OutboundType {
  /** Not at all. */
  NONE = 'NONE',
  /** Signed with the credentials of the gateway's role. */
  GATEWAY_IAM_ROLE = 'GATEWAY_IAM_ROLE',
  /** Signed with the credentials of the caller. */
  CALLER_IAM_CREDENTIALS = 'CALLER_IAM_CREDENTIALS',
  /** An OAuth token of the application. */
  CLIENT_CREDENTIALS = 'CLIENT_CREDENTIALS',
  /** An OAuth token that a user agreed to. */
  AUTHORIZATION_CODE = 'AUTHORIZATION_CODE',
  /** An OAuth token that the caller's token is exchanged for. */
  TOKEN_EXCHANGE = 'TOKEN_EXCHANGE',
  /** The caller's token as it is. */
  JWT_PASSTHROUGH = 'JWT_PASSTHROUGH',
  /** A key in a header or in the query. */
  API_KEY = 'API_KEY',
}

/** How each is written in code: what messages offer instead of another. */
export const OUTBOUND_IN_CODE: Readonly<Record<OutboundType, string>> = {
  NONE: 'Outbound.none',
  GATEWAY_IAM_ROLE: 'Outbound.gatewayRole',
  CALLER_IAM_CREDENTIALS: 'Outbound.callerIam',
  CLIENT_CREDENTIALS: 'Outbound.oauth',
  AUTHORIZATION_CODE: 'Outbound.userOAuth',
  TOKEN_EXCHANGE: 'Outbound.onBehalfOf',
  JWT_PASSTHROUGH: 'Outbound.jwtPassthrough',
  API_KEY: 'Outbound.apiKey',
};
