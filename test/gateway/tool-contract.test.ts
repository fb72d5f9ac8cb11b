import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, aws_bedrockagentcore as agentcore, aws_iam as iam, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { Claim, Input } from '../../lib/cedar';
import { contractDocument } from '../../lib/contract/contract-document';
import {
  GatewayProtocol,
  GatewayRateLimit,
  HttpOperation,
  McpServer,
  Outbound,
  PassthroughProtocol,
  RateLimitDimension,
  RequestRate,
  ToolContract,
  ToolGateway,
  type ContractGatewayProps,
} from '../../lib/gateway';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { ToolDefinitions } from '../../lib/tools';
import { DISCOVERY, ENV, jwt, orderTools, refundTools, functionIn, shop, shopWithRefunds } from './shop';

const GATEWAY_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/shop-tools-a1b2c3d4e5';
const GATEWAY_URL = 'https://shop-tools-a1b2c3d4e5.gateway.bedrock-agentcore.eu-central-1.amazonaws.com/mcp';
const ENGINE_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/Shop-a1b2c3d4e5';
const REASON = { unpermittedTools: { reason: 'the test is about contracts' } };

/** The contract of a shop with refunds, as its app writes it. */
function contractOf(write: (shop: ReturnType<typeof shopWithRefunds>) => void = () => undefined): any {
  const made = shopWithRefunds(REASON);
  write(made);
  return JSON.parse(readFileSync(join(made.app.synth().directory, 'Shop.Tools.tools.json'), 'utf8'));
}

/** The app of an agent that uses the shop's gateway by its contract. */
function agents(props: Partial<ContractGatewayProps> = {}, document: unknown = contractOf()) {
  const app = new App();
  const stack = new Stack(app, 'Agents', { env: ENV });
  const contract = ToolContract.fromJson(JSON.stringify(document));
  const tools = ToolGateway.fromContract(stack, 'Tools', { contract, gatewayArn: GATEWAY_ARN, ...props });
  return { app, stack, tools };
}

describe('The contract of a gateway', () => {
  it('stands beside the template of its stack: how to get in, targets, tools', () => {
    expect(contractOf()).toEqual({
      contract: 1,
      gateway: { name: expect.stringMatching(/^shop/), callers: CALLERS },
      targets: [{ name: 'Refunds', tools: refundTools().definitions }],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('says of a target whose tools nobody knows that it is so', () => {
    const { targets } = contractOf(({ tools }) =>
      tools.addMcpServer('Docs', {
        server: McpServer.url('https://docs.example.com/mcp'),
        outbound: Outbound.none({ reason: 'public documentation' }),
      }),
    );
    expect(targets[1]).toEqual({ name: 'Docs', tools: 'UNKNOWN' });
  });

  it('says the same of a target that was added with the L2 or the L1, whatever it is called', () => {
    const { targets } = contractOf(({ stack, tools }) => {
      const schema = { lambdaFunction: functionIn(stack, 'Hidden'), toolSchema: orderTools()._toolSchema() };
      tools.gateway.addLambdaTarget('Hidden', { gatewayTargetName: 'Hidden', ...schema });
      tools.gateway.addLambdaTarget('Unnamed', schema);
      new agentcore.CfnGatewayTarget(stack, 'Raw', {
        name: 'Raw',
        gatewayIdentifier: tools.gateway.gatewayId,
        targetConfiguration: { mcp: { mcpServer: { endpoint: 'https://docs.example.com/mcp' } } },
      });
    });
    expect(targets.slice(1)).toEqual([
      { name: 'Hidden', tools: 'UNKNOWN' },
      { name: expect.stringMatching(/Unnamed/), tools: 'UNKNOWN' },
      { name: 'Raw', tools: 'UNKNOWN' },
    ]);
  });

  it('is a file of its own for each gateway, whatever the gateways are called', () => {
    const { app, stack } = shop(REASON);
    const paths = [
      [new Construct(stack, 'A'), 'B'],
      [stack, 'A-B'],
      [stack, 'a-b'],
      [stack, 'Other'],
    ] as const;
    const names = paths.map(([scope, id]) => new ToolGateway(scope, id, REASON).gatewayName);
    const { directory } = app.synth();
    const files = readdirSync(directory).filter((file) => file.endsWith('.tools.json'));
    const written = files.map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')).gateway.name);
    expect(written).toEqual(expect.arrayContaining(names));
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(5);
    expect(files).toEqual(expect.arrayContaining(['Shop.Tools.tools.json', 'Shop.Other.tools.json']));
  });

  it('holds no token of CDK, whatever is not known before deployment', () => {
    expect(JSON.stringify(contractOf())).not.toMatch(/Token|\$\{/);
  });

  it('has the same hash as long as nothing changes for those who use the gateway', () => {
    const [one, other] = ['First', 'Second'].map((id) => {
      const { stack, tools } = shop({ ...REASON, inboundAuth: jwt() });
      const handlers = [functionIn(stack, id), functionIn(stack, `${id}Orders`)];
      const adding = [
        () => tools.addLambda('Refunds', { handler: handlers[0], tools: refundTools() }),
        () => tools.addLambda('Orders', { handler: handlers[1], tools: orderTools() }),
      ];
      for (const add of id === 'First' ? adding : adding.reverse()) add();
      return tools.contract.hash;
    });
    expect(one).toBe(other);
    expect(contractOf().hash).not.toBe(one);
  });

  it('is published as parameters, whose values are known at deployment', () => {
    const { stack, tools } = shopWithRefunds(REASON);
    tools.publishContract({ parameterPrefix: '/shop/tools', wholeContract: true });
    tools.addLambda('Orders', { handler: functionIn(stack, 'Orders'), tools: orderTools() });
    const parameters = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter')).map(
      ({ Properties }) => [Properties.Name, Properties.Value, Properties.Tier],
    );
    expect(parameters).toEqual([
      ['/shop/tools/gateway-arn', { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayArn'] }, undefined],
      ['/shop/tools/gateway-url', { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayUrl'] }, undefined],
      ['/shop/tools/policy-engine-arn', { 'Fn::GetAtt': ['ToolsPolicyEngine90EB28C6', 'PolicyEngineArn'] }, undefined],
      ['/shop/tools/contract-hash', tools.contract.hash, undefined],
      ['/shop/tools/contract', JSON.stringify(JSON.parse(tools.contract.toJson())), 'Standard'],
    ]);
    expect(tools.contract.toJson()).toContain('"Orders"');
  });

  it('is refused as a parameter where it is too large for one', () => {
    const { app, stack, tools } = shop({ ...REASON, inboundAuth: jwt() });
    tools.publishContract({ parameterPrefix: '/shop/tools', wholeContract: true });
    const definitions = orderTools().definitions.map((tool) => ({ ...tool, description: 'x'.repeat(9000) }));
    tools.addLambda('Orders', { handler: functionIn(stack), tools: ToolDefinitions.of(...definitions) });
    expect(() => app.synth()).toThrow(/at most 8192 bytes in a parameter/);
  });

  it.each(['shop/tools', '/shop/', '/aws/shop', '/shop tools'])('is not published under %s', (parameterPrefix) => {
    const { tools } = shopWithRefunds(REASON);
    expect(() => tools.publishContract({ parameterPrefix })).toThrow(
      `Shop/Tools/Contract cannot be built:\n  - parameterPrefix is ${JSON.stringify(parameterPrefix)}. Allowed: a path such as ` +
        '/shop/tools, without a slash at its end, and not one that begins with /aws or /ssm. Name the team and the gateway in it.',
    );
  });
});

const CALLERS = { type: 'CUSTOM_JWT', discoveryUrl: DISCOVERY, clients: ['web'] };

describe('A gateway by its contract', () => {
  it('gives an agent its URL, and asks for the token that its callers bring', () => {
    const { stack, tools } = agents({ gatewayUrl: GATEWAY_URL });
    expect(tools.bind(stack, {} as never)).toEqual({
      environment: { GATEWAY_TOOLS_URL: GATEWAY_URL },
      requestHeaders: ['Authorization'],
      requiredCallerToken: { discoveryUrl: DISCOVERY, clients: ['web'] },
    });
  });

  it('is found at deployment where its owners publish it', () => {
    const { stack, tools } = agents({ gatewayArn: undefined, parameterPrefix: '/shop/tools' });
    const template = () => Template.fromStack(stack).findParameters('*');
    expect(stack.resolve(tools.gatewayArn)).toEqual({ Ref: expect.stringContaining('gatewayarn') });
    expect(Object.values(template()).map(({ Default }) => Default)).toEqual(
      expect.arrayContaining(['/shop/tools/gateway-arn', '/shop/tools/gateway-url']),
    );
  });

  it('lets a role invoke exactly it, where callers sign', () => {
    const document = contractOf();
    const iamShop = shop({ ...REASON });
    iamShop.tools.addLambda('Orders', { handler: functionIn(iamShop.stack), tools: orderTools() });
    const { stack, tools } = agents({}, JSON.parse(iamShop.tools.contract.toJson()));
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    tools.grantInvoke(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: 'bedrock-agentcore:InvokeGateway', Effect: 'Allow', Resource: GATEWAY_ARN }],
      },
    });
    expect(document.gateway.callers.type).toBe('CUSTOM_JWT');
  });

  it('has its policies verified against the tools of the contract', () => {
    const policyEngine = (stack: Stack) =>
      agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', { policyEngineArn: ENGINE_ARN });
    const app = new App();
    const stack = new Stack(app, 'Agents', { env: ENV });
    const tools = ToolGateway.fromContract(stack, 'Tools', {
      contract: ToolContract.fromJson(JSON.stringify(contractOf())),
      gatewayArn: GATEWAY_ARN,
      policyEngine: policyEngine(stack),
    });
    const refund = tools.target('Refunds').tool('process_refund');
    tools.permit('Small', { tools: [refund], when: [Claim.of('team').equalTo('a'), Input.of('amuont').lessThan(5)] });
    expect(() => app.synth()).toThrow(/a field of the input of Refunds___process_refund. Did you mean "amount"\?/);
  });

  it('has policies about all tools of a target that nobody knows, and no error', () => {
    const document = contractOf(({ tools }) =>
      tools.addMcpServer('Docs', {
        server: McpServer.url('https://docs.example.com/mcp'),
        outbound: Outbound.none({ reason: 'public documentation' }),
      }),
    );
    const app = new App();
    const stack = new Stack(app, 'Agents', { env: ENV });
    const tools = ToolGateway.fromContract(stack, 'Tools', {
      contract: ToolContract.fromJson(JSON.stringify(document)),
      gatewayArn: GATEWAY_ARN,
      policyEngine: agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', { policyEngineArn: ENGINE_ARN }),
    });
    tools.permit('Docs', { tools: tools.target('Docs').allTools, when: [Claim.of('team').equalTo('a')] });
    app.synth();
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Policy'));
    expect(Properties.Definition.Cedar.Statement).toContain('action in AgentCore::Action::"Docs"');
  });

  it('needs the engine where policies are written', () => {
    const { tools } = agents();
    expect(() => tools.permit('Any', { when: [Claim.of('team').equalTo('a')] })).toThrow(
      'Agents/Tools cannot be built:\n  - policyEngine is missing. Allowed: the engine that the gateway asks, where policies are ' +
        'written for it. Give policyEngine: agentcore.PolicyEngine.fromPolicyEngineAttributes(…) when the gateway is imported.',
    );
  });

  it('finds the engine that the owners publish, if a policy is written', () => {
    const { app, stack, tools } = agents({ parameterPrefix: '/shop/tools' });
    tools.permit('Lookup', {
      tools: [tools.target('Refunds').tool('get_refund')],
      when: [Claim.of('team').equalTo('a')],
    });
    app.synth();
    const template = Template.fromStack(stack);
    const [parameter] = Object.keys(template.findParameters('*', { Default: '/shop/tools/policy-engine-arn' }));
    const [{ Properties }] = Object.values(template.findResources('AWS::BedrockAgentCore::Policy'));
    expect(JSON.stringify(Properties.PolicyEngineId)).toContain(JSON.stringify({ Ref: parameter }));
  });

  it('demands no parameter of the engine where no policy is written', () => {
    const { app, stack, tools } = agents({ parameterPrefix: '/shop/tools' });
    const limit = { by: [RateLimitDimension.target()], entries: [{ requests: RequestRate.perMinute(60) }] };
    new GatewayRateLimit(stack, 'Limit', { gateway: tools, ...limit });
    app.synth();
    expect(Template.fromStack(stack).findParameters('*', { Default: '/shop/tools/policy-engine-arn' })).toEqual({});
  });

  describe('is where', () => {
    const OTHER_ARN = GATEWAY_ARN.replace('shop-tools', 'other');
    const OTHER_URL = GATEWAY_URL.replace('shop-tools', 'other');
    const OTHER_ENGINE = ENGINE_ARN.replace('Shop', 'Other');
    const found = (props: Partial<ContractGatewayProps>) => {
      const { app, stack, tools } = agents({ gatewayArn: undefined, ...props }, contractAt(OTHER_ARN, OTHER_URL));
      const url = tools.bind(stack, {} as never).environment!.GATEWAY_TOOLS_URL;
      tools.permit('Lookup', { tools: tools.target('Refunds').allTools, when: [Claim.of('team').equalTo('a')] });
      app.synth();
      const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Policy'));
      return JSON.stringify(stack.resolve({ url, arn: tools.gatewayArn, engine: Properties.PolicyEngineId }));
    };
    const contractAt = (arn: string, url: string) => {
      const { gateway, targets } = contractOf();
      return contractDocument({ ...gateway, arn, url, policyEngineArn: OTHER_ENGINE }, targets);
    };

    it('the app says, whatever the owners publish and the contract tells', () => {
      const own = {
        gatewayArn: GATEWAY_ARN,
        gatewayUrl: 'https://tools.example.com/mcp',
        parameterPrefix: '/shop/tools',
      };
      expect(found(own)).toMatch(/"url":"https:\/\/tools.example.com\/mcp","arn":"[^"]*\/shop-tools-a1b2c3d4e5"/);
    });

    it('the owners publish, whatever the contract tells', () => {
      const text = found({ parameterPrefix: '/shop/tools' });
      expect(text).toMatch(/"url":\{"Ref":"[^"]*gatewayurl[^"]*"\},"arn":\{"Ref":"[^"]*gatewayarn[^"]*"\}/);
      expect(text).toContain('policyenginearn');
      expect(text).not.toContain('ther-');
    });

    it('the contract tells, where nobody else says it', () => {
      expect(JSON.parse(found({}))).toEqual({ url: OTHER_URL, arn: OTHER_ARN, engine: 'Other-a1b2c3d4e5' });
    });

    it.each([
      'https://evil.example.net/mcp',
      'http://shop-tools-a1b2c3d4e5.gateway.bedrock-agentcore.eu-central-1.amazonaws.com/mcp',
      'https://other-a1b2c3d4e5.gateway.bedrock-agentcore.eu-central-1.amazonaws.com/mcp',
      'https://shop-tools-a1b2c3d4e5.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp',
      'https://shop-tools-a1b2c3d4e5.gateway.bedrock-agentcore.eu-central-1.amazonaws.com.evil.net/mcp',
      'https://shop-tools-a1b2c3d4e5.gateway.bedrock-agentcore.eu-central-1.amazonaws.com@evil.net/mcp',
    ])('is refused where the contract tells %s', (url) => {
      expect(() => agents({}, contractAt(GATEWAY_ARN, url))).toThrow(
        `Agents/Tools cannot be built:\n  - the URL in the contract is "${url}". Allowed: one of the gateway of the ARN: ` +
          `${GATEWAY_URL}. Ask the owners of the gateway. If it is a domain of theirs, give it as gatewayUrl.`,
      );
    });

    it('is refused where the ARN is known at deployment only, and the URL is not the app’s', () => {
      expect(() => agents({ gatewayArn: Fn.importValue('Gateway') }, contractAt(GATEWAY_ARN, GATEWAY_URL))).toThrow(
        `gatewayUrl is "${GATEWAY_URL}". Allowed: a URL that the app gives or its owners publish, where the ARN is known at ` +
          'deployment only. Give gatewayUrl beside gatewayArn, or parameterPrefix in place of both.',
      );
    });

    it('keeps the engine among its own', () => {
      const { gateway, targets } = contractOf();
      const contract = ToolContract.fromJson(
        JSON.stringify(contractDocument({ ...gateway, policyEngineArn: ENGINE_ARN }, targets)),
      );
      const stack = new Stack(new App(), 'Agents', { env: ENV });
      new Construct(stack, 'ToolsPolicyEngine');
      ToolGateway.fromContract(stack, 'Tools', { contract, gatewayArn: GATEWAY_ARN });
      expect(stack.node.children.map(({ node }) => node.id)).toEqual(['ToolsPolicyEngine', 'Tools']);
    });
  });

  it('needs the URL where an agent uses it', () => {
    const { stack, tools } = agents();
    expect(() => tools.bind(stack, {} as never)).toThrow(
      'Agents/Tools cannot be built:\n  - gatewayUrl is missing. Allowed: where an agent finds the gateway: ' +
        'https://<id>.gateway.bedrock-agentcore.<region>.amazonaws.com/mcp. Give gatewayUrl when the gateway is imported.',
    );
  });

  it.each([
    [
      'nothing says where the gateway is',
      { gatewayArn: undefined },
      'gatewayArn is missing. Allowed: the ARN of the gateway, or parameterPrefix: where its owners publish it. The contract ' +
        'does not tell it: it was written before the gateway was deployed.',
    ],
    [
      'the prefix is none',
      { parameterPrefix: 'shop' },
      'parameterPrefix is "shop". Allowed: a path such as /shop/tools, without a slash at its end. Write it as the owners of ' +
        'the gateway gave it to publishContract.',
    ],
    [
      'callers are said to prove themselves otherwise',
      { inboundAuth: InboundAuth.iam() },
      'inboundAuth is "InboundAuth.iam". Allowed: what the contract says: CUSTOM_JWT. Leave it out, or take the newest contract.',
    ],
  ])('is refused when %s', (_, props, problem) => {
    expect(() => agents(props)).toThrow(`Agents/Tools cannot be built:\n  - ${problem}`);
  });

  it.each([
    [
      'no JSON',
      '{',
      /contract is "the text"\. Allowed: JSON \(.+\)\. Take the file as the gateway’s app has written it\./,
    ],
    [
      'of another version',
      JSON.stringify({ contract: 2 }),
      'contract is "the text". Allowed: a contract of a gateway of version 1. Take the file that the app of the gateway writes beside its template, and the same version of this library.',
    ],
    [
      'without a name',
      JSON.stringify({ contract: 1, gateway: {}, targets: [], hash: '' }),
      'contract is "the text". Allowed: a contract with the name of its gateway. Take the file as the app of the gateway has written it.',
    ],
    [
      'without callers',
      JSON.stringify({ contract: 1, gateway: { name: 'a' }, targets: [], hash: '' }),
      'contract is "the text". Allowed: a contract with its callers. Take the file as the app of the gateway has written it.',
    ],
    [
      'without tools',
      JSON.stringify({
        contract: 1,
        gateway: { name: 'a', callers: { type: 'NONE' } },
        targets: [{ name: 'x' }],
        hash: '',
      }),
      'contract is "the text". Allowed: a contract with a list of targets and their tools. Take the file as the app of the gateway has written it.',
    ],
    [
      'with a client that is no text',
      JSON.stringify({ contract: 1, gateway: { name: 'a', callers: { type: 'NONE', clients: [7] } } }),
      'contract is "the text". Allowed: a contract with its callers. Take the file as the app of the gateway has written it.',
    ],
    [
      'with a URL that is no text',
      JSON.stringify({ contract: 1, gateway: { name: 'a', url: 7, callers: { type: 'NONE' } } }),
      'contract is "the text". Allowed: a contract with arn, url and policyEngineArn as texts. Take the file as the app of the gateway has written it.',
    ],
    [
      'without a hash',
      JSON.stringify({ contract: 1, gateway: { name: 'a', callers: { type: 'NONE' } }, targets: [] }),
      'contract is "the text". Allowed: a contract with a hash. Take the file as the app of the gateway has written it.',
    ],
  ])('is refused by a text that is %s', (_, text, problem) => {
    const stack = new Stack(new App(), 'Agents', { env: ENV });
    const make = () =>
      ToolGateway.fromContract(stack, 'Tools', { contract: ToolContract.fromJson(text), gatewayArn: GATEWAY_ARN });
    expect(make).toThrow(problem);
  });

  it.each<[string, (document: any) => void]>([
    ['a schema', (document) => (document.targets[0].tools[0].inputSchema.required = [])],
    ['a client', (document) => document.gateway.callers.clients.push('other')],
    ['the ARN', (document) => (document.gateway.arn = GATEWAY_ARN)],
    ['the URL', (document) => (document.gateway.url = GATEWAY_URL)],
    ['the engine', (document) => (document.gateway.policyEngineArn = ENGINE_ARN)],
    ['the issuer', (document) => (document.gateway.callers.discoveryUrl = DISCOVERY.replace('idp', 'other'))],
  ])('is refused by a contract of which %s was changed by hand', (_, change) => {
    const document = contractOf();
    change(document);
    expect(() => agents({}, document)).toThrow(
      'contract is "the text". Allowed: a contract that was not changed by hand: its hash is another. Write it anew from the app of the gateway.',
    );
  });

  it('is the same contract whatever order its keys are in', () => {
    const document = contractOf();
    const [tool] = document.targets[0].tools;
    const { properties, required, ...schema } = tool.inputSchema;
    const reversed = Object.fromEntries(Object.entries(properties).reverse());
    tool.inputSchema = { required: required.reverse(), properties: reversed, ...schema };
    expect(() => agents({}, document)).not.toThrow();
  });

  const GET = { name: 'get', description: 'Gets it', inputSchema: { type: 'object' } };
  it.each<[string, any, string]>([
    [
      'has no input schema',
      [{ name: 'Docs', tools: [{ ...GET, inputSchema: 'oops' }] }],
      'the text: target "Docs": tool "get" inputSchema is "oops". Allowed: a JSON Schema object. Write it like {"type": "object", "properties": {}}.',
    ],
    [
      'has no description',
      [{ name: 'Docs', tools: [{ ...GET, description: undefined }] }],
      'the text: target "Docs": tool "get" description is missing. Allowed: a text that is not empty. Say what the tool does and when to use it: the model chooses by it.',
    ],
    [
      'requires what it does not know',
      [{ name: 'Docs', tools: [{ ...GET, inputSchema: { type: 'object', required: ['nope'] } }] }],
      'the text: target "Docs": tool "get" inputSchema.required[0] is "nope". Allowed: a field of "properties", which has none.',
    ],
    ['is none', [{ name: 'Docs', tools: [7] }], 'the text: target "Docs": tools[0] is 7.'],
    [
      'is in a target that stands there twice',
      [
        { name: 'Docs', tools: [GET] },
        { name: 'Docs', tools: 'UNKNOWN' },
      ],
      'the text: target is "Docs". Allowed: each target once. Take the file as the app of the gateway has written it.',
    ],
  ])('is refused by a contract with a tool that %s', (_, targets, problem) => {
    const document = contractDocument({ name: 'shop', callers: { type: 'AWS_IAM' } }, targets);
    expect(() => agents({}, document)).toThrow(`Agents/Tools cannot be built:\n  - ${problem}`);
  });

  it('has the operations of targets over HTTP', () => {
    const made = shop({ protocol: GatewayProtocol.ANY, inboundAuth: jwt(), ...REASON });
    made.tools.addPassthrough('Partner', {
      endpoint: 'https://partner.example.com',
      protocol: PassthroughProtocol.CUSTOM,
      operations: [HttpOperation.of('POST', '/orders/{id}')],
      outbound: Outbound.jwtPassthrough(),
    });
    const { tools } = agents({}, JSON.parse(made.tools.contract.toJson()));
    expect(tools.target('Partner').allTools.map(({ fullName }) => fullName)).toEqual(['Partner___POST:/orders/{id}']);
  });

  it('is refused by a file that is not there', () => {
    const stack = new Stack(new App(), 'Agents', { env: ENV });
    const contract = ToolContract.fromFile('contracts/none.json');
    expect(() => ToolGateway.fromContract(stack, 'Tools', { contract, gatewayArn: GATEWAY_ARN })).toThrow(
      'contract is "contracts/none.json". Allowed: a file that can be read (there is none at this path). ' +
        'Give the path from the folder that the app is run in, or an absolute path.',
    );
  });

  it('comes from the file that the app of the gateway wrote', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'contract-')), 'shop.tools.json');
    const made = shopWithRefunds(REASON);
    writeFileSync(path, made.tools.contract.toJson());
    const stack = new Stack(new App(), 'Agents', { env: ENV });
    const tools = ToolGateway.fromContract(stack, 'Tools', {
      contract: ToolContract.fromFile(path),
      gatewayArn: GATEWAY_ARN,
      inboundAuth: InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY, { clients: ['web'] })),
    });
    expect(tools.target('Refunds').allTools.map(({ fullName }) => fullName)).toEqual([
      'Refunds___process_refund',
      'Refunds___get_refund',
    ]);
    expect(ToolContract.fromFile(path).hash).toBe(made.tools.contract.hash);
  });
});
