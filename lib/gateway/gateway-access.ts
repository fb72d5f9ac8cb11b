/** What it takes to call a gateway: for an agent that uses it, and for whoever is granted to invoke it. */
import { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CallerToken, CapabilityBinding } from '../core/capability';
import { environmentName } from '../core/names';
import { refuse } from '../core/refusal';
import { InboundAuthType } from '../identity/inbound-auth';

/** How a gateway is called. */
export interface GatewayAccess {
  readonly type: InboundAuthType;
  /** Left out of an imported gateway where it was not given. */
  readonly url?: string;
  /** What a permission names. */
  readonly arn: string;
  readonly callerToken?: CallerToken;
}

const INVOKE = ['bedrock-agentcore:InvokeGateway'];

export function grantInvoke(gateway: IConstruct, { type, arn }: GatewayAccess, grantee: iam.IGrantable): iam.Grant {
  if (type !== InboundAuthType.IAM) {
    refuse(gateway, {
      about: 'grantInvoke',
      value: `on a gateway with ${type} authorization`,
      allowed: 'on a gateway whose callers sign with AWS credentials; here the permission would have no effect',
      fix: 'Leave it out, or give the gateway InboundAuth.iam().',
    });
  }
  return iam.Grant.addToPrincipal({ grantee, actions: INVOKE, resourceArns: [arn] });
}

export function accessBinding(gateway: IConstruct, access: GatewayAccess): CapabilityBinding {
  const { type, url, arn, callerToken } = access;
  if (url === undefined) {
    refuse(gateway, {
      about: 'gatewayUrl',
      allowed: 'where an agent finds the gateway: https://<id>.gateway.bedrock-agentcore.<region>.amazonaws.com/mcp',
      fix: 'Give gatewayUrl when the gateway is imported.',
    });
  }
  return {
    environment: { [environmentName('GATEWAY', gateway.node.id, 'URL')]: url },
    ...(type === InboundAuthType.JWT && {
      requestHeaders: ['Authorization'],
      ...(callerToken && { requiredCallerToken: callerToken }),
    }),
    ...(type === InboundAuthType.IAM && {
      statements: [new iam.PolicyStatement({ actions: INVOKE, resources: [arn] })],
    }),
  };
}
