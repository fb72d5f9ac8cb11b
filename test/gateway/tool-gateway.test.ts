import { App, aws_bedrockagentcore as agentcore, aws_iam as iam, Aws, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ToolGateway } from '../../lib/gateway';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { DISCOVERY, ENV, functionIn, jwt, refundTools, shop, shopWithRefunds } from './shop';

const GATEWAY = 'AWS::BedrockAgentCore::Gateway';
const gatewayArn = (name: string) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, `:bedrock-agentcore:eu-central-1:123456789012:gateway/${name}-??????????`],
  ],
});
const engineArn = { 'Fn::GetAtt': ['ToolsPolicyEngine90EB28C6', 'PolicyEngineArn'] };

function only(template: Template, type: string): any {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

describe('ToolGateway', () => {
  it('denies what no policy permits, speaks current MCP, finds tools by meaning, and says nothing of its inside', () => {
    const gateway = only(Template.fromStack(shop().stack), GATEWAY);
    expect(gateway.Properties).toEqual({
      Name: 'shop-tools-f74f9c83',
      AuthorizerType: 'AWS_IAM',
      PolicyEngineConfiguration: { Arn: engineArn, Mode: 'ENFORCE' },
      ProtocolType: 'MCP',
      ProtocolConfiguration: {
        Mcp: { SearchType: 'SEMANTIC', SupportedVersions: ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26'] },
      },
      RoleArn: { 'Fn::GetAtt': ['ToolsRoleBB97B1BA', 'Arn'] },
    });
    expect(gateway.Metadata).toBeUndefined();
  });

  it('takes what is said of it', () => {
    const { stack } = shop({
      gatewayName: 'Shop-Tools',
      description: 'Tools of the shop',
      instructions: 'Look the order up first.',
      semanticSearch: false,
      protocolVersions: [agentcore.MCPProtocolVersion.MCP_2025_06_18],
      tags: { team: 'support' },
    });
    const template = Template.fromStack(stack);
    expect(only(template, GATEWAY).Properties).toMatchObject({
      Name: 'Shop-Tools',
      Description: 'Tools of the shop',
      ProtocolConfiguration: {
        Mcp: { Instructions: 'Look the order up first.', SupportedVersions: ['2025-06-18'] },
      },
      Tags: { team: 'support' },
    });
    expect(only(template, GATEWAY).Properties.ProtocolConfiguration.Mcp).not.toHaveProperty('SearchType');
    expect(only(template, 'AWS::BedrockAgentCore::PolicyEngine').Properties).toEqual({
      Name: 'Shop_Tools_F74F9C83',
      Description: 'Who may call which tool of gateway Shop-Tools',
      Tags: [{ Key: 'team', Value: 'support' }],
    });
  });

  it('is named after its path in lower case, like the id that the service makes of it', () => {
    const app = new App();
    const stack = new Stack(app, 'AStackWithALongNameForTheCustomersOfTheShop', { env: ENV });
    const first = new ToolGateway(stack, 'TheToolsForCustomerSupport');
    const second = new ToolGateway(stack, 'TheToolsForCustomerSupportToo');
    expect(first.gatewayName).toMatch(/^(?:[0-9a-z]-?){1,48}$/);
    expect(first.gatewayName.length).toBeLessThanOrEqual(48);
    expect(second.gatewayName).not.toBe(first.gatewayName);
  });

  it('tells callers what went wrong inside only with a reason, which stands in the template', () => {
    const { stack } = shop({ detailedErrors: { reason: 'staging only' } });
    expect(only(Template.fromStack(stack), GATEWAY)).toMatchObject({
      Properties: { ExceptionLevel: 'DEBUG' },
      Metadata: { 'cdk-agentcore:justifications': { detailedErrors: 'staging only' } },
    });
  });

  it('is open only with a reason, which stands in the template and answers the warning of aws-cdk-lib', () => {
    const { stack } = shop({ inboundAuth: InboundAuth.none({ reason: 'behind a WAF' }) });
    expect(only(Template.fromStack(stack), GATEWAY)).toMatchObject({
      Properties: { AuthorizerType: 'NONE' },
      Metadata: { 'cdk-agentcore:justifications': { 'InboundAuth.none': 'behind a WAF' } },
    });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  it('keeps an L2 gateway inside that can be given more', () => {
    const { stack, tools } = shop();
    (tools.gateway.node.defaultChild as agentcore.CfnGateway).wafConfiguration = { failureMode: 'FAIL_CLOSE' };
    expect(only(Template.fromStack(stack), GATEWAY).Properties.WafConfiguration).toEqual({ FailureMode: 'FAIL_CLOSE' });
  });
});

describe('The role of a ToolGateway', () => {
  it('is assumed for this gateway only, and at creation may only ask the policy engine', () => {
    const role = only(Template.fromStack(shop({ gatewayName: 'Shop-Tools' }).stack), 'AWS::IAM::Role');
    expect(role.Properties).toEqual({
      Description: 'Gateway Shop/Tools',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '123456789012' },
              ArnLike: { 'aws:SourceArn': gatewayArn('shop-tools') },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'Required',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'bedrock-agentcore:GetPolicyEngine', Resource: engineArn },
              {
                Effect: 'Allow',
                Action: ['bedrock-agentcore:AuthorizeAction', 'bedrock-agentcore:PartiallyAuthorizeActions'],
                Resource: [engineArn, gatewayArn('shop-tools')],
              },
            ],
          },
        },
      ],
    });
  });

  it('has nothing else while there is no target, and the gateway waits for nothing else', () => {
    const template = Template.fromStack(shop().stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(only(template, GATEWAY).DependsOn).toEqual(['ToolsRoleBB97B1BA']);
  });

  it('takes grants beside it, for which the gateway does not wait, also on another engine', () => {
    const { stack, tools } = shop();
    const engine = new agentcore.PolicyEngine(stack, 'Engine');
    engine.grantRead(tools.role);
    const template = Template.fromStack(stack);
    expect(only(template, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'bedrock-agentcore:GetPolicyEngine',
        Resource: {
          'Fn::GetAtt': [stack.getLogicalId(engine.node.defaultChild as agentcore.CfnPolicyEngine), 'PolicyEngineArn'],
        },
      },
    ]);
    expect(only(template, GATEWAY).DependsOn).toEqual(['ToolsRoleBB97B1BA']);
  });

  it('makes targets that the L2 adds wait for their grants too', () => {
    const { stack, tools } = shop();
    tools.gateway.addLambdaTarget('Plain', {
      gatewayTargetName: 'Plain',
      lambdaFunction: functionIn(stack),
      toolSchema: agentcore.ToolSchema.fromInline([
        { name: 'ping', description: 'Pings', inputSchema: { type: agentcore.SchemaDefinitionType.OBJECT } },
      ]),
    });
    expect(only(Template.fromStack(stack), 'AWS::BedrockAgentCore::GatewayTarget').DependsOn).toEqual([
      'ToolsRoleGrants494F7647',
    ]);
  });

  it('deploys five targets at a time, also of those that the L2 adds', () => {
    const { stack, tools } = shop();
    const lambdaFunction = functionIn(stack);
    const toolSchema = agentcore.ToolSchema.fromInline([
      { name: 'ping', description: 'Pings', inputSchema: { type: agentcore.SchemaDefinitionType.OBJECT } },
    ]);
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    const added = names.map((name) =>
      tools.gateway.addLambdaTarget(name, { gatewayTargetName: name, lambdaFunction, toolSchema }),
    );
    const logicalIds = added.map(({ node }) => stack.getLogicalId(node.defaultChild as agentcore.CfnGatewayTarget));
    const found = Template.fromStack(stack).findResources('AWS::BedrockAgentCore::GatewayTarget');

    const waits = logicalIds.map((id) => found[id].DependsOn.filter((other: string) => logicalIds.includes(other)));
    expect(waits).toEqual([[], [], [], [], [], [logicalIds[0]], [logicalIds[1]]]);
  });
});

describe('ToolGateway.grantInvoke', () => {
  it('permits invoking this gateway, named by pattern so that nobody waits for it', () => {
    const { stack, tools } = shop();
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    tools.grantInvoke(role).assertSuccess();
    expect(only(Template.fromStack(stack), 'AWS::IAM::Policy').Properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'bedrock-agentcore:InvokeGateway', Resource: gatewayArn('shop-tools-f74f9c83') },
    ]);
  });

  it('is refused where callers bring a token: the permission would have no effect', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => tools.grantInvoke(role)).toThrow(
      new Error(
        'Shop/Tools cannot be built:\n' +
          '  - grantInvoke is "on a gateway with CUSTOM_JWT authorization". ' +
          'Allowed: on a gateway whose callers sign with AWS credentials; here the permission would have no effect. ' +
          'Leave it out, or give the gateway InboundAuth.iam().',
      ),
    );
  });
});

it('ToolGateway.identity is the workload identity that the service makes under its id', () => {
  const { stack, tools } = shop();
  expect(tools.identity).toBe(tools.identity);
  const id = { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] };
  expect(stack.resolve(tools.identity.identityName)).toEqual(id);
  tools.identity.grantToken(new iam.Role(stack, 'Backend', { assumedBy: new iam.AccountRootPrincipal() }));
  const directory = ':bedrock-agentcore:eu-central-1:123456789012:workload-identity-directory/default';
  expect(only(Template.fromStack(stack), 'AWS::IAM::Policy').Properties.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'bedrock-agentcore:GetWorkloadAccessToken',
      Resource: [
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, directory]] },
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `${directory}/workload-identity/`, id]] },
      ],
    },
  ]);
});

describe('ToolGateway as a capability', () => {
  const role = (stack: Stack) => new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });

  it('with IAM gives its URL and the permission to invoke exactly this gateway', () => {
    const { stack, tools } = shop();
    const { statements, ...binding } = tools.bind(stack, { role: role(stack) });
    expect(binding).toEqual({ environment: { GATEWAY_TOOLS_URL: tools.gatewayUrl } });
    expect(statements!.map((statement) => stack.resolve(statement.toStatementJson()))).toEqual([
      { Effect: 'Allow', Action: 'bedrock-agentcore:InvokeGateway', Resource: gatewayArn('shop-tools-f74f9c83') },
    ]);
    expect(stack.resolve(tools.gatewayUrl)).toEqual({ 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayUrl'] });
    expect(tools.capabilityName).toBe('Shop/Tools');
  });

  it('with a JWT gives its URL, and needs the token of its own callers passed on', () => {
    const { stack, tools } = shop({ inboundAuth: jwt() });
    expect(tools.bind(stack, { role: role(stack) })).toEqual({
      environment: { GATEWAY_TOOLS_URL: tools.gatewayUrl },
      requestHeaders: ['Authorization'],
      requiredCallerToken: { discoveryUrl: DISCOVERY, clients: ['web'] },
    });
  });

  it('without authorization gives its URL', () => {
    const { stack, tools } = shop({ inboundAuth: InboundAuth.none({ reason: 'demo' }) });
    expect(tools.bind(stack, { role: role(stack) })).toEqual({ environment: { GATEWAY_TOOLS_URL: tools.gatewayUrl } });
  });
});

describe('ToolGateway is refused', () => {
  const refusal = (...problems: string[]) =>
    new Error(['Shop/Tools cannot be built:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));

  it('with everything that is wrong with it in one message', () => {
    const props = {
      inboundAuth: InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY)),
      gatewayName: 'shop_tools',
      description: '',
      instructions: 'x'.repeat(2049),
      detailedErrors: { reason: '' },
      unpermittedTools: { reason: ' ' },
      protocolVersions: [],
    };
    expect(() => shop(props)).toThrow(
      refusal(
        'inboundAuth is "InboundAuth.jwt without audience, client, scope or claim". Allowed: at least one of them, or every token of the issuer would be accepted. Name the clients or audiences in IdentityProvider, or the scopes or claims in InboundAuth.jwt.',
        'gatewayName is "shop_tools". Allowed: 1 to 48 letters, digits and single hyphens between them. Write "shop-tools".',
        'description is "". Allowed: 1 to 200 characters, and it has 0. Leave it out.',
        `instructions is "${'x'.repeat(117)}...". Allowed: 1 to 2048 characters, and it has 2049. Shorten it.`,
        'detailedErrors.reason is "". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
        'unpermittedTools.reason is " ". Allowed: a sentence that a reviewer can judge. Say why the default does not fit here.',
        'protocolVersions is []. Allowed: at least one version of MCP. Leave it out for every version that the gateway speaks.',
      ),
    );
  });

  it('with a name that is known only at deployment, as its role could not name it', () => {
    expect(() => shop({ gatewayName: `tools-${Aws.REGION}` })).toThrow(
      refusal(
        'gatewayName is "tools-<token>". Allowed: 1 to 48 letters, digits and single hyphens between them, known at synth. Write the name out.',
      ),
    );
  });

  it('with an id for a target or a policy that something else has', () => {
    const { tools, refunds, handler } = shopWithRefunds();
    expect(() => tools.permit('Refunds', { tools: refunds.allTools })).toThrow(
      refusal(
        'id is "Refunds". Allowed: an id that nothing else in Shop/Tools has: targets, policies and the parts of the gateway. Choose another one.',
      ),
    );
    expect(() => tools.addLambda('Gateway', { handler, tools: refundTools() })).toThrow(/id is "Gateway"/);
  });
});
