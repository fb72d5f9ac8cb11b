/** Mistakes behind the scope that AWS's documentation and samples tell of, and what is said of each; in comments what the service says. */
import type { WrongStatement } from './corpus-row';
import {
  IAM,
  IAM_HARBOUR,
  USER,
  approveToll,
  bookBerth,
  booking,
  chat,
  claim,
  forbid,
  on,
  onTarget,
  payToll,
  permit,
  statement,
} from './harbour';

const DECIMAL = '[number-as-integer] A "number" of a tool is a decimal in Cedar, and no whole number (Long)';

export const CONDITIONS: readonly WrongStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-reference.html
  // "unexpected type: expected Long but saw decimal", and no word of what to write
  [
    'a number compared as an integer',
    booking('context.input.length < 45'),
    'context.input.length',
    `${DECIMAL}: it is compared by methods. Write context.input.length.lessThan(decimal("45.0")).`,
  ],
  [
    'a number that equals an integer',
    booking('context.input.length == 12'),
    'context.input.length',
    `${DECIMAL}: the two are never equal. Write context.input.length == decimal("12.0").`,
  ],
  [
    'a fraction without decimal',
    booking('context.input.length > 750.25'),
    '25 }',
    '[syntax] Cedar cannot read this: unexpected token `25`. Write decimal("750.25"): Cedar has no other numbers with a fraction.',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-limitations-section.html
  [
    'five decimal places',
    booking('context.input.length.lessThan(decimal("0.12345"))'),
    'decimal(',
    '[malformed-decimal] "0.12345" is no decimal, which has digits before the point and one to four after it. Write decimal("0.1234").',
  ],
  [
    'a decimal without a point',
    booking('context.input.length.lessThan(decimal("500"))'),
    'decimal(',
    '[malformed-decimal] "500" is no decimal, which has digits before the point and one to four after it. Write decimal("500.0").',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html
  // "unable to guarantee safety of access to optional attribute `input.riskFactors`"
  [
    'an optional field',
    booking('context.input.remark != ""'),
    'context.input.remark',
    '[optional-field] context.input.remark may be missing in a call of Quay___book_berth. Test it first: context.input has remark && …',
  ],
  [
    'an optional field of an optional object',
    booking('context.input.cargo.tons == 0'),
    'context.input.cargo.tons',
    '[optional-field] context.input.cargo.tons may be missing in a call of Quay___book_berth. Test it first: context.input has cargo.tons && …',
  ],
  [
    'the second guard of two',
    booking('context.input has cargo && context.input.cargo.tons == 0'),
    'context.input.cargo.tons',
    '[optional-field] context.input.cargo.tons may be missing in a call of Quay___book_berth. Test it first: context.input.cargo has tons && …',
  ],
  [
    'a guard that does not guard',
    booking('context.input has remark || context.input.remark == "x"'),
    'context.input.remark ==',
    '[optional-field] context.input.remark may be missing in a call of Quay___book_berth. Test it first: context.input has remark && …',
  ],
  [
    'the input of a target',
    forbid(USER, onTarget('Quay'), 'context.input.berth == "N"'),
    'context.input',
    '[input-of-target] A statement about the target "Quay" cannot ask for context.input, which each of its tools has of its own. Name the tools: action in [AgentCore::Action::"Target___tool", …].',
  ],
  [
    'a field that one of several tools lacks',
    forbid(USER, on(bookBerth, payToll), 'context.input.berth == "N"'),
    'context.input.berth',
    '[unknown-field] Tolls___pay_toll has no field "berth". Choose one of "invoice", "cents".',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html
  // "unable to guarantee safety of access to tag"
  [
    'a claim that is not tested',
    booking('principal.getTag("role") == "pilot"'),
    'principal.getTag',
    '[optional-claim] A token may lack the claim "role". Test it first: principal.hasTag("role") && …',
  ],
  [
    'a claim after the test of another',
    booking('principal.hasTag("role") && context.input.vessel == principal.getTag("vessel")'),
    'principal.getTag',
    '[optional-claim] A token may lack the claim "vessel". Test it first: principal.hasTag("vessel") && …',
  ],
  [
    'a list of claims as a set',
    booking('principal.hasTag("groups") && principal.getTag("groups").contains("pilots")'),
    'principal.getTag',
    '[text-as-set] A claim is text in Cedar; of an array, its JSON text. Write like "*\\"pilots\\"*".',
  ],
  [
    'a claim in order',
    booking(claim('exp', '> 1790000000')),
    'principal.getTag',
    '[type-mismatch] Here stands text where a whole number belongs. Text has no order: compare it with == or like.',
  ],
  // "the types Long and String are not compatible"
  [
    'a claim and a number',
    booking(claim('level', '== 3')),
    'principal.getTag',
    '[type-mismatch] Here a whole number and text are compared, which are never equal. Write "3" with quotes.',
  ],
  [
    'a claim of a role',
    permit(IAM, on(payToll), claim('role', '== "pilot"')),
    'principal.hasTag',
    '[claim-of-role] Callers of this gateway authenticate with IAM, and only a JWT carries claims. Ask for principal.id, or give the gateway a JWT authorizer.',
    IAM_HARBOUR,
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-schema-constraints.html, and aws/aws-cdk, whose example it is
  [
    'a claim as an attribute',
    booking('principal.department == "pilotage"'),
    'principal.department',
    '[unknown-attribute] An AgentCore::OAuthUser has no attribute "department". Claims are tags: principal.hasTag("department") && principal.getTag("department") == "…"',
  ],
  [
    'another part of the context',
    booking('context.sourceIp == "10.0.0.1"'),
    'context.sourceIp',
    '[unknown-field] There is no context.sourceIp. A statement can ask for context.input and context.system.now.',
  ],
  [
    'an argument without input before it',
    booking('context.vessel == "Åse"'),
    'context.vessel',
    '[unknown-field] There is no context.vessel. Did you mean context.input.vessel?',
  ],
  [
    'the output',
    permit('principal', on(chat), 'context.output.text like "*x*"'),
    'context.output',
    '[output] permit and forbid decide before the tool runs: there is no output yet. Ask for context.input.',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-common-patterns.html
  [
    'contains the wrong way round',
    permit('principal', on(bookBerth), 'context.input.berth.contains("N")'),
    'context.input.berth',
    '[text-as-set] The field is a string, and no set. Write like "*N*".',
  ],
  [
    'a boolean as text',
    permit('principal', on(approveToll), 'context.input.approved == "true"'),
    'context.input.approved',
    '[type-mismatch] Here true or false and text are compared, which are never equal. Write true without quotes.',
  ],
  [
    'a claim as a boolean',
    booking(claim('email_verified', '== true')),
    'principal.getTag',
    '[type-mismatch] Here true and text are compared, which are never equal. Write "true" with quotes.',
  ],
  // Not documented: what is written by those who know other languages
  [
    'an array as text',
    booking('context.input.ports like "*Oslo*"'),
    'context.input.ports',
    '[set-as-text] The field is an array, which is a set in Cedar, and no text. Write context.input.ports.contains("Oslo").',
  ],
  [
    'a null',
    booking('context.input.remark == null'),
    'null',
    '[syntax] Cedar cannot read this: invalid variable: null. Cedar has no null. Write !(context.input has remark).',
  ],
  [
    'an hour as a number',
    booking('context.system.now.toTime() < 9'),
    'context.system.now',
    '[type-mismatch] Here a span of time is compared with a whole number. Write duration("9h").',
  ],
  [
    'a date as text',
    booking('context.system.now < "2027-01-01"'),
    '"2027-01-01"',
    '[type-mismatch] Here a point in time is compared with text. Write datetime("2027-01-01").',
  ],
  [
    'an offset with a colon',
    booking('context.system.now < datetime("2027-01-01T00:00:00+02:00")'),
    'datetime(',
    '[malformed-datetime] "2027-01-01T00:00:00+02:00" is no datetime, which is a date like 2026-01-31, or with a time 2026-01-31T09:00:00Z or 2026-01-31T09:00:00+0200. Write datetime("2027-01-01T00:00:00+0200").',
  ],
  [
    'the tool as a part of the context',
    booking('context has toolName && context.toolName == "book_berth"'),
    'context has toolName',
    '[impossible] There is no context.toolName, so the test for it is never true. A statement can ask for context.input and context.system.now.',
  ],
];

const DOGWOOD =
  '[unverifiable] This part of the statement is Dogwood, the superset of Cedar, and cannot be verified here. Write it in plain Cedar, or deploy it unverified with CfnPolicy and definition.policy.';

export const TEXTS: readonly WrongStatement[] = [
  // awslabs/nx-plugin-for-aws: "unexpected token 'forbid'"
  [
    'two statements in one file',
    `${booking('context.input.insured')}\n\n${forbid(USER, on(payToll), 'context.input.cents > 9')}`,
    'forbid(',
    '[one-statement] A policy holds exactly one statement, and here are 2. Make a policy of each.',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-guardrails-in-policies.html
  [
    'a guardrail',
    statement(
      'forbid',
      'principal',
      on(chat),
      'when guardrails { BedrockGuardrails::ContentFilter(["HATE"], [context.input.model])["HATE"].confidenceScore.greaterThan(decimal("0.2")) }',
    ),
    'when guardrails',
    DOGWOOD,
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-temporal.html
  [
    'what happened before in the session',
    statement(
      'permit',
      'principal',
      on(payToll),
      'when temporal { formerly within 1h AgentCore::Action::"Tolls___approve_toll"::response{ output.approved: true } }',
    ),
    'when temporal',
    DOGWOOD,
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-limitations-section.html
  [
    'too long',
    booking(`context.input.vessel == "${'x'.repeat(9_762)}"`),
    'permit(',
    '[length] The statement has 10001 characters; AgentCore takes 35 to 10000. Make several policies of it.',
  ],
  [
    'a regular expression',
    booking('context.input.vessel.matches("MV.*")'),
    'context.input.vessel',
    '[syntax] Cedar cannot read this: `matches` is not a valid method. Cedar has no regular expressions: write like "…*…".',
  ],
  [
    'a pattern that is no text',
    booking('context.input.vessel like principal.id'),
    'principal.id',
    '[syntax] Cedar cannot read this: right hand side of a `like` expression must be a pattern literal, but got `principal.id`.',
  ],
];
