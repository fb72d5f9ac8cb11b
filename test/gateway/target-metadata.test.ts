import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiKeyPlace, Outbound, type PassedMetadata } from '../../lib/gateway';
import { metadataProblems } from '../../lib/gateway/target-metadata';
import { TARGET_KINDS } from '../../lib/gateway/targets/target-kind';
import { ApiKeyProvider } from '../../lib/identity';
import { sentence } from '../../lib/core/refusal';
import { shop } from './shop';
import { AnyTarget } from './targets/any-target';

const DENIED = { unpermittedTools: { reason: 'the test is about targets' } };

function passing(passes: PassedMetadata, outbound?: (stack: Stack) => Outbound): any {
  const { stack, tools } = shop(DENIED);
  const way = outbound?.(stack) ?? Outbound.none({ reason: 'open' });
  new AnyTarget(stack, 'Crm', { gateway: tools, kind: TARGET_KINDS.openApi, passes, outbound: way });
  const [target] = Object.values(Template.fromStack(stack).findResources('AWS::BedrockAgentCore::GatewayTarget'));
  return target.Properties.MetadataConfiguration;
}

describe('What a gateway passes on', () => {
  it('is what is named, in either direction', () => {
    expect(
      passing({ requestHeaders: ['X-Tenant'], queryParameters: ['version'], responseHeaders: ['X-Rate-Limit'] }),
    ).toEqual({
      AllowedRequestHeaders: ['X-Tenant'],
      AllowedQueryParameters: ['version'],
      AllowedResponseHeaders: ['X-Rate-Limit'],
    });
  });

  it.each([{}, { requestHeaders: [] }])('is nothing with %j: the service accepts no empty list', (passes) => {
    expect(passing(passes)).toBeUndefined();
  });

  it('may be known at deployment only', () => {
    expect(metadataProblems({ requestHeaders: [`X-${Aws.REGION}`] })).toEqual([]);
  });

  it.each([
    ['a header of 100 characters', { requestHeaders: ['x'.repeat(100)] }],
    ['a parameter of 40 characters', { queryParameters: ['x'.repeat(40)] }],
    ['ten of each', { requestHeaders: names(10), queryParameters: names(10), responseHeaders: names(10) }],
    [
      'a header of AWS that is for applications',
      { requestHeaders: ['X-Amzn-Bedrock-AgentCore-Runtime-Custom-Tenant'] },
    ],
    ['parameters that differ in their case', { queryParameters: ['id', 'ID'] }],
    ['the session of MCP', { requestHeaders: ['Mcp-Session-Id'], responseHeaders: ['Mcp-Session-Id'] }],
  ])('can be %s', (_, passes) => expect(metadataProblems(passes)).toEqual([]));

  it.each(['requestHeaders', 'responseHeaders'])('is not the session in %s where the gateway keeps it', (list) => {
    const { stack, tools } = shop({ ...DENIED, sessionTimeout: Duration.hours(1) });
    const add = () =>
      new AnyTarget(stack, 'Crm', {
        gateway: tools,
        kind: TARGET_KINDS.mcpServer,
        passes: { [list]: ['Mcp-Session-Id'] },
        outbound: Outbound.none({ reason: 'open' }),
      });
    expect(add).toThrow(
      `Shop/Crm cannot be built:\n  - passes.${list}[0] is "Mcp-Session-Id". Allowed: any other header: a gateway that keeps ` +
        'sessions passes their ids on by itself. Remove it, or leave sessionTimeout of the gateway out.',
    );
  });

  const FORM = 'a header of 1 to 100 letters, digits, - and _';
  const OWN = 'Send it as a header of your own, such as X-Shop-….';
  it.each<[PassedMetadata, string]>([
    [
      { requestHeaders: names(11) },
      'passes.requestHeaders is 11. Allowed: at most 10. Pass on only what the target reads.',
    ],
    [
      { requestHeaders: ['authorization'] },
      'passes.requestHeaders[0] is "authorization". Allowed: any other header: this one is for the gateway itself. Say with outbound how the gateway authorizes its calls.',
    ],
    [
      { requestHeaders: ['Cookie'] },
      `passes.requestHeaders[0] is "Cookie". Allowed: headers that HTTP itself does not use. ${OWN}`,
    ],
    [
      { responseHeaders: ['Set-Cookie'] },
      `passes.responseHeaders[0] is "Set-Cookie". Allowed: headers that HTTP itself does not use. ${OWN}`,
    ],
    [
      { requestHeaders: ['X-Amzn-Trace-Id'] },
      `passes.requestHeaders[0] is "X-Amzn-Trace-Id". Allowed: no X-Amzn-… but X-Amzn-Bedrock-AgentCore-Runtime-Custom-…. ${OWN}`,
    ],
    [
      { requestHeaders: ['X-Tenant: acme'] },
      `passes.requestHeaders[0] is "X-Tenant: acme". Allowed: ${FORM}. Write the name alone, without a value.`,
    ],
    [
      { responseHeaders: [''] },
      `passes.responseHeaders[0] is "". Allowed: ${FORM}. Write the name alone, without a value.`,
    ],
    [
      { requestHeaders: ['X-Tenant', 'x-tenant'] },
      'passes.requestHeaders[1] is "x-tenant". Allowed: each name once. Remove it.',
    ],
    [
      { queryParameters: ['x'.repeat(41)] },
      `passes.queryParameters[0] is "${'x'.repeat(41)}". Allowed: 1 to 40 characters. Write the name alone, without a value.`,
    ],
  ])('cannot be %j', (passes, message) => {
    expect(metadataProblems(passes).map(sentence)).toEqual([message]);
  });

  it.each([
    [
      ApiKeyPlace.header({ name: 'X-Api-Key' }),
      { requestHeaders: ['x-api-key'] },
      'requestHeaders[0] is "x-api-key". Allowed: any other header',
    ],
    [
      ApiKeyPlace.query('key'),
      { queryParameters: ['key'] },
      'queryParameters[0] is "key". Allowed: any other parameter',
    ],
  ])('is not what carries the API key', (place, passes, said) => {
    const providerArn =
      'arn:aws:bedrock-agentcore:eu-central-1:123456789012:token-vault/default/apikeycredentialprovider/crm';
    const outbound = (stack: Stack) =>
      Outbound.apiKey(ApiKeyProvider.fromApiKeyProviderAttributes(stack, 'Key', { providerArn }), { place });
    expect(() => passing(passes, outbound)).toThrow(
      `Shop/Crm cannot be built:\n  - passes.${said}: this one carries the API key of the target. Remove it.`,
    );
    expect(metadataProblems(passes)).toEqual([]);
  });
});

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `name-${index}`);
}
