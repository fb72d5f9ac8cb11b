import { App, SecretValue, Validations } from 'aws-cdk-lib';
import {
  GatewayProtocol,
  InferenceProvider,
  McpServer,
  Outbound,
  PassthroughProtocol,
  type ToolGateway,
  type ToolTarget,
} from '../../lib/gateway';
import { addressFindings } from '../../lib/gateway/plain-secrets';
import { TARGET_KINDS } from '../../lib/gateway/targets/target-kind';
import { OAuthProvider } from '../../lib/identity';
import { jwt, shop, synthError } from './shop';
import { AnyTarget } from './targets/any-target';

const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };
const open = Outbound.none({ reason: 'a public catalogue' });

describe('A parameter for a token endpoint', () => {
  const build = (name: string, value: string) => {
    const { stack, tools } = shop({ ...DENIED, inboundAuth: jwt() });
    const provider = OAuthProvider.fromOAuthProviderAttributes(stack, 'Crm', {
      providerArn:
        'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/oauth2credentialprovider/crm',
    });
    const outbound = Outbound.oauth(provider, { parameters: { [name]: value } });
    return new AnyTarget(stack, 'Target', { gateway: tools, kind: TARGET_KINDS.openApi, outbound });
  };

  it.each(['client_secret', 'client_assertion', 'password', 'refresh_token', 'Client_Secret'])(
    'named %s is refused, without its value',
    (name) => {
      expect(() => build(name, 'hunter2')).toThrow(
        new Error(
          'Shop/Target cannot be built:\n' +
            `  - outbound parameters ${name} is "given". Allowed: parameters that are no secret, as they stand in the template. ` +
            'Leave it out: what proves who the client is belongs to the OAuthProvider, as its clientSecret or its clientAuthentication.',
        ),
      );
    },
  );

  it('is not told where it is too long either', () => {
    expect(() => build('client_secret', 'hunter2'.repeat(1000))).not.toThrow(/hunter2/);
  });

  it.each(['audience', 'resource', 'organization', 'requested_token_use'])('named %s is passed on', (name) => {
    expect(() => build(name, 'api://crm')).not.toThrow();
  });
});

describe('An address of a target', () => {
  const withQuery = 'https://example.com/v1?team=shop&api_key=hunter2';
  const WAYS: Record<string, { add: (tools: ToolGateway, address?: string) => ToolTarget; about: string }> = {
    'an MCP server': {
      add: (tools, address = withQuery) =>
        tools.addMcpServer('Target', { server: McpServer.url(address), outbound: open }),
      about: 'server',
    },
    'an HTTP service': {
      add: (tools, endpoint = withQuery) =>
        tools.addPassthrough('Target', {
          endpoint,
          protocol: PassthroughProtocol.CUSTOM,
          outbound: Outbound.gatewayRole(),
        }),
      about: 'endpoint',
    },
    models: {
      add: (tools, endpoint = withQuery) =>
        tools.addInference('Target', {
          provider: InferenceProvider.custom(endpoint),
          outbound: Outbound.gatewayRole(),
        }),
      about: 'provider endpoint',
    },
  };

  it.each(Object.entries(WAYS))('of %s with a secret fails the synth, without its value', (_, { add, about }) => {
    const app = new App();
    const { tools } = shop({ ...DENIED, protocol: GatewayProtocol.ANY }, app);
    add(tools);
    const error = synthError(app);
    expect(error).toContain(
      `[cdk-agentcore:secret-in-address] ${about} is "an address with api_key in its query". ` +
        'Allowed: an address without a secret: it stands in the template, and whoever may look at the target sees it. ' +
        'Make an ApiKeyProvider, and write Outbound.apiKey(provider, { place: ApiKeyPlace.query("api_key") }). If it is right as it is:',
    );
    expect(error).not.toContain('hunter2');
  });

  it.each(Object.entries(WAYS))('of %s that is refused is told without its secret', (_, { add, about }) => {
    const { tools } = shop({ ...DENIED, protocol: GatewayProtocol.ANY });
    expect(() => add(tools, withQuery.replace('https', 'http'))).toThrow(
      `${about} is "http://example.com/v1?team=…&api_key=…". Allowed: an https URL`,
    );
  });

  it('with one may be acknowledged', () => {
    const app = new App();
    const { tools } = shop(DENIED, app);
    const target = tools.addMcpServer('Target', { server: McpServer.url(withQuery), outbound: open });
    Validations.of(target).acknowledge({ id: 'cdk-agentcore:secret-in-address', reason: 'the key of the public demo' });
    expect(() => app.synth()).not.toThrow();
  });

  const named = (address: string) => addressFindings('server', address).map(({ value }) => value);
  it.each([
    'key',
    'apikey',
    'apiKey',
    'api-key',
    'subscription-key',
    'token',
    'access_token',
    'sig',
    'signature',
    'X-Amz-Signature',
    'client_secret',
    'password',
    'code',
  ])('has a secret in %s', (name) => {
    expect(named(`https://example.com/?${name}=hunter2`)).toEqual([`an address with ${name} in its query`]);
  });

  it.each(['sort_key', 'tokenizer', 'design', 'countryCode', 'author', 'qualifier'])('has none in %s', (name) => {
    expect(named(`https://example.com/?${name}=x`)).toEqual([]);
  });

  it('has none in its path, in its fragment, and in a parameter without a value', () => {
    expect(named('https://example.com/token=x/mcp?token=&sig#?key=x')).toEqual([]);
  });

  it('has one too where Secrets Manager fills it in: the target then holds it', () => {
    expect(named(`https://example.com/?token=${SecretValue.secretsManager('mcp').unsafeUnwrap()}`)).toEqual([
      'an address with token in its query',
    ]);
  });
});
