import { Lazy, Token } from 'aws-cdk-lib';
import type { CedarGateway } from '../../lib/cedar/cedar-gateway';
import type { CedarProblem } from '../../lib/cedar/cedar-problem';
import { cedarEngine } from '../../lib/cedar/engine';
import { verifyStatement, verifyStatements } from '../../lib/cedar/verify-statement';
import { GATEWAY_ARN, getOrder, IAM_SHOP, permitRefund, processRefund, RESOURCE, SHOP, tool } from './shop';
import { problems, statement } from './statement-problems';

const FIELDS = { amount: { type: 'number' }, labels: { type: 'array', items: { type: 'string' } } };
describe('a statement that fits the gateway', () => {
  it.each([
    [
      'a claim and a number',
      'principal.hasTag("scope") && principal.getTag("scope") like "*refund*" && context.input.amount.lessThan(decimal("500.0"))',
    ],
    ['a whole number, tested first', 'context.input has parcels && context.input.parcels < 5'],
    [
      'a nested optional field, tested first',
      'context.input has address.street && context.input.address.street == "High Street"',
    ],
    ['a set', 'context.input has labels && context.input.labels.contains("fragile")'],
    ['the id of the caller', 'principal.id == "4c1f"'],
    ['the time', 'context.system.now < datetime("2027-01-01")'],
  ])('may ask for %s', (_, condition) => expect(problems(permitRefund(condition))).toEqual([]));

  it.each([
    [
      'all tools of a target',
      statement({ action: 'action in AgentCore::Action::"Refunds"', condition: 'principal.hasTag("scope")' }),
    ],
    [
      'every tool of every gateway of the engine',
      statement({
        action: 'action',
        resource: 'resource is AgentCore::Gateway',
        condition: 'principal.hasTag("scope")',
      }),
    ],
    [
      'several tools',
      statement({
        action: 'action in [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"Orders___get_order"]',
      }),
    ],
    [
      'every tool of this gateway, and of no other',
      statement({ action: 'action', condition: 'principal.hasTag("scope")' }),
    ],
    [
      'what is forbidden to all users',
      `forbid(principal is AgentCore::OAuthUser, action, ${RESOURCE}) when { principal.hasTag("suspended") };`,
    ],
    [
      'everyone with an annotation and comments',
      `// why: see "refunds" (1\n@id("a")\n${permitRefund('principal.hasTag("x")')} // done`,
    ],
  ])('may be about %s', (_, text) => expect(problems(text)).toEqual([]));
});

describe('a statement that does not fit the gateway is refused with its place, the cause and what was probably meant', () => {
  const action = (id: string, operator = '==') =>
    statement({ action: `action ${operator} AgentCore::Action::"${id}"` });
  const unknownAction = (id: string, hint: string) =>
    `[unknown-action] line 3, column 32: No tool of this gateway has the action AgentCore::Action::"${id}". ${hint}`;

  it.each([
    [
      'two underscores',
      'Refunds__process_refund',
      'Did you mean "Refunds___process_refund"? Between target and tool stand three underscores.',
    ],
    [
      'one underscore',
      'Refunds_process_refund',
      'Did you mean "Refunds___process_refund"? Between target and tool stand three underscores.',
    ],
    ['a misspelt tool', 'Refunds___proces_refund', 'Did you mean "Refunds___process_refund"?'],
    ['a small letter', 'refunds___process_refund', 'Did you mean "Refunds___process_refund"?'],
    [
      'a tool without its target',
      'process_refund',
      'Did you mean "Refunds___process_refund"? An action is the target, three underscores and the tool.',
    ],
    [
      'a wildcard',
      'Refunds___*',
      'There are no wildcards in action names: name the tools, or write action in AgentCore::Action::"Refunds" for all tools of the target.',
    ],
    [
      'a wildcard of no target',
      '*refund*',
      'There are no wildcards in action names: name the tools, or leave the action open for all tools.',
    ],
    ['nothing like it', 'Billing___charge', 'Its tools are "Refunds___process_refund", "Orders___get_order".'],
  ])('%s', (_, id, hint) => expect(problems(action(id))).toEqual([unknownAction(id, hint)]));

  it('a misspelt target', () =>
    expect(problems(action('Refund', 'in'))).toEqual([unknownAction('Refund', 'Did you mean "Refunds"?')]));

  it('a target where a tool belongs', () =>
    expect(problems(action('Refunds'))).toEqual([
      '[action-is-target] line 3, column 32: "Refunds" is a group of tools, and no tool. Write action in AgentCore::Action::"Refunds" for all tools of it.',
    ]));

  it('an action outside the namespace', () =>
    expect(problems(statement({ action: 'action == Action::"Orders___get_order"' }))).toEqual([
      '[unknown-action] line 3, column 21: No tool of this gateway has the action Action::"Orders___get_order". Write AgentCore::Action::"Orders___get_order"; Action is another type.',
    ]));

  it.each(['context["input"].order_id == "7"', 'context has input'])('the input of a target, written %s', (condition) =>
    expect(
      problems(statement({ action: 'action in AgentCore::Action::"Refunds"', condition })).map((one) =>
        one.slice(0, 35),
      ),
    ).toEqual(['[input-of-target] line 6, column 8:']),
  );

  it('the input of a target', () =>
    expect(problems(action('Refunds', 'in'))).toEqual([
      '[input-of-target] line 6, column 8: A statement about the target "Refunds" cannot ask for context.input, which each of its tools has of its own. Name the tools: action in [AgentCore::Action::"Target___tool", …].',
    ]));

  it('a gateway without tools', () =>
    expect(problems(action('Refunds___process_refund'), { ...SHOP, tools: [] })).toEqual([
      unknownAction('Refunds___process_refund', 'The gateway has no tools yet.'),
    ]));

  it.each([
    [
      'any resource',
      { resource: 'resource' },
      '[bare-resource] line 4, column 3: AgentCore refuses a statement about any resource. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}".',
    ],
    ...['resource in AgentCore::Gateway::"other"', 'resource is AgentCore::Gateway in AgentCore::Gateway::"other"'].map(
      (resource): [string, object, string] => [
        `${resource} and any action`,
        { resource, action: 'action', condition: 'principal.hasTag("x")' },
        '[resource-in] line 4, column 3: AgentCore takes no "in" for the resource: a gateway is in nothing. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}", or resource is AgentCore::Gateway for every gateway of the policy engine.',
      ],
    ),
    [
      'any resource and any action',
      { resource: 'resource', action: 'action', condition: 'principal.hasTag("x")' },
      '[bare-resource] line 4, column 3: AgentCore refuses a statement about any resource. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}", or resource is AgentCore::Gateway for every gateway of the policy engine.',
    ],
    [
      'any gateway and one action',
      { resource: 'resource is AgentCore::Gateway' },
      '[resource-not-named] line 4, column 3: A statement that names an action has to name the gateway that has it. Write resource == AgentCore::Gateway::"${gateway.gatewayArn}".',
    ],
    [
      'another gateway',
      { resource: RESOURCE.replace('shop-', 'mall-') },
      `[other-gateway] line 4, column 35: The statement is about the gateway ${GATEWAY_ARN.replace('shop-', 'mall-')}, and would belong to ${GATEWAY_ARN}. Write resource == AgentCore::Gateway::"${GATEWAY_ARN}".`,
    ],
    [
      'another gateway and any action',
      {
        action: 'action',
        resource: RESOURCE.replace('shop-', 'mall-'),
        condition: 'principal.hasTag("x")',
      },
      `[other-gateway] line 4, column 35: The statement is about the gateway ${GATEWAY_ARN.replace('shop-', 'mall-')}, and would belong to ${GATEWAY_ARN}. Write resource == AgentCore::Gateway::"${GATEWAY_ARN}".`,
    ],
    [
      'the group of all tools',
      { action: 'action in AgentCore::Action::"Mcp"', condition: 'principal.hasTag("x")' },
      '[built-in-group] line 3, column 32: "Mcp" stands above all tools in AgentCore\'s schema, and AgentCore refuses a statement that names it. Leave the action open, which is about all tools of the gateway, or name the tools.',
    ],
    [
      'the group of all tools, with others and with a condition on the input',
      { action: 'action in [AgentCore::Action::"Refunds___process_refund", AgentCore::Action::"CallTool"]' },
      '[built-in-group] line 3, column 80: "CallTool" stands above all tools in AgentCore\'s schema, and AgentCore refuses a statement that names it. Leave the action open, which is about all tools of the gateway, or name the tools.',
    ],
    [
      'the group of all tools as one',
      { action: 'action == AgentCore::Action::"CallTool"', condition: 'principal.hasTag("x")' },
      '[action-is-target] line 3, column 32: "CallTool" is a group of tools, and no tool. Leave the action open, which is about all tools of the gateway, or name the tools.',
    ],
    [
      'a role where callers bring a JWT',
      { principal: 'principal is AgentCore::IamEntity' },
      '[principal-type] line 2, column 16: No caller of this gateway is an AgentCore::IamEntity: they authenticate with a JWT. Write principal is AgentCore::OAuthUser, or change inboundAuth of the gateway.',
    ],
    [
      'a misspelt kind of principal',
      { principal: 'principal is AgentCore::OAuthUsers' },
      '[unknown-type] line 2, column 16: AgentCore has no entities of the type AgentCore::OAuthUsers. Did you mean AgentCore::OAuthUser?',
    ],
    [
      'a group of principals',
      { principal: 'principal in AgentCore::Team::"support"' },
      '[unknown-type] line 2, column 16: AgentCore has no entities of the type AgentCore::Team. There are AgentCore::OAuthUser, AgentCore::IamEntity, AgentCore::Action and AgentCore::Gateway.',
    ],
  ])('%s', (_, scope, expected) => expect(problems(statement(scope))).toEqual([expected]));

  it('a user where callers sign with IAM', () =>
    expect(problems(statement({ principal: 'principal is AgentCore::OAuthUser' }), IAM_SHOP)).toEqual([
      '[principal-type] line 2, column 16: No caller of this gateway is an AgentCore::OAuthUser: they authenticate with IAM. Write principal is AgentCore::IamEntity, or change inboundAuth of the gateway.',
    ]));

  it.each([
    'principal.hasTag("scope") && principal.getTag("scope") == "x"',
    'principal.hasTag("scope")',
    'principal.getTag("scope") == "x"',
  ])('claims where callers sign with IAM: %s', (condition) =>
    expect(problems(statement({ condition }), IAM_SHOP)).toEqual([
      '[claim-of-role] line 6, column 8: Callers of this gateway authenticate with IAM, and only a JWT carries claims. Ask for principal.id, or give the gateway a JWT authorizer.',
    ]),
  );
});

describe('CDK tokens in a statement', () => {
  const arn = Lazy.string({ produce: () => GATEWAY_ARN });
  const gateway: CedarGateway = { ...SHOP, arn };
  const text = permitRefund('principal.id == "x"').replace(GATEWAY_ARN, arn);

  it('stand for the ARN of the gateway', () => expect(problems(text, gateway)).toEqual([]));

  it('may be another token for the same gateway', () =>
    expect(problems(text, { ...SHOP, arn: Lazy.string({ produce: () => GATEWAY_ARN }) })).toEqual([]));

  it.each([
    ['another gateway', 'arn:aws:bedrock-agentcore:eu-central-1:111122223333:gateway/other-abcdefghij'],
    ['no ARN', '*'],
    ['a name', 'shop'],
  ])('are not %s, which is known at synth by its name', (_, other) => {
    const named = { ...gateway, name: 'Shop' };
    expect(problems(permitRefund('principal.id == "x"'), named)).toEqual([]);
    expect(problems(permitRefund('principal.id == "x"').replace(GATEWAY_ARN, other), named)).toEqual([
      `[other-gateway] line 4, column 35: The statement is about the gateway ${other}, and would belong to the gateway Shop. Write resource == AgentCore::Gateway::"\${gateway}".`,
    ]);
  });

  it('may become any text, so that no comparison with them is impossible', () => {
    const stage = Token.asString({ resolve: () => 'prod' });
    expect(problems(permitRefund(`"${stage}" == "prod" && principal.id == "x"`))).toEqual([]);
    expect(problems(permitRefund('"stage" == "prod" && principal.id == "x"'))).toHaveLength(1);
  });

  it('keep lines and columns, and are not shown', () => {
    const half = `principal.id == "${arn}" && context.input.nope == "${arn}"`;
    const [problem] = verifyStatement(permitRefund(half), SHOP);
    expect(problem).toMatchObject({ line: 6, column: 8 + half.indexOf('context') });
    expect(problems(statement({ action: `action == AgentCore::Action::"${arn}___process_refund"` }), gateway)).toEqual([
      '[unknown-action] line 3, column 32: No tool of this gateway has the action AgentCore::Action::"<token>___process_refund". The name of a tool is known at synth: write it without a token.',
    ]);
  });

  it('may be numbers', () =>
    expect(
      problems(
        permitRefund(`context.input has parcels && context.input.parcels < ${Token.asNumber({ resolve: () => 5 })}`),
      ),
    ).toEqual([]));
});

describe('many statements', () => {
  const tools = Array.from({ length: 80 }, (_, index) => tool(`T${index % 8}`, `t${index}`, FIELDS, ['amount']));
  const gateway: CedarGateway = { ...SHOP, tools };
  const about = (index: number, condition: string) =>
    statement({ action: `action == AgentCore::Action::"T${index % 8}___t${index}"`, condition });
  const texts = [
    ...tools.map((_, index) => about(index, `context.input.amount == decimal("${index}.0")`)),
    ...tools.map((_, index) => about(79 - index, `context.input.amount${index} == decimal("1.0")`)),
    about(3, 'context.input.labels.contains("x")'),
    statement({ action: 'action in AgentCore::Action::"T1"', condition: 'principal.id == "a"' }),
    statement({ action: 'action', condition: 'action == AgentCore::Action::"T1___t2"' }),
    'permit(principal, action, resource is AgentCore::Gateway);',
    'permit(principal, action, resource is AgentCore::Gateway) when { context.input.amount == decimal("1.0") };',
    'permit(principal, actio',
  ];

  it('are judged together as each alone', () => {
    const together = verifyStatements(
      texts.map((text) => ({ text })),
      gateway,
    );
    const alone = texts.map((text, index) => verifyStatement(text, { ...gateway, arn: `${GATEWAY_ARN}${index}` }));
    const withoutArn = (problems: readonly CedarProblem[]) => problems.filter(({ code }) => code !== 'other-gateway');
    expect(together).toEqual(alone.map(withoutArn));
    expect(together.slice(0, 80).flat()).toEqual([]);
    expect(together.slice(80, 160).every((problems) => problems.length > 0)).toBe(true);
  });

  it('are read with few schemas', () => {
    const validate = jest.spyOn(cedarEngine(), 'validate');
    verifyStatements(
      texts.slice(0, 80).map((text) => ({ text: `${text} ` })),
      gateway,
    );
    expect(validate).toHaveBeenCalledTimes(3);
    validate.mockRestore();
  });
});

describe('verification', () => {
  it('runs once per text and tools', () => {
    const validate = jest.spyOn(cedarEngine(), 'validate');
    const text = permitRefund('principal.id == "once"');
    verifyStatement(text, SHOP);
    verifyStatement(text, { ...SHOP, tools: [processRefund, getOrder] });
    expect(validate).toHaveBeenCalledTimes(1);
    verifyStatement(text, { ...SHOP, tools: [processRefund] });
    expect(validate).toHaveBeenCalledTimes(2);
    validate.mockRestore();
  });
});
