/** How the token of a user is exchanged for one that a tool accepts. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { IDENTITY_LIMITS } from './identity-limits';

type ExchangeBlock = agentcore.CfnOAuth2CredentialProvider.OnBehalfOfTokenExchangeConfigProperty;

/**
 * What says who acts for the user.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/on-behalf-of-token-exchange.html
 */
export class ActorToken {
  /** Nothing: the server knows it from how the client authenticates. */
  static none(): ActorToken {
    return new ActorToken('NONE');
  }

  /**
   * A token that the client gets for itself.
   * @param scopes the scopes to ask for with it
   */
  static machineToMachine(scopes?: string[]): ActorToken {
    return new ActorToken('M2M', scopes);
  }

  /** A token in which AWS says which role is calling. The account must have outbound web identity federation enabled. */
  static iamIdToken(): ActorToken {
    return new ActorToken('AWS_IAM_ID_TOKEN_JWT');
  }

  private constructor(
    /** The service's name. */
    readonly content: string,
    /** The scopes to ask for; only with `machineToMachine`. */
    readonly scopes?: string[],
  ) {}
}

/**
 * How the token of a user is exchanged for one that a tool accepts, without asking the user again.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/on-behalf-of-token-exchange.html
 */
export class OnBehalfOf {
  /**
   * Token exchange (RFC 8693): the user's token is the subject.
   * @param actor who acts for the user; `ActorToken.none()` unless said otherwise
   */
  static tokenExchange(actor: ActorToken = ActorToken.none()): OnBehalfOf {
    return new OnBehalfOf('TOKEN_EXCHANGE', actor);
  }

  /** JWT authorization grant (RFC 7523): the user's token is the authorization. */
  static jwtAuthorizationGrant(): OnBehalfOf {
    return new OnBehalfOf('JWT_AUTHORIZATION_GRANT');
  }

  private constructor(
    /** The service's name. */
    readonly grantType: string,
    private readonly actor?: ActorToken,
  ) {}

  /** @internal */
  get _needsIamToken(): boolean {
    return this.actor?.content === 'AWS_IAM_ID_TOKEN_JWT';
  }

  /** @internal */
  _render(): ExchangeBlock {
    if (!this.actor) return { grantType: this.grantType };
    const { content, scopes } = this.actor;
    return {
      grantType: this.grantType,
      tokenExchangeGrantTypeConfig: { actorTokenContent: content, actorTokenScopes: scopes },
    };
  }

  /** @internal */
  _problems(): Problem[] {
    const most = IDENTITY_LIMITS.actorScope;
    const fits = (scope: string) => Token.isUnresolved(scope) || (scope.length >= 1 && scope.length <= most);
    const scopes = this.actor?.scopes;
    if (!scopes || (scopes.length > 0 && scopes.every(fits))) return [];
    return [
      {
        about: 'onBehalfOf: scopes of the actor token',
        value: scopes,
        allowed: `at least one scope, each 1 to ${most} characters`,
        fix: 'Name the scopes, or leave them out: then none is asked for.',
      },
    ];
  }
}
