import { App, aws_ec2 as ec2, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { appOf, agentIn, EU, refusals, resource, runtimeOf, shopStack, synthError } from './shop-with-agents';

function shopWithVpc() {
  const stack = shopStack();
  return { stack, vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) };
}

describe('An agent in a VPC', () => {
  it('is in the private subnets, with a group of its own that lets in nothing and lets out HTTPS only', () => {
    const { stack, vpc } = shopWithVpc();
    agentIn(stack, 'Support', { vpc });
    expect(runtimeOf(stack).Properties.NetworkConfiguration).toEqual({
      NetworkMode: 'VPC',
      NetworkModeConfig: {
        SecurityGroups: ['<SupportSecurityGroup.GroupId>'],
        Subnets: ['<VpcPrivateSubnet1Subnet>', '<VpcPrivateSubnet2Subnet>'],
      },
    });
    expect(resource(stack, 'AWS::EC2::SecurityGroup', 'Support').Properties).toEqual({
      GroupDescription: 'What the agent Shop/Support may reach',
      SecurityGroupEgress: [
        {
          CidrIp: '0.0.0.0/0',
          Description: 'AWS APIs, gateways, MCP servers',
          FromPort: 443,
          IpProtocol: 'tcp',
          ToPort: 443,
        },
      ],
      VpcId: '<Vpc>',
    });
  });

  it('reaches more when one says so', () => {
    const { stack, vpc } = shopWithVpc();
    const database = new ec2.SecurityGroup(stack, 'Database', { vpc });
    agentIn(stack, 'Support', { vpc }).connections.allowTo(database, ec2.Port.tcp(5432), 'orders');
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432 });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { FromPort: 5432 });
  });

  it('takes given groups and subnets, and two agents fit in one scope', () => {
    const { stack, vpc } = shopWithVpc();
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
    agentIn(stack, 'Support', { vpc, securityGroups: [group], vpcSubnets: { subnets: [vpc.privateSubnets[1]] } });
    agentIn(stack, 'Billing', { vpc });
    expect(runtimeOf(stack).Properties.NetworkConfiguration.NetworkModeConfig).toEqual({
      SecurityGroups: ['<Group.GroupId>'],
      Subnets: ['<VpcPrivateSubnet2Subnet>'],
    });
  });

  it('asks about public subnets, which give it no internet', () => {
    const { stack, vpc } = shopWithVpc();
    const agent = agentIn(stack, 'Support', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } });
    expect(synthError(stack)).toContain(
      '[Shop/Support] [cdk-agentcore:agent-in-public-subnet] the subnets is "PublicSubnet1, PublicSubnet2". ' +
        'Allowed: private subnets: the code has no public address, so a public subnet gives it no internet. ' +
        'Write vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }.',
    );
    Validations.of(agent).acknowledge({ id: 'cdk-agentcore:agent-in-public-subnet', reason: 'endpoints only' });
    expect(() => appOf(stack).synth()).not.toThrow();
  });

  it('is refused with subnets or groups but no VPC, and with too many', () => {
    const { stack, vpc } = shopWithVpc();
    expect(refusals(() => agentIn(stack, 'Support', { vpcSubnets: {}, securityGroups: [] }))).toEqual([
      'vpcSubnets is "given without vpc". Allowed: only together with vpc. Name the vpc too, or take it out.',
      'securityGroups is "given without vpc". Allowed: only together with vpc. Name the vpc too, or take it out.',
    ]);
    const subnets = Array.from({ length: 17 }, (_, index) =>
      ec2.Subnet.fromSubnetAttributes(stack, `Subnet${index}`, { subnetId: `subnet-${index}`, availabilityZone: 'a' }),
    );
    expect(refusals(() => agentIn(stack, 'Other', { vpc, vpcSubnets: { subnets }, securityGroups: [] }))).toEqual([
      'the number of subnets is 17. Allowed: 1 to 16. Select others with vpcSubnets.',
      'the number of security groups is 0. Allowed: 1 to 16. Leave securityGroups out for one of its own.',
    ]);
  });

  it('has no connections in the public network', () => {
    const stack = new Stack(new App(), 'Shop', { env: EU });
    const agent = agentIn(stack);
    expect(refusals(() => agent.connections)).toEqual([
      'connections is "asked for without a VPC". ' +
        'Allowed: only with vpc: in the public network there is nothing to open. Give the agent a vpc.',
    ]);
  });
});
