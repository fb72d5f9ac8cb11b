/** Requests whose outcome AWS documents, by their facts: policies that work together, and who is let in by which of them. */
import type { DecisionRequest } from '../../../lib/cedar/decision';
import type { Tool } from '../../../lib/tools/tool';
import {
  ARN,
  IAM,
  USER,
  approveToll,
  askPilot,
  bookBerth,
  claim,
  forbid,
  forbidUnless,
  on,
  payToll,
  permit,
  readBerth,
  readLog,
  role,
  statement,
} from './harbour';

/** A request and its outcome: the names of the policies that decide, none where nothing permits. */
export type DocumentedRequest = readonly [about: string, request: DecisionRequest, allowed: boolean, by: string[]];

/** Policies of one engine, and requests. */
export type Scene = readonly [about: string, policies: Readonly<Record<string, string>>, requests: DocumentedRequest[]];

type Caller = DecisionRequest['caller'];

function user(claims: Readonly<Record<string, unknown>> = {}, sub = '7f21'): Caller {
  return { sub, claims };
}

function as(name: string, account?: string): Caller {
  return { roleArn: role(name, account) };
}

function call(caller: Caller, tool: Tool, input: Readonly<Record<string, unknown>>, now?: string): DecisionRequest {
  return { caller, tool, input, gatewayArn: ARN, ...(now && { now: new Date(now) }) };
}

const book = (caller: Caller, input: object = {}) =>
  call(caller, bookBerth, { berth: 'N', vessel: 'Åse', length: 30, nights: 2, insured: true, ports: [], ...input });
const pay = (caller: Caller, cents: number, now?: string) => call(caller, payToll, { invoice: 'I-1', cents }, now);
const approve = (caller: Caller, invoice: string, cents: number) =>
  call(caller, approveToll, { invoice, approved: true, cents });

const SENIOR =
  'principal.hasTag("role") && (principal.getTag("role") == "senior-clerk" || principal.getTag("role") == "manager")';

export const SCENES: readonly Scene[] = [
  [
    // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies.html, its six scenarios
    'eight policies of one office',
    {
      read: statement('permit', USER, on(readBerth, readLog)),
      scope: permit(USER, on(bookBerth), claim('scope', 'like "*harbour:book*"')),
      seniors: forbidUnless(USER, on(approveToll), SENIOR),
      berths: permit(USER, on(bookBerth), 'context.input.berth == "N" || context.input.berth == "S"'),
      remark: forbidUnless(USER, on(bookBerth), 'context.input has remark'),
      clerk: permit(USER, on(approveToll), claim('username', '== "toll-clerk"')),
      tugs: permit(USER, on(askPilot), 'context.input.prompt like "*tug*"'),
      kinds: permit(USER, on(approveToll), 'context.input.invoice == "berth" || context.input.invoice == "crane"'),
    },
    [
      ['a viewer reads', call(user({ scope: 'harbour:view' }), readBerth, { berth: 'N' }), true, ['read']],
      ['a booking with a remark', book(user({ scope: 'harbour:book' }), { remark: 'late' }), true, ['berths', 'scope']],
      ['the same without a remark', book(user({ scope: 'harbour:book' })), false, ['remark']],
      [
        'a senior clerk approves',
        approve(user({ username: 'toll-clerk', role: 'senior-clerk' }), 'berth', 5),
        true,
        ['clerk', 'kinds'],
      ],
      [
        'a clerk who is not senior',
        approve(user({ username: 'toll-clerk', role: 'clerk' }), 'berth', 5),
        false,
        ['seniors'],
      ],
      ['anyone, by a part of the text', call(user(), askPilot, { prompt: 'a tug, please' }), true, ['tugs']],
      ['nobody permits it', call(user(), askPilot, { prompt: 'a crane' }), false, []],
      [
        'neither the scope nor the berth',
        book(user({ scope: 'harbour:view' }), { berth: 'W', remark: 'late' }),
        false,
        [],
      ],
    ],
  ],
  [
    // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html, "How these policies combine"
    'permits are alternatives, and a forbid wins',
    {
      ines: permit(USER, on(approveToll), claim('username', '== "ines"')),
      seniors: forbidUnless(USER, on(approveToll), SENIOR),
      limit: permit(
        USER,
        on(approveToll),
        `${claim('role', '== "senior-clerk"')} && ["berth", "crane"].contains(context.input.invoice) && context.input.cents <= 30000`,
      ),
    },
    [
      [
        'a user who is permitted, without the role',
        approve(user({ username: 'ines', role: 'clerk' }), 'berth', 5),
        false,
        ['seniors'],
      ],
      [
        'a user who is permitted, without any role',
        approve(user({ username: 'ines' }), 'berth', 5),
        false,
        ['seniors'],
      ],
      ['a senior within the limit', approve(user({ role: 'senior-clerk' }), 'berth', 29_000), true, ['limit']],
      ['a senior at the limit', approve(user({ role: 'senior-clerk' }), 'crane', 30_000), true, ['limit']],
      ['a senior above it', approve(user({ role: 'senior-clerk' }), 'berth', 30_001), false, []],
      ['a senior, of another kind', approve(user({ role: 'senior-clerk' }), 'pilot', 5), false, []],
      ['a manager, whom nothing permits', approve(user({ role: 'manager' }), 'berth', 5), false, []],
      [
        'ines as a manager, for anything',
        approve(user({ username: 'ines', role: 'manager' }), 'pilot', 99_999),
        true,
        ['ines'],
      ],
    ],
  ],
  [
    // The same page, "Give two roles different limits on one tool" and "Stop all tool calls"
    'limits by role, and a stop',
    {
      clerks: permit(USER, on(payToll), `${claim('role', '== "clerk"')} && context.input.cents <= 80000`),
      managers: permit(USER, on(payToll), `${claim('role', '== "manager"')} && context.input.cents <= 1900000`),
      stop: forbid('principal', 'action', 'context.system.now >= datetime("2026-07-01")'),
    },
    [
      ['a clerk at the limit', pay(user({ role: 'clerk' }), 80_000, '2026-06-30T23:59:59.999Z'), true, ['clerks']],
      ['a clerk above it', pay(user({ role: 'clerk' }), 80_001, '2026-06-30T12:00:00Z'), false, []],
      ['a manager above it', pay(user({ role: 'manager' }), 80_001, '2026-06-30T12:00:00Z'), true, ['managers']],
      ['anyone else', pay(user({ role: 'Manager' }), 1, '2026-06-30T12:00:00Z'), false, []],
      ['after the stop', pay(user({ role: 'manager' }), 1, '2026-07-01T00:00:00Z'), false, ['stop']],
    ],
  ],
  [
    // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html, "Every JWT claim becomes a string tag"
    'claims are text',
    {
      part: permit(USER, on(readBerth), claim('scope', 'like "*harbour:book*"')),
      element: permit(USER, on(readLog), claim('scope', 'like "*\\"harbour:book\\"*"')),
      number: permit(USER, on(askPilot), claim('exp', '== "1790000000"')),
      boolean: permit(USER, on(payToll), claim('verified', '== "true"')),
      missing: permit(USER, on(approveToll), '!principal.hasTag("blocked")'),
    },
    [
      ['among others, by spaces', call(user({ scope: 'a harbour:book b' }), readBerth, { berth: 'N' }), true, ['part']],
      ['in an array', call(user({ scope: ['harbour:book', 'x'] }), readBerth, { berth: 'N' }), true, ['part']],
      [
        'a longer one that contains it',
        call(user({ scope: 'harbour:book:admin' }), readBerth, { berth: 'N' }),
        true,
        ['part'],
      ],
      [
        'an element with its quotes',
        call(user({ scope: ['x', 'harbour:book'] }), readLog, { vesselId: '1' }),
        true,
        ['element'],
      ],
      ['a longer element', call(user({ scope: ['harbour:book:admin'] }), readLog, { vesselId: '1' }), false, []],
      ['a number', call(user({ exp: 1790000000 }), askPilot, { prompt: '' }), true, ['number']],
      ['a boolean', pay(user({ verified: true }), 1), true, ['boolean']],
      ['null is no claim', approve(user({ blocked: null }), 'x', 1), true, ['missing']],
    ],
  ],
  [
    // The same page, "IAM principals"
    'roles by the ARN of their sessions',
    {
      exact: statement('permit', `principal == AgentCore::IamEntity::"${role('Triage')}"`, on(readBerth)),
      family: permit(IAM, on(readLog), `principal.id like "${role('Wharf*', '*')}"`),
      account: forbid(IAM, 'action', 'principal.id like "*:777788889999:*"'),
    },
    [
      ['the role', call(as('Triage'), readBerth, { berth: 'N' }), true, ['exact']],
      ['a role whose name is longer', call(as('Triage2'), readBerth, { berth: 'N' }), false, []],
      ['the role in another account', call(as('Triage', '111122223333'), readBerth, { berth: 'N' }), false, []],
      ['a family in any account', call(as('WharfNight', '111122223333'), readLog, { vesselId: '1' }), true, ['family']],
      [
        'a family in a blocked account',
        call(as('WharfNight', '777788889999'), readLog, { vesselId: '1' }),
        false,
        ['account'],
      ],
      ['a tool of another agent', pay(as('Triage'), 1), false, []],
      ['a user, whom no statement about roles means', call(user(), readBerth, { berth: 'N' }), false, []],
    ],
  ],
  [
    // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-time-based.html
    'windows, in UTC',
    {
      season: permit(
        'principal',
        on(payToll),
        'context.system.now >= datetime("2026-03-01T00:00:00Z") && context.system.now < datetime("2026-04-01T00:00:00Z")',
      ),
      hours: permit(
        'principal',
        on(readBerth),
        'duration("7h") <= context.system.now.toTime() && context.system.now.toTime() <= duration("15h")',
      ),
    },
    [
      ['its first moment', pay(user(), 1, '2026-03-01T00:00:00Z'), true, ['season']],
      ['its last moment', pay(user(), 1, '2026-03-31T23:59:59.999Z'), true, ['season']],
      ['its end', pay(user(), 1, '2026-04-01T00:00:00Z'), false, []],
      [
        'the last moment before it, elsewhere already past midnight',
        pay(user(), 1, '2026-03-01T00:30:00+01:00'),
        false,
        [],
      ],
      ['seven in the morning', call(user(), readBerth, { berth: 'N' }, '2026-08-08T07:00:00Z'), true, ['hours']],
      ['three in the afternoon', call(user(), readBerth, { berth: 'N' }, '2026-08-08T15:00:00Z'), true, ['hours']],
      ['just after three', call(user(), readBerth, { berth: 'N' }, '2026-08-08T15:00:00.001Z'), false, []],
    ],
  ],
  [
    // awslabs/agentcore-samples, lakehouse-agent
    'a group kept from one tool',
    {
      base: statement('permit', 'principal', 'action'),
      carve: forbid(USER, on(approveToll), claim('cognito:groups', 'like "*passengers*"')),
    },
    [
      [
        'a passenger reads',
        call(user({ 'cognito:groups': ['passengers'] }), readBerth, { berth: 'N' }),
        true,
        ['base'],
      ],
      ['a passenger approves', approve(user({ 'cognito:groups': ['passengers'] }), 'x', 1), false, ['carve']],
      ['a clerk approves', approve(user({ 'cognito:groups': ['clerks'] }), 'x', 1), true, ['base']],
    ],
  ],
  [
    // awslabs/amazon-bedrock-agentcore-samples, healthcare-appointment-agent
    'the own record, and a forbid over a scope',
    {
      own: permit(
        USER,
        on(readLog),
        `${claim('role', '== "master"')} && principal.hasTag("vessel_id") && context.input.vesselId == principal.getTag("vessel_id")`,
      ),
      write: permit(USER, on(bookBerth), claim('scope', 'like "*harbour.write*"')),
      masters: forbid(USER, on(bookBerth), claim('role', '== "master"')),
    },
    [
      ['the own record', call(user({ role: 'master', vessel_id: 'V1' }), readLog, { vesselId: 'V1' }), true, ['own']],
      ['that of another', call(user({ role: 'master', vessel_id: 'V1' }), readLog, { vesselId: 'V2' }), false, []],
      ['a token without the claim', call(user({ role: 'master' }), readLog, { vesselId: 'V1' }), false, []],
      ['the scope', book(user({ scope: 'harbour.read harbour.write' })), true, ['write']],
      ['another scope', book(user({ scope: 'harbour.read' })), false, []],
      ['the scope, and the role', book(user({ role: 'master', scope: 'harbour.write' })), false, ['masters']],
    ],
  ],
];
