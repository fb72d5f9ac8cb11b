import { App, aws_iam as iam, Stack, type CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Cedar } from '../../lib/cedar';
import { LambdaTools } from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import { ToolPolicy } from '../../lib/policy';
import { inNewFolder, write } from '../cedar/policy-folder';
import { ENV, functionIn, orderTools, shopWithRefunds, synthError } from '../gateway/shop';

inNewFolder();

/** The files that these tests are about, as a team would keep them. */
const REFUNDS = `// What the support agent may pay back.

// Agreed with finance.
@id("SupportRefundsUpTo500")
@intent("Support may refund up to 500 on its own")
@owner("finance")
permit (
  principal == AgentCore::IamEntity::"\${role:Support}",
  action == AgentCore::Action::"Refunds___process_refund",
  resource == AgentCore::Gateway::"\${gateway}"
)
when { context.input.amount <= 500 }; // raised in March

@intent("Nobody refunds more than 5000.")
@description("Whatever else is permitted.")
forbid (principal is AgentCore::IamEntity, action == AgentCore::Action::"Refunds___process_refund", resource == AgentCore::Gateway::"\${gateway}")
when { context.input.amount > 5000 };
`;

const LOOKUPS = `@id("SupportLooksUp")
permit (
  principal == AgentCore::IamEntity::"\${role:Support}",
  action in [AgentCore::Action::"Refunds___get_refund", AgentCore::Action::"Orders___get_order"],
  resource == AgentCore::Gateway::"\${gateway}"
)
when { context.input.order_id != "0" };
`;

/** A statement about refunds, with this in its condition on line 6. */
const refund = (condition: string, head = '') => `${head}permit (
  principal,
  action == AgentCore::Action::"Refunds___process_refund",
  resource == AgentCore::Gateway::"\${gateway}"
)
when { ${condition} };
`;

/** A gateway with IAM, and the role of an agent that lives in a stack of its own. */
function shop() {
  const app = new App();
  const { stack, tools } = shopWithRefunds(
    { inboundAuth: InboundAuth.iam(), unpermittedTools: { reason: 'the test is about some policies' } },
    app,
  );
  tools.addLambda('Orders', { handler: functionIn(stack, 'OrdersFunction'), tools: orderTools() });
  const agents = new Stack(app, 'Agents', { env: ENV });
  const support = new iam.Role(agents, 'Support', { assumedBy: new iam.AccountRootPrincipal() });
  return { app, stack, agents, tools, support };
}

function propertiesOf({ policy }: ToolPolicy): any {
  const resource = policy.node.defaultChild as CfnResource;
  const stack = Stack.of(resource);
  return Template.fromStack(stack).toJSON().Resources[stack.getLogicalId(resource)].Properties;
}

/** The statement with `<…>` for what is known only at deployment. */
function statementOf(policy: ToolPolicy): string {
  const { Statement } = propertiesOf(policy).Definition.Cedar;
  const parts = typeof Statement === 'string' ? [Statement] : (Statement['Fn::Join'][1] as unknown[]);
  return parts.map((part) => (typeof part === 'string' ? part : '<token>')).join('');
}

const paths = (policies: ToolPolicy[]) => policies.map(({ node }) => node.path);

function refusalOf(add: () => unknown): string {
  try {
    add();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('tools.addPolicies', () => {
  it('makes a policy of every statement of every file, in the order of the names of the files', () => {
    write('policies/refunds.cedar', REFUNDS);
    write('policies/lookups.cedar', LOOKUPS);
    const { app, tools, support } = shop();
    const policies = tools.addPolicies(Cedar.fromFile('policies/*.cedar', { roles: { Support: support } }));
    expect(policies.map(({ node }) => node.id)).toEqual(['SupportLooksUp', 'SupportRefundsUpTo500', 'Refunds2']);
    expect(() => app.synth()).not.toThrow();
  });

  it('deploys what is written, comments and annotations with it, the ids in place of their placeholders', () => {
    write('refunds.cedar', REFUNDS);
    const { tools, support } = shop();
    const [first, second] = tools.addPolicies(Cedar.fromFile('refunds.cedar', { roles: { Support: support } }));
    const [head, tail] = REFUNDS.split(' // raised in March\n\n');
    const deployed = (text: string) =>
      text
        .replace('${role:Support}', 'arn:<token>:sts::123456789012:assumed-role/<token>')
        .replace('${gateway}', '<token>');
    expect(statementOf(first)).toBe(`${deployed(head)} // raised in March`);
    expect(statementOf(second)).toBe(deployed(tail).trimEnd());
  });

  it('puts each policy into the stack of the role that it names', () => {
    write('refunds.cedar', REFUNDS);
    const { app, stack, agents, tools, support } = shop();
    const policies = tools.addPolicies(Cedar.fromFile('refunds.cedar', { roles: { Support: support } }));
    expect(paths(policies)).toEqual(['Agents/ShopToolsPolicies/SupportRefundsUpTo500', 'Shop/Tools/Refunds2']);
    app.synth();
    const names = (some: Stack[]) => some.map(({ stackName }) => stackName);
    expect([names(stack.dependencies), names(agents.dependencies)]).toEqual([[], ['Shop']]);
  });

  it('names each policy by its @id', () => {
    write('refunds.cedar', REFUNDS);
    const { tools, support } = shop();
    const [first] = tools.addPolicies(Cedar.fromFile('refunds.cedar', { roles: { Support: support } }));
    expect(propertiesOf(first).Name).toBe('Agents_ShopToolsPolipportRefundsUpTo500_10739873');
  });

  it('tells the service the intent and the description of each', () => {
    write('refunds.cedar', REFUNDS);
    write('lookups.cedar', LOOKUPS);
    const { tools, support } = shop();
    const policies = tools.addPolicies(Cedar.fromFile('*.cedar', { roles: { Support: support } }));
    expect(policies.map((policy) => propertiesOf(policy).Description)).toEqual([
      undefined,
      'Support may refund up to 500 on its own',
      'Nobody refunds more than 5000. Whatever else is permitted.',
    ]);
  });

  it('takes statements in code, which name themselves', () => {
    const { app, tools } = shop();
    const amounts = [500, 600].map((amount) => refund(`context.input.amount == ${amount}`, `@id("Exactly${amount}") `));
    const policies = tools.addPolicies(Cedar.fromText(amounts.join('\n')), { description: 'Agreed in March' });
    expect(paths(policies)).toEqual(['Shop/Tools/Exactly500', 'Shop/Tools/Exactly600']);
    expect(policies.map((policy) => propertiesOf(policy).Description)).toEqual(['Agreed in March', 'Agreed in March']);
    expect(() => app.synth()).not.toThrow();
  });

  it('gives another template when a file has changed', () => {
    const template = () => {
      const { stack, tools } = shop();
      tools.addPolicies(Cedar.fromFile('limits.cedar'));
      return JSON.stringify(Template.fromStack(stack).toJSON());
    };
    write('limits.cedar', refund('context.input.amount < 500'));
    const before = template();
    expect(template()).toBe(before);
    write('limits.cedar', refund('context.input.amount < 600'));
    expect(template()).not.toBe(before);
  });

  it('gives the same template from a file with the line ends and the mark of Windows', () => {
    write('Plain.cedar', refund('context.input.amount < 500'));
    write('Windows.cedar', `\uFEFF${refund('context.input.amount < 500').replaceAll('\n', '\r\n')}`);
    const [plain, windows] = ['Plain', 'Windows'].flatMap((name) =>
      shop().tools.addPolicies(Cedar.fromFile(`${name}.cedar`)),
    );
    expect(statementOf(windows)).toBe(statementOf(plain));
  });
});

describe('A statement with placeholders as one policy', () => {
  it('knows its gateway and its roles', () => {
    const { app, tools, support } = shop();
    const policy = tools.addPolicy('Look', Cedar.fromText(LOOKUPS, { roles: { Support: support } }));
    expect(policy.node.path).toBe('Agents/ShopToolsPolicies/Look');
    expect(statementOf(policy)).toContain('resource == AgentCore::Gateway::"<token>"');
    expect(() => app.synth()).not.toThrow();
  });

  it('is described by its annotations, unless a description is given', () => {
    const { tools } = shop();
    const statement = (amount: number) =>
      Cedar.fromText(refund(`context.input.amount == ${amount}`, '@intent("Small refunds are free.")\n'));
    const described = tools.addPolicy('Described', statement(1), { description: 'By finance' });
    const annotated = tools.addPolicy('Annotated', statement(2));
    expect([described, annotated].map((policy) => propertiesOf(policy).Description)).toEqual([
      'By finance',
      'Small refunds are free.',
    ]);
  });

  it('comes from a file with one statement', () => {
    write('policies/small.cedar', refund('context.input.amount < 500'));
    const { stack, tools } = shop();
    const policy = new ToolPolicy(stack, 'Small', {
      gateway: tools,
      statement: Cedar.fromFile('policies/small.cedar'),
    });
    expect(statementOf(policy)).toContain('when { context.input.amount < 500 };');
  });
});

describe('A mistake in a file is reported at synth', () => {
  const errors = (...lines: string[]) =>
    ['Validation failed with the following errors:', ...lines.map((line) => `  [${line}`)].join('\n');

  it('by the file, line and column of each statement', () => {
    write(
      'policies/refunds.cedar',
      [refund('context.input.amount < 500'), '', refund('context.input.amunt < 500')].join('\n'),
    );
    write(
      'policies/limits.cedar',
      refund('context.input.amount == 5000') +
        refund('context.input.amount < 5').replace('process', 'proces') +
        refund('context.input.amount =< 5'),
    );
    const { app, tools } = shop();
    tools.addPolicies(Cedar.fromFile('policies/*.cedar'));
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Limits2] policies/limits.cedar:9:32: No tool of this gateway has the action AgentCore::Action::"Refunds___proces_refund". Did you mean "Refunds___process_refund"?',
        'Shop/Tools/Limits3] policies/limits.cedar:18:30: Cedar cannot read this: unexpected token `<`. Expected `!`, `(`, `-`, `[`, `{`, `false`, identifier, `if`, number, `?principal`, `?resource`, string literal, or `true`.',
        'Shop/Tools/Refunds2] policies/refunds.cedar:14:8: Refunds___process_refund has no field "amunt". Did you mean "amount"?',
      ),
    );
  });

  it.each([
    [
      'without a semicolon, and not of the one behind it',
      (text: string) => text.replace(';', ''),
      '6:34: Cedar cannot read this: unexpected end of input. End the statement with a semicolon.',
    ],
    [
      'with an annotation twice',
      (text: string) => `@a("1") @a("2") ${text}`,
      '1:9: Cedar cannot read this: duplicate annotation: @a.',
    ],
    [
      'without the gateway, which is named as a file does it',
      (text: string) => text.replace(/ == .*gateway.*/, ''),
      '4:3: AgentCore refuses a statement about any resource. Write resource == AgentCore::Gateway::"${gateway}".',
    ],
  ])('of a statement %s', (_, spoil, message) => {
    const text = refund('context.input.amount < 5');
    write('limits.cedar', `${spoil(text)}\n${text}`);
    const { app, tools } = shop();
    tools.addPolicies(Cedar.fromFile('limits.cedar'));
    expect(synthError(app)).toBe(errors(`Shop/Tools/Limits1] limits.cedar:${message}`));
  });

  it.each([
    ['behind one', 'resource == AgentCore::Gateway::"${gateway}") when { ', 'principal'],
    [
      'behind two',
      'resource == AgentCore::Gateway::"${gateway}") when { principal != AgentCore::IamEntity::"${role:Support}" && ',
      'principal',
    ],
    ['before one', 'resource == AgentCore::Gateway::"${gateway}") when { ', 'principal'],
  ])('by the column of the file where a placeholder on the line is of another length: %s', (_, before) => {
    const rest = 'context.input.amunt < 5 && principal != AgentCore::IamEntity::"${role:Support}" };';
    write(
      'limits.cedar',
      `permit (principal, action == AgentCore::Action::"Refunds___process_refund",\n${before}${rest}\n`,
    );
    const { app, tools, support } = shop();
    tools.addPolicies(Cedar.fromFile('limits.cedar', { roles: { Support: support } }));
    expect(synthError(app)).toContain(
      `limits.cedar:2:${before.length + 1}: Refunds___process_refund has no field "amunt".`,
    );
  });

  it('where only the ARN of the gateway makes a statement too long', () => {
    const text = refund('context.input.order_id != "…"');
    write('limits.cedar', text.replace('…', '0'.repeat(10_000 - 70 - text.length + '${gateway}'.length)));
    const { app, tools } = shop();
    tools.addPolicies(Cedar.fromFile('limits.cedar'));
    expect(synthError(app)).toMatch(
      /\[Shop\/Tools\/Limits1\] the statement at limits\.cedar:1:1 is "about 100\d\d characters with the ARN of the gateway"\. Allowed: 35 to 10000 characters\. Make several policies of it\.$/,
    );
  });

  it('by line and column in a text', () => {
    const { app, tools } = shop();
    const text = refund('context.input.amunt < 5').replaceAll('\n', ' ');
    tools.addPolicy('Small', Cedar.fromText(text));
    expect(synthError(app)).toContain(
      `[Shop/Tools/Small] line 1, column ${text.indexOf('context') + 1}: Refunds___process_refund has no field "amunt".`,
    );
  });
});

describe('tools.addPolicies is refused at once', () => {
  const refusal = (...problems: string[]) =>
    ['Shop/Tools cannot be built:', ...problems.map((problem) => `  - ${problem}`)].join('\n');

  it('with everything that is wrong with the files, before it adds any policy', () => {
    write('policies/a.cedar', `// A\n${refund('true').replace('gateway', 'gatway')}`);
    write('policies/b.cedar', '');
    write('policies/c.cedar', `@id("it is")\n${LOOKUPS.replace('@id("SupportLooksUp")', '')}`);
    const { tools, support } = shop();
    const add = () => tools.addPolicies(Cedar.fromFile('policies/*.cedar', { roles: { Suport: support } }));
    expect(refusalOf(add)).toBe(
      refusal(
        'Cedar.fromFile is "policies/b.cedar". Allowed: a file with a statement. Write a permit or a forbid into it, or remove it.',
        'the placeholder at policies/a.cedar:5:36 is "${gatway}". Allowed: "${gateway}" or "${role:Suport}", alone in the quotes. Did you mean "${gateway}"?',
        'the placeholder at policies/c.cedar:4:39 is "${role:Support}". Allowed: a role that is given by this name. Did you mean "Suport"?',
        '@id at policies/c.cedar:1:1 is "it is". Allowed: letters, digits and _, a letter first. Write @id("it_is").',
      ),
    );
    expect(tools.node.tryFindChild('A1')).toBeUndefined();
  });

  it('with an id twice, naming both places', () => {
    write('policies/a.cedar', `${refund('true')}${refund('true', '@id("Small")\n')}`);
    write('policies/b.cedar', `// B\n${refund('true', '@id("Small")\n')}${refund('true', '@id("A1")\n')}`);
    const { tools } = shop();
    expect(refusalOf(() => tools.addPolicies(Cedar.fromFile('policies/*.cedar')))).toBe(
      refusal(
        '@id at policies/b.cedar:2:1 is "Small". Allowed: an id that no other statement has, and the one at policies/a.cedar:7:1 has it. Rename one of them.',
        '@id at policies/b.cedar:9:1 is "A1". Allowed: an id that no other statement has, and the one at policies/a.cedar:1:1 has it. Rename one of them.',
      ),
    );
  });

  it('with an id that something else of the gateway has', () => {
    write('limits.cedar', refund('true', '// Why.\n@id("Refunds")\n'));
    const { tools } = shop();
    expect(refusalOf(() => tools.addPolicies(Cedar.fromFile('limits.cedar')))).toBe(
      refusal(
        'the id of the statement at limits.cedar:2:1 is "Refunds". Allowed: an id that nothing else in Shop/Tools has: targets, policies and the parts of the gateway. Choose another one.',
      ),
    );
  });

  it('with files whose names are the same words', () => {
    write('refund-limits.cedar', refund('true'));
    write('refund_limits.cedar', `\n${refund('true')}`);
    const { tools } = shop();
    expect(refusalOf(() => tools.addPolicies(Cedar.fromFile('*.cedar')))).toBe(
      refusal(
        'the id of refund_limits.cedar:2:1 is "RefundLimits1". Allowed: an id that no other statement has, and the one at refund-limits.cedar:1:1 has it. Write @id("…") before it.',
      ),
    );
  });

  it.each([
    ['1st', 'Write @id("st").'],
    ['support-refunds', 'Write @id("support_refunds").'],
    ['', 'Write @id("…") with a name for the policy.'],
    ['100', 'Write @id("…") with a name for the policy.'],
  ])('with an id that is none: %j', (id, fix) => {
    const { tools } = shop();
    expect(refusalOf(() => tools.addPolicies(Cedar.fromText(`@id("${id}") ${refund('true')}`)))).toBe(
      refusal(`@id at line 1, column 1 is "${id}". Allowed: letters, digits and _, a letter first. ${fix}`),
    );
  });

  it('with a statement in code that has no id', () => {
    const { tools } = shop();
    const text = Cedar.fromText(`@id("Small") ${refund('true')}\n// No id.\n${refund('true')}`);
    expect(refusalOf(() => tools.addPolicies(text))).toBe(
      refusal(
        'the id of the statement at line 9, column 1 is missing. Allowed: letters, digits and _, a letter first. Write @id("…") before it.',
      ),
    );
  });

  it('with one name for several', () => {
    write('limits.cedar', refund('true') + refund('true'));
    const { tools } = shop();
    expect(refusalOf(() => tools.addPolicies(Cedar.fromFile('limits.cedar'), { policyName: 'Limits' }))).toBe(
      refusal(
        'policyName is "Limits". Allowed: the name of one policy, and there are several. Leave it out, and write @id("…") before each statement.',
      ),
    );
  });
});

describe('A policy is refused at once', () => {
  const refusal = (problem: string) => `Shop/Tools/Limits cannot be built:\n  - ${problem}`;

  it('with several statements, and says what takes them', () => {
    write('limits.cedar', refund('true') + refund('true'));
    const { tools } = shop();
    expect(refusalOf(() => tools.addPolicy('Limits', Cedar.fromFile('limits.cedar')))).toBe(
      refusal('statement is "2 statements". Allowed: exactly one. Make a policy of each: tools.addPolicies(…).'),
    );
  });

  it('with a file that is not there', () => {
    const { tools } = shop();
    expect(refusalOf(() => tools.addPolicy('Limits', Cedar.fromFile('limits.cedar')))).toBe(
      refusal(
        'Cedar.fromFile is "limits.cedar". Allowed: a file of statements, or several with * in the last part of the path, ' +
          `relative to ${JSON.stringify(process.cwd())}. In "." there is no file.`,
      ),
    );
  });

  it('with an intent that is too long for a description', () => {
    write('limits.cedar', refund('true', `// Why.\n@intent("${'x'.repeat(4097)}")\n`));
    const { tools } = shop();
    const statement = Cedar.fromFile('limits.cedar');
    expect(refusalOf(() => tools.addPolicy('Limits', statement))).toBe(
      refusal(
        `@intent with @description at limits.cedar:2:1 is "${'x'.repeat(117)}...". Allowed: 1 to 4096 characters, and it has 4097. Shorten it.`,
      ),
    );
    expect(() => tools.addPolicy('Described', statement, { description: 'Small ones' })).not.toThrow();
  });
});

describe('What is found of policies together is placed in the file', () => {
  it('of a statement that can never apply', () => {
    write('limits.cedar', `// Limits.\n\n${refund('context.input.amount < 5 && context.input.amount > 9')}`);
    const { app, tools } = shop();
    tools.addPolicies(Cedar.fromFile('limits.cedar'));
    expect(synthError(app)).toContain(
      '[Shop/Tools/Limits1] [cdk-agentcore:policy-never-applies] limits.cedar:3:1: the permit is "ineffective: no call fulfils its conditions". ',
    );
  });

  it('of a statement about tools that come later', () => {
    write(
      'orders.cedar',
      refund('context.input.order_id != "0"').replace('Refunds___process_refund', 'Later___get_order'),
    );
    const { app, agents, tools } = shop();
    new LambdaTools(agents, 'Later', { gateway: tools, handler: functionIn(agents), tools: orderTools() });
    tools.addPolicies(Cedar.fromFile('orders.cedar'));
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Tools/Orders1] orders.cedar:1:1: the stack of the policy is "Shop". Allowed: the stack of its tools, ' +
        'which must exist before the policy, and there are tools in Agents. Write new ToolPolicy(…) in Agents.',
    );
  });
});
