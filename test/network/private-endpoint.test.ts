import { App, aws_ec2 as ec2, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { sentence } from '../../lib/core/refusal';
import { Outbound } from '../../lib/gateway';
import { TARGET_KINDS } from '../../lib/gateway/targets/target-kind';
import { PrivateEndpoint, PrivateEndpointIpType } from '../../lib/network';
import { shop } from '../gateway/shop';
import { AnyTarget } from '../gateway/targets/any-target';

const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };
const CONFIGURATION = 'rcfg-0123456789abcdefg';
const vpcIn = (stack: Stack) =>
  ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    privateSubnetIds: ['subnet-11111111', 'subnet-22222222'],
    isolatedSubnetIds: ['subnet-33333333', 'subnet-44444444'],
  });
const groupIn = (stack: Stack, id: string) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, `sg-${id}`);

function targetWith(make: (stack: Stack) => PrivateEndpoint): any {
  const { stack, tools } = shop(DENIED);
  const outbound = Outbound.none({ reason: 'open' });
  new AnyTarget(stack, 'Crm', { gateway: tools, kind: TARGET_KINDS.openApi, privateEndpoint: make(stack), outbound });
  const [target] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::GatewayTarget'));
  return target.Properties.PrivateEndpoint;
}

describe('PrivateEndpoint', () => {
  it('goes through the private subnets of the VPC, with its default group, over IPv4', () => {
    expect(targetWith((stack) => PrivateEndpoint.vpc(vpcIn(stack)))).toEqual({
      ManagedVpcResource: {
        VpcIdentifier: 'vpc-0123456789abcdef0',
        SubnetIds: ['subnet-11111111', 'subnet-22222222'],
        EndpointIpAddressType: 'IPV4',
      },
    });
  });

  it('takes what is said of it', () => {
    const endpoint = targetWith((stack) =>
      PrivateEndpoint.vpc(vpcIn(stack), {
        subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
        securityGroups: [groupIn(stack, '11111111')],
        ipAddressType: PrivateEndpointIpType.IPV6,
        routingDomain: 'crm.example.com',
        tags: { team: 'support' },
      }),
    );
    expect(endpoint).toEqual({
      ManagedVpcResource: {
        VpcIdentifier: 'vpc-0123456789abcdef0',
        SubnetIds: ['subnet-33333333', 'subnet-44444444'],
        EndpointIpAddressType: 'IPV6',
        SecurityGroupIds: ['sg-11111111'],
        RoutingDomain: 'crm.example.com',
        Tags: { team: 'support' },
      },
    });
  });

  it('may be a resource configuration of VPC Lattice', () => {
    expect(targetWith(() => PrivateEndpoint.resourceConfiguration(CONFIGURATION))).toEqual({
      SelfManagedLatticeResource: { ResourceConfigurationIdentifier: CONFIGURATION },
    });
  });

  it('is written with capitals where a template has no type for it, tags as they are', () => {
    const stack = new Stack(new App(), 'Shop');
    expect(PrivateEndpoint.vpc(vpcIn(stack), { tags: { team: 'support' } })._capitalized()).toEqual({
      ManagedVpcResource: {
        VpcIdentifier: 'vpc-0123456789abcdef0',
        SubnetIds: ['subnet-11111111', 'subnet-22222222'],
        EndpointIpAddressType: 'IPV4',
        Tags: { team: 'support' },
      },
    });
  });

  const problemsOf = (endpoint: PrivateEndpoint) => endpoint._problems().map(sentence);

  it('does not go through public subnets unless they are named', () => {
    const stack = new Stack(new App(), 'Shop');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-central-1a'],
      publicSubnetIds: ['subnet-11111111'],
    });
    expect(problemsOf(PrivateEndpoint.vpc(vpc))).toEqual([
      'privateEndpoint subnets is missing. Allowed: subnets to go through, as Shop/Vpc has no private ones. ' +
        'Write PrivateEndpoint.vpc(vpc, { subnets: … }) with those that reach the target, or give the VPC private subnets.',
    ]);
    const named = PrivateEndpoint.vpc(vpc, { subnets: { subnetType: ec2.SubnetType.PUBLIC } });
    expect(problemsOf(named)).toEqual([]);
    expect(named._render()).toMatchObject({ managedVpcResource: { subnetIds: ['subnet-11111111'] } });
  });

  it.each([
    CONFIGURATION,
    `arn:aws:vpc-lattice:eu-central-1:123456789012:resourceconfiguration/${CONFIGURATION}`,
    `arn:aws:vpc-lattice:${Aws.REGION}:123456789012:resourceconfiguration/${CONFIGURATION}`,
  ])('accepts the resource configuration %s', (identifier) => {
    expect(problemsOf(PrivateEndpoint.resourceConfiguration(identifier))).toEqual([]);
  });

  it.each(['rcfg-1', 'rgw-0123456789abcdefg', `${CONFIGURATION}h`, ''])(
    'refuses the resource configuration %j',
    (id) => {
      expect(problemsOf(PrivateEndpoint.resourceConfiguration(id))).toEqual([
        `privateEndpoint is "${id}". Allowed: the id of a VPC Lattice resource configuration, rcfg- and 17 characters, or its ARN. Write attrId or attrArn of the resource configuration.`,
      ]);
    },
  );

  const inVpc = (count: number) => {
    const stack = new Stack(new App(), 'Shop');
    const securityGroups = Array.from({ length: count }, (_, index) => groupIn(stack, String(index)));
    return PrivateEndpoint.vpc(vpcIn(stack), { securityGroups });
  };
  it.each([
    [1, []],
    [5, []],
    [0, ['privateEndpoint securityGroups is 0. Allowed: 1 to 5. Leave it out for the default group of the VPC.']],
    [6, ['privateEndpoint securityGroups is 6. Allowed: 1 to 5. Put the rules into fewer groups.']],
  ])('with %d security groups', (count, problems) => expect(problemsOf(inVpc(count))).toEqual(problems));

  it.each([
    ['crm', true],
    [`${'x'.repeat(251)}.com`, true],
    [`${'x'.repeat(252)}.com`, false],
    ['x', false],
    ['https://crm.example.com', false],
    ['crm.example.com/v1', false],
  ])('routes by %s: %j', (routingDomain, accepted) => {
    const endpoint = PrivateEndpoint.vpc(vpcIn(new Stack(new App(), 'Shop')), { routingDomain });
    expect(endpoint._problems()).toEqual(
      accepted
        ? []
        : [
            {
              about: 'privateEndpoint routingDomain',
              value: routingDomain,
              allowed: 'a domain of 3 to 255 characters, without scheme and path',
              fix: 'Write the domain alone.',
            },
          ],
    );
  });
});
