/** Who may do what in the reference app: the calls and the properties that its policies, and no mutants of them, fulfil. */
import { Claim, Input } from '../../lib';
import {
  allowedBy,
  denied,
  deniedBy,
  type GatewayPolicies,
  type PolicyDecision,
  type PolicyRequest,
  type Proof,
} from '../../lib/testing';
import { GATEWAY_ARN } from './reference-gateway';

/** One call, and what is decided about it. */
export interface PolicyCase {
  /** In words. */
  readonly call: string;
  readonly request: PolicyRequest;
  readonly decision: PolicyDecision;
  /** A policy that somebody has added: its statement. */
  readonly besides?: string;
}

/** What is true of all calls of a kind. */
export interface PolicyProperty {
  readonly property: string;
  readonly proofWith: (policies: GatewayPolicies) => Proof;
}

/** Who calls, by the claims of the token; without a group Cognito leaves the claim out. */
const STAFF = {
  support: { 'cognito:groups': ['support'] },
  'a manager': { 'cognito:groups': ['manager'] },
  'a manager in support': { 'cognito:groups': ['support', 'manager'] },
  'support of another region': { 'cognito:groups': ['eu', 'support'] },
  'somebody without a group': {},
  'somebody whose list of groups is empty': { 'cognito:groups': [] },
};
type Who = keyof typeof STAFF;

/** What each tool is called with. */
const REFUND = { order_id: '1001', amount: 20, reason: 'Broken', idempotency_key: 'CASE-7' };
const INPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Customers___customer_profile: { customer_id: 'C-100' },
  Orders___order_lookup: { order_id: '1001' },
  Refunds___process_refund: REFUND,
};
export const TOOLS = Object.keys(INPUTS);
const REFUNDS = ['Refunds___process_refund'];
const LOOKUPS = TOOLS.filter((tool) => !REFUNDS.includes(tool));

/** Denied because the input is none of the tool's; what the engine says of it is left to the engine. */
const DENIED_AS_NO_INPUT: PolicyDecision = { allowed: false, decidedBy: [], errors: ['…'] };

/** By what each is about. */
export const CASES: Readonly<Record<string, readonly PolicyCase[]>> = {
  'a refund': [
    refund('support', 0.01, allowedBy('SupportRefundsUnder500')),
    refund('support', 499.99, allowedBy('SupportRefundsUnder500')),
    refund('support', 500, denied()),
    refund('support', 1000.01, deniedBy('NobodyRefundsOver1000')),
    refund('a manager', 0.01, allowedBy('ManagersRefund')),
    refund('a manager', 500, allowedBy('ManagersRefund')),
    refund('a manager', 1000, allowedBy('ManagersRefund')),
    refund('a manager', 1000.01, deniedBy('NobodyRefundsOver1000')),
    refund('a manager in support', 499.99, allowedBy('ManagersRefund', 'SupportRefundsUnder500')),
    refund('a manager in support', 500, allowedBy('ManagersRefund')),
    refund('a manager in support', 1000.01, deniedBy('NobodyRefundsOver1000')),
    refund('somebody without a group', 0.01, denied()),
    refund('somebody whose list of groups is empty', 0.01, denied()),
  ],

  'a refund of what is no amount': ['20', '20.0', null, undefined, [20], 1e300].map((amount) =>
    refund('a manager', amount, DENIED_AS_NO_INPUT),
  ),

  'a lookup': LOOKUPS.flatMap((tool) => [
    call('support', tool, allowedBy('StaffMayRead')),
    call('a manager', tool, allowedBy('StaffMayRead')),
    call('support of another region', tool, allowedBy('StaffMayRead')),
    call('somebody without a group', tool, denied()),
    call('somebody whose list of groups is empty', tool, denied()),
  ]),

  'a group that only looks like one': TOOLS.flatMap((tool) =>
    ['support-readonly', 'presupport', 'Support', 'managers', 'line manager', ''].map((group) =>
      userCalls(`who is in ${JSON.stringify(group)}`, { 'cognito:groups': [group] }, tool, denied()),
    ),
  ),

  'a group in another claim': TOOLS.flatMap((tool) =>
    [
      { groups: ['support'] },
      { 'custom:groups': '["manager"]' },
      { scope: '"support" "manager"' },
      { sub: '["support","manager"]' },
    ].map((claims) => userCalls(`who has ${JSON.stringify(claims)}`, claims, tool, denied())),
  ),

  'a refund above 1000, where somebody permits refunds to everyone': [
    'principal, action',
    'principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___process_refund"',
  ].flatMap((scope) => {
    const besides = `permit (${scope}, resource == AgentCore::Gateway::"${GATEWAY_ARN}");`;
    return [
      { ...refund('somebody without a group', 1000, allowedBy('Extra')), besides },
      ...(Object.keys(STAFF) as Who[]).map((who) => ({
        ...refund(who, 1000.01, deniedBy('NobodyRefundsOver1000')),
        besides,
      })),
    ];
  }),
};

const groups = Claim.of('cognito:groups');
const amount = Input.of('amount');

export const PROPERTIES: readonly PolicyProperty[] = [
  {
    property: 'nobody but managers refunds 500 or more',
    proofWith: (policies) =>
      policies.expectNever({
        tools: REFUNDS,
        when: [amount.greaterThanOrEqualTo(500)],
        unless: [groups.includes('manager')],
      }),
  },
  {
    property: 'nobody refunds more than 1000',
    proofWith: (policies) => policies.expectNever({ tools: REFUNDS, when: [amount.greaterThan(1000)] }),
  },
  {
    property: 'nobody without one of the two groups calls anything',
    proofWith: (policies) => policies.expectNever({ unless: [groups.includesAny('support', 'manager')] }),
  },
  {
    property: 'support can refund everything below 500',
    proofWith: (policies) =>
      policies.expectAlways({ tools: REFUNDS, when: [groups.includes('support'), amount.lessThan(500)] }),
  },
  {
    property: 'managers can refund everything up to 1000',
    proofWith: (policies) =>
      policies.expectAlways({ tools: REFUNDS, when: [groups.includes('manager'), amount.lessThanOrEqualTo(1000)] }),
  },
  {
    property: 'support and managers can look everything up',
    proofWith: (policies) =>
      policies.expectAlways({ tools: LOOKUPS, when: [groups.includesAny('support', 'manager')] }),
  },
];

/** What is decided about the call of a case, as the case has it. */
export function decisionOn(request: PolicyRequest, policies: GatewayPolicies): PolicyDecision {
  const { errors, ...decision } = policies.decide(request);
  return { ...decision, errors: errors.length > 0 ? DENIED_AS_NO_INPUT.errors : [] };
}

function userCalls(
  who: string,
  claims: object,
  tool: string,
  decision: PolicyDecision,
  input = INPUTS[tool],
): PolicyCase {
  const user = { sub: '1b9d6bcd', token_use: 'access', ...claims };
  return { call: `${tool} by ${who}`, request: { user, tool, input }, decision };
}

function call(who: Who, tool: string, decision: PolicyDecision): PolicyCase {
  return userCalls(who, STAFF[who], tool, decision);
}

function refund(who: Who, amount: unknown, decision: PolicyDecision): PolicyCase {
  const made = userCalls(who, STAFF[who], REFUNDS[0], decision, { ...REFUND, amount });
  return { ...made, call: `of ${JSON.stringify(amount)} by ${who}` };
}
