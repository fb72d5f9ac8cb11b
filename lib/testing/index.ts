/** Tests of policies: who may call which tool with what, decided by Cedar's own engine. */
export { allowedBy, denied, deniedAsInput, deniedBy, type PolicyDecision } from './policy-decision';
export { GatewayPolicies, type PolicySetOptions } from './gateway-policies';
export { PolicyTestError } from './policy-test-error';
export type { PolicyRequest } from './policy-request';
export type { CallsProperty, Proof } from './property';
export type { ConditionCoverage, Coverage, PolicyCoverage } from './coverage';
