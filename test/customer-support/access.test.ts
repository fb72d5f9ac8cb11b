/** Who may touch the table of the reference app, from its template: per tool, on keys, and nobody else. */
import { statementsOf, synthesize, type Template } from '../judges/reference-app';

/** A resource by its logical id without the hash. */
interface Resource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
type Statement = Omit<ReturnType<typeof statementsOf>[number], 'at'>;

const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

let template: Template;
let resources: Record<string, Resource>;
beforeAll(() => {
  ({ template } = synthesize({}));
  resources = Object.fromEntries(
    Object.entries(template.Resources).map(([id, { Type, Properties }]) => [
      withoutHash(id),
      { type: Type, properties: { ...Properties } },
    ]),
  );
}, 60_000);

const idsOf = (type: string) => Object.keys(resources).filter((id) => resources[id].type === type);
const referenced = (value: unknown) => {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return withoutHash(Ref ?? attribute![0]);
};

/** All statements of a role: its own, and those of the policies that are attached to it. */
function statementsOfRole(role: string): Statement[] {
  return statementsOf(template)
    .filter(({ at }) => {
      const { Roles } = resources[withoutHash(at)].properties as { Roles?: unknown[] };
      return withoutHash(at) === role || Roles?.some((attached) => referenced(attached) === role);
    })
    .map(({ at: _at, ...statement }) => statement);
}

/** Whether a statement reaches an action of DynamoDB, by its name, by a wildcard or by what it leaves out. */
function reachesDynamoDb(statement: object): boolean {
  const { Action } = statement as { Action?: string | string[] };
  return Action === undefined || [Action].flat().some((action) => /^dynamodb:|^[^:]*[*?]/i.test(action));
}

const on = (items: string) => ({
  Effect: 'Allow',
  Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Shop[0-9A-F]{8}$/), 'Arn'] },
  Condition: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [items] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
});

describe('access to the table', () => {
  it('is per tool, on the keys that the tool is about; the lookups cannot write', () => {
    const access = idsOf('AWS::IAM::Role').map(
      (role) => [role, statementsOfRole(role).filter(reachesDynamoDb)] as const,
    );
    expect(Object.fromEntries(access)).toEqual({
      OrdersFunctionRole: [{ ...on('ORDER#*'), Action: 'dynamodb:GetItem' }],
      CustomersFunctionRole: [{ ...on('CUSTOMER#*'), Action: 'dynamodb:Query' }],
      RefundsFunctionRole: [{ ...on('ORDER#*'), Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'] }],
      // The agent, its gateway, its memory, and what keeps its logs: nothing.
      SupportRole: [],
      ToolsRole: [],
      MemoryRole: [],
      AgentCoreCustomResourceRole: [],
    });
  });

  it('is that of one function each', () => {
    const roles = idsOf('AWS::Lambda::Function').map((id) => [id, referenced(resources[id].properties.Role)]);
    expect(Object.fromEntries(roles)).toMatchObject({
      OrdersFunction: 'OrdersFunctionRole',
      CustomersFunction: 'CustomersFunctionRole',
      RefundsFunction: 'RefundsFunctionRole',
    });
    expect(new Set(roles.map(([, role]) => role)).size).toBe(roles.length);
  });

  it('comes from nowhere else: no managed policy, no policy of the table, no user', () => {
    const managed = idsOf('AWS::IAM::Role').filter((id) => 'ManagedPolicyArns' in resources[id].properties);
    expect(managed).toEqual([]);
    expect(
      ['AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::User', 'AWS::IAM::Group'].flatMap(idsOf),
    ).toEqual([]);
    expect(idsOf('AWS::DynamoDB::GlobalTable')).toEqual(['Shop']);
    expect(JSON.stringify(resources.Shop.properties)).not.toContain('ResourcePolicy');
  });

  it('is looked for in every statement of the template', () => {
    expect(idsOf('AWS::IAM::Role').flatMap(statementsOfRole)).toHaveLength(statementsOf(template).length);
  });
});
