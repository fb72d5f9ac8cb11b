/** One search: chooses states of the parts of a request one after the other, as far as those chosen do not decide the query. */
import type { CedarGateway } from '../cedar-gateway';
import type { Tool } from '../../tools/tool';
import { exampleOf, type CompleteRequest } from './example';
import { atomsOf, type Atom, type Logic } from './logic';
import { ANY, isDefinite, TRUE, type Outcomes } from './outcomes';
import { holds, wantedIn, type Query } from './query';
import { keyOf } from './reads';
import { residueOf, type Residue } from './residue';
import { ABSENT, canHold, partTested, variablesOf, type State, type Variable } from './variables';

/** What a search asks of the engine. */
export interface Asked {
  readonly tool: Tool;
  readonly gateway: CedarGateway;
  /** What the atoms come to in these states, which are all that they ask about. */
  evaluate(atoms: readonly Atom[], states: ReadonlyMap<Variable, State>): Outcomes[];
  /** Whether the query is true of the request, by the whole statements. */
  confirms(query: Query, request: CompleteRequest): boolean;
}

/** What was found; `reservations` say why others might exist. */
export interface Found {
  readonly request?: CompleteRequest;
  readonly asksTime: boolean;
  readonly reservations: readonly string[];
}

/** How many partial requests are looked at before a search gives up. */
const MOST_STEPS = 4000;

/** Of the states of a part that is not there: none. */
const NOWHERE = -1;

/** Tests that ask for the same parts, which the engine answers at once. */
interface Group {
  readonly variables: readonly Variable[];
  readonly positions: Map<Atom, number>;
  /** By the states of the variables. */
  readonly known: Map<string, readonly Outcomes[]>;
}

/** What a statement can still come to, and the parts of the request that this depends on. */
interface Look extends Residue {
  readonly open: readonly Variable[];
}

/** A statement with all parts of the request that it asks for. */
interface Statement {
  readonly logic: Logic;
  readonly variables: readonly Variable[];
  /** By the states of the variables. */
  readonly looks: Map<string, Look>;
}

export class StateSearch {
  private readonly variables: ReadonlyMap<string, Variable>;
  private readonly statements: ReadonlyMap<string, Statement>;
  private readonly groups = new Map<Atom, Group>();
  /** The place of the state among the variable's. */
  private readonly chosen = new Map<Variable, number>();
  /** What was left of the statements where nothing was found. */
  private readonly failed = new Set<string>();
  private readonly reservations = new Set<string>();
  private readonly wanted: ReadonlySet<string>;
  private steps = 0;

  constructor(
    private readonly query: Query,
    logics: ReadonlyMap<string, Logic>,
    private readonly asked: Asked,
  ) {
    this.wanted = new Set(wantedIn(query));
    const atoms = new Map([...logics].map(([name, logic]) => [name, atomsOf(logic)]));
    const all = [...new Set([...atoms.values()].flat())];
    this.variables = variablesOf(all, asked.tool, asked.gateway);
    this.group(all);
    this.statements = new Map(
      [...logics].map(([name, logic]) => {
        const variables = new Set(atoms.get(name)!.flatMap((atom) => this.groups.get(atom)!.variables));
        return [name, { logic, variables: [...variables], looks: new Map<string, Look>() }];
      }),
    );
  }

  run(): Found {
    const request = this.next();
    return { ...(request && { request }), asksTime: this.variables.has('time'), reservations: [...this.reservations] };
  }

  private next(): CompleteRequest | undefined {
    const looks = new Map<string, Look>();
    const known = holds(this.query, (name) => {
      const look = this.look(name);
      looks.set(name, look);
      return look.outcomes === TRUE ? true : look.outcomes & TRUE ? undefined : false;
    });
    if (known === false) return undefined;
    const undecided = [...looks].filter(([, { outcomes }]) => outcomes & TRUE && outcomes !== TRUE);
    const left = [...looks].map(([name, { text }]) => `${name} ${text}`).join('\n');
    if (this.failed.has(left)) return undefined;
    if (++this.steps > MOST_STEPS) {
      this.reservations.add(`more than ${MOST_STEPS} kinds of requests`);
      return undefined;
    }
    const open = known === true ? undefined : this.mostPressing(undecided);
    const found = open ? this.branch(open.variable, open.statement) : this.confirmed();
    if (open && !found) this.failed.add(left);
    return found;
  }

  /** A part that alone decides a statement comes first, as most of its states end the search. */
  private mostPressing(
    undecided: readonly (readonly [string, Look])[],
  ): { variable: Variable; statement: string } | undefined {
    const open = undecided.filter((each) => each[1].open.length > 0);
    const [statement, look] = open.find((each) => each[1].open.length === 1) ?? open[0] ?? [];
    return look && { variable: look.open[0], statement: statement };
  }

  private look(name: string): Look {
    const { logic, variables, looks } = this.statements.get(name)!;
    const key = variables.map((variable) => this.stateOf(variable)).join();
    let look = looks.get(key);
    if (!look) {
      const open = new Set<Variable>();
      const residue = residueOf(logic, (atom) => this.residueOfAtom(atom, open));
      looks.set(key, (look = { ...residue, open: isDefinite(residue.outcomes) ? [] : [...open] }));
    }
    return look;
  }

  private residueOfAtom(atom: Atom, open: Set<Variable>): Residue {
    const { variables } = this.groups.get(atom)!;
    const missing = variables.filter((variable) => this.stateOf(variable) === undefined);
    const isUnknown = atom.reads.some(({ kind }) => kind === 'unknown');
    if (missing.length === 0 && !isUnknown) return { outcomes: this.outcome(atom), text: atom.key };
    for (const variable of missing) open.add(variable);
    const states = variables.map((variable) => this.stateOf(variable) ?? '').join();
    return { outcomes: isUnknown ? ANY : this.possible(atom, missing), text: `${atom.key} ${states}` };
  }

  /** Of an element it is known that it is there or not. */
  private possible(atom: Atom, [first, ...others]: readonly Variable[]): Outcomes {
    if (others.length > 0 || first.element === undefined) return ANY;
    return first.states.reduce((outcomes, _, state) => {
      this.chosen.set(first, state);
      const outcome = this.outcome(atom);
      this.chosen.delete(first);
      return outcomes | outcome;
    }, 0);
  }

  private outcome(atom: Atom): Outcomes {
    const group = this.groups.get(atom)!;
    if (!atom.simple)
      this.reservations.add(`a condition that is more than a comparison with constants: ${inWords(atom)}`);
    const key = group.variables.map((variable) => this.stateOf(variable)).join();
    let outcomes = group.known.get(key);
    if (!outcomes) {
      const states = new Map(group.variables.map((variable) => [variable, stateAt(variable, this.stateOf(variable)!)]));
      group.known.set(key, (outcomes = this.asked.evaluate([...group.positions.keys()], states)));
    }
    return outcomes[group.positions.get(atom)!];
  }

  /** The place of the state that is chosen, or follows from what is; undefined while it is open. */
  private stateOf(variable: Variable): number | undefined {
    const state = this.chosen.get(variable);
    const { holder } = variable;
    if (state !== undefined || !holder) return state;
    const held = this.stateOf(holder);
    return held === undefined || canHold(holder, stateAt(holder, held)) ? undefined : NOWHERE;
  }

  /** Tries the states of a part of which a statement asks. */
  private branch(variable: Variable, statement: string): CompleteRequest | undefined {
    if (!variable.complete) this.reservations.add(`more values than can be tried: ${variable.key}`);
    const places = variable.states.map((_, place) => place);
    // An element is probably there where a statement is to apply.
    if (variable.element !== undefined && this.wanted.has(statement)) places.reverse();
    for (const place of places) {
      this.chosen.set(variable, place);
      const found = this.next();
      this.chosen.delete(variable);
      if (found) return found;
      if (this.steps > MOST_STEPS) return undefined;
    }
    return undefined;
  }

  /** The request, if the engine itself says of the whole statements what was concluded from their parts. */
  private confirmed(): CompleteRequest | undefined {
    const states = new Map([...this.chosen].map(([variable, place]) => [variable, stateAt(variable, place)]));
    const request = exampleOf(states, this.asked.tool, this.asked.gateway, 'complete');
    if (this.asked.confirms(this.query, request)) return request;
    this.reservations.add('a condition whose parts were not all understood');
    return undefined;
  }

  private group(atoms: readonly Atom[]): void {
    const groups = new Map<string, Group>();
    for (const atom of atoms) {
      const variables = this.variablesIn(atom);
      const key = variables.map((variable) => variable.key).join('\n');
      const group = groups.get(key) ?? { variables, positions: new Map<Atom, number>(), known: new Map() };
      groups.set(key, group);
      group.positions.set(atom, group.positions.size);
      this.groups.set(atom, group);
    }
  }

  /** Those that hold others come first. */
  private variablesIn(atom: Atom): Variable[] {
    const part = this.variables.get(partTested(atom) ?? '');
    const own = part ? [part] : atom.reads.flatMap((read) => this.variables.get(keyOf(read)) ?? []);
    const withHolders = (variable: Variable): Variable[] =>
      variable.holder ? [...withHolders(variable.holder), variable] : [variable];
    return [...new Set(own.flatMap(withHolders))];
  }
}

function stateAt({ states }: Variable, place: number): State {
  return place === NOWHERE ? ABSENT : states[place];
}

function inWords({ reads }: Atom): string {
  return reads
    .map((read) =>
      read.kind === 'input' ? read.path.join('.') : read.kind === 'claim' ? `claim ${read.name}` : read.kind,
    )
    .join(' and ');
}
