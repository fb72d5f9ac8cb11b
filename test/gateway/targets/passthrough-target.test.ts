import { Duration } from 'aws-cdk-lib';
import { Input } from '../../../lib/cedar';
import {
  ApiKeyPlace,
  GatewayProtocol,
  HttpOperation,
  HttpSchema,
  Outbound,
  PassthroughProtocol,
  Stickiness,
  type PassthroughTargetOptions,
} from '../../../lib/gateway';
import { ApiKeyProvider } from '../../../lib/identity';
import { jwt, synthError } from '../shop';
import { DENIED, grantsIn, httpShop, refusals, targetIn, toolsIn } from './http-shop';

const ORDER = HttpOperation.of('POST', '/orders/{shop}', {
  type: 'object',
  properties: { amount: { type: 'number' }, lines: { type: 'array' } },
  required: ['amount'],
});
const options = (more: Partial<PassthroughTargetOptions> = {}): PassthroughTargetOptions => ({
  endpoint: 'https://partner.example.com',
  protocol: PassthroughProtocol.CUSTOM,
  outbound: Outbound.gatewayRole({ service: 'execute-api' }),
  ...more,
});

describe('PassthroughTarget', () => {
  it('passes requests on to an address, signed for a service', () => {
    const { stack, tools } = httpShop();
    tools.addPassthrough('Partner', options());
    expect(targetIn(stack).Properties).toEqual({
      Name: 'Partner',
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      CredentialProviderConfigurations: [
        {
          CredentialProviderType: 'GATEWAY_IAM_ROLE',
          CredentialProvider: { IamCredentialProvider: { Service: 'execute-api' } },
        },
      ],
      TargetConfiguration: {
        Http: { Passthrough: { Endpoint: 'https://partner.example.com', ProtocolType: 'CUSTOM' } },
      },
    });
  });

  it.each([
    [PassthroughProtocol.MCP, 'MCP'],
    [PassthroughProtocol.A2A, 'A2A'],
    [PassthroughProtocol.INFERENCE, 'INFERENCE'],
    [PassthroughProtocol.of('GRPC'), 'GRPC'],
  ])('speaks %p', (protocol, name) => {
    const { stack, tools } = httpShop();
    tools.addPassthrough('Partner', options({ protocol }));
    expect(targetIn(stack).Properties.TargetConfiguration.Http.Passthrough.ProtocolType).toBe(name);
  });

  it('knows what its schema describes: the fields of the body and the variables of the path', () => {
    const { stack, tools } = httpShop();
    const partner = tools.addPassthrough('Partner', options({ schema: HttpSchema.of(ORDER) }));
    expect(partner.allTools.map(({ fullName }) => fullName)).toEqual(['Partner___POST:/orders/{shop}']);
    expect(toolsIn(stack)).toEqual([
      {
        name: 'POST:/orders/{shop}',
        description: 'POST /orders/{shop}',
        inputSchema: {
          type: 'object',
          properties: { shop: { type: 'string' }, amount: { type: 'number' }, lines: { type: 'array' } },
          required: ['amount'],
        },
      },
    ]);
    const { InlinePayload } = targetIn(stack).Properties.TargetConfiguration.Http.Passthrough.Schema.Source;
    expect(JSON.parse(InlinePayload).paths['/orders/{shop}'].post).toEqual({
      parameters: [{ name: 'shop', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { amount: { type: 'number' }, lines: { type: 'array', items: {} } },
              required: ['amount'],
            },
          },
        },
      },
      responses: { 200: { description: 'OK' } },
    });
  });

  it('is permitted by a variable of its path', () => {
    const { app, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const partner = tools.addPassthrough('Partner', options({ schema: HttpSchema.of(ORDER) }));
    tools.permit('OwnShop', { tools: partner.allTools, when: [Input.of('shop').equalTo('berlin')] });
    expect(() => app.synth()).not.toThrow();
  });

  it('can be permitted as a whole where nothing is known of its requests', () => {
    const { app, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const partner = tools.addPassthrough('Partner', options({ protocol: PassthroughProtocol.A2A }));
    expect(partner.allTools.map(({ isEvery }) => isEvery)).toEqual([true]);
    tools.permit('Anyone', { tools: [partner.everyTool], ignoreFindings: { reason: 'all callers are staff' } });
    expect(() => app.synth()).not.toThrow();
  });

  it('names operations that the service itself describes', () => {
    const { app, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const operations = [
      HttpOperation.of('POST', '/invocations'),
      HttpOperation.of('GET', '/.well-known/agent-card.json'),
    ];
    const partner = tools.addPassthrough('Partner', options({ protocol: PassthroughProtocol.A2A, operations }));
    expect(partner.allTools.map(({ name }) => name)).toEqual(['POST:/invocations', 'GET:/.well-known/agent-card.json']);
    tools.permit('Card', {
      tools: [partner.tool('GET:/.well-known/agent-card.json')],
      ignoreFindings: { reason: 'the card is public' },
    });
    expect(synthError(app)).toContain('No policy permits Partner___POST:/invocations');
  });

  it('keeps a session where it began', () => {
    const { stack, tools } = httpShop();
    tools.addPassthrough('Partner', options({ stickiness: Stickiness.byHeader('x-session-id', Duration.minutes(5)) }));
    expect(targetIn(stack).Properties.TargetConfiguration.Http.Passthrough.StickinessConfiguration).toEqual({
      Identifier: '$context.header.x-session-id',
      Timeout: 300,
    });
  });

  it('says where else the session may be named', () => {
    const { stack, tools } = httpShop();
    tools.addPassthrough('Partner', options({ stickiness: Stickiness.by('$context.header.session') }));
    expect(targetIn(stack).Properties.TargetConfiguration.Http.Passthrough.StickinessConfiguration).toEqual({
      Identifier: '$context.header.session',
    });
  });

  it('brings a key, which the gateway may ask for', () => {
    const { stack, tools } = httpShop();
    const arn =
      'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/apikeycredentialprovider/partner';
    const key = ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Key', { providerArn: arn });
    const place = ApiKeyPlace.header({ name: 'x-api-key' });
    tools.addPassthrough('Partner', options({ outbound: Outbound.apiKey(key, { place }) }));
    expect(targetIn(stack).Properties.CredentialProviderConfigurations).toEqual([
      {
        CredentialProviderType: 'API_KEY',
        CredentialProvider: {
          ApiKeyCredentialProvider: {
            ProviderArn: arn,
            CredentialLocation: 'HEADER',
            CredentialParameterName: 'x-api-key',
          },
        },
      },
    ]);
    expect(grantsIn(stack)).toContainEqual(expect.objectContaining({ Action: 'bedrock-agentcore:GetResourceApiKey' }));
  });

  describe('refuses', () => {
    it.each<{ what: string; more: Partial<PassthroughTargetOptions>; messages: string[] }>([
      {
        what: 'an address without TLS',
        more: { endpoint: 'http://partner.example.com' },
        messages: [
          'endpoint is "http://partner.example.com". Allowed: an https URL of at most 2048 characters without user and ' +
            'password. Write where the target is, and say with outbound how the gateway authorizes its calls.',
        ],
      },
      {
        what: 'a password in the address, without saying it',
        more: { endpoint: 'https://user:secret@partner.example.com' },
        messages: [
          'endpoint is "…@partner.example.com". Allowed: an https URL of at most 2048 characters without user and ' +
            'password. Write where the target is, and say with outbound how the gateway authorizes its calls.',
        ],
      },
      {
        what: 'operations beside a schema',
        more: { schema: HttpSchema.of(ORDER), operations: [ORDER] },
        messages: [
          'operations is "given beside schema". Allowed: one of the two: policies know what the schema says. Leave ' +
            'operations out; of a schema in a bucket, give them to HttpSchema.fromBucket.',
        ],
      },
      {
        what: 'no operation',
        more: { operations: [] },
        messages: [
          'operations is []. Allowed: at least one operation. Leave it out where the operations are not known.',
        ],
      },
      {
        what: 'methods and paths that requests do not have',
        more: { operations: [HttpOperation.of('post', '/a'), HttpOperation.of('FETCH', 'a?b=c')] },
        messages: [
          'operations[0] method is "post". Allowed: GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS. Write "POST".',
          'operations[1] method is "FETCH". Allowed: GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS. Choose one of them.',
          'operations[1] path is "a?b=c". Allowed: / and up to 255 characters of a path, known at synth, without query ' +
            'and fragment. Write the path as callers write it after the name of the target: "/orders/{id}".',
        ],
      },
      {
        what: 'an operation twice',
        more: { operations: [ORDER, ORDER] },
        messages: [
          'operations[1] is "POST:/orders/{shop}". Allowed: each method and path once; operations[0] has it. Remove one ' +
            'of them.',
        ],
      },
      {
        what: 'a session that is named nowhere',
        more: { stickiness: Stickiness.byHeader('x session') },
        messages: [
          'stickiness is "$context.header.x session". Allowed: 1 to 256 characters without spaces. Name the header that ' +
            "carries the session: Stickiness.byHeader('x-session-id').",
        ],
      },
      {
        what: 'a session of two days',
        more: { stickiness: Stickiness.byHeader('x-session', Duration.days(2)) },
        messages: [
          'stickiness timeout is "2 days". Allowed: 1 second to 1 day, in whole seconds. Leave it out to leave it to the ' +
            'service.',
        ],
      },
      {
        what: 'a way out that the service does not accept',
        more: { outbound: Outbound.none({ reason: 'it is public' }) },
        messages: [
          'outbound is "Outbound.none". Allowed: for an HTTP passthrough target: Outbound.gatewayRole, Outbound.oauth, ' +
            'Outbound.callerIam, Outbound.jwtPassthrough, Outbound.apiKey. Choose one of these.',
        ],
      },
    ])('$what', ({ more, messages }) => {
      const { tools } = httpShop();
      expect(refusals(() => tools.addPassthrough('Partner', options(more)))).toEqual(messages);
    });

    it('a gateway for MCP alone', () => {
      const { tools } = httpShop({ protocol: GatewayProtocol.MCP, ...DENIED });
      expect(refusals(() => tools.addPassthrough('Partner', options()))).toEqual([
        'gateway is "for MCP alone, and this is an HTTP passthrough target". Allowed: a gateway with protocol: ' +
          'GatewayProtocol.ANY. Give the gateway that protocol, or make one of its own for targets over HTTP.',
      ]);
    });
  });
});
