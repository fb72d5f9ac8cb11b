/** Valid shapes of AWS's documentation and samples: what is asked of the input and of the time, and how it is laid out. */
import type { ValidStatement } from './corpus-row';
import {
  ARN,
  IAM_HARBOUR,
  USER,
  approveToll,
  bookBerth,
  booking,
  chat,
  forbid,
  forbidUnless,
  moveCrane,
  on,
  payToll,
  permit,
  readBerth,
  role,
  statement,
} from './harbour';

export const INPUTS: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html
  [
    'text: one of several, by ||',
    booking('(context.input.berth == "N" || context.input.berth == "S" || context.input.berth == "W")'),
  ],
  [
    'text: one of several, by a set',
    permit('principal', on(bookBerth), '["N", "S", "W"].contains(context.input.berth)'),
  ],
  ['text: what it begins with', permit('principal', on(bookBerth), 'context.input.vessel like "MV *"')],
  ['integer: at least', permit('principal', on(bookBerth), 'context.input.nights >= 2')],
  ['number: below', permit('principal', on(bookBerth), 'context.input.length.lessThan(decimal("120.00"))')],
  ['boolean: true', permit('principal', on(approveToll), 'context.input.approved')],
  ['boolean: false', forbid(USER, on(approveToll), '!context.input.approved')],
  [
    'object: each part tested before it is read',
    booking(
      'context.input has cargo && context.input.cargo has tons && context.input.cargo.tons == 0 && ["ore", "salt"].contains(context.input.cargo.kind)',
    ),
  ],
  ['optional: has to be there', permit('principal', on(bookBerth), 'context.input has remark')],
  [
    'a claim, a set and a decimal together',
    booking(
      'principal.hasTag("role") && principal.getTag("role") == "broker" && ["N", "S"].contains(context.input.berth) && context.input.length.lessThanOrEqual(decimal("180.50"))',
    ),
  ],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-reference.html
  ['optional: there and not empty', booking('context.input has remark && context.input.remark != ""')],
  ['optional: absent, as null is', booking('!(context.input has remark)')],
  ['number: above', forbid(USER, on(bookBerth), 'context.input.length.greaterThan(decimal("399.9999"))')],
  ['number: at least', booking('context.input.length.greaterThanOrEqual(decimal("0.5"))')],
  ['number: equal', booking('context.input.length == decimal("12.5")')],
  ['number: optional', booking('context.input has deposit && context.input.deposit.greaterThan(decimal("-1.0"))')],
  [
    'integer: every comparison',
    booking(
      'context.input.nights > 0 && context.input.nights < 31 && context.input.nights <= 30 && context.input.nights != 13',
    ),
  ],
  ['boolean: compared', booking('context.input.insured == true')],
  ['set: one element', booking('context.input.ports.contains("Bergen")')],
  ['set: all of several', booking('context.input.ports.containsAll(["Bergen", "Leith"])')],
  ['set: any of several', forbid(USER, on(bookBerth), 'context.input.ports.containsAny(["X", "Y"])')],
  ['set: optional, of integers', booking('context.input has tides && context.input.tides.contains(6)')],
  [
    'a scalar of a body with lists',
    permit('principal', on(chat), 'context.input has max_tokens && context.input.max_tokens <= 1024'),
  ],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-common-patterns.html
  ['integer: exactly', booking('context.input.nights == 2')],
  ['text: exactly', permit(USER, on(payToll), 'context.input.invoice == "harbour-dues"')],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies.html
  [
    'required: tested all the same',
    booking('context.input has berth && context.input has nights && context.input.berth == "N"'),
  ],
  ['text: what it contains', booking('context.input has vessel && context.input.vessel like "*tug*"')],

  // awslabs/amazon-bedrock-agentcore-samples
  [
    'two fields in brackets',
    booking('(context.input.nights < 14) && ((context.input.berth == "N") || (context.input.berth == "S"))'),
  ],
  [
    'whatever is not permitted',
    forbidUnless(USER, on(bookBerth), 'context.input.insured && context.input.nights <= 30'),
  ],

  // https://docs.cedarpolicy.com/policies/syntax-operators.html
  [
    'a path of optional fields, tested at once',
    permit(USER, on(moveCrane), 'context.input has load.lashing.grade && context.input.load.lashing.grade == "A"'),
  ],
  [
    'names that are no identifiers',
    permit(
      USER,
      on(moveCrane),
      'context.input["slot-id"] == "B-7" && context.input has "2nd_hook" && context.input["2nd_hook"]',
    ),
  ],
  ['the context itself, tested', booking('context has input && context.input has crew && context.input.crew == 4')],
  ['a field against another', booking('context.input has crew && context.input.crew <= context.input.nights')],
  ['arithmetic', booking('context.input.nights * 2 + 1 - -3 <= 15')],
  [
    'if, then and else',
    booking('if context.input.insured then context.input.nights < 30 else context.input.nights < 3'),
  ],
  ['a set that is empty', booking('context.input has goods && context.input.goods.isEmpty()')],
  [
    'a decimal in an object',
    booking('context.input has cargo.value && context.input.cargo.value.lessThan(decimal("1000000.0"))'),
  ],
  ['a star that is meant', booking('context.input.vessel like "*\\**"')],
  ['letters by their numbers', booking('context.input.vessel == "\\u{C5}se"')],
];

export const TIMES: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-time-based.html
  [
    'between two points',
    permit(
      'principal',
      on(payToll),
      'context.system.now >= datetime("2026-03-01T00:00:00Z") && context.system.now < datetime("2026-04-01T00:00:00Z")',
    ),
  ],
  [
    'between two hours',
    permit(
      'principal',
      on(payToll),
      'duration("6h") <= context.system.now.toTime() && context.system.now.toTime() <= duration("22h")',
    ),
  ],
  [
    'both, with comments',
    permit(
      'principal',
      on(payToll),
      '// the season\ncontext.system.now >= datetime("2026-05-01T00:00:00Z") &&\n// daylight\ncontext.system.now.toTime() <= duration("21h")\n',
    ),
  ],

  // awslabs/amazon-bedrock-agentcore-samples
  [
    'hours, as the service generates them',
    permit(
      'principal',
      on(readBerth),
      '(!(((context.system.now).toTime()) < (duration("5h")))) && ((((context.system.now).toTime()) <= (duration("23h"))))',
    ),
  ],
  [
    'outside hours, to nobody',
    forbid(
      USER,
      on(readBerth),
      'context.system.now.toTime() < duration("8h30m") || context.system.now.toTime() > duration("17h")',
    ),
  ],

  // https://docs.cedarpolicy.com/policies/syntax-operators.html
  ['a day', booking('context.system.now.toDate() == datetime("2026-12-24")')],
  ['a point with an offset', booking('context.system.now < datetime("2026-01-01T00:00:00.000+0100")')],
  ['a time after a point', booking('context.system.now < datetime("2026-06-01").offset(duration("36h"))')],
  ['a time since a point, in days', booking('context.system.now.durationSince(datetime("2026-06-01")).toDays() < 90')],
];

const SPREAD = `// Who may book:
//   brokers, in the season ("permit" here is a word)
@id("book-in-season")
@description("Brokers book; a remark says why")
@intent("Only brokers may book a berth")
permit (
  principal is AgentCore::OAuthUser,   // anyone with a token
  action in [
    AgentCore::Action::"Quay___book_berth",
    AgentCore::Action::"Quay___read_berth"
  ],
  resource == AgentCore::Gateway::"${ARN}"
)
when {
  principal.hasTag("role") &&          // tested first
  principal.getTag("role") == "broker; when { }"
}
unless { context.input.berth like "closed*" }
when { context.system.now < datetime("2027-01-01") };
// the end
`;

export const LAYOUTS: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
  ['spread out, with comments, annotations and several clauses', SPREAD],
  ['with Windows line ends', SPREAD.replaceAll('\n', '\r\n')],
  ['with tabs', SPREAD.replaceAll('  ', '\t')],
  [
    'in one line, without spaces',
    `permit(principal,action==AgentCore::Action::"Tolls___pay_toll",resource==AgentCore::Gateway::"${ARN}")when{context.input.cents<5};`,
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-create-update-validation.html
  ['with a space before the bracket', forbid(USER, on(payToll), 'context.input.cents > 2400').replace('(', ' (')],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-conditions.html
  [
    'permit when, unless',
    statement('permit', USER, on(payToll), 'when { principal.hasTag("scope") } unless { context.input.cents > 9 }'),
  ],
  ['permit unless', statement('permit', USER, on(payToll), 'unless { context.input.cents > 9 }')],
  [
    'forbid when, unless',
    statement('forbid', USER, on(payToll), 'when { context.input.cents > 9 } unless { principal.hasTag("scope") }'),
  ],
  // awslabs/agentcore-samples
  [
    'with the clause on the closing line',
    `forbid(\n  principal is AgentCore::IamEntity,\n  ${on(payToll)},\n  resource == AgentCore::Gateway::"${ARN}"\n) when {\n  principal.id == "${role('Guest')}"\n};`,
    IAM_HARBOUR,
  ],
];
