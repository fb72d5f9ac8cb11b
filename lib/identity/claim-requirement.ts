/** A claim that every accepted token must carry. */
import { aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { ACCEPTED, acceptedProblems } from './accepted-values';

/**
 * A requirement on one claim of the caller's token, checked before anything else sees the request.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html
 */
export class ClaimRequirement {
  /** The claim is a string and has this value. */
  static equalTo(claim: string, value: string): ClaimRequirement {
    return new ClaimRequirement(claim, [value], undefined);
  }

  /** The claim is an array and holds this value. */
  static includes(claim: string, value: string): ClaimRequirement {
    return new ClaimRequirement(claim, [value], agentcore.CustomClaimOperator.CONTAINS);
  }

  /** The claim is an array and holds at least one of these values. */
  static includesAny(claim: string, values: string[]): ClaimRequirement {
    return new ClaimRequirement(claim, values, agentcore.CustomClaimOperator.CONTAINS_ANY);
  }

  private constructor(
    /** The name of the claim. */
    readonly claim: string,
    private readonly values: string[],
    private readonly operator: agentcore.CustomClaimOperator | undefined,
  ) {}

  /** @internal */
  _problems(about: string): Problem[] {
    return acceptedProblems(`${about} (${this.claim})`, this.values, ACCEPTED.claimValue);
  }

  /** @internal */
  _forRuntime(): agentcore.RuntimeCustomClaim {
    return this.operator === undefined
      ? agentcore.RuntimeCustomClaim.withStringValue(this.claim, this.values[0])
      : agentcore.RuntimeCustomClaim.withStringArrayValue(this.claim, this.values, this.operator);
  }

  /** @internal */
  _forGateway(): agentcore.GatewayCustomClaim {
    return this.operator === undefined
      ? agentcore.GatewayCustomClaim.withStringValue(this.claim, this.values[0])
      : agentcore.GatewayCustomClaim.withStringArrayValue(this.claim, this.values, this.operator);
  }
}
