/** What every credential provider offers, made here or imported: its tokens or keys, for exactly one workload. */
import { aws_iam as iam, Fn, Stack, Token } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { agentcoreArn } from '../core/arns';
import type { CapabilityBinding, CapabilityHost, ICapability } from '../core/capability';
import { grantStatements } from '../core/granted-statements';
import { environmentName } from '../core/names';
import { placeInArn, type Place } from '../core/place';
import { refuse } from '../core/refusal';
import type { IAgentIdentity } from './agent-identity';

/** Credentials for something outside AWS, kept by AgentCore: OAuth tokens or an API key. */
export interface ICredentialProvider extends IConstruct, ICapability {
  /** The ARN. */
  readonly providerArn: string;
  /** The name by which an agent's code asks for credentials. */
  readonly providerName: string;
  /**
   * Lets a principal get credentials of this provider as the given workload. It needs a token of the workload first:
   * `identity.grantToken…`. An agent does not need this: it `uses` the provider.
   */
  grantCredentials(grantee: iam.IGrantable, identity: IAgentIdentity): iam.Grant;
  /**
   * What gets credentials of this provider as one of the workloads, and nothing else.
   * @internal
   */
  _tokenStatements(workloadIdentityArns: readonly string[]): iam.PolicyStatement[];
  /**
   * The region and the account that it is in, as far as the app knows.
   * @internal
   */
  readonly _place: Place;
}

/** How a kind of provider is called. */
export interface ProviderKind {
  /** Of its environment variable. */
  readonly word: string;
  /** What gets a credential. */
  readonly action: string;
  /** In its ARN. */
  readonly resource: string;
  /** In the name of the secret that AgentCore keeps for it. */
  readonly secretFolder: string;
}

export const PROVIDER_KINDS = {
  oauth: {
    word: 'OAUTH',
    action: 'bedrock-agentcore:GetResourceOauth2Token',
    resource: 'oauth2credentialprovider',
    secretFolder: 'oauth2',
  },
  apiKey: {
    word: 'API_KEY',
    action: 'bedrock-agentcore:GetResourceApiKey',
    resource: 'apikeycredentialprovider',
    secretFolder: 'apikey',
  },
} as const satisfies Record<string, ProviderKind>;

/**
 * What made and imported providers have in common.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html
 */
export abstract class CredentialProviderBase extends Construct implements ICredentialProvider {
  /** The ARN. */
  abstract readonly providerArn: string;
  /** The name by which an agent's code asks for credentials. */
  abstract readonly providerName: string;

  /** @internal */
  protected abstract readonly _kind: ProviderKind;

  /** How messages name it: the construct path. */
  get capabilityName(): string {
    return this.node.path;
  }

  /**
   * What an agent needs to get credentials of this provider, of this one only: its name as `OAUTH_<ID>_PROVIDER` or
   * `API_KEY_<ID>_PROVIDER`, and the permission to ask for them as itself.
   */
  bind(scope: Construct, host: CapabilityHost): CapabilityBinding {
    const { workloadIdentityArns = [] } = host;
    if (workloadIdentityArns.length === 0) {
      refuse(scope, {
        about: 'uses',
        value: this.node.path,
        allowed: 'a credential provider only where the workload identity is known, since credentials are given to it',
        fix: 'Use it from an Agent, or grant it with grantCredentials(role, identity).',
      });
    }
    return {
      environment: { [environmentName(this._kind.word, this.node.id, 'PROVIDER')]: this.providerName },
      statements: this._tokenStatements(workloadIdentityArns),
    };
  }

  /**
   * Lets a principal get credentials of this provider as the given workload. It needs a token of the workload first:
   * `identity.grantToken…`. An agent does not need this: it `uses` the provider.
   */
  grantCredentials(grantee: iam.IGrantable, identity: IAgentIdentity): iam.Grant {
    return grantStatements(grantee, this._tokenStatements([identity.identityArn]));
  }

  /** @internal */
  get _place(): Place {
    return placeInArn(this.providerArn);
  }

  /** @internal */
  _tokenStatements(workloadIdentityArns: readonly string[]): iam.PolicyStatement[] {
    return [this._vaultStatement(this._kind.action, workloadIdentityArns), ...this._secretStatements()];
  }

  /**
   * An action on this provider as one of the workloads. AgentCore asks IAM about each of these resources.
   * @internal
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/scope-credential-provider-access.html
   */
  protected _vaultStatement(action: string, workloadIdentityArns: readonly string[]): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: [action],
      resources: [
        this.arnBeside('workload-identity-directory/default'),
        ...workloadIdentityArns,
        this.arnBeside('token-vault/default'),
        this.providerArn,
      ],
    });
  }

  /** @internal What AgentCore reads in the name of whoever asks. */
  protected abstract _secretStatements(): iam.PolicyStatement[];

  /**
   * Reading the secret that AgentCore keeps for this provider. Its ARN is no attribute that a policy could take (an object
   * with the ARN inside), but its name begins with the provider's; then come one or two groups of random characters.
   * @internal
   */
  protected _managedSecretStatement(): iam.PolicyStatement {
    const { partition } = Stack.of(this);
    const [region, account] = this.place();
    const name = `bedrock-agentcore-identity!default/${this._kind.secretFolder}/${this.providerName}`;
    const secret = `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}`;
    return new iam.PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [`${secret}-??????`, `${secret}-????????-??????`],
    });
  }

  /** The region and the account that it is in. */
  private place(): [string, string] {
    const { region, account } = Stack.of(this);
    const [, , , itsRegion, itsAccount] = Token.isUnresolved(this.providerArn) ? [] : this.providerArn.split(':');
    return [itsRegion ?? region, itsAccount ?? account];
  }

  private arnBeside(resource: string): string {
    if (Token.isUnresolved(this.providerArn)) return agentcoreArn(this, resource);
    return [...this.providerArn.split(':').slice(0, 5), resource].join(':');
  }
}

/** The last part of a provider's ARN. */
export function nameInArn(providerArn: string): string {
  return Token.isUnresolved(providerArn)
    ? Fn.select(3, Fn.split('/', providerArn))
    : (providerArn.split('/').pop() as string);
}
