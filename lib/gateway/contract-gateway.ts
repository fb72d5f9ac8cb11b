/** A gateway of another app, by the contract that its owners give out. */
import { aws_bedrockagentcore as agentcore, aws_ssm as ssm, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { UNKNOWN_TOOLS } from '../contract/contract-document';
import { Problems, type Problem } from '../core/refusal';
import { InboundAuthType, type InboundAuth } from '../identity/inbound-auth';
import { ToolDefinitions } from '../tools/tool-definitions';
import { CONTRACT_PARAMETERS } from './contract-parameters';
import type { ImportedGateway } from './imported-tool-gateway';
import { urlProblems } from './gateway-url';
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
   * Where MCP clients reach the gateway. A domain of its owners can only be given here: what a contract says has to be the
   * gateway's own URL, by the id and the region of the ARN, so that no contract leads callers elsewhere with their tokens.
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
   * @default - the one that the owners publish, or the one that the contract names
   */
  readonly policyEngine?: agentcore.IPolicyEngine;
}

/** The service's name of each. */
const TYPES: Readonly<Record<string, InboundAuthType>> = Object.fromEntries(
  Object.values(InboundAuthType).map((type) => [type, type]),
);

/** What an imported gateway takes, from its contract. What the app says goes before what a file says. */
export function contractAttributes(scope: Construct, props: ContractGatewayProps): ImportedGateway {
  const { contract, parameterPrefix } = props;
  const document = contract._document;
  const stored = ({ parameter, told }: Place) =>
    parameterPrefix === undefined ? told : storedIn(scope, parameterPrefix, parameter);
  new Problems(scope).add(...contract._problems(), ...prefixProblems(props), ...typeProblems(props)).refuse();
  const { gateway, targets } = document!;
  const gatewayArn = props.gatewayArn ?? stored({ parameter: CONTRACT_PARAMETERS.arn, told: gateway.arn });
  const gatewayUrl = props.gatewayUrl ?? stored({ parameter: CONTRACT_PARAMETERS.url, told: gateway.url });
  new Problems(scope).add(...placeProblems(props, gatewayArn, gatewayUrl)).refuse();

  const { discoveryUrl, clients, audiences } = gateway.callers;
  const known = targets.flatMap(({ name, tools }) => (tools === UNKNOWN_TOOLS ? [] : [{ name, tools }]));
  return {
    gatewayArn: gatewayArn!,
    gatewayUrl,
    ...engineOf(scope, props),
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

interface Place {
  readonly parameter: string;
  readonly told?: string;
}

/** Of those that the owners publish, the parameter is asked for once a policy is written. */
function engineOf(scope: Construct, props: ContractGatewayProps): Pick<ImportedGateway, 'policyEngine' | 'published'> {
  const { contract, parameterPrefix, policyEngine } = props;
  if (policyEngine) return { policyEngine };
  if (parameterPrefix !== undefined) {
    return { published: () => engineNamed(scope, storedIn(scope, parameterPrefix, CONTRACT_PARAMETERS.engine)) };
  }
  const told = contract._document?.gateway.policyEngineArn;
  return told === undefined ? {} : { policyEngine: engineNamed(scope, told) };
}

function storedIn(scope: Construct, parameterPrefix: string, name: string): string {
  return ssm.StringParameter.valueForStringParameter(scope, `${parameterPrefix}/${name}`);
}

function engineNamed(scope: Construct, policyEngineArn: string): agentcore.IPolicyEngine {
  return agentcore.PolicyEngine.fromPolicyEngineAttributes(scope, 'PolicyEngine', { policyEngineArn });
}

function placeProblems(props: ContractGatewayProps, gatewayArn?: string, gatewayUrl?: string): Problem[] {
  if (gatewayArn === undefined) {
    return [
      {
        about: 'gatewayArn',
        allowed: 'the ARN of the gateway, or parameterPrefix: where its owners publish it',
        fix: 'The contract does not tell it: it was written before the gateway was deployed.',
      },
    ];
  }
  const isTold = props.gatewayUrl === undefined && props.parameterPrefix === undefined;
  return isTold && gatewayUrl !== undefined ? urlProblems(gatewayUrl, gatewayArn) : [];
}

function prefixProblems({ parameterPrefix }: ContractGatewayProps): Problem[] {
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
