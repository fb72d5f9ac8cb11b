import { aws_bedrockagentcore as agentcore, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  DimensionValue,
  InferenceProvider,
  RateLimitDimension,
  RequestRate,
  type GatewayRateLimitOptions,
  type ToolGatewayProps,
} from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import { jwt, shop, shopWithRefunds, synthError } from './shop';

const LIMIT = 'AWS::BedrockAgentCore::GatewayRateLimit';
const team = RateLimitDimension.claim('team');
const tool = RateLimitDimension.tool();
const requests = RequestRate.perMinute(60);
const unpermittedTools = { reason: 'elsewhere' };

function limitOf(options: GatewayRateLimitOptions, props: ToolGatewayProps = {}) {
  const { stack, tools } = shopWithRefunds({ unpermittedTools, ...props });
  tools.addRateLimit('Limit', options);
  return Object.values(Template.fromStack(stack).findResources(LIMIT))[0].Properties;
}

describe('GatewayRateLimit', () => {
  it('gives each team its own bucket, some teams more, and some tools less', () => {
    const { stack, tools, refunds } = shopWithRefunds({ unpermittedTools });
    const pay = DimensionValue.tool(refunds.tool('process_refund'));
    tools.addRateLimit('PerTeam', {
      by: [team, tool],
      description: 'Payments are slow',
      rateLimitId: 'per-team',
      entries: [
        {
          when: [team.equalTo('support'), pay],
          requests: RequestRate.perSecond(2),
          concurrentRequests: 1,
        },
        { when: [team.equalTo('support')], requests: RequestRate.perMinute(600) },
        { when: [team.equalTo('guests')], requests: RequestRate.perMinute(0) },
        { requests },
      ],
    });
    const claim = '$.context.jwt.team';
    expect(Object.values(Template.fromStack(stack).findResources(LIMIT))[0].Properties).toEqual({
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      RateLimitId: 'per-team',
      Description: 'Payments are slow',
      DimensionKeys: [claim, 'toolName'],
      Entries: [
        {
          Dimensions: { [claim]: 'support', toolName: 'Refunds___process_refund' },
          Requests: [{ Rate: 2, Period: 'second' }],
          Connections: [{ Rate: 1, Period: 'second' }],
        },
        { Dimensions: { [claim]: 'support', toolName: '*' }, Requests: [{ Rate: 600, Period: 'minute' }] },
        { Dimensions: { [claim]: 'guests', toolName: '*' }, Requests: [{ Rate: 0, Period: 'minute' }] },
        { Dimensions: { [claim]: '*', toolName: '*' }, Requests: [{ Rate: 60, Period: 'minute' }] },
      ],
    });
  });

  it('counts tokens by the minute', () => {
    const by = [RateLimitDimension.target(), RateLimitDimension.model()];
    const { stack, tools } = shop({ unpermittedTools });
    tools.addInference('Models', { provider: InferenceProvider.bedrock() });
    tools.addRateLimit('Limit', { by, entries: [{ tokensPerMinute: 100_000 }] });
    expect(Object.values(Template.fromStack(stack).findResources(LIMIT))[0].Properties).toMatchObject({
      DimensionKeys: ['targetName', 'qualifiedModelId'],
      Entries: [{ Tokens: [{ Rate: 100_000, Period: 'minute' }] }],
    });
  });

  it('counts by AWS principal and source identity where callers sign, and by what the service adds', () => {
    const by = [
      RateLimitDimension.iamPrincipal(),
      RateLimitDimension.sourceIdentity(),
      RateLimitDimension.of('$.context.request.header.X-Customer'),
    ];
    expect(limitOf({ by, entries: [{ requests }] }, { inboundAuth: InboundAuth.iam() }).DimensionKeys).toEqual([
      '$.context.iam.principal',
      '$.context.iam.sourceIdentity',
      '$.context.request.header.X-Customer',
    ]);
  });
});

describe('A GatewayRateLimit is refused', () => {
  it.each<[string, Partial<GatewayRateLimitOptions>, string]>([
    [
      'without a dimension',
      { by: [] },
      'by is "0 dimensions". Allowed: 1 to 10. Write by: [RateLimitDimension.target()].',
    ],
    [
      'with more dimensions than ten',
      { by: Array.from({ length: 11 }, (_, index) => RateLimitDimension.claim(`claim${index}`)) },
      'by is "11 dimensions". Allowed: 1 to 10. Keep those that matter.',
    ],
    [
      'with a dimension twice',
      { by: [team, RateLimitDimension.claim('team')] },
      'by is "$.context.jwt.team more than once". Allowed: each dimension once. Leave one of them out.',
    ],
    [
      'by a claim that cannot be named',
      { by: [RateLimitDimension.claim('https://shop.example/team')] },
      'by[0] is "https://shop.example/team". Allowed: 2 to 63 letters, digits, _, - and ., a letter or _ first and no ' +
        'punctuation last. Name a claim of the token.',
    ],
    ...['', 'target name', '$.context.jwt.', 'context.jwt.team', 'x'.repeat(81)].map(
      (key): [string, Partial<GatewayRateLimitOptions>, string] => [
        `by the key "${key}"`,
        { by: [RateLimitDimension.of(key)] },
        `by[0] is "${key}". Allowed: a key of 1 to 80 characters: a name like targetName, or a path like ` +
          "$.context.jwt.team. Write the service's key.",
      ],
    ),
    [
      'by AWS principal where callers bring a token',
      { by: [RateLimitDimension.iamPrincipal()] },
      'by[0] is "$.context.iam.principal". Allowed: on a gateway whose callers sign with AWS credentials; here no request has ' +
        'it, so the limit would not apply. Leave it out, or give the gateway InboundAuth.iam().',
    ],
    [
      'without an entry',
      { entries: [] },
      'entries is "0 entries". Allowed: 1 to 1000. Write one: { requests: RequestRate.perMinute(…) }.',
    ],
    [
      'with more entries than a thousand',
      { entries: Array.from({ length: 1001 }, (_, index) => ({ when: [team.equalTo(`team${index}`)], requests })) },
      'entries is "1001 entries". Allowed: 1 to 1000. Leave values to the entry without when.',
    ],
    [
      'with an entry for a dimension that the limit does not have',
      { entries: [{ when: [tool.equalTo('Refunds___get_refund')], requests }] },
      'entries[0] when is "toolName". Allowed: a dimension of the limit: $.context.jwt.team. ' +
        'Name the dimension in by, or leave the value out.',
    ],
    [
      'with two values of one dimension',
      { entries: [{ when: [team.equalTo('a'), team.equalTo('b')], requests }] },
      'entries[0] when is "$.context.jwt.team more than once". Allowed: one value of each dimension. ' +
        'Write an entry for each of the values.',
    ],
    [
      'with a value behind one that is left out',
      { by: [team, tool], entries: [{ when: [tool.equalTo('Refunds___get_refund')], requests }] },
      'entries[0] when is "toolName without $.context.jwt.team". Allowed: values of the first dimensions of the limit: only the ' +
        'last ones can be left out. Name a value of $.context.jwt.team, or write it behind toolName in by.',
    ],
    [
      'with an asterisk',
      { entries: [{ when: [team.equalTo('*')], requests }] },
      'entries[0] when $.context.jwt.team is "*". Allowed: one value: what an entry does not name is every other value. ' +
        'Leave it out.',
    ],
    [
      'with an empty value',
      { entries: [{ when: [team.equalTo('')], requests }] },
      'entries[0] when $.context.jwt.team is "". Allowed: 1 to 256 characters, and it has 0. ' +
        'Name a value that requests can have.',
    ],
    [
      'with the same entry twice',
      { entries: [{ requests }, { when: [team.equalTo('a')], requests }, { concurrentRequests: 1 }] },
      'entries[2] is ["*"]. Allowed: values that no other entry has; entries[0] has them. Write both rates into one entry.',
    ],
    [
      'with an entry that limits nothing',
      { entries: [{ when: [team.equalTo('a')] }] },
      'entries[0] requests is missing. Allowed: at least one of requests, tokensPerMinute and concurrentRequests. ' +
        'Write requests: RequestRate.perMinute(…).',
    ],
    [
      'with more requests than the service counts',
      { entries: [{ requests: RequestRate.perSecond(10_000_001) }] },
      'entries[0] requests is 10000001. Allowed: 0 to 10000000. Leave it out for any number.',
    ],
    [
      'with fewer tokens than none',
      { entries: [{ tokensPerMinute: -1 }] },
      'entries[0] tokensPerMinute is -1. Allowed: 0 to 10000000. Leave it out for any number.',
    ],
    [
      'with an id that the service does not accept',
      { rateLimitId: 'per team' },
      'rateLimitId is "per team". Allowed: 2 to 64 letters, digits, -, _ and ., the first and the last no punctuation. ' +
        'Leave it out, or choose such an id.',
    ],
    [
      'with an empty description',
      { description: '' },
      'description is "". Allowed: 1 to 512 characters, and it has 0. Leave it out.',
    ],
  ])('%s', (_, options, problem) => {
    const { tools } = shopWithRefunds();
    const limit = { by: [team], entries: [{ requests }], ...options };
    expect(() => tools.addRateLimit('Limit', limit)).toThrow(`Shop/Tools/Limit cannot be built:\n  - ${problem}`);
  });

  it('for every tool of a target as one value, which traffic is not counted by', () => {
    const { tools, refunds } = shopWithRefunds();
    const when = [DimensionValue.tool(refunds.everyTool)];
    expect(() => tools.addRateLimit('Limit', { by: [tool], entries: [{ when, requests }] })).toThrow(
      'Shop/Tools/Limit cannot be built:\n  - entries[0] when toolName is "Refunds___*". Allowed: one tool: the traffic of a ' +
        'whole target has a dimension of its own. Count by RateLimitDimension.target().',
    );
  });

  it.each([
    ['sign with AWS credentials', InboundAuth.iam()],
    ['say nothing of themselves', InboundAuth.none({ reason: 'a demo' })],
  ])('by claim where callers %s', (_, inboundAuth) => {
    const { tools } = shopWithRefunds({ inboundAuth });
    expect(() => tools.addRateLimit('Limit', { by: [team], entries: [{ requests }] })).toThrow(
      'by[0] is "$.context.jwt.team". Allowed: on a gateway whose callers bring a token; here no request has it, so the limit ' +
        'would not apply. Leave it out, or give the gateway InboundAuth.jwt(…).',
    );
  });
});

it('A GatewayRateLimit counts the traffic of a target, known by the target itself', () => {
  const { stack, tools, refunds } = shopWithRefunds({ unpermittedTools });
  const when = [DimensionValue.target(refunds)];
  tools.addRateLimit('Limit', { by: [RateLimitDimension.target()], entries: [{ when, requests }] });
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources(LIMIT));
  expect(Properties.Entries[0].Dimensions).toEqual({ targetName: 'Refunds' });
});

describe('At synth, a GatewayRateLimit fails', () => {
  it('with the dimensions of another limit of its gateway, in whatever order', () => {
    const { app, stack, tools } = shopWithRefunds({ unpermittedTools });
    tools.addRateLimit('Limit', { by: [team, tool], entries: [{ requests }] });
    new agentcore.CfnGatewayRateLimit(stack, 'Other', {
      gatewayIdentifier: tools.gateway.gatewayId,
      dimensionKeys: ['toolName', '$.context.jwt.team'],
      entries: [],
    });
    expect(synthError(app)).toContain(
      '[Shop/Tools/Limit] by is ["$.context.jwt.team","toolName"]. Allowed: dimensions that no other limit of the gateway has; ' +
        'Shop/Tools/Limit and Shop/Other have them. Write the entries of both into one.',
    );
  });

  it('with the id of another limit of its gateway', () => {
    const { app, tools } = shopWithRefunds({ unpermittedTools });
    tools.addRateLimit('First', { by: [team], entries: [{ requests }], rateLimitId: 'per-team' });
    tools.addRateLimit('Second', { by: [tool], entries: [{ requests }], rateLimitId: 'per-team' });
    tools.addRateLimit('Third', { by: [team, tool], entries: [{ requests }] });
    tools.addRateLimit('Fourth', { by: [RateLimitDimension.target()], entries: [{ requests }] });
    const same =
      'rateLimitId is "per-team". Allowed: an id that no other limit of the gateway has; Shop/Tools/First and ' +
      'Shop/Tools/Second have it. Rename one of them.';
    const error = synthError(app);
    expect(error).toContain(`[Shop/Tools/First] ${same}`);
    expect(error).toContain(`[Shop/Tools/Second] ${same}`);
    expect(error).not.toMatch(/Third|Fourth/);
  });

  it('for tools and targets that the app does not deploy, unless that is acknowledged', () => {
    const target = RateLimitDimension.target();
    const { app, tools } = shopWithRefunds({ unpermittedTools, inboundAuth: jwt() });
    const byTool = tools.addRateLimit('ByTool', {
      by: [tool],
      entries: [
        { when: [tool.equalTo('Refunds___proces_refund')], requests },
        { when: [tool.equalTo('Refunds___get_refund')], requests },
      ],
    });
    const byTarget = tools.addRateLimit('ByTarget', {
      by: [target],
      entries: [{ when: [target.equalTo('Refund')], requests }],
    });
    const message = synthError(app);
    expect(message).toContain(
      '[cdk-agentcore:unknown-tool] tool is "Refunds___proces_refund". Allowed: a tool of Shop/Tools, by its full name ' +
        'Target___tool, and this app deploys none of that name. Did you mean "Refunds___process_refund"?',
    );
    expect(message).toContain(
      '[cdk-agentcore:unknown-target] target is "Refund". Allowed: a target of Shop/Tools, and this app deploys none of that ' +
        'name. Did you mean "Refunds"?',
    );
    expect(message).not.toContain('tool is "Refunds___get_refund"');
    Validations.of(byTool).acknowledge({ id: 'cdk-agentcore:unknown-tool', reason: 'of the next version' });
    Validations.of(byTarget).acknowledge({ id: 'cdk-agentcore:unknown-target', reason: 'of the next version' });
    expect(() => app.synth()).not.toThrow();
  });

  it('for tokens where no target has models that count them, unless that is acknowledged', () => {
    const { app, tools } = shopWithRefunds({ unpermittedTools });
    const limit = tools.addRateLimit('Limit', {
      by: [team],
      entries: [
        { when: [team.equalTo('support')], requests },
        { requests, tokensPerMinute: 5000 },
      ],
    });
    expect(synthError(app)).toContain(
      '[cdk-agentcore:tokens-not-counted] entries[1] tokensPerMinute is 5000. Allowed: on a gateway with inference targets; ' +
        'Shop/Tools has none, so nothing counts tokens. Leave it out, and limit requests or concurrentRequests. If it is',
    );
    Validations.of(limit).acknowledge({
      id: 'cdk-agentcore:tokens-not-counted',
      reason: 'models come from another app',
    });
    expect(() => app.synth()).not.toThrow();
  });

  it('as the fifty-first of a gateway, which is said once', () => {
    const { app, tools } = shopWithRefunds({ unpermittedTools });
    for (let count = 1; count <= 51; count++) {
      tools.addRateLimit(`Limit${count}`, { by: [RateLimitDimension.claim(`claim${count}`)], entries: [{ requests }] });
    }
    expect(synthError(app).match(/\[cdk-agentcore:gateway-rate-limit-quota\] .*?one limit\./g)).toEqual([
      '[cdk-agentcore:gateway-rate-limit-quota] rate limits is "51 rate limits of Shop/Tools". Allowed: at most 50 of a ' +
        'gateway. Write entries that have the same dimensions into one limit.',
    ]);
  });
});
