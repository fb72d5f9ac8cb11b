/** What a new contract of a gateway means for those who use it: what breaks their agents, and what models are told anew. */
import { Tool } from '../tools/tool';
import { retypedAsChange, retypedFields, toolChanges, type ToolChange } from '../tools/tool-changes';
import type { ToolDefinition } from '../tools/tool-definition';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import { orderless, UNKNOWN_TOOLS, type ContractDocument } from './contract-document';

/**
 * What a change means: it breaks callers; models read something else, as descriptions are part of the prompt; or everything
 * that was right stays right.
 */
export type ContractChangeKind = ToolChange['kind'];

/** One change. */
export interface ContractChange {
  readonly kind: ContractChangeKind;
  /** The tool by its full name, a target, or the gateway. */
  readonly about: string;
  /** What is different, without a full stop. */
  readonly text: string;
}

/** The changes, those of the gateway and its callers first, then by target and tool in the order of the new contract. */
export function contractChanges(before: ContractDocument, after: ContractDocument): ContractChange[] {
  return [...gatewayChanges(before, after), ...callerChanges(before, after), ...targetChanges(before, after)];
}

/** Whether something that worked before may not work any more. */
export function breaks(changes: readonly ContractChange[]): boolean {
  return changes.some(({ kind }) => kind === 'BREAKS');
}

/** Where it is; what one of the two does not tell is no change. */
function gatewayChanges({ gateway: old }: ContractDocument, { gateway: now }: ContractDocument): ContractChange[] {
  return PLACES.flatMap(({ field, what }) =>
    old[field] === undefined || now[field] === undefined || old[field] === now[field]
      ? []
      : [{ kind: 'BREAKS', about: now.name, text: `its ${what} is ${now[field]}, was ${old[field]}` }],
  );
}

const PLACES = [
  { field: 'name', what: 'name' },
  { field: 'arn', what: 'ARN' },
  { field: 'url', what: 'URL' },
  { field: 'policyEngineArn', what: 'policy engine' },
] as const;

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
    ...[...now].flatMap(([name, tools]) => inTarget(name, old.get(name), tools)),
  ];
}

type Tools = ContractDocument['targets'][number]['tools'];

function inTarget(target: string, before: Tools | undefined, after: Tools): ContractChange[] {
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
      return inTool(target, other, tool).map((change) => ({ ...change, about: fullName(name) }));
    }),
  ];
}

function inTool(target: string, before: ToolDefinition, after: ToolDefinition): Omit<ContractChange, 'about'>[] {
  const [old, now] = [before, after].map((definition) => new Tool(target, definition));
  const changes = [
    ...toolChanges(old, now),
    ...retypedFields(old, now).map(retypedAsChange),
    ...inOutput(before, after),
  ];
  // What is not named may be anything.
  return changes.length > 0 || orderless(before) === orderless(after)
    ? changes
    : [{ kind: 'BREAKS', text: 'it is changed otherwise: compare what the two contracts say of it' }];
}

/** Callers may read what is not there any more; what is said for the first time was not relied upon. */
function inOutput({ outputSchema: was }: ToolDefinition, { outputSchema: is }: ToolDefinition): ToolChange[] {
  if (orderless([was]) === orderless([is])) return [];
  return was === undefined
    ? [{ kind: 'ADDS', text: 'its output is described now' }]
    : [
        {
          kind: 'BREAKS',
          text: `its output is ${is === undefined ? 'not described any more' : 'described otherwise'}`,
        },
      ];
}
