/** A gateway's contract as SSM parameters, for apps that are deployed after its own. */
import { aws_ssm as ssm, Lazy, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Problems, sentence, type Problem } from '../core/refusal';
import type { ToolGateway } from './tool-gateway';

/** The ends of the names. */
export const CONTRACT_PARAMETERS = {
  arn: 'gateway-arn',
  url: 'gateway-url',
  engine: 'policy-engine-arn',
  hash: 'contract-hash',
  contract: 'contract',
};

/** Where a contract is published. */
export interface PublishedContractOptions {
  /**
   * The path under which the parameters stand: `<prefix>/gateway-arn`, `/gateway-url`, `/policy-engine-arn`,
   * `/contract-hash`, and `/contract` with the whole of it where `wholeContract` is set. Letters, digits, `.`, `-`, `_` and
   * slashes; it begins with a slash.
   */
  readonly parameterPrefix: string;
  /**
   * Whether the whole contract is a parameter too. Of the advanced kind, which AWS charges for, from 4 KB on; more than 8 KB
   * are refused, as SSM takes no more.
   * @default false
   */
  readonly wholeContract?: boolean;
}

/** What a published contract takes. */
export interface PublishedContractProps extends PublishedContractOptions {
  /** The gateway. */
  readonly gateway: ToolGateway;
}

/**
 * Where a gateway is and what it offers, as SSM parameters: `ToolGateway.fromContract` reads the first two at deployment,
 * and the engine's where policies are written.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 */
export class PublishedContract extends Construct {
  /** The parameters. Grant reading them to who deploys the other app, or share them with its account. */
  readonly parameters: ssm.StringParameter[];

  constructor(scope: Construct, id: string, props: PublishedContractProps) {
    super(scope, id);
    const { gateway, parameterPrefix: prefix, wholeContract = false } = props;
    new Problems(this).add(...prefixProblems(prefix)).refuse();
    const parameter = (name: string, description: string, stringValue: string) =>
      new ssm.StringParameter(this, name, { parameterName: `${prefix}/${name}`, description, stringValue });
    const { arn, url, engine, hash, contract } = CONTRACT_PARAMETERS;
    this.parameters = [
      parameter(arn, `The ARN of gateway ${gateway.gatewayName}`, gateway.gatewayArn),
      parameter(url, `The URL of gateway ${gateway.gatewayName}`, gateway.gatewayUrl),
      parameter(
        engine,
        `The ARN of the policy engine of gateway ${gateway.gatewayName}`,
        gateway.policyEngine.policyEngineArn,
      ),
      // Targets may still be added.
      parameter(hash, 'Another one when tools change', Lazy.string({ produce: () => gateway.contract.hash })),
    ];
    if (!wholeContract) return;
    const text = () => JSON.stringify(JSON.parse(gateway.contract.toJson()));
    const whole = parameter(contract, 'The tools, as JSON', Lazy.string({ produce: text }));
    (whole.node.defaultChild as ssm.CfnParameter).tier = Lazy.string({
      produce: () => (Buffer.byteLength(text()) > BYTES.standard ? 'Advanced' : 'Standard'),
    });
    this.parameters.push(whole);
    this.node.addValidation({ validate: () => sizeProblems(text()).map(sentence) });
  }
}

/** @see https://docs.aws.amazon.com/general/latest/gr/ssm.html (2026-11) */
const BYTES = { standard: 4096, advanced: 8192 };

function prefixProblems(prefix: string): Problem[] {
  if (Token.isUnresolved(prefix) || (/^(\/[\w.-]+)+$/.test(prefix) && !/^\/(aws|ssm)/i.test(prefix))) return [];
  return [
    {
      about: 'parameterPrefix',
      value: prefix,
      allowed: 'a path such as /shop/tools, without a slash at its end, and not one that begins with /aws or /ssm',
      fix: 'Name the team and the gateway in it.',
    },
  ];
}

function sizeProblems(contract: string): Problem[] {
  const bytes = Buffer.byteLength(contract);
  if (bytes <= BYTES.advanced) return [];
  return [
    {
      about: 'wholeContract',
      value: `a contract of ${bytes} bytes`,
      allowed: `at most ${BYTES.advanced} bytes in a parameter`,
      fix: 'Leave wholeContract out, and give the file beside the template to those who use the gateway.',
    },
  ];
}
