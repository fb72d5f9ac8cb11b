/** How AgentCore reaches something that only a VPC can reach: a target, an identity provider. */
import { Token, type aws_bedrockagentcore as agentcore, type aws_ec2 as ec2 } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';

/** A way into a VPC that AgentCore makes by itself, with VPC Lattice. */
export interface VpcEndpointOptions {
  /**
   * The subnets that it goes through, each in another Availability Zone.
   * @default - the private ones
   */
  readonly subnets?: ec2.SubnetSelection;
  /**
   * What it may reach: 1 to 5. Its targets have to accept calls from them.
   * @default - the default security group of the VPC
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /**
   * The kind of addresses.
   * @default PrivateEndpointIpType.IPV4
   */
  readonly ipAddressType?: PrivateEndpointIpType;
  /**
   * The publicly resolvable domain to route by, where the name of the target itself is in a private zone: 3 to 255
   * characters.
   * @default - the name in the address of the target
   */
  readonly routingDomain?: string;
  /**
   * Tags of what VPC Lattice makes for it.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/** Kinds of IP addresses. */
export enum PrivateEndpointIpType {
  /** IP version 4. */
  IPV4 = 'IPV4',
  /** IP version 6. */
  IPV6 = 'IPV6',
}

/**
 * A way to what only a VPC can reach. In accounts that have none, the deployer needs `iam:CreateServiceLinkedRole` for
 * AgentCore's network.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/vpc-egress-private-endpoints.html
 */
export class PrivateEndpoint {
  /** One that AgentCore makes in the VPC. */
  static vpc(vpc: ec2.IVpc, options: VpcEndpointOptions = {}): PrivateEndpoint {
    return new PrivateEndpoint({ vpc, options });
  }

  /**
   * A VPC Lattice resource configuration that you look after.
   * @param identifier its id, `rcfg-…`, or its ARN; of another account, the ARN
   */
  static resourceConfiguration(identifier: string): PrivateEndpoint {
    return new PrivateEndpoint(undefined, identifier);
  }

  private constructor(
    private readonly managed?: { readonly vpc: ec2.IVpc; readonly options: VpcEndpointOptions },
    private readonly identifier?: string,
  ) {}

  /** @internal How it is written. */
  get _inCode(): string {
    return this.managed ? 'PrivateEndpoint.vpc' : 'PrivateEndpoint.resourceConfiguration';
  }

  /** @internal */
  _problems(about = 'privateEndpoint'): Problem[] {
    if (this.identifier !== undefined) return identifierProblems(about, this.identifier);
    const { vpc, options } = this.managed!;
    const { subnets, securityGroups, routingDomain } = options;
    return [
      ...subnetProblems(about, vpc, subnets),
      ...groupProblems(about, securityGroups),
      ...domainProblems(about, routingDomain),
    ];
  }

  /** @internal In the names of CloudFormation, where no L1 takes it. */
  _capitalized(): { [key: string]: unknown } {
    return Object.fromEntries(
      Object.entries(this._render()).map(([name, fields]) => [
        capitalized(name),
        Object.fromEntries(
          Object.entries(fields as object).map(([key, value]) => [capitalized(key), value as unknown]),
        ),
      ]),
    );
  }

  /** @internal The same form for a target and for an identity provider. */
  _render(): agentcore.CfnGatewayTarget.PrivateEndpointProperty {
    if (!this.managed) {
      return { selfManagedLatticeResource: { resourceConfigurationIdentifier: this.identifier! } };
    }
    const { vpc, options } = this.managed;
    const { securityGroups, ipAddressType = PrivateEndpointIpType.IPV4, routingDomain, tags } = options;
    return {
      managedVpcResource: {
        vpcIdentifier: vpc.vpcId,
        subnetIds: vpc.selectSubnets(options.subnets).subnetIds,
        endpointIpAddressType: ipAddressType,
        ...(securityGroups && { securityGroupIds: securityGroups.map(({ securityGroupId }) => securityGroupId) }),
        ...(routingDomain !== undefined && { routingDomain }),
        ...(tags && { tags }),
      },
    };
  }
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_ManagedVpcResource.html (2026-11) */
const LIMITS = { securityGroups: 5, domain: { least: 3, most: 255 } };
const IDENTIFIER =
  /^(rcfg-[0-9a-z]{17}|arn:[a-z0-9-]+:vpc-lattice:[a-zA-Z0-9-]+:\d{12}:resourceconfiguration\/rcfg-[0-9a-z]{17})$/;

function identifierProblems(about: string, identifier: string): Problem[] {
  if (Token.isUnresolved(identifier) || IDENTIFIER.test(identifier)) return [];
  return [
    {
      about,
      value: identifier,
      allowed: 'the id of a VPC Lattice resource configuration, rcfg- and 17 characters, or its ARN',
      fix: 'Write attrId or attrArn of the resource configuration.',
    },
  ];
}

/** Without a private subnet CDK would take public ones, which nobody asked for. */
function subnetProblems(about: string, vpc: ec2.IVpc, subnets: ec2.SubnetSelection | undefined): Problem[] {
  if (subnets || vpc.privateSubnets.length + vpc.isolatedSubnets.length > 0) return [];
  return [
    {
      about: `${about} subnets`,
      allowed: `subnets to go through, as ${vpc.node.path} has no private ones`,
      fix: 'Write PrivateEndpoint.vpc(vpc, { subnets: … }) with those that reach the target, or give the VPC private subnets.',
    },
  ];
}

function groupProblems(about: string, groups: ec2.ISecurityGroup[] | undefined): Problem[] {
  if (!groups || (groups.length >= 1 && groups.length <= LIMITS.securityGroups)) return [];
  return [
    {
      about: `${about} securityGroups`,
      value: groups.length,
      allowed: `1 to ${LIMITS.securityGroups}`,
      fix: groups.length === 0 ? 'Leave it out for the default group of the VPC.' : 'Put the rules into fewer groups.',
    },
  ];
}

function domainProblems(about: string, domain: string | undefined): Problem[] {
  const { least, most } = LIMITS.domain;
  if (domain === undefined || Token.isUnresolved(domain)) return [];
  if (domain.length >= least && domain.length <= most && !/[\s/:]/.test(domain)) return [];
  return [
    {
      about: `${about} routingDomain`,
      value: domain,
      allowed: `a domain of ${least} to ${most} characters, without scheme and path`,
      fix: 'Write the domain alone.',
    },
  ];
}
