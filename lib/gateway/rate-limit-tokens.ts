/** A limit of tokens where nothing counts them. */
import type { Finding } from '../core/finding';
import type { KnownGateway } from './known-gateway';
import type { GatewayRateLimit } from './rate-limit';

/** Only requests to models have tokens; another app may add a target with models. */
export function tokenFindings({ _props }: GatewayRateLimit, known: KnownGateway): Finding[] {
  const targets = known.targets();
  const counted = targets.length === 0 || targets.some(({ protocol = 'inference' }) => protocol === 'inference');
  if (counted) return [];
  return _props.entries.flatMap(({ tokensPerMinute }, index) =>
    tokensPerMinute === undefined
      ? []
      : [
          {
            id: 'cdk-agentcore:tokens-not-counted',
            about: `entries[${index}] tokensPerMinute`,
            value: tokensPerMinute,
            allowed: `on a gateway with inference targets; ${known.gateway.node.path} has none, so nothing counts tokens`,
            fix: 'Leave it out, and limit requests or concurrentRequests.',
          },
        ],
  );
}
