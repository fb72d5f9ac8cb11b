import { aws_bedrockagentcore as agentcore, Duration, Lazy, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GatewayProtocol, ListingMode, McpServer, Outbound, type ToolGatewayProps } from '../../lib/gateway';
import { TARGET_KINDS } from '../../lib/gateway/targets/target-kind';
import { IdentityProvider, InboundAuth } from '../../lib/identity';
import { PrivateEndpoint } from '../../lib/network';
import { DISCOVERY, shop } from './shop';
import { AnyTarget } from './targets/any-target';

const DENIED = { unpermittedTools: { reason: 'the test is about gateways' } };
const refusal = (...problems: string[]) =>
  new Error(['Shop/Tools cannot be built:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));

function gatewayOf(stack: Stack): any {
  const [gateway] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Gateway'));
  return gateway.Properties;
}
const mcp = (props: ToolGatewayProps) => gatewayOf(shop(props).stack).ProtocolConfiguration.Mcp;

describe('A gateway for MCP', () => {
  it('keeps no sessions, answers at once, and lists tools in pages, unless it is told otherwise', () => {
    expect(mcp({})).toEqual({
      SearchType: 'SEMANTIC',
      SupportedVersions: ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26'],
    });
    expect(mcp({ responseStreaming: false, paginatedToolList: true })).toEqual(mcp({}));
  });

  it.each<[string, ToolGatewayProps, object]>([
    ['sessions', { sessionTimeout: Duration.hours(2) }, { SessionConfiguration: { SessionTimeoutInSeconds: 7200 } }],
    ['streams', { responseStreaming: true }, { StreamingConfiguration: { EnableResponseStreaming: true } }],
    ['one page', { paginatedToolList: false }, { DisableMcpListToolsPagination: true }],
  ])('can be told of %s', (_, props, rendered) => expect(mcp(props)).toEqual({ ...mcp({}), ...rendered }));

  it.each([Duration.minutes(15), Duration.hours(8), Duration.seconds(Lazy.number({ produce: () => 900 }))])(
    'keeps sessions for %s',
    (sessionTimeout) => expect(() => shop({ sessionTimeout })).not.toThrow(),
  );

  it.each([
    [Duration.seconds(899), '14 minutes 59 seconds'],
    [Duration.seconds(28_801), '8 hours 1 second'],
    [Duration.millis(1_000_500), '16 minutes 40 seconds'],
  ])('refuses sessions of %s', (sessionTimeout, said) => {
    expect(() => shop({ sessionTimeout })).toThrow(
      refusal(
        `sessionTimeout is "${said}". Allowed: 15 minutes to 8 hours, in whole seconds. Leave it out for no sessions.`,
      ),
    );
  });

  it.each(['runtime', 'passthrough'] as const)('has no target of the kind %s', (kind) => {
    const { stack, tools } = shop(DENIED);
    const target = { gateway: tools, kind: TARGET_KINDS[kind], outbound: Outbound.gatewayRole() };
    expect(() => new AnyTarget(stack, 'Target', target)).toThrow(
      new Error(
        `Shop/Target cannot be built:\n  - gateway is "for MCP alone, and this is ${TARGET_KINDS[kind].inWords}". Allowed: a gateway with protocol: GatewayProtocol.ANY. Give the gateway that protocol, or make one of its own for targets over HTTP.`,
      ),
    );
  });
});

describe('A gateway for any protocol', () => {
  it('has no protocol of its own', () => {
    const { stack, tools } = shop({ protocol: GatewayProtocol.ANY });
    expect(tools.protocol).toBe('ANY');
    expect(gatewayOf(stack)).not.toHaveProperty('ProtocolType');
    expect(gatewayOf(stack)).not.toHaveProperty('ProtocolConfiguration');
  });

  it('takes MCP servers too, and their lists as they are asked for: it does not search by meaning', () => {
    const { tools } = shop({ ...DENIED, protocol: GatewayProtocol.ANY });
    const options = { server: McpServer.url('https://mcp.example.com'), listingMode: ListingMode.DYNAMIC };
    expect(() => tools.addMcpServer('Docs', { ...options, outbound: Outbound.none({ reason: 'open' }) })).not.toThrow();
  });

  it('takes nothing that is about MCP', () => {
    const props = {
      protocol: GatewayProtocol.ANY,
      instructions: 'Ask first.',
      protocolVersions: [agentcore.MCPProtocolVersion.MCP_2025_06_18],
      semanticSearch: false,
      sessionTimeout: Duration.hours(1),
      responseStreaming: true,
      paginatedToolList: false,
    };
    let message = '';
    try {
      shop(props);
    } catch (error) {
      ({ message } = error as Error);
    }
    const lines = message.split('\n').slice(1);
    expect(lines.map((line) => /- (\w+) is/.exec(line)?.[1])).toEqual(Object.keys(props).slice(1));
    expect(lines[0]).toBe(
      '  - instructions is "Ask first.". Allowed: only on a gateway for MCP alone. Leave it out, or make a gateway of its own for the MCP targets.',
    );
  });
});

describe('The ways into a gateway', () => {
  it('authenticates only, with a reason that stands in the template', () => {
    const inboundAuth = InboundAuth.authenticateOnly({ reason: 'the runtime behind it decides' });
    const { stack } = shop({ inboundAuth });
    expect(gatewayOf(stack)).toMatchObject({ AuthorizerType: 'AUTHENTICATE_ONLY' });
    expect(gatewayOf(stack)).not.toHaveProperty('AuthorizerConfiguration');
    const [gateway] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::Gateway'));
    expect(gateway.Metadata['cdk-agentcore:justifications']).toEqual({
      'InboundAuth.authenticateOnly': 'the runtime behind it decides',
    });
  });

  it('advertises scopes by the names that the issuer gives them, and reaches an issuer in a VPC', () => {
    const { stack } = shop({
      inboundAuth: InboundAuth.jwt(IdentityProvider.oidc(DISCOVERY), {
        scopes: ['read'],
        advertisedScopes: { read: 'api://shop/read' },
        privateEndpoint: PrivateEndpoint.resourceConfiguration('rcfg-0123456789abcdefg'),
      }),
    });
    expect(gatewayOf(stack).AuthorizerConfiguration).toEqual({
      CustomJWTAuthorizer: {
        DiscoveryUrl: DISCOVERY,
        AllowedScopes: ['read'],
        AdvertisedScopeMapping: { read: 'api://shop/read' },
        PrivateEndpoint: {
          SelfManagedLatticeResource: { ResourceConfigurationIdentifier: 'rcfg-0123456789abcdefg' },
        },
      },
    });
  });
});
