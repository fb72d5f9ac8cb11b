/** The system that a template describes, without the words that its author was free to choose. */
import { createHash } from 'node:crypto';
import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { statementsOf, type Resource, type Template } from './template-facts';

/** A resource whose references say the type of what they refer to, in place of its logical id. */
export interface DescribedResource {
  readonly type: string;
  readonly [part: string]: unknown;
}

export interface System {
  /** In an order that depends on nothing but their content. */
  readonly resources: readonly DescribedResource[];
  readonly outputs: Record<string, unknown>;
  /** The same for two templates whose resources also refer to each other in the same way. */
  readonly fingerprints: readonly string[];
}

/** A name is what it names, wherever it occurs: also in ARNs of policies. */
const NAMES: Record<string, readonly string[]> = {
  'AWS::BedrockAgentCore::Gateway': ['Name'],
  'AWS::BedrockAgentCore::Memory': ['Name'],
  'AWS::BedrockAgentCore::Policy': ['Name'],
  'AWS::BedrockAgentCore::PolicyEngine': ['Name'],
  'AWS::BedrockAgentCore::Runtime': ['AgentRuntimeName'],
  'AWS::Logs::DeliveryDestination': ['Name'],
  'AWS::Logs::DeliverySource': ['Name'],
};

/** Text for people, in resources where nothing depends on it. */
const DESCRIBED = ['AWS::BedrockAgentCore::PolicyEngine', 'AWS::IAM::Role'];

export function systemOf(template: Template): System {
  const names = namesIn(template);
  const describe = (label: (id: string) => string) => {
    const plain = (value: unknown): unknown => plainValue(value, template, names, label);
    return Object.entries(template.Resources)
      .filter(([, { Type }]) => Type !== 'AWS::IAM::Policy')
      .map(([id, resource]) => ({ id, described: described(id, resource, template, plain) }));
  };
  const typeOf = (id: string) => template.Resources[id].Type;
  const outputs = Object.entries(template.Outputs ?? {}).map(
    ([id, { Value }]) => [id, plainValue(Value, template, names, typeOf)] as const,
  );
  const referrers = new Map<string, string[]>();
  for (const { id, described } of describe((other) => `#${other}`)) {
    for (const [, other] of text(described).matchAll(/<#(\w+)/g))
      referrers.set(other, [...(referrers.get(other) ?? []), id]);
  }
  // Each round tells apart what refers to, or is referred to by, different things; after a few, nothing changes.
  let colours = new Map(Object.keys(template.Resources).map((id) => [id, typeOf(id)]));
  for (let round = 0; round < 6; round++) {
    const next = describe((id) => colours.get(id)!).map(({ id, described }) => {
      const from = (referrers.get(id) ?? []).map((other) => colours.get(other)!).sort(compare);
      return [id, hash([described, from])] as const;
    });
    colours = new Map([...colours, ...next]);
  }
  const resources = describe(typeOf);
  return {
    resources: resources.map(({ described }) => described).sort((a, b) => compare(text(a), text(b))),
    outputs: Object.fromEntries(outputs),
    fingerprints: resources.map(({ id, described }) => `${described.type} ${colours.get(id)}`).sort(compare),
  };
}

function described(
  id: string,
  { Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy }: Resource,
  template: Template,
  plain: (value: unknown) => unknown,
): DescribedResource {
  const { Description, ...properties } = Properties as Record<string, unknown>;
  const kept = { DeletionPolicy, UpdateReplacePolicy };
  if (Type === 'AWS::IAM::Role') {
    const { Policies: _, ...role } = properties;
    const statements = statementsOf(template).filter((each) => each.role === id);
    return {
      type: Type,
      ...kept,
      role: plain(role),
      may: permissions(statements.map(({ statement }) => plain(statement))),
    };
  }
  if (Type === 'AWS::BedrockAgentCore::Policy') {
    const { Definition, ...written } = plain(properties) as { Definition: { Cedar: { Statement: string } } };
    const cedar = policyToJson(Definition.Cedar.Statement);
    // Written or not, it is what a new policy is.
    const policy = { EnforcementMode: 'ACTIVE', ...written };
    return { type: Type, ...kept, policy, cedar: cedar.type === 'success' ? cedar.json : cedar.errors };
  }
  const description = DESCRIBED.includes(Type) ? {} : { Description };
  return { type: Type, ...kept, properties: plain({ ...properties, ...description }) };
}

/** One line for each action on each resource, however they are grouped into statements. */
function permissions(statements: readonly unknown[]): string[] {
  const lines = (statements as { Effect: string; Action: string[]; Resource: string[]; Condition?: unknown }[]).flatMap(
    ({ Effect, Action, Resource, Condition }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => {
          const condition = Condition === undefined ? '' : ` if ${text(Condition)}`;
          return `${Effect} ${action} on ${resource}${condition}`;
        }),
      ),
  );
  return [...new Set(lines)].sort(compare);
}

function plainValue(
  value: unknown,
  template: Template,
  names: readonly (readonly [string, string])[],
  label: (id: string) => string,
): unknown {
  const plain = (inner: unknown): unknown => plainValue(inner, template, names, label);
  if (typeof value === 'string') return named(value, names);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0) {
    if (key === 'Ref') return template.Resources[argument] ? `<${label(argument)}>` : pseudo(argument);
    if (key === 'Fn::GetAtt') return `<${label(argument[0])}.${argument[1]}>`;
    if (key === 'Fn::Sub' && typeof argument === 'string') {
      return argument.replaceAll(/\$\{([\w:]+)\}/g, (_, name: string) => pseudo(name));
    }
    // Joined again after the names are replaced, so that the parts may be cut differently.
    if (key === 'Fn::Join') return named((argument[1].map(plain) as string[]).join(argument[0]), names);
  }
  return Object.fromEntries(
    Object.entries(value)
      // The L2 writes an empty lifecycle where nothing is said of it.
      .filter(([name, inner]) => inner !== undefined && !(name === 'LifecycleConfiguration' && text(inner) === '{}'))
      .sort(([a], [b]) => compare(a, b))
      .map(([name, inner]) => [name, plain(inner)]),
  );
}

/** The L2 writes the suffix of AWS's own partition where the reference stack takes it from the deployment. */
function pseudo(name: string): string {
  return name === 'AWS::URLSuffix' ? 'amazonaws.com' : `<${name}>`;
}

/** The code of both is the same, but its hash is made in two ways. */
function named(value: string, names: readonly (readonly [string, string])[]): string {
  const replaced = names.reduce((text, [name, what]) => text.replaceAll(name, what), value);
  return replaced.replaceAll(/\b[0-9a-f]{64}\.zip\b/g, '<code>.zip');
}

/** Longest first, because one name may begin like another. */
function namesIn({ Resources }: Template): (readonly [string, string])[] {
  return Object.values(Resources)
    .flatMap(({ Type, Properties }) =>
      (NAMES[Type] ?? []).map((prop) => [String(Properties[prop]), nameOf(Type)] as const),
    )
    .sort(([a], [b]) => b.length - a.length || compare(a, b));
}

function nameOf(type: string): string {
  return type.startsWith('AWS::Logs::Delivery') ? '<name of the delivery>' : `<name of ${type}>`;
}

function hash(value: unknown): string {
  return createHash('sha256').update(text(value)).digest('hex');
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
