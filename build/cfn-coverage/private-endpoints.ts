/** The same block on gateways, targets and OAuth providers: a way into a VPC. */

/** @param prop where the library takes the endpoint */
export function privateEndpoint(path: string, prop: string): Record<string, string> {
  const option = (name: string) => `${prop}: \`PrivateEndpoint.vpc\`, \`${name}\``;
  return {
    [`${path}.managedVpcResource.vpcIdentifier`]: `${prop}: \`PrivateEndpoint.vpc\`, its first argument`,
    [`${path}.managedVpcResource.subnetIds`]: option('subnets'),
    [`${path}.managedVpcResource.securityGroupIds`]: option('securityGroups'),
    [`${path}.managedVpcResource.endpointIpAddressType`]: option('ipAddressType'),
    [`${path}.managedVpcResource.routingDomain`]: option('routingDomain'),
    [`${path}.managedVpcResource.tags`]: option('tags'),
    [`${path}.selfManagedLatticeResource`]: `${prop}: \`PrivateEndpoint.resourceConfiguration\``,
  };
}
