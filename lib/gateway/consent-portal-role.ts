/** The role of a consent portal: it reads its gateway and the providers that users give consent to, and gets tokens. */
import { aws_iam as iam, Fn, Stack, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { agentcoreArn, agentcoreArnOfName } from '../core/arns';
import { ServiceRole } from '../core/service-role';

const VAULT = 'token-vault/default';
const IDENTITIES = 'workload-identity-directory/default';
const SECRETS = 'bedrock-agentcore-identity!default/oauth2';

/**
 * The statements of the documentation, which says `*` where AgentCore has resources: the vault and its providers, the
 * directory of workload identities and theirs. CreateConsentPortal asks with this role, so all are inside it.
 *
 * @param providers those of the sign-in and of the targets; every provider of the vault if they are not known
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-consent-portal-execution-role.html
 */
export function consentPortalRole(
  scope: Construct,
  portalName: string,
  gatewayArn: string,
  providers?: readonly agentcore.IOAuth2CredentialProvider[],
): ServiceRole {
  const vault = agentcoreArn(scope, VAULT);
  const providerArns = providers?.map(({ credentialProviderArn }) => credentialProviderArn) ?? [
    `${vault}/oauth2credentialprovider/*`,
  ];
  const identities = agentcoreArn(scope, IDENTITIES);
  return new ServiceRole(scope, 'Role', {
    sourceArn: agentcoreArnOfName(scope, 'consent-portal', portalName),
    description: `Consent portal ${scope.node.path}`,
    required: [
      allow(['GetGateway', 'GetGatewayTarget', 'ListGatewayTargets'], [gatewayArn]),
      allow(['GetOauth2CredentialProvider', 'ListOauth2CredentialProviders'], [vault, ...providerArns]),
      allow(
        ['CompleteResourceTokenAuth', 'GetResourceOauth2Token', 'GetWorkloadAccessTokenForJWT'],
        // Which workload identity it asks as is the service's choice.
        [identities, `${identities}/workload-identity/*`, vault, ...providerArns],
      ),
      readSecrets(scope, providers),
    ],
  });
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: actions.map((action) => `bedrock-agentcore:${action}`), resources });
}

/** The secrets that AgentCore keeps, by their tag; their names end with one or two groups of random characters. */
function readSecrets(
  scope: Construct,
  providers?: readonly agentcore.IOAuth2CredentialProvider[],
): iam.PolicyStatement {
  const { partition, region, account } = Stack.of(scope);
  const folder = `arn:${partition}:secretsmanager:${region}:${account}:secret:${SECRETS}`;
  const names = providers?.map(({ credentialProviderArn: arn }) => `${folder}/${Fn.select(3, Fn.split('/', arn))}`);
  return new iam.PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: names?.flatMap((name) => [`${name}-??????`, `${name}-????????-??????`]) ?? [`${folder}/*`],
    conditions: {
      StringEquals: { 'aws:ResourceTag/aws:secretsmanager:owningService': 'bedrock-agentcore-identity' },
    },
  });
}
