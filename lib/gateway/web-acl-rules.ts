/** The rules of a web ACL for gateways: AWS's managed rule groups, as dated data. */
import type { aws_wafv2 as wafv2 } from 'aws-cdk-lib';

/** The group whose rules may be counted rather than block. */
export const COMMON_RULES = 'AWSManagedRulesCommonRuleSet';

/**
 * In their order, as of 2026-11-21.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const MANAGED_RULE_GROUPS = [
  'AWSManagedRulesAmazonIpReputationList',
  COMMON_RULES,
  'AWSManagedRulesKnownBadInputsRuleSet',
];

/** It blocks bodies over 8 KB, and arguments of tools are longer than that every day. */
const ALWAYS_COUNTED = 'SizeRestrictions_BODY';

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
 */
export const WEB_ACL_LIMITS = {
  requests: { min: 10, max: 2_000_000_000 },
  description: 256,
  logGroup: 'aws-waf-logs-',
} as const;

export function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

export function webAclRules(
  metric: string,
  countedRules: readonly string[],
  requestsPerFiveMinutes?: number,
): wafv2.CfnWebACL.RuleProperty[] {
  const counted = [...new Set([ALWAYS_COUNTED, ...countedRules])];
  const rules: Omit<wafv2.CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>[] = [
    ...(requestsPerFiveMinutes === undefined ? [] : [rateRule(requestsPerFiveMinutes)]),
    ...MANAGED_RULE_GROUPS.map((name) => ({
      name,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ruleActionOverrides:
            name === COMMON_RULES ? counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) : undefined,
        },
      },
    })),
  ];
  return rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(`${metric}-${rule.name}`) }));
}

function rateRule(limit: number) {
  return {
    name: 'RequestsOfOneAddress',
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit } },
  };
}
