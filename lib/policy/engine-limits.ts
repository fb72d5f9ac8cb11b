/** What the service holds on one policy engine: dated quotas, so they are findings that can be acknowledged. */
import { cedarSchemaFor } from '../cedar/schema';
import { principalKinds } from '../cedar/cedar-gateway';
import type { Finding } from '../core/finding';
import { policiesOn } from './engine-statements';
import { estimatedSchemaSize } from './schema-size';
import type { SharedEngine } from './shared-engine';

/**
 * As of 2026-11-21.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-limitations-section.html
 */
export const ENGINE_LIMITS = {
  policies: 1000,
  /** Of the Cedar schema of all tools of all gateways, in bytes. */
  schema: 400_000,
  /** Of all statements about one gateway, in bytes. */
  statements: 200_000,
} as const;

/** Everything of which the app has more on the engine than it holds. */
export function engineFindings(engine: SharedEngine): Finding[] {
  return [...policyCountFindings(engine), ...schemaFindings(engine), ...statementFindings(engine)];
}

function policyCountFindings(engine: SharedEngine): Finding[] {
  const count = policiesOn(engine).length;
  if (count <= ENGINE_LIMITS.policies) return [];
  return [
    {
      id: 'cdk-agentcore:policies-of-engine',
      about: `the number of policies on ${nameOf(engine)}`,
      value: count,
      allowed: `at most ${ENGINE_LIMITS.policies} on an engine`,
      fix: 'Name several tools or principals in one policy, or give the gateways engines of their own.',
    },
  ];
}

function schemaFindings(engine: SharedEngine): Finding[] {
  const gateway = engine.allGateways();
  // What may be near the limit is measured.
  if (estimatedSchemaSize(gateway.tools) < 0.9 * ENGINE_LIMITS.schema) return [];
  const size = Buffer.byteLength(JSON.stringify(cedarSchemaFor(gateway.tools, principalKinds(gateway)).json));
  if (size <= ENGINE_LIMITS.schema) return [];
  return [
    {
      id: 'cdk-agentcore:schema-of-engine',
      about: `the Cedar schema of the tools of ${engine.gateways.map(({ node }) => node.path).join(', ')}`,
      value: `about ${size} bytes`,
      allowed: `at most ${ENGINE_LIMITS.schema} bytes for all gateways of an engine`,
      fix: 'Give the gateways engines of their own, take out tools or simplify their inputs.',
    },
  ];
}

function statementFindings(engine: SharedEngine): Finding[] {
  return engine.gateways
    .map((gateway) => ({ gateway, size: engine.sequence.sizeOn(gateway) }))
    .filter(({ size }) => size > ENGINE_LIMITS.statements)
    .map(({ gateway, size }) => ({
      id: 'cdk-agentcore:statements-of-gateway',
      about: `the size of the statements about ${gateway.node.path}`,
      value: `about ${size} bytes`,
      allowed: `at most ${ENGINE_LIMITS.statements} bytes for one gateway`,
      fix: 'Join policies that differ in a value only, or move tools to another gateway.',
    }));
}

function nameOf({ policyEngine, gateways }: SharedEngine): string {
  return `${policyEngine.node.path} (${gateways.map(({ node }) => node.path).join(', ')})`;
}
