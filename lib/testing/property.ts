/** Properties of all calls: what must never be allowed, and what must always be. */
import type { CedarGateway } from '../cedar/cedar-gateway';
import type { Condition } from '../cedar/condition';
import type { Principal } from '../cedar/principal';
import { RequestSearch, type ExampleRequest, type Finding } from '../cedar/proof/find-request';
import { LazySearch } from '../cedar/proof/lazy-search';
import type { Query, Rules } from '../cedar/proof/query';
import { renderStatement } from '../cedar/render-statement';
import { statementJson } from '../cedar/statement-json';
import { sentence } from '../core/refusal';
import { decide } from '../cedar/decision';
import type { Tool } from '../tools/tool';
import { callInWords } from './policy-request';
import { PolicyTestError } from './policy-test-error';

/** Calls, by what is true of them: the words are those of `permit` and `forbid`. */
export interface CallsProperty {
  /**
   * The tools, or their full names.
   * @default - each of the gateway's
   */
  readonly tools?: readonly (Tool | string)[];
  /**
   * Who calls.
   * @default - anybody
   */
  readonly principals?: readonly Principal[];
  /**
   * What is true of the call.
   * @default - anything
   */
  readonly when?: readonly Condition[];
  /**
   * What is not true of the call.
   * @default - nothing is left out
   */
  readonly unless?: readonly Condition[];
  /**
   * Accepts that no such call was found, although that proves nothing: because a condition compares two fields, because
   * there are too many classes of calls, or because the templates do not tell everything.
   * @default false
   */
  readonly searchIsEnough?: boolean;
}

/** That a property holds, and how sure that is. */
export interface Proof {
  /** Whether every class of calls was looked at. */
  readonly proved: boolean;
  /** Why it is not proved. */
  readonly notProved?: string;
}

/** What properties are held against. */
export interface PropertyContext {
  readonly statements: Readonly<Record<string, string>>;
  readonly rules: Rules;
  readonly gateway: CedarGateway;
  readonly unsure: readonly string[];
  readonly toolOf: (tool: Tool | string) => Tool;
}

export function neverAllowed(property: CallsProperty, context: PropertyContext): Proof {
  return noneSuch(property, context, waysToAllow(context.rules), 'must never be allowed, and is');
}

export function alwaysAllowed(property: CallsProperty, context: PropertyContext): Proof {
  return noneSuch(property, context, waysToDeny(context.rules), 'must always be allowed, and is not');
}

/** The name of the statement that says which calls the property is about; policies are called otherwise. */
const PROPERTY = '(property)';

function noneSuch(property: CallsProperty, context: PropertyContext, wrong: readonly Way[], verdict: string): Proof {
  const doubts = context.unsure.map((doubt) => `the templates do not tell everything: ${doubt}`);
  let isEmpty = true;
  for (const tool of property.tools?.map(context.toolOf) ?? context.gateway.tools) {
    const statements = { ...context.statements, [PROPERTY]: textOf(property, tool, context.gateway) };
    const search = new RequestSearch(statements, tool, context.gateway);
    const { request, notProved } = found(statements, tool, context.gateway, wrong);
    if (request) throw new PolicyTestError(counterexample(request, context, verdict));
    if (notProved !== undefined) doubts.unshift(notProved);
    isEmpty &&= hasNoCall(search);
  }
  if (isEmpty) {
    throw new PolicyTestError(
      'No call is one that this is about, so nothing is tested: correct tools, when and unless.',
    );
  }
  if (doubts.length === 0) return { proved: true };
  if (!property.searchIsEnough) {
    throw new PolicyTestError(
      `No call was found that ${verdict.replace(', and is', ' and is')}, but that is not proved: ${doubts[0]}. ` +
        'Where a search is enough, say so: searchIsEnough: true.',
    );
  }
  return { proved: false, notProved: doubts[0] };
}

/** One way in which a call is decided: what has to be so, and what must not stand against it. */
interface Way {
  readonly rule: Query[];
  readonly besides: Query[];
}

/** By one of the permits, if no forbid applies. */
function waysToAllow({ permits, forbids }: Rules): Way[] {
  return permits.map((applies) => ({ rule: [{ applies }], besides: forbids.map(noneOf) }));
}

/** By one of the forbids, or because no permit applies. */
function waysToDeny({ permits, forbids }: Rules): Way[] {
  return [
    ...forbids.map((applies) => ({ rule: [{ applies }], besides: [] })),
    { rule: [], besides: permits.map(noneOf) },
  ];
}

function noneOf(applies: string): Query {
  return { not: { applies } };
}

/** A call with the property that is decided in one of these ways. */
function found(
  statements: Readonly<Record<string, string>>,
  tool: Tool,
  gateway: CedarGateway,
  ways: readonly Way[],
): Finding {
  const unread = Object.keys(statements).filter((name) => !statementJson(statements[name]));
  if (unread.length > 0) return { notProved: `${unread.join(', ')}: not plain Cedar, which is all that is read here` };
  const search = new LazySearch(statements, tool, gateway);
  let notProved: string | undefined;
  for (const { rule, besides } of ways) {
    const answer = search.find([{ applies: PROPERTY }, ...rule], besides);
    if (answer.request) return answer;
    notProved ??= answer.notProved;
  }
  return notProved === undefined ? {} : { notProved };
}

/** Whether the property is proved to be about no call at all: then everything is true of them. */
function hasNoCall(search: RequestSearch): boolean {
  const { request, notProved } = search.find({ applies: PROPERTY });
  return !request && notProved === undefined;
}

function textOf({ principals, when, unless }: CallsProperty, tool: Tool, gateway: CedarGateway): string {
  const { text, problems } = renderStatement({ effect: 'permit', tools: [tool], principals, when, unless }, gateway);
  if (problems.length > 0) throw new PolicyTestError(problems.map(sentence).join('\n'));
  return text;
}

function counterexample(request: ExampleRequest, { statements, gateway }: PropertyContext, verdict: string): string {
  const { allowed: isAllowed, reasons } = decide(statements, { ...request, gatewayArn: gateway.arn });
  const by = reasons.length > 0 ? `by ${reasons.join(' and ')}` : 'because no policy permits it';
  return `A call ${verdict}:\n  ${callInWords(request)}\n  ${isAllowed ? 'allowed' : 'denied'} ${by}`;
}
