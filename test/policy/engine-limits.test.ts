import { App, aws_bedrockagentcore as agentcore, Fn, Stack, Validations } from 'aws-cdk-lib';
import { cedarSchemaFor } from '../../lib/cedar/schema';
import { Cedar } from '../../lib/cedar';
import { ToolGateway, type ToolGatewayProps } from '../../lib/gateway';
import { InboundAuthType } from '../../lib/identity';
import { estimatedSchemaSize } from '../../lib/policy/schema-size';
import { Tool, ToolDefinitions } from '../../lib/tools';
import { ENV, functionIn, jwt, orderTools, synthError } from '../gateway/shop';

const DENIED = { unpermittedTools: { reason: 'the test is about limits' } };
const ENGINE_ARN = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:policy-engine/Shop-a1b2c3d4e5';
const errors = (...problems: string[]) =>
  ['Validation failed with the following errors:', ...problems.map((problem) => `  [${problem}`)].join('\n');
const acknowledgement = (id: string) =>
  ` If it is right as it is: Validations.of(construct).acknowledge({ id: '${id}', reason: '…' }).`;

function gatewayOnEngine(props: ToolGatewayProps = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const policyEngine = new agentcore.PolicyEngine(stack, 'Engine');
  const tools = new ToolGateway(stack, 'Tools', { policyEngine, inboundAuth: jwt(), ...DENIED, ...props });
  return { app, stack, policyEngine, tools };
}

/** A statement of exactly this length, as it is in the code. */
function statementOf(length: number, gatewayArn: string): Cedar {
  const [head, tail] = [
    `permit(principal, action == AgentCore::Action::"Orders___get_order", resource == AgentCore::Gateway::"${gatewayArn}") when { principal.hasTag("`,
    '") };',
  ];
  return Cedar.fromText(`${head}${'x'.repeat(length - head.length - tail.length)}${tail}`);
}

describe('A statement', () => {
  it.each([
    [9_999, true],
    [10_000, true],
    [10_001, false],
  ])('of %d characters, with an ARN that is known, is accepted: %s', (length, accepted) => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: ENV });
    const gatewayArn = 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:gateway/shop-a1b2c3d4e5';
    const tools = ToolGateway.fromGatewayAttributes(stack, 'Tools', {
      gatewayArn,
      policyEngine: agentcore.PolicyEngine.fromPolicyEngineAttributes(stack, 'Engine', { policyEngineArn: ENGINE_ARN }),
      inboundAuthType: InboundAuthType.JWT,
      targets: { Orders: orderTools() },
    });
    tools.addPolicy('Look', statementOf(length, gatewayArn));
    if (accepted) expect(() => app.synth()).not.toThrow();
    else
      expect(synthError(app)).toBe(
        errors(
          'Shop/Tools/Look] line 1, column 1: The statement has 10001 characters; AgentCore takes 35 to 10000. ' +
            'Make several policies of it.',
        ),
      );
  });

  it('is as long as it is with the ARN of its gateway, which is longer than the token for it', () => {
    const { app, stack, tools } = gatewayOnEngine({ gatewayName: 'shop' });
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const arn = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/shop-0123456789';
    const inCode = 10_000 - (arn.length - tools.gatewayArn.length);
    tools.addPolicy('Just', statementOf(inCode, tools.gatewayArn));
    tools.addPolicy('Over', statementOf(inCode + 1, tools.gatewayArn));
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Over] the statement is "about 10001 characters with the ARN of the gateway". ' +
          'Allowed: 35 to 10000 characters. Make several policies of it.',
      ),
    );
  });

  it.each([2, 3])('that names its gateway %d times is as long as it is with the ARN each time', (times) => {
    const { app, stack, tools } = gatewayOnEngine({ gatewayName: 'shop' });
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const more = `resource == AgentCore::Gateway::"${tools.gatewayArn}" && `.repeat(times - 1);
    const deployed = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/shop-0123456789'.length;
    const statement = (length: number) => {
      const [head, tail] = [
        `permit(principal, action, resource == AgentCore::Gateway::"${tools.gatewayArn}") when { ${more}principal.hasTag("`,
        '") };',
      ];
      const known = head.length + tail.length + times * (deployed - tools.gatewayArn.length);
      return Cedar.fromText(`${head}${'x'.repeat(length - known)}${tail}`);
    };
    tools.addPolicy('Just', statement(10_000));
    tools.addPolicy('Over', statement(10_001));
    expect(synthError(app)).toBe(
      errors(
        'Shop/Tools/Over] the statement is "about 10001 characters with the ARN of the gateway". ' +
          'Allowed: 35 to 10000 characters. Make several policies of it.',
      ),
    );
  });

  it('is not refused for tokens that may stand for less', () => {
    const { app, stack, tools } = gatewayOnEngine();
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const tags = Array.from({ length: 10 }, (_, index) => `principal.hasTag("${Fn.importValue(`Tag${index}`)}")`);
    const text = `permit(principal, action, resource is AgentCore::Gateway) when { ${tags.join(' && ')} };`;
    tools.addPolicy('Look', Cedar.fromText(text));
    expect(() => app.synth()).not.toThrow();
  });
});

describe('An engine', () => {
  function withPolicies(count: number) {
    const made = gatewayOnEngine();
    for (let index = 0; index < count; index++) {
      new agentcore.CfnPolicy(made.stack, `Policy${index}`, {
        policyEngineId: made.policyEngine.policyEngineId,
        name: `Policy${index}`,
        definition: { cedar: { statement: 'permit(principal, action, resource is AgentCore::Gateway);' } },
      });
    }
    return made;
  }

  it('holds 1000 policies, however they are made', () => {
    expect(synthError(withPolicies(1001).app)).toBe(
      errors(
        'Shop/Tools] [cdk-agentcore:policies-of-engine] the number of policies on Shop/Engine (Shop/Tools) is 1001. ' +
          'Allowed: at most 1000 on an engine. ' +
          'Name several tools or principals in one policy, or give the gateways engines of their own.' +
          acknowledgement('cdk-agentcore:policies-of-engine'),
      ),
    );
  });

  it('is not refused at the limit, nor where the quota is said to be higher', () => {
    // A template has 500 resources, so the limit is met without synthesizing.
    const atLimit = withPolicies(1000).tools.node.validate();
    const higher = withPolicies(1001).tools;
    Validations.of(higher).acknowledge({ id: 'cdk-agentcore:policies-of-engine', reason: 'the quota is 2000 here' });
    expect([atLimit, higher.node.validate()]).toEqual([[], []]);
  });

  it.each([
    [2000, []],
    [
      2001,
      [
        '[cdk-agentcore:statements-of-gateway] the size of the statements about Shop/Tools is "about 200001 bytes". ' +
          'Allowed: at most 200000 bytes for one gateway. ' +
          'Join policies that differ in a value only, or move tools to another gateway.' +
          acknowledgement('cdk-agentcore:statements-of-gateway'),
      ],
    ],
  ])('holds 200,000 bytes of statements about one gateway, with those that name no tool: %d more', (more, said) => {
    const { stack, policyEngine, tools } = gatewayOnEngine({ gatewayName: 'shop' });
    const second = new ToolGateway(stack, 'Second', { policyEngine, inboundAuth: jwt(), ...DENIED });
    tools.addLambda('Orders', { handler: functionIn(stack), tools: orderTools() });
    const longer =
      'arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/shop-0123456789'.length - tools.gatewayArn.length;
    for (let index = 0; index < 20; index++) {
      tools.addPolicy(`Own${index}`, statementOf(9_900 - longer, tools.gatewayArn));
    }
    const [head, tail] = [
      'permit(principal, action, resource is AgentCore::Gateway) when { principal.hasTag("',
      '") };',
    ];
    second.addPolicy('Any', Cedar.fromText(head + 'x'.repeat(more - head.length - tail.length) + tail));
    expect(tools.node.validate()).toEqual(said);
    expect(second.node.validate()).toEqual([]);
  });

  const wideTools = (count: number, prefix: string) =>
    ToolDefinitions.of(
      ...Array.from({ length: count }, (_, index) => ({
        name: `${prefix}${index}`,
        description: 'Takes a lot',
        inputSchema: {
          type: 'object',
          properties: Object.fromEntries(
            Array.from({ length: 40 }, (__, field) => [`field_${field}`, { type: 'string' }]),
          ),
        },
      })),
    );

  it.each([
    [30, []],
    [
      60,
      [
        '[cdk-agentcore:schema-of-engine] the Cedar schema of the tools of Shop/Tools, Shop/Second is "about 465755 bytes". ' +
          'Allowed: at most 400000 bytes for all gateways of an engine. ' +
          'Give the gateways engines of their own, take out tools or simplify their inputs.' +
          acknowledgement('cdk-agentcore:schema-of-engine'),
      ],
    ],
  ])('holds a schema of 400,000 bytes for the tools of all its gateways: 90 large ones and %d more', (more, said) => {
    const { stack, policyEngine, tools } = gatewayOnEngine();
    const second = new ToolGateway(stack, 'Second', { policyEngine, inboundAuth: jwt(), ...DENIED });
    tools.addLambda('Wide', { handler: functionIn(stack), tools: wideTools(90, 'a') });
    second.addLambda('Wide', { handler: functionIn(stack, 'Other'), tools: wideTools(more, 'b') });
    expect(tools.node.validate()).toEqual(said);
    expect(second.node.validate()).toEqual([]);
  });

  const fields = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, { type: 'string' }]));

  it.each<[string, object, string[]]>([
    ['no field', {}, []],
    ['texts', { a: { type: 'string' }, b: { type: 'string' } }, ['a']],
    ['numbers', { a: { type: 'integer' }, b: { type: 'number' }, c: { type: 'boolean' } }, ['a', 'b']],
    ['a record', { a: { type: 'object', properties: { b: { type: 'string' } } } }, []],
    [
      'records in records',
      {
        a: {
          type: 'object',
          properties: {
            b: { type: 'object', properties: { c: { type: 'object', properties: { d: { type: 'string' } } } } },
          },
        },
      },
      [],
    ],
    ['lists', { a: { type: 'array', items: { type: 'string' } }, b: { type: 'array' } }, []],
    [
      'lists of records',
      { a: { type: 'array', items: { type: 'object', properties: { b: { type: 'number' } } } } },
      [],
    ],
    ['many fields, all optional', fields(40), []],
    ['many fields, all required', fields(40), Object.keys(fields(40))],
    ['records of many optional fields', { a: { type: 'object', properties: fields(40) } }, ['a']],
  ])('has its schema estimated to a tenth: tools with %s', (_, properties, required) => {
    const inputSchema = { type: 'object', properties, required };
    const tools = Array.from(
      { length: 50 },
      (__, index) => new Tool('Target', { name: `tool${index}`, description: 'A tool', inputSchema }),
    );
    const size = JSON.stringify(cedarSchemaFor(tools).json).length;
    expect(Math.abs(estimatedSchemaSize(tools) / size - 1)).toBeLessThan(0.1);
  });
});
