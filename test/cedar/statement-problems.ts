/** Statements about a shop's refunds, and what is said of them. */
import type { CedarGateway } from '../../lib/cedar/cedar-gateway';
import { cedarProblemInWords } from '../../lib/cedar/cedar-problem';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import { RESOURCE, SHOP } from './shop';

export const REFUND = 'action == AgentCore::Action::"Refunds___process_refund"';

interface Scope {
  effect?: string;
  principal?: string;
  action?: string;
  resource?: string;
  condition?: string;
}

/** Each part of the scope in a line of its own: the principal in line 2, the action in 3, the resource in 4. */
export function statement({
  effect = 'permit',
  principal = 'principal',
  action = REFUND,
  resource = RESOURCE,
  condition = 'context.input.order_id == "A-1"',
}: Scope): string {
  return `${effect}(\n  ${principal},\n  ${action},\n  ${resource}\n)\nwhen { ${condition} };`;
}

/** What is wrong with a statement, each problem in a line: `[code] line 6, column 8: …`. */
export function problems(text: string, gateway: CedarGateway = SHOP): string[] {
  return verifyStatement(text, gateway).map((problem) => `[${problem.code}] ${cedarProblemInWords(problem)}`);
}
