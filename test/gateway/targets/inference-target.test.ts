import type { Stack } from 'aws-cdk-lib';
import { Claim, Input } from '../../../lib/cedar';
import { GatewayProtocol, InferenceApi, InferenceProvider, Outbound } from '../../../lib/gateway';
import { ApiKeyProvider } from '../../../lib/identity';
import { jwt, synthError } from '../shop';
import { grantsIn, httpShop, refusals, targetIn, toolsIn } from './http-shop';

const KEY_ARN =
  'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/apikeycredentialprovider/models';
const keyIn = (stack: Stack) => ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Key', { providerArn: KEY_ARN });
const { CHAT_COMPLETIONS, MESSAGES, MODELS, RESPONSES } = InferenceApi;

describe('InferenceTarget', () => {
  it('is models of Bedrock, which the gateway may list and ask', () => {
    const { stack, tools } = httpShop();
    tools.addInference('Bedrock', { provider: InferenceProvider.bedrock() });
    expect(targetIn(stack).Properties).toEqual({
      Name: 'Bedrock',
      GatewayIdentifier: { 'Fn::GetAtt': ['ToolsGateway33D7DE2F', 'GatewayIdentifier'] },
      CredentialProviderConfigurations: [{ CredentialProviderType: 'GATEWAY_IAM_ROLE' }],
      TargetConfiguration: { Inference: { Connector: { Source: { ConnectorId: 'bedrock-mantle' } } } },
    });
    expect(grantsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['bedrock-mantle:ListModels', 'bedrock-mantle:CreateInference'],
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':bedrock-mantle:eu-central-1:123456789012:project/default'],
          ],
        },
      },
    ]);
    expect(targetIn(stack).DependsOn).toEqual(['ToolsRoleGrants494F7647']);
  });

  it.each([
    {
      provider: 'openai' as const,
      place: { CredentialParameterName: 'Authorization', CredentialPrefix: 'Bearer ' },
      apis: ['POST:/v1/chat/completions', 'POST:/v1/responses'],
    },
    { provider: 'anthropic' as const, place: { CredentialParameterName: 'x-api-key' }, apis: ['POST:/v1/messages'] },
  ])('is models of $provider, with the key where it wants it', ({ provider, place, apis }) => {
    const { stack, tools } = httpShop();
    const target = tools.addInference('Models', { provider: InferenceProvider[provider](keyIn(stack)) });
    expect(targetIn(stack).Properties).toMatchObject({
      CredentialProviderConfigurations: [
        {
          CredentialProviderType: 'API_KEY',
          CredentialProvider: {
            ApiKeyCredentialProvider: { ProviderArn: KEY_ARN, CredentialLocation: 'HEADER', ...place },
          },
        },
      ],
      TargetConfiguration: { Inference: { Connector: { Source: { ConnectorId: provider } } } },
    });
    expect(target.allTools.map(({ name }) => name)).toEqual(apis);
    expect(JSON.stringify(grantsIn(stack))).not.toContain('bedrock-mantle');
  });

  it('is permitted by model, and by nothing that was said', () => {
    const { app, stack, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const models = tools.addInference('Bedrock', { provider: InferenceProvider.bedrock() });
    tools.permit('OpenModels', {
      tools: models.allTools,
      when: [Claim.of('team').equalTo('research'), Input.of('model').matches('openai.gpt-oss-*')],
    });
    app.synth();
    expect(toolsIn(stack)).toEqual([
      {
        name: 'POST:/v1/chat/completions',
        description: 'POST /v1/chat/completions',
        inputSchema: { type: 'object', properties: { model: { type: 'string' }, max_tokens: { type: 'integer' } } },
      },
      {
        name: 'POST:/v1/responses',
        description: 'POST /v1/responses',
        inputSchema: { type: 'object', properties: { model: { type: 'string' }, instructions: { type: 'string' } } },
      },
      {
        name: 'POST:/v1/messages',
        description: 'POST /v1/messages',
        inputSchema: { type: 'object', properties: { model: { type: 'string' }, max_tokens: { type: 'integer' } } },
      },
    ]);
  });

  it('refuses a policy on what was said', () => {
    const { app, tools } = httpShop({ inboundAuth: jwt(), unpermittedTools: undefined });
    const provider = InferenceProvider.bedrock({ apis: [CHAT_COMPLETIONS] });
    const models = tools.addInference('Bedrock', { provider });
    tools.permit('Polite', { tools: models.allTools, when: [Input.of('messages').present()] });
    expect(synthError(app)).toContain(
      'Input.of is "messages". Allowed: a field of the input of Bedrock___POST:/v1/chat/completions. Choose one of "model", ' +
        '"max_tokens".',
    );
  });

  it('names the APIs that callers use, also one that this library does not know', () => {
    const { tools } = httpShop();
    const apis = [MESSAGES, MODELS, InferenceApi.of('/v1/embeddings')];
    const models = tools.addInference('Bedrock', { provider: InferenceProvider.bedrock({ apis }) });
    expect(models.allTools.map(({ fullName }) => fullName)).toEqual([
      'Bedrock___POST:/v1/messages',
      'Bedrock___GET:/v1/models',
      'Bedrock___POST:/v1/embeddings',
    ]);
  });

  it('says path by path which models a provider has', () => {
    const { stack, tools } = httpShop();
    const provider = InferenceProvider.custom('https://bedrock-mantle.eu-central-1.api.aws', {
      modelPrefix: {},
      operations: [
        { api: RESPONSES, models: ['openai.gpt-oss-*'] },
        { api: MESSAGES, providerPath: '/anthropic/v1/messages' },
      ],
    });
    tools.addInference('Bedrock', { provider, outbound: Outbound.gatewayRole() });
    expect(targetIn(stack).Properties.TargetConfiguration.Inference.Provider).toEqual({
      Endpoint: 'https://bedrock-mantle.eu-central-1.api.aws',
      ModelMapping: { ProviderPrefix: { Strip: true, Separator: '.' } },
      Operations: [
        { Path: '/v1/responses', Models: [{ Model: 'openai.gpt-oss-*' }] },
        { Path: '/v1/messages', ProviderPath: '/anthropic/v1/messages' },
      ],
    });
    expect(grantsIn(stack)).toEqual([]);
  });

  it('knows nothing of a provider of which nothing is said', () => {
    const { stack, tools } = httpShop();
    const outbound = Outbound.apiKey(keyIn(stack));
    const some = tools.addInference('Some', { provider: InferenceProvider.custom('https://a.example.com'), outbound });
    const other = tools.addInference('Next', { provider: InferenceProvider.connector('next-one'), outbound });
    expect([some, other].flatMap(({ allTools }) => allTools.map(({ isEvery }) => isEvery))).toEqual([true, true]);
  });

  it('may be behind a gateway for MCP alone', () => {
    const { stack, tools } = httpShop({ protocol: GatewayProtocol.MCP });
    tools.addInference('Bedrock', { provider: InferenceProvider.bedrock() });
    expect(targetIn(stack).Properties.Name).toBe('Bedrock');
  });

  describe('refuses', () => {
    it.each([
      {
        what: 'no way in to a provider at an address',
        add: () => ({ provider: InferenceProvider.custom('https://a.example.com') }),
        messages: [
          'outbound is missing. Allowed: for an inference target: Outbound.gatewayRole, Outbound.apiKey. Say how the ' +
            "gateway authorizes its calls; if not at all, Outbound.none({ reason: '…' }).",
        ],
      },
      {
        what: 'a role where a key is needed',
        add: (stack: Stack) => ({
          provider: InferenceProvider.openai(keyIn(stack)),
          outbound: Outbound.gatewayRole(),
        }),
        messages: [
          'outbound is "Outbound.gatewayRole". Allowed: for models of OpenAI: Outbound.apiKey. Choose one of these.',
        ],
      },
      {
        what: 'no API',
        add: () => ({ provider: InferenceProvider.bedrock({ apis: [] }) }),
        messages: ['provider apis is []. Allowed: at least one API. Leave it out for all that the provider has.'],
      },
      {
        what: 'an API twice',
        add: () => ({ provider: InferenceProvider.bedrock({ apis: [MESSAGES, MESSAGES] }) }),
        messages: [
          'provider apis[1] is "POST:/v1/messages". Allowed: each method and path once; provider apis[0] has it. Remove ' +
            'one of them.',
        ],
      },
      {
        what: 'addresses, paths and models that the service does not take',
        add: () => ({
          outbound: Outbound.gatewayRole(),
          provider: InferenceProvider.custom('api.example.com', {
            modelPrefix: { separator: '::' },
            operations: [
              { api: MODELS },
              { api: InferenceApi.of('/v1/{model}'), providerPath: 'v1', models: [] },
              { api: MESSAGES, models: ['claude opus'] },
            ],
          }),
        }),
        messages: [
          'provider endpoint is "api.example.com". Allowed: an https URL of at most 2048 characters without user and ' +
            'password. Write where the target is, and say with outbound how the gateway authorizes its calls.',
          'provider operations[0] api is "GET /v1/models". Allowed: an API that is called with POST. Leave it out: the ' +
            'gateway itself lists the models of its targets.',
          'provider operations[1] api path is "/v1/{model}". Allowed: / and up to 255 letters, digits, -, ., _ and /. ' +
            'Write it like "/v1/chat/completions".',
          'provider operations[1] providerPath is "v1". Allowed: / and up to 255 letters, digits, -, ., _ and /. Write it ' +
            'like "/v1/chat/completions".',
          'provider operations[1] models is 0. Allowed: 1 to 100. Leave it out.',
          'provider operations[2] models[0] is "claude opus". Allowed: 1 to 256 letters, digits, -, ., _ and @, with / ' +
            'between parts, and * or ? for what may be there. Write the id of the model as the provider has it.',
          'provider modelPrefix separator is "::". Allowed: one character. Leave it out for ".".',
        ],
      },
      {
        what: 'more operations than ten',
        add: () => ({
          outbound: Outbound.gatewayRole(),
          provider: InferenceProvider.custom('https://a.example.com', {
            operations: Array.from({ length: 11 }, (_, index) => ({ api: InferenceApi.of(`/v1/a${index}`) })),
          }),
        }),
        messages: ['provider operations is 11. Allowed: 1 to 10. Make more targets of it.'],
      },
    ])('$what', ({ add, messages }) => {
      const { stack, tools } = httpShop();
      expect(refusals(() => tools.addInference('Models', add(stack)))).toEqual(messages);
    });
  });
});
