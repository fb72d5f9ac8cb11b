import { CfnCondition, Fn, Stack, aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { policySetOf, type PolicySet } from '../../lib/assembly/policy-set';
import { readAgentSystem, readTemplates } from '../../lib/assembly/read-agent-system';
import { RequestSearch } from '../../lib/cedar/proof/find-request';
import { inlineFunction, lambdaTarget, plainGateway, policy, synthesizedStack, target } from './synthesized';

const PAY = 'AgentCore::Action::"Refund___pay"';

interface Fixture {
  readonly stack: Stack;
  readonly engine: agentcore.CfnPolicyEngine;
  readonly gateway: agentcore.CfnGateway;
}

/** The gateway `Shop/Tools` with the tools `Refund___list` and `Refund___pay`, and what is added. */
function tools(build: (fixture: Fixture) => void, props: Partial<agentcore.CfnGatewayProps> = {}): PolicySet {
  const directory = synthesizedStack((stack) => {
    const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'engine' });
    const gateway = plainGateway(stack, 'Tools', {
      policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
      ...props,
    });
    lambdaTarget(stack, 'Refund', gateway, 'list', 'pay');
    build({ stack, engine, gateway });
  });
  const system = readAgentSystem(directory);
  return policySetOf(
    system.gateways.find(({ name }) => name === 'Shop/Tools')!,
    system,
  );
}

function permitAt(resource: string): string {
  return `permit(principal, action == ${PAY}, ${resource});`;
}

describe('the policy set of a gateway', () => {
  it('has the tools with their inputs, and who can call', () => {
    const { gateway } = tools(() => undefined);
    expect(gateway.tools.map(({ fullName, definition }) => [fullName, definition.inputSchema])).toEqual([
      ['Refund___list', { type: 'object', properties: { amount: { type: 'integer' } } }],
      ['Refund___pay', { type: 'object', properties: { amount: { type: 'integer' } } }],
    ]);
    expect(gateway.principals).toBe('IamEntity');
  });

  it.each([
    ['CUSTOM_JWT', 'OAuthUser'],
    ['AUTHENTICATE_ONLY', 'IamEntity'],
    ['AWS_IAM', 'IamEntity'],
    ['NONE', 'UnauthenticatedUser'],
  ])('with the authorization %s is called by %s', (authorizerType, principals) => {
    expect(tools(() => undefined, { authorizerType }).gateway.principals).toBe(principals);
  });

  it('has the policies of its engine with effect, enforcement and intent', () => {
    const { policies, unsure } = tools(({ stack, engine, gateway }) => {
      const resource = `resource == AgentCore::Gateway::"${gateway.attrGatewayArn}"`;
      policy(stack, 'Pay', engine, `@intent("Everybody\n  pays")\n${permitAt(resource)}`, { description: 'Pays.' });
      policy(stack, 'NotMuch', engine, `forbid(principal, action, ${resource}) when { context.input.amount > 9 };`, {
        enforcementMode: 'LOG_ONLY',
        description: 'Nobody pays more than 9.',
      });
      const other = new agentcore.CfnPolicyEngine(stack, 'Other', { name: 'other' });
      policy(stack, 'Elsewhere', other, permitAt(resource));
    });
    expect(policies.map(({ name, effect, enforcement, intent }) => [name, effect, enforcement, intent])).toEqual([
      ['Shop/NotMuch', 'forbid', 'LOG_ONLY', 'Nobody pays more than 9.'],
      ['Shop/Pay', 'permit', 'ACTIVE', 'Everybody pays'],
    ]);
    expect(unsure).toEqual([]);
  });

  describe('where statements name the gateway', () => {
    const names: [string, (gateway: agentcore.CfnGateway) => string][] = [
      ['by its ARN', (gateway) => gateway.attrGatewayArn],
      ['by its id', (gateway) => `arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/${gateway.ref}`],
      ['by the ARN of a deployment', () => 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/tools-0123456789'],
    ];
    it.each(names)('%s, in the scope and in conditions, is one text', (_, name) => {
      const set = tools(({ stack, engine, gateway }) => {
        const named = `AgentCore::Gateway::"${name(gateway)}"`;
        policy(stack, 'Scope', engine, permitAt(`resource == ${named}`));
        const condition = permitAt('resource is AgentCore::Gateway').replace(';', ` when { resource == ${named} };`);
        policy(stack, 'Condition', engine, condition);
      });
      expect(set.gateway.arn).toBe('<Shop.Tools.GatewayArn>');
      const statements = Object.fromEntries(set.policies.map((each) => [each.name, each.text]));
      const search = new RequestSearch(statements, set.gateway.tools[1], set.gateway);
      expect(search.find({ all: [{ applies: 'Shop/Scope' }, { applies: 'Shop/Condition' }] }).request).toBeDefined();
    });

    it('leaves out what is about another gateway of the engine, and leaves its name in conditions', () => {
      const { policies } = tools(({ stack, engine }) => {
        const second = plainGateway(stack, 'Second');
        const named = `AgentCore::Gateway::"${second.attrGatewayArn}"`;
        policy(stack, 'Scope', engine, permitAt(`resource == ${named}`));
        policy(
          stack,
          'Condition',
          engine,
          `forbid(principal, action, resource is AgentCore::Gateway) when { resource == ${named} };`,
        );
      });
      expect(policies.map(({ name, text }) => [name, text.includes('<Shop.Second.GatewayArn>')])).toEqual([
        ['Shop/Condition', true],
      ]);
    });
  });

  it('says what the template does not tell', () => {
    const { policies, unsure, gateway } = tools(({ stack, engine, gateway: own }) => {
      target(stack, 'Docs', own, { mcpServer: { endpoint: 'https://mcp.example.com' } });
      policy(stack, 'Prose', engine, 'Everyone may pay.');
      const search = 'permit(principal, action == AgentCore::Action::"Docs___search", resource is AgentCore::Gateway);';
      policy(stack, 'Search', engine, search).cfnOptions.condition = new CfnCondition(stack, 'IsProd', {
        expression: Fn.conditionEquals(stack.region, 'eu-west-1'),
      });
      policy(stack, 'Imported', engine, permitAt(`resource == AgentCore::Gateway::"${Fn.importValue('Arn')}"`));
    });
    expect(unsure).toEqual([
      'the tools of target Docs are not known: the server lists them itself',
      'Shop/Imported: whether it is about this gateway is not known',
      'Shop/Prose: its statement cannot be read',
      "Shop/Search: the template's condition IsProd deploys it",
    ]);
    expect(policies.map(({ name }) => name)).toEqual(['Shop/Imported', 'Shop/Search']);
    expect(gateway.tools.map(({ fullName }) => fullName)).toEqual([
      'Docs___search',
      'Docs___*',
      'Refund___list',
      'Refund___pay',
    ]);
  });

  it('is the same of a template without a folder', () => {
    const stack = new Stack(undefined, 'Shop');
    const gateway = new agentcore.Gateway(stack, 'Tools', { gatewayName: 'tools' });
    gateway.addLambdaTarget('Refund', {
      gatewayTargetName: 'Refund',
      lambdaFunction: inlineFunction(stack, 'Handler'),
      toolSchema: agentcore.ToolSchema.fromInline([
        {
          name: 'pay',
          description: 'Pays.',
          inputSchema: {
            type: agentcore.SchemaDefinitionType.OBJECT,
            required: ['Type'],
            properties: {
              Type: { type: agentcore.SchemaDefinitionType.STRING, description: 'Which.' },
              labels: {
                type: agentcore.SchemaDefinitionType.ARRAY,
                items: { type: agentcore.SchemaDefinitionType.STRING },
              },
            },
          },
        },
      ]),
    });
    const system = readTemplates({ Shop: Template.fromStack(stack).toJSON() });
    const set = policySetOf(system.gateways[0], system);
    expect(set.gateway.tools.map(({ fullName, definition }) => [fullName, definition.inputSchema])).toEqual([
      [
        'Refund___pay',
        {
          type: 'object',
          required: ['Type'],
          properties: {
            Type: { type: 'string', description: 'Which.' },
            labels: { type: 'array', items: { type: 'string' } },
          },
        },
      ],
    ]);
  });
});
