/** Which requests a rule of a gateway is for. */
import { Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { Problem } from '../core/refusal';
import { RULE_LIMITS } from './gateway-rule-limits';
import type { INamedTarget } from './known-gateway';

type Kind = 'paths' | 'iamPrincipals' | 'models';

/**
 * Which requests a rule is for: one of the alternatives of each of its conditions has to match.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rules.html
 */
export class RuleCondition {
  /** Requests to one of these paths, each `/<target>/*` with the name of an HTTP target: 1 to 10. */
  static paths(...paths: string[]): RuleCondition {
    return new RuleCondition('paths', paths);
  }

  /** Requests to the path of one of these HTTP targets: 1 to 10. */
  static requestsTo(...targets: INamedTarget[]): RuleCondition {
    return RuleCondition.paths(...targets.map(({ targetName }) => `/${targetName}/*`));
  }

  /**
   * Callers with one of these ARNs, of users, roles or assumed roles: 1 to 100. `*` and `?` stand for any characters and
   * for one. Only for gateways whose callers sign with AWS credentials.
   */
  static iamPrincipals(...arns: string[]): RuleCondition {
    return new RuleCondition('iamPrincipals', arns);
  }

  /** Inference requests for one of these models: 1 to 100 ids. `*` and `?` stand for any characters and for one. */
  static models(...models: string[]): RuleCondition {
    return new RuleCondition('models', models);
  }

  private constructor(
    /** @internal */
    readonly _kind: Kind,
    private readonly alternatives: readonly string[],
  ) {}

  /** @internal The names of the targets whose paths it is about. */
  get _targetNames(): string[] {
    if (this._kind !== 'paths') return [];
    return this.alternatives.filter((path) => RULE_LIMITS.path.pattern.test(path)).map((path) => path.slice(1, -2));
  }

  /** @internal */
  _problems(about: string): Problem[] {
    const { maxEntries, allowed, check } = KINDS[this._kind];
    const named = `${about} RuleCondition.${this._kind}`;
    if (this.alternatives.length === 0 || this.alternatives.length > maxEntries) {
      return [
        {
          about: named,
          value: `${this.alternatives.length} alternatives`,
          allowed: `1 to ${maxEntries}`,
          fix: this.alternatives.length === 0 ? 'Leave the condition out.' : 'Use wildcards, or split the rule.',
        },
      ];
    }
    return this.alternatives
      .filter((text) => !Token.isUnresolved(text))
      .flatMap((value) => {
        const fix = check(value);
        return fix === undefined ? [] : [{ about: named, value, allowed, fix }];
      });
  }

  /** @internal */
  _render(): agentcore.CfnGatewayRule.ConditionProperty {
    if (this._kind === 'paths') return { matchPaths: { anyOf: [...this.alternatives] } };
    if (this._kind === 'models') {
      return { matchModels: { anyOf: this.alternatives.map((value) => ({ value, operator: operatorFor(value) })) } };
    }
    const anyOf = this.alternatives.map((arn) => ({ iamPrincipal: { arn, operator: operatorFor(arn) } }));
    return { matchPrincipals: { anyOf } };
  }
}

/** The service would take the wildcards of an exact match literally, and reads wildcards where there may be none. */
function operatorFor(text: string): string {
  return !Token.isUnresolved(text) && /[*?]/.test(text) ? 'StringLike' : 'StringEquals';
}

interface KindRules {
  readonly maxEntries: number;
  readonly allowed: string;
  /** What to write instead; nothing where it is right. */
  readonly check: (text: string) => string | undefined;
}

const KINDS: Record<Kind, KindRules> = {
  paths: { maxEntries: RULE_LIMITS.paths, allowed: '/<target>/*, with the name of an HTTP target', check: pathFix },
  iamPrincipals: {
    maxEntries: RULE_LIMITS.principals,
    allowed:
      'arn:<partition>:iam::<account>:role/<name>, user/<name>, or arn:<partition>:sts::<account>:assumed-role/<name>/…',
    check: (arn) =>
      isWithin(arn, RULE_LIMITS.principalArn) ? undefined : 'Write the ARN of a role, of a user or of an assumed role.',
  },
  models: {
    maxEntries: RULE_LIMITS.models,
    allowed: 'a model id, in which * and ? may stand for other characters',
    check: (model) => (isWithin(model, RULE_LIMITS.model) ? undefined : 'Write the id as callers send it.'),
  },
};

function pathFix(path: string): string | undefined {
  const [, first = ''] = path.split('/');
  if ((RULE_LIMITS.reservedPaths as readonly string[]).includes(first)) {
    return `/${first} is a way of the gateway itself: route by the name of a target.`;
  }
  if (isWithin(path, RULE_LIMITS.path)) return undefined;
  const word = /[\w\-.]+/.exec(path)?.[0];
  return word ? `Write "/${word}/*".` : 'Write the name of the target between the slashes.';
}

function isWithin(text: string, { maxLength, pattern }: { maxLength: number; pattern: RegExp }): boolean {
  return text.length <= maxLength && pattern.test(text);
}
