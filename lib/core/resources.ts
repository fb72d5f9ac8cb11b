/** The resources of an app, whoever made them: this library, an L2 or the L1. */
import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Those of a type below a construct. Asked about the root of an app, it is to be complete. */
export function resourcesIn<R extends CfnResource>(scope: IConstruct, type: string): R[] {
  return scope.node
    .findAll()
    .filter((node): node is R => CfnResource.isCfnResource(node) && node.cfnResourceType === type);
}

/** How messages name a resource: by the construct that it is the resource of. */
export function ownerPath({ node }: CfnResource): string {
  return node.path.replace(/\/Resource$/, '');
}
