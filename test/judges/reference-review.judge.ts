/** What `npm start` says about the reference app: every change of what a newcomer sees shows here. */
import { Stage } from 'aws-cdk-lib';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { reviewOf } from '../../lib/review/review';
import { reviewAsText } from '../../lib/review/text';
import { synthesize } from './reference-app';

let text: string;
beforeAll(() => {
  let assembly = '';
  synthesize({ region: 'us-east-1', change: (stack) => (assembly = Stage.of(stack)!.outdir) });
  text = reviewAsText(reviewOf(readAgentSystem(assembly)), { colour: false });
}, 60_000);

const EXPECTED = `
Agents
  CustomerSupport/Support
    protocol     HTTP, network PUBLIC
    callers      a token of Cognito user pool CustomerSupport/Staff (client
                 CustomerSupport/Staff/Console)
    models       us.anthropic.claude-sonnet-4-6: processed within the geography us (us-east-1,
                 us-east-2, us-west-2)
    uses         gateway CustomerSupport/Tools, memory CustomerSupport/Memory

Tool gateways
  CustomerSupport/Tools
    protocol     MCP
    callers      a token of Cognito user pool CustomerSupport/Staff (client
                 CustomerSupport/Staff/Console)
    policies     enforced
    tools        Customers (Lambda): customer_profile
                 Orders (Lambda): order_lookup
                 Refunds (Lambda): process_refund

Memories
  CustomerSupport/Memory
    kept         events 90 days, records until deleted; kept when the stack is deleted
    strategies   semantic: /actors/{actorId}/facts/
                 user preference: /actors/{actorId}/preferences/
                 summary: /actors/{actorId}/summaries/{sessionId}/
                 built-in strategies may process text in other regions of the geography
    key          owned by AWS

Identities
  Cognito user pool CustomerSupport/Staff
    clients      CustomerSupport/Staff/Console
    accepted by  CustomerSupport/Support, CustomerSupport/Tools

Who may call which tool
  CustomerSupport/Tools
    Customers___customer_profile - Shows one customer: name, e-mail address, how long they have …
      ALLOW IF  any user  group includes "support" or group includes  StaffMayRead
                          "manager"

    Orders___order_lookup - Shows one order: what was bought, what was paid, how far the delivery …
      ALLOW IF  any user  group includes "support" or group includes  StaffMayRead
                          "manager"

    Refunds___process_refund - Pays money back for an order. Look the order up first, and say what …
      ALLOW IF  any user  group includes "manager", unless            ManagersRefund
                          NobodyRefundsOver1000 forbids it
      ALLOW IF  any user  group includes "support" and amount < 500   SupportRefundsUnder500
      DENY IF   any user  amount > 1000, whatever permits it          NobodyRefundsOver1000
`;

describe('the review of the reference app', () => {
  it('says this', () => {
    expect(`\n${text}`).toBe(EXPECTED);
  });

  it('fits a terminal of 100 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});
