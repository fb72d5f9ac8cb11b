/** What is wrong with what only a gateway can be told of the tokens that callers bring. */
import { suggestion, type Problem } from '../core/refusal';
import { ACCEPTED } from './accepted-values';
import type { JwtOptions } from './inbound-auth';

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CustomJWTAuthorizerConfiguration.html (2026-11) */
const LIMITS = { advertisedScopes: 50 };

export function gatewayProblems({ scopes = [], advertisedScopes, privateEndpoint }: JwtOptions): Problem[] {
  return [
    ...(advertisedScopes ? scopeProblems(scopes, advertisedScopes) : []),
    ...(privateEndpoint?._problems('inboundAuth privateEndpoint') ?? []),
  ];
}

function scopeProblems(scopes: string[], advertised: { [scope: string]: string }): Problem[] {
  const entries = Object.entries(advertised);
  const { pattern, words, fix } = ACCEPTED.scope;
  const about = 'inboundAuth advertisedScopes';
  if (entries.length < 1 || entries.length > LIMITS.advertisedScopes) {
    const allowed = `1 to ${LIMITS.advertisedScopes}`;
    return [{ about, value: entries.length, allowed, fix: 'Name those that clients ask for by another name.' }];
  }
  return entries.flatMap(([scope, name]) => [
    ...(scopes.includes(scope)
      ? []
      : [{ about: `${about} key`, value: scope, allowed: 'one of scopes', fix: suggestion(scope, scopes) }]),
    ...(pattern.test(name)
      ? []
      : [
          {
            about: `${about} ${scope}`,
            value: name,
            allowed: words,
            fix,
          },
        ]),
  ]);
}
