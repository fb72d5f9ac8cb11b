/**
 * Gateways and targets with what the L2 cannot say, before the judge that CDK has for every template.
 *
 * @jest-environment-options {"ownPackages": true}
 */
import {
  App,
  type aws_bedrockagentcore as agentcore,
  aws_ec2 as ec2,
  aws_s3 as s3,
  Duration,
  Stack,
} from 'aws-cdk-lib';
import {
  GatewayProtocol,
  McpServer,
  Outbound,
  TargetCertificate,
  ToolGateway,
  type ToolGatewayProps,
} from '../../lib/gateway';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { PrivateEndpoint } from '../../lib/network';
import { DISCOVERY, ENV, jwt } from '../gateway/shop';

jest.setTimeout(60_000);
const DENIED = { unpermittedTools: { reason: 'the test is about templates' } };

describe('CloudFormation Validate', () => {
  const judged = (props: (stack: Stack) => ToolGatewayProps, change?: (tools: ToolGateway) => void) => {
    process.env.CDK_VALIDATION = 'true';
    const print = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
      const stack = new Stack(app, 'Shop', { env: ENV });
      const tools = new ToolGateway(stack, 'Tools', { ...DENIED, ...props(stack) });
      const server = McpServer.url('https://mcp.example.com');
      const vpc = vpcIn(stack);
      tools.addMcpServer('Docs', {
        server,
        outbound: Outbound.gatewayRole({ service: 'lambda' }),
        privateEndpoint: PrivateEndpoint.vpc(vpc),
        passes: { requestHeaders: ['X-Tenant'] },
        resourcePriority: 3,
        certificate: TargetCertificate.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'certificates'), 'ca.pem'),
      });
      change?.(tools);
      app.synth();
    } finally {
      print.mockRestore();
      process.env.CDK_VALIDATION = 'false';
    }
  };
  const vpcIn = (stack: Stack) =>
    (stack.node.tryFindChild('Vpc') as ec2.IVpc | undefined) ??
    ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-central-1a'],
      privateSubnetIds: ['subnet-11111111'],
    });

  it.each<[string, (stack: Stack) => ToolGatewayProps]>([
    [
      'with sessions, streams and one page',
      () => ({
        inboundAuth: jwt(),
        sessionTimeout: Duration.hours(1),
        responseStreaming: true,
        paginatedToolList: false,
      }),
    ],
    [
      'for any protocol that authenticates only',
      () => ({
        protocol: GatewayProtocol.ANY,
        inboundAuth: InboundAuth.authenticateOnly({ reason: 'the target decides' }),
      }),
    ],
    [
      'with advertised scopes of an issuer in a VPC',
      (stack) => ({
        inboundAuth: InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY), {
          scopes: ['read'],
          advertisedScopes: { read: 'api://shop/read' },
          privateEndpoint: PrivateEndpoint.vpc(vpcIn(stack)),
        }),
      }),
    ],
  ])('finds nothing wrong with a gateway %s and a private target with a certificate', (_, props) => {
    expect(() => judged(props)).not.toThrow();
  });

  it('is there: a property that CloudFormation does not know fails', () => {
    const change = ({ gateway }: ToolGateway) =>
      (gateway.node.defaultChild as agentcore.CfnGateway).addPropertyOverride('NoSuchProperty', true);
    expect(() => judged(() => ({}), change)).toThrow();
  });
});
