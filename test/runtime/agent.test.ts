import { App, aws_bedrockagentcore as agentcore, Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ToolGateway } from '../../lib/gateway';
import { InboundAuth } from '../../lib/identity';
import { Agent, AgentCode, AgentTraces, BedrockModel, type AgentProps } from '../../lib/runtime';
import {
  appOf,
  AGNOSTIC,
  agentIn,
  EU,
  GOV,
  grantsOf,
  ISSUER,
  readable,
  refusals,
  runtimeOf,
  shopStack,
  staff,
  synthError,
  zipCode,
} from './shop-with-agents';

describe('Agent', () => {
  it('runs its code as HTTP in the public network, for callers with AWS credentials', () => {
    const stack = shopStack();
    agentIn(stack);
    const { Properties, DependsOn } = runtimeOf(stack);
    expect(Properties).toEqual({
      AgentRuntimeName: 'support',
      AgentRuntimeArtifact: {
        CodeConfiguration: {
          Code: { S3: { Bucket: 'shop-code', Prefix: 'agent.zip' } },
          EntryPoint: ['index.js'],
          Runtime: 'NODE_22',
        },
      },
      EnvironmentVariables: { DISABLE_ADOT_OBSERVABILITY: 'true' },
      NetworkConfiguration: { NetworkMode: 'PUBLIC' },
      ProtocolConfiguration: 'HTTP',
      RoleArn: '<SupportRole.Arn>',
    });
    expect(DependsOn).toHaveLength(1);
  });

  it('is named from its path, and other code changes nothing about that', () => {
    const stack = shopStack();
    const before = new Agent(stack, 'Support', { code: zipCode(stack) }).agentName;
    const other = shopStack(EU, new App());
    new Agent(other, 'Another', { code: zipCode(other) });
    const after = new Agent(other, 'Support', { code: zipCode(other) }).agentName;
    expect(before).toBe(after);
    expect(before).toMatch(/^Shop_Support_[0-9A-F]{8}$/);
  });

  it('takes what else a runtime has', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', {
      protocol: agentcore.ProtocolType.MCP,
      description: 'Answers staff',
      tags: { team: 'support' },
      idleSessionTimeout: Duration.minutes(5),
      maxLifetime: Duration.hours(1),
      platformVersion: agentcore.PlatformVersion.V2,
    });
    expect(runtimeOf(stack).Properties).toMatchObject({
      ProtocolConfiguration: 'MCP',
      Description: 'Answers staff',
      Tags: { team: 'support' },
      LifecycleConfiguration: { IdleRuntimeSessionTimeout: 300, MaxLifetime: 3600 },
      PlatformVersion: agentcore.PlatformVersion.V2.value,
    });
  });

  it('accepts the tokens of an issuer', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { inboundAuth: staff() });
    expect(runtimeOf(stack).Properties.AuthorizerConfiguration).toEqual({
      CustomJWTAuthorizer: { AllowedClients: ['web'], DiscoveryUrl: ISSUER },
    });
  });

  it('is refused without authorization', () => {
    expect(
      refusals(() => agentIn(shopStack(), 'Support', { inboundAuth: InboundAuth.none({ reason: 'a demo' }) })),
    ).toEqual([
      'inboundAuth is "InboundAuth.none". ' +
        'Allowed: InboundAuth.iam() or InboundAuth.jwt(…): a runtime always authenticates its callers. ' +
        'Leave it out for callers with AWS credentials, or take InboundAuth.jwt(…) for users of an identity provider.',
    ]);
  });

  it.each<[string, Partial<AgentProps>, string]>([
    [
      'a name with a hyphen',
      { agentName: '1st-support' },
      'agentName is "1st-support". Allowed: 1 to 48 letters, digits and "_", starting with a letter. ' +
        'Write "st_support" for example.',
    ],
    [
      'a long description',
      { description: 'x'.repeat(1201) },
      'the length of description is 1201. Allowed: 1 to 1200 characters. ' +
        'Say in a sentence what it is for, or leave it out.',
    ],
    [
      'an idle timeout above the lifetime',
      { idleSessionTimeout: Duration.hours(2), maxLifetime: Duration.hours(1) },
      'idleSessionTimeout is "2 hours". Allowed: at most maxLifetime (1 hour). ' +
        'Shorten idleSessionTimeout or lengthen maxLifetime.',
    ],
    [
      'a lifetime below the default idle timeout',
      { maxLifetime: Duration.minutes(10) },
      'idleSessionTimeout is "15 minutes by default". Allowed: at most maxLifetime (10 minutes). ' +
        'Shorten idleSessionTimeout or lengthen maxLifetime.',
    ],
    [
      'a lifetime of a day',
      { maxLifetime: Duration.days(1) },
      'maxLifetime is "1 day". Allowed: whole seconds from 1 minute to 8 hours. Take a duration within that.',
    ],
    [
      'a reason that says nothing',
      { logContent: { reason: ' ' } },
      'logContent.reason is " ". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
    ],
  ])('is refused with %s', (_what, props, message) => {
    expect(refusals(() => agentIn(shopStack(), 'Support', props))).toEqual([message]);
  });

  it('says everything that is wrong with it at once, with its path', () => {
    const stack = shopStack();
    expect(() =>
      agentIn(stack, 'Support', {
        agentName: 'a-b',
        environment: { AWS_REGION: 'us-east-1' },
        models: [BedrockModel.inRegion('antropic.claude-sonnet-4-6')],
        requestHeaders: ['Authorization'],
        uses: [agentIn(stack, 'Billing', { inboundAuth: staff() })],
      }),
    ).toThrow(/^Shop\/Support cannot be built:(\n {2}- .+){5}$/);
  });

  it.each<[string, (stack: Stack) => Partial<AgentProps>, string]>([
    [
      'a variable that two claim',
      () => ({
        models: [BedrockModel.geo('eu', 'amazon.nova-lite-v1:0'), BedrockModel.inRegion('amazon.nova-pro-v1:0')],
      }),
      "the environment variable MODEL_ID is \"claimed by BedrockModel.geo('eu', 'amazon.nova-lite-v1:0') and by " +
        "BedrockModel.inRegion('amazon.nova-pro-v1:0')\". Allowed: one value. " +
        'Give one of them another construct id (a model another `name`), or take one of them out.',
    ],
    [
      'a gateway whose token callers do not bring',
      (stack) => ({ uses: [new ToolGateway(stack, 'Tools', { inboundAuth: staff() })] }),
      `what callers bring, who use Shop/Tools through the agent, is "no JWT". Allowed: a JWT of the issuer ${ISSUER}, ` +
        'which the agent passes on. Give the agent the same InboundAuth as Shop/Tools, ' +
        "or give Shop/Tools InboundAuth.iam() and permit the agent's role there.",
    ],
    [
      'a misspelt model',
      () => ({ models: [BedrockModel.geo('eu', 'amazon.nova-lyte-v1:0')] }),
      'BedrockModel.geo is "amazon.nova-lyte-v1:0". Allowed: the id of a model, spelt as Bedrock lists it. ' +
        'Did you mean "amazon.nova-lite-v1:0"? If it is spelt right: unlisted: { reason: \'…\' }.',
    ],
    [
      'a header that does not reach code',
      () => ({ uses: [{ capabilityName: 'Shop/Desk', bind: () => ({ requestHeaders: ['Host'] }) }] }),
      'the request header of Shop/Desk is "Host". Allowed: headers that HTTP itself does not use. ' +
        'Send it as X-Amzn-Bedrock-AgentCore-Runtime-Custom-Host.',
    ],
    [
      'a wrong prop',
      () => ({ maxLifetime: Duration.days(1) }),
      'maxLifetime is "1 day". Allowed: whole seconds from 1 minute to 8 hours. Take a duration within that.',
    ],
  ])('stages no code when it is refused with %s', (_what, props, message) => {
    const outdir = mkdtempSync(join(tmpdir(), 'agent-'));
    const stack = shopStack(EU, new App({ outdir }));
    const code = AgentCode.typescript('test/docs/snippets.ts');
    expect(refusals(() => agentIn(stack, 'Support', { code, ...props(stack) }))).toEqual([message]);
    expect(readdirSync(outdir)).toEqual([]);
  });

  it('says what is wrong with its code together with what is wrong with its uses', () => {
    const code = AgentCode.typescript('agent/indx.ts');
    const models = [BedrockModel.geo('euu', 'amazon.nova-lite-v1:0')];
    expect(refusals(() => agentIn(shopStack(), 'Support', { code, models }))).toEqual([
      expect.stringContaining('AgentCode.typescript is'),
      expect.stringContaining('the geography of BedrockModel.geo is "euu".'),
    ]);
  });

  it('stages no code that cannot be bundled, and tells of other problems before it tries', () => {
    const folder = mkdtempSync(join(tmpdir(), 'agent-'));
    writeFileSync(join(folder, 'index.ts'), `import './nowhere';`);
    const code = AgentCode.typescript(join(folder, 'index.ts'));
    const outdir = join(folder, 'cdk.out');
    const stack = shopStack(EU, new App({ outdir }));
    const models = [BedrockModel.geo('euu', 'amazon.nova-lite-v1:0')];
    expect(refusals(() => agentIn(stack, 'Support', { code, models }))).toEqual([
      expect.stringContaining('the geography of BedrockModel.geo is "euu".'),
    ]);
    expect(refusals(() => agentIn(stack, 'Other', { code }))[0]).toBe(
      'AgentCode.typescript is "index.ts". Allowed: code that esbuild can bundle. esbuild says:',
    );
    expect(readdirSync(outdir)).toEqual([]);
  });

  it('lets somebody invoke it and its endpoints, by its name, but not in the name of users', () => {
    const stack = shopStack();
    const web = agentIn(stack, 'Web');
    agentIn(stack).grantInvoke(web);
    expect(grantsOf(stack, 'Web').slice(-1)).toEqual([
      {
        Action: ['bedrock-agentcore:InvokeAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream'],
        Effect: 'Allow',
        Resource: [
          'arn:<AWS::Partition>:bedrock-agentcore:eu-central-1:123456789012:runtime/support-??????????',
          'arn:<AWS::Partition>:bedrock-agentcore:eu-central-1:123456789012:runtime/support-??????????/runtime-endpoint/*',
        ],
      },
    ]);
  });

  it('lets nobody open a WebSocket where its protocol has none', () => {
    const stack = shopStack();
    const web = agentIn(stack, 'Web');
    agentIn(stack, 'Support', { protocol: agentcore.ProtocolType.A2A }).grantInvoke(web);
    expect(grantsOf(stack, 'Web').slice(-1)[0].Action).toBe('bedrock-agentcore:InvokeAgentRuntime');
  });

  it('lets somebody act in the name of users by a grant of its own', () => {
    const stack = shopStack();
    const web = agentIn(stack, 'Web');
    agentIn(stack).grantInvokeForUser(web);
    expect(grantsOf(stack, 'Web').slice(-1)[0].Action).toEqual([
      'bedrock-agentcore:InvokeAgentRuntimeForUser',
      'bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStreamForUser',
    ]);
  });

  it('refuses a grant that would do nothing', () => {
    const stack = shopStack();
    const agent = agentIn(stack, 'Support', { inboundAuth: staff() });
    expect(refusals(() => agent.grantInvoke(agentIn(stack, 'Web')))).toEqual([
      'grantInvoke is "asked of an agent with InboundAuth.jwt". ' +
        'Allowed: only with InboundAuth.iam(): a call with a JWT is not authorized by IAM, so the grant would do nothing. ' +
        'Let the caller bring a token that InboundAuth.jwt accepts, or give the agent InboundAuth.iam().',
    ]);
  });

  it('has a URL to post invocations to', () => {
    const stack = shopStack();
    expect(readable(stack.resolve(agentIn(stack).agentUrl))).toBe(
      'https://bedrock-agentcore.eu-central-1.<AWS::URLSuffix>/runtimes/arn%3A<AWS::Partition>%3Abedrock-agentcore' +
        '%3Aeu-central-1%3A123456789012%3Aruntime%2F<SupportRuntime.AgentRuntimeId>/invocations',
    );
  });

  it('has the workload identity that the service makes under its id', () => {
    const stack = shopStack();
    const { identity } = agentIn(stack);
    const id = { 'Fn::GetAtt': ['SupportRuntimeAA193946', 'AgentRuntimeId'] };
    expect(stack.resolve(identity.identityName)).toEqual(id);
    expect(stack.resolve(identity.identityArn)['Fn::Join'][1].at(-1)).toEqual(id);
  });

  it('gets further endpoints, which follow its newest version', () => {
    const stack = shopStack();
    const agent = agentIn(stack);
    agent.addEndpoint('beta', { description: 'For the support team' });
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::RuntimeEndpoint', {
      Name: 'beta',
      Description: 'For the support team',
      AgentRuntimeVersion: stack.resolve(agent.runtime.agentRuntimeVersion) as object,
    });
  });

  it('refuses an endpoint that the service makes itself', () => {
    expect(refusals(() => agentIn(shopStack()).addEndpoint('DEFAULT'))).toEqual([
      'the name of the endpoint is "DEFAULT". Allowed: any but DEFAULT, which the service makes itself. ' +
        'Choose another name; callers that name no endpoint reach DEFAULT, which follows the newest version.',
    ]);
    expect(refusals(() => agentIn(shopStack()).addEndpoint('my-endpoint'))[0]).toContain('Write "my_endpoint"');
  });

  it.each([
    ['a stack of no particular region', AGNOSTIC, 'us', '<AWS::Region>'],
    ['GovCloud', GOV, 'us-gov', 'us-gov-west-1'],
  ])('is built in %s', (_where, env, geography, region) => {
    const stack = shopStack(env);
    const agent = agentIn(stack, 'Support', {
      models: [BedrockModel.geo(geography, 'anthropic.claude-sonnet-4-5-20250929-v1:0')],
      traces: AgentTraces.toTransactionSearch(),
    });
    agent.grantInvoke(agentIn(stack, 'Web'));
    const text = JSON.stringify(readable(Template.fromStack(stack).toJSON()));
    expect(text).not.toMatch(/arn:aws[:-]/);
    expect(text).toContain(`arn:<AWS::Partition>:bedrock:${region}:`);
    expect(text).toContain(`${geography}.anthropic.claude-sonnet-4-5-20250929-v1:0`);
  });

  it('gives the same template at every synthesis', () => {
    const synthesize = () => {
      const stack = shopStack();
      const support = agentIn(stack, 'Support', {
        models: [BedrockModel.geo('eu', 'anthropic.claude-sonnet-4-6')],
        environment: { B: '2', A: '1' },
        traces: AgentTraces.toTransactionSearch(),
        logContent: { reason: 'a test system' },
      });
      support.use(agentIn(stack, 'Billing'));
      const assembly = appOf(stack).synth();
      return readFileSync(join(assembly.directory, 'Shop.template.json'), 'utf8');
    };
    expect(synthesize()).toBe(synthesize());
  });

  it('asks about variables of AWS that it does not know', () => {
    const stack = shopStack();
    agentIn(stack, 'Support', { environment: { AWS_RETRY_MODE: 'adaptive', AWS_NEW_SETTING: 'on' } });
    expect(synthError(stack)).toContain(
      '[Shop/Support] [cdk-agentcore:aws-variable] the environment variable is "AWS_NEW_SETTING". ' +
        'Allowed: names without AWS_, or settings of the AWS SDKs (table of 2026-11). ' +
        'Choose another name: AWS_ belongs to AWS.',
    );
  });
});
