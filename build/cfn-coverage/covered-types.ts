/** The types of CloudFormation that docs/coverage.md is about. */
import type { TypeCoverage } from './coverage';
import { CONSENT_PORTAL, GATEWAY, RATE_LIMIT, RESOURCE_POLICY } from './gateway';
import { GATEWAY_RULE } from './gateway-rule';
import { GATEWAY_TARGET } from './gateway-target';
import { API_KEY_PROVIDER, OAUTH_PROVIDER, WORKLOAD_IDENTITY } from './identity';

export const COVERED_TYPES: readonly TypeCoverage[] = [
  GATEWAY,
  GATEWAY_TARGET,
  GATEWAY_RULE,
  RATE_LIMIT,
  RESOURCE_POLICY,
  WORKLOAD_IDENTITY,
  OAUTH_PROVIDER,
  API_KEY_PROVIDER,
  CONSENT_PORTAL,
];
