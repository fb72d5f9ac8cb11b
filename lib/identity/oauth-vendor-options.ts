/** What the vendors of OAuth clients are told besides the client. */
import type { ClientAuthentication } from './client-authentication';
import type { OnBehalfOf } from './on-behalf-of';
import type { PrivateEndpoint } from '../network/private-endpoint';

/** The organization's own Entra ID. */
export interface MicrosoftTenant {
  /**
   * The id of the directory.
   * @default - the service resolves it
   */
  readonly tenantId?: string;
}

/** A tenant whose endpoints follow from its issuer. */
export interface TenantIssuer {
  /** The issuer, as it stands in the tenant's tokens and in its discovery document. */
  readonly issuer: string;
  /**
   * Where users give their consent.
   * @default - the vendor's path below the issuer
   */
  readonly authorizationEndpoint?: string;
  /**
   * Where tokens are issued.
   * @default - the vendor's path below the issuer
   */
  readonly tokenEndpoint?: string;
}

/** A tenant whose endpoints do not follow from its issuer. */
export interface TenantEndpoints {
  /** The issuer, as it stands in the tenant's tokens and in its discovery document. */
  readonly issuer: string;
  /** Where users give their consent. */
  readonly authorizationEndpoint: string;
  /** Where tokens are issued. */
  readonly tokenEndpoint: string;
}

/** What any OAuth server may be told. */
export interface CustomOAuthOptions {
  /**
   * How the client proves that it is the client.
   * @default ClientAuthentication.basic()
   */
  readonly clientAuthentication?: ClientAuthentication;
  /**
   * How the token of a user is exchanged for one of this server.
   * @default - it is not
   */
  readonly onBehalfOf?: OnBehalfOf;
  /**
   * The way to a server that only a VPC can reach: to the domain of its discovery URL or of its issuer.
   * @default - the server is public
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-private-idp.html
   */
  readonly privateEndpoint?: PrivateEndpoint;
  /**
   * The ways to other domains of the server, by domain: up to 5, of the same kind as `privateEndpoint`.
   * @default - all endpoints are on one domain
   */
  readonly privateEndpointOverrides?: { [domain: string]: PrivateEndpoint };
}

/** A server that publishes where its endpoints are. */
export interface DiscoveredOAuthServer extends CustomOAuthOptions {
  /** An https URL that ends in `/.well-known/openid-configuration` or `/.well-known/oauth-authorization-server`. */
  readonly discoveryUrl: string;
}

/** A server whose endpoints have to be said. */
export interface DescribedOAuthServer extends CustomOAuthOptions, TenantEndpoints {
  /**
   * The response types that it supports, like `code`.
   * @default - not said
   */
  readonly responseTypes?: string[];
}
