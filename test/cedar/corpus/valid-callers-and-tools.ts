/** Valid shapes of AWS's documentation and samples: who calls, and what is called. By their facts, for the harbour. */
import {
  HERE,
  IAM,
  IAM_HARBOUR,
  USER,
  approveToll,
  askPilot,
  bookBerth,
  chat,
  claim,
  forbid,
  forbidUnless,
  moveCrane,
  on,
  onTarget,
  payToll,
  permit,
  readBerth,
  readLog,
  role,
  statement,
} from './harbour';
import type { ValidStatement } from './corpus-row';

const PILOT_OR_MASTER =
  'principal.hasTag("role") && (principal.getTag("role") == "pilot" || principal.getTag("role") == "master")';

export const CALLERS: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-conditions.html
  ['a user by a claim', permit(USER, on(payToll), claim('username', '== "wharf-agent"'))],
  ['an IAM role of one account', permit(IAM, on(readBerth), `principal.id like "${role('*')}"`), IAM_HARBOUR],
  [
    'a role of this name in any account',
    permit(IAM, on(readBerth), `principal.id like "${role('Pilots', '*')}"`),
    IAM_HARBOUR,
  ],
  [
    'one AWS account in any form of ARN',
    permit(IAM, on(readBerth), 'principal.id like "*:444455556666:*"'),
    IAM_HARBOUR,
  ],
  ['a part of the scope claim', permit(USER, on(bookBerth), claim('scope', 'like "*berth:write*"'))],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html
  ['one of two values of a claim', permit(USER, on(approveToll), PILOT_OR_MASTER)],
  ['everyone but one of two values', forbidUnless(USER, on(approveToll), PILOT_OR_MASTER)],
  ['one user kept from every tool', forbid(USER, 'action', claim('username', '== "on-leave"'))],
  ['a family of roles', permit(IAM, on(readBerth), `principal.id like "${role('Wharf*', '*')}"`), IAM_HARBOUR],
  ['an account kept from every tool', forbid(IAM, 'action', 'principal.id like "*:777788889999:*"'), IAM_HARBOUR],
  ['an element of an array, which is JSON text', permit(USER, on(bookBerth), claim('groups', 'like "*\\"pilots\\"*"'))],
  ['a number, which is text', permit(USER, on(bookBerth), claim('level', '== "3"'))],
  ['a boolean, which is text', permit(USER, on(bookBerth), claim('email_verified', '== "true"'))],
  [
    'a subject in the scope, with a condition',
    permit('principal == AgentCore::OAuthUser::"7f21"', on(payToll), 'context.input.cents < 100'),
  ],
  [
    'a subject of unusual characters',
    permit(
      'principal == AgentCore::OAuthUser::"auth0|7f 21/\\"x\\"@harbour.example"',
      on(readBerth),
      'context.input.berth == "B 7"',
    ),
  ],
  ['a claim named by a URL', permit(USER, on(readBerth), claim('https://harbour.example/role', '!= "guest"'))],
  [
    'a role in the scope, with a condition',
    permit(
      `principal == AgentCore::IamEntity::"${role('Clerk+eu_1=a.b@c-d')}"`,
      on(payToll),
      'context.input.cents <= 500',
    ),
    IAM_HARBOUR,
  ],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies.html
  ['a role without a wildcard', permit(IAM, on(readBerth), `principal.id like "${role('Clerk')}"`), IAM_HARBOUR],
  ['roles of one account only', permit(IAM, on(payToll), 'principal.id like "*:444455556666:*"'), IAM_HARBOUR],

  // awslabs/agentcore-samples
  [
    'two tools kept from one subject',
    forbid(USER, on(payToll, approveToll), claim('sub', '== "trainee@harbour.example"')),
  ],
  [
    'a role made by single sign-on',
    permit(IAM, on(askPilot), 'principal.id like "*AWSReservedSSO_Pilots-*"'),
    IAM_HARBOUR,
  ],
  [
    'a claim and several fields together',
    permit(
      USER,
      on(payToll),
      `${claim('role', '== "buyer"')} && context.input.invoice == "I-1" && context.input.cents <= 640`,
    ),
  ],

  // awslabs/amazon-bedrock-agentcore-samples
  [
    'a claim that only has to be there',
    permit(USER, on(readBerth, bookBerth, payToll), 'principal.hasTag("custom:tenant_id")'),
  ],
  ['a scope with its resource server', permit(USER, on(moveCrane), claim('scope', 'like "*harbour-gateway/cranes*"'))],
  [
    'a claim that is also an argument',
    permit(
      USER,
      on(bookBerth),
      `${claim('role', '== "master"')} && principal.hasTag("vessel") && context.input.vessel == principal.getTag("vessel")`,
    ),
  ],

  // awslabs/agentcore-samples, lakehouse-agent
  ['a Cognito group kept from a tool', forbid(USER, on(approveToll), claim('cognito:groups', 'like "*passengers*"'))],

  // aws-samples/sample-smart-home-assistant-agent-on-agentcore
  [
    'callers by their IDs, of either kind',
    permit(
      'principal',
      on(readBerth),
      '((principal is AgentCore::OAuthUser) || (principal is AgentCore::IamEntity)) && ((principal.id) == "7f21" || (principal.id) == "9c04")',
    ),
    { ...IAM_HARBOUR, principals: 'both' },
  ],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-understanding-cedar.html
  ['a user with a limit', permit(USER, on(payToll), `${claim('username', '== "Ada"')} && context.input.cents < 7200`)],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-schema-constraints.html
  ['the subject, as an attribute', permit(USER, on(readBerth), 'principal.id == "7f21"')],
];

export const TOOLS: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
  ['all tools of a target', permit(USER, onTarget('Quay'), 'principal.hasTag("scope")')],
  ['a runtime', permit(USER, on(askPilot), 'principal.hasTag("scope")')],
  ['a path with a parameter', permit(USER, on(readLog), 'context.input.vesselId like "IMO-*"')],
  ['a target with a hyphen and a digit', permit(USER, onTarget('crane-2'), 'principal.hasTag("scope")')],
  [
    'one tool in a list',
    statement(
      'permit',
      USER,
      `action in [AgentCore::Action::"${payToll.fullName}"]`,
      'when { context.input.cents < 5 }',
    ),
  ],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html
  ['several tools', permit('principal', on(readBerth, bookBerth), 'context.input.berth like "N-*"')],
  ['tools of several targets', permit(USER, on(readBerth, payToll, moveCrane), claim('role', '== "clerk"'))],
  [
    'a model family',
    permit('principal', on(chat), 'context.input has model && context.input.model like "amazon.nova-*"'),
  ],
  [
    'one model',
    permit('principal', on(chat), 'context.input has model && context.input.model == "amazon.nova-pro-v1:0"'),
  ],

  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html
  ['every tool, by a claim', permit(USER, 'action', 'principal.hasTag("custom:tenant_id")')],

  // The announcement of policies in AWS's blog, aws/agentcore-cli and aws/aws-cdk. One table of the developer guide says that
  // a statement which names a gateway has to name actions: a live engine takes it without.
  [
    'every tool of one gateway, by a claim',
    statement('permit', USER, 'action', `when { ${claim('role', '== "master"')} }`, HERE),
  ],
  [
    'every tool of one gateway, by the roles of the platform',
    statement(
      'permit',
      IAM,
      'action',
      `when { principal.id == "${role('Harbour')}" || principal.id like "${role('Pilot*')}" }`,
      HERE,
    ),
    IAM_HARBOUR,
  ],
  [
    'no tool of one gateway, by a claim',
    statement('forbid', USER, 'action', `when { ${claim('status', '== "suspended"')} }`, HERE),
  ],
];

/** Accepted, and reported by AWS's analysis all the same unless the policy says to ignore its findings. */
export const UNCONDITIONAL: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html
  ['permit: two tools, to anyone', statement('permit', 'principal', on(readBerth, payToll))],
  ['permit: a runtime, to anyone', statement('permit', 'principal', on(askPilot))],
  ['forbid: all tools, to anyone', statement('forbid', 'principal', 'action')],
  ['forbid: one tool, to anyone', statement('forbid', 'principal', on(payToll))],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html
  ['permit: all tools of a target, to anyone', statement('permit', 'principal', onTarget('Tolls'))],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html
  ['permit: a tool, to any role', statement('permit', IAM, on(readBerth)), IAM_HARBOUR],
  // aws/aws-cdk
  ['permit: every tool, to any user', statement('permit', USER, 'action')],
  // awslabs/amazon-bedrock-agentcore-samples
  ['forbid: two tools, to anyone', statement('forbid', 'principal', on(moveCrane, askPilot))],
  ['permit: under a condition that always holds', statement('permit', 'principal', on(payToll), 'when { true }', HERE)],
];

/** Accepted where callers of another kind are permitted something, too; otherwise "overly restrictive" of that kind. */
export const UNTYPED_FORBIDS: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html
  [
    'a limit of tokens',
    forbid('principal', on(chat), 'context.input has max_tokens && context.input.max_tokens > 4096'),
  ],
  ['what is not approved', forbid('principal', on(approveToll), '!context.input.approved')],
  ['what has to be there', forbidUnless('principal', on(bookBerth), 'context.input has remark')],
  // awslabs/amazon-bedrock-agentcore-samples
  [
    'text that begins with one of two',
    forbid(
      'principal',
      on(readLog),
      'context.input has vesselId && (context.input.vesselId like "tow *" || context.input.vesselId like "raise*")',
    ),
  ],
  // awslabs/agentcore-samples
  ['a ceiling, besides what is permitted', forbid('principal', on(payToll), 'context.input.cents > 2400')],
  // awslabs/agentcore-samples, which had to name the kind of caller: no role has the claim, and all the same it was refused
  ['a claim', forbid('principal', on(readBerth), claim('role', '== "trainee"'))],
];

/** Accepted without a condition because it names who is meant. */
export const NAMED_CALLERS: readonly ValidStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html
  [
    'one role, one tool',
    statement('permit', `principal == AgentCore::IamEntity::"${role('Clerk')}"`, on(payToll)),
    IAM_HARBOUR,
  ],
  [
    'one role, several tools',
    statement('permit', `principal == AgentCore::IamEntity::"${role('Tug')}"`, on(readBerth, payToll)),
    IAM_HARBOUR,
  ],
  [
    'a read-only role kept from writing',
    statement('forbid', `principal == AgentCore::IamEntity::"${role('Guest')}"`, on(bookBerth, payToll)),
    IAM_HARBOUR,
  ],
  ['one user', statement('permit', 'principal == AgentCore::OAuthUser::"7f21"', on(readBerth))],
  [
    'several roles',
    permit(
      IAM,
      on(payToll),
      `principal == AgentCore::IamEntity::"${role('Clerk')}" || principal == AgentCore::IamEntity::"${role('Tug')}"`,
    ),
    IAM_HARBOUR,
  ],
  // aws/aws-cdk, whose integration test deploys it
  [
    'one role, every tool',
    statement('permit', `principal == AgentCore::IamEntity::"${role('Agent')}"`, 'action'),
    IAM_HARBOUR,
  ],
  [
    'one role, every tool of one gateway',
    statement('permit', `principal == AgentCore::IamEntity::"${role('Agent')}"`, 'action', '', HERE),
    IAM_HARBOUR,
  ],
];
