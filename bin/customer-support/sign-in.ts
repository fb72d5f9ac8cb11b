/** Signs a member of staff in at Cognito: password, then the code of their authenticator app. */
import { regionOf, UsageError } from './outputs';

export interface SignIn {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** Asks for the six digits of the authenticator app. */
  readonly code: (question: string) => Promise<string>;
}

interface Answer {
  readonly AuthenticationResult?: { readonly AccessToken?: string };
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly SecretCode?: string;
  readonly message?: string;
}

/**
 * The access token of a user. Plain requests: signing in needs no AWS credentials.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export async function signIn(user: SignIn): Promise<string> {
  const { clientId, username, password } = user;
  let answer = await cognito(user, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  // At most: set the app up, then answer with it.
  for (let step = 0; step < 2 && answer.ChallengeName; step++) answer = await answered(user, answer);
  const token = answer.AuthenticationResult?.AccessToken;
  if (!token)
    throw new UsageError(`Cognito wants ${answer.ChallengeName ?? 'something else'}, which this command cannot do.`);
  return token;
}

async function answered(user: SignIn, challenge: Answer): Promise<Answer> {
  switch (challenge.ChallengeName) {
    case 'SOFTWARE_TOKEN_MFA':
      return respond(user, challenge, { SOFTWARE_TOKEN_MFA_CODE: await user.code('Code of the authenticator app: ') });
    case 'MFA_SETUP':
      return respond(user, await setUp(user, challenge), {});
    case 'NEW_PASSWORD_REQUIRED':
      throw new UsageError(
        `${user.username} has to choose a password first: aws cognito-idp admin-set-user-password --permanent ` +
          `--region ${regionOf(user.userPoolId)} --user-pool-id ${user.userPoolId} --username ${user.username} --password <password>`,
      );
    default:
      throw new UsageError(`Cognito wants ${challenge.ChallengeName}, which this command cannot do.`);
  }
}

/** The first sign-in of a user: the key goes into their app, and a code of the app proves it. */
async function setUp(user: SignIn, { Session }: Answer): Promise<Answer> {
  const started = await cognito(user, 'AssociateSoftwareToken', { Session });
  const code = await user.code(`Add this key to your authenticator app: ${started.SecretCode}\nCode of the app: `);
  const verified = await cognito(user, 'VerifySoftwareToken', { Session: started.Session, UserCode: code });
  return { ChallengeName: 'MFA_SETUP', Session: verified.Session };
}

function respond(user: SignIn, { ChallengeName, Session }: Answer, responses: Record<string, string>): Promise<Answer> {
  return cognito(user, 'RespondToAuthChallenge', {
    ChallengeName,
    ClientId: user.clientId,
    Session,
    ChallengeResponses: { USERNAME: user.username, ...responses },
  });
}

async function cognito({ userPoolId, username }: SignIn, action: string, body: object): Promise<Answer> {
  const endpoint =
    process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ??
    `https://cognito-idp.${regionOf(userPoolId)}.amazonaws.com`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (!response.ok) throw new UsageError(`Sign-in of ${username} failed: ${answer.message ?? response.status}`);
  return answer;
}
