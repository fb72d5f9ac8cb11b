/** What the role of a gateway or a portal needs for something that may be in another stack than the role. */
import { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ToolGateway } from './tool-gateway';
import type { IToolGateway } from './tool-gateway-base';

/** The role and the targets of an imported gateway are the business of its own app. */
export function isMadeHere(gateway: IToolGateway): gateway is ToolGateway {
  return gateway._grants !== undefined;
}

/** Where the construct writes what the gateway's role needs for it: in another stack, as the gateway's comes first. */
export function gatewayGrants(scope: Construct, gateway: ToolGateway): iam.Policy {
  return Stack.of(scope) === Stack.of(gateway) ? gateway.grants : ownGrants(scope, 'Grants', gateway.role);
}

/** Attached by the role's name: attaching it to the construct would take a reference to the role's own grants, which may be empty. */
export function ownGrants(scope: Construct, id: string, role: iam.IRole): iam.Policy {
  return new iam.Policy(scope, id, { roles: [iam.Role.fromRoleName(scope, `${id}Role`, role.roleName)] });
}
