import { App, aws_iam as iam, aws_lambda as lambda, Fn, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Interceptor, ToolGateway, type ToolGatewayProps } from '../../lib/gateway';
import { DependencyGraph } from '../dependency-graph';
import { ENV, functionIn, orderTools, synthError } from './shop';

const GATEWAY = 'AWS::BedrockAgentCore::Gateway';

/** A gateway whose interceptors use the function of its stack. */
function gatewayWith(
  interceptors: (handler: lambda.Function, stack: Stack) => Interceptor[],
  props: ToolGatewayProps = {},
) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const handler = functionIn(stack, 'Interceptor');
  const tools = new ToolGateway(stack, 'Tools', { ...props, interceptors: interceptors(handler, stack) });
  return { app, stack, handler, tools };
}

function configurations(stack: Stack): unknown {
  const [gateway] = Object.values(Template.fromStack(stack).findResources(GATEWAY));
  return gateway.Properties.InterceptorConfigurations;
}

const handlerArn = { 'Fn::GetAtt': ['InterceptorCB26019B', 'Arn'] };

describe('Interceptor', () => {
  it.each<[string, (handler: lambda.IFunction) => Interceptor, object]>([
    [
      'for requests, without their headers',
      (handler) => Interceptor.request(handler),
      { InterceptionPoints: ['REQUEST'], InputConfiguration: { PassRequestHeaders: false } },
    ],
    [
      'for requests, with their headers',
      (handler) => Interceptor.request(handler, { passRequestHeaders: true }),
      { InterceptionPoints: ['REQUEST'], InputConfiguration: { PassRequestHeaders: true } },
    ],
    [
      'for responses, without their bodies',
      (handler) => Interceptor.response(handler, { excludeResponseBody: true }),
      {
        InterceptionPoints: ['RESPONSE'],
        InputConfiguration: { PassRequestHeaders: false, PayloadFilter: { Exclude: [{ Field: 'RESPONSE_BODY' }] } },
      },
    ],
    [
      'for both',
      (handler) => Interceptor.both(handler),
      { InterceptionPoints: ['REQUEST', 'RESPONSE'], InputConfiguration: { PassRequestHeaders: false } },
    ],
  ])('is %s', (_words, make, configuration) => {
    const { stack } = gatewayWith((handler) => [make(handler)]);
    expect(configurations(stack)).toEqual([{ Interceptor: { Lambda: { Arn: handlerArn } }, ...configuration }]);
  });

  it('may be one for requests beside one for responses', () => {
    const { stack } = gatewayWith((handler, scope) => [
      Interceptor.response(functionIn(scope, 'Redact')),
      Interceptor.request(handler),
    ]);
    expect(configurations(stack)).toMatchObject([
      { InterceptionPoints: ['REQUEST'], Interceptor: { Lambda: { Arn: handlerArn } } },
      { InterceptionPoints: ['RESPONSE'] },
    ]);
  });

  it('is nothing on a gateway that has none', () => {
    expect(configurations(gatewayWith(() => []).stack)).toBeUndefined();
  });
});

describe("The gateway's role", () => {
  const invocations = (stack: Stack) =>
    Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
      .flatMap(({ Properties }) => Properties.Policies ?? [])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'lambda:InvokeFunction');

  it('may invoke exactly the function, from before the gateway is there', () => {
    const { stack, app } = gatewayWith((handler) => [Interceptor.request(handler)]);
    expect(invocations(stack)).toEqual([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: handlerArn }]);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toEqual([]);
    expect(DependencyGraph.of(app).waits(/ToolsGateway/, /ToolsRole/)).toBe(true);
  });

  it('may invoke an alias or a version, and not the function at large', () => {
    const { stack } = gatewayWith((handler, scope) => [
      Interceptor.request(new lambda.Alias(scope, 'Live', { aliasName: 'live', version: handler.currentVersion })),
      Interceptor.response(handler.currentVersion),
    ]);
    expect(invocations(stack).map(({ Resource }) => Resource)).toEqual([
      { Ref: expect.stringMatching(/^Live/) },
      { Ref: expect.stringMatching(/^InterceptorCurrentVersion/) },
    ]);
    expect(configurations(stack)).toMatchObject([
      { Interceptor: { Lambda: { Arn: { Ref: expect.stringMatching(/^Live/) } } } },
      { Interceptor: { Lambda: { Arn: { Ref: expect.stringMatching(/^InterceptorCurrentVersion/) } } } },
    ]);
  });

  it('may invoke the function of another stack', () => {
    const app = new App();
    const handler = functionIn(new Stack(app, 'Security', { env: ENV }), 'Interceptor');
    const stack = new Stack(app, 'Shop', { env: ENV });
    new ToolGateway(stack, 'Tools', { interceptors: [Interceptor.request(handler)] });
    const [{ Resource }] = invocations(stack);
    expect(JSON.stringify(Resource)).toMatch(/Fn::ImportValue.*Security:/);
    expect(DependencyGraph.of(app).cycle).toBeUndefined();
  });
});

describe('What an interceptor cannot be', () => {
  const refused = (interceptors: (handler: lambda.Function, stack: Stack) => Interceptor[], problem: string) =>
    expect(() => gatewayWith(interceptors)).toThrow(
      expect.objectContaining({ message: `Shop/Tools cannot be built:\n  - ${problem}` }),
    );

  it('is one of two for requests', () => {
    refused(
      (handler) => [Interceptor.request(handler), Interceptor.both(handler)],
      'interceptors is "2 for requests". Allowed: at most one for requests. Let one function do the work of both.',
    );
  });

  it('is one of two for responses, or the third', () => {
    refused(
      (handler) => [Interceptor.request(handler), Interceptor.response(handler), Interceptor.response(handler)],
      'interceptors is "2 for responses". Allowed: at most one for responses. Let one function do the work of both.',
    );
  });

  it('is one for requests that leaves out responses', () => {
    refused(
      (handler) => [Interceptor.request(handler, { excludeResponseBody: true })],
      'interceptors[0].excludeResponseBody is true. Allowed: false: a request has no response yet. ' +
        'Leave it out, or use Interceptor.response.',
    );
  });

  it('is a function of another region', () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:interceptor';
    refused(
      (_handler, stack) => [Interceptor.request(lambda.Function.fromFunctionArn(stack, 'Elsewhere', arn))],
      'interceptors[0] is "a function in us-east-1". Allowed: a function in eu-central-1, the region of the gateway. ' +
        'Deploy the function there, or the gateway to the region of the function.',
    );
  });

  it('is a function of another account, unless it is acknowledged that this one permits it', () => {
    const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:interceptor';
    const { app, tools } = gatewayWith((_handler, stack) => [
      Interceptor.request(lambda.Function.fromFunctionArn(stack, 'Elsewhere', arn)),
    ]);
    expect(synthError(app)).toContain(
      '[Shop/Tools] [cdk-agentcore:function-of-other-account] interceptors is "a function of account 111122223333". Allowed: a ' +
        "function of the gateway's account, or one whose own policy lets the gateway's role invoke it. Once the role is there, let " +
        'the owners of the function add {"Effect":"Allow","Principal":{"AWS":"<ARN of the role of Shop/Tools>"},' +
        `"Action":"lambda:InvokeFunction","Resource":"${arn}"}.`,
    );
    Validations.of(tools).acknowledge({ id: 'cdk-agentcore:function-of-other-account', reason: 'It does.' });
    expect(() => app.synth()).not.toThrow();
  });

  it('is a function of a region that is known only at deployment', () => {
    const stack = new Stack(new App(), 'Anywhere');
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:interceptor';
    const handler = lambda.Function.fromFunctionArn(stack, 'Elsewhere', arn);
    expect(() => new ToolGateway(stack, 'Tools', { interceptors: [Interceptor.request(handler)] })).not.toThrow();
  });
});

describe('A function that knows its gateway', () => {
  const DENIED = { unpermittedTools: { reason: 'the test is about interceptors' } };

  it('may be permitted to invoke it, and be a tool of it too', () => {
    const { app, tools, handler } = gatewayWith((own) => [Interceptor.request(own)], DENIED);
    tools.grantInvoke(handler);
    tools.addLambda('Orders', { handler, tools: orderTools() });
    const graph = DependencyGraph.of(app);
    expect(graph.cycle).toBeUndefined();
    expect(graph.waits(/ToolsGateway/, /InterceptorCB26019B/)).toBe(true);
  });

  it.each<[string, (given: ReturnType<typeof gatewayWith>) => void, string]>([
    [
      'has its URL',
      ({ handler, tools }) => void handler.addEnvironment('GATEWAY_URL', tools.gatewayUrl),
      'Shop/Interceptor/Resource',
    ],
    [
      'has its URL within a text',
      ({ handler, tools }) => void handler.addEnvironment('URLS', Fn.sub('${Url}?x', { Url: tools.gatewayUrl })),
      'Shop/Interceptor/Resource',
    ],
    [
      'waits for a policy that names it',
      ({ handler, tools }) =>
        handler.addToRolePolicy(new iam.PolicyStatement({ actions: ['a:B'], resources: [tools.gatewayArn] })),
      'Shop/Interceptor/ServiceRole/DefaultPolicy/Resource',
    ],
  ])('is refused where it %s, before CloudFormation does', (_words, know, path) => {
    const given = gatewayWith((own) => [Interceptor.request(own)]);
    know(given);
    expect(synthError(given.app)).toContain(
      `interceptors is "Shop/Interceptor, and ${path} refers to the gateway". Allowed: a function that does not wait for ` +
        'the gateway: CloudFormation makes the function first. Let the code read what it needs of the gateway at run ' +
        'time, for example from an SSM parameter.',
    );
  });

  it('is refused behind an alias too', () => {
    const { app, handler, tools } = gatewayWith((own, scope) => [
      Interceptor.request(new lambda.Alias(scope, 'Live', { aliasName: 'live', version: own.currentVersion })),
    ]);
    handler.addEnvironment('GATEWAY_URL', tools.gatewayUrl);
    expect(synthError(app)).toContain(
      'interceptors is "Shop/Live, and Shop/Interceptor/Resource refers to the gateway"',
    );
  });
});
