import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fn, RemovalPolicy, Stack, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { AgentMemory } from '../../lib/memory/agent-memory';
import { Strategy } from '../../lib/memory/strategy';
import { reviewAsJson } from '../../lib/review/json';
import { reviewAsMarkdown } from '../../lib/review/markdown';
import { reviewOf } from '../../lib/review/review';
import { reviewAsText } from '../../lib/review/text';
import {
  agentcore,
  inlineFunction,
  lambdaTarget,
  plainGateway,
  policy,
  synthesized,
  synthesizedStack,
  target,
} from '../assembly/synthesized';

/** A small shop: an agent, a gateway with two tools and three policies, a memory, a user pool. */
function shop(): string {
  return synthesizedStack(
    (stack) => {
      const pool = new cognito.UserPool(stack, 'Staff');
      const client = pool.addClient('Console');
      const engine = new agentcore.PolicyEngine(stack, 'Engine');
      const gateway = new agentcore.Gateway(stack, 'Tools', {
        gatewayName: 'tools',
        authorizerConfiguration: agentcore.GatewayAuthorizer.usingCognito({ userPool: pool, allowedClients: [client] }),
        policyEngineConfiguration: { policyEngine: engine, mode: agentcore.PolicyEngineMode.ENFORCE },
      });
      gateway.addLambdaTarget('Refunds', {
        gatewayTargetName: 'Refunds',
        lambdaFunction: inlineFunction(stack, 'RefundsFunction'),
        toolSchema: agentcore.ToolSchema.fromInline([
          {
            name: 'process_refund',
            description:
              'Pays an order back, once per order, to the card that it was paid with. Ask for the order first.',
            inputSchema: {
              type: agentcore.SchemaDefinitionType.OBJECT,
              properties: { amount: { type: agentcore.SchemaDefinitionType.NUMBER } },
            },
          },
          { name: 'list', description: 'Lists refunds.', inputSchema: { type: agentcore.SchemaDefinitionType.OBJECT } },
        ]),
      });
      const permit = (id: string, effect: string, when: string) =>
        new agentcore.Policy(stack, id, {
          policyEngine: engine,
          statement: agentcore.PolicyStatement.fromCedar(
            `${effect}(principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___process_refund", ` +
              `resource == AgentCore::Gateway::"${gateway.gatewayArn}") when { ${when} };`,
          ),
        });
      const group = (name: string) =>
        `principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"${name}\\"*"`;
      permit(
        'SupportRefundsUnder500',
        'permit',
        `${group('support')} && context.input.amount.lessThan(decimal("500.0"))`,
      );
      permit('ManagersRefund', 'permit', group('manager'));
      permit('NobodyAbove1000', 'forbid', 'context.input.amount.greaterThan(decimal("1000.0"))');
      new agentcore.Memory(stack, 'Memory', {
        memoryName: 'memory',
        memoryStrategies: [agentcore.MemoryStrategy.usingBuiltInSemantic()],
      });
      const agent = new agentcore.Runtime(stack, 'Support', {
        runtimeName: 'support',
        agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri(
          '123456789012.dkr.ecr.eu-central-1.amazonaws.com/a:1',
        ),
        environmentVariables: { GATEWAY_TOOLS_URL: gateway.gatewayUrl!, TOKEN_NAME: 'hidden-value' },
      });
      agent.role.addToPrincipalPolicy(
        new iam.PolicyStatement({
          actions: ['bedrock:InvokeModel'],
          resources: [
            'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6',
            'arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-6',
          ],
        }),
      );
    },
    { env: { region: 'eu-central-1', account: '123456789012' } },
  );
}

const reviewed = (directory: string) => reviewOf(readAgentSystem(directory));
const asText = (directory: string) => reviewAsText(reviewed(directory), { colour: false });

describe('the review as text', () => {
  it('shows what was built and who may do what', () => {
    expect(asText(shop())).toBe(`\
Agents
  Shop/Support
    protocol     HTTP, network PUBLIC
    callers      signed with IAM
    models       eu.anthropic.claude-sonnet-4-6: processed within the geography eu (eu-central-1)
    uses         gateway Shop/Tools

Tool gateways
  Shop/Tools
    protocol     MCP
    callers      a token of Cognito user pool Shop/Staff (client Shop/Staff/Console)
    policies     enforced
    tools        Refunds (Lambda): list, process_refund

Memories
  Shop/Memory
    kept         events 90 days, records until deleted; deleted with the stack
    strategies   semantic: /strategies/{memoryStrategyId}/actors/{actorId}
                 built-in strategies may process text in other regions of the geography
    key          owned by AWS

Identities
  Cognito user pool Shop/Staff
    clients      Shop/Staff/Console
    accepted by  Shop/Tools

Who may call which tool
  Shop/Tools
    Refunds___list - Lists refunds.
      DENY      every caller  no policy permits it

    Refunds___process_refund - Pays an order back, once per order, to the card that it was paid …
      ALLOW IF  any user      group includes "manager", unless           ManagersRefund
                              NobodyAbove1000 forbids it
      ALLOW IF  any user      group includes "support" and amount < 500  SupportRefundsUnder500
      DENY IF   any user      amount > 1000, whatever permits it         NobodyAbove1000

Worth a look
  - Shop/Memory: what it remembers is deleted with the stack
`);
  });

  it('stays within 100 columns, whatever the names are', () => {
    const long = 'a'.repeat(90);
    const directory = synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const gateway = plainGateway(stack, `Gateway${long}`, {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
      });
      lambdaTarget(stack, long, gateway, long, 'x');
      policy(
        stack,
        `Policy${long}`,
        engine,
        `permit(principal == AgentCore::IamEntity::"arn:aws:sts::1:assumed-role/${long}", action, resource is AgentCore::Gateway) when { context.input.amount < 5 };`,
      );
    });
    const lines = asText(directory).split('\n');
    // A heading is one name; it is never cut.
    const wide = lines.filter((line) => line.length > 100 && !/^ {2}\S+$/.test(line));
    expect(wide).toEqual([]);
    expect(lines.join('').replaceAll(' ', '')).toContain(`${long}___${long}`);
  });

  it('is coloured only where it is asked to be', () => {
    const review = reviewed(shop());
    const coloured = reviewAsText(review, { colour: true });
    expect(coloured).toContain('\u001b[32mALLOW IF\u001b[39m');
    expect(coloured).toContain('\u001b[31mDENY IF \u001b[39m');
    // eslint-disable-next-line no-control-regex -- escape sequences are what is compared
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(reviewAsText(review, { colour: false }));
  });

  it('says where nothing is checked', () => {
    const directory = synthesizedStack((stack) => {
      lambdaTarget(stack, 'Refunds', plainGateway(stack, 'Open', { authorizerType: 'NONE' }), 'pay');
    });
    expect(asText(directory)).toBe(`\
Tool gateways
  Shop/Open
    protocol     MCP
    callers      anyone, without credentials
    policies     NONE: every call is allowed
    tools        Refunds (Lambda): pay

Who may call which tool
  Shop/Open
    Refunds___pay - Does pay.
      ALLOW  anyone, without  no policy engine: every call is allowed
             credentials

Worth a look
  - Shop/Open: anyone may call it, without credentials
  - Shop/Open: it has no policy engine: every caller may call every tool
`);
  });

  it('says what it does not know, and what was weakened with which reason', () => {
    const directory = synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const gateway = plainGateway(stack, 'Tools', {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'LOG_ONLY' },
        interceptorConfigurations: [{ interceptionPoints: ['REQUEST'], interceptor: { lambda: { arn: 'f' } } }],
      });
      gateway.addMetadata('cdk-agentcore:justifications', { detailedErrors: 'The tools are being tried out.' });
      target(stack, 'Docs', gateway, { mcpServer: { endpoint: 'https://mcp.example.com' } });
    });
    expect(asText(directory)).toBe(`\
Tool gateways
  Shop/Tools
    protocol     MCP
    callers      signed with IAM
    policies     logged, NOT enforced
    tools        Docs (MCP server): not known: the server lists them itself

Who may call which tool
  Shop/Tools
    Docs___*
      ALLOW    any IAM identity that  policies are logged, not enforced: every call is allowed
               may invoke it
      UNKNOWN  any IAM identity that  which tools there are is not known: the server lists them
               may invoke it          itself

Weakened defaults
  - Shop/Tools: detailedErrors. Reason given: The tools are being tried out.

Worth a look
  - Shop/Tools: a Lambda function may change each call before the policies see it
  - Shop/Tools: policies are logged, not enforced: every caller may call every tool
  - Shop/Tools: the tools of target Docs are not known: the server lists them itself
`);
  });

  it('says that there is nothing', () => {
    expect(asText(synthesized((app) => new Stack(app, 'Web')))).toBe(
      'There is no AgentCore resource in this assembly.\n',
    );
  });
});

describe('the review as Markdown', () => {
  it('is a table of permissions and lists of what was built', () => {
    const directory = synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const gateway = plainGateway(stack, 'Tools', {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
      });
      lambdaTarget(stack, 'Refunds', gateway, 'pay');
      policy(
        stack,
        'Small',
        engine,
        'permit(principal, action == AgentCore::Action::"Refunds___pay", resource is AgentCore::Gateway) when { context.input.amount < 500 };',
      );
    });
    expect(reviewAsMarkdown(reviewed(directory))).toBe(`\
# AgentCore review

## Who may call which tool

### Shop/Tools

| Tool | Verdict | Who | Condition | Policy |
| --- | --- | --- | --- | --- |
| Refunds\\_\\_\\_pay | ALLOW IF | any caller | amount &lt; 500 | Small |

## Tool gateways

- **Shop/Tools**
  - protocol: MCP
  - callers: signed with IAM
  - policies: enforced
  - tools: Refunds (Lambda): pay
`);
  });

  it('says that there is nothing', () => {
    expect(reviewAsMarkdown(reviewed(synthesized((app) => new Stack(app, 'Web'))))).toBe(
      '# AgentCore review\n\nThere is no AgentCore resource in this assembly.\n',
    );
  });
});

describe('the review as JSON', () => {
  it('has a version and the same facts as data', () => {
    const review = JSON.parse(reviewAsJson(reviewed(shop())));
    expect(Object.keys(review)).toEqual([
      'version',
      'stacks',
      'agents',
      'gateways',
      'permissions',
      'policiesWithoutGateway',
      'memories',
      'identities',
      'weakenedDefaults',
      'notes',
      'others',
      'unreadable',
    ]);
    expect(review.version).toBe(1);
    expect(review.stacks).toEqual([{ name: 'Shop', region: 'eu-central-1' }]);
    expect(review.permissions.at(-1)).toEqual({
      gateway: 'Shop/Tools',
      tool: 'Refunds___process_refund',
      verdict: 'DENY_IF',
      who: 'any user',
      condition: 'amount > 1000',
      policy: 'Shop/NobodyAbove1000',
      enforced: true,
      limitedBy: [],
    });
    expect(review.agents[0].models).toEqual([
      {
        model: 'eu.anthropic.claude-sonnet-4-6',
        place: 'GEOGRAPHY',
        geography: 'eu',
        regions: ['eu-central-1'],
        granted: true,
      },
    ]);
  });

  it('names environment variables and hides their values', () => {
    const json = reviewAsJson(reviewed(shop()));
    expect(JSON.parse(json).agents[0].environment).toEqual(['GATEWAY_TOOLS_URL', 'TOKEN_NAME']);
    expect(json).not.toContain('hidden-value');
  });
});

describe('the same app', () => {
  const formats = (directory: string) => {
    const review = reviewed(directory);
    return [reviewAsText(review, { colour: false }), reviewAsMarkdown(review), reviewAsJson(review)];
  };

  it('gives the same bytes again, without the place on this machine', () => {
    const directory = shop();
    expect(formats(shop())).toEqual(formats(directory));
    expect(formats(directory).join('')).not.toContain(tmpdir());
  });

  it('gives the same bytes whatever the order of its resources', () => {
    const directory = shop();
    const shuffled = mkdtempSync(join(tmpdir(), 'cdk.out-'));
    cpSync(directory, shuffled, { recursive: true });
    const turned = readdirSync(shuffled).filter((name) =>
      /(template|metadata|manifest)\.json$|^manifest\.json$/.test(name),
    );
    for (const name of turned) {
      const content = JSON.parse(readFileSync(join(shuffled, name), 'utf8')) as Record<string, unknown>;
      const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse());
      for (const key of ['Resources', 'Outputs', 'artifacts']) {
        if (content[key]) content[key] = reversed(content[key]);
      }
      writeFileSync(join(shuffled, name), JSON.stringify(reversed(content)));
    }
    expect(turned.length).toBeGreaterThanOrEqual(3);
    expect(formats(shuffled)).toEqual(formats(directory));
  });
});

describe('hostile text in a template', () => {
  const hostile = () =>
    synthesizedStack((stack) => {
      const gateway = plainGateway(stack, 'Tools');
      target(stack, 'Refunds', gateway, {
        lambda: {
          lambdaArn: 'f',
          toolSchema: {
            inlinePayload: [
              {
                name: 'pay',
                description:
                  '\u001b[2J\u001b]0;title\u0007| a | <img src=x>\n## [click](https://x) `code`\u202e\u200b @team',
                inputSchema: { type: 'object' },
              },
            ],
          },
        },
      });
      gateway.addMetadata('cdk-agentcore:justifications', { 'a|b': '*bold* | <b>\u001b[31mred' });
    });

  it('cannot move the cursor, colour, hide or break lines on a terminal', () => {
    const text = asText(hostile());
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202e]/);
    expect(text).toContain('Refunds___pay - | a | <img src=x> ## [click](https://x) `code`\\u{202e}\\u{200b} @team');
    expect(text).toContain('- Shop/Tools: a|b. Reason given: *bold* | <b>red');
  });

  it('is no Markdown and no HTML on a page', () => {
    const markdown = reviewAsMarkdown(reviewed(hostile()));
    expect(markdown).toContain('| Shop/Tools | a\\|b | \\*bold\\* \\| &lt;b&gt;red |');
    expect(markdown).not.toMatch(/<[a-z]/);
  });

  it('is the cleaned text in JSON too', () => {
    expect(reviewAsJson(reviewed(hostile()))).not.toMatch(/\\u001b|\u202e/);
  });
});

describe('an invisible character', () => {
  const condition = (value: string) =>
    asText(
      synthesizedStack((stack) => {
        const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'engine' });
        const gateway = plainGateway(stack, 'Tools', {
          policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
        });
        lambdaTarget(stack, 'Refunds', gateway, 'pay');
        const when = `when { context.input.kind == "${value}" }`;
        policy(stack, 'Never', engine, `forbid(principal, action, resource is AgentCore::Gateway) ${when};`);
      }),
    );

  it.each([
    ['a space without width', 'contrac\u200btor', 'contrac\\u{200b}tor'],
    ['a tag', 'guest\u{e0041}', 'guest\\u{e0041}'],
    ['a filler', 'guest\u3164', 'guest\\u{3164}'],
  ])('is shown in a condition: %s', (_, value, shown) => {
    expect(condition(value)).toContain(`kind is "${shown}"`);
  });

  it('is left inside an emoji', () => {
    expect(condition('👩‍💻❤️')).toContain('kind is "👩‍💻❤️"');
  });
});

describe('a gateway whose engine another app deploys', () => {
  it('is worth a look, because it has policies that are not in this app', () => {
    const arn = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:policy-engine/engine-abcdefghij';
    const { notes } = reviewed(
      synthesizedStack((stack) => {
        plainGateway(stack, 'Tools', { policyEngineConfiguration: { arn, mode: 'ENFORCE' } });
      }),
    );
    expect(notes).toEqual([{ about: 'Shop/Tools', text: 'the policies of its engine are not all in this app' }]);
  });
});

describe('an agent that the environment gives more than its statements', () => {
  const notesWith = (build: (agent: agentcore.Runtime) => void) =>
    reviewed(
      synthesizedStack((stack) => {
        build(
          new agentcore.Runtime(stack, 'Support', {
            runtimeName: 'support',
            agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri(
              '123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1',
            ),
            environmentVariables: { MODEL_ID: 'global.anthropic.claude-sonnet-4-6' },
          }),
        );
      }),
    ).notes.map(({ text }) => text);
  const model = 'global.anthropic.claude-sonnet-4-6: processed anywhere in the world';

  it('keeps the name of its model beside a grant on every model', () => {
    const statement = new iam.PolicyStatement({ actions: ['bedrock:InvokeModel*'], resources: ['*'] });
    expect(notesWith(({ role }) => role.addToPrincipalPolicy(statement))).toEqual([
      'every model: processed possibly anywhere in the world',
      model,
    ]);
  });

  it('says that no statement of the role allows the model', () => {
    expect(notesWith(() => undefined)).toEqual([
      `${model}; named in the environment, but no statement of the role allows it`,
    ]);
  });

  it('says no more than that this app does not allow it where a policy of AWS may', () => {
    const managed = 'AmazonBedrockFullAccess';
    const notes = notesWith(({ role }) => role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(managed)));
    expect(notes).toContain(`${model}; named in the environment, but no statement of this app allows it`);
    expect(notes).toHaveLength(2);
  });
});

describe('a gateway that the environment of an agent names', () => {
  const shopWith = (props: Partial<agentcore.CfnGatewayProps>, grant = (_role: iam.IRole, _arn: string) => {}) =>
    synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const gateway = plainGateway(stack, 'Tools', {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
        ...props,
      });
      const { role } = new agentcore.Runtime(stack, 'Support', {
        runtimeName: 'support',
        agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri(
          '123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1',
        ),
        environmentVariables: { URL: gateway.attrGatewayUrl },
      });
      grant(role, gateway.attrGatewayArn);
    });
  const invoke = (role: iam.IRole, arn: string) =>
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: ['bedrock-agentcore:InvokeGateway'], resources: [arn] }),
    );

  it('cannot be called without a statement where calls are signed with IAM', () => {
    const directory = shopWith({});
    expect(reviewed(directory).agents[0]).toMatchObject({
      gateways: ['Shop/Tools'],
      gatewaysNotGranted: ['Shop/Tools'],
    });
    expect(asText(directory)).toContain(`
    uses         gateway Shop/Tools (named in the environment, but no statement of the role allows
                 it)
`);
    expect(asText(directory)).toContain(`
  - Shop/Support: gateway Shop/Tools: named in the environment, but no statement of the role allows
    it
`);
  });

  it('may be allowed by a policy that is not in the app', () => {
    const { notes } = reviewed(
      shopWith({}, (role) => role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'))),
    );
    expect(notes).toContainEqual({
      about: 'Shop/Support',
      text: 'gateway Shop/Tools: named in the environment, but no statement of this app allows it',
    });
  });

  it.each([
    ['with a statement', {}, invoke],
    ['without IAM', { authorizerType: 'NONE' }, undefined],
    [
      'with tokens',
      {
        authorizerType: 'CUSTOM_JWT',
        authorizerConfiguration: {
          customJwtAuthorizer: {
            discoveryUrl: 'https://issuer.example.com/.well-known/openid-configuration',
            allowedClients: ['console'],
          },
        },
      },
      undefined,
    ],
  ])('may be called %s', (_, props, grant) => {
    const review = reviewed(shopWith(props, grant));
    expect(review.agents[0]).toMatchObject({ gateways: ['Shop/Tools'], gatewaysNotGranted: [] });
    expect(review.notes.filter(({ about }) => about === 'Shop/Support')).toEqual([]);
  });
});

describe('a policy whose findings are ignored', () => {
  const notesWith = (validationMode: string, reason?: string) =>
    reviewed(
      synthesizedStack((stack) => {
        const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
        plainGateway(stack, 'Tools', {
          policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
        });
        const statement = 'permit(principal, action, resource is AgentCore::Gateway);';
        const all = policy(stack, 'All', engine, statement, { validationMode });
        if (reason) all.addMetadata('cdk-agentcore:justifications', { ignoreFindings: reason });
      }),
    ).notes;

  it('is worth a look', () => {
    expect(notesWith('IGNORE_ALL_FINDINGS')).toEqual([
      { about: 'Shop/All', text: "the service's findings about the policy are ignored" },
    ]);
    expect(notesWith('FAIL_ON_ANY_FINDINGS')).toEqual([]);
  });

  it('comes with the reason that the code gives', () => {
    expect(notesWith('IGNORE_ALL_FINDINGS', 'Everybody may read.')).toEqual([
      {
        about: 'Shop/All',
        text: "the service's findings about the policy are ignored. Reason given: Everybody may read.",
      },
    ]);
  });
});

describe('a memory whose users share records', () => {
  const memory = (strategies: agentcore.CfnMemory.MemoryStrategyProperty[]) =>
    synthesizedStack((stack) => {
      new agentcore.CfnMemory(stack, 'Notes', {
        name: 'notes',
        eventExpiryDuration: 30,
        memoryStrategies: strategies,
      }).applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    });

  it('is worth a look, for each strategy', () => {
    const directory = memory([
      { semanticMemoryStrategy: { name: 'facts', namespaces: ['/facts/', '/actors/{actorId}/'] } },
      { summaryMemoryStrategy: { name: 'summaries', namespaceTemplates: ['/sessions/{sessionId}/'] } },
      { userPreferenceMemoryStrategy: { name: 'preferences' } },
      {
        episodicMemoryStrategy: {
          name: 'episodes',
          namespaces: ['/actors/{actorId}/{sessionId}/'],
          reflectionConfiguration: { namespaces: ['/all/'] },
        },
      },
    ]);
    expect(reviewed(directory).notes.map(({ text }) => text)).toEqual([
      'what one user says is told to others: strategy episodes keeps it under /all/, without {actorId}',
      'what one user says is told to others: strategy facts keeps it under /facts/, without {actorId}',
      'what one user says is told to others: strategy summaries keeps it under /sessions/{sessionId}/, without {actorId}',
    ]);
    expect(asText(directory)).toContain(`
    strategies   semantic: /facts/, /actors/{actorId}/
                 summary: /sessions/{sessionId}/
                 user preference
                 episodic: /actors/{actorId}/{sessionId}/, reflections /all/
`);
    expect(reviewAsMarkdown(reviewed(directory))).toContain('  - strategies: summary: /sessions/\\{sessionId\\}/\n');
  });

  it('may share them where only the deployment knows the path', () => {
    const namespaces = [Fn.importValue('Path')];
    expect(reviewed(memory([{ semanticMemoryStrategy: { name: 'facts', namespaces } }])).notes).toMatchObject([
      { text: expect.stringMatching(/^what one user says may be told to others: strategy facts keeps it under </) },
    ]);
  });

  it('comes with the reason that the code gives', () => {
    const directory = synthesizedStack((stack) => {
      const reason = 'The team works on the same cases.';
      const facts = Strategy.semantic({ namespace: '/team/', sharedBetweenUsers: { reason } });
      new AgentMemory(stack, 'Memory', { strategies: [facts, Strategy.summaries()] });
    });
    expect(reviewed(directory).notes).toEqual([
      {
        about: 'Shop/Memory',
        text:
          'what one user says is told to others: strategy facts keeps it under /team/, without {actorId}. ' +
          'Reason given: The team works on the same cases.',
      },
    ]);
  });
});

describe('the intent of a policy', () => {
  const directory = () =>
    synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const gateway = plainGateway(stack, 'Tools', {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
      });
      lambdaTarget(stack, 'Refunds', gateway, 'pay');
      const intent =
        '@intent("What is refunded without a second pair of eyes stays small; anything else is for a manager to decide")';
      const pay = 'action == AgentCore::Action::"Refunds___pay", resource is AgentCore::Gateway';
      policy(stack, 'Small', engine, `${intent}\npermit(principal, ${pay}) when { context.input.amount < 500 };`);
      policy(stack, 'Never', engine, `forbid(principal, ${pay}) when { context.input.amount > 900 };`, {
        description: '  | <b>Nobody</b> pays\n more.  ',
      });
    });

  it('stands beside what the statement says on a terminal', () => {
    expect(asText(directory())).toContain(`
    Refunds___pay - Does pay.
      ALLOW IF  any caller  amount < 500                       Small
                intent: What is refunded without a second pair of eyes stays small; anything else is
                        for a manager to decide
      DENY IF   any caller  amount > 900, whatever permits it  Never
                intent: | <b>Nobody</b> pays more.
`);
  });

  it('has a column of its own on a page', () => {
    expect(reviewAsMarkdown(reviewed(directory()))).toContain(`
| Tool | Verdict | Who | Condition | Policy | Intent |
| --- | --- | --- | --- | --- | --- |
| Refunds\\_\\_\\_pay | ALLOW IF | any caller | amount &lt; 500 | Small | What is refunded without a second pair of eyes stays small; anything else is for a manager to decide |
| Refunds\\_\\_\\_pay | DENY IF | any caller | amount &gt; 900, whatever permits it | Never | \\| &lt;b&gt;Nobody&lt;/b&gt; pays more. |
`);
  });

  it('is a field of the permission in JSON', () => {
    const { permissions } = reviewed(directory());
    expect(permissions.map(({ policy: name, intent }) => [name, intent?.slice(0, 10)])).toEqual([
      ['Shop/Small', 'What is re'],
      ['Shop/Never', '| <b>Nobod'],
    ]);
  });
});
