/** What the presets of identity providers are told. */
import type { aws_cognito as cognito } from 'aws-cdk-lib';

/** The clients of a Cognito user pool whose tokens are accepted. */
export interface CognitoOptions {
  /** App clients of the pool. Cognito's access tokens carry no `aud`, so clients are what is checked. At least one. */
  readonly clients: cognito.IUserPoolClient[];
}

/** What the tokens of an OpenID Connect issuer are checked for. */
export interface OidcOptions {
  /**
   * Accepted values of the `aud` claim.
   * @default - `aud` is not checked
   */
  readonly audiences?: string[];
  /**
   * Accepted values of the `client_id` claim. Not every issuer writes it: Entra ID never does, Okta and Auth0 only when
   * they are told to. Take their presets, and `issuedTo`.
   * @default - `client_id` is not checked
   */
  readonly clients?: string[];
}

/** An Okta organization, and which of its tokens are accepted. */
export interface OktaOptions {
  /** The organization's domain, like `acme.okta.com` or one of your own: not that of the admin console. */
  readonly domain: string;
  /**
   * The id of the authorization server. The organization's own server is none: what it issues is for Okta itself, and
   * nobody else can check it.
   * @default 'default'
   */
  readonly authorizationServer?: string;
  /** The audience that is set in the authorization server, like `api://default`. At least one. */
  readonly audiences: string[];
}

/** Which tokens an application of Entra ID issues: `accessTokenAcceptedVersion` in its manifest, `ver` in a token. */
export enum EntraIdVersion {
  /** What an application issues unless its manifest says 2. */
  V1 = '1.0',
  /** With `accessTokenAcceptedVersion: 2` in the manifest. */
  V2 = '2.0',
}

/** A directory of Entra ID, and the application whose tokens are accepted. */
export interface EntraIdOptions {
  /** The directory (tenant) id, or a domain of it. Not `common`: each directory is an issuer of its own. */
  readonly tenantId: string;
  /** The application (client) id of the API that is registered for the agent or gateway; not that of the callers. */
  readonly applicationId: string;
  /** Which tokens the application issues. They have different issuers and audiences. */
  readonly version: EntraIdVersion;
  /**
   * The application ID URI, which is the audience of version 1 tokens that were asked for by it.
   * @default - `api://<applicationId>`
   */
  readonly applicationIdUri?: string;
  /**
   * Where the directory is, for the national clouds: `login.microsoftonline.us`, `login.partner.microsoftonline.cn`.
   * @default 'login.microsoftonline.com'
   */
  readonly authority?: string;
}

/** An Auth0 tenant, and which of its tokens are accepted. */
export interface Auth0Options {
  /** The tenant's domain, like `acme.eu.auth0.com` or one of your own. */
  readonly domain: string;
  /**
   * The identifiers of the APIs in Auth0, letter by letter, with their slash at the end where they have one. At least one:
   * who asks Auth0 for a token without an audience gets one that cannot be checked.
   */
  readonly audiences: string[];
}

/** An environment of PingOne, and which of its tokens are accepted. */
export interface PingOneOptions {
  /** The id of the environment. */
  readonly environmentId: string;
  /**
   * Accepted values of the `aud` claim: the audiences of custom resources, not `https://api.pingone.com`, which is the
   * audience of every application's token for PingOne itself.
   * @default - `aud` is not checked
   */
  readonly audiences?: string[];
  /**
   * Accepted values of the `client_id` claim.
   * @default - `client_id` is not checked
   */
  readonly clients?: string[];
  /**
   * Where the environment is: `auth.pingone.eu`, `auth.pingone.ca`, `auth.pingone.asia`, `auth.pingone.com.au`, `auth.pingone.sg`,
   * or a domain of your own.
   * @default 'auth.pingone.com'
   */
  readonly domain?: string;
}
