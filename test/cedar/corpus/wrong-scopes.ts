/** Mistakes in the scope that AWS's documentation and samples tell of, and what is said of each; in comments what the service says. */
import type { WrongStatement } from './corpus-row';
import {
  ANYWHERE,
  ARN,
  HARBOUR,
  HERE,
  IAM,
  IAM_HARBOUR,
  USER,
  on,
  onTarget,
  payToll,
  permit,
  readBerth,
  role,
  statement,
} from './harbour';

const SUB = 'principal.id == "7f21"';
const WHEN = `when { ${SUB} }`;

/** A permit about an action of this name. */
function about(name: string): string {
  return permit(USER, `action == AgentCore::Action::"${name}"`, SUB);
}

export const SCOPES: readonly WrongStatement[] = [
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-action-resource.html
  // "a wildcard resource was detected"
  [
    'any resource, one tool',
    statement('permit', USER, on(readBerth), WHEN, 'resource'),
    'resource)',
    '[bare-resource] AgentCore refuses a statement about any resource. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}".',
  ],
  [
    'any resource, any tool',
    statement('forbid', USER, 'action', WHEN, 'resource'),
    'resource)',
    '[bare-resource] AgentCore refuses a statement about any resource. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}", or resource is AgentCore::Gateway for every gateway of the policy engine.',
  ],
  // "a constrained action scope was encountered"
  ...(
    [
      ['any gateway, one tool', on(readBerth)],
      ['any gateway, several tools', on(readBerth, payToll)],
      ['any gateway, a target', onTarget('Quay')],
    ] as const
  ).map(([name, action]): WrongStatement => [
    name,
    statement('permit', USER, action, WHEN, ANYWHERE),
    ANYWHERE,
    '[resource-not-named] A statement that names an action has to name the gateway that has it. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}".',
  ]),
  // "only gateway resources are supported", "should have 6 components"
  [
    'the ARN of a target',
    statement('permit', USER, on(readBerth), WHEN, `resource == AgentCore::Gateway::"${ARN}/target/X1"`),
    `"${ARN}/target/X1"`,
    `[other-gateway] The statement is about the gateway ${ARN}/target/X1, and would belong to ${ARN}. Write ${HERE}.`,
  ],
  [
    'what should have been replaced',
    statement('permit', USER, on(readBerth), WHEN, 'resource == AgentCore::Gateway::"YOUR_GATEWAY_ARN"'),
    '"YOUR_GATEWAY_ARN"',
    `[other-gateway] The statement is about the gateway YOUR_GATEWAY_ARN, and would belong to ${ARN}. Write ${HERE}.`,
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html, which has it in two of its examples
  [
    'is where == belongs',
    statement('permit', USER, on(readBerth), WHEN, `resource is AgentCore::Gateway::"${ARN}"`),
    `AgentCore::Gateway::"${ARN}"`,
    `[syntax] Cedar cannot read this: right hand side of an \`is\` expression must be an entity type name, but got \`AgentCore::Gateway::"${ARN}"\`. Try using \`==\` to test for equality: \`${HERE}\`.`,
  ],
  // The same page in its first edition, and aws/bedrock-agentcore-starter-toolkit: "unrecognized action"
  [
    'two underscores',
    about('Quay__read_berth'),
    '"Quay__read_berth"',
    '[unknown-action] No tool of this gateway has the action AgentCore::Action::"Quay__read_berth". Did you mean "Quay___read_berth"? Between target and tool stand three underscores.',
  ],
  // awslabs/amazon-bedrock-agentcore-samples: "a bare name would silently never match"
  [
    'a tool without its target',
    about('read_berth'),
    '"read_berth"',
    '[unknown-action] No tool of this gateway has the action AgentCore::Action::"read_berth". Did you mean "Quay___read_berth"? An action is the target, three underscores and the tool.',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-create-update-validation.html
  // "Action 'nonExistentTool' is not defined in the schema for any associated gateway"
  [
    'a tool that is not there',
    about('Tolls___pay_tol'),
    '"Tolls___pay_tol"',
    '[unknown-action] No tool of this gateway has the action AgentCore::Action::"Tolls___pay_tol". Did you mean "Tolls___pay_toll"?',
  ],
  [
    'a gateway without targets, "did you mean UnknownTool?"',
    about('Quay___read_berth'),
    '"Quay___read_berth"',
    '[unknown-action] No tool of this gateway has the action AgentCore::Action::"Quay___read_berth". The gateway has no tools yet.',
    { ...HARBOUR, tools: [] },
  ],
  [
    'an action outside the namespace',
    permit(USER, 'action == Action::"Quay___read_berth"', SUB),
    '"Quay___read_berth"',
    '[unknown-action] No tool of this gateway has the action Action::"Quay___read_berth". Write AgentCore::Action::"Quay___read_berth"; Action is another type.',
  ],
  [
    'a target as a tool',
    about('Quay'),
    '"Quay"',
    '[action-is-target] "Quay" is a group of tools, and no tool. Write action in AgentCore::Action::"Quay" for all tools of it.',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-schema-constraints.html
  [
    'a group of callers',
    permit('principal in AgentCore::Group::"crew"', on(payToll), 'context.input.cents < 5'),
    'AgentCore::Group',
    '[unknown-type] AgentCore has no entities of the type AgentCore::Group. There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.',
  ],
  [
    'a type of another application',
    permit('principal == User::"alice"', on(payToll), 'context.input.cents < 5'),
    'User::"alice"',
    '[unknown-type] AgentCore has no entities of the type User. There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.',
  ],
  [
    'a caller without authentication, "unsupported principal type"',
    permit('principal is AgentCore::UnauthenticatedUser', on(payToll), 'context.input.cents < 5'),
    'AgentCore::UnauthenticatedUser',
    '[unsupported-principal] AgentCore takes no statement that names AgentCore::UnauthenticatedUser. Write principal is AgentCore::OAuthUser: callers of this gateway authenticate with a JWT.',
  ],
  // "unrecognized entity type"
  [
    'a type of another application, without a condition',
    statement('permit', 'principal is User', on(payToll)),
    'User',
    '[unknown-type] AgentCore has no entities of the type User. There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.',
  ],
  // Live engines: "attribute `id` on entity type `AgentCore::UnauthenticatedUser` not found"
  [
    'the id of any principal where callers bring a JWT',
    permit('principal', on(payToll), 'principal.id == "7f21"'),
    'principal.id',
    '[untyped-principal] A statement about any principal is about an AgentCore::UnauthenticatedUser too, who has no "id". Write principal is AgentCore::OAuthUser in the scope.',
  ],
  [
    'the id of any principal where callers sign with IAM',
    permit('principal', 'action', `principal.id like "${role('*')}"`),
    'principal.id',
    '[untyped-principal] A statement about any principal is about an AgentCore::UnauthenticatedUser too, who has no "id". Write principal is AgentCore::IamEntity in the scope.',
    IAM_HARBOUR,
  ],
  // "invalid action ID"
  ...['Mcp', 'CallTool'].map((group): WrongStatement => [
    `the group of all tools, ${group}`,
    permit(USER, onTarget(group), 'principal.hasTag("role")'),
    `"${group}"`,
    `[built-in-group] "${group}" stands above all tools in AgentCore's schema, and AgentCore refuses a statement that names it. Leave the action open, which is about all tools of the gateway, or name the tools.`,
  ]),
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html: no wildcards
  [
    'a wildcard',
    about('Quay___read*'),
    '"Quay___read*"',
    '[unknown-action] No tool of this gateway has the action AgentCore::Action::"Quay___read*". There are no wildcards in action names: name the tools, or write action in AgentCore::Action::"Quay" for all tools of the target.',
  ],
  [
    'an action by itself',
    permit(USER, 'AgentCore::Action::"Quay___read_berth"', SUB),
    '::Action',
    '[syntax] Cedar cannot read this: unexpected token `::`. Write action == AgentCore::Action::"Quay___read_berth".',
  ],
  // https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/example-policies-principal.html: the id has no session
  [
    'the session of a role',
    statement('permit', `principal == AgentCore::IamEntity::"${role('Clerk')}/ada"`, on(payToll)),
    `"${role('Clerk')}/ada"`,
    `[role-session] The id of a role has no session: it ends with the role's name, so this is no caller. Write "${role('Clerk')}".`,
    IAM_HARBOUR,
  ],
  [
    'any session of a role',
    permit(IAM, on(payToll), `principal.id like "${role('Clerk')}/*"`),
    `"${role('Clerk')}/*"`,
    `[role-session] The id of a role has no session: it ends with the role's name, so this is no caller. Write "${role('Clerk')}".`,
    IAM_HARBOUR,
  ],
  [
    'a role where callers bring a JWT',
    permit(IAM, on(payToll), 'context.input.cents < 5'),
    'AgentCore::IamEntity',
    '[principal-type] No caller of this gateway is an AgentCore::IamEntity: they authenticate with a JWT. Write principal is AgentCore::OAuthUser, or change inboundAuth of the gateway.',
  ],
  [
    'a user where callers sign with IAM',
    permit(USER, on(payToll), 'context.input.cents < 5'),
    'AgentCore::OAuthUser',
    '[principal-type] No caller of this gateway is an AgentCore::OAuthUser: they authenticate with IAM. Write principal is AgentCore::IamEntity, or change inboundAuth of the gateway.',
    IAM_HARBOUR,
  ],
];
