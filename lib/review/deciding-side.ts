/** One side of a comparison: what decides at a gateway, in a form in which two sides can be put beside each other. */
import type { PolicySet } from '../assembly/policy-set';
import { principalKinds, type PrincipalKind } from '../cedar/cedar-gateway';
import { describeStatement } from '../cedar/describe-statement';
import { quoted } from '../cedar/quoting';
import { namesTool, scopeJson, statementJson } from '../cedar/statement-json';
import { Tool } from '../tools/tool';
import { TARGET_SEPARATOR } from '../tools/tool-limits';
import type { MatrixGateway, MatrixPolicy } from './matrix';

/** The text by which statements of both sides name the gateway. */
export const THIS_GATEWAY = 'this gateway';

export interface Rule {
  /** By which a rule of the other side is the same one, whatever it says. */
  readonly id: string;
  readonly name: string;
  readonly effect: 'permit' | 'forbid';
  readonly text: string;
  /** The same where the statement means the same, however it is laid out. */
  readonly meaning: string;
  /** Who and when, in words. */
  readonly words: string;
}

/** A policy that takes no part in the comparison, with the reason. */
export interface UnreadRule {
  readonly id: string;
  readonly name: string;
  readonly meaning: string;
  readonly why: string;
}

export interface DecidingSide {
  readonly principals: readonly PrincipalKind[];
  readonly tools: ReadonlyMap<string, Tool>;
  /** Why every call is allowed, whatever the policies say. */
  readonly open?: string;
  /** Those that are enforced. */
  readonly rules: readonly Rule[];
  readonly unread: readonly UnreadRule[];
  /** Why policies are not among the rules, by their ids. */
  readonly others: ReadonlyMap<string, string>;
}

export function sideOfGateway({ arn, inbound, mode, tools, policies }: MatrixGateway): DecidingSide {
  const enforced = policies.filter(({ enforcement }) => enforcement !== 'LOG_ONLY');
  const rules = enforced.map((policy) => ruleOf(policy, arn));
  return {
    principals: kindsOf(inbound.kind),
    tools: new Map(
      tools.map(({ name, target, description, inputSchema }) => [
        name,
        new Tool(target, { name: name.slice(`${target}${TARGET_SEPARATOR}`.length), description, inputSchema }),
      ]),
    ),
    ...openOf(mode),
    ...split(rules),
    others: new Map([
      ...policies.filter((policy) => !enforced.includes(policy)).map(({ id }) => [id, 'only logged'] as const),
      ...split(rules).unread.map(({ id }) => [id, 'not compared'] as const),
    ]),
  };
}

/** The same of a policy set, as if its gateway enforced it. */
export function sideOfSet({ gateway, policies, unreadable }: PolicySet): DecidingSide {
  const enforced = policies.filter(({ enforcement }) => enforcement !== 'LOG_ONLY');
  const rules = enforced.map(({ name, effect, text }) => {
    const described = describeStatement(text);
    const who = 'unreadable' in described ? 'unknown' : described.principal;
    const condition = 'unreadable' in described ? undefined : described.when;
    return ruleOf({ id: name, name, effect, statement: text, who, condition }, gateway.arn);
  });
  return {
    principals: principalKinds(gateway),
    tools: new Map(gateway.tools.map((tool) => [tool.fullName, tool])),
    rules: split(rules).rules,
    unread: [
      ...split(rules).unread,
      ...unreadable.map(({ name, statement }) => ({ id: name, name, meaning: statement, why: NOT_READ })),
    ],
    others: new Map(),
  };
}

/** Whether the rule's scope names the tool, by itself or by its target. */
export function covers({ text }: Pick<Rule, 'text'>, tool: Tool): boolean {
  const scope = scopeJson(text);
  return !scope || namesTool(scope, tool);
}

/** Whether the rule asks for the input of the call. */
export function readsInput({ meaning }: Pick<Rule, 'meaning'>): boolean {
  return meaning.includes('"Var":"context"') && meaning.includes('"attr":"input"');
}

const NOT_READ = 'its statement cannot be read';

function ruleOf(
  {
    id,
    name,
    effect,
    statement,
    who,
    condition,
  }: Pick<MatrixPolicy, 'id' | 'name' | 'effect' | 'statement' | 'who' | 'condition'>,
  arn: string,
): Rule | UnreadRule {
  const text = statement.replaceAll(
    new RegExp(`(AgentCore\\s*::\\s*Gateway\\s*::\\s*)${escapedForPattern(quoted(arn))}`, 'g'),
    (_, type: string) => `${type}${quoted(THIS_GATEWAY)}`,
  );
  const json = statementJson(text);
  if (!json || effect === 'unknown') {
    const why = effect === 'unknown' ? NOT_READ : 'not plain Cedar, which is all that is compared';
    return { id, name, meaning: text, why };
  }
  const { annotations: _annotations, ...meaning } = json;
  return {
    id,
    name,
    effect: json.effect,
    text,
    meaning: JSON.stringify(meaning),
    words: inWords(who, condition),
  };
}

function split(rules: readonly (Rule | UnreadRule)[]): { rules: Rule[]; unread: UnreadRule[] } {
  return {
    rules: rules.filter((rule): rule is Rule => 'effect' in rule),
    unread: rules.filter((rule): rule is UnreadRule => 'why' in rule),
  };
}

function openOf(mode: MatrixGateway['mode']): { open?: string } {
  if (mode === 'NONE') return { open: 'there is no policy engine' };
  return mode === 'LOG_ONLY' ? { open: 'policies are logged, not enforced' } : {};
}

function inWords(who: string, condition: string | undefined): string {
  if (condition === undefined) return who;
  return condition.startsWith('unless ') ? `${who}, ${condition}` : `${who}, if ${condition}`;
}

function kindsOf(kind: MatrixGateway['inbound']['kind']): PrincipalKind[] {
  if (kind === 'IAM' || kind === 'AUTHENTICATE_ONLY') return ['IamEntity'];
  if (kind === 'NONE') return ['UnauthenticatedUser'];
  return kind === 'JWT' ? ['OAuthUser'] : ['OAuthUser', 'IamEntity'];
}

function escapedForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
