/** One side of a comparison at one tool: what decides there. */
import { inputSchemaOf, type PrincipalKind } from '../cedar/cedar-gateway';
import { atomsOf, logicOf } from '../cedar/proof/logic';
import type { Query } from '../cedar/proof/query';
import { statementJson } from '../cedar/statement-json';
import type { Tool } from '../tools/tool';
import { covers, readsInput, type DecidingSide, type Rule } from './deciding-side';

/** One side at one tool. */
export interface SideAtTool {
  readonly tool: Tool;
  readonly principals: readonly PrincipalKind[];
  readonly open: boolean;
  readonly rules: readonly Rule[];
  /** Rules that take no part, with the reason. */
  readonly unread: readonly string[];
  readonly unreadMeanings: readonly string[];
}

export function sideAt(name: string, side: DecidingSide | undefined): SideAtTool | undefined {
  const tool = side?.tools.get(name);
  if (!side || !tool) return undefined;
  if (side.open !== undefined) {
    return { tool, principals: side.principals, open: true, rules: [], unread: [], unreadMeanings: [] };
  }
  const covering = side.rules.filter((rule) => covers(rule, tool));
  const isKnown = (rule: Rule) => tool.definition.inputSchema !== undefined || !readsInput(rule);
  const unknown = covering.filter((rule) => !isKnown(rule));
  const unread = side.unread.filter(({ meaning }) => covers({ text: meaning }, tool));
  return {
    tool,
    principals: side.principals,
    open: false,
    rules: covering.filter(isKnown),
    unread: [
      ...unread.map(({ name: policy, why }) => `${policy}: ${why}`),
      ...unknown.map((rule) => `${rule.name}: it asks for the input, which is not known`),
    ],
    unreadMeanings: [...unread, ...unknown].map(({ meaning }) => meaning),
  };
}

/** Rules of one effect, by what they mean; each once. */
export function meanings({ rules }: SideAtTool, effect: Rule['effect']): string[] {
  return [...new Set(rules.filter((rule) => rule.effect === effect).map(({ meaning }) => meaning))];
}

export function noneOf(names: readonly string[]): Query[] {
  return names.map((applies) => ({ not: { applies } }));
}

/** The fields at the top of the input for which the rule asks. */
export function fieldsAsked({ text }: Rule, tool: Tool): string[] {
  const reads = atomsOf(logicOf(statementJson(text)!, tool)).flatMap((atom) => atom.reads);
  // What asks for the input as a whole asks for every field.
  if (reads.some(({ kind }) => kind === 'unknown')) return Object.keys(inputSchemaOf(tool).properties ?? {});
  return reads.flatMap((read) => (read.kind === 'input' ? [read.path[0]] : []));
}
