import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Aws,
  CfnCondition,
  CfnParameter,
  Fn,
  NestedStack,
  RemovalPolicy,
  Stack,
  Stage,
  aws_cognito as cognito,
  aws_iam as iam,
  aws_kms as kms,
} from 'aws-cdk-lib';
import type { Agent } from '../../lib/assembly/agent-system';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import {
  agentcore,
  inlineFunction,
  lambdaTarget,
  plainGateway,
  policy,
  synthesized,
  synthesizedStack,
  target,
  tool,
} from './synthesized';

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'cdk.out-'));
}

describe('gateways', () => {
  it('are read from L2s with their targets, engine and mode', () => {
    const directory = synthesizedStack((stack) => {
      const gateway = new agentcore.Gateway(stack, 'Tools', {
        gatewayName: 'tools',
        authorizerConfiguration: agentcore.GatewayAuthorizer.usingAwsIam(),
        policyEngineConfiguration: {
          policyEngine: new agentcore.PolicyEngine(stack, 'Engine'),
          mode: agentcore.PolicyEngineMode.LOG_ONLY,
        },
      });
      gateway.addLambdaTarget('Orders', {
        gatewayTargetName: 'Orders',
        lambdaFunction: inlineFunction(stack, 'Fn'),
        toolSchema: agentcore.ToolSchema.fromInline([
          { name: 'lookup', description: 'Looks up.', inputSchema: { type: agentcore.SchemaDefinitionType.OBJECT } },
        ]),
      });
    });
    const [gateway, ...others] = readAgentSystem(directory).gateways;
    expect(others).toEqual([]);
    expect(gateway).toMatchObject({
      name: 'Shop/Tools',
      path: 'Shop/Tools/Resource',
      physicalName: 'tools',
      inAssembly: true,
      inbound: { kind: 'IAM' },
      mode: 'LOG_ONLY',
      engine: 'Shop/Engine',
      engineInAssembly: true,
      targets: [
        {
          targetName: 'Orders',
          kind: 'Lambda',
          tools: [{ name: 'lookup', fullName: 'Orders___lookup', description: 'Looks up.' }],
        },
      ],
    });
  });

  it('have no mode but NONE without an engine, and UNKNOWN where a parameter decides', () => {
    const directory = synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const mode = new CfnParameter(stack, 'Mode', { default: 'ENFORCE' });
      plainGateway(stack, 'Open');
      plainGateway(stack, 'Chosen', {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: mode.valueAsString },
      });
    });
    expect(readAgentSystem(directory).gateways.map(({ name, mode, engine }) => ({ name, mode, engine }))).toEqual([
      { name: 'Shop/Chosen', mode: 'UNKNOWN', engine: 'Shop/Engine' },
      { name: 'Shop/Open', mode: 'NONE', engine: undefined },
    ]);
  });

  it('keep the targets that another stack adds', () => {
    const directory = synthesized((app) => {
      const gateway = plainGateway(new Stack(app, 'Shop'), 'Tools');
      lambdaTarget(new Stack(app, 'Refunds'), 'Refund', gateway, 'pay');
    });
    const [gateway] = readAgentSystem(directory).gateways;
    expect(gateway.targets.map(({ name, tools }) => [name, tools.map(({ fullName }) => fullName)])).toEqual([
      ['Refunds/Refund', ['Refund___pay']],
    ]);
  });

  it('have names of their own although a copied template repeats their paths', () => {
    const directory = synthesizedStack((stack) => {
      for (const id of ['Tools', 'Copy']) {
        plainGateway(stack, id).addOverride('Metadata.aws:cdk:path', 'Original/Tools/Gateway/Resource');
      }
    });
    const names = readAgentSystem(directory).gateways.map(({ name }) => name);
    expect(names).toEqual(['Shop#Copy', 'Shop#Tools']);
  });

  it('of another app appear when targets are added to them here', () => {
    const directory = synthesizedStack((stack) => lambdaTarget(stack, 'Refund', 'tools-abcdefghij', 'pay'));
    expect(readAgentSystem(directory).gateways).toMatchObject([
      { name: 'tools-abcdefghij', inAssembly: false, inbound: { kind: 'UNKNOWN' }, mode: 'UNKNOWN' },
    ]);
  });

  it('say what a token is checked for', () => {
    const directory = synthesizedStack((stack) => {
      const pool = new cognito.UserPool(stack, 'Staff');
      const client = pool.addClient('Console');
      const claim = agentcore.GatewayCustomClaim.withStringArrayValue(
        'roles',
        ['admin', 'auditor'],
        agentcore.CustomClaimOperator.CONTAINS_ANY,
      );
      new agentcore.Gateway(stack, 'Tools', {
        authorizerConfiguration: agentcore.GatewayAuthorizer.usingCognito({
          userPool: pool,
          allowedClients: [client],
          allowedScopes: ['tools/call'],
          customClaims: [claim],
        }),
      });
    });
    const system = readAgentSystem(directory);
    expect(system.gateways[0].inbound).toMatchObject({
      kind: 'JWT',
      issuer: 'Cognito user pool Shop/Staff',
      clients: ['Shop/Staff/Console'],
      scopes: ['tools/call'],
      claims: ['roles includes "admin" or "auditor"'],
    });
    expect(system.identities).toMatchObject([
      { issuer: 'Cognito user pool Shop/Staff', clients: ['Shop/Staff/Console'], acceptedBy: ['Shop/Tools'] },
    ]);
  });
});

describe('tools of a target', () => {
  const toolsOf = (directory: string) => readAgentSystem(directory).gateways[0].targets[0];

  it('come from the file in the assembly when the template names an asset', () => {
    const file = join(temporaryFolder(), 'tools.json');
    writeFileSync(file, JSON.stringify([tool('pay'), tool('list')]));
    const directory = synthesizedStack((stack) => {
      const gateway = new agentcore.Gateway(stack, 'Tools', {
        authorizerConfiguration: agentcore.GatewayAuthorizer.withNoAuth(),
      });
      gateway.addLambdaTarget('Refund', {
        gatewayTargetName: 'Refund',
        lambdaFunction: inlineFunction(stack, 'Fn'),
        toolSchema: agentcore.ToolSchema.fromLocalAsset(file),
      });
    });
    expect(toolsOf(directory).tools.map(({ fullName }) => fullName)).toEqual(['Refund___list', 'Refund___pay']);
    expect(toolsOf(directory).toolsUnknown).toBeUndefined();
  });

  it('come from the operations of an OpenAPI document', () => {
    const document = {
      paths: { '/orders': { get: { operationId: 'listOrders', summary: 'Lists.' }, parameters: [] } },
    };
    const directory = synthesizedStack((stack) =>
      target(stack, 'Api', plainGateway(stack, 'Tools'), {
        openApiSchema: { inlinePayload: JSON.stringify(document) },
      }),
    );
    expect(toolsOf(directory)).toMatchObject({
      kind: 'OpenAPI',
      tools: [{ fullName: 'Api___listOrders', description: 'Lists.' }],
    });
  });

  it('come with their inputs from a description in YAML', () => {
    const inlinePayload = [
      'openapi: 3.0.3',
      'paths:',
      '  /orders/{id}:',
      '    get:',
      '      operationId: get_order',
      '      parameters:',
      '        - { name: id, in: path, required: true, schema: { type: string } }',
    ].join('\n');
    const directory = synthesizedStack((stack) =>
      target(stack, 'Api', plainGateway(stack, 'Tools'), { openApiSchema: { inlinePayload } }),
    );
    expect(toolsOf(directory).tools).toEqual([
      {
        name: 'get_order',
        fullName: 'Api___get_order',
        description: 'GET /orders/{id}',
        inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      },
    ]);
  });

  it('come from the list that an MCP server target declares', () => {
    const payload = JSON.stringify({ tools: [tool('search')] });
    const directory = synthesizedStack((stack) =>
      target(stack, 'Docs', plainGateway(stack, 'Tools'), {
        mcpServer: { endpoint: 'https://mcp.example.com', mcpToolSchema: { inlinePayload: payload } },
      }),
    );
    expect(toolsOf(directory).tools.map(({ name }) => name)).toEqual(['search']);
  });

  it.each<[string, agentcore.CfnGatewayTarget.McpTargetConfigurationProperty, string, string]>([
    [
      'an MCP server',
      { mcpServer: { endpoint: 'https://mcp.example.com' } },
      'MCP server',
      'the server lists them itself',
    ],
    [
      'a schema elsewhere',
      { lambda: { lambdaArn: 'f', toolSchema: { s3: { uri: 's3://bucket/tools.json' } } } },
      'Lambda',
      'they are described in s3://bucket/tools.json, which is not in the assembly',
    ],
    [
      'a text that is no description',
      { openApiSchema: { inlinePayload: '{"openapi"' } },
      'OpenAPI',
      'its inline description is neither JSON nor OpenAPI',
    ],
    [
      'a Smithy model',
      { smithyModel: { s3: { uri: 's3://b/k' } } },
      'Smithy',
      'they follow from a Smithy model, which is not read',
    ],
    [
      'a list with a nameless tool',
      { mcpServer: { endpoint: 'https://x', mcpToolSchema: { inlinePayload: '[{"name":"a"},{}]' } } },
      'MCP server',
      'the description of its tools has a form that is not known',
    ],
  ])('are unknown for %s, with the reason', (_, configuration, kind, toolsUnknown) => {
    const directory = synthesizedStack((stack) => target(stack, 'T', plainGateway(stack, 'Tools'), configuration));
    expect(toolsOf(directory)).toMatchObject({ targetName: 'T', kind, tools: [], toolsUnknown });
  });
});

describe('policies', () => {
  it('keep their text, with a placeholder for what they refer to, however they are written', () => {
    const directory = synthesizedStack((stack) => {
      const gateway = plainGateway(stack, 'Tools');
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      policy(
        stack,
        'Joined',
        engine,
        `permit(principal, action, resource == AgentCore::Gateway::"${gateway.attrGatewayArn}");`,
      );
      policy(
        stack,
        'Substituted',
        engine,
        Fn.sub('forbid(principal, action, resource == AgentCore::Gateway::"${Tools.GatewayArn}");'),
        { enforcementMode: 'LOG_ONLY', validationMode: 'IGNORE_ALL_FINDINGS' },
      );
    });
    expect(readAgentSystem(directory).policies).toMatchObject([
      {
        name: 'Shop/Joined',
        engine: 'Shop/Engine',
        statement: 'permit(principal, action, resource == AgentCore::Gateway::"<Shop.Tools.GatewayArn>");',
        enforcement: 'ACTIVE',
        validation: 'FAIL_ON_ANY_FINDINGS',
      },
      {
        name: 'Shop/Substituted',
        statement: 'forbid(principal, action, resource == AgentCore::Gateway::"<Shop.Tools.GatewayArn>");',
        enforcement: 'LOG_ONLY',
        validation: 'IGNORE_ALL_FINDINGS',
      },
    ]);
  });

  it('in a nested stack belong to the engine outside it', () => {
    const directory = synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const gateway = plainGateway(stack, 'Tools');
      policy(
        new NestedStack(stack, 'Rules'),
        'All',
        engine,
        `permit(principal, action, resource == AgentCore::Gateway::"${gateway.attrGatewayArn}");`,
      );
    });
    expect(readAgentSystem(directory).policies).toMatchObject([
      {
        name: 'Shop/Rules/All',
        path: 'Shop/Rules/All',
        engine: 'Shop/Engine',
        statement: expect.stringContaining('<Shop.Tools.GatewayArn>'),
      },
    ]);
  });

  it('of two stages stay apart', () => {
    const directory = synthesized((app) => {
      for (const name of ['Dev', 'Prod']) {
        const stack = new Stack(new Stage(app, name), 'Shop');
        const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
        policy(stack, 'All', engine, `permit(principal, action, resource is AgentCore::Gateway);`);
      }
    });
    const { policies, stacks } = readAgentSystem(directory);
    expect(policies.map(({ name, engine }) => [name, engine])).toEqual([
      ['Dev/Shop/All', 'Dev/Shop/Engine'],
      ['Prod/Shop/All', 'Prod/Shop/Engine'],
    ]);
    expect(stacks).toEqual([{ name: 'Dev/Shop' }, { name: 'Prod/Shop' }]);
  });

  it('carry the condition that may leave them out', () => {
    const directory = synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'e' });
      const condition = new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      policy(stack, 'All', engine, 'forbid(principal, action, resource is AgentCore::Gateway);').cfnOptions.condition =
        condition;
    });
    expect(readAgentSystem(directory).policies).toMatchObject([{ onlyIf: 'IsProd' }]);
  });
});

describe('agents', () => {
  function runtime(stack: Stack, id: string, props: Partial<agentcore.RuntimeProps> = {}): agentcore.Runtime {
    return new agentcore.Runtime(stack, id, {
      runtimeName: id.toLowerCase(),
      agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri(
        '123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1',
      ),
      ...props,
    });
  }

  function agentWith(
    grant: (role: iam.IRole, stack: Stack) => void,
    environmentVariables: Record<string, string> = {},
  ): Agent {
    const directory = synthesizedStack(
      (stack) => grant(runtime(stack, 'Support', { environmentVariables }).role, stack),
      {
        env: { region: 'eu-central-1', account: '123456789012' },
      },
    );
    return readAgentSystem(directory).agents[0];
  }

  const allow = (
    role: iam.IRole,
    resources: string[],
    actions = ['bedrock:InvokeModel*'],
    conditions?: Record<string, object>,
  ) => role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources, ...(conditions && { conditions }) }));

  it('have protocol, network and inbound authorization', () => {
    const directory = synthesizedStack((stack) => {
      runtime(stack, 'Mcp', {
        protocolConfiguration: agentcore.ProtocolType.MCP,
        authorizerConfiguration: agentcore.RuntimeAuthorizerConfiguration.usingJWT(
          'https://issuer.example.com/.well-known/openid-configuration',
          ['console'],
        ),
      });
      runtime(stack, 'Support');
    });
    expect(readAgentSystem(directory).agents).toMatchObject([
      {
        name: 'Shop/Mcp',
        physicalName: 'mcp',
        protocol: 'MCP',
        network: 'PUBLIC',
        inbound: { kind: 'JWT', issuer: 'https://issuer.example.com', clients: ['console'] },
      },
      { name: 'Shop/Support', protocol: 'HTTP', inbound: { kind: 'IAM' } },
    ]);
  });

  it('process text in the region of a foundation model', () => {
    const { models } = agentWith((role) =>
      allow(role, ['arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0']),
    );
    expect(models).toEqual([
      { model: 'amazon.nova-lite-v1:0', place: 'REGION', regions: ['eu-central-1'], granted: true },
    ]);
  });

  it('process text within the geography of a profile, in the regions of the models behind it', () => {
    const { models } = agentWith((role) =>
      allow(role, [
        'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6',
        'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-6',
        'arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-6',
      ]),
    );
    expect(models).toEqual([
      {
        model: 'eu.anthropic.claude-sonnet-4-6',
        place: 'GEOGRAPHY',
        geography: 'eu',
        regions: ['eu-central-1', 'eu-west-1'],
        granted: true,
      },
    ]);
  });

  it('process text anywhere when the models behind a profile may be called in every region', () => {
    const profile = 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6';
    const model = 'arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-6';
    const invoke = ['bedrock:InvokeModel'];
    expect(agentWith((role) => allow(role, [profile, model])).models).toMatchObject([
      { model: 'anthropic.claude-sonnet-4-6', place: 'UNKNOWN', regions: ['*'] },
      { model: 'eu.anthropic.claude-sonnet-4-6', place: 'GEOGRAPHY' },
    ]);
    const throughProfile = agentWith((role) => {
      allow(role, [profile]);
      allow(role, [model], invoke, { StringEquals: { 'bedrock:InferenceProfileArn': profile } });
    });
    expect(throughProfile.models).toMatchObject([{ model: 'eu.anthropic.claude-sonnet-4-6', place: 'GEOGRAPHY' }]);
  });

  it('process text anywhere with a global profile', () => {
    const { models } = agentWith((role) =>
      allow(role, [
        'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.anthropic.claude-sonnet-4-6',
        'arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-6',
      ]),
    );
    expect(models).toMatchObject([{ model: 'global.anthropic.claude-sonnet-4-6', place: 'GLOBAL' }]);
  });

  it('process text where an application profile routes, which the templates do not tell', () => {
    const profile = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc';
    const { models } = agentWith((role) => {
      allow(role, [profile]);
      allow(role, ['arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0'], ['bedrock:InvokeModel'], {
        StringEquals: { 'bedrock:InferenceProfileArn': profile },
      });
    });
    expect(models).toEqual([{ model: 'abc', place: 'UNKNOWN', regions: ['eu-west-1'], granted: true }]);
  });

  it('may use every model with a statement on everything', () => {
    expect(agentWith((role) => allow(role, ['*'], ['bedrock:*'])).models).toEqual([
      { model: '*', place: 'GLOBAL', regions: [], granted: true },
    ]);
    expect(agentWith((role) => allow(role, ['*'], ['bedrock:ListFoundationModels'])).models).toEqual([]);
  });

  it.each([
    ['every resource of Bedrock', 'arn:aws:bedrock:*', '*', 'GLOBAL', []],
    ['every profile', 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/*', '*', 'GLOBAL', []],
    [
      'global profiles',
      'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.*',
      'global.*',
      'GLOBAL',
      [],
    ],
    ['profiles that may be global', 'arn:aws:bedrock:*:*:inference-profile/*.vendor.x', '*.vendor.x', 'GLOBAL', []],
    ['profiles of a geography', 'arn:aws:bedrock:*:*:inference-profile/eu.*', 'eu.*', 'GEOGRAPHY', []],
    ['profiles of some geography', 'arn:aws:bedrock:*:*:inference-profile/us*', 'us*', 'UNKNOWN', []],
    ['every model of a region', 'arn:aws:bedrock:eu-west-1::foundation-model/*', '*', 'REGION', ['eu-west-1']],
    ['every model of every region', 'arn:aws:bedrock:*::foundation-model/*', '*', 'GLOBAL', ['*']],
    ['a model without a region', 'arn:aws:bedrock:::foundation-model/vendor.x', 'vendor.x', 'GLOBAL', []],
  ])('process text where a pattern allows it: %s', (_, resource, model, place, regions) => {
    expect(agentWith((role) => allow(role, [resource])).models).toMatchObject([
      { model, place, regions, granted: true },
    ]);
  });

  it('process text anywhere if one of two statements on every model says so', () => {
    const model = 'arn:aws:bedrock:eu-west-1::foundation-model/*';
    expect(agentWith((role) => allow(role, [model, '*'])).models).toMatchObject([{ model: '*', place: 'GLOBAL' }]);
    expect(agentWith((role) => allow(role, ['*', model])).models).toMatchObject([{ model: '*', place: 'GLOBAL' }]);
  });

  it('do not come from a statement on other things of Bedrock', () => {
    const guardrails = 'arn:aws:bedrock:eu-central-1:123456789012:guardrail/*';
    expect(agentWith((role) => allow(role, [guardrails], ['bedrock:*'])).models).toEqual([]);
  });

  it.each([
    ['global.anthropic.claude-sonnet-4-6', '*', 'GLOBAL', true],
    ['global.anthropic.claude-sonnet-4-6', 'arn:aws:bedrock:*:*:inference-profile/global.*', 'GLOBAL', true],
    ['global.anthropic.claude-sonnet-4-6', 'arn:aws:bedrock:*:*:inference-profile/eu.*', 'GLOBAL', false],
    ['global.anthropic.claude-sonnet-4-6', 'arn:aws:bedrock:*::foundation-model/*', 'GLOBAL', false],
    ['amazon.nova-lite-v1:0', 'arn:aws:bedrock:*::foundation-model/*', 'REGION', true],
  ])('that the environment names are listed beside a pattern: %s and %s', (model, resource, place, granted) => {
    const { models } = agentWith((role) => allow(role, [resource]), { MODEL_ID: model });
    expect(models).toHaveLength(2);
    expect(models).toContainEqual({ model, place, regions: [], granted });
  });

  it('are named in the environment by an ARN too', () => {
    const arn = 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.anthropic.claude-sonnet-4-6';
    expect(agentWith(() => undefined, { MODEL_ARN: arn }).models).toMatchObject([
      { model: 'global.anthropic.claude-sonnet-4-6', place: 'GLOBAL', granted: false },
    ]);
  });

  it('name a model in the environment that no statement allows', () => {
    const { models, environment } = agentWith(() => undefined, { MODEL_ID: 'us.amazon.nova-lite-v1:0', TABLE: 'a.b' });
    expect(models).toEqual([
      { model: 'us.amazon.nova-lite-v1:0', place: 'GEOGRAPHY', geography: 'us', regions: [], granted: false },
    ]);
    expect(environment).toEqual({ MODEL_ID: 'us.amazon.nova-lite-v1:0', TABLE: 'a.b' });
  });

  it('are no profile of a geography because their version has a point', () => {
    const { models } = agentWith(() => undefined, { MODEL_ID: 'zai.glm-4.7' });
    expect(models).toEqual([{ model: 'zai.glm-4.7', place: 'REGION', regions: [], granted: false }]);
  });

  it('use what their role or their environment points at, by attribute or by pattern', () => {
    const directory = synthesizedStack((stack) => {
      const memory = new agentcore.Memory(stack, 'Notes', { memoryName: 'notes' });
      const jwtGateway = plainGateway(stack, 'Jwt');
      const other = runtime(stack, 'Other');
      const { role } = runtime(stack, 'Support', { environmentVariables: { GATEWAY_URL: jwtGateway.attrGatewayUrl } });
      plainGateway(stack, 'Unused');
      allow(role, [memory.memoryArn], ['bedrock-agentcore:CreateEvent']);
      allow(
        role,
        [`arn:aws:bedrock-agentcore:${Aws.REGION}:${Aws.ACCOUNT_ID}:runtime/other-??????????`],
        ['bedrock-agentcore:InvokeAgentRuntime'],
      );
      other.node.addDependency(memory);
    });
    expect(readAgentSystem(directory).agents.find(({ name }) => name === 'Shop/Support')).toMatchObject({
      gateways: ['Shop/Jwt'],
      memories: ['Shop/Notes'],
      agents: ['Shop/Other'],
    });
  });

  it('say that a condition of the template decides what their role may do', () => {
    const { unknown } = agentWith((role) => allow(role, [Fn.conditionIf('IsProd', '*', 'arn:aws:s3:::b').toString()]));
    expect(unknown).toEqual(['what its role may do depends partly on what only the deployment knows']);
  });

  it.each(['Policies', 'ManagedPolicyArns'])('say that a condition decides the whole list of %s', (property) => {
    const { unknown } = agentWith((role) =>
      (role.node.defaultChild as iam.CfnRole).addPropertyOverride(property, { 'Fn::If': ['IsProd', [], []] }),
    );
    expect(unknown).toEqual(['what its role may do depends partly on what only the deployment knows']);
  });

  it('have what a policy allows that a condition may attach to another role', () => {
    const directory = synthesizedStack((stack) => {
      const role = new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com'),
      });
      const memory = new agentcore.Memory(stack, 'Notes', { memoryName: 'notes' });
      runtime(stack, 'Support', { executionRole: role.withoutPolicyUpdates() });
      new iam.CfnPolicy(stack, 'Policy', {
        policyName: 'policy',
        roles: [Fn.conditionIf('IsProd', role.roleName, 'other').toString()],
        policyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'bedrock-agentcore:CreateEvent', Resource: memory.memoryArn }],
        },
      });
    });
    expect(readAgentSystem(directory).agents[0].memories).toEqual(['Shop/Notes']);
  });

  it('say which part of their role is not in the assembly', () => {
    const imported = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/imported');
    const directory = synthesizedStack((stack) => {
      runtime(stack, 'Far', { executionRole: imported(stack) });
      runtime(stack, 'Near').role.addManagedPolicy(
        iam.ManagedPolicy.fromManagedPolicyArn(stack, 'P', 'arn:aws:iam::aws:policy/ReadOnly'),
      );
    });
    expect(readAgentSystem(directory).agents.map(({ unknown }) => unknown)).toEqual([
      ['its role arn:aws:iam::123456789012:role/imported is not in this assembly'],
      ['its role has the policy arn:aws:iam::aws:policy/ReadOnly, which is not in this assembly'],
    ]);
  });
});

describe('memories', () => {
  it('have strategies, expiry, key and what happens when the stack goes', () => {
    const directory = synthesizedStack((stack) => {
      const memory = new agentcore.CfnMemory(stack, 'Notes', {
        name: 'notes',
        eventExpiryDuration: 30,
        encryptionKeyArn: new kms.Key(stack, 'Key').keyArn,
        memoryStrategies: [
          {
            semanticMemoryStrategy: {
              name: 's',
              namespaces: ['/facts/{actorId}'],
              recordExpirySpecification: { recordExpiryDurationDays: 90 },
            },
          },
          {
            customMemoryStrategy: {
              name: 'c',
              configuration: { semanticOverride: { extraction: { appendToPrompt: 'x', modelId: 'm' } } },
            },
          },
          { customMemoryStrategy: { name: 'o', configuration: { selfManagedConfiguration: {} } } },
        ],
      });
      memory.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    });
    expect(readAgentSystem(directory).memories).toMatchObject([
      {
        name: 'Shop/Notes',
        eventExpiryDays: 30,
        key: 'Shop/Key',
        deletionPolicy: 'RetainExceptOnCreate',
        updateReplacePolicy: 'Retain',
        strategies: [
          {
            kind: 'semantic',
            strategyName: 's',
            namespaces: ['/facts/{actorId}'],
            builtIn: true,
            recordExpiryDays: 90,
          },
          { kind: 'semantic, with own model', builtIn: false },
          { kind: 'self managed', builtIn: false },
        ],
      },
    ]);
  });
});

describe('the rest of an assembly', () => {
  it('keeps the reasons of weakened defaults', () => {
    const directory = synthesizedStack((stack) => {
      plainGateway(stack, 'Tools').addMetadata('cdk-agentcore:justifications', {
        'InboundAuth.none': 'A public demo.',
      });
    });
    expect(readAgentSystem(directory).weakenedDefaults).toEqual([
      { name: 'Shop/Tools', path: 'Shop/Tools', what: 'InboundAuth.none', reason: 'A public demo.' },
    ]);
  });

  it('lists AgentCore resources that it does not look into', () => {
    const directory = synthesizedStack((stack) => {
      new agentcore.CfnWorkloadIdentity(stack, 'Identity', { name: 'identity' });
    });
    expect(readAgentSystem(directory).others).toEqual([
      { name: 'Shop/Identity', path: 'Shop/Identity', type: 'WorkloadIdentity' },
    ]);
  });

  it('is read although every AgentCore resource in it has a shape that nobody expects', () => {
    const directory = synthesizedStack((stack) => plainGateway(stack, 'Tools'));
    const file = join(directory, 'Shop.template.json');
    const strange = [null, 7, 'text', [], ['x'], { 'Fn::If': ['C', { a: 1 }, 2] }, { Ref: 'constructor' }];
    const types = ['Gateway', 'GatewayTarget', 'Policy', 'PolicyEngine', 'Memory', 'Runtime', 'constructor'];
    const names = [
      'AuthorizerType',
      'AuthorizerConfiguration',
      'PolicyEngineConfiguration',
      'InterceptorConfigurations',
      'Name',
      'GatewayIdentifier',
      'TargetConfiguration',
      'Definition',
      'MemoryStrategies',
      'EventExpiryDuration',
      'RoleArn',
      'EnvironmentVariables',
      'NetworkConfiguration',
      'ProtocolConfiguration',
      'EncryptionKeyArn',
    ];
    const resources = Object.fromEntries([
      ...types.flatMap((type) =>
        strange.flatMap((value, index) => [
          [
            `${type}${index}`,
            {
              Type: `AWS::BedrockAgentCore::${type}`,
              Properties: Object.fromEntries(names.map((name) => [name, value])),
            },
          ],
          [`${type}Properties${index}`, { Type: `AWS::BedrockAgentCore::${type}`, Properties: value, Metadata: value }],
        ]),
      ),
      ...strange.map((value, index) => [`Resource${index}`, value]),
    ]);
    writeFileSync(file, JSON.stringify({ Resources: resources, Outputs: { A: 1 }, Parameters: [] }));
    const system = readAgentSystem(directory);
    expect(system.agents).toHaveLength(14);
    expect(system.memories).toHaveLength(14);
    expect(system.policies).toHaveLength(14);
    expect(system.gateways.filter(({ inAssembly }) => inAssembly)).toHaveLength(14);
    expect(system.gateways.flatMap(({ targets }) => targets)).toHaveLength(14);
    expect(new Set(system.gateways.map(({ inbound }) => inbound.kind))).toEqual(new Set(['UNKNOWN']));
  });

  it('says which template is missing, and reads the others', () => {
    const directory = synthesized((app) => {
      plainGateway(new Stack(app, 'Broken'), 'Tools');
      plainGateway(new Stack(app, 'Shop'), 'Tools');
    });
    writeFileSync(join(directory, 'Broken.template.json'), '{');
    const { gateways, unreadable } = readAgentSystem(directory);
    expect(gateways.map(({ name }) => name)).toEqual(['Shop/Tools']);
    expect(unreadable).toEqual([{ what: 'Broken.template.json', why: 'a template that is missing or not JSON' }]);
  });
});

describe('a folder that is no assembly', () => {
  it('that does not exist', () => {
    expect(() => readAgentSystem('no-such-folder')).toThrow(
      'There is no no-such-folder here: run `npx cdk synth` first, or name the folder that it wrote.',
    );
  });

  it.each([
    ['without a manifest', undefined, 'has no manifest.json'],
    ['with half a manifest', '{"artifacts":', 'has a manifest.json that cannot be read'],
    ['with another manifest', '{"name":"web app"}', 'has a manifest.json that cannot be read'],
  ])('%s', (_, manifest, why) => {
    const directory = temporaryFolder();
    if (manifest !== undefined) writeFileSync(join(directory, 'manifest.json'), manifest);
    expect(() => readAgentSystem(directory)).toThrow(
      `${directory} ${why}, so it is not what \`cdk synth\` writes: run \`npx cdk synth\` again, or name another folder.`,
    );
  });

  it('is not left, whatever its manifest says', () => {
    const [outside, directory] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(outside, 'secret.json'), JSON.stringify({ Resources: {} }));
    const templateFile = join('..', outside.split('/').pop()!, 'secret.json');
    const artifacts = {
      Shop: { type: 'aws:cloudformation:stack', properties: { templateFile } },
      Loop: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } },
    };
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
    const { stacks, unreadable } = readAgentSystem(directory);
    expect(stacks).toEqual([]);
    expect(unreadable).toEqual([
      { what: templateFile, why: 'a template that is missing or not JSON' },
      { what: 'manifest.json', why: 'not the manifest of a cloud assembly' },
    ]);
  });

  it('may have a template that is nested in itself', () => {
    const directory = temporaryFolder();
    const nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'Shop.json' } };
    writeFileSync(join(directory, 'Shop.json'), JSON.stringify({ Resources: { Nested: nested } }));
    const artifacts = { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.json' } } };
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts }));
    expect(readAgentSystem(directory).unreadable).toMatchObject([{ why: 'nested too deep' }]);
  });
});

it('reads construct paths without metadata in the template, also of nested stacks', () => {
  const directory = synthesizedStack((stack) => {
    plainGateway(stack, 'Tools');
    plainGateway(new NestedStack(stack, 'Inner'), 'Tools');
  });
  expect(readFileSync(join(directory, 'Shop.template.json'), 'utf8')).not.toContain('aws:cdk:path');
  mkdirSync(join(directory, 'unrelated'));
  expect(readAgentSystem(directory).gateways.map(({ name }) => name)).toEqual(['Shop/Inner/Tools', 'Shop/Tools']);
});
