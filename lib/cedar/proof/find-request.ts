/** Finds a request that statements treat in a certain way, or proves that there is none. */
import type { Tool } from '../../tools/tool';
import type { CedarGateway } from '../cedar-gateway';
import type { Caller } from '../decision';
import { KeptAnswers } from '../kept-answers';
import { expressionsOf, statementJson, type PolicyJson } from '../statement-json';
import { outcomesIn } from './evaluator';
import { exampleOf, isTrueOf, type CompleteRequest } from './example';
import { logicOf, type Atom, type Logic } from './logic';
import type { Outcomes } from './outcomes';
import { alternatives, namesIn, type Query } from './query';
import { StateSearch, type Asked } from './state-search';
import type { State, Variable } from './variables';

/** A call that shows what was asked for. */
export interface ExampleRequest {
  readonly caller: Caller;
  readonly tool: Tool;
  readonly input: Readonly<Record<string, unknown>>;
  /** Only where a policy asks for the time. */
  readonly now?: Date;
}

/** A request, or that there is none; `notProved` says why others than those tried might exist. */
export interface Finding {
  readonly request?: ExampleRequest;
  readonly notProved?: string;
}

/** A statement as text, or as Cedar's JSON of it. */
export type StatementSource = string | PolicyJson;

/** Statements by name, at one tool of a gateway. */
export class RequestSearch implements Asked {
  private readonly logics = new Map<string, Logic>();
  private readonly outcomes = new Map<string, Outcomes>();

  constructor(
    private readonly statements: Readonly<Record<string, StatementSource>>,
    readonly tool: Tool,
    readonly gateway: CedarGateway,
  ) {}

  /** A call of the tool for which the query is true. */
  find(query: Query): Finding {
    const names = namesIn(query);
    const unread = names.filter((name) => !this.logic(name));
    if (unread.length > 0)
      return { notProved: `${unread.join(', ')}: not plain Cedar, or with a number that JSON cannot hold` };
    let notProved: string | undefined;
    for (const alternative of alternatives(query)) {
      const found = this.search(alternative);
      if (found.request) return found;
      notProved ??= found.notProved;
    }
    return notProved === undefined ? {} : { notProved };
  }

  private search(query: Query): Finding {
    const names = namesIn(query);
    try {
      const logics = new Map(names.map((name) => [name, this.logic(name)!]));
      const { request, asksTime, reservations } = new StateSearch(query, logics, this).run();
      if (request) {
        const { caller, tool, input, now } = request;
        return { request: { caller, tool, input, ...(asksTime && { now }) } };
      }
      const open = names.map((name) => openConstant(name, this.json(name)!)).find((why) => why !== undefined);
      const notProved = open ?? reservations.at(0);
      return notProved === undefined ? {} : { notProved };
    } catch (error) {
      if (error instanceof Unanswered) return { notProved: error.message };
      throw error;
    }
  }

  /** What the statement says, or undefined where it is not plain Cedar. */
  private logic(name: string): Logic | undefined {
    let logic = this.logics.get(name);
    const json = logic ? undefined : this.json(name);
    if (json && !hasUnsafeNumber(json)) this.logics.set(name, (logic = logicOf(json, this.tool)));
    return logic;
  }

  private json(name: string): PolicyJson | undefined {
    const statement = this.statements[name];
    return typeof statement === 'string' ? statementJson(statement) : statement;
  }

  confirms(query: Query, request: CompleteRequest): boolean {
    const statements = new Map(namesIn(query).map((name) => [name, this.json(name)!]));
    return isTrueOf(query, statements, request, this.gateway);
  }

  evaluate(atoms: readonly Atom[], states: ReadonlyMap<Variable, State>): Outcomes[] {
    const known = JSON.stringify([...states].map(([{ key }, state]) => [key, state]));
    const missing = atoms.filter(({ key }) => !this.outcomes.has(key + known));
    if (missing.length > 0) {
      const { caller, input, now } = exampleOf(states, this.tool, this.gateway, 'as asked');
      const found = outcomesIn(testsOf(missing), { caller, input, now }, this.tool, this.gateway.arn);
      if (!found) throw new Unanswered('a value that Cedar cannot hold');
      missing.forEach(({ key }, index) => this.outcomes.set(key + known, found[index]));
    }
    return atoms.map(({ key }) => this.outcomes.get(key + known)!);
  }
}

/** The engine was asked for what it cannot say. */
class Unanswered extends Error {}

/** Why what a statement compares with may turn out to be something else: a part of it is known only when it is deployed. */
function openConstant(name: string, statement: PolicyJson): string | undefined {
  const values = expressionsOf(statement).map((part) => ('Value' in part ? part.Value : undefined));
  const open = values.find((value) => typeof value === 'string' && UNKNOWN_PART.test(value));
  return open === undefined
    ? undefined
    : `${name} compares with ${JSON.stringify(open)}, which only the deployment knows`;
}

/** Long numbers beyond what JSON holds are others once they are read. */
function hasUnsafeNumber(statement: PolicyJson): boolean {
  return expressionsOf(statement).some(
    (part) => 'Value' in part && typeof part.Value === 'number' && !Number.isSafeInteger(part.Value),
  );
}

/** A placeholder of a template, or a token of the CDK. */
const UNKNOWN_PART = /<[^<>]*>|\$\{Token\[/;

/** The same list for the same atoms, which the engine then need not read again. */
const testLists = new KeptAnswers<readonly Atom['expression'][]>(1000);

function testsOf(atoms: readonly Atom[]): readonly Atom['expression'][] {
  return testLists.of(atoms.map(({ key }) => key).join('\n'), () => atoms.map(({ expression }) => expression));
}
