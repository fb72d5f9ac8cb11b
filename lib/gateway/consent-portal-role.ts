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
 * @param providers the one that users sign in with, and those of targets that are known by now
 * @param every whether it may use every provider of the vault
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-consent-portal-execution-role.html
 */
export function consentPortalRole(
  scope: Construct,
  portalName: string,
  gatewayArn: string,
  providers: readonly IOAuthProvider[],
  every: boolean,
): ServiceRole {
  const vault = agentcoreArn(scope, VAULT);
  const all = `${vault}/oauth2credentialprovider/*`;
  const providerArns = every ? [all] : providers.map(({ providerArn }) => providerArn);
  const directory = agentcoreArn(scope, IDENTITIES);
  const identity = anyIdentity(scope);
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
      ...providers.flatMap((provider) => provider._tokenStatements([identity])),
      ...(every ? [allow(['GetResourceOauth2Token'], [directory, identity, vault, all]), everySecret(scope)] : []),
    ],
  });
}

/** What it needs for the provider of a target that the gateway got later. */
export function portalStatements(scope: Construct, provider: IOAuthProvider): iam.PolicyStatement[] {
  return [
    allow(
      ['GetOauth2CredentialProvider', 'CompleteResourceTokenAuth', 'GetWorkloadAccessTokenForJWT'],
      [provider.providerArn],
    ),
    ...provider._tokenStatements([anyIdentity(scope)]),
  ];
}

/** Which workload identity it asks as is the service's choice. */
function anyIdentity(scope: Construct): string {
  return `${agentcoreArn(scope, IDENTITIES)}/workload-identity/*`;
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
