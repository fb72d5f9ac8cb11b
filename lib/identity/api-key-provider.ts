/** An API key that agents and gateways may ask for. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { aws_iam as iam, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reportFindings } from '../core/finding';
import { recordJustification } from '../core/justification';
import { physicalName } from '../core/names';
import { Problems } from '../core/refusal';
import { tagProblems } from '../core/tags';
import { requireUniqueName } from '../core/unique-names';
import { CredentialProviderBase, nameInArn, PROVIDER_KINDS, type ICredentialProvider } from './credential-provider';
import { identityNameProblems, quotaFindings } from './credential-provider-problems';
import { IDENTITY_LIMITS } from './identity-limits';
import { providerArnProblems } from './imported-oauth-provider';
import { secretStatements, secretTypeProblems, type StoredSecret } from './stored-secret';

/** An API key, made here or imported. */
export interface IApiKeyProvider extends ICredentialProvider {
  /**
   * Tells it from an OAuth provider.
   * @internal
   */
  readonly _isApiKey: true;
}

/** An API key provider that exists already. */
export interface ApiKeyProviderAttributes {
  /** The ARN: `arn:aws:bedrock-agentcore:<region>:<account>:token-vault/default/apikeycredentialprovider/<name>`. */
  readonly providerArn: string;
  /**
   * The secret of yours that holds the key, so that whoever gets the key may read it.
   * @default - the secret that AgentCore keeps for the provider
   */
  readonly apiKey?: secretsmanager.ISecret;
}

/** Properties of an API key provider. */
export interface ApiKeyProviderProps {
  /** Where the API key is. */
  readonly apiKey: StoredSecret;
  /**
   * The name: 1 to 128 letters, digits, `-` and `_`. Another name replaces the provider.
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
 * An API key that agents and gateways may ask for, and that nobody else reads.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html
 */
export class ApiKeyProvider extends CredentialProviderBase implements IApiKeyProvider {
  /** A provider that exists already. */
  static fromApiKeyProviderAttributes(
    scope: Construct,
    id: string,
    attributes: ApiKeyProviderAttributes,
  ): IApiKeyProvider {
    return new ImportedApiKeyProvider(scope, id, attributes);
  }

  /** The L2 inside. */
  readonly credentialProvider: agentcore.ApiKeyCredentialProvider;
  /** The ARN. */
  readonly providerArn: string;
  /** The name by which an agent's code asks for the key. */
  readonly providerName: string;

  /** @internal */
  protected readonly _kind = PROVIDER_KINDS.apiKey;
  /** @internal */
  readonly _isApiKey = true;

  private readonly apiKey: StoredSecret;

  constructor(scope: Construct, id: string, props: ApiKeyProviderProps) {
    super(scope, id);
    const { apiKey, providerName, tags } = props;
    new Problems(this)
      .add(
        ...(secretTypeProblems('apiKey', apiKey) ?? apiKey._problems('apiKey', this)),
        ...identityNameProblems('providerName', providerName, IDENTITY_LIMITS.providerName),
        ...tagProblems(tags),
      )
      .refuse();

    this.apiKey = apiKey;
    const { maxLength } = IDENTITY_LIMITS.providerName;
    this.providerName = providerName ?? physicalName(this, { maxLength, separator: '-' });
    this.credentialProvider = new agentcore.ApiKeyCredentialProvider(this, 'Provider', {
      apiKeyCredentialProviderName: this.providerName,
    });
    const resource = this.credentialProvider.node.defaultChild as agentcore.CfnApiKeyCredentialProvider;
    this.providerArn = resource.attrCredentialProviderArn;

    // The L2 takes a value only, and refuses a tag that is empty.
    resource.apiKey = apiKey._value;
    resource.apiKeySecretSource = apiKey._field ? 'EXTERNAL' : 'MANAGED';
    resource.apiKeySecretConfig = apiKey._field;
    resource.tags = tags && Object.entries(tags).map(([key, value]) => ({ key, value }));
    const inTemplate = apiKey._justification;
    if (inTemplate) recordJustification(resource, 'the API key stands in the template', inTemplate);
    if (providerName !== undefined) requireUniqueName(this, 'providerName', resource, ({ name }) => name);
    reportFindings(this, () => quotaFindings(resource));
  }

  /** @internal */
  protected _secretStatements(): iam.PolicyStatement[] {
    return this.apiKey._readStatements() ?? [this._managedSecretStatement()];
  }
}

class ImportedApiKeyProvider extends CredentialProviderBase implements IApiKeyProvider {
  readonly providerArn: string;
  readonly providerName: string;
  readonly _isApiKey = true;
  protected readonly _kind = PROVIDER_KINDS.apiKey;

  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: ApiKeyProviderAttributes,
  ) {
    super(scope, id);
    new Problems(this).add(...providerArnProblems(attributes.providerArn, this._kind.resource)).refuse();
    this.providerArn = attributes.providerArn;
    this.providerName = nameInArn(attributes.providerArn);
  }

  protected _secretStatements(): iam.PolicyStatement[] {
    const { apiKey } = this.attributes;
    return apiKey ? secretStatements(apiKey) : [this._managedSecretStatement()];
  }
}
