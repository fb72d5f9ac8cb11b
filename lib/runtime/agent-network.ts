/** The network that an agent's code is in. */
import { aws_bedrockagentcore as agentcore, aws_ec2 as ec2 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Finding } from '../core/finding';
import type { Problem } from '../core/refusal';
import { RUNTIME_LIMITS } from './runtime-limits';

export interface NetworkProps {
  readonly vpc?: ec2.IVpc;
  readonly vpcSubnets?: ec2.SubnetSelection;
  readonly securityGroups?: ec2.ISecurityGroup[];
}

export function networkProblems(props: NetworkProps): Problem[] {
  const { vpc, vpcSubnets, securityGroups } = props;
  const { maxSubnets, maxSecurityGroups } = RUNTIME_LIMITS.network;
  if (!vpc) {
    return Object.entries({ vpcSubnets, securityGroups })
      .filter(([, value]) => value !== undefined)
      .map(([about]) => ({
        about,
        value: 'given without vpc',
        allowed: 'only together with vpc',
        fix: 'Name the vpc too, or take it out.',
      }));
  }
  const problems: Problem[] = [];
  const count = vpc.selectSubnets(vpcSubnets).subnets.length;
  if (count < 1 || count > maxSubnets) {
    problems.push({
      about: 'the number of subnets',
      value: count,
      allowed: `1 to ${maxSubnets}`,
      fix: 'Select others with vpcSubnets.',
    });
  }
  if (securityGroups && (securityGroups.length < 1 || securityGroups.length > maxSecurityGroups)) {
    problems.push({
      about: 'the number of security groups',
      value: securityGroups.length,
      allowed: `1 to ${maxSecurityGroups}`,
      fix: 'Leave securityGroups out for one of its own.',
    });
  }
  return problems;
}

/** The code gets no public address: a public subnet's route to the internet does not serve it. */
export function networkFindings(props: NetworkProps): Finding[] {
  const { vpc, vpcSubnets } = props;
  if (!vpc) return [];
  const publicIds = new Set(vpc.publicSubnets.map((subnet) => subnet.subnetId));
  const chosen = vpc.selectSubnets(vpcSubnets).subnets.filter((subnet) => publicIds.has(subnet.subnetId));
  if (chosen.length === 0) return [];
  return [
    {
      id: 'cdk-agentcore:agent-in-public-subnet',
      about: 'the subnets',
      value: chosen.map((subnet) => subnet.node.id).join(', '),
      allowed: 'private subnets: the code has no public address, so a public subnet gives it no internet',
      fix: 'Write vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }.',
    },
  ];
}

export function networkConfiguration(scope: Construct, props: NetworkProps): agentcore.RuntimeNetworkConfiguration {
  const { vpc, vpcSubnets } = props;
  if (!vpc) return agentcore.RuntimeNetworkConfiguration.usingPublicNetwork();
  // Ours, not the L2's: that one lets everything out, and there can be only one in a scope.
  const securityGroups = props.securityGroups ?? [ownSecurityGroup(scope, vpc)];
  return agentcore.RuntimeNetworkConfiguration.usingVpc(scope, { vpc, vpcSubnets, securityGroups });
}

/** HTTPS is what every AWS API, gateway and MCP server is called with; the rest is `agent.connections.allowTo(…)`. */
function ownSecurityGroup(scope: Construct, vpc: ec2.IVpc): ec2.SecurityGroup {
  const group = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: `What the agent ${scope.node.path} may reach`,
    allowAllOutbound: false,
  });
  group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'AWS APIs, gateways, MCP servers');
  return group;
}
