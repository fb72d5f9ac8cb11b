/** Who may come in and how: tokens, networks, other accounts, interceptors, a web ACL, a contract for other apps. Never deployed. */
import { join } from 'node:path';
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import {
  App,
  aws_bedrockagentcore as agentcore,
  aws_ec2 as ec2,
  aws_kms as kms,
  aws_lambda as lambda,
  Duration,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import {
  Caller,
  ClaimRequirement,
  GatewayProtocol,
  GatewayWebAcl,
  IdentityProvider,
  InboundAuth,
  Interceptor,
  PrivateEndpoint,
  PrivateEndpointIpType,
  Rollout,
  TenantInput,
  TenantInterceptor,
  ToolDefinitions,
  ToolFunction,
  ToolGateway,
  type JwtOptions,
} from '../lib';
import { agentcoreCall } from './agentcore-call';
import { expectGateway } from './gateway-assertions';
import { SERVER } from './oauth-clients';

const app = new App();
const stack = new Stack(app, 'IntegGatewayWaysIn');

const vpc = new ec2.Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
});
const staff = (options: JwtOptions = {}) =>
  InboundAuth.jwt(
    IdentityProvider.oidc(`${SERVER.issuer}/.well-known/openid-configuration`, {
      audiences: ['tools'],
      clients: ['console'],
    }),
    options,
  );
const unpermittedTools = { reason: 'What is tested are gateways, not who may call which tool' };

// Everything that can be said of tokens and of MCP.
const withTokens = new ToolGateway(stack, 'Tools', {
  gatewayName: 'integ-ways-in',
  description: 'Tools for staff',
  instructions: 'Ask before you change something.',
  inboundAuth: staff({
    scopes: ['read'],
    advertisedScopes: { read: 'api://tools/read' },
    claims: [ClaimRequirement.equalTo('token_use', 'access'), ClaimRequirement.includesAny('groups', ['staff'])],
    privateEndpoint: PrivateEndpoint.vpc(vpc, {
      subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [new ec2.SecurityGroup(stack, 'ToIssuer', { vpc })],
      ipAddressType: PrivateEndpointIpType.IPV4,
      routingDomain: 'login.example.com',
      tags: { team: 'tools' },
    }),
  }),
  protocolVersions: [agentcore.MCPProtocolVersion.of('2025-11-25')],
  sessionTimeout: Duration.hours(1),
  responseStreaming: true,
  paginatedToolList: false,
  detailedErrors: { reason: 'A test' },
  encryptionKey: new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY }),
  rollout: Rollout.shadow({ reason: 'A test' }),
  webAcl: new GatewayWebAcl(stack, 'WebAcl', { requestsPerFiveMinutes: 10_000 }),
  uninspectedRequests: { reason: 'A test' },
  unpermittedTools,
  tags: { team: 'tools' },
});
const handler = new ToolFunction(stack, 'EchoFunction', { entry: join(__dirname, 'echo/tool.ts') });
withTokens.addLambda('Echo', {
  handler,
  tools: ToolDefinitions.of({
    name: 'echo',
    description: 'Gives back the text',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  }),
});
withTokens.publishContract({ parameterPrefix: '/integ/ways-in', wholeContract: true });
withTokens.onlyFrom(Caller.vpc(vpc.vpcId));

// An issuer behind a resource configuration, and a function that keeps tenants apart.
const tenants = new TenantInterceptor(stack, 'Tenants', {
  claim: 'tenant_id',
  input: TenantInput.mustMatch('tenant'),
});
new ToolGateway(stack, 'TenantTools', {
  inboundAuth: staff({ privateEndpoint: PrivateEndpoint.resourceConfiguration('rcfg-0123456789abcdef0') }),
  interceptors: [tenants.interceptor],
  unpermittedTools,
});

// Callers that sign: those of one's own organization, seen by one function on their way in and out.
const see = new lambda.Function(stack, 'See', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => { throw new Error("never deployed"); };'),
});
const withSignatures = new ToolGateway(stack, 'SignedTools', {
  interceptors: [Interceptor.both(see, { passRequestHeaders: true, excludeResponseBody: true })],
  unpermittedTools,
});
withSignatures.allowFrom(Caller.organization('o-abcdefghij'), Caller.account('111122223333'));

const anybodyWhoSigns = new ToolGateway(stack, 'KnownCallers', {
  protocol: GatewayProtocol.ANY,
  inboundAuth: InboundAuth.authenticateOnly({ reason: 'The targets decide' }),
});
const anybody = new ToolGateway(stack, 'AnyCaller', {
  inboundAuth: InboundAuth.none({ reason: 'There is nothing behind it' }),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });

// Nobody answers at the address of the issuer, so the gateways with tokens are tested by their template.
expectGateway(test, withSignatures, {
  authorizerType: 'AWS_IAM',
  interceptorConfigurations: [Match.objectLike({ interceptionPoints: ['REQUEST', 'RESPONSE'] })],
});
expectGateway(test, anybodyWhoSigns, { authorizerType: 'AUTHENTICATE_ONLY' });
expectGateway(test, anybody, { authorizerType: 'NONE' });
agentcoreCall(test, 'bedrock-agentcore-control', 'GetResourcePolicy', {
  resourceArn: withSignatures.gatewayArn,
}).expect(ExpectedResult.objectLike({ policy: Match.stringLikeRegexp('o-abcdefghij') }));
