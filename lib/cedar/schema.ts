/** The Cedar schema of a gateway's tools, as AgentCore makes it: the types against which statements are checked. */
import { createHash } from 'node:crypto';
import type { ActionType, NamespaceDefinition, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { JsonSchema } from '../tools/json-schema';
import type { Tool } from '../tools/tool';
import { inputSchemaOf, type PrincipalKind } from './cedar-gateway';
import { schemaGenerator } from './engine';
import { KeptAnswers } from './kept-answers';

/** A schema in Cedar's JSON form. */
export interface CedarSchema {
  /** Empty where there is an error. */
  readonly json: SchemaJson<string>;
  /** What the generator said of tools it cannot describe. */
  readonly error?: string;
  /** The same for the same tools: the key by which verifications are remembered. */
  readonly key: string;
}

/** The namespace of everything in AgentCore's policies. */
export const NAMESPACE = 'AgentCore';

const cache = new KeptAnswers<CedarSchema>(500);
/** By the list itself, because a hash of hundreds of tools for each of hundreds of policies takes seconds. */
const ofList = new WeakMap<readonly Tool[], Map<string, CedarSchema>>();

/**
 * The schema of these tools, for the principals that can call them; generated once per tool set and process.
 * @param tools a list that does not change
 */
export function cedarSchemaFor(
  tools: readonly Tool[],
  principals: readonly PrincipalKind[] = ['OAuthUser', 'IamEntity'],
): CedarSchema {
  const byPrincipals = ofList.get(tools) ?? new Map<string, CedarSchema>();
  ofList.set(tools, byPrincipals);
  let schema = byPrincipals.get(principals.join());
  if (!schema) byPrincipals.set(principals.join(), (schema = schemaOfSet(tools, principals)));
  return schema;
}

function schemaOfSet(tools: readonly Tool[], principals: readonly PrincipalKind[]): CedarSchema {
  const inputs = tools.map((tool) => [tool.targetName, tool.name, inputSchemaOf(tool)]);
  const key = createHash('sha256')
    .update(JSON.stringify([principals, inputs]))
    .digest('hex');
  return cache.of(key, () => new GeneratedSchema(key, tools, principals));
}

type Generated = Omit<CedarSchema, 'key'>;

/** Generated when it is read: of hundreds of tools it takes a second, and most statements are about a few of them. */
class GeneratedSchema implements CedarSchema {
  private generated?: Generated;

  constructor(
    readonly key: string,
    private readonly tools: readonly Tool[],
    private readonly principals: readonly PrincipalKind[],
  ) {}

  get json(): SchemaJson<string> {
    return this.answer.json;
  }

  get error(): string | undefined {
    return this.answer.error;
  }

  private get answer(): Generated {
    return (this.generated ??= generate(this.tools, this.principals));
  }
}

function generate(tools: readonly Tool[], principals: readonly PrincipalKind[]): Generated {
  const names = new Aliases();
  const described = tools.map((tool, index) => ({
    name: `t${index}`,
    description: '',
    inputSchema: withAliases(inputSchemaOf(tool), names),
  }));
  const answer = JSON.parse(
    schemaGenerator().generateSchema(
      withoutTools(principals),
      JSON.stringify(described),
      JSON.stringify({ objectsAsRecords: true, numbersAsDecimal: true, flattenNamespaces: true }),
    ),
  ) as { schemaJson: string | null; error: string | null };
  if (answer.schemaJson === null) return { json: {}, error: answer.error ?? 'the schema generator gave no reason' };
  const json = JSON.parse(answer.schemaJson) as SchemaJson<string>;
  return { json: { [NAMESPACE]: restored(json[NAMESPACE], tools, names) } };
}

/**
 * What is there besides the tools. All kinds of principal are known, so that a statement about the wrong one can be told
 * from a misspelt one; only those that can call are asked about. Callers who do not authenticate always are: the service
 * holds every statement about any principal against them too, who have no attributes and no tags.
 */
function withoutTools(principals: readonly PrincipalKind[]): string {
  const called = (kind: PrincipalKind) => (principals.includes(kind) ? '@mcp_principal ' : '');
  return `namespace ${NAMESPACE} {
    ${called('OAuthUser')}entity OAuthUser = { id: String } tags String;
    ${called('IamEntity')}entity IamEntity = { id: String };
    @mcp_principal entity UnauthenticatedUser;
    @mcp_resource entity Gateway;
    @mcp_context("system") type SystemContext = { now: datetime };
    action "Mcp";
    @mcp_action action "CallTool" in ["Mcp"];
  }`;
}

/**
 * Stand-ins for the names of fields. The generator parses names as identifiers (a hyphen is an unexpected token), and joins
 * nested ones with underscores, where `a_b` and `a` in `b` would meet; the gateway knows neither limit.
 */
class Aliases {
  private readonly names: string[] = [];
  private readonly indexes = new Map<string, number>();

  of(name: string): string {
    let index = this.indexes.get(name);
    if (index === undefined) this.indexes.set(name, (index = this.names.push(name) - 1));
    return `f${index}`;
  }

  name(alias: string): string {
    return this.names[Number(alias.slice(1))];
  }
}

function withAliases(schema: JsonSchema, names: Aliases): JsonSchema {
  const { type, properties, required, items } = schema;
  return {
    type,
    ...(items && { items: withAliases(items, names) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [names.of(name), withAliases(field, names)]),
      ),
    }),
    ...(Array.isArray(required) && { required: required.map((name) => names.of(String(name))) }),
  };
}

function restored(namespace: NamespaceDefinition<string>, tools: readonly Tool[], names: Aliases): typeof namespace {
  for (const [name, type] of Object.entries(namespace.commonTypes ?? {})) {
    if (name === 'SystemContext' || !('attributes' in type)) continue;
    type.attributes = Object.fromEntries(
      Object.entries(type.attributes).map(([alias, attribute]) => [names.name(alias), attribute]),
    );
  }
  const { CallTool, Mcp, ...generated } = namespace.actions;
  // The generator knows nothing of targets; for AgentCore each is a group of actions.
  const group = { appliesTo: { principalTypes: [], resourceTypes: [] }, memberOf: [{ id: 'CallTool' }] };
  const actions = Object.fromEntries<ActionType<string>>([
    ...tools.map(({ targetName }): [string, ActionType<string>] => [targetName, group]),
    ...tools.map(({ targetName, fullName }, index): [string, ActionType<string>] => [
      fullName,
      { ...generated[`t${index}`], memberOf: [{ id: targetName }] },
    ]),
  ]);
  return { ...namespace, actions: { ...actions, CallTool, Mcp } };
}
