import { App, aws_bedrockagentcore as agentcore, Aws, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim, Input } from '../../../lib/cedar';
import {
  ListingMode,
  McpServer,
  McpServerTools,
  Outbound,
  ToolList,
  type McpServerToolsOptions,
} from '../../../lib/gateway';
import { OAuthProvider } from '../../../lib/identity';
import { ToolDefinitions } from '../../../lib/tools';
import { DependencyGraph } from '../../dependency-graph';
import { agentIn, staff } from '../../runtime/shop-with-agents';
import { ENV, jwt, shop, synthError } from '../shop';

const TARGET = 'AWS::BedrockAgentCore::GatewayTarget';
const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };
const URL = 'https://mcp.example.com/mcp';
const none = () => Outbound.none({ reason: 'a public server' });
const support = () => Claim.of('cognito:groups').includes('support');

/** As a server writes them: with keywords that a gateway's own tools cannot have. */
const searchTools = () =>
  ToolDefinitions.of({
    name: 'search',
    description: 'Searches the documents',
    inputSchema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: {
        query: { type: 'string', minLength: 1 },
        limit: { anyOf: [{ type: 'integer', maximum: 50 }, { type: 'null' }], default: 10 },
        order: { enum: ['asc', 'desc'] },
      },
      required: ['query'],
      additionalProperties: false,
    },
  });

function targetIn(stack: Stack): any {
  return Object.values(Template.fromStack(stack).findResources(TARGET))[0];
}

const refusal = (path: string, ...problems: string[]) =>
  new Error([`${path} cannot be built:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));

describe('A server at an address', () => {
  it('is called there, and asked for its tools by the gateway', () => {
    const { stack, tools } = shop(DENIED);
    tools.addMcpServer('Docs', { server: McpServer.url(URL), outbound: none() });
    expect(targetIn(stack)).toEqual({
      Type: TARGET,
      Properties: {
        Name: 'Docs',
        GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
        TargetConfiguration: { Mcp: { McpServer: { Endpoint: URL } } },
      },
      Metadata: { 'cdk-agentcore:justifications': { 'Outbound.none': 'a public server' } },
    });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('takes what is said of it', () => {
    const { stack, tools } = shop({ ...DENIED, semanticSearch: false });
    tools.addMcpServer('Docs', {
      server: McpServer.url(URL),
      outbound: none(),
      targetName: 'Documents',
      description: 'Documents of the shop',
      listingMode: ListingMode.DYNAMIC,
      resourcePriority: 0,
      passes: { requestHeaders: ['X-Tenant'], responseHeaders: ['X-Rate-Limit'] },
    });
    expect(targetIn(stack).Properties).toMatchObject({
      Name: 'Documents',
      Description: 'Documents of the shop',
      MetadataConfiguration: { AllowedRequestHeaders: ['X-Tenant'], AllowedResponseHeaders: ['X-Rate-Limit'] },
      TargetConfiguration: { Mcp: { McpServer: { Endpoint: URL, ListingMode: 'DYNAMIC', ResourcePriority: 0 } } },
    });
  });

  it('may be known at deployment only', () => {
    const { stack, tools } = shop(DENIED);
    tools.addMcpServer('Docs', { server: McpServer.url(`https://${Aws.REGION}.example.com/mcp`), outbound: none() });
    expect(targetIn(stack).Properties.TargetConfiguration.Mcp.McpServer.Endpoint).toEqual({
      'Fn::Join': ['', ['https://', { Ref: 'AWS::Region' }, '.example.com/mcp']],
    });
  });
});

describe('An agent that speaks MCP', () => {
  const mcpAgent = (stack: Stack, props = {}) =>
    agentIn(stack, 'Docs', { protocol: agentcore.ProtocolType.MCP, ...props });

  it('is signed for and granted; the target waits for it and changes with its version', () => {
    const { stack, tools } = shop(DENIED);
    tools.addMcpServer('Documents', { server: McpServer.agent(mcpAgent(stack)) });
    const { Properties, DependsOn } = targetIn(stack);
    expect(Properties.CredentialProviderConfigurations).toEqual([
      {
        CredentialProviderType: 'GATEWAY_IAM_ROLE',
        CredentialProvider: { IamCredentialProvider: { Service: 'bedrock-agentcore' } },
      },
    ]);
    const runtime = 'DocsRuntime6A980A5B';
    expect(JSON.stringify(Properties.TargetConfiguration.Mcp.McpServer.Endpoint)).toContain(
      `{"Fn::GetAtt":["${runtime}","AgentRuntimeId"]},"/invocations?qualifier=DEFAULT"`,
    );
    expect(Properties.Description).toEqual({
      'Fn::Join': ['', ['MCP server Docs, version ', { 'Fn::GetAtt': [runtime, 'AgentRuntimeVersion'] }]],
    });
    expect(DependsOn).toEqual(['ToolsRoleGrants494F7647']);
    const named = ':bedrock-agentcore:eu-central-1:123456789012:runtime/docs-??????????';
    const arn = (end: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, end]] });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: 'ToolsRoleGrants494F7647',
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'bedrock-agentcore:InvokeAgentRuntime',
            Resource: [arn(named), arn(`${named}/runtime-endpoint/*`)],
          },
        ],
      },
    });
  });

  it('may itself use the gateway that it is behind', () => {
    const { app, stack, tools } = shop({ ...DENIED, inboundAuth: undefined });
    tools.addMcpServer('Documents', { server: McpServer.agent(mcpAgent(stack, { uses: [tools] })) });
    expect(DependencyGraph.of(app).cycle).toBeUndefined();
  });

  it('with a JWT has to be told how it is called, and is not granted', () => {
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt() });
    const server = McpServer.agent(mcpAgent(stack, { inboundAuth: staff() }));
    expect(() => tools.addMcpServer('Documents', { server })).toThrow(
      refusal(
        'Shop/Tools/Documents',
        "outbound is missing. Allowed: for an MCP server: Outbound.none, Outbound.gatewayRole, Outbound.oauth, Outbound.userOAuth, Outbound.onBehalfOf, Outbound.apiKey. Say how the gateway authorizes its calls; if not at all, Outbound.none({ reason: '…' }).",
      ),
    );
    tools.addMcpServer('Docs2', { server, outbound: Outbound.onBehalfOf(crm(stack)) });
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain(
      'InvokeAgentRuntime"',
    );
  });

  it('of another stack is a finding, as its versions do not reach the target', () => {
    const app = new App();
    const agents = new Stack(app, 'Agents', { env: ENV });
    const { tools, stack } = shop(DENIED, app);
    tools.addMcpServer('Documents', { server: McpServer.agent(mcpAgent(agents)), description: 'Documents' });
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Tools/Documents] [cdk-agentcore:agent-of-other-stack] server is "Agents/Docs, of another stack than the target". ' +
        'Allowed: an agent of the same stack, where each new version of it updates the list of tools. ' +
        'Write new McpServerTools(…) in the stack of the agent, or call SynchronizeGatewayTargets after its deployments. ' +
        "If it is right as it is: Validations.of(construct).acknowledge({ id: 'cdk-agentcore:agent-of-other-stack', reason: '…' }).",
    );
    expect(stack.resolve((tools._targets[0].target.node.defaultChild as any).description)).toBe('Documents');
  });

  it('gets its target in its own stack, with the grant', () => {
    const app = new App();
    const { tools, stack } = shop(DENIED, app);
    const agents = new Stack(app, 'Agents', { env: ENV });
    const server = McpServer.agent(mcpAgent(agents, { uses: [tools] }));
    new McpServerTools(agents, 'Documents', { gateway: tools, server });
    app.synth();
    const { Properties, DependsOn } = targetIn(agents);
    expect(JSON.stringify(Properties.Description)).toContain('AgentRuntimeVersion');
    expect(DependsOn).toEqual([expect.stringMatching(/^DocumentsGrants/)]);
    expect(stack.dependencies).toEqual([]);
  });

  it('of another region is signed for that region', () => {
    const app = new App();
    const { tools } = shop(DENIED, app);
    const env = { ...ENV, region: 'eu-west-1' };
    const agents = new Stack(app, 'Agents', { env, crossRegionReferences: true });
    const outbound = McpServer.agent(mcpAgent(agents))._outbound(tools);
    expect(outbound!._render()!.credentialProvider).toEqual({
      iamCredentialProvider: { service: 'bedrock-agentcore', region: 'eu-west-1' },
    });
  });

  it('of another protocol is refused, as is a description without room for its version', () => {
    const { stack, tools } = shop(DENIED);
    const agent = agentIn(stack, 'Docs', { protocol: agentcore.ProtocolType.A2A });
    const options = { server: McpServer.agent(agent), description: 'x'.repeat(186) };
    expect(() => tools.addMcpServer('Documents', options)).toThrow(
      refusal(
        'Shop/Tools/Documents',
        'server is "Shop/Docs, which speaks A2A". Allowed: an agent with protocol: ProtocolType.MCP. Give the agent that protocol and a server for it, or add it to the gateway as an agent over HTTP.',
        `description is "${'x'.repeat(117)}...". Allowed: at most 185 characters, as the version of the agent stands behind it, and it has 186. Shorten it.`,
      ),
    );
  });
});

describe('Tools that are declared', () => {
  const docsShop = (options: Partial<McpServerToolsOptions> = {}) => {
    const built = shop({ inboundAuth: jwt() });
    const server = McpServer.url(URL);
    const docs = built.tools.addMcpServer('Docs', { server, outbound: none(), tools: searchTools(), ...options });
    return { ...built, docs };
  };

  it('stand in the metadata of the target, as far as policies know them', () => {
    const { stack, tools, docs } = docsShop();
    tools.permit('Search', { tools: docs.allTools, when: [support()] });
    const { Metadata, Properties } = targetIn(stack);
    expect(Metadata['cdk-agentcore:tools']).toEqual([
      {
        name: 'search',
        description: 'Searches the documents',
        inputSchema: {
          type: 'object',
          properties: { query: { type: 'string' }, limit: { type: 'integer' } },
          required: ['query'],
        },
      },
    ]);
    expect(Properties.TargetConfiguration).toEqual({ Mcp: { McpServer: { Endpoint: URL } } });
  });

  it('are what policies are checked against', () => {
    const { app, tools, docs } = docsShop();
    tools.permit('Search', { tools: [docs.tool('search')], when: [support(), Input.of('limits').lessThan(20)] });
    expect(synthError(app)).toBe(
      'Validation failed with the following errors:\n' +
        '  [Shop/Tools/Search] Input.of is "limits". Allowed: a field of the input of Docs___search. Did you mean "limit"?',
    );
  });

  it('are asked for optional fields as such', () => {
    const { stack, tools, docs } = docsShop();
    tools.permit('Search', { tools: [docs.tool('search')], when: [support(), Input.of('limit').lessThan(20)] });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Policy'));
    expect(JSON.stringify(Properties.Definition)).toContain('context.input has limit');
  });

  it('are given to the gateway where users log in, as it cannot ask the server then', () => {
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt() });
    const outbound = Outbound.userOAuth(crm(stack), { returnUrl: 'https://shop.example.com/consent' });
    const docs = tools.addMcpServer('Docs', { server: McpServer.url(URL), outbound, tools: searchTools() });
    const { Metadata, Properties } = targetIn(stack);
    const { McpToolSchema } = Properties.TargetConfiguration.Mcp.McpServer;
    expect(JSON.parse(McpToolSchema.InlinePayload)).toEqual({ tools: searchTools().definitions });
    expect(Metadata).toBeUndefined();
    expect(docs.tool('search').definition.inputSchema.properties.limit).toEqual({ type: 'integer' });
  });

  it('are given to the gateway as an object in a bucket, where there is one', () => {
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt() });
    const outbound = Outbound.userOAuth(crm(stack), { returnUrl: 'https://shop.example.com/consent' });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-tools');
    tools.addMcpServer('Docs', {
      server: McpServer.url(URL),
      outbound,
      tools: searchTools(),
      toolList: ToolList.fromBucket(bucket, 'docs.json'),
    });
    const { Metadata, Properties } = targetIn(stack);
    expect(Properties.TargetConfiguration.Mcp.McpServer).toEqual({
      Endpoint: URL,
      McpToolSchema: { S3: { Uri: 's3://shop-tools/docs.json' } },
    });
    expect(Metadata['cdk-agentcore:tools']).toMatchObject([{ name: 'search' }]);
    expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain(
      ':s3:::shop-tools/docs.json',
    );
  });

  it('are refused in a bucket where the gateway asks the server for them', () => {
    const { stack, tools } = shop(DENIED);
    const toolList = ToolList.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'shop-tools'), 'docs.json');
    expect(() => tools.addMcpServer('Docs', { server: McpServer.url(URL), outbound: none(), toolList })).toThrow(
      refusal(
        'Shop/Tools/Docs',
        'toolList is "given for a server that the gateway asks for its tools". Allowed: only with Outbound.userOAuth. Leave it out, and declare tools for the policies.',
      ),
    );
  });

  it('are refused where their names or descriptions are none', () => {
    const definitions = ToolDefinitions.of({ name: 'look up', description: '', inputSchema: {} });
    expect(() => docsShop({ tools: definitions })).toThrow(
      refusal(
        'Shop/Tools/Docs',
        'tools[0].name is "look up". Allowed: 1 or more of letters, digits, _ and -. Write "look_up".',
      ),
    );
  });
});

describe('An MCP server is refused', () => {
  const add = (options: Partial<McpServerToolsOptions>, props = {}) => {
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt(), ...props });
    const server = McpServer.url(URL);
    const returnUrl = 'https://shop.example.com/consent';
    const outbound = options.listingMode ? Outbound.userOAuth(crm(stack), { returnUrl }) : none();
    return tools.addMcpServer('Docs', { server, outbound, ...options });
  };

  it.each([
    ['http://mcp.example.com', '"http://mcp.example.com"'],
    ['mcp.example.com/mcp', '"mcp.example.com/mcp"'],
    ['https://mcp.example.com/my mcp', '"https://mcp.example.com/my mcp"'],
    ['https://user:secret@mcp.example.com/mcp', '"https://…@mcp.example.com"'],
  ])('at %s', (endpoint, shown) => {
    expect(() => add({ server: McpServer.url(endpoint) })).toThrow(
      refusal(
        'Shop/Tools/Docs',
        `server is ${shown}. Allowed: an https URL without user and password. Write the address of its MCP endpoint, and say with outbound how the gateway authorizes its calls.`,
      ),
    );
  });

  it('with dynamic lists on a gateway with semantic search, or where users log in', () => {
    expect(() => add({ listingMode: ListingMode.DYNAMIC })).toThrow(
      refusal(
        'Shop/Tools/Docs',
        'listingMode is "ListingMode.DYNAMIC on a gateway with semantic search". Allowed: on a gateway with semanticSearch: false, as only tools that the gateway knows can be found by meaning. Leave listingMode out, or give the gateway semanticSearch: false.',
        'listingMode is "ListingMode.DYNAMIC with Outbound.userOAuth". Allowed: ListingMode.DEFAULT where users log in for the target. Leave listingMode out, and declare the tools.',
      ),
    );
  });

  it.each([-1, 1001, 1.5])('with the resource priority %d', (resourcePriority) => {
    expect(() => add({ resourcePriority })).toThrow(
      refusal(
        'Shop/Tools/Docs',
        `resourcePriority is ${resourcePriority}. Allowed: a whole number from 0 to 1000. Leave it out where no two servers have the same resources.`,
      ),
    );
  });
});

function crm(stack: Stack) {
  const providerArn =
    'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/oauth2credentialprovider/crm';
  return OAuthProvider.fromOAuthProviderAttributes(stack, 'Crm', { providerArn });
}
