/** A client of an OAuth server, for whose tokens agents and gateways may ask. */
import { aws_bedrockagentcore as agentcore, aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reportFindings } from '../core/finding';
import { recordJustification } from '../core/justification';
import { physicalName } from '../core/names';
import { Problems, type Problem } from '../core/refusal';
import { tagProblems } from '../core/tags';
import { requireUniqueName } from '../core/unique-names';
import { identityNameProblems, quotaFindings } from './credential-provider-problems';
import { IDENTITY_LIMITS } from './identity-limits';
import { ImportedOAuthProvider, type OAuthProviderAttributes } from './imported-oauth-provider';
import { OAuthProviderBase, type IOAuthProvider } from './oauth-provider-base';
import type { OAuthVendor } from './oauth-vendor';
import { secretTypeProblems, type StoredSecret } from './stored-secret';

export type { IOAuthProvider } from './oauth-provider-base';

/** Properties of an OAuth provider. */
export interface OAuthProviderProps {
  /** Whose OAuth server it is. Another vendor replaces the provider, so it needs another name or construct id too. */
  readonly vendor: OAuthVendor;
  /**
   * The id of the client that is registered with the vendor, at most 256 characters. No secret.
   * @default - none; only with `ClientAuthentication.iamIdToken()`
   */
  readonly clientId?: string;
  /**
   * Where the secret of the client is.
   * @default - none; only with `ClientAuthentication.iamIdToken()` or `privateKeyJwt(…)`
   */
  readonly clientSecret?: StoredSecret;
  /**
   * The name: 1 to 128 letters, digits, `-` and `_`. Another name replaces the provider: users give their consent again.
   * @default - derived from the construct path
   */
  readonly providerName?: string;
  /**
   * Tags of the provider; those of the app, the stage and the stack are added by CDK.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/**
 * A client of an OAuth server, for whose tokens agents and gateways may ask: for themselves, for a user who gave consent,
 * or in exchange for the token that the user brought. The tokens are kept in the token vault, apart for each user.
 *
 * Register `callbackUrl` with the vendor before users give their consent.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html
 */
export class OAuthProvider extends OAuthProviderBase {
  /** A provider that exists already. */
  static fromOAuthProviderAttributes(
    scope: Construct,
    id: string,
    attributes: OAuthProviderAttributes,
  ): IOAuthProvider {
    return new ImportedOAuthProvider(scope, id, attributes);
  }

  /** The L2 inside. */
  readonly credentialProvider: agentcore.OAuth2CredentialProvider;
  /** The ARN. */
  readonly providerArn: string;
  /** The name by which an agent's code asks for tokens. */
  readonly providerName: string;
  /** What is registered with the vendor as the redirect URI, where users give their consent. */
  readonly callbackUrl: string;

  private readonly vendor: OAuthVendor;
  private readonly clientSecret?: StoredSecret;

  constructor(scope: Construct, id: string, props: OAuthProviderProps) {
    super(scope, id);
    const { vendor, clientId, clientSecret, providerName, tags } = props;
    new Problems(this)
      .add(
        ...vendor._problems(this),
        ...clientIdProblems(vendor, clientId),
        ...clientSecretProblems(vendor, clientSecret, this),
        ...identityNameProblems('providerName', providerName, IDENTITY_LIMITS.providerName),
        ...tagProblems(tags),
      )
      .refuse();

    this.vendor = vendor;
    this.clientSecret = clientSecret;
    const { maxLength } = IDENTITY_LIMITS.providerName;
    this.providerName = providerName ?? physicalName(this, { maxLength, separator: '-' });
    this.credentialProvider = new agentcore.OAuth2CredentialProvider(this, 'Provider', {
      oAuth2CredentialProviderName: this.providerName,
      credentialProviderVendor: vendor.vendorName,
      oauth2ProviderConfigInput: vendor._render(clientId, clientSecret),
    });
    const resource = this.credentialProvider.node.defaultChild as agentcore.CfnOAuth2CredentialProvider;
    this.providerArn = resource.attrCredentialProviderArn;
    this.callbackUrl = resource.attrCallbackUrl;

    // The L2 refuses an empty value, which the service accepts.
    resource.tags = tags && Object.entries(tags).map(([key, value]) => ({ key, value }));
    const inTemplate = clientSecret?._justification;
    if (inTemplate) recordJustification(resource, 'the client secret stands in the template', inTemplate);
    if (providerName !== undefined) requireUniqueName(this, 'providerName', resource, ({ name }) => name);
    reportFindings(this, () => quotaFindings(resource));
  }

  /** @internal */
  override _exchangeProblems(about: string): Problem[] {
    return this.vendor._exchangeProblems(about, this.node.path);
  }

  /** @internal */
  protected _secretStatements(): iam.PolicyStatement[] {
    const { _authentication: authentication, _iamTokenAudiences: audiences } = this.vendor;
    return [
      ...(this.clientSecret ? (this.clientSecret._readStatements() ?? [this._managedSecretStatement()]) : []),
      ...authentication._keyStatements(Stack.of(this).region),
      ...(audiences ? [iamTokenStatement(audiences)] : []),
    ];
  }
}

/** A token in which AWS says who is calling, for this server where it is known. STS has no resource level for it. */
function iamTokenStatement(audiences: readonly string[]): iam.PolicyStatement {
  const conditions = {
    'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': audiences },
    // Without any audience the condition above is true.
    Null: { 'sts:IdentityTokenAudience': 'false' },
  };
  return new iam.PolicyStatement({
    actions: ['sts:GetWebIdentityToken'],
    resources: ['*'],
    conditions: audiences.length > 0 ? conditions : undefined,
  });
}

function clientIdProblems(vendor: OAuthVendor, clientId: string | undefined): Problem[] {
  const about = 'clientId';
  const allowed = `1 to ${IDENTITY_LIMITS.clientId} characters`;
  const fix = 'Write the id of the client that is registered with the vendor.';
  if (clientId === undefined) return vendor._authentication._needsClientId ? [{ about, allowed, fix }] : [];
  if (Token.isUnresolved(clientId) || (clientId.length >= 1 && clientId.length <= IDENTITY_LIMITS.clientId)) return [];
  return [{ about, value: clientId, allowed, fix }];
}

function clientSecretProblems(
  vendor: OAuthVendor,
  clientSecret: StoredSecret | undefined,
  construct: Construct,
): Problem[] {
  const about = 'clientSecret';
  const { _takesSecret: takesSecret, method } = vendor._authentication;
  const fix = 'Write StoredSecret.field(secret, jsonKey).';
  if (clientSecret === undefined) {
    return takesSecret ? [{ about, allowed: 'the secret of the client, in Secrets Manager', fix }] : [];
  }
  if (!takesSecret) {
    return [
      { about, value: 'given', allowed: `none with ${method}`, fix: 'Leave it out, and delete it at the vendor.' },
    ];
  }
  return secretTypeProblems(about, clientSecret) ?? clientSecret._problems(about, construct);
}
