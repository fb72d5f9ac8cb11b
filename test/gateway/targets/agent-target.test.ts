import { aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Claim, Input } from '../../../lib/cedar';
import { GatewayProtocol, HttpOperation, HttpSchema, Outbound } from '../../../lib/gateway';
import { InboundAuth } from '../../../lib/identity';
import type { Agent } from '../../../lib/runtime';
import { agentIn, staff } from '../../runtime/shop-with-agents';
import { jwt, synthError } from '../shop';
import { DENIED, grantsIn, httpShop, refusals, targetIn, toolsIn } from './http-shop';

const BODY = {
  type: 'object',
  properties: { prompt: { type: 'string' }, budget: { type: 'integer' } },
  required: ['prompt'],
};
const schema = () => HttpSchema.of(HttpOperation.of('POST', '/invocations', BODY));

describe('AgentTarget', () => {
  it('is the runtime of the agent, called with the role of the gateway', () => {
    const { stack, tools } = httpShop();
    const agent = agentIn(stack);
    tools.addAgent('Claims', { agent, description: 'Answers questions' });
    expect(targetIn(stack).Properties).toEqual({
      Name: 'Claims',
      Description: 'Answers questions',
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      CredentialProviderConfigurations: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
      TargetConfiguration: {
        Http: { AgentcoreRuntime: { Arn: stack.resolve(agent.agentArn) } },
      },
    });
  });

  it('lets the gateway invoke exactly this agent', () => {
    const { stack, tools } = httpShop();
    const agent = agentIn(stack);
    tools.addAgent('Claims', { agent });
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'bedrock-agentcore:InvokeAgentRuntime',
        Resource: agent.invocationArns.map((arn) => stack.resolve(arn) as unknown),
      },
    ]);
    expect(targetIn(stack).DependsOn).toEqual(['ToolsRoleGrants494F7647']);
  });

  it('is one action, whatever the agent speaks', () => {
    const { stack, tools } = httpShop();
    const claims = tools.addAgent('Claims', { agent: agentIn(stack), qualifier: 'live' });
    expect(claims.invocation.fullName).toBe('Claims___POST:/invocations');
    expect(claims.allTools).toEqual([claims.invocation]);
    expect(targetIn(stack).Properties.TargetConfiguration.Http.AgentcoreRuntime.Qualifier).toBe('live');
    expect(toolsIn(stack)).toEqual([
      { name: 'POST:/invocations', description: 'POST /invocations', inputSchema: { type: 'object', properties: {} } },
    ]);
  });

  it('is permitted by a claim and by a field of the request, which the gateway is told of', () => {
    const { app, stack, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const claims = tools.addAgent('Claims', { agent: agentIn(stack), schema: schema() });
    tools.permit('AdjustersUpTo500', {
      tools: [claims.invocation],
      when: [Claim.of('role').equalTo('adjuster'), Input.of('budget').lessThan(500)],
    });
    app.synth();
    const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Policy'));
    const [head, , tail] = (policy as any).Properties.Definition.Cedar.Statement['Fn::Join'][1] as string[];
    expect(head).toContain('action == AgentCore::Action::"Claims___POST:/invocations",');
    expect(tail).toContain('context.input has budget &&\n  context.input.budget < 500');
    const { Schema } = targetIn(stack).Properties.TargetConfiguration.Http.AgentcoreRuntime;
    expect(JSON.parse(Schema.Source.InlinePayload)).toEqual({
      openapi: '3.0.3',
      info: { title: 'Target', version: '1' },
      paths: {
        '/invocations': {
          post: {
            requestBody: { required: true, content: { 'application/json': { schema: BODY } } },
            responses: { 200: { description: 'OK' } },
          },
        },
      },
    });
  });

  it('is refused a policy on a field that its schema does not have', () => {
    const { app, stack, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const claims = tools.addAgent('Claims', { agent: agentIn(stack), schema: schema() });
    tools.permit('Cheap', { tools: [claims.invocation], when: [Input.of('buget').lessThan(5)] });
    expect(synthError(app)).toContain('Did you mean "budget"?');
  });

  it('is denied where nobody permits it', () => {
    const { app, stack, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    tools.addAgent('Claims', { agent: agentIn(stack) });
    expect(synthError(app)).toContain('No policy permits Claims___POST:/invocations, so every call of it is denied.');
  });

  it('may read its schema from a bucket', () => {
    const { stack, tools } = httpShop();
    const bucket = s3.Bucket.fromBucketName(stack, 'Schemas', 'schemas');
    tools.addAgent('Claims', { agent: agentIn(stack), schema: HttpSchema.fromBucket(bucket, 'claims.yaml') });
    expect(targetIn(stack).Properties.TargetConfiguration.Http.AgentcoreRuntime.Schema).toEqual({
      Source: { S3: { Uri: 's3://schemas/claims.yaml' } },
    });
    expect(grantsIn(stack)[1]).toEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::schemas/claims.yaml']] },
    });
  });

  describe('whose callers bring a token', () => {
    it('gets the token of the caller, and the gateway no permission', () => {
      const { stack, tools } = httpShop({ inboundAuth: staff() });
      const agent = agentIn(stack, 'Support', { inboundAuth: staff() });
      tools.addAgent('Claims', { agent, outbound: Outbound.jwtPassthrough() });
      expect(targetIn(stack).Properties.CredentialProviderConfigurations).toEqual([
        { CredentialProviderType: 'JWT_PASSTHROUGH' },
      ]);
      expect(grantsIn(stack)).toEqual([]);
    });

    it('has no way in that is right for all', () => {
      const { stack, tools } = httpShop({ inboundAuth: staff() });
      const agent = agentIn(stack, 'Support', { inboundAuth: staff() });
      expect(refusals(() => tools.addAgent('Claims', { agent }))).toEqual([
        'outbound is missing. Allowed: for an agent whose callers bring a token: Outbound.oauth, Outbound.jwtPassthrough. ' +
          "Say how the gateway authorizes its calls; if not at all, Outbound.none({ reason: '…' }).",
      ]);
    });

    it('is not called with AWS credentials', () => {
      const { stack, tools } = httpShop({ inboundAuth: staff() });
      const agent = agentIn(stack, 'Support', { inboundAuth: staff() });
      expect(refusals(() => tools.addAgent('Claims', { agent, outbound: Outbound.gatewayRole() }))).toEqual([
        'outbound is "Outbound.gatewayRole". Allowed: for an agent whose callers bring a token: Outbound.oauth, ' +
          'Outbound.jwtPassthrough. Choose one of these.',
      ]);
    });
  });

  describe('refuses', () => {
    const outbound = Outbound.jwtPassthrough();

    it.each([
      {
        what: 'a token for an agent that AWS credentials call',
        options: { outbound },
        message:
          'outbound is "Outbound.jwtPassthrough". Allowed: for an agent that AWS credentials call: ' +
          'Outbound.gatewayRole, Outbound.callerIam. Choose one of these.',
      },
      {
        what: 'a name that no endpoint has',
        options: { qualifier: 'live-1' },
        message:
          'qualifier is "live-1". Allowed: the name of an endpoint (a letter, then up to 47 letters, digits and _), or ' +
          'a version from 1 to 99999. Leave it out for DEFAULT.',
      },
      {
        what: 'a schema of something else',
        options: { schema: HttpSchema.of(HttpOperation.of('POST', '/chat')) },
        message:
          'schema is "with POST:/chat". Allowed: a description of POST:/invocations, the one way to an agent through a ' +
          "gateway. Describe it: HttpSchema.of(HttpOperation.of('POST', '/invocations', {…})).",
      },
    ])('$what', ({ options, message }) => {
      const { stack, tools } = httpShop();
      expect(refusals(() => tools.addAgent('Claims', { agent: agentIn(stack), ...options }))).toEqual([message]);
    });

    it('a gateway for MCP alone', () => {
      const { stack, tools } = httpShop({ protocol: GatewayProtocol.MCP, ...DENIED });
      expect(refusals(() => tools.addAgent('Claims', { agent: agentIn(stack) }))).toEqual([
        'gateway is "for MCP alone, and this is an agent that AWS credentials call". Allowed: a gateway with protocol: ' +
          'GatewayProtocol.ANY. Give the gateway that protocol, or make one of its own for targets over HTTP.',
      ]);
    });
  });

  it('takes the credentials of callers that sign', () => {
    const { stack, tools } = httpShop({ inboundAuth: InboundAuth.iam() });
    const agent: Agent = agentIn(stack);
    tools.addAgent('Claims', { agent, outbound: Outbound.callerIam(), passes: { requestHeaders: ['x-team'] } });
    const { CredentialProviderConfigurations, MetadataConfiguration } = targetIn(stack).Properties;
    expect(CredentialProviderConfigurations).toEqual([{ CredentialProviderType: 'CALLER_IAM_CREDENTIALS' }]);
    expect(MetadataConfiguration).toEqual({ AllowedRequestHeaders: ['x-team'] });
    expect(grantsIn(stack)).toEqual([]);
  });
});
