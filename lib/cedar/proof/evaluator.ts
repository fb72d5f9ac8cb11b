/** Asks Cedar's own engine what tests come to in a request: no rule of Cedar is written a second time. */
import type { PolicyJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { Tool } from '../../tools/tool';
import { inputSchemaOf } from '../cedar-gateway';
import { cedarContext, principalOf, type Caller } from '../decision';
import { cedarEngine } from '../engine';
import type { Expr } from '../statement-json';
import { ERROR, FALSE, TRUE, type Outcomes } from './outcomes';

/** As much of a request as the tests ask about. */
export interface PartialRequest {
  readonly caller: Caller;
  readonly input: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

/** The engine keeps one set of tests at a time, under this name. */
const TESTS = 'cdk-agentcore:tests';
let kept: readonly Expr[] | undefined;

/**
 * What the tests come to when the tool is called so; undefined where the engine cannot say, because a test or the request has a
 * value that it cannot hold. That is no answer, and nothing follows from it.
 */
export function outcomesIn(
  tests: readonly Expr[],
  request: PartialRequest,
  tool: Tool,
  gatewayArn: string,
): Outcomes[] | undefined {
  if (kept !== tests) {
    const staticPolicies = Object.fromEntries(tests.map((test, index) => [String(index), permitWhen(test)]));
    kept = cedarEngine().preparsePolicySet(TESTS, { staticPolicies }).type === 'success' ? tests : undefined;
  }
  const { context, errors: unfit } = cedarContext(request.input, inputSchemaOf(tool), request.now);
  if (!kept || unfit.length > 0) return undefined;
  const { uid: principal, entity } = principalOf(request.caller);
  const action: TypeAndId = { type: 'AgentCore::Action', id: tool.fullName };
  const groups = [tool.targetName, 'CallTool', 'Mcp'].map((id) => ({ type: 'AgentCore::Action', id }));
  const answer = cedarEngine().statefulIsAuthorized({
    principal,
    action,
    resource: { type: 'AgentCore::Gateway', id: gatewayArn },
    context,
    preparsedPolicySetId: TESTS,
    validateRequest: false,
    entities: [entity, { uid: action, attrs: {}, parents: groups }],
  });
  if (answer.type === 'failure') return undefined;
  const { reason, errors } = answer.response.diagnostics;
  const failed = new Set(errors.map(({ policyId }) => policyId));
  const held = new Set(reason);
  return tests.map((_, index) => (failed.has(String(index)) ? ERROR : held.has(String(index)) ? TRUE : FALSE));
}

function permitWhen(body: Expr): PolicyJson {
  const all = { op: 'All' } as const;
  return {
    effect: 'permit',
    principal: all,
    action: all,
    resource: all,
    conditions: [{ kind: 'when', body: body }],
  };
}
