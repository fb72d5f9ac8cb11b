/** A name of one's own for a gateway: CloudFront and Route 53 in front of it, with OAuth metadata that is right for the name. */
import {
  aws_certificatemanager as acm,
  aws_cloudfront as cloudfront,
  aws_cloudfront_origins as origins,
  aws_route53 as route53,
  aws_route53_targets as targets,
  Duration,
  Fn,
  Stack,
  Token,
  type aws_s3 as s3,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems, type Problem } from '../core/refusal';
import { INBOUND_IN_CODE, InboundAuthType } from '../identity/inbound-auth';
import { metadataFunction, metadataHeaderFunction } from './gateway-domain-functions';
import type { ToolGateway } from './tool-gateway';

/** A name for a gateway. */
export interface GatewayDomainProps {
  /** The gateway. Its callers bring a JWT or nothing: a signature is for the name that AWS gave the gateway. */
  readonly gateway: ToolGateway;
  /** The name, in the hosted zone: `tools.example.com`. */
  readonly domainName: string;
  /** The hosted zone of the name. */
  readonly hostedZone: route53.IHostedZone;
  /**
   * The certificate for the name, in us-east-1, where CloudFront looks for it.
   * @default - in a stack in us-east-1, one is made and validated through the hosted zone; elsewhere it has to be given
   */
  readonly certificate?: acm.ICertificate;
  /**
   * The ARN of a web ACL for CloudFront, in us-east-1. The gateway itself can have one of its own region: `webAcl`.
   * @default - none
   */
  readonly webAclArn?: string;
  /**
   * The bucket for the access logs.
   * @default - no access logs
   */
  readonly accessLogs?: s3.IBucket;
  /**
   * How long CloudFront waits for the next part of an answer: 1 to 60 seconds, up to 180 with a higher quota.
   * @default Duration.seconds(60)
   */
  readonly readTimeout?: Duration;
}

/**
 * A name of one's own for a gateway. Nothing is cached. MCP clients find out at the name where to log in: AgentCore's own
 * documents tell the name that AWS gave the gateway, with which clients that compare the two refuse to go on.
 *
 * The gateway can still be reached by its old name; what it lets in is the same.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-custom-domains.html
 */
export class GatewayDomain extends Construct {
  /** The distribution. */
  readonly distribution: cloudfront.Distribution;
  /** Where MCP clients reach the gateway: `https://tools.example.com/mcp`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: GatewayDomainProps) {
    super(scope, id);
    new Problems(this).add(...domainProblems(this, props)).refuse();

    const { gateway, domainName, hostedZone } = props;
    this.url = `https://${domainName}/mcp`;
    const functionOf = (name: string, comment: string, code: string) =>
      new cloudfront.Function(this, name, {
        comment,
        code: cloudfront.FunctionCode.fromInline(code),
        runtime: cloudfront.FunctionRuntime.JS_2_0,
      });
    const { provider } = gateway.inboundAuth;
    const functionAssociations = provider && [
      {
        function: functionOf('Metadata', 'Says where to log in', metadataFunction(this.url, gateway.inboundAuth)),
        eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      },
      {
        function: functionOf('MetadataHeader', 'Says where that is said', metadataHeaderFunction(domainName)),
        eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE,
      },
    ];
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Gateway ${gateway.gatewayName}`,
      domainNames: [domainName],
      certificate: props.certificate ?? this.ownCertificate(domainName, hostedZone),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      webAclId: props.webAclArn,
      ...(props.accessLogs && { enableLogging: true, logBucket: props.accessLogs }),
      defaultBehavior: {
        origin: new origins.HttpOrigin(hostOf(gateway.gatewayUrl), {
          protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
          readTimeout: props.readTimeout ?? Duration.seconds(60),
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        // The token, the session and the version of MCP are headers; the host has to be the gateway's own.
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        compress: false,
        functionAssociations,
      },
    });
    const target = route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(this.distribution));
    const record = { zone: hostedZone, recordName: `${domainName}.`, target };
    new route53.ARecord(this, 'Ipv4', record);
    new route53.AaaaRecord(this, 'Ipv6', record);
  }

  private ownCertificate(domainName: string, hostedZone: route53.IHostedZone): acm.Certificate {
    return new acm.Certificate(this, 'Certificate', {
      domainName,
      validation: acm.CertificateValidation.fromDns(hostedZone),
    });
  }
}

/** `https://<host>/mcp`. */
function hostOf(gatewayUrl: string): string {
  return Fn.select(2, Fn.split('/', gatewayUrl));
}

/** Where CloudFront looks for certificates. */
const CERTIFICATES = 'us-east-1';

function domainProblems(construct: Construct, props: GatewayDomainProps): Problem[] {
  const { gateway, domainName, hostedZone, certificate } = props;
  return [
    ...callerProblems(gateway.inboundAuth.type),
    ...nameProblems(domainName, hostedZone),
    ...certificateProblems(Stack.of(construct).region, certificate),
  ];
}

function callerProblems(type: InboundAuthType): Problem[] {
  if (type === InboundAuthType.JWT || type === InboundAuthType.NONE) return [];
  return [
    {
      about: 'gateway',
      value: `with ${INBOUND_IN_CODE[type]}`,
      allowed: 'a gateway with InboundAuth.jwt: what callers sign is for the name that AWS gave the gateway',
      fix: 'Let callers that sign use gateway.gatewayUrl.',
    },
  ];
}

function nameProblems(domainName: string, { zoneName }: route53.IHostedZone): Problem[] {
  if (Token.isUnresolved(domainName)) return [];
  const about = 'domainName';
  if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domainName)) {
    const fix = 'Write it like tools.example.com.';
    return [{ about, value: domainName, allowed: 'the name of a host, in lower case', fix }];
  }
  const zone = zoneName.replace(/\.$/, '');
  if (Token.isUnresolved(zone) || domainName === zone || domainName.endsWith(`.${zone}`)) return [];
  return [
    { about, value: domainName, allowed: `a name in the hosted zone ${zone}`, fix: `Write it like tools.${zone}.` },
  ];
}

function certificateProblems(region: string, certificate: acm.ICertificate | undefined): Problem[] {
  if (!certificate) {
    if (region === CERTIFICATES) return [];
    return [
      {
        about: 'certificate',
        allowed: `a certificate in ${CERTIFICATES}, where CloudFront looks for it`,
        fix: `Make it in a stack in ${CERTIFICATES}, with crossRegionReferences on both stacks.`,
      },
    ];
  }
  const { region: own } = certificate.env;
  const inArn = Token.isUnresolved(certificate.certificateArn) ? own : certificate.certificateArn.split(':')[3];
  if (Token.isUnresolved(inArn) || inArn === CERTIFICATES) return [];
  return [
    {
      about: 'certificate',
      value: `in ${inArn}`,
      allowed: `in ${CERTIFICATES}, where CloudFront looks for it`,
      fix: `Make it in a stack in ${CERTIFICATES}, with crossRegionReferences on both stacks.`,
    },
  ];
}
