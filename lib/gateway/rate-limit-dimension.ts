/** By what the traffic of a gateway is counted. */
import { Token } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import type { Tool } from '../tools/tool';
import { RATE_LIMIT_LIMITS } from './gateway-rule-limits';
import type { INamedTarget } from './known-gateway';

/**
 * A value of a dimension: the traffic that has it is counted together. Of a claim and others
 * `RateLimitDimension.claim('team').equalTo('support')`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rate-limits-dimensions.html
 */
export class DimensionValue {
  /** Calls of this tool, where traffic is counted by `RateLimitDimension.tool()`. */
  static tool(tool: Tool): DimensionValue {
    return new DimensionValue(RateLimitDimension.tool(), tool.fullName, tool);
  }

  /** Requests to this target, where traffic is counted by `RateLimitDimension.target()`. */
  static target(target: INamedTarget): DimensionValue {
    return new DimensionValue(RateLimitDimension.target(), target.targetName);
  }

  /** @internal */
  static _of(dimension: RateLimitDimension, value: string): DimensionValue {
    return new DimensionValue(dimension, value);
  }

  private constructor(
    /** @internal */
    readonly _dimension: RateLimitDimension,
    /** @internal */
    readonly _value: string,
    private readonly tool?: Tool,
  ) {}

  /** @internal */
  _problems(about: string): Problem[] {
    const { value: maxLength } = RATE_LIMIT_LIMITS;
    const { _key: key } = this._dimension;
    if (this.tool?.isEvery) {
      const allowed = 'one tool: the traffic of a whole target has a dimension of its own';
      return [{ about: `${about} ${key}`, value: this._value, allowed, fix: 'Count by RateLimitDimension.target().' }];
    }
    if (this._value === '*') {
      const allowed = 'one value: what an entry does not name is every other value';
      return [{ about: `${about} ${key}`, value: '*', allowed, fix: 'Leave it out.' }];
    }
    if (Token.isUnresolved(this._value) || (this._value.length >= 1 && this._value.length <= maxLength)) return [];
    const allowed = `1 to ${maxLength} characters, and it has ${this._value.length}`;
    return [{ about: `${about} ${key}`, value: this._value, allowed, fix: 'Name a value that requests can have.' }];
  }
}

/**
 * By what traffic is counted. A limit does not apply to a request that lacks one of its dimensions.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rate-limits-dimensions.html
 */
export class RateLimitDimension {
  /** The target, by its name: `DimensionValue.target(refunds)`. */
  static target(): RateLimitDimension {
    return new RateLimitDimension('targetName');
  }

  /** The tool, by its full name `Target___tool`: `DimensionValue.tool(refunds.tool('process_refund'))`. */
  static tool(): RateLimitDimension {
    return new RateLimitDimension('toolName');
  }

  /** The model that is asked for, by its id. */
  static model(): RateLimitDimension {
    return new RateLimitDimension('qualifiedModelId');
  }

  /** A claim of the caller's token, `sub` or `team`, that few values are known of: not one that every token has anew. */
  static claim(claim: string): RateLimitDimension {
    return new RateLimitDimension(`$.context.jwt.${claim}`, 'OAuthUser', claim);
  }

  /** The caller's IAM principal, by its ARN. */
  static iamPrincipal(): RateLimitDimension {
    return new RateLimitDimension('$.context.iam.principal', 'IamEntity');
  }

  /** The source identity that the caller's session has. */
  static sourceIdentity(): RateLimitDimension {
    return new RateLimitDimension('$.context.iam.sourceIdentity', 'IamEntity');
  }

  /** A dimension that this class does not name yet, by the service's key: 1 to 80 characters. */
  static of(key: string): RateLimitDimension {
    return new RateLimitDimension(key);
  }

  private constructor(
    /** @internal By the service's name. */
    readonly _key: string,
    /** @internal The callers of whom it is known, where it is not of all. */
    readonly _callers?: 'OAuthUser' | 'IamEntity',
    private readonly claimName?: string,
  ) {}

  /** Traffic with this value; of a tool or a target, `DimensionValue.tool` and `.target` know it by themselves. */
  equalTo(value: string): DimensionValue {
    return DimensionValue._of(this, value);
  }

  /** @internal */
  _problems(about: string): Problem[] {
    const { claim, key } = RATE_LIMIT_LIMITS;
    if (this.claimName !== undefined && !claim.test(this.claimName)) {
      return [
        {
          about,
          value: this.claimName,
          allowed: '2 to 63 letters, digits, _, - and ., a letter or _ first and no punctuation last',
          fix: 'Name a claim of the token.',
        },
      ];
    }
    if (key.pattern.test(this._key) && this._key.length <= key.maxLength) return [];
    const allowed = `a key of 1 to ${key.maxLength} characters: a name like targetName, or a path like $.context.jwt.team`;
    return [{ about, value: this._key, allowed, fix: "Write the service's key." }];
  }
}
