/** Clients and keys at servers that do not exist: a provider can be made of them, a token cannot be had. */
import { aws_secretsmanager as secretsmanager, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiKeyProvider, OAuthProvider, OAuthVendor, StoredSecret, type CustomOAuthOptions } from '../lib';

/** A secret with one field, `value`. */
export function secretIn(scope: Construct, id: string): StoredSecret {
  const secret = new secretsmanager.Secret(scope, id, {
    generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'value' },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return StoredSecret.field(secret, 'value');
}

/** Nobody answers at these addresses. */
export const SERVER = {
  issuer: 'https://login.example.com',
  authorizationEndpoint: 'https://login.example.com/authorize',
  tokenEndpoint: 'https://login.example.com/token',
};

export function oauthClient(scope: Construct, id: string, options: CustomOAuthOptions = {}): OAuthProvider {
  return new OAuthProvider(scope, id, {
    vendor: OAuthVendor.customEndpoints({ ...SERVER, ...options }),
    clientId: 'integ',
    clientSecret: secretIn(scope, `${id}Secret`),
  });
}

export function apiKey(scope: Construct, id: string): ApiKeyProvider {
  return new ApiKeyProvider(scope, id, { apiKey: secretIn(scope, `${id}Secret`) });
}
