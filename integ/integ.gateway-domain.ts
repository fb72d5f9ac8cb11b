/** A name of one's own for a gateway, with the certificate, the web ACL and the logs of CloudFront. Never deployed. */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import {
  App,
  aws_certificatemanager as acm,
  aws_route53 as route53,
  aws_s3 as s3,
  Duration,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import { GatewayDomain, IdentityProvider, InboundAuth, ToolGateway } from '../lib';
import { expectGateway } from './gateway-assertions';
import { SERVER } from './oauth-clients';

const app = new App();
const stack = new Stack(app, 'IntegGatewayDomain');

const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
});
// Nobody but the owner of example.com can have this certificate, or the name.
const certificate = acm.Certificate.fromCertificateArn(
  stack,
  'Certificate',
  'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
);
const staff = IdentityProvider.oidc(`${SERVER.issuer}/.well-known/openid-configuration`, { audiences: ['tools'] });
const gateway = new ToolGateway(stack, 'Tools', {
  inboundAuth: InboundAuth.jwt(staff, { scopes: ['read'], advertisedScopes: { read: 'api://tools/read' } }),
});
new GatewayDomain(stack, 'Domain', {
  gateway,
  domainName: 'tools.example.com',
  hostedZone,
  certificate,
  webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/tools/11111111-2222-3333-4444-555555555555',
  accessLogs: new s3.Bucket(stack, 'AccessLogs', {
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    removalPolicy: RemovalPolicy.DESTROY,
  }),
  readTimeout: Duration.seconds(60),
});

const test = new IntegTest(app, 'Test', { testCases: [stack], regions: ['us-east-1'] });
expectGateway(test, gateway, { authorizerType: 'CUSTOM_JWT' });
