import { aws_iam as iam } from 'aws-cdk-lib';
import { ApiKeyProvider, StoredSecret } from '../../lib/identity';
import { agentIn, grantsOf, runtimeOf } from '../runtime/shop-with-agents';
import { oauthIn, refusals, SECRET_ARN, secretOf, shopStack, statementsIn, SUPPORT } from './credential-stack';

describe('Credentials that an agent uses', () => {
  const stack = shopStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  const slack = oauthIn(stack, {}, 'SlackForUsers');
  const weather = new ApiKeyProvider(stack, 'Weather', {
    apiKey: StoredSecret.field(secretOf(shopStack(undefined, 'Elsewhere')), 'key'),
  });
  const host = { role, workloadIdentityArns: [SUPPORT] };

  it.each([
    ['an OAuth provider', slack, 'OAUTH_SLACK_FOR_USERS_PROVIDER'],
    ['an API key', weather, 'API_KEY_WEATHER_PROVIDER'],
  ])('are found by the name of %s, and nothing else is granted', (_, provider, variable) => {
    const { statements = [], ...binding } = provider.bind(stack, host);
    expect(binding).toEqual({ environment: { [variable]: provider.providerName } });
    expect(statementsIn(stack, statements)).toEqual(statementsIn(stack, provider._tokenStatements([SUPPORT])));
    expect(provider.capabilityName).toBe(provider.node.path);
  });

  it('are refused where nobody knows as whom they are asked for', () => {
    expect(refusals(() => slack.bind(stack, { role }))).toEqual([
      'uses is "Shop/SlackForUsers". Allowed: a credential provider only where the workload identity is known, since ' +
        'credentials are given to it. Use it from an Agent, or grant it with grantCredentials(role, identity).',
    ]);
  });

  it('are asked for by an agent as itself', () => {
    const shop = shopStack();
    const users = oauthIn(shop, {}, 'SlackForUsers');
    agentIn(shop, 'Support', { uses: [users] });
    expect(runtimeOf(shop).Properties).toMatchObject({
      EnvironmentVariables: { OAUTH_SLACK_FOR_USERS_PROVIDER: users.providerName },
    });
    expect(grantsOf(shop).filter(({ Action }) => /ResourceOauth2Token|GetSecretValue/.test(String(Action)))).toEqual([
      expect.objectContaining({
        Action: 'bedrock-agentcore:GetResourceOauth2Token',
        Resource: expect.arrayContaining([
          expect.stringMatching(/:workload-identity-directory\/default\/workload-identity\/support-\*$/),
        ]),
      }),
      expect.objectContaining({ Action: 'secretsmanager:GetSecretValue', Resource: SECRET_ARN }),
    ]);
  });
});
