import { runInNewContext } from 'node:vm';
import {
  App,
  aws_certificatemanager as acm,
  aws_cognito as cognito,
  aws_route53 as route53,
  aws_s3 as s3,
  Stack,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { GatewayDomain, ToolGateway, type GatewayDomainProps } from '../../lib/gateway';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { ACCOUNT, DISCOVERY, jwt } from './shop';

const NAME = 'tools.example.com';
const CERTIFICATE = `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/11111111-2222-3333-4444-555555555555`;

function shop(props: Partial<GatewayDomainProps> & { inboundAuth?: InboundAuth; region?: string } = {}) {
  const { inboundAuth = jwt(), region = 'us-east-1', ...more } = props;
  const stack = new Stack(new App(), 'Shop', { env: { account: ACCOUNT, region } });
  const gateway = new ToolGateway(stack, 'Tools', { inboundAuth });
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z1',
    zoneName: 'example.com',
  });
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Imported', CERTIFICATE);
  const make = () =>
    new GatewayDomain(stack, 'Domain', { gateway, domainName: NAME, hostedZone, certificate, ...more });
  return { stack, gateway, hostedZone, make };
}

/** The code of a function, with the tokens of the user pool replaced. */
function codeOf(stack: Stack, name: string): string {
  const functions = Template.fromStack(stack).findResources('AWS::CloudFront::Function', {
    Properties: { FunctionConfig: { Comment: name } },
  });
  const [{ Properties }] = Object.values(functions);
  const code = Properties.FunctionCode;
  return typeof code === 'string'
    ? code
    : code['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : part.Ref)).join('');
}

/** What the function makes of an event, as CloudFront runs it. */
const run = (code: string, event: unknown) => runInNewContext(`${code}; handler(event)`, { event });

const request = (uri: string) => ({ request: { uri, method: 'GET', headers: {} } });

describe('GatewayDomain', () => {
  it('passes everything on to the gateway, and caches nothing', () => {
    const { stack, make } = shop();
    make();
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: [NAME],
        HttpVersion: 'http2and3',
        ViewerCertificate: {
          AcmCertificateArn: CERTIFICATE,
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
        DefaultCacheBehavior: {
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
          // CachingDisabled and AllViewerExceptHostHeader, by the ids that AWS gave its own policies.
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
          ViewerProtocolPolicy: 'https-only',
          Compress: false,
        },
        Origins: [
          {
            DomainName: {
              'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayUrl'] }] }],
            },
            CustomOriginConfig: {
              OriginProtocolPolicy: 'https-only',
              OriginSSLProtocols: ['TLSv1.2'],
              OriginReadTimeout: 60,
            },
          },
        ],
      },
    });
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', { Name: `${NAME}.`, Type, HostedZoneId: 'Z1' });
    }
  });

  it('is told by its url', () => expect(shop().make().url).toBe('https://tools.example.com/mcp'));

  it('makes the certificate in us-east-1', () => {
    const { stack, make } = shop({ certificate: undefined });
    make();
    Template.fromStack(stack).hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: NAME,
      ValidationMethod: 'DNS',
    });
  });

  it('takes a web ACL and a bucket for access logs', () => {
    const { stack, make } = shop({ webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b' });
    make();
    Template.fromStack(stack).hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        WebACLId: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b',
        Logging: Match.absent(),
      },
    });
    const logged = shop();
    new GatewayDomain(logged.stack, 'Logged', {
      gateway: logged.gateway,
      hostedZone: logged.hostedZone,
      domainName: NAME,
      certificate: acm.Certificate.fromCertificateArn(logged.stack, 'Given', CERTIFICATE),
      accessLogs: new s3.Bucket(logged.stack, 'Logs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }),
    });
    Template.fromStack(logged.stack).hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { Logging: { Bucket: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] } } },
    });
  });

  it.each(['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp'])(
    'says at %s where to log in for its own name',
    (uri) => {
      const inboundAuth = InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { clients: ['web'] }), {
        scopes: ['read'],
        advertisedScopes: { read: 'api://shop/read' },
      });
      const { stack, make } = shop({ inboundAuth });
      make();
      const response = run(codeOf(stack, 'Says where to log in'), request(uri));
      expect(response.statusCode).toBe(200);
      expect(JSON.parse(response.body.data)).toEqual({
        resource: 'https://tools.example.com/mcp',
        authorization_servers: ['https://idp.example.com'],
        scopes_supported: ['api://shop/read'],
        bearer_methods_supported: ['header'],
      });
    },
  );

  it.each(['/mcp', '/.well-known/oauth-protected-resource/other', '/.well-known/openid-configuration', '/'])(
    'passes %s on as it is',
    (uri) => {
      const { stack, make } = shop();
      make();
      expect(run(codeOf(stack, 'Says where to log in'), request(uri))).toEqual(request(uri).request);
    },
  );

  it('knows a user pool whose id is known at deployment', () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: ACCOUNT, region: 'us-east-1' } });
    const pool = new cognito.UserPool(stack, 'Pool');
    const auth = InboundAuth.jwt(IdentityProvider.cognito(pool, { clients: [pool.addClient('Web')] }));
    new GatewayDomain(stack, 'Domain', {
      gateway: new ToolGateway(stack, 'Tools', { inboundAuth: auth }),
      domainName: NAME,
      hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
        hostedZoneId: 'Z1',
        zoneName: 'example.com',
      }),
    });
    const response = run(codeOf(stack, 'Says where to log in'), request('/.well-known/oauth-protected-resource'));
    expect(JSON.parse(response.body.data).authorization_servers).toEqual([
      expect.stringMatching(/^https:\/\/cognito-idp\.us-east-1\.AWS::URLSuffix\/Pool/),
    ]);
  });

  it('names itself where the gateway says where to ask', () => {
    const { stack, make } = shop();
    make();
    const code = codeOf(stack, 'Says where that is said');
    const value =
      'Bearer error="invalid_token", resource_metadata="https://gw.example.amazonaws.com/.well-known/oauth-protected-resource"';
    const answer = run(code, { response: { statusCode: 401, headers: { 'www-authenticate': { value } } } });
    expect(answer.headers['www-authenticate'].value).toBe(
      'Bearer error="invalid_token", resource_metadata="https://tools.example.com/.well-known/oauth-protected-resource"',
    );
    const other = { response: { statusCode: 200, headers: { 'content-type': { value: 'application/json' } } } };
    expect(run(code, other)).toEqual(other.response);
  });

  it('has no functions where callers bring nothing', () => {
    const { stack, make } = shop({ inboundAuth: InboundAuth.none({ reason: 'public' }) });
    make();
    Template.fromStack(stack).resourceCountIs('AWS::CloudFront::Function', 0);
  });

  it.each([
    [
      'callers sign',
      { inboundAuth: InboundAuth.iam() },
      'gateway is "with InboundAuth.iam". Allowed: a gateway with InboundAuth.jwt: what callers sign is for the name that AWS ' +
        'gave the gateway. Let callers that sign use gateway.gatewayUrl.',
    ],
    [
      'the name is none',
      { domainName: 'https://tools.example.com' },
      'domainName is "https://tools.example.com". Allowed: the name of a host, in lower case. Write it like tools.example.com.',
    ],
    [
      'the name is in another zone',
      { domainName: 'tools.example.org' },
      'domainName is "tools.example.org". Allowed: a name in the hosted zone example.com. Write it like tools.example.com.',
    ],
    [
      'there is no certificate',
      { certificate: undefined, region: 'eu-central-1' },
      'certificate is missing. Allowed: a certificate in us-east-1, where CloudFront looks for it. Make it in a stack in ' +
        'us-east-1, with crossRegionReferences on both stacks.',
    ],
  ])('is refused when %s', (_, props, problem) => {
    expect(() => shop(props).make()).toThrow(`Shop/Domain cannot be built:\n  - ${problem}`);
  });

  it('is refused with a certificate of another region', () => {
    const { stack, gateway, hostedZone } = shop();
    const certificate = acm.Certificate.fromCertificateArn(
      stack,
      'Far',
      CERTIFICATE.replace('us-east-1', 'eu-central-1'),
    );
    expect(() => new GatewayDomain(stack, 'Domain', { gateway, domainName: NAME, hostedZone, certificate })).toThrow(
      'Shop/Domain cannot be built:\n  - certificate is "in eu-central-1". Allowed: in us-east-1, where CloudFront looks for it. ' +
        'Make it in a stack in us-east-1, with crossRegionReferences on both stacks.',
    );
  });
});
