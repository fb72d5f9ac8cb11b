import type { aws_bedrockagentcore } from 'aws-cdk-lib';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { matrixOf } from '../../lib/review/matrix';
import { matrixDiff } from '../../lib/review/matrix-diff';
import { reviewAsText } from '../../lib/review/text';
import { reviewOf } from '../../lib/review/review';
import { agentcore, plainGateway, policy, synthesizedStack, target } from './synthesized';

const SEARCH = {
  name: 'search',
  description: 'Searches',
  inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
};
type Configuration = aws_bedrockagentcore.CfnGatewayTarget.McpTargetConfigurationProperty;

/** One target with what is declared of it, read from the template. */
function read(configuration: Configuration, declared?: unknown) {
  const directory = synthesizedStack((stack) => {
    const docs = target(stack, 'Docs', plainGateway(stack, 'Tools'), configuration);
    if (declared !== undefined) docs.addMetadata('cdk-agentcore:tools', declared);
  });
  return readAgentSystem(directory).gateways[0].targets[0];
}

const SERVER = { mcpServer: { endpoint: 'https://mcp.example.com' } };

describe('Tools that a target declares', () => {
  it.each<[string, Configuration]>([
    ['MCP server', SERVER],
    ['Smithy', { smithyModel: { s3: { uri: 's3://models/model.json' } } }],
    [
      'API Gateway',
      { apiGateway: { restApiId: 'abc', stage: 'prod', apiGatewayToolConfiguration: { toolFilters: [] } } },
    ],
    ['OpenAPI', { openApiSchema: { s3: { uri: 's3://elsewhere/api.json' } } }],
  ])('are those of a target of the kind %s, whose template does not tell them', (kind, configuration) => {
    expect(read(configuration, [SEARCH])).toMatchObject({
      kind,
      tools: [{ ...SEARCH, fullName: 'Docs___search' }],
    });
    expect(read(configuration, [SEARCH])).not.toHaveProperty('toolsUnknown');
    expect(read(configuration)).toMatchObject({ kind, tools: [], toolsUnknown: expect.any(String) });
  });

  it('do not stand against what the template tells', () => {
    const lambda = {
      lambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      toolSchema: { inlinePayload: [{ name: 'pay', description: 'Pays', inputSchema: { type: 'object' } }] },
    };
    expect(read({ lambda }, [SEARCH]).tools).toEqual([
      { name: 'pay', fullName: 'Docs___pay', description: 'Pays', inputSchema: { type: 'object' } },
    ]);
  });

  it.each([[[]], ['search'], [{ name: 'search' }], [[{ description: 'no name' }]]])(
    'are none where they are %j',
    (declared) => {
      expect(read(SERVER, declared)).toMatchObject({ tools: [], toolsUnknown: 'the server lists them itself' });
    },
  );

  it("are read from a server's own schemas as policies know them", () => {
    const properties = { limit: { anyOf: [{ type: 'integer' }, { type: 'null' }] }, order: { enum: ['asc'] } };
    const tools = [{ ...SEARCH, inputSchema: { type: 'object', properties, required: ['limit'] } }];
    const inlinePayload = JSON.stringify({ tools });
    expect(
      read({ mcpServer: { endpoint: 'https://x', mcpToolSchema: { inlinePayload } } }).tools[0].inputSchema,
    ).toEqual({
      type: 'object',
      properties: { limit: { type: 'integer' } },
    });
  });
});

describe('A target whose tools nobody declares', () => {
  const system = (action = 'in AgentCore::Action::"Docs"') =>
    readAgentSystem(
      synthesizedStack((stack) => {
        const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'engine' });
        const gateway = plainGateway(stack, 'Tools', {
          policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
        });
        target(stack, 'Docs', gateway, SERVER);
        const statement = `permit(principal is AgentCore::IamEntity, action ${action}, resource == AgentCore::Gateway::"${gateway.attrGatewayArn}");`;
        policy(stack, 'All', engine, statement);
      }),
    );

  it('is one line of the review, with the rule about the whole target', () => {
    const { permissions } = reviewOf(system());
    expect(permissions.map(({ tool, verdict, policy: by, condition }) => [tool, verdict, by, condition])).toEqual([
      ['Docs___*', 'UNKNOWN', undefined, 'which tools there are is not known: the server lists them itself'],
      ['Docs___*', 'ALLOW', 'Shop/All', ''],
    ]);
    expect(reviewAsText(reviewOf(system()), { colour: false })).toContain('Docs___*');
  });

  it('is one tool of the matrix, and of what a policy allows', () => {
    const [{ tools }] = matrixOf(system()).gateways;
    expect(tools).toEqual([
      {
        id: 'Shop/Tools Docs___*',
        name: 'Docs___*',
        target: 'Docs',
        description: '',
        unknown: 'the server lists them itself',
      },
    ]);
    const [{ changes }] = matrixDiff(
      matrixOf(system('== AgentCore::Action::"Docs___search"')),
      matrixOf(system()),
    ).gateways;
    expect(changes.map(({ kind, tools: of }) => [kind, of])).toContainEqual(['POSSIBLE', ['Docs___*']]);
  });
});
