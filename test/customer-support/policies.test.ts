/** Who may do what in the reference app: the policies of its template, decided by the engine that the gateway uses. */
import { decide, type DecisionRequest } from '../../lib/cedar/decision';
import { GATEWAY_ARN, referenceGateway, TOOLS, type ReferenceGateway } from './reference-gateway';

let deployed: ReferenceGateway;
beforeAll(() => {
  deployed = referenceGateway();
}, 60_000);

/** The claims of tokens, by whose they are; without a group Cognito leaves the claim out. */
const CLAIMS = {
  support: { 'cognito:groups': ['support'] },
  'a manager': { 'cognito:groups': ['manager'] },
  'a manager in support': { 'cognito:groups': ['support', 'manager'] },
  'support of another region': { 'cognito:groups': ['eu', 'support'] },
  'somebody without a group': {},
  'somebody whose list of groups is empty': { 'cognito:groups': [] },
};
type Who = keyof typeof CLAIMS;

const REFUND = { order_id: '1001', amount: 20, reason: 'Broken', idempotency_key: 'CASE-7' };
const INPUTS: Record<string, Record<string, unknown>> = {
  Orders___order_lookup: { order_id: '1001' },
  Customers___customer_profile: { customer_id: 'C-100' },
  Refunds___process_refund: REFUND,
};
const LOOKUPS = ['Orders___order_lookup', 'Customers___customer_profile'];

interface Call extends Partial<Pick<DecisionRequest, 'input'>> {
  readonly sub?: string;
  readonly tool: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Statements besides those of the template. */
  readonly more?: Readonly<Record<string, string>>;
}

/** What is decided and by which policies, in words. */
function decision({ sub = '1b9d6bcd', tool, claims, input = INPUTS[tool], more }: Call): string {
  const { allowed, reasons, errors } = decide(
    { ...deployed.statements, ...more },
    {
      caller: { sub, claims: { token_use: 'access', ...claims } },
      tool: TOOLS.find(({ fullName }) => fullName === tool)!,
      input,
      gatewayArn: GATEWAY_ARN,
    },
  );
  const by = errors.length > 0 ? 'an error' : reasons.join(' and ') || 'default';
  return `${allowed ? 'allowed' : 'denied'} by ${by}`;
}

const refund = (amount: unknown, claims: Call['claims'], more?: Call['more']) =>
  decision({ tool: 'Refunds___process_refund', input: { ...REFUND, amount }, claims, more });

describe('the gateway', () => {
  it('enforces these policies', () => {
    expect(deployed.gateway.mode).toBe('ENFORCE');
    expect(Object.keys(deployed.statements).sort()).toEqual([
      'ManagersRefund',
      'NobodyRefundsOver1000',
      'StaffMayRead',
      'SupportRefundsUnder500',
    ]);
  });

  it('has the tools that are decided about here, and no other', () => {
    const tools = deployed.gateway.targets.flatMap((target) => target.tools.map(({ fullName }) => fullName));
    expect(tools.sort()).toEqual(TOOLS.map(({ fullName }) => fullName).sort());
  });
});

describe('a refund', () => {
  it.each<[Who, number, string]>([
    ['support', 0.01, 'allowed by SupportRefundsUnder500'],
    ['support', 499.99, 'allowed by SupportRefundsUnder500'],
    ['support', 500, 'denied by default'],
    ['support', 1000.01, 'denied by NobodyRefundsOver1000'],
    ['a manager', 0.01, 'allowed by ManagersRefund'],
    ['a manager', 500, 'allowed by ManagersRefund'],
    ['a manager', 1000, 'allowed by ManagersRefund'],
    ['a manager', 1000.01, 'denied by NobodyRefundsOver1000'],
    ['a manager in support', 499.99, 'allowed by ManagersRefund and SupportRefundsUnder500'],
    ['a manager in support', 500, 'allowed by ManagersRefund'],
    ['a manager in support', 1000.01, 'denied by NobodyRefundsOver1000'],
    ['somebody without a group', 0.01, 'denied by default'],
    ['somebody whose list of groups is empty', 0.01, 'denied by default'],
  ])('that %s makes of %d is %s', (who, amount, expected) => {
    expect(refund(amount, CLAIMS[who])).toBe(expected);
  });

  it.each([
    ['everyone', 'principal, action'],
    [
      'users, for refunds',
      'principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___process_refund"',
    ],
  ])('above 1000 stays forbidden where another policy permits everything to %s', (_whom, scope) => {
    const more = { Extra: `permit (${scope}, resource == AgentCore::Gateway::"${GATEWAY_ARN}");` };
    expect(refund(1000, CLAIMS['somebody without a group'], more)).toBe('allowed by Extra');
    for (const claims of Object.values(CLAIMS)) {
      expect(refund(1000.01, claims, more)).toBe('denied by NobodyRefundsOver1000');
    }
  });

  it.each(['20', null, undefined, [20], 1e300])('of %j, which is no amount, is denied', (amount) => {
    expect(refund(amount, CLAIMS['a manager'])).toBe('denied by an error');
  });
});

describe.each(LOOKUPS)('%s', (tool) => {
  it.each<[Who, string]>([
    ['support', 'allowed by StaffMayRead'],
    ['a manager', 'allowed by StaffMayRead'],
    ['support of another region', 'allowed by StaffMayRead'],
    ['somebody without a group', 'denied by default'],
    ['somebody whose list of groups is empty', 'denied by default'],
  ])('for %s is %s', (who, expected) => {
    expect(decision({ tool, claims: CLAIMS[who] })).toBe(expected);
  });
});

describe.each(Object.keys(INPUTS))('%s is nothing', (tool) => {
  it.each(['support-readonly', 'presupport', 'Support', 'managers', 'line manager', ''])(
    'for the group %j',
    (group) => {
      expect(decision({ tool, claims: { 'cognito:groups': [group] } })).toBe('denied by default');
    },
  );

  it.each([{ groups: ['support'] }, { 'custom:groups': '["manager"]' }, { scope: '"support" "manager"' }])(
    'for who has the group in another claim: %j',
    (claims) => {
      expect(decision({ tool, claims })).toBe('denied by default');
    },
  );

  it('for who is only called like a group', () => {
    expect(decision({ tool, sub: '["support","manager"]', claims: {} })).toBe('denied by default');
  });
});
