import { App, aws_bedrockagentcore as agentcore, Duration, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  BundleOverride,
  FallbackTrigger,
  GatewayProtocol,
  GatewayRule,
  Route,
  RuleCondition,
  ToolGateway,
  type GatewayRuleOptions,
  type ToolGatewayProps,
} from '../../lib/gateway';
import { InboundAuthType } from '../../lib/identity';
import { ENV, functionIn, jwt, refundTools, shop, synthError } from './shop';

const RULE = 'AWS::BedrockAgentCore::GatewayRule';
const BUNDLE_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:configuration-bundle/prompts-0123456789';
const VERSION_1 = '11111111-1111-1111-1111-111111111111';
const VERSION_2 = '22222222-2222-2222-2222-222222222222';
const ROLE = 'arn:aws:iam::123456789012:role/qa';

const orders = { targetName: 'orders' };
const ordersNext = { targetName: 'orders-next' };
const claude = { targetName: 'claude' };
const gpt = { targetName: 'gpt' };

function target(scope: Stack, gateway: ToolGateway, name: string, targetConfiguration: object) {
  return new agentcore.CfnGatewayTarget(scope, `Target-${name}`, {
    gatewayIdentifier: gateway.gateway.gatewayId,
    name,
    targetConfiguration,
    credentialProviderConfigurations: [{ credentialProviderType: 'GATEWAY_IAM_ROLE' }],
  });
}

/** A gateway with two HTTP and two inference targets. */
function shopOverHttp(props: ToolGatewayProps = {}, app = new App()) {
  const made = shop({ protocol: GatewayProtocol.ANY, ...props }, app);
  const http = { passthrough: { endpoint: 'https://orders.example.com', protocolType: 'CUSTOM' } };
  const inference = { connector: { source: { connectorId: 'bedrock-mantle' } } };
  for (const { targetName } of [orders, ordersNext]) target(made.stack, made.tools, targetName, { http });
  for (const { targetName } of [claude, gpt]) target(made.stack, made.tools, targetName, { inference });
  return made;
}

function ruleOf(options: Omit<GatewayRuleOptions, 'priority'>, props?: ToolGatewayProps) {
  const { stack, tools } = shopOverHttp(props);
  tools.addRule('Rule', { priority: 100, ...options });
  const [rule] = Object.values(Template.fromStack(stack).findResources(RULE));
  return rule as { Properties: any; DependsOn: string[] };
}

describe('GatewayRule', () => {
  it('sends all requests to a target', () => {
    const rule = ruleOf({ route: Route.to(orders), description: 'Everything' });
    expect(rule.Properties).toEqual({
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      Priority: 100,
      Description: 'Everything',
      Actions: [{ RouteToTarget: { StaticRoute: { TargetName: 'orders' } } }],
    });
  });

  it('sends a part of the requests of some callers to the next version', () => {
    const { Properties } = ruleOf({
      when: [RuleCondition.requestsTo(orders), RuleCondition.iamPrincipals(ROLE, 'arn:aws:iam::*:role/test-*')],
      route: Route.weighted(
        { target: orders, weight: 90 },
        { target: ordersNext, weight: 10, description: 'The new one', metadata: { ticket: 'SHOP-1' } },
      ),
    });
    expect(Properties.Conditions).toEqual([
      { MatchPaths: { AnyOf: ['/orders/*'] } },
      {
        MatchPrincipals: {
          AnyOf: [
            { IamPrincipal: { Arn: ROLE, Operator: 'StringEquals' } },
            { IamPrincipal: { Arn: 'arn:aws:iam::*:role/test-*', Operator: 'StringLike' } },
          ],
        },
      },
    ]);
    expect(Properties.Actions).toEqual([
      {
        RouteToTarget: {
          WeightedRoute: {
            TrafficSplit: [
              { Name: 'orders', TargetName: 'orders', Weight: 90 },
              {
                Name: 'orders-next',
                TargetName: 'orders-next',
                Weight: 10,
                Description: 'The new one',
                Metadata: { ticket: 'SHOP-1' },
              },
            ],
          },
        },
      },
    ]);
  });

  it('sends requests for models to a target, and to the next ones when it fails', () => {
    const { Properties } = ruleOf({
      when: [RuleCondition.models('anthropic.claude-*', 'gpt-5.5')],
      route: Route.to(claude, {
        model: 'anthropic.claude-sonnet-4-6',
        fallback: {
          failures: [FallbackTrigger.status(429), FallbackTrigger.SERVER_ERRORS, FallbackTrigger.FIRST_BYTE_TIMEOUT],
          firstByteTimeout: Duration.seconds(20),
          circuitBreaker: false,
          targets: [
            { target: claude, model: 'anthropic.claude-haiku-4-5' },
            { target: gpt, model: 'gpt-5.5' },
          ],
        },
      }),
    });
    expect(Properties.Conditions).toEqual([
      {
        MatchModels: {
          AnyOf: [
            { Value: 'anthropic.claude-*', Operator: 'StringLike' },
            { Value: 'gpt-5.5', Operator: 'StringEquals' },
          ],
        },
      },
    ]);
    expect(Properties.Actions[0].RouteToTarget.StaticRoute).toEqual({
      TargetName: 'claude',
      Model: 'anthropic.claude-sonnet-4-6',
      Fallback: {
        TriggerOn: { Errors: ['FIRST_BYTE_TIMEOUT'], StatusCodes: ['429', '5XX'] },
        FirstByteTimeoutMilliseconds: 20_000,
        CircuitBreaker: { Mode: 'DISABLED' },
        TargetFallback: [
          { TargetName: 'claude', Model: 'anthropic.claude-haiku-4-5' },
          { TargetName: 'gpt', Model: 'gpt-5.5' },
        ],
      },
    });
  });

  it('pins or splits the versions of a configuration bundle', () => {
    const pinned = ruleOf({
      configurationBundle: BundleOverride.pinned({ bundleArn: BUNDLE_ARN, bundleVersion: VERSION_1 }),
    });
    expect(pinned.Properties.Actions).toEqual([
      { ConfigurationBundle: { StaticOverride: { BundleArn: BUNDLE_ARN, BundleVersion: VERSION_1 } } },
    ]);
    const split = ruleOf({
      configurationBundle: BundleOverride.weighted(
        { bundle: { bundleArn: BUNDLE_ARN, bundleVersion: VERSION_1 }, weight: 50 },
        { bundle: { bundleArn: BUNDLE_ARN, bundleVersion: VERSION_2 }, weight: 50 },
      ),
      route: Route.to(orders),
    });
    expect(split.Properties.Actions).toEqual([
      {
        ConfigurationBundle: {
          WeightedOverride: {
            TrafficSplit: [
              {
                Name: 'control',
                Weight: 50,
                ConfigurationBundle: { BundleArn: BUNDLE_ARN, BundleVersion: VERSION_1 },
              },
              {
                Name: 'treatment',
                Weight: 50,
                ConfigurationBundle: { BundleArn: BUNDLE_ARN, BundleVersion: VERSION_2 },
              },
            ],
          },
        },
      },
      { RouteToTarget: { StaticRoute: { TargetName: 'orders' } } },
    ]);
  });

  it('lets the role of the gateway read the bundles that it names, before it is there', () => {
    const { stack, tools } = shopOverHttp();
    tools.addRule('Rule', {
      priority: 1,
      configurationBundle: BundleOverride.pinned({ bundleArn: BUNDLE_ARN, bundleVersion: VERSION_1 }),
    });
    const template = Template.fromStack(stack);
    const [[policyId, policy]] = Object.entries(template.findResources('AWS::IAM::Policy'));
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'bedrock-agentcore:GetConfigurationBundleVersion', Resource: BUNDLE_ARN },
    ]);
    expect(Object.values(template.findResources(RULE))[0].DependsOn).toEqual([policyId]);
  });

  it('waits for the targets that it routes to and whose paths it matches, those that are added later too', () => {
    const { stack, tools } = shop({ protocol: GatewayProtocol.ANY });
    tools.addRule('Rule', { priority: 1, when: [RuleCondition.paths('/orders/*')], route: Route.to(ordersNext) });
    for (const name of ['orders', 'orders-next', 'other']) {
      target(stack, tools, name, {
        http: { passthrough: { endpoint: 'https://example.com', protocolType: 'CUSTOM' } },
      });
    }
    const [rule] = Object.values(Template.fromStack(stack).findResources(RULE));
    expect(rule.DependsOn).toEqual(['Targetorders', 'Targetordersnext']);
  });

  it('stands in the stack of its targets, and can be for an imported gateway', () => {
    const app = new App();
    const { tools } = shop({ protocol: GatewayProtocol.ANY }, app);
    const stack = new Stack(app, 'Orders', { env: ENV });
    target(stack, tools, 'orders', {
      http: { passthrough: { endpoint: 'https://example.com', protocolType: 'CUSTOM' } },
    });
    new GatewayRule(stack, 'Rule', { gateway: tools, priority: 1, route: Route.to(orders) });
    const imported = ToolGateway.fromGatewayAttributes(stack, 'Imported', {
      gatewayArn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/other-0123456789',
      policyEngine: agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', {
        policyEngineArn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/other-0123456789',
      }),
      inboundAuthType: InboundAuthType.JWT,
      targets: {},
    });
    const rule = new GatewayRule(stack, 'Other', { gateway: imported, priority: 1, route: Route.to(orders) });
    Validations.of(rule).acknowledge({ id: 'cdk-agentcore:unknown-target', reason: 'deployed by the team of orders' });
    const [first, second] = Object.values(Template.fromStack(stack).findResources(RULE));
    expect(first.DependsOn).toEqual(['Targetorders']);
    expect(second.Properties.GatewayIdentifier).toBe('other-0123456789');
  });

  it('takes weights and priorities that are known later', () => {
    const weight = Lazy.number({ produce: () => 5 });
    const { Properties } = ruleOf({
      route: Route.weighted({ target: orders, weight }, { target: ordersNext, weight: 95 }),
    });
    expect(Properties.Actions[0].RouteToTarget.WeightedRoute.TrafficSplit[0].Weight).toBe(5);
  });
});

describe('A GatewayRule is refused', () => {
  const split = (first: number, second: number) =>
    Route.weighted({ target: orders, weight: first }, { target: ordersNext, weight: second });
  const fallback = { targets: [{ target: gpt }] };
  const bundle = { bundleArn: BUNDLE_ARN, bundleVersion: VERSION_1 };

  it.each<[string, Partial<GatewayRuleOptions>, string]>([
    [
      'without anything to do',
      { route: undefined },
      'route is missing. Allowed: a route, a configurationBundle, or both. ' +
        'Write route: Route.to(…), or configurationBundle: BundleOverride.pinned(…).',
    ],
    [
      'with a priority that is none',
      { priority: 0 },
      'priority is 0. Allowed: a whole number from 1 to 1000000. Leave gaps: 100, 200, 300.',
    ],
    [
      'with too long a description',
      { description: 'x'.repeat(257) },
      `description is "${'x'.repeat(117)}...". Allowed: 1 to 256 characters, and it has 257. Shorten it.`,
    ],
    [
      'with weights that do not sum to 100',
      { route: split(90, 20) },
      'route weights is [90,20]. Allowed: two weights that sum to 100. Write 90 and 10.',
    ],
    [
      'with a weight that leaves nothing to the other',
      { route: split(100, 0) },
      'route share 1 weight is 100. Allowed: a whole number from 1 to 99. Write Route.to(…) for all traffic, or choose a weight between.',
    ],
    [
      'with two shares of one name',
      { route: Route.weighted({ target: claude, weight: 50 }, { target: claude, weight: 50, model: 'other' }) },
      'route names is ["claude","claude"]. Allowed: two names that differ. Give one of the shares another shareName.',
    ],
    [
      'with a share whose name traces cannot have',
      { route: Route.weighted({ target: orders, weight: 50, shareName: 'a_b' }, { target: ordersNext, weight: 50 }) },
      'route share 1 name is "a_b". Allowed: 1 to 64 letters, digits and hyphens between them. Give the share such a shareName.',
    ],
    [
      'with a note that is too long',
      {
        route: Route.weighted(
          { target: orders, weight: 50, metadata: { why: 'x'.repeat(257) } },
          { target: ordersNext, weight: 50 },
        ),
      },
      'route share 1 metadata is "why". Allowed: keys of 1 to 128 and values of 1 to 256 characters. Shorten it, or leave it out.',
    ],
    [
      'with too many notes',
      {
        route: Route.weighted(
          {
            target: orders,
            weight: 50,
            metadata: Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`key${index}`, 'x'])),
          },
          { target: ordersNext, weight: 50 },
        ),
      },
      'route share 1 metadata is "26 entries". Allowed: at most 25. Keep what readers of the rule need.',
    ],
    [
      'with more conditions than two',
      { when: [RuleCondition.paths('/orders/*'), RuleCondition.models('a'), RuleCondition.iamPrincipals(ROLE)] },
      'when is "3 conditions". Allowed: at most 2, all of which have to be true. Keep two, or write rules of their own.',
    ],
    [
      'with two conditions of a kind',
      { when: [RuleCondition.paths('/orders/*'), RuleCondition.paths('/orders-next/*')] },
      'when is "RuleCondition.paths more than once". Allowed: one condition of each kind: they all have to be true. ' +
        'Write the alternatives into one: RuleCondition.paths(…, …).',
    ],
    [
      'for no path',
      { when: [RuleCondition.paths()] },
      'when[0] RuleCondition.paths is "0 alternatives". Allowed: 1 to 10. Leave the condition out.',
    ],
    [
      'for more paths than ten',
      { when: [RuleCondition.paths(...Array.from({ length: 11 }, (_, index) => `/t${index}/*`))] },
      'when[0] RuleCondition.paths is "11 alternatives". Allowed: 1 to 10. Use wildcards, or split the rule.',
    ],
    [
      'for a path below a target',
      { when: [RuleCondition.paths('/orders/v1/*')] },
      'when[0] RuleCondition.paths is "/orders/v1/*". Allowed: /<target>/*, with the name of an HTTP target. Write "/orders/*".',
    ],
    [
      'for a path of the gateway itself',
      { when: [RuleCondition.paths('/mcp/*')] },
      'when[0] RuleCondition.paths is "/mcp/*". Allowed: /<target>/*, with the name of an HTTP target. ' +
        '/mcp is a way of the gateway itself: route by the name of a target.',
    ],
    [
      'for a principal by its name',
      { when: [RuleCondition.iamPrincipals('qa')] },
      'when[0] RuleCondition.iamPrincipals is "qa". Allowed: arn:<partition>:iam::<account>:role/<name>, user/<name>, or ' +
        'arn:<partition>:sts::<account>:assumed-role/<name>/…. Write the ARN of a role, of a user or of an assumed role.',
    ],
    [
      'for a model with a space',
      { when: [RuleCondition.models('claude sonnet')] },
      'when[0] RuleCondition.models is "claude sonnet". Allowed: a model id, in which * and ? may stand for other characters. ' +
        'Write the id as callers send it.',
    ],
    [
      'with a model that stands for many',
      { route: Route.to(claude, { model: 'anthropic.*' }) },
      'route model is "anthropic.*". Allowed: the id of one model. Write the id as the target knows it.',
    ],
    [
      'with a fallback to nothing',
      { route: Route.to(claude, { fallback: { targets: [] } }) },
      'route fallback targets is 0. Allowed: 1 to 2 targets. Leave fallback out.',
    ],
    [
      'with a fallback to itself',
      { route: Route.to(claude, { fallback: { targets: [{ target: claude }] } }) },
      'route fallback targets is "claude". Allowed: each pair of target and model once, that of the route included. ' +
        'Choose another target, or another model there.',
    ],
    [
      'with a status that is no failure',
      { route: Route.to(claude, { fallback: { ...fallback, failures: [FallbackTrigger.status(200)] } }) },
      'route fallback failures is 200. Allowed: a status from 400 to 599. Name a status that means failure.',
    ],
    [
      'with no failure to fall back for',
      { route: Route.to(claude, { fallback: { ...fallback, failures: [] } }) },
      'route fallback failures is []. Allowed: at least one failure. Leave it out for every failure of the target.',
    ],
    [
      'with a timeout that nobody sets',
      { route: Route.to(claude, { fallback: { ...fallback, failures: [FallbackTrigger.FIRST_BYTE_TIMEOUT] } }) },
      'route fallback firstByteTimeout is missing. Allowed: a time, because FIRST_BYTE_TIMEOUT is among the failures and never ' +
        'happens without one. Write firstByteTimeout: Duration.seconds(…).',
    ],
    [
      'with a timeout longer than the service waits',
      { route: Route.to(claude, { fallback: { ...fallback, firstByteTimeout: Duration.minutes(16) } }) },
      'route fallback firstByteTimeout is "16 minutes". Allowed: 50 milliseconds to 15 minutes. Choose a time between.',
    ],
    [
      'with the name of a bundle',
      { configurationBundle: BundleOverride.pinned({ ...bundle, bundleArn: 'prompts' }) },
      'configurationBundle bundleArn is "prompts". Allowed: arn:<partition>:bedrock-agentcore:<region>:<account>:configuration-bundle/<id>. ' +
        'Write the ARN of the bundle, without its version.',
    ],
    [
      'with the number of a version',
      { configurationBundle: BundleOverride.pinned({ ...bundle, bundleVersion: '3' }) },
      'configurationBundle bundleVersion is "3". Allowed: the id of a version: a UUID in lower case. ' +
        'Copy the version id of the bundle, not its name, its branch or a number.',
    ],
    [
      'with a bundle of another account',
      {
        configurationBundle: BundleOverride.pinned({
          ...bundle,
          bundleArn: BUNDLE_ARN.replace('123456789012', '111122223333'),
        }),
      },
      'configurationBundle bundleArn is "a bundle of account 111122223333". Allowed: a bundle of 123456789012, the account of the gateway. ' +
        'Create the bundle there.',
    ],
  ])('%s', (_, options, problem) => {
    const { tools } = shopOverHttp();
    const rule = { priority: 100, route: Route.to(orders), ...options };
    expect(() => tools.addRule('Rule', rule)).toThrow(`Shop/Tools/Rule cannot be built:\n  - ${problem}`);
  });

  it('for AWS principals where callers bring a token', () => {
    const { tools } = shopOverHttp({ inboundAuth: jwt() });
    const when = [RuleCondition.iamPrincipals(ROLE)];
    expect(() => tools.addRule('Rule', { priority: 1, when, route: Route.to(orders) })).toThrow(
      'when is "RuleCondition.iamPrincipals". Allowed: on a gateway whose callers sign with AWS credentials; here it never ' +
        'matches. Leave it out, or give the gateway InboundAuth.iam().',
    );
  });

  it('with a target of another gateway', () => {
    const { stack, tools } = shopOverHttp();
    const others = new ToolGateway(stack, 'Others');
    const refunds = others.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
    expect(() => tools.addRule('Rule', { priority: 1, route: Route.to(refunds) })).toThrow(
      'route is "Refunds, a target of another gateway". Allowed: a target of Shop/Tools. ' +
        'Add the target to this gateway, or the rule to the gateway of the target.',
    );
  });

  it('with an id that something else of the gateway has', () => {
    const { tools } = shopOverHttp();
    expect(() => tools.addRule('Gateway', { priority: 1, route: Route.to(orders) })).toThrow('id is "Gateway"');
  });
});

describe('At synth, a GatewayRule fails', () => {
  it('with the priority of another rule of its gateway, whoever wrote that', () => {
    const { app, stack, tools } = shopOverHttp();
    tools.addRule('First', { priority: 1, route: Route.to(orders) });
    new agentcore.CfnGatewayRule(stack, 'Second', {
      gatewayIdentifier: tools.gateway.gatewayId,
      priority: 1,
      actions: [{ routeToTarget: { staticRoute: { targetName: 'orders' } } }],
    });
    expect(synthError(app)).toContain(
      '[Shop/Tools/First] priority is 1. Allowed: a priority that no other rule of the gateway has; ' +
        'Shop/Tools/First and Shop/Second have it. Say which of them comes first.',
    );
  });

  it('not with the priority of a rule of another gateway', () => {
    const { app, stack, tools } = shopOverHttp();
    const others = new ToolGateway(stack, 'Others', { protocol: GatewayProtocol.ANY });
    target(stack, others, 'theirs', {
      http: { passthrough: { endpoint: 'https://example.com', protocolType: 'CUSTOM' } },
    });
    tools.addRule('First', { priority: 1, route: Route.to(orders) });
    others.addRule('Second', { priority: 1, route: Route.to({ targetName: 'theirs' }) });
    expect(() => app.synth()).not.toThrow();
  });

  it('with a target that the app does not deploy, unless that is acknowledged', () => {
    const { app, tools } = shopOverHttp();
    const rule = tools.addRule('Rule', { priority: 1, route: Route.to({ targetName: 'order' }) });
    expect(synthError(app)).toContain(
      '[cdk-agentcore:unknown-target] target is "order". Allowed: a target of Shop/Tools that exists before the rule, and this ' +
        'app deploys none of that name. Did you mean "orders"?',
    );
    Validations.of(rule).acknowledge({ id: 'cdk-agentcore:unknown-target', reason: 'deployed by the team of orders' });
    expect(() => app.synth()).not.toThrow();
  });

  it('with an MCP target', () => {
    const { app, stack, tools } = shop({ unpermittedTools: { reason: 'elsewhere' } });
    const refunds = tools.addLambda('Refunds', { handler: functionIn(stack), tools: refundTools() });
    tools.addRule('Rule', { priority: 1, when: [RuleCondition.requestsTo(refunds)], route: Route.to(refunds) });
    const message = synthError(app);
    expect(message).toContain(
      'route is "Refunds, an MCP target". Allowed: an HTTP or inference target. ' +
        'MCP clients name the target by the tool that they call: split a function by a weighted alias, or versions with versioned.',
    );
    expect(message).toContain(
      'when is "/Refunds/*, the path of an MCP target". Allowed: the path of an HTTP target. Name an HTTP target.',
    );
  });

  it('with a fallback of an HTTP target', () => {
    const { app, tools } = shopOverHttp();
    tools.addRule('Rule', { priority: 1, route: Route.to(orders, { fallback: { targets: [{ target: claude }] } }) });
    expect(synthError(app)).toContain(
      'route is "orders, an HTTP target". Allowed: an inference target, where a model or a fallback is named. ' +
        'Leave model and fallback out.',
    );
  });

  it('in the stack of the gateway, with a target that comes after it', () => {
    const app = new App();
    const { tools } = shop({ protocol: GatewayProtocol.ANY }, app);
    const stack = new Stack(app, 'Orders', { env: ENV });
    target(stack, tools, 'orders', {
      http: { passthrough: { endpoint: 'https://example.com', protocolType: 'CUSTOM' } },
    });
    tools.addRule('Rule', { priority: 1, route: Route.to(orders) });
    expect(synthError(app)).toContain(
      'target is "orders, which is in stack Orders". Allowed: a target of the stack of the rule: a rule is created after its ' +
        'targets, this stack before that one. Write new GatewayRule(…) in stack Orders.',
    );
  });

  it('as the twenty-first of a gateway, which is said once', () => {
    const { app, tools } = shopOverHttp();
    for (let priority = 1; priority <= 22; priority++)
      tools.addRule(`Rule${priority}`, { priority, route: Route.to(orders) });
    expect(synthError(app).match(/\[cdk-agentcore:gateway-rule-quota\] .*?condition\./g)).toEqual([
      '[cdk-agentcore:gateway-rule-quota] rules is "22 rules of Shop/Tools". Allowed: at most 20 of a gateway. ' +
        'Put alternatives into one condition.',
    ]);
  });
});
