/** Rules of gateways. */
import type { TypeCoverage } from './coverage';

/** A target, its model and what is tried after it: the same on a route for all traffic and on each of two shares. */
function route(path: string, factory: string): Record<string, string> {
  const prop = (name: string) => `\`route\`: ${factory}, ${name}`;
  const fallback = (name: string) => prop(`\`fallback\`, \`${name}\``);
  const next = (name: string) => prop(`\`fallback\`, \`targets\`, \`${name}\``);
  const errors = ': a `FallbackTrigger` that is no status';
  const statuses = ': `FallbackTrigger.status`, `SERVER_ERRORS`, `CLIENT_ERRORS`';
  return {
    [`${path}.targetName`]: prop('`target`'),
    [`${path}.model`]: prop('`model`'),
    [`${path}.fallback.circuitBreaker.mode`]: fallback('circuitBreaker'),
    [`${path}.fallback.firstByteTimeoutMilliseconds`]: fallback('firstByteTimeout'),
    [`${path}.fallback.triggerOn.errors`]: fallback('failures') + errors,
    [`${path}.fallback.triggerOn.statusCodes`]: fallback('failures') + statuses,
    [`${path}.fallback.targetFallback.targetName`]: next('target'),
    [`${path}.fallback.targetFallback.model`]: next('model'),
    [`${path}.fallback.targetFallback.firstByteTimeoutMilliseconds`]: next('firstByteTimeout'),
    [`${path}.fallback.targetFallback.triggerOn.errors`]: next('failures') + errors,
    [`${path}.fallback.targetFallback.triggerOn.statusCodes`]: next('failures') + statuses,
  };
}

/** What the two shares of the traffic have, of targets and of bundles. */
function share(path: string, prop: string): Record<string, string> {
  return {
    [`${path}.weight`]: `${prop}, \`weight\``,
    [`${path}.name`]: `${prop}, \`shareName\``,
    [`${path}.description`]: `${prop}, \`description\``,
    [`${path}.metadata`]: `${prop}, \`metadata\``,
  };
}

const TO_TARGET = 'actions.routeToTarget';
const BUNDLE = 'actions.configurationBundle';
const OPERATOR = '`StringLike` where there is a wildcard, else `StringEquals`';

export const GATEWAY_RULE: TypeCoverage = {
  type: 'GatewayRule',
  by: '`gateway.addRule` or `GatewayRule`',
  props: {
    gatewayIdentifier: '`gateway`',
    priority: '`priority`',
    description: '`description`',
    'conditions.matchPaths.anyOf': '`when`: `RuleCondition.paths` or `requestsTo`',
    'conditions.matchPrincipals.anyOf.iamPrincipal.arn': '`when`: `RuleCondition.iamPrincipals`',
    'conditions.matchPrincipals.anyOf.iamPrincipal.operator': `\`when\`: \`RuleCondition.iamPrincipals\`, ${OPERATOR}`,
    'conditions.matchModels.anyOf.value': '`when`: `RuleCondition.models`',
    'conditions.matchModels.anyOf.operator': `\`when\`: \`RuleCondition.models\`, ${OPERATOR}`,
    ...route(`${TO_TARGET}.staticRoute`, '`Route.to`'),
    ...route(`${TO_TARGET}.weightedRoute.trafficSplit`, '`Route.weighted`'),
    ...share(`${TO_TARGET}.weightedRoute.trafficSplit`, '`route`: `Route.weighted`'),
    [`${BUNDLE}.staticOverride.bundleArn`]: '`configurationBundle`: `BundleOverride.pinned`, `bundleArn`',
    [`${BUNDLE}.staticOverride.bundleVersion`]: '`configurationBundle`: `BundleOverride.pinned`, `bundleVersion`',
    ...share(`${BUNDLE}.weightedOverride.trafficSplit`, '`configurationBundle`: `BundleOverride.weighted`'),
    [`${BUNDLE}.weightedOverride.trafficSplit.configurationBundle`]:
      '`configurationBundle`: `BundleOverride.weighted`, `bundle`',
  },
};
