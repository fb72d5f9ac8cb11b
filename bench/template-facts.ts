/** What a template holds, counted: resources, IAM statements, wildcards. */

export interface Resource {
  readonly Type: string;
  readonly Properties?: any;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Value: unknown }>;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** One action on any resource. */
export interface BareStar {
  readonly role: string;
  readonly action: string;
  /** Why there is no narrower one, if there is a reason. */
  readonly why?: string;
}

/** Actions whose API has no resource level. @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const NO_RESOURCE_LEVEL: Record<string, string> = {
  'xray:PutTraceSegments': 'X-Ray has no resource level for writing traces',
  'xray:PutTelemetryRecords': 'X-Ray has no resource level for writing traces',
};

/** Each statement that grants something, with the logical id of its role. */
export function statementsOf({ Resources }: Template): { readonly role: string; readonly statement: Statement }[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type === 'AWS::IAM::Role') return inRole(id, Properties.Policies ?? []);
    if (Type !== 'AWS::IAM::Policy') return [];
    return (Properties.Roles as { Ref: string }[]).flatMap(({ Ref }) => inRole(Ref, [Properties]));
  });
}

function inRole(role: string, policies: readonly { PolicyDocument: { Statement: Statement[] } }[]) {
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map((statement) => ({ role, statement })));
}

/** The logical ids of everything that CloudFormation creates before this resource. */
export function createdBefore(template: Template, id: string, found = new Set<string>()): Set<string> {
  const { Properties, DependsOn = [] } = template.Resources[id];
  for (const other of [...DependsOn, ...referredTo(Properties)]) {
    if (!(other in template.Resources) || found.has(other)) continue;
    found.add(other);
    createdBefore(template, other, found);
  }
  return found;
}

function referredTo(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Ref' in value) return [String(value.Ref)];
  if ('Fn::GetAtt' in value) return [(value['Fn::GetAtt'] as string[])[0]];
  return Object.values(value).flatMap(referredTo);
}

export function managedPolicies({ Resources }: Template): string[] {
  return Object.values(Resources).flatMap(({ Properties }) =>
    [...JSON.stringify(Properties?.ManagedPolicyArns ?? []).matchAll(/policy\/(?:[\w-]+\/)*([\w-]+)/g)].map(
      ([, name]) => name,
    ),
  );
}

export function wildcardActions(template: Template): string[] {
  return statementsOf(template).flatMap(({ statement }) =>
    [statement.Action].flat().filter((action) => /[*?]/.test(action)),
  );
}

export function bareStars(template: Template): BareStar[] {
  return statementsOf(template)
    .filter(({ statement }) => [statement.Resource].flat().includes('*'))
    .flatMap(({ role, statement }) =>
      [statement.Action].flat().map((action) => ({ role, action, why: NO_RESOURCE_LEVEL[action] })),
    );
}

export function resourceCounts({ Resources }: Template): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(Resources)) counts[Type] = (counts[Type] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort());
}
