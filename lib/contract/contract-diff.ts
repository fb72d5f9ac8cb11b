/** What a new contract of a gateway means for those who use it: what breaks their agents, and what models are told anew. */
import { fieldsOf, type JsonSchema, type SchemaField } from '../tools/json-schema';
import type { ToolDefinition } from '../tools/tool-definition';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { UNKNOWN_TOOLS, type ContractDocument } from './contract-document';

/**
 * What a change means: it breaks callers; models read something else, as descriptions are part of the prompt; or everything
 * that was right stays right.
 */
export type ContractChangeKind = 'BREAKS' | 'PROMPT' | 'ADDS';

/** One change. */
export interface ContractChange {
  readonly kind: ContractChangeKind;
  /** The tool by its full name, a target, or the gateway. */
  readonly about: string;
  /** What is different, without a full stop. */
  readonly text: string;
}

/** The changes, those of callers first, then by target and tool in the order of the new contract. */
export function contractChanges(before: ContractDocument, after: ContractDocument): ContractChange[] {
  return [...callerChanges(before, after), ...targetChanges(before, after)];
}

/** Whether something that worked before may not work any more. */
export function breaks(changes: readonly ContractChange[]): boolean {
  return changes.some(({ kind }) => kind === 'BREAKS');
}

function callerChanges(before: ContractDocument, after: ContractDocument): ContractChange[] {
  const [old, now] = [before.gateway.callers, after.gateway.callers];
  const broken = (text: string): ContractChange => ({ kind: 'BREAKS', about: after.gateway.name, text });
  if (old.type !== now.type) return [broken(`callers prove who they are with ${now.type}, was ${old.type}`)];
  const differs = (name: 'discoveryUrl', what: string) =>
    old[name] === undefined || now[name] === undefined || old[name] === now[name]
      ? []
      : [broken(`${what} is ${now[name]}, was ${old[name]}`)];
  const gone = (name: 'clients' | 'audiences', what: string) =>
    now[name] === undefined
      ? []
      : (old[name] ?? [])
          .filter((one) => !now[name]!.includes(one))
          .map((one) => broken(`${what} ${one} is accepted no more`));
  return [
    ...differs('discoveryUrl', 'the issuer'),
    ...gone('clients', 'the client'),
    ...gone('audiences', 'the audience'),
  ];
}

function targetChanges(before: ContractDocument, after: ContractDocument): ContractChange[] {
  const old = new Map(before.targets.map((target) => [target.name, target.tools]));
  const now = new Map(after.targets.map((target) => [target.name, target.tools]));
  return [
    ...[...old.keys()]
      .filter((name) => !now.has(name))
      .map((name): ContractChange => ({ kind: 'BREAKS', about: name, text: 'the target is gone, with all its tools' })),
    ...[...now].flatMap(([name, tools]) => toolChanges(name, old.get(name), tools)),
  ];
}

type Tools = ContractDocument['targets'][number]['tools'];

function toolChanges(target: string, before: Tools | undefined, after: Tools): ContractChange[] {
  if (before === undefined) return [{ kind: 'ADDS', about: target, text: 'the target is new' }];
  // Of what is not known on one side, nothing can be said of the other.
  if (before === UNKNOWN_TOOLS && after === UNKNOWN_TOOLS) return [];
  if (before === UNKNOWN_TOOLS) return [{ kind: 'ADDS', about: target, text: 'its tools are known now' }];
  if (after === UNKNOWN_TOOLS) return [{ kind: 'PROMPT', about: target, text: 'its tools are not known any more' }];
  const fullName = (name: string) => `${target}${TARGET_SEPARATOR}${name}`;
  const old = new Map(before.map((tool) => [tool.name, tool]));
  const now = new Map(after.map((tool) => [tool.name, tool]));
  return [
    ...[...old.keys()]
      .filter((name) => !now.has(name))
      .map((name): ContractChange => ({ kind: 'BREAKS', about: fullName(name), text: 'the tool is gone' })),
    ...[...now].flatMap(([name, tool]): ContractChange[] => {
      const other = old.get(name);
      if (!other) return [{ kind: 'ADDS', about: fullName(name), text: 'the tool is new' }];
      return inTool(other, tool).map((change) => ({ ...change, about: fullName(name) }));
    }),
  ];
}

type Found = Omit<ContractChange, 'about'>;

function inTool(before: ToolDefinition, after: ToolDefinition): Found[] {
  return [
    ...(before.description === after.description ? [] : [described(undefined, after.description)]),
    ...inputChanges(schemaOf(before), schemaOf(after)),
  ];
}

function described(field: string | undefined, text: string | undefined): Found {
  const what = field === undefined ? 'the description' : `the description of ${field}`;
  return { kind: 'PROMPT', text: text ? `${what} is now ${JSON.stringify(text)}` : `${what} is gone` };
}

function inputChanges(before: JsonSchema, after: JsonSchema): Found[] {
  const [old, now] = [before, after].map(
    (schema) => new Map(fieldsOf(schema).map((field) => [field.path.join('.'), field])),
  );
  return [
    ...[...old]
      .filter(([name]) => !now.has(name))
      .map(([name]): Found => ({ kind: 'BREAKS', text: `${name} is gone` })),
    ...[...now].flatMap(([name, field]) => {
      const other = old.get(name);
      return other ? fieldChanges(name, other, field) : [newField(name, field)];
    }),
  ];
}

function newField(name: string, field: SchemaField): Found {
  const inWords = `${field.required ? 'required' : 'optional'} ${typeInWords(field.schema)}`;
  return { kind: field.required ? 'BREAKS' : 'ADDS', text: `${name} (${inWords}) is new` };
}

function fieldChanges(name: string, before: SchemaField, after: SchemaField): Found[] {
  const [old, now] = [typeInWords(before.schema), typeInWords(after.schema)];
  return [
    ...(before.required === after.required
      ? []
      : [
          after.required
            ? ({ kind: 'BREAKS', text: `${name} is required now` } as const)
            : ({ kind: 'ADDS', text: `${name} may be left out now` } as const),
        ]),
    ...(old === now
      ? []
      : [{ kind: widens(old, now) ? 'ADDS' : 'BREAKS', text: `${name} is ${now}, was ${old}` } as const]),
    ...(before.schema.description === after.schema.description ? [] : [described(name, after.schema.description)]),
  ];
}

/** Every integer is a number, in a list too. */
function widens(before: string, after: string): boolean {
  return before.replace(/\binteger$/, 'number') === after;
}

function typeInWords({ type, items }: JsonSchema): string {
  return items ? `${type} of ${typeInWords(items)}` : type;
}

/** Of a tool that some other app declares, the schema may be anything. */
function schemaOf({ inputSchema }: ToolDefinition): JsonSchema {
  const schema: unknown = inputSchema;
  return typeof schema === 'object' && schema !== null ? (schema as JsonSchema) : { type: 'object' };
}
