import { Validations, type Stack } from 'aws-cdk-lib';
import { Claim, Input } from '../../../lib/cedar';
import { Connector, GatewayProtocol, Outbound, RetrieveSetting } from '../../../lib/gateway';
import { ToolDefinitions } from '../../../lib/tools';
import { ENV, jwt, synthError } from '../shop';
import { grantsIn, httpShop, refusals, targetIn, toolsIn } from './http-shop';

const VIRGINIA = { ...ENV, region: 'us-east-1' };
const mcpShop = (env = VIRGINIA, props = {}) => httpShop({ protocol: GatewayProtocol.MCP, ...props }, env);
const configuration = (stack: Stack) => targetIn(stack).Properties.TargetConfiguration.Mcp.Connector;
const arnStart = (service: string) => ['arn:', { Ref: 'AWS::Partition' }, `:${service}`];

describe('Connector.webSearch', () => {
  it('is one tool, whose domains callers cannot widen', () => {
    const { stack, tools } = mcpShop();
    const connector = Connector.webSearch({ includeDomains: ['example.com'], excludeDomains: ['ads.example.com'] });
    const search = tools.addConnector('Search', { connector });
    expect(search.allTools.map(({ fullName }) => fullName)).toEqual(['Search___WebSearch']);
    expect(targetIn(stack).Properties).toEqual({
      Name: 'Search',
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      CredentialProviderConfigurations: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
      TargetConfiguration: {
        Mcp: {
          Connector: {
            Source: { ConnectorId: 'web-search' },
            Configurations: [
              {
                Name: 'WebSearch',
                ParameterValues: { domainFilter: { include: ['example.com'], exclude: ['ads.example.com'] } },
              },
            ],
          },
        },
      },
    });
  });

  it('names its tool where nothing is set, as the service wants it', () => {
    const { stack, tools } = mcpShop();
    tools.addConnector('Search', { connector: Connector.webSearch() });
    expect(configuration(stack).Configurations).toEqual([{ Name: 'WebSearch', ParameterValues: {} }]);
  });

  it('may search, and invoke its own gateway', () => {
    const { stack, tools } = mcpShop();
    tools.addConnector('Search', { connector: Connector.webSearch() });
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'bedrock-agentcore:InvokeWebSearch',
        Resource: { 'Fn::Join': ['', arnStart('bedrock-agentcore:us-east-1:aws:tool/web-search.v1')] },
      },
      {
        Effect: 'Allow',
        Action: 'bedrock-agentcore:InvokeGateway',
        Resource: {
          'Fn::Join': [
            '',
            arnStart(`bedrock-agentcore:us-east-1:123456789012:gateway/${tools.gatewayName}-??????????`),
          ],
        },
      },
    ]);
  });

  it('is verified in policies: what can be asked is what the tool takes', () => {
    const { app, tools } = mcpShop(VIRGINIA, { inboundAuth: jwt(), unpermittedTools: undefined });
    const search = tools.addConnector('Search', { connector: Connector.webSearch() });
    tools.permit('FewResults', {
      tools: [search.tool('WebSearch')],
      when: [Input.of('maxResults').lessThan(10), Input.of('filters.publishedDateFilter.from').equalTo('2026-01-01')],
    });
    expect(() => app.synth()).not.toThrow();
  });

  it('is a finding in a region that the table does not have', () => {
    const { app, stack, tools } = mcpShop(ENV);
    tools.addConnector('Search', { connector: Connector.webSearch() });
    expect(synthError(app)).toContain(
      '[cdk-agentcore:connector-not-in-region] connector is "Connector.webSearch in eu-central-1". Allowed: us-east-1 ' +
        '(table of 2026-11-21). Make the gateway there; agents of any region can call it. If it is right as it is: ' +
        "Validations.of(construct).acknowledge({ id: 'cdk-agentcore:connector-not-in-region', reason: '…' }).",
    );
    Validations.of(stack).acknowledge({ id: 'cdk-agentcore:connector-not-in-region', reason: 'it is there by now' });
    expect(() => app.synth()).not.toThrow();
  });

  it('refuses what is no domain', () => {
    const { tools } = mcpShop();
    const connector = Connector.webSearch({
      includeDomains: ['https://www.example.com/a', '*.org'],
      excludeDomains: [],
    });
    expect(refusals(() => tools.addConnector('Search', { connector }))).toEqual([
      'includeDomains[0] is "https://www.example.com/a". Allowed: a domain alone; its subdomains are of it. Write ' +
        '"www.example.com".',
      'includeDomains[1] is "*.org". Allowed: a domain alone; its subdomains are of it. Write it like "example.com".',
      'excludeDomains is []. Allowed: at least one domain. Leave it out.',
    ]);
  });
});

describe('Connector.knowledgeBase', () => {
  it('searches one knowledge base, whose id callers do not see', () => {
    const { stack, tools } = mcpShop(ENV);
    const filter = { equals: { key: 'team', value: 'sales' } };
    const connector = Connector.knowledgeBase('KB12345678', { description: 'Handbook', numberOfResults: 5, filter });
    tools.addConnector('Handbook', { connector });
    expect(configuration(stack)).toEqual({
      Source: { ConnectorId: 'bedrock-knowledge-bases' },
      Configurations: [
        {
          Name: 'Retrieve',
          Description: 'Handbook',
          ParameterValues: {
            knowledgeBaseId: 'KB12345678',
            retrievalConfiguration: { managedSearchConfiguration: { numberOfResults: 5, filter } },
          },
        },
      ],
    });
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['bedrock:GetKnowledgeBase', 'bedrock:Retrieve'],
        Resource: { 'Fn::Join': ['', arnStart('bedrock:eu-central-1:123456789012:knowledge-base/KB12345678')] },
      },
    ]);
    expect(toolsIn(stack)).toEqual([
      {
        name: 'Retrieve',
        description: 'Handbook',
        inputSchema: {
          type: 'object',
          properties: { retrievalQuery: { type: 'object', properties: { text: { type: 'string' } } } },
          required: ['retrievalQuery'],
        },
      },
    ]);
  });

  it('keeps callers who name a user to themselves', () => {
    const { app, stack, tools } = mcpShop(ENV, { inboundAuth: jwt(), unpermittedTools: undefined });
    const callersSet = [RetrieveSetting.USER_CONTEXT, RetrieveSetting.NUMBER_OF_RESULTS];
    const handbook = tools.addConnector('Handbook', {
      connector: Connector.knowledgeBase('KB12345678', { callersSet }),
    });
    tools.permit('OwnDocuments', {
      tools: handbook.allTools,
      when: [
        Input.of('userContext.userId').equalTo(Claim.of('email')),
        Input.of('retrievalConfiguration.managedSearchConfiguration.numberOfResults').lessThan(20),
      ],
    });
    app.synth();
    expect(configuration(stack).Configurations[0].ParameterOverrides).toEqual([
      { Path: '$.retrievalQuery.text', Visible: true },
      { Path: '$.userContext', Visible: true },
      { Path: '$.retrievalConfiguration.managedSearchConfiguration.numberOfResults', Visible: true },
    ]);
  });

  it('refuses what the service does not take', () => {
    const { tools } = mcpShop(ENV);
    const arn = 'arn:aws:bedrock:eu-central-1:123456789012:knowledge-base/KB12345678';
    const callersSet = [RetrieveSetting.of('retrievalQuery', 'text')];
    const connector = Connector.knowledgeBase(arn, { numberOfResults: 101, callersSet });
    expect(refusals(() => tools.addConnector('Handbook', { connector }))).toEqual([
      'connector tools[0].parameters[1].path is "retrievalQuery". Allowed: $ and the names from the top, with dots before ' +
        'them. Write it like $.retrievalQuery.text.',
      `knowledgeBaseId is "${arn}". Allowed: the id of a managed knowledge base: 10 letters and digits. Write ` +
        '"KB12345678".',
      'numberOfResults is 101. Allowed: a whole number from 1 to 100. Leave it out to leave it to the service.',
      `callersSet[0] schema is "text". Allowed: a JSON Schema object. Write it like { type: 'string' }.`,
    ]);
  });
});

describe('Connector.agenticRetrieval', () => {
  const bases = [{ knowledgeBaseId: 'KB12345678', description: 'Products' }, { knowledgeBaseId: 'KB87654321' }];

  it('searches several knowledge bases in steps', () => {
    const { stack, tools } = mcpShop(ENV);
    const options = { maxIterations: 5, generateAnswer: false, guardrailId: 'gr1' };
    tools.addConnector('Research', { connector: Connector.agenticRetrieval(bases, options) });
    expect(configuration(stack).Configurations).toEqual([
      {
        Name: 'AgenticRetrieveStream',
        ParameterValues: {
          retrievers: [
            { description: 'Products', configuration: { knowledgeBase: { knowledgeBaseId: 'KB12345678' } } },
            { configuration: { knowledgeBase: { knowledgeBaseId: 'KB87654321' } } },
          ],
          agenticRetrieveConfiguration: {
            foundationModelType: 'MANAGED',
            rerankingModelType: 'MANAGED',
            maxAgentIteration: 5,
            policyConfiguration: { guardrailConfiguration: { guardrailId: 'gr1', guardrailVersion: '1' } },
          },
          generateResponse: false,
        },
      },
    ]);
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'bedrock:GetKnowledgeBase',
        Resource: ['KB12345678', 'KB87654321'].map((id) => ({
          'Fn::Join': ['', arnStart(`bedrock:eu-central-1:123456789012:knowledge-base/${id}`)],
        })),
      },
      { Effect: 'Allow', Action: 'bedrock:AgenticRetrieveStream', Resource: '*' },
    ]);
  });

  it('refuses no knowledge base, no step, and a version of no guardrail', () => {
    const { tools } = mcpShop(ENV);
    const connector = Connector.agenticRetrieval([], { maxIterations: 0, guardrailVersion: '2' });
    expect(refusals(() => tools.addConnector('Research', { connector }))).toEqual([
      'maxIterations is 0. Allowed: a whole number from 1. Leave it out to leave it to the service.',
      'knowledgeBases is []. Allowed: at least one knowledge base. Name where to search.',
      'guardrailVersion is "2". Allowed: only with guardrailId. Name the guardrail, or leave the version out.',
    ]);
  });
});

describe('Connector.of', () => {
  it('is any connector, with the tools that it is said to have', () => {
    const { stack, tools } = mcpShop(ENV);
    const definitions = ToolDefinitions.of({ name: 'Find', description: 'Finds', inputSchema: { type: 'object' } });
    const parameters = [{ path: '$.limit', description: 'At most', visible: true }];
    const connector = Connector.of('next-one', {
      tools: [{ name: 'Find', description: 'Finds', values: { place: 'Berlin' }, parameters }],
      enabled: ['Find'],
      definitions,
    });
    const next = tools.addConnector('Next', { connector });
    expect(next.allTools.map(({ name }) => name)).toEqual(['Find']);
    expect(configuration(stack)).toEqual({
      Source: { ConnectorId: 'next-one' },
      Enabled: ['Find'],
      Configurations: [
        {
          Name: 'Find',
          Description: 'Finds',
          ParameterValues: { place: 'Berlin' },
          ParameterOverrides: [{ Path: '$.limit', Description: 'At most', Visible: true }],
        },
      ],
    });
  });

  it.each([
    {
      what: 'no tool',
      connector: () => Connector.of('next-one', { tools: [] }),
      messages: [
        'connector tools is []. Allowed: at least one tool. Name those of the connector that callers get: tools: ' +
          "[{ name: '…' }].",
      ],
    },
    {
      what: 'tools by names that no tool has, twice, or described at length',
      connector: () =>
        Connector.of('next-one', {
          tools: [{ name: '1' }, { name: 'Find', description: 'x'.repeat(2001) }, { name: 'Find' }],
          enabled: [],
        }),
      messages: [
        'connector tools[0].name is "1". Allowed: a letter, then up to 63 letters, digits, _ and -, known at synth. Write ' +
          'the name as the connector has it.',
        `connector tools[1].description is "${'x'.repeat(117)}...". Allowed: at most 2000 characters, and it has 2001. ` +
          'Shorten it.',
        'connector tools[2].name is "Find". Allowed: each tool once; tools[1] has it. Remove one of them.',
        'connector enabled is 0. Allowed: 1 to 50 names. Leave it out for all.',
      ],
    },
    {
      what: 'names that are on and no tool, or on twice',
      connector: () =>
        Connector.of('next-one', { tools: [{ name: 'Find' }, { name: 'Get' }], enabled: ['Find', 'Gte', 'Find'] }),
      messages: [
        'connector enabled[1] is "Gte". Allowed: the name of one of tools. Choose one of "Find", "Get".',
        'connector enabled[2] is "Find". Allowed: each tool once; enabled[0] has it. Remove one of them.',
      ],
    },
    {
      what: 'the credentials of the caller',
      connector: () => Connector.of('next-one', { tools: [{ name: 'Find' }], outbound: Outbound.callerIam() }),
      messages: [
        'outbound is "Outbound.callerIam". Allowed: for a connector: Outbound.none, Outbound.gatewayRole, Outbound.oauth, ' +
          'Outbound.userOAuth, Outbound.onBehalfOf, Outbound.apiKey. Choose one of these.',
      ],
    },
  ])('refuses $what', ({ connector, messages }) => {
    const { tools } = mcpShop(ENV);
    expect(refusals(() => tools.addConnector('Next', { connector: connector() }))).toEqual(messages);
  });
});
