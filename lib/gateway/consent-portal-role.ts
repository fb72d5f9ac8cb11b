/** The role of a consent portal: it reads its gateway and the providers that users give consent to, and gets tokens. */
import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { agentcoreArn, agentcoreArnOfName } from '../core/arns';
import { ServiceRole } from '../core/service-role';
import type { IOAuthProvider } from '../identity/oauth-provider-base';

const VAULT = 'token-vault/default';
const IDENTITIES = 'workload-identity-directory/default';
const SECRETS = 'bedrock-agentcore-identity!default/oauth2';

/**
 * The statements of the documentation, which says `*` where AgentCore has resources: the vault and its providers, the
 * directory of workload identities and theirs. CreateConsentPortal asks with this role, so all are inside it.
 *
 * @param outbound the providers of the targets; every provider of the vault if they are not known
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-consent-portal-execution-role.html
 */
export function consentPortalRole(
  scope: Construct,
  portalName: string,
  gatewayArn: string,
  signIn: IOAuthProvider,
  outbound?: readonly IOAuthProvider[],
): ServiceRole {
  const vault = agentcoreArn(scope, VAULT);
  const every = `${vault}/oauth2credentialprovider/*`;
  const providerArns = outbound ? [signIn, ...outbound].map(({ providerArn }) => providerArn) : [every];
  const directory = agentcoreArn(scope, IDENTITIES);
  // Which workload identity it asks as is the service's choice.
  const identity = `${directory}/workload-identity/*`;
  return new ServiceRole(scope, 'Role', {
    sourceArn: agentcoreArnOfName(scope, 'consent-portal', portalName),
    description: `Consent portal ${scope.node.path}`,
    required: [
      allow(['GetGateway', 'GetGatewayTarget', 'ListGatewayTargets'], [gatewayArn]),
      allow(['GetOauth2CredentialProvider', 'ListOauth2CredentialProviders'], [vault, ...providerArns]),
      allow(
        ['CompleteResourceTokenAuth', 'GetWorkloadAccessTokenForJWT'],
        [directory, identity, vault, ...providerArns],
      ),
      ...[signIn, ...(outbound ?? [])].flatMap((provider) => provider._tokenStatements([identity])),
      ...(outbound ? [] : [allow(['GetResourceOauth2Token'], [directory, identity, vault, every]), everySecret(scope)]),
    ],
  });
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: actions.map((action) => `bedrock-agentcore:${action}`), resources });
}

/** The secrets that AgentCore keeps, by their tag. */
function everySecret(scope: Construct): iam.PolicyStatement {
  const { partition, region, account } = Stack.of(scope);
  return new iam.PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: [`arn:${partition}:secretsmanager:${region}:${account}:secret:${SECRETS}/*`],
    conditions: {
      StringEquals: { 'aws:ResourceTag/aws:secretsmanager:owningService': 'bedrock-agentcore-identity' },
    },
  });
}
