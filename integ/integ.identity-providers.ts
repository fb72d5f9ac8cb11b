/** Credentials: one OAuth client of each block that CloudFormation has, API keys, a workload identity, the token vault's key. Never deployed. */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, aws_ec2 as ec2, aws_kms as kms, SecretValue, Stack } from 'aws-cdk-lib';
import {
  ActorToken,
  AgentIdentity,
  ApiKeyProvider,
  ClientAuthentication,
  OAuthProvider,
  OAuthVendor,
  OnBehalfOf,
  PrivateEndpoint,
  PrivateEndpointIpType,
  SigningAlgorithm,
  StoredSecret,
  TokenVault,
} from '../lib';
import { agentcoreCall } from './agentcore-call';
import { oauthClient, secretIn, SERVER } from './oauth-clients';

const app = new App();
const stack = new Stack(app, 'IntegIdentityProviders');

// Each vendor whose block differs, with its secret in Secrets Manager and, as one may for a quick test, in the template.
const stored = secretIn(stack, 'ClientSecret');
const inTemplate = StoredSecret.inTemplate(SecretValue.unsafePlainText('opens nothing'), { reason: 'A test' });
const vendors = {
  Atlassian: OAuthVendor.atlassian(),
  GitHub: OAuthVendor.github(),
  Google: OAuthVendor.google(),
  LinkedIn: OAuthVendor.linkedin(),
  Microsoft: OAuthVendor.microsoft({ tenantId: '11111111-2222-3333-4444-555555555555' }),
  Okta: OAuthVendor.okta({ issuer: 'https://example.okta.com/oauth2/default' }),
  Salesforce: OAuthVendor.salesforce(),
  Slack: OAuthVendor.slack(),
  Server: OAuthVendor.customEndpoints({ ...SERVER, responseTypes: ['code'] }),
};
const clientId = 'integ';
const providers = Object.entries(vendors).map(
  ([id, vendor]) => new OAuthProvider(stack, id, { vendor, clientId, clientSecret: stored, tags: { team: 'agents' } }),
);
for (const [id, vendor] of Object.entries(vendors)) {
  new OAuthProvider(stack, `${id}Test`, { vendor, clientId, clientSecret: inTemplate });
}

// Servers that are told more.
const vpc = new ec2.Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
});
const toServer = new ec2.SecurityGroup(stack, 'ToServer', { vpc });
const throughVpc = (routingDomain: string) =>
  PrivateEndpoint.vpc(vpc, {
    subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    securityGroups: [toServer],
    ipAddressType: PrivateEndpointIpType.IPV4,
    routingDomain,
    tags: { team: 'agents' },
  });
new OAuthProvider(stack, 'InVpc', {
  vendor: OAuthVendor.custom({
    discoveryUrl: `${SERVER.issuer}/.well-known/openid-configuration`,
    clientAuthentication: ClientAuthentication.post(),
    privateEndpoint: throughVpc('login.example.com'),
    privateEndpointOverrides: { 'keys.example.com': throughVpc('keys.example.com') },
  }),
  clientId,
  clientSecret: stored,
});
oauthClient(stack, 'Lattice', {
  privateEndpoint: PrivateEndpoint.resourceConfiguration('rcfg-0123456789abcdef0'),
  privateEndpointOverrides: { 'keys.example.com': PrivateEndpoint.resourceConfiguration('rcfg-0123456789abcdef1') },
});
const signing = new kms.Key(stack, 'SigningKey', {
  keySpec: kms.KeySpec.ECC_NIST_P256,
  keyUsage: kms.KeyUsage.SIGN_VERIFY,
});
new OAuthProvider(stack, 'Signed', {
  vendor: OAuthVendor.customEndpoints({
    ...SERVER,
    clientAuthentication: ClientAuthentication.privateKeyJwt({
      key: signing,
      algorithm: SigningAlgorithm.ES256,
      headerClaims: { kid: '1' },
      payloadClaims: { team: 'agents' },
    }),
    onBehalfOf: OnBehalfOf.tokenExchange(ActorToken.machineToMachine(['agents'])),
  }),
  clientId,
});
oauthClient(stack, 'Granted', { onBehalfOf: OnBehalfOf.jwtAuthorizationGrant() });

const key = new ApiKeyProvider(stack, 'Key', { apiKey: secretIn(stack, 'KeySecret'), tags: { team: 'agents' } });
new ApiKeyProvider(stack, 'KeyTest', { apiKey: inTemplate });
const identity = new AgentIdentity(stack, 'Elsewhere', {
  returnUrls: ['https://shop.example.com/agreed'],
  tags: { team: 'agents' },
});
new TokenVault(stack, 'Vault', { encryptionKey: new kms.Key(stack, 'VaultKey') });

// Nobody answers at example.com: what is tested of the servers in a network is the template.
const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
for (const { providerName: name } of providers) {
  agentcoreCall(test, 'bedrock-agentcore-control', 'GetOauth2CredentialProvider', { name }).expect(
    ExpectedResult.objectLike({ name }),
  );
}
agentcoreCall(test, 'bedrock-agentcore-control', 'GetApiKeyCredentialProvider', { name: key.providerName }).expect(
  ExpectedResult.objectLike({ name: key.providerName }),
);
agentcoreCall(test, 'bedrock-agentcore-control', 'GetWorkloadIdentity', { name: identity.identityName }).expect(
  ExpectedResult.objectLike({ allowedResourceOauth2ReturnUrls: ['https://shop.example.com/agreed'] }),
);
agentcoreCall(test, 'bedrock-agentcore-control', 'GetTokenVault', { tokenVaultId: 'default' }).expect(
  ExpectedResult.objectLike({ kmsConfiguration: { keyType: 'CustomerManagedKey' } }),
);
