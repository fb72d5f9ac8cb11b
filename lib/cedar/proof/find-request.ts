/** Finds a request that statements treat in a certain way, or proves that there is none. */
import type { Tool } from '../../tools/tool';
import type { CedarGateway } from '../cedar-gateway';
import type { Caller } from '../decision';
import { KeptAnswers } from '../kept-answers';
import { expressionsOf, statementJson, type PolicyJson } from '../statement-json';
import { atomsOf, logicOf, outcomesOf, type Atom, type Logic } from './logic';
import { ANY, isDefinite, TRUE, type Outcomes } from './outcomes';
import { alternatives, holds, namesIn, type Query } from './query';
import { exampleOf, isTrueOf } from './example';
import { outcomesIn } from './evaluator';
import { keyOf } from './reads';
import { ABSENT, canHold, variablesOf, type State, type Variable } from './variables';

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

/** How many partial requests are looked at before a search gives up. */
const MOST_STEPS = 4000;

/** Statements by name, at one tool of a gateway. */
export class RequestSearch {
  private readonly logics = new Map<string, Logic>();
  private readonly outcomes = new Map<string, Outcomes>();

  constructor(
    private readonly statements: Readonly<Record<string, string>>,
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
      const found = new Search(query, new Map(names.map((name) => [name, this.logic(name)!])), this).run();
      const open = names.map((name) => openConstant(name, this.text(name))).find((why) => why !== undefined);
      return found.request || open === undefined ? found : { notProved: open };
    } catch (error) {
      if (error instanceof Unanswered) return { notProved: error.message };
      throw error;
    }
  }

  /** What the statement says, or undefined where it is not plain Cedar. */
  private logic(name: string): Logic | undefined {
    let logic = this.logics.get(name);
    const json = logic ? undefined : statementJson(this.statements[name]);
    if (json && !hasUnsafeNumber(json)) this.logics.set(name, (logic = logicOf(json, this.tool)));
    return logic;
  }

  /** @internal The statements as they are, for the engine's own word at the end. */
  text(name: string): string {
    return this.statements[name];
  }

  /** @internal What the atoms come to in these states, which are all that they ask about. */
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
function openConstant(name: string, text: string): string | undefined {
  const values = expressionsOf(statementJson(text)!).map((part) => ('Value' in part ? part.Value : undefined));
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

/** Tests that ask for the same parts, which the engine answers at once. */
interface Group {
  readonly variables: readonly Variable[];
  readonly positions: Map<Atom, number>;
  /** By the states of the variables. */
  readonly known: Map<string, readonly Outcomes[]>;
}

/** One search: chooses states one after the other, as far as the query is not decided by those chosen. */
class Search {
  private readonly variables: ReadonlyMap<string, Variable>;
  private readonly atoms: ReadonlyMap<string, readonly Atom[]>;
  private readonly groups = new Map<Atom, Group>();
  private readonly chosen = new Map<Variable, State>();
  private readonly reservations = new Set<string>();
  private steps = 0;

  constructor(
    private readonly query: Query,
    private readonly logics: ReadonlyMap<string, Logic>,
    private readonly search: RequestSearch,
  ) {
    this.atoms = new Map([...logics].map(([name, logic]) => [name, atomsOf(logic)]));
    const all = [...new Set([...this.atoms.values()].flat())];
    this.variables = variablesOf(all, search.tool, search.gateway);
    const groups = new Map<string, Group>();
    for (const atom of all) {
      const variables = this.variablesIn(atom);
      const key = variables.map((variable) => variable.key).join('\n');
      const group = groups.get(key) ?? { variables, positions: new Map<Atom, number>(), known: new Map() };
      groups.set(key, group);
      group.positions.set(atom, group.positions.size);
      this.groups.set(atom, group);
    }
  }

  run(): Finding {
    const found = this.next();
    if (found) return { request: found };
    const [why] = this.reservations;
    return why === undefined ? {} : { notProved: why };
  }

  private next(): ExampleRequest | undefined {
    if (++this.steps > MOST_STEPS) {
      this.reservations.add(`more than ${MOST_STEPS} kinds of requests`);
      return undefined;
    }
    let undecided: Variable | undefined;
    const known = holds(this.query, (name) => {
      const { outcomes, open } = this.look(name);
      undecided ??= open;
      return outcomes === TRUE ? true : outcomes & TRUE ? undefined : false;
    });
    if (known === false) return undefined;
    if (known === true || !undecided) return this.confirmed();
    return this.branch(undecided);
  }

  /** What the statement can still come to, and the first part of the request on which that depends. */
  private look(name: string): { outcomes: Outcomes; open?: Variable } {
    let open: Variable | undefined;
    const outcomes = outcomesOf(this.logics.get(name)!, (atom) => {
      const outcome = this.outcome(atom);
      if (!isDefinite(outcome))
        open ??= this.groups.get(atom)!.variables.find((variable) => !this.chosen.has(variable));
      return outcome;
    });
    return { outcomes, open };
  }

  private outcome(atom: Atom): Outcomes {
    const group = this.groups.get(atom)!;
    if (this.isOpen(atom)) return ANY;
    if (!atom.simple)
      this.reservations.add(`a condition that is more than a comparison with constants: ${inWords(atom)}`);
    const key = group.variables.map((variable) => variable.states.indexOf(this.chosen.get(variable)!)).join();
    let outcomes = group.known.get(key);
    if (!outcomes) {
      const states = new Map(group.variables.map((variable) => [variable, this.chosen.get(variable)!]));
      group.known.set(key, (outcomes = this.search.evaluate([...group.positions.keys()], states)));
    }
    return outcomes[group.positions.get(atom)!];
  }

  private isOpen(atom: Atom): boolean {
    const { variables } = this.groups.get(atom)!;
    return atom.reads.some(({ kind }) => kind === 'unknown') || variables.some((one) => !this.chosen.has(one));
  }

  /** Tries the states of a variable; of those that make no difference to each other, one. */
  private branch(variable: Variable): ExampleRequest | undefined {
    const { holder } = variable;
    if (holder && !this.chosen.has(holder)) return this.branch(holder);
    const reachable = !holder || canHold(holder, this.chosen.get(holder)!);
    if (reachable && !variable.complete) this.reservations.add(`more values than can be tried: ${variable.key}`);
    const tried = new Set<string>();
    for (const state of reachable ? variable.states : [ABSENT]) {
      this.chosen.set(variable, state);
      const signature = this.signature(variable, state);
      const found = tried.has(signature) ? undefined : this.next();
      tried.add(signature);
      this.chosen.delete(variable);
      if (found) return found;
      if (this.steps > MOST_STEPS) return undefined;
    }
    return undefined;
  }

  /** What a choice changes: for each statement its outcome, or while that is open the tests that ask for the variable. */
  private signature(variable: Variable, state: State): string {
    const statements = [...this.logics.keys()].map((name) => {
      const { outcomes } = this.look(name);
      if (outcomes === TRUE || !(outcomes & TRUE)) return outcomes === TRUE ? 'T' : 'F';
      const atoms = this.atoms.get(name)!.filter((atom) => this.groups.get(atom)!.variables.includes(variable));
      // What is compared with a part that is not chosen yet may differ for every state.
      const own = variable.states.indexOf(state);
      return atoms.map((atom) => (this.isOpen(atom) ? `open ${String(own)}` : this.outcome(atom))).join();
    });
    return [canHold(variable, state), ...statements].join(' ');
  }

  /** The request, if the engine itself says of the whole statements what was concluded from their parts. */
  private confirmed(): ExampleRequest | undefined {
    const request = exampleOf(this.chosen, this.search.tool, this.search.gateway, 'complete');
    const names = [...this.logics.keys()];
    const texts = Object.fromEntries(names.map((name) => [name, this.search.text(name)]));
    if (isTrueOf(this.query, texts, request, this.search.gateway)) {
      const { caller, tool, input, now } = request;
      return { caller, tool, input, ...(this.variables.has('time') && { now }) };
    }
    this.reservations.add('a condition whose parts were not all understood');
    return undefined;
  }

  private variablesIn({ reads }: Atom): Variable[] {
    const own = reads.flatMap((read) => this.variables.get(keyOf(read)) ?? []);
    const withHolders = (variable: Variable): Variable[] =>
      variable.holder ? [...withHolders(variable.holder), variable] : [variable];
    return [...new Set(own.flatMap(withHolders))];
  }
}

function inWords({ reads }: Atom): string {
  return reads
    .map((read) =>
      read.kind === 'input' ? read.path.join('.') : read.kind === 'claim' ? `claim ${read.name}` : read.kind,
    )
    .join(' and ');
}
