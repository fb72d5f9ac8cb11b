/** Writes the Cedar statement that `permit` and `forbid` describe, laid out as Cedar's own formatter does. */
import type { Problem } from '../core/refusal';
import type { Tool } from '../tools/tool';
import type { CedarGateway } from './cedar-gateway';
import type { Condition, ConditionContext } from './condition';
import { cedarEngine } from './engine';
import { every, some, written } from './expression';
import { KeptAnswers } from './kept-answers';
import type { Principal } from './principal';
import { principalScope } from './principal-scope';
import { quoted } from './quoting';
import { codeOnly } from './source-text';
import { withStandIns } from './tokens';

/** What a statement says. */
export interface StatementSpec {
  readonly effect: 'permit' | 'forbid';
  /**
   * The tools it is about.
   * @default - a permit: every tool that the gateway has now; a forbid: whatever tool the gateway has or will have, or
   * every one that it has now where a condition asks for the input, which each tool has of its own
   */
  readonly tools?: readonly Tool[];
  /**
   * Who it is about, any of them.
   * @default - every caller that the gateway accepts
   */
  readonly principals?: readonly Principal[];
  /** All must hold. */
  readonly when?: readonly Condition[];
  /** None may hold. */
  readonly unless?: readonly Condition[];
}

/** A statement, and what kept it from being right. */
export interface RenderedStatement {
  readonly text: string;
  readonly problems: Problem[];
  /** The tools that it names; none where it is about whatever tool the gateway has. */
  readonly toolsNamed: readonly Tool[];
}

/** Renders a statement about the tools of one gateway. With problems, the text is not to be used. */
export function renderStatement(spec: StatementSpec, gateway: CedarGateway): RenderedStatement {
  const problems: Problem[] = [];
  const tools = chosenTools(spec, gateway, problems);
  const context: ConditionContext = { gateway, tools, problems };
  const who = principalScope(spec.principals, context);
  const render = (conditions: readonly Condition[] = []) => conditions.map((condition) => condition._render(context));
  const when = [...(who.test ? [who.test] : []), ...render(spec.when)];
  const unless = render(spec.unless);
  const clauses = [
    ...(when.length > 0 ? [` when { ${written(every(when))} }`] : []),
    ...(unless.length > 0 ? [` unless { ${written(some(unless))} }`] : []),
  ].join('');
  const toolsNamed = forbidsWhateverTool(spec, clauses) ? [] : tools;
  const statement = `${spec.effect}(${[who.scope, ...toolScope(toolsNamed, gateway)].join(', ')})${clauses};`;
  const text = problems.length > 0 ? statement : formatted(statement);
  return { text: text.replace(`"${GATEWAY}"`, () => quoted(gateway.arn)), problems: distinct(problems), toolsNamed };
}

/** A permit names its tools, so that it takes in none that is added later; a forbid without tools is to take in all. */
function forbidsWhateverTool({ effect, tools }: StatementSpec, clauses: string): boolean {
  return effect === 'forbid' && tools === undefined && !codeOnly(clauses).includes('context.input');
}

function chosenTools(spec: StatementSpec, gateway: CedarGateway, problems: Problem[]): readonly Tool[] {
  const tools = distinctBy(spec.tools ?? gateway.tools, (tool) => tool.fullName);
  if (tools.length === 0) {
    problems.push({
      about: 'tools',
      value: spec.tools && [],
      allowed: 'at least one tool of the gateway',
      fix: spec.tools ? 'Name the tools, or leave tools out for all of them.' : 'Add a target to the gateway first.',
    });
  }
  const known = new Set(gateway.tools.map((tool) => tool.fullName));
  const targets = new Set(gateway.tools.map((tool) => tool.targetName));
  for (const { fullName, targetName, isEvery } of tools) {
    if (known.has(fullName) || (isEvery && targets.has(targetName))) continue;
    problems.push({
      about: 'tools',
      value: fullName,
      allowed: 'tools of the same gateway',
      fix: 'Take the tool from a target of this gateway, or write the policy on the gateway that has it.',
    });
  }
  // What is about every tool of a target is about each of them.
  const whole = new Set(tools.filter(({ isEvery }) => isEvery).map(({ targetName }) => targetName));
  return tools.filter(({ isEvery, targetName }) => isEvery || !whole.has(targetName));
}

/**
 * Every action by name: the group of a target would take in tools that are added later, so it is written only where that
 * is asked for. Without a name, all there are, in the form that AgentCore documents for it where no other gateway is meant
 * by it.
 */
function toolScope(tools: readonly Tool[], { sharesEngine }: CedarGateway): string[] {
  const gateway = `resource == AgentCore::Gateway::"${GATEWAY}"`;
  if (tools.length === 0) return ['action', sharesEngine ? gateway : 'resource is AgentCore::Gateway'];
  const actions = tools.map((tool) => `AgentCore::Action::${quoted(tool.isEvery ? tool.targetName : tool.fullName)}`);
  if (actions.length > 1) return [`action in [${actions.join(', ')}]`, gateway];
  return [`action ${tools[0].isEvery ? 'in' : '=='} ${actions[0]}`, gateway];
}

/** Stands for the ARN while the statement is laid out: one line for it, whether it is a token or known. */
const GATEWAY = '${Token[gateway]}';

/** A CDK token is longer or shorter by the order in which things were made; the layout must not depend on that. */
function formatted(statement: string): string {
  const { text, restore } = withStandIns(statement, 'to lay out');
  return restore(layouts.of(text, () => laidOut(text)));
}

/** The same statement in every app is laid out once while it is kept. */
const layouts = new KeptAnswers<string>(5000);

function laidOut(text: string): string {
  const answer = cedarEngine().formatPolicies({ policyText: text, lineWidth: 100, indentWidth: 2 });
  return answer.type === 'success' ? answer.formatted_policy.trimEnd() : text;
}

function distinct(problems: readonly Problem[]): Problem[] {
  return distinctBy(problems, ({ about, value, allowed }) => JSON.stringify([about, String(value), allowed]));
}

function distinctBy<T>(list: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return list.filter((item) => !seen.has(key(item)) && seen.add(key(item)));
}
