import type { PrincipalKind } from '../../lib/cedar/cedar-gateway';
import { cedarSchemaFor } from '../../lib/cedar/schema';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import { GATEWAY_ARN, getOrder, processRefund, tool } from './shop';

function statement(action: string, condition: string): string {
  return `permit(principal is AgentCore::OAuthUser, ${action}, resource == AgentCore::Gateway::"${GATEWAY_ARN}") when { ${condition} };`;
}

function causes(tools: ReturnType<typeof tool>[], text: string): string[] {
  return verifyStatement(text, { arn: GATEWAY_ARN, tools, principals: 'OAuthUser' }).map(({ cause }) => cause);
}

describe('the Cedar schema of a gateway', () => {
  const namespace = cedarSchemaFor([processRefund, getOrder]).json.AgentCore;

  it('has an action for each tool, in the group of its target, which is in CallTool and Mcp', () => {
    expect(namespace.actions['Refunds___process_refund'].memberOf).toEqual([{ id: 'Refunds' }]);
    expect(namespace.actions['Refunds'].memberOf).toEqual([{ id: 'CallTool' }]);
    expect(namespace.actions['CallTool'].memberOf).toEqual([{ id: 'Mcp' }]);
    expect(Object.keys(namespace.actions).sort()).toEqual([
      'CallTool',
      'Mcp',
      'Orders',
      'Orders___get_order',
      'Refunds',
      'Refunds___process_refund',
    ]);
  });

  it('knows users with claims as text, and roles without', () => {
    expect(namespace.entityTypes.OAuthUser).toMatchObject({ tags: { name: 'String' } });
    expect(namespace.entityTypes.IamEntity).not.toHaveProperty('tags');
  });

  it('knows callers who do not authenticate, of whom there is nothing to ask, whoever calls the gateway', () => {
    expect(namespace.entityTypes.UnauthenticatedUser).not.toHaveProperty('tags');
    expect(namespace.entityTypes.UnauthenticatedUser).not.toHaveProperty('shape.attributes.id');
    const principalTypes = (...kinds: PrincipalKind[]) =>
      cedarSchemaFor([getOrder], kinds).json.AgentCore.actions['Orders___get_order'].appliesTo!.principalTypes;
    expect(principalTypes('OAuthUser')).toEqual(['OAuthUser', 'UnauthenticatedUser']);
    expect(principalTypes('IamEntity')).toEqual(['IamEntity', 'UnauthenticatedUser']);
    expect(principalTypes('UnauthenticatedUser')).toEqual(['UnauthenticatedUser']);
  });

  it('maps the types of JSON Schema to those of Cedar', () => {
    const input = Object.values(namespace.commonTypes!).find(
      (type) => 'attributes' in type && 'amount' in type.attributes,
    );
    expect(input).toMatchObject({
      attributes: {
        order_id: { name: 'String' },
        amount: { name: 'decimal' },
        parcels: { name: 'Long', required: false },
        gift: { name: 'Bool', required: false },
        labels: { type: 'Set', element: { name: 'String' } },
      },
    });
  });

  it('is made once for the same tools, and anew for others', () => {
    expect(cedarSchemaFor([processRefund])).toBe(
      cedarSchemaFor([
        tool('Refunds', 'process_refund', processRefund.definition.inputSchema.properties, ['order_id', 'amount']),
      ]),
    );
    expect(cedarSchemaFor([processRefund]).key).not.toBe(cedarSchemaFor([getOrder]).key);
  });

  it('takes hyphens and leading digits in the names of targets, tools and fields', () => {
    const fedex = tool(
      'parcel-service',
      '2nd-day-quote',
      { 'ship-to': { type: 'string' }, '3d': { type: 'boolean' } },
      ['ship-to', '3d'],
    );
    const action = 'action == AgentCore::Action::"parcel-service___2nd-day-quote"';
    expect(causes([fedex], statement(action, 'context.input["ship-to"] == "Bern" && context.input["3d"]'))).toEqual([]);
    expect(
      causes([fedex], statement('action in AgentCore::Action::"parcel-service"', 'principal.hasTag("scope")')),
    ).toEqual([]);
    expect(causes([fedex], statement(action, 'context.input["ship-to"] == 3'))).toHaveLength(1);
  });

  it('keeps apart fields whose names meet when they are joined', () => {
    const nested = { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] };
    const odd = tool(
      'T',
      'odd',
      {
        a: { type: 'object', properties: { b: nested }, required: ['b'] },
        a_b: { ...nested, properties: { x: { type: 'integer' } } },
      },
      ['a', 'a_b'],
    );
    expect(
      causes(
        [odd],
        statement('action == AgentCore::Action::"T___odd"', 'context.input.a.b.x == "1" && context.input.a_b.x == 1'),
      ),
    ).toEqual([]);
  });

  it('takes targets with the names of anything else', () => {
    const tools = ['t1', 'constructor', 'toString'].map((target) =>
      tool(target, 'get', { a: { type: 'string' } }, ['a']),
    );
    for (const { targetName } of tools) {
      const group = `action in AgentCore::Action::"${targetName}"`;
      expect(causes(tools, statement(group, 'principal.hasTag("scope")'))).toEqual([]);
      const one = `action == AgentCore::Action::"${targetName}___get"`;
      expect(causes(tools, statement(one, 'context.input.a == "x"'))).toEqual([]);
    }
  });

  it('has the time of the request', () => {
    const office = 'context.system.now.toTime() >= duration("9h")';
    expect(causes([getOrder], statement('action == AgentCore::Action::"Orders___get_order"', office))).toEqual([]);
  });

  it('reads words that are reserved in Cedar as names of fields', () => {
    const search = tool('T', 'search', { in: { type: 'string' }, if: { type: 'string' } }, ['in']);
    expect(
      causes([search], statement('action == AgentCore::Action::"T___search"', 'context.input["in"] == "x"')),
    ).toEqual([]);
  });

  it('says which tools it cannot describe', () => {
    const wrong = tool('T', 'wrong', { a: { type: 'text' } });
    expect(
      causes([wrong], statement('action == AgentCore::Action::"T___wrong"', 'true && principal.hasTag("x")')),
    ).toEqual([expect.stringMatching(/^The tools of the gateway have no Cedar schema: .+/)]);
  });
});
