/** A gateway of another app, by the contract that its owners give out. */
import { aws_bedrockagentcore as agentcore, aws_ssm as ssm, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { UNKNOWN_TOOLS } from '../contract/contract-document';
import { Problems, type Problem } from '../core/refusal';
import { InboundAuthType, type InboundAuth } from '../identity/inbound-auth';
import { ToolDefinitions } from '../tools/tool-definitions';
import { CONTRACT_PARAMETERS } from './contract-parameters';
import type { EngineOnDemand, ToolGatewayAttributes } from './imported-tool-gateway';
import type { ToolContract } from './tool-contract';

/** A contract, and where the gateway is. */
export interface ContractGatewayProps {
  /** What the owners of the gateway have written: `ToolContract.fromFile('contracts/shop.tools.json')`. */
  readonly contract: ToolContract;
  /**
   * Where the owners publish the ARN and the URL as SSM parameters of this account and region, and the ARN of the policy
   * engine, which is read only where policies are written: the prefix that they gave to `publishContract`. Read at
   * deployment.
   * @default - the ARN and the URL are given, or stand in the contract
   */
  readonly parameterPrefix?: string;
  /**
   * The ARN of the gateway.
   * @default - from the parameters, or from the contract
   */
  readonly gatewayArn?: string;
  /**
   * Where MCP clients reach the gateway.
   * @default - from the parameters, or from the contract
   */
  readonly gatewayUrl?: string;
  /**
   * How callers prove who they are, where the contract cannot tell all of it: of a user pool that its app makes itself, the
   * issuer is not known when the contract is written.
   * @default - as the contract says
   */
  readonly inboundAuth?: InboundAuth;
  /**
   * The engine that the gateway asks, for policies that are written here. Its account has to be this one.
   * @default - the one that the contract names, if it is known there, or the one that the owners publish
   */
  readonly policyEngine?: agentcore.IPolicyEngine;
}

/** The service's name of each. */
const TYPES: Readonly<Record<string, InboundAuthType>> = Object.fromEntries(
  Object.values(InboundAuthType).map((type) => [type, type]),
);

/** The engine that the owners publish, once a policy is written. */
export function publishedEngine(scope: Construct, id: string, props: ContractGatewayProps): EngineOnDemand | undefined {
  const { parameterPrefix } = props;
  if (parameterPrefix === undefined) return undefined;
  return () => engineNamed(scope, id, storedIn(scope, parameterPrefix, CONTRACT_PARAMETERS.engine));
}

/** What an imported gateway takes, from its contract. */
export function contractAttributes(scope: Construct, id: string, props: ContractGatewayProps): ToolGatewayAttributes {
  const { contract, parameterPrefix } = props;
  const document = contract._document;
  const stored = (name: string) => (parameterPrefix === undefined ? undefined : storedIn(scope, parameterPrefix, name));
  const gatewayArn = props.gatewayArn ?? document?.gateway.arn ?? stored(CONTRACT_PARAMETERS.arn);
  new Problems(scope)
    .add(...contract._problems(), ...placeProblems(props, gatewayArn), ...typeProblems(props))
    .refuse();

  const { gateway, targets } = document!;
  const { discoveryUrl, clients, audiences } = gateway.callers;
  const known = targets.flatMap(({ name, tools }) => (tools === UNKNOWN_TOOLS ? [] : [{ name, tools }]));
  return {
    gatewayArn: gatewayArn!,
    gatewayUrl: props.gatewayUrl ?? gateway.url ?? stored(CONTRACT_PARAMETERS.url),
    policyEngine:
      props.policyEngine ??
      (gateway.policyEngineArn === undefined ? undefined : engineNamed(scope, id, gateway.policyEngineArn)),
    inboundAuthType: TYPES[gateway.callers.type],
    callerToken:
      props.inboundAuth?._callerToken ??
      (discoveryUrl === undefined
        ? undefined
        : { discoveryUrl, ...(clients && { clients: [...clients] }), ...(audiences && { audiences: [...audiences] }) }),
    targets: Object.fromEntries(known.map(({ name, tools }) => [name, ToolDefinitions.of(...tools)])),
    unknownTargets: targets.filter(({ tools }) => tools === UNKNOWN_TOOLS).map(({ name }) => name),
  };
}

function storedIn(scope: Construct, parameterPrefix: string, name: string): string {
  return ssm.StringParameter.valueForStringParameter(scope, `${parameterPrefix}/${name}`);
}

function engineNamed(scope: Construct, id: string, policyEngineArn: string): agentcore.IPolicyEngine {
  return agentcore.PolicyEngine.fromPolicyEngineAttributes(scope, `${id}PolicyEngine`, { policyEngineArn });
}

function placeProblems({ parameterPrefix }: ContractGatewayProps, gatewayArn: string | undefined): Problem[] {
  if (gatewayArn === undefined) {
    return [
      {
        about: 'gatewayArn',
        allowed: 'the ARN of the gateway, or parameterPrefix: where its owners publish it',
        fix: 'The contract does not tell it: it was written before the gateway was deployed.',
      },
    ];
  }
  if (parameterPrefix === undefined || Token.isUnresolved(parameterPrefix) || /^(\/[\w.-]+)+$/.test(parameterPrefix)) {
    return [];
  }
  return [
    {
      about: 'parameterPrefix',
      value: parameterPrefix,
      allowed: 'a path such as /shop/tools, without a slash at its end',
      fix: 'Write it as the owners of the gateway gave it to publishContract.',
    },
  ];
}

function typeProblems({ contract, inboundAuth }: ContractGatewayProps): Problem[] {
  const type = contract._document?.gateway.callers.type;
  if (!inboundAuth || type === undefined || inboundAuth.type === TYPES[type]) return [];
  return [
    {
      about: 'inboundAuth',
      value: inboundAuth._inCode,
      allowed: `what the contract says: ${type}`,
      fix: 'Leave it out, or take the newest contract.',
    },
  ];
}
