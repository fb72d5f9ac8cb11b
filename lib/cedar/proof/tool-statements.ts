/** The statements about one tool of a gateway, and what is proved of the calls that they apply to. */
import type { Tool } from '../../tools/tool';
import { inputSchemaOf, principalKinds, type CedarGateway } from '../cedar-gateway';
import { KeptAnswers } from '../kept-answers';
import { chained, type Expr, type PolicyJson } from '../statement-json';
import { mayBeEqual } from './equal-tokens';
import { outcomesIn, type PartialRequest } from './evaluator';
import { AN_ORDINARY_TIME } from './example';
import { RequestSearch } from './find-request';
import { likelyRequest, type Wish } from './likely-request';
import { atomsOf, logicOf, testOf } from './logic';
import { TRUE, type Outcomes } from './outcomes';
import { holds, namesIn, type Query } from './query';
import { readsOf } from './reads';

/** A statement in which words stand for CDK tokens. */
export interface ReadStatement {
  readonly name: string;
  readonly json: PolicyJson;
}

/** How much is looked at of one tool, so that no set of statements keeps a synth waiting for long. */
const MOST = {
  statements: 200,
  /** Tests in the statements of one search, each once. */
  tests: 32,
  /** Those of all searches, and for each a quarter of all that the calls found are put to. */
  testsInAll: 4000,
  /** Statements that only together apply wherever another one does. */
  together: 6,
} as const;

/** Whether there is a call of which a query is true; undefined where that is not known. */
export type Existence = 'some' | 'none' | undefined;

/** A statement, or its scope: whom it is about, whatever its other conditions are. */
interface Part {
  readonly json: PolicyJson;
  /** Which of the tests it is. */
  readonly index: number;
}

/**
 * Searches are slow, so calls that probably tell the statements apart are looked at first. What such a call shows is certain;
 * that there is none is proved by a search.
 */
export class ToolStatements {
  private readonly parts = new Map<string, Part>();
  private readonly tests: Expr[] = [];
  /** What the tests come to in each of the calls that were looked at. */
  private readonly calls: (readonly Outcomes[])[] = [];
  private readonly lookedAt = new Set<string>();
  private readonly statements: Record<string, PolicyJson> = {};
  private tested = 0;
  private readonly search: RequestSearch;

  constructor(
    statements: readonly ReadStatement[],
    private readonly tool: Tool,
    private readonly gateway: CedarGateway,
  ) {
    this.search = new RequestSearch(this.statements, tool, gateway);
    if (statements.length > MOST.statements) return;
    const indexes = new Map<string, number>();
    const indexOf = (json: PolicyJson): number => {
      const test = testOf(json, tool);
      const key = JSON.stringify(test);
      if (!indexes.has(key)) indexes.set(key, this.tests.push(test) - 1);
      return indexes.get(key)!;
    };
    for (const { name, json } of statements) {
      const scope = { ...json, conditions: callerConditions(json) };
      for (const [part, statement] of [[name, json] as const, [scopeOf(name), scope] as const]) {
        this.parts.set(part, { json: statement, index: indexOf(statement) });
        this.statements[part] = statement;
      }
    }
    for (const { name } of statements) {
      this.look([{ test: this.testOf(name), wanted: true }]);
      this.look([{ test: this.testOf(scopeOf(name)), wanted: true }]);
    }
  }

  /** Whether there are calls that the statement applies to. */
  applies(name: string): Existence {
    return this.exists({ applies: name });
  }

  /** Whether the statement applies to every call in its scope, although it has conditions. */
  appliesAlways(name: string): boolean {
    const { json } = this.parts.get(name) ?? {};
    if (!json || !hasConditions(json)) return false;
    const query = { all: [{ applies: scopeOf(name) }, { not: { applies: name } }] };
    if (!this.shown(query)) this.lookOutside(name);
    return this.exists(query) === 'none';
  }

  /** Others that together apply wherever this one does, as few as were found; undefined where that is not proved. */
  cover(name: string, others: readonly string[]): readonly string[] | undefined {
    if (!this.parts.has(name) || this.shownAlone(name, others)) return undefined;
    const { index } = this.parts.get(name)!;
    const same = others.find((other) => this.parts.get(other)!.index === index);
    if (same !== undefined) return [same];
    return this.singleCover(name, others) ?? this.jointCover(name, others);
  }

  /**
   * Those of the others that leave no call in the scope of a statement out; undefined where that is not proved, where one of
   * `against` applies to such a call, or where the statement is about named callers, besides whom there are others.
   */
  coverOfScope(name: string, others: readonly string[], against: readonly string[]): readonly string[] | undefined {
    const { json } = this.parts.get(name) ?? {};
    if (!json || !isOpen(json)) return undefined;
    const scope = scopeOf(name);
    if (!this.shownAlone(scope, others)) this.lookOutside(name);
    const cover = this.cover(scope, others);
    const isCut = (each: string) => this.exists({ all: [{ applies: scope }, { applies: each }] }) !== 'none';
    return cover && !against.some(isCut) ? cover : undefined;
  }

  /** Whether there are calls that the statement applies to, and one of the others. */
  meetsAny(name: string, others: readonly string[]): Existence {
    if (![name, ...others].every((each) => this.parts.has(each))) return undefined;
    const queries = others.map((other): Query => ({ all: [{ applies: name }, { applies: other }] }));
    if (queries.some((query) => this.shown(query))) return 'some';
    for (const other of others.slice(0, MOST.together)) {
      this.look([other, name].map((each) => ({ test: this.testOf(each), wanted: true })));
    }
    if (queries.some((query) => this.shown(query))) return 'some';
    for (const query of queries) {
      const existence = this.exists(query);
      if (existence !== 'none') return existence;
    }
    return 'none';
  }

  private singleCover(name: string, others: readonly string[]): string[] | undefined {
    let left = others;
    for (let attempt = 0; attempt < MOST.together; attempt++) {
      left = left.filter((each) => !this.shownAlone(name, [each]));
      if (left.length === 0) return undefined;
      const [other, ...more] = left;
      if (this.exists(only(name, [other])) === 'none') return [other];
      left = more;
    }
    return undefined;
  }

  private jointCover(name: string, others: readonly string[]): string[] | undefined {
    const together: string[] = [];
    for (;;) {
      const query = only(name, together);
      const existence = this.exists(query);
      if (existence === undefined) return undefined;
      if (existence === 'none') return this.needed(name, together);
      const call = this.shown(query);
      const other = call && others.find((each) => call[this.parts.get(each)!.index] === TRUE);
      if (other === undefined || together.length === MOST.together) return undefined;
      together.push(other);
    }
  }

  private needed(name: string, together: readonly string[]): string[] {
    return together.reduce<string[]>(
      (left, each) => {
        const without = left.filter((other) => other !== each);
        return this.exists(only(name, without)) === 'none' ? without : left;
      },
      [...together],
    );
  }

  private exists(query: Query): Existence {
    if (this.parts.size === 0) return undefined;
    return this.shown(query) ? 'some' : this.searched(query);
  }

  /** A call of those looked at, of which the query is true. */
  private shown(query: Query): readonly Outcomes[] | undefined {
    return this.calls.find((call) => holds(query, (name) => call[this.parts.get(name)!.index] === TRUE));
  }

  /** Whether a call was looked at to which the statement applies and none of the others. */
  private shownAlone(name: string, others: readonly string[]): boolean {
    const { index } = this.parts.get(name)!;
    const indexes = others.map((other) => this.parts.get(other)!.index);
    return this.calls.some((call) => call[index] === TRUE && !indexes.some((other) => call[other] === TRUE));
  }

  private searched(query: Query): Existence {
    const names = namesIn(query);
    const atoms = [...new Set(names.flatMap((name) => atomsOf(logicOf(this.parts.get(name)!.json, this.tool))))];
    if (atoms.length > MOST.tests || this.tested > MOST.testsInAll || mayBeEqual(atoms)) return undefined;
    this.tested += atoms.length + this.tests.length / 4;
    const key = this.keyOf(query);
    if (remembered.has(key)) return remembered.get(key);
    const { request, notProved } = this.search.find(query);
    if (request) {
      this.evaluate({ now: AN_ORDINARY_TIME, ...request });
      return 'some';
    }
    const existence = notProved === undefined ? 'none' : undefined;
    remembered.set(key, existence);
    return existence;
  }

  /** What the answer depends on. */
  private keyOf(query: Query): string {
    const names = namesIn(query);
    const tests = names.map((name) => this.testOf(name));
    const schema = tests.some((test) => readsOf(test).some(({ kind }) => kind === 'input'))
      ? inputSchemaOf(this.tool)
      : undefined;
    const { fullName, targetName } = this.tool;
    const named = names.map((name, index) => [name, index] as const);
    const asked = JSON.stringify(query, (_, value: unknown) => named.find(([name]) => name === value)?.[1] ?? value);
    const text = JSON.stringify(tests);
    const action = text.includes('"Var":"action"') ? [fullName, targetName] : undefined;
    return JSON.stringify([asked, text, schema, action, this.gateway.arn, principalKinds(this.gateway)]);
  }

  private testOf(name: string): Expr {
    return this.tests[this.parts.get(name)!.index];
  }

  /** Looks at a call in the scope of the statement to which it probably does not apply. */
  private lookOutside(name: string): void {
    this.look([
      { test: this.testOf(name), wanted: false },
      { test: this.testOf(scopeOf(name)), wanted: true },
    ]);
  }

  private look(wishes: readonly Wish[]): void {
    const request = likelyRequest(wishes, this.tool, this.gateway);
    const key = JSON.stringify([request.caller, request.input, request.now]);
    if (this.lookedAt.has(key)) return;
    this.lookedAt.add(key);
    this.evaluate(request);
  }

  private evaluate(request: PartialRequest): void {
    const outcomes = outcomesIn(this.tests, request, this.tool, this.gateway.arn);
    if (outcomes) this.calls.push(outcomes);
  }
}

/** What searches without a call have come to. */
const remembered = new KeptAnswers<Existence>(5000);

function scopeOf(name: string): string {
  return `scope of ${name}`;
}

function only(name: string, others: readonly string[]): Query {
  return { all: [{ applies: name }, ...others.map((other) => ({ not: { applies: other } }))] };
}

/** Conditions that only say who calls: the scope of a statement has room for one caller. */
function callerConditions({ conditions }: PolicyJson): PolicyJson['conditions'] {
  const tests = conditions.filter(({ kind }) => kind === 'when').flatMap(({ body }) => chained(body, '&&'));
  return tests.filter(isAboutCaller).map((body) => ({ kind: 'when', body }));
}

function isOpen(statement: PolicyJson): boolean {
  const { principal } = statement;
  const wholeKind = principal.op === 'All' || (principal.op === 'is' && !principal.in);
  return wholeKind && callerConditions(statement).length === 0;
}

function hasConditions({ conditions }: PolicyJson): boolean {
  return conditions.some(({ kind, body }) => kind === 'unless' || !chained(body, '&&').every(isAboutCaller));
}

function isAboutCaller(test: Expr): boolean {
  const reads = readsOf(test);
  return reads.length > 0 && reads.every(({ kind }) => kind === 'caller');
}
