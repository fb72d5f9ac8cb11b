/** An OAuth provider that another stack or another tool made. */
import { Stack, Token } from 'aws-cdk-lib';
import type { aws_iam as iam, aws_kms as kms, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Problems, type Problem } from '../core/refusal';
import { signingStatement } from './client-authentication';
import { nameInArn } from './credential-provider';
import { OAuthProviderBase } from './oauth-provider-base';
import { secretStatements } from './stored-secret';

/** An OAuth provider that exists already. */
export interface OAuthProviderAttributes {
  /** The ARN: `arn:aws:bedrock-agentcore:<region>:<account>:token-vault/default/oauth2credentialprovider/<name>`. */
  readonly providerArn: string;
  /**
   * The secret of yours that holds the client secret, so that whoever gets tokens may read it.
   * @default - the secret that AgentCore keeps for the provider
   */
  readonly clientSecret?: secretsmanager.ISecret;
  /**
   * The key that signs its assertions, where it authenticates with a private key; then there is no secret.
   * @default - it authenticates with a secret
   */
  readonly signingKey?: kms.IKey;
}

export class ImportedOAuthProvider extends OAuthProviderBase {
  readonly providerArn: string;
  readonly providerName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: OAuthProviderAttributes,
  ) {
    super(scope, id);
    new Problems(this).add(...providerArnProblems(attributes.providerArn, this._kind.resource)).refuse();
    this.providerArn = attributes.providerArn;
    this.providerName = nameInArn(attributes.providerArn);
  }

  protected _secretStatements(): iam.PolicyStatement[] {
    const { clientSecret, signingKey } = this.attributes;
    if (signingKey) return [signingStatement(signingKey, Stack.of(this).region)];
    return clientSecret ? secretStatements(clientSecret) : [this._managedSecretStatement()];
  }
}

export function providerArnProblems(providerArn: string, resource: string): Problem[] {
  const pattern = new RegExp(
    `^arn:[^:]+:bedrock-agentcore:[^:]+:[^:]+:token-vault/[a-zA-Z0-9_-]+/${resource}/[a-zA-Z0-9_-]{1,128}$`,
  );
  if (Token.isUnresolved(providerArn) || pattern.test(providerArn)) return [];
  return [
    {
      about: 'providerArn',
      value: providerArn,
      allowed: `arn:<partition>:bedrock-agentcore:<region>:<account>:token-vault/default/${resource}/<name>`,
      fix: 'Write the ARN that AgentCore gave, not the name of the provider.',
    },
  ];
}
