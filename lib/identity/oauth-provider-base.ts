/** What every OAuth provider offers, made here or imported. */
import type { aws_iam as iam } from 'aws-cdk-lib';
import { grantStatements } from '../core/granted-statements';
import type { Problem } from '../core/refusal';
import type { IAgentIdentity } from './agent-identity';
import { CredentialProviderBase, PROVIDER_KINDS, type ICredentialProvider } from './credential-provider';

/** A client of an OAuth server, made here or imported. */
export interface IOAuthProvider extends ICredentialProvider {
  /**
   * Lets the backend of your application confirm that the user who gave consent is the one who was asked.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/oauth2-authorization-url-session-binding.html
   */
  grantCompleteAuthorization(grantee: iam.IGrantable, identity: IAgentIdentity): iam.Grant;
  /**
   * What keeps it from exchanging the tokens of users, as far as the app knows.
   * @internal
   */
  _exchangeProblems(about: string): Problem[];
}

/** What the backend calls when a user comes back with consent. */
const COMPLETE_AUTHORIZATION = 'bedrock-agentcore:CompleteResourceTokenAuth';

/**
 * What made and imported OAuth providers have in common.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html
 */
export abstract class OAuthProviderBase extends CredentialProviderBase implements IOAuthProvider {
  /** @internal */
  protected readonly _kind = PROVIDER_KINDS.oauth;

  /** @internal Of an imported one the app does not know whose it is. */
  _exchangeProblems(_about: string): Problem[] {
    return [];
  }

  /**
   * Lets the backend of your application confirm that the user who gave consent is the one who was asked.
   * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/oauth2-authorization-url-session-binding.html
   */
  grantCompleteAuthorization(grantee: iam.IGrantable, identity: IAgentIdentity): iam.Grant {
    return grantStatements(grantee, [
      this._vaultStatement(COMPLETE_AUTHORIZATION, [identity.identityArn]),
      ...this._secretStatements(),
    ]);
  }
}
